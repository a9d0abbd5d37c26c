"""Filters belong to retrieval: what they let through is found, however much else there is."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from qa.filters import NO_FILTERS, Filters, normalise_address
from qa.index.write import Stores, write_articles
from qa.records import Article, Loaded, StoredArticle
from qa.retrieve import Candidate, find_enough, fuse_hits, retrieve
from qa.store.holdings import find_days
from qa.store.keys import Hit, Words
from qa.store.library import Library, NewArticle
from qa.store.vectors import VectorStore
from qa.store.word_index import WordIndex
from tests.postgres import open_schema
from tests.toys import ToyEncoder, make_article, split_article

MANY = 1_300
ONE = replace(
    make_article(7, sentences=3),
    id="other/one",
    source="Other Post",
    published="2025-06-01T10:00:00",
    collection="Help",
    url="https://example.org/tower%207/#top",
)
QUESTION = "Which gate does tower 7 stand beside?"


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def stores(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Stores]:
    folder = tmp_path_factory.mktemp("many")
    library: Library
    words: Words
    if request.param == "sqlite":
        library, words = Library(folder / "library.sqlite3", mode="write"), WordIndex(folder / "words", write=True)
    else:
        library, words = open_schema(request.getfixturevalue("postgres"))
    opened = Stores(library, VectorStore(folder / "chroma", name="toys-1", create=True), words)
    articles = [*(make_article(number, sentences=3) for number in range(MANY)), ONE]
    incoming = [Loaded(article, f"/{article.id}") for article in articles]
    write_articles(incoming, opened, split=split_article, encoder=ToyEncoder())
    yield opened
    opened.words.close()
    opened.vectors.close()
    opened.library.close()


def find(stores: Stores, filters: Filters, question: str = QUESTION) -> tuple[Candidate, ...]:
    vector = ToyEncoder().encode_question(question)
    return retrieve(
        question,
        vector,
        library=stores.library,
        vectors=stores.vectors,
        words=stores.words,
        filters=filters,
        dense_candidates=100,
        lexical_candidates=100,
    )


@pytest.mark.parametrize(
    "filters",
    [
        Filters(outlets=("Other Post",)),
        Filters(since="2025-05-01"),
        Filters(collections=("Help",)),
        Filters(without_collections=("",)),
        Filters(page="https://example.org/tower 7"),
    ],
    ids=["outlet", "dates", "collection", "other collections", "page"],
)
def test_the_one_article_that_is_let_through_is_found_whole(stores: Stores, filters: Filters) -> None:
    found = find(stores, filters)
    assert [candidate.sentence.article_id for candidate in found] == ["other/one"] * 3
    for candidate in found:
        vector = ToyEncoder().encode_question(QUESTION)
        stored = stores.vectors.get([f"{ONE.version}:{candidate.sentence.index}"])
        assert candidate.dense == pytest.approx(float(next(iter(stored.values())) @ vector), abs=1e-5)
        assert candidate.lexical is not None


def test_many_admitted_articles_give_as_many_candidates_as_without_filters(stores: Stores) -> None:
    question = "tower gate 1"
    unlimited = find(stores, NO_FILTERS, question)
    limited = find(stores, Filters(outlets=("Toy Times",)), question)
    assert len(limited) >= 100
    assert {c.stored.article.source for c in limited} == {"Toy Times"}
    assert {c.sentence for c in limited if c.lexical} == {c.sentence for c in unlimited if c.lexical}


def test_filters_that_let_nothing_through_find_nothing(stores: Stores) -> None:
    assert find(stores, Filters(outlets=("Nobody's News",))) == ()
    many = tuple(f"Post {number}" for number in range(40_000))  # more than SQLite takes values in one query
    assert find(stores, Filters(outlets=many, without_collections=many)) == ()
    assert find(stores, Filters(outlets=(*many, "Toy Times"), collections=("", *many))) != ()
    assert all(len(known.outlets) < 100 for known in stores.library._counted[1]), "what nobody asks again is not kept"
    assert find(stores, Filters(since="2026-01-01")) == ()


def test_what_a_store_holds_beside_hides_nothing() -> None:
    """Such as the vectors of versions that are just being written."""
    hits = [Hit(f"new{number}", 0, 1 - number / 1000) for number in range(450)] + [Hit("old", 0, 0.1)]
    asked: list[int] = []

    def search(*, limit: int) -> list[Hit]:
        asked.append(limit)
        return hits[:limit]

    stored = [
        StoredArticle(Article(hit.version, "T", f"{hit.version} stands"), hit.version, ((0, 20),)) for hit in hits
    ]
    every = {one.version: one for one in stored}
    assert find_enough(search, lambda _: {"old": every["old"]}, 1, first=1) == [hits[-1]]
    assert len(asked) <= 6, "each time for several times as many"
    assert find_enough(search, lambda _: every, 100, first=100) == hits[:100]


def test_a_line_drawn_below_a_heading_is_found_for_no_question() -> None:
    stored = StoredArticle(Article("a", "T", "Gate\n=====\nIt is 7."), "v", ((0, 4), (5, 10), (11, 19)))
    hits = [Hit("v", number, 0.5) for number in (1, 2, 0)]
    assert find_enough(lambda limit: hits[:limit], lambda _: {"v": stored}, 2, first=3) == hits[1:]


ARTICLES = [
    Article(f"{number}", "T", "Text.", source=source, published=day, url=url, collection=collection)
    for number, (source, day, url, collection) in enumerate(
        product(
            ("", "Post", "it's; --"),
            ("", "2025-02-13", "2025-02-14T23:59:00+02:00"),
            ("", "https://example.org/a/", "https://example.org/%61#b"),
            ("", "Help"),
        )
    )
]
FILTERS = [
    Filters(outlets, since, until, collections, without, page)
    for outlets, since, until, collections, without, page in product(
        ((), ("Post", "it's; --")),
        ("", "2025-02-14"),
        ("", "2025-02-13", "2025-02-14"),
        ((), ("Help",), ("", "Guides")),
        ((), ("Help",)),
        ("", "https://example.org/a", "https://example.org/none"),
    )
]


def admits(filters: Filters, article: Article) -> bool:
    """What the database's condition is held against, said in Python."""
    address = normalise_address(article.url) if article.url else None
    day = article.published[:10]
    return (
        (not filters.outlets or article.source in filters.outlets)
        and (not filters.collections or article.collection in filters.collections)
        and article.collection not in filters.without_collections
        and (not filters.page or address == normalise_address(filters.page))
        and (not filters.since or bool(day) and filters.since <= day)
        and (not filters.until or bool(day) and day <= filters.until)
    )


