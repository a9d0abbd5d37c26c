"""Messages (.eml): the subject is the title, the sender the author, and what is quoted of others is left out."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr

from qa.errors import ArticleError
from qa.load.fields import make_article
from qa.load.html import page_text
from qa.load.page.tree import parse_page
from qa.load.quoted import drop_quoted, mark_quoted
from qa.records import Article


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
    if text.strip() and not own.strip():
        raise ArticleError("a message that only quotes others: index what it quotes, or leave it out")
    return make_article(article_id, own, title=subject, author=name or address, published=date, url=url)


def _read_html(markup: str) -> str:
    page = parse_page(markup)
    mark_quoted(page)
    return page_text(page)
