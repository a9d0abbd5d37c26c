"""Messages (.eml): the subject is the title, the sender the author."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr

from qa.errors import ArticleError
from qa.load.fields import make_article
from qa.load.html import fragment_text
from qa.records import Article


def load_mail(data: bytes, article_id: str, url: str = "") -> Article:
    """Return the text of a message; raise `ArticleError` where it holds none."""
    try:
        message = message_from_bytes(data, policy=policy.default)
        body = message.get_body(("plain", "html")) if isinstance(message, EmailMessage) else None
        text = str(body.get_content()) if isinstance(body, EmailMessage) else ""
        is_html = isinstance(body, EmailMessage) and body.get_content_subtype() == "html"
        name, address = parseaddr(str(message["from"] or ""))
        subject, date = str(message["subject"] or ""), str(message["date"] or "")
    except (LookupError, ValueError, AttributeError, RecursionError) as error:
        raise ArticleError(f"a message that cannot be read ({error}): save its text as a file") from None
    text = fragment_text(text) if is_html else text.replace("\r\n", "\n")
    return make_article(article_id, text, title=subject, author=name or address, published=date, url=url)
