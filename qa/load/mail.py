"""Messages (.eml): the subject is the title, the sender the author, and what is quoted of others is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import MIMEPart
from email.utils import parseaddr

from lxml.html import HtmlElement

from qa.errors import ArticleError
from qa.load.fields import make_article
from qa.load.html import page_text
from qa.load.page.tree import parse_page
from qa.records import Article

QUOTED = re.compile(r"[ \t]*>(?!From )")  # ">From " is how mailboxes keep a line that begins with "From "
WROTE = (
    r"(?:wrote|writes|schrieb|a écrit|escribió|ha scritto|escreveu|schreef|napisał(?:\(?a\)?)?|skrev|написал[аи]?"
    r"|пишет|пише|написав|написала)"
)
ONE_LINE = re.compile(rf"\b{WROTE}\b.{{0,200}}:$|\b{WROTE}\s?:$", re.IGNORECASE | re.DOTALL)
SEVERAL_LINES = re.compile(
    rf"(?:On|Am|Le|El|Em|Il|Op|Den|W dniu)\b.{{0,300}}\b{WROTE}\b.{{0,200}}:$", re.IGNORECASE | re.DOTALL
)
# the same where no mark stands at the lines below it: only with the address, as mail programs write it
UNMARKED = re.compile(
    rf"^(?:On|Am)\b[^<>\n]{{0,200}}(?:\n[^<>\n]{{0,200}})?<[^\s<>]{{1,100}}>(?:\s{{1,2}}{WROTE})?:[ \t]*$", re.MULTILINE
)
LONGEST_OPENING, OPENING_CHARACTERS = 3, 500  # lines of "On Friday, Ann Lee wrote:", and how long they are together
SENTENCE_END = re.compile(r"[.!?]\s*$")
# from here on everything is the other message
OTHER_MESSAGE = re.compile(
    r"^[ \t]*(?:-{2,} ?(?:original message|forwarded message|(?:ursprüngliche|weitergeleitete) nachricht"
    r"|message (?:d['’]origine|original|transféré)|mensaje (?:original|reenviado)|messaggio (?:originale|inoltrato)"
    r"|mensagem (?:original|encaminhada)) ?-{2,}|begin forwarded message:)[ \t]*$"
    r"|(?<=\n)[^\w\n]{0,9}(?:from|von|de|da|van)\s?:\s[^\n]*\n[^\w\n]{0,9}(?:sent|gesendet|envoyé|enviado|inviato|verzonden)\s?:\s",
    re.IGNORECASE | re.MULTILINE,
)
QUOTES = """
    //blockquote[@type='cite']
    | //*[re:test(@class, '(^|\\s)(gmail_quote|yahoo_quoted|protonmail_quote|zmail_extra)(\\s|$)')]
    | //*[@id='divRplyFwdMsg'] | //*[@id='divRplyFwdMsg']/following-sibling::*
