"""Messages (.eml): the subject is the title, the sender the author, and what is quoted of others is left out."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr

from qa.errors import ArticleError
from qa.load.fields import make_article
from qa.load.html import page_text
from qa.load.page.tree import parse_page
from qa.load.quoted import drop_quoted, mark_quoted
from qa.records import Article

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
        body = message.get_body(("plain", "html")) if isinstance(message, EmailMessage) else None
        text = str(body.get_content()) if isinstance(body, EmailMessage) else ""
        is_html = isinstance(body, EmailMessage) and body.get_content_subtype() == "html"
        name, address = parseaddr(str(message["from"] or ""))
        subject, date = str(message["subject"] or ""), str(message["date"] or "")
    except (LookupError, ValueError, AttributeError, RecursionError) as error:
        raise ArticleError(f"a message that cannot be read ({error}): save its text as a file") from None
    text = _read_html(text) if is_html else text.replace("\r\n", "\n")
    own = drop_quoted(text)
    own = own if is_html else _drop_tools(own)
    if text.strip() and not own.strip():
        raise ArticleError("a message that only quotes others: index what it quotes, or leave it out")
    return make_article(article_id, own, title=subject, author=name or address, published=date, url=url)


def _drop_tools(text: str) -> str:
    """Return a plain message without its signature, lines that only draw, and the addresses behind its links."""
    ends = [found.start() for found in SIGNATURE.finditer(text) if text[: found.start()].strip()]
    return TOOLS.sub("", text[: ends[-1]] if ends else text)


def _read_html(markup: str) -> str:
    page = parse_page(markup)
    mark_quoted(page)
    return page_text(page)
