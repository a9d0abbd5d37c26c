"""RSS and Atom feeds: one article an entry, newest first."""

from __future__ import annotations

import hashlib
import logging
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

from qa.english.titles import one_line
from qa.errors import ArticleError
from qa.load.fields import clean_author, iso_date, make_article, resolve_references
from qa.load.headed import join_lines
from qa.load.html import fragment_lines
from qa.records import Article, Skipped

log = logging.getLogger(__name__)

# feedparser lets these out on feeds whose mark-up is damaged
DAMAGE = (AttributeError, LookupError, RecursionError, TypeError, ValueError)
FEED_TAGS = (b"<rss", b"<feed", b"<rdf:RDF")
# what blogs put below each entry
ENDING = re.compile(
    r"(?:^|\n)(?:The post .{1,300} (?:appeared first|first appeared) on .{1,100}\."
    r"|(?:continue reading|read (?:more|on|the full \w+))\b[^\n]{0,100})$|\s(?:read more|continue reading)[. …→»\]]*$",
    re.IGNORECASE,
)
HASH_DIGITS = 12  # hex digits in an entry's id: no two of a million alike
FEED_WITHIN = 1_024  # bytes at the start of a document in which a feed shows itself


def looks_like_feed(data: bytes) -> bool:
    """Whether a document shows itself as a feed, whatever its server calls it."""
    return any(tag in data[:FEED_WITHIN] for tag in FEED_TAGS)


def load_feed(data: bytes, name: str, url: str = "", *, entries: int) -> Iterator[tuple[str, Article] | Skipped]:
    """Yield the newest articles of a feed, or why an entry is left out; one that does not parse whole is read so far.

    Raises `ArticleError` where there is no feed, or no entry in it.
    """
    import feedparser

    try:
        # a stream, because feedparser would fetch text that looks like an address
        feed = feedparser.parse(BytesIO(data), response_headers={"content-location": url} if url else {})
    except DAMAGE as error:
        raise ArticleError(f"a feed that cannot be read ({error}): check it with a feed validator") from None
    if not feed.entries:
        if not feed.get("version"):  # feedparser sets none for nothing at all
            raise ArticleError("not an RSS or Atom feed: expected <rss> or <feed>")
        raise ArticleError("a feed without entries: check that it is the right one")
    newest = sorted(feed.entries, key=_age, reverse=True)
    if len(newest) > entries:
        log.info("%s: read the newest %d of %d entries (QA_FEED_ENTRIES)", name, entries, len(newest))
    links = Counter(_link(entry) for entry in feed.entries)
    guids = Counter(str(entry.get("id") or "") for entry in feed.entries)
    titles = Counter(str(entry.get("title") or "") for entry in feed.entries)
    links[str(feed.feed.get("link") or "")] += 1  # the feed's own page is no entry's
    seen: set[str] = set()
    for number, entry in enumerate(newest[:entries], start=1):
        title = one_line(_plain(entry.get("title_detail") or {}))
        place = f"{name} entry {title!r}" if title else f"{name} entry {number}"
        try:
            article = _make_entry(entry, title, feed.feed)
            article_id = _choose_id(entry, article, name, (links, guids, titles))
            if article_id not in seen:  # else the same entry once more: nobody but the feed's maker could mend it
                yield place, replace(article, id=article_id)
            seen.add(article_id)
        except ArticleError as error:
            yield Skipped(place, str(error))


def _age(entry: Any) -> tuple[int, ...]:  # noqa: ANN401 - feedparser has no types
    """Return what entries sort by; those without a date come last, in the order of the feed."""
    # dict.get: feedparser's own gives one date for the other, with a warning
    return tuple(dict.get(entry, "published_parsed") or dict.get(entry, "updated_parsed") or ())


def _published(entry: Any) -> str:  # noqa: ANN401 - feedparser has no types
    """Return the entry's date with its own time zone where that can be read, else as feedparser read it."""
    stated = iso_date(str(dict.get(entry, "published") or dict.get(entry, "updated") or ""))
    read = _age(entry)
    return (
        stated if re.match(r"\d{4}-", stated) or not read else "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}+00:00".format(*read)
    )


def _choose_id(entry: Any, article: Article, name: str, counts: tuple[Counter[str], ...]) -> str:  # noqa: ANN401 - feedparser has no types
    """Return the entry's link, or its guid where several have that link, or its title, or a hash of what it says."""
    links, guids, titles = counts
    link, guid = _link(entry), str(entry.get("id") or "")
    if link and links[link] == 1:
        return link
    if guid and guids[guid] == 1 and guid != link:
        return guid
    if not link and article.title and titles[str(entry.get("title") or "")] == 1:
        return f"{name}#{article.title}"
    digest = hashlib.sha256(f"{article.title}\n{article.text}".encode()).hexdigest()[:HASH_DIGITS]
    return f"{link or name}#{digest}"


def _link(entry: Any) -> str:  # noqa: ANN401 - feedparser has no types
    return str(entry.get("link") or "")


def _make_entry(entry: Any, title: str, feed: Any) -> Article:  # noqa: ANN401 - feedparser has no types
    contents = [
        join_lines(_list_lines(detail)) for detail in entry.get("content") or [entry.get("summary_detail") or {}]
    ]
    (text, headings), link = max(contents, key=lambda content: len(content[0])), _link(entry)
    text = text.rstrip() if headings else text.strip()
    return make_article(
        "entry",
        ENDING.sub("", text) or text,
        title=title,
        source=_plain(feed.get("title_detail") or {}),
        published=_published(entry),
        author=clean_author(str(entry.get("author") or "")),
        url=link if link.startswith(("http://", "https://")) else "",
        headings=headings,
    )


def _plain(detail: Any) -> str:  # noqa: ANN401 - feedparser has no types
    told = "\n".join(_list_lines(detail))
    return resolve_references(told) if detail.get("type") == "text/plain" else told


def _list_lines(detail: Any) -> list[str]:  # noqa: ANN401 - feedparser has no types
    """Return the lines of one of feedparser's details, which says itself whether it is HTML."""
    value = str(detail.get("value") or "")
    return [value] if detail.get("type") == "text/plain" else fragment_lines(value)
