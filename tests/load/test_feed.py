"""Feeds: each entry an article of its own, newest first."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.errors import ArticleError
from qa.load.feed import load_feed, looks_like_feed
from qa.records import Article, Skipped

RSS = b"""<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Daily &amp; Co</title><link>http://daily.example/</link>
<item><title>Tax &amp;amp; spend</title><link>/tax</link><guid isPermaLink="false">g1</guid>
  <description>Short.</description>
  <content:encoded><![CDATA[<p>One  para
  graph.</p><ul><li>Item</li></ul><script>evil()</script>]]></content:encoded>
  <pubDate>Wed, 01 May 2024 10:00:00 EST</pubDate><dc:creator>Ann Lee</dc:creator></item>
<item><title>Newer</title><guid>http://daily.example/newer</guid>
  <description>Only a &lt;i&gt;summary&lt;/i&gt;.</description><pubDate>Thu, 02 May 2024 10:00:00 GMT</pubDate></item>
<item><title>Without text</title><link>http://daily.example/none</link></item>
</channel></rss>"""
ATOM = """<?xml version="1.0" encoding="iso-8859-1"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Post</title>
<entry><title type="text">3 &lt; 4</title><id>urn:1</id><updated>2024-05-09T00:00:00Z</updated>
  <published>2024-05-01T00:00:00+02:00</published><author><name>Bo Lind</name></author>
  <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One café.</p><p>Two.</p></div></content></entry>
<entry><title>Plain</title><id>urn:2</id><link href="https://post.example/2"/><updated>2024-04-01T00:00:00Z</updated>
  <content type="text">Less &lt; more.</content></entry></feed>""".encode("latin-1")


def read(data: bytes, url: str = "", entries: int = 10) -> list[Article | str]:
    items = load_feed(data, "feed", url, entries=entries)
    return [str(item) if isinstance(item, Skipped) else item[1] for item in items]


def test_entries_of_rss_become_articles_newest_first() -> None:
    newer, tax, skipped = read(RSS, "http://daily.example/feed")
    assert (newer.id, newer.title, newer.text) == ("http://daily.example/newer", "Newer", "Only a summary.")
    assert (tax.id, tax.title, tax.text) == ("http://daily.example/tax", "Tax & spend", "One para graph.\nItem")
    assert (tax.source, tax.author, tax.url) == ("The Daily & Co", "Ann Lee", "http://daily.example/tax")
    assert tax.published == "2024-05-01T10:00:00-05:00"
    assert skipped == "feed entry 'Without text': it holds no text: put the article in it, or leave it out"


def test_entries_of_atom_become_articles_with_the_day_of_publication() -> None:
    first, plain = read(ATOM)
    assert (first.id, first.title, first.text, first.author) == ("urn:1", "3 < 4", "One café.\nTwo.", "Bo Lind")
    assert (first.published, first.url) == ("2024-05-01T00:00:00+02:00", "")
    assert (plain.text, plain.url, plain.source) == ("Less < more.", "https://post.example/2", "Post")


def test_entries_with_a_placeholder_for_a_guid_are_told_apart_and_the_same_one_is_read_once() -> None:
    entry = "<item><title>{}</title><guid>0</guid><description>{}</description></item>"
    said = [
        ("Late", "The bus is late."),
        ("Late", "The tram is late."),
        ("Early", "It is early."),
        ("Early", "It is early."),
    ]
    data = f"<rss version='2.0'><channel>{''.join(entry.format(*each) for each in said)}</channel></rss>".encode()
    items = list(load_feed(data, "f.xml", entries=9))
    assert [article.text for _, article in items] == ["The bus is late.", "The tram is late.", "It is early."]
    assert len({article.id for _, article in items}) == 3


def test_of_many_entries_the_newest_are_read() -> None:
    assert [article.title for article in read(RSS, entries=1)] == ["Newer"]


def test_a_feed_that_breaks_off_is_read_as_far_as_it_goes() -> None:
    broken = RSS[: RSS.index(b"<item><title>Without")] + b"<item><title>&nope;"
    assert {"Newer", "Tax & spend"} <= {item.title for item in read(broken) if isinstance(item, Article)}


def test_an_entry_without_a_link_is_known_by_its_title() -> None:
    feed = b"<rss version='2.0'><channel><title>T</title><item><title>One</title><description>x</description></item>"
    assert read(feed + b"</channel></rss>")[0].id == "feed#One"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<rss version='2.0'><channel><title>T</title></channel></rss>", "a feed without entries"),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title></feed>", "a feed without entries"),
        (b"<urlset><url><loc>http://a.example</loc></url></urlset>", "not an RSS or Atom feed"),
        (b"http://127.0.0.1:9/feed", "not an RSS or Atom feed"),
        (b"\0\1\2", "not an RSS or Atom feed"),
        (b"", "not an RSS or Atom feed"),
    ],
)
def test_what_has_no_entries_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(ArticleError, match=reason):
        read(data)


def test_entities_that_multiply_are_not_unfolded() -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "x" * 100}">' for n in range(9))
    bomb = (
        f"<!DOCTYPE rss [{entities}]><rss version='2.0'><channel><item><title>a</title><description>&e8;</description>"
    )
    try:
        found = read(bomb.encode() + b"</item></channel></rss>")
    except ArticleError:
        return
    assert sum(len(item.text) for item in found if isinstance(item, Article)) < 10_000


def test_a_feed_shows_itself_by_its_first_tag() -> None:
    assert looks_like_feed(RSS)
    assert looks_like_feed(ATOM)
    assert not looks_like_feed(b"<html><body>about rss feeds</body></html>")


@settings(max_examples=50, deadline=None)
@given(st.sampled_from([RSS, ATOM]), st.floats(0, 1), st.integers(0, 60), st.binary(max_size=20))
def test_a_damaged_feed_is_read_or_refused(data: bytes, place: float, length: int, inserted: bytes) -> None:
    start = int(place * len(data))
    try:
        items = read(data[:start] + inserted + data[start + length :])
    except ArticleError:
        return
    assert items