"""


def drop_quoted(text: str) -> str:
    """Return a message without the lines that it quotes, those that say who wrote them, and a message below it."""
    other = OTHER_MESSAGE.search(text)
    lines = text[: other.start() if other else len(text)].split("\n")
    kept: list[str] = []
    is_quoted = False
    for line in lines:
        was_quoted, is_quoted = is_quoted, bool(QUOTED.match(line))
        if not is_quoted:
            kept.append(line.removeprefix(">"))
        elif not was_quoted:
            _drop_opening(kept)
            kept.append("")
    own = "\n".join(kept)
    opening = UNMARKED.search(own)
    return own[: opening.start()] if opening and not any(map(QUOTED.match, lines)) else own


def mark_quoted(page: HtmlElement) -> None:
    """Put a quoted line in the place of each part of a page in which a mail program keeps what is quoted."""
    for element in page.xpath(QUOTES, namespaces={"re": "http://exslt.org/regular-expressions"}):
        element.clear(keep_tail=True)
        element.tag, element.text = "div", ">"


def _drop_opening(lines: list[str]) -> None:
    """Take the last lines away where they say who wrote what follows."""
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    for count in range(1, min(LONGEST_OPENING, end) + 1):
        opening = lines[end - count : end]
        text = "\n".join(opening).strip()
        if len(text) > OPENING_CHARACTERS or not opening[0].strip() or (count > 1 and SENTENCE_END.search(opening[0])):
            break
        if SEVERAL_LINES.match(text):
            del lines[end - count :]
            return
    if end and len(lines[end - 1]) <= OPENING_CHARACTERS and ONE_LINE.search(lines[end - 1].strip()):
        del lines[end - 1 :]


PLAIN, HTML = "text/plain", "text/html"
SIGNATURE = re.compile(r"^-- {1,2}$", re.MULTILINE)  # RFC 3676, 4.3; a second space where it was coded
TOOLS = re.compile(
    r"^[ \t]*(?:[=*_#~-]{3,}|(?:view|read) (?:this|the) (?:e-?mail|newsletter|message) in (?:your|a) browser\b.*"
    r"|(?:to )?unsubscribe\b.*)[ \t]*$|[ \t]*<https?://[^\s<>]+>",
    re.IGNORECASE | re.MULTILINE,
)


def load_mail(data: bytes, article_id: str, url: str = "") -> Article:
    """Return the text of a message without what it quotes; raise `ArticleError` where it holds none of its own."""
    try:
        message = message_from_bytes(data, policy=policy.default)
        kind, texts = _read_body(message)
        name, address = parseaddr(str(message["from"] or ""))
        subject, date = str(message["subject"] or ""), str(message["date"] or "")
    except (LookupError, ValueError, AttributeError, RecursionError) as error:
        raise ArticleError(f"a message that cannot be read ({error}): save its text as a file") from None
    is_html = kind == HTML
    text = "\n".join(_read_html(one) if is_html else one.replace("\r\n", "\n") for one in texts)
    own = drop_quoted(text)
    own = own if is_html else _drop_tools(own)
    if text.strip() and not own.strip():
        raise ArticleError("a message that only quotes others: index what it quotes, or leave it out")
    return make_article(article_id, own, title=subject, author=name or address, published=date, url=url)


def _read_body(message: MIMEPart) -> tuple[str, list[str]]:
    """Return the kind of the first text that says something, and the texts of that kind that go on behind pictures."""
    kind, may_go_on = "", True
    texts: list[str] = []
    for part in _list_parts(message):
        found, disposition = part.get_content_type(), part.get_content_disposition()
        if found not in (PLAIN, HTML) or disposition == "attachment":
            may_go_on = not texts or part.get_content_maintype() == "image" or disposition == "inline"
        elif may_go_on and found == (kind or found) and (text := str(part.get_content())).strip():
            kind, texts, may_go_on = found, [*texts, text], False
    return kind, texts


def _list_parts(message: MIMEPart) -> Iterator[MIMEPart]:
    """Yield the parts of a message in their order; of alternatives the first in plain text, else in HTML."""
    if not message.is_multipart() or message.get_content_maintype() != "multipart":
        yield message
        return
    parts = [list(_list_parts(part)) for part in message.iter_parts()]
    if message.get_content_subtype() == "alternative":
        kinds = [{part.get_content_type() for part in inner} for inner in parts]
        chosen = next((kind for kind in (PLAIN, HTML) if any(kind in has for has in kinds)), "")
        parts = [inner for inner, has in zip(parts, kinds, strict=True) if chosen in has][:1]
    for inner in parts:
        yield from inner


def _drop_tools(text: str) -> str:
    """Return a plain message without its signature, lines that only draw, and the addresses behind its links."""
    ends = [found.start() for found in SIGNATURE.finditer(text) if text[: found.start()].strip()]
    return TOOLS.sub("", text[: ends[-1]] if ends else text)


def _read_html(markup: str) -> str:
    page = parse_page(markup)
    mark_quoted(page)
    return page_text(page)
