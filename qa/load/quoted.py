"""What a message quotes of another one, left out: its author is somebody else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

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