def test_an_article_without_a_day_is_in_no_range_of_days(tmp_path: Path) -> None:
    library = Library(tmp_path / "library.sqlite3", mode="write")
    days = ("2025-03-04T10:00:00", "March 2026", "1. März 2024", "05/06/2024", "")
    articles = [replace(ONE, id=day, published=day) for day in days]
    library.publish([NewArticle(article, "/x", split_article(article)) for article in articles])
    for filters in (Filters(since="2025-01-01"), Filters(until="2025-12-31"), Filters(since="0001-01-01")):
        assert [version for version, _ in library.list_admitted(filters)] == [articles[0].version], filters
    assert find_days(library) == ("2025-03-04", "2025-03-04")
    library.close()


def test_the_library_lets_through_what_the_filters_admit(tmp_path: Path) -> None:
    library = Library(tmp_path / "library.sqlite3", mode="write")
    library.publish([NewArticle(article, "/x", split_article(article)) for article in ARTICLES])
    versions = [article.version for article in ARTICLES]
    for filters in FILTERS:
        expected = {article.version for article in ARTICLES if admits(filters, article)}
        assert {version for version, _ in library.list_admitted(filters)} == expected, filters
        assert library.keep_admitted([*versions, "unknown"], filters) == expected, filters
        assert library.count_admitted(filters) == (len(expected), len(expected)), filters
    library.close()


@pytest.mark.filterwarnings("error")
def test_where_no_sentence_is_found_nothing_is_fused() -> None:
    assert fuse_hits([], [], {}) == ()
