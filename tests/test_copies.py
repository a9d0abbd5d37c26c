"""The same sentence in several articles is one piece of evidence with several places."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest

from qa.answer import answer_to_json
from qa.bot import Bot, open_bot
from qa.copies import fold, is_copy, says_the_same, spell_out, stands_alone
from qa.index.build import build_index
from qa.records import Answer, Article, Copy, StoredArticle
from qa.retrieve import find_enough
from qa.settings import Settings, load_settings
from qa.split import split_sentences
from qa.store.keys import Hit
from qa.web.completions.text import write_content

BRIDGE = (
    "The harbour bridge in Norda was closed on Monday. Mayor Odile Brandt closed it after inspectors found a crack in "
    "the northern pier. The repair will cost 4.2 million euros, the city council said. It will last eleven weeks. "
    "Buses will run from the old market until then. Shops in the harbour fear for their trade."
)
FERRY = (
    "The night ferry to Alva will be withdrawn in May. Captain Pieter Lund sailed it for thirty years. The owner said "
    "fuel had become too dear. Islanders have written to the minister. The last ticket was sold in April."
)


def store(article: Article) -> StoredArticle:
    offsets = tuple((s.start, s.end) for s in split_sentences(article.text, article_id=article.id))
    return StoredArticle(article, article.version, offsets)


def make(article_id: str, text: str, title: str = "") -> StoredArticle:
    return store(Article(article_id, title or article_id, text))


# which sentences are copies


@pytest.mark.parametrize(
    "other",
    [
        "Mayor Odile Brandt said the bridge “won't last”.",
        'mayor odile  brandt said the bridge "won’t last"',
        "\u00a0Mayor Odile Brandt said the bridge “won’t last”…",
    ],
)
def test_spelling_makes_no_difference(other: str) -> None:
    assert spell_out(other) == spell_out('Mayor Odile Brandt said the bridge "won\'t last".')


@pytest.mark.parametrize(
    ("text", "other"),
    [("It cost $5 million.", "It cost £5 million."), ("It cost 1.5 million.", "It cost 15 million.")],
)
def test_signs_and_figures_make_a_difference(text: str, other: str) -> None:
    assert spell_out(text) != spell_out(other)


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("Mayor Odile Brandt closed the harbour bridge on Monday.", True),
        ("The mayor said that Norda would pay for the repair.", True),
        ("He resigned on Monday after talks with Odile Brandt.", False),
        ("This will cost the city of Norda four million.", False),
        ("The company did not respond to a request for comment.", False),
        ("Norda agreed on Monday.", False),
    ],
)
def test_a_sentence_stands_alone_where_it_names_what_it_speaks_of(text: str, alone: bool) -> None:
    assert stands_alone(text) is alone


def test_what_points_back_is_a_copy_only_where_what_stands_around_it_is_the_same() -> None:
    one = make("a", "Kern lost the vote. He resigned on Monday. The party met.")
    same = make("b", "Kern lost the vote. He resigned on Monday. Markets fell.")
    other = make("c", "Voss was ill. He resigned on Monday. Schools closed.")
    assert is_copy(one, one.sentences[1], same, same.sentences[1])
    assert not is_copy(one, one.sentences[1], other, other.sentences[1])
    assert is_copy(one, one.sentences[1], replace_title(other, "a"), other.sentences[1])


def replace_title(stored: StoredArticle, title: str) -> StoredArticle:
    return store(replace(stored.article, title=title))


def test_a_sentence_that_an_article_says_twice_is_no_copy_of_itself() -> None:
    one = make("a", "Mayor Odile Brandt closed the bridge. Mayor Odile Brandt closed the bridge.")
    assert [len(group) for group in fold(Copy(one, sentence) for sentence in one.sentences)] == [1, 1]


@pytest.mark.parametrize(
    ("days", "entered", "first"),
    [(("2025-03-02", "2025-03-01"), (1, 2), "b"), (("2025-03-02", ""), (1, 2), "a"), (("", ""), (2, 1), "b")],
)
def test_a_story_is_told_from_the_first_to_print_it(
    days: tuple[str, str], entered: tuple[int, int], first: str
) -> None:
    """Also where only another sentence of it was found."""
    one, other = (
        replace(store(Article(name, "Bridge", BRIDGE, published=day)), entered=number)
        for name, day, number in zip("ab", days, entered, strict=True)
    )
    for found in ([(one, 0), (other, 0), (one, 1)], [(other, 0), (one, 0), (other, 1)]):
        groups = fold(Copy(stored, stored.sentences[index]) for stored, index in found)
        assert [group[0].sentence.article_id for group in groups] == [first] * 2
        assert [len(group) for group in groups] == [2, 2]


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ("", True),
        ("late ", True),
        ("not ", False),
    ],
)
def test_a_word_more_is_the_same_and_a_denial_is_not(change: str, same: bool) -> None:
    text = "The old harbour bridge in Norda was {}closed by Mayor Odile Brandt after inspectors found cracks in a pier."
    assert says_the_same(text.format(""), text.format(change)) is same


@pytest.mark.parametrize(("one", "other"), [("14", "15"), ("three", "four"), ("4.2 million", "4.2 billion")])
def test_other_figures_are_not_the_same(one: str, other: str) -> None:
    text = "Inspectors of the city of Norda found {} cracks in the northern pier of the old harbour bridge in May."
    assert not says_the_same(text.format(one), text.format(other))


# finding


def test_copies_use_up_no_places_of_what_is_searched() -> None:
    """A story that is there forty times leaves room for the others."""
    copies = {f"copy{n}": make(f"copy{n}", BRIDGE) for n in range(40)}
    others = {f"other{n}": make(f"other{n}", f"Tower {n} stands in Norda.") for n in range(40)}
    every: Mapping[str, StoredArticle] = copies | others
    hits = [Hit(name, 0, 1 - n / 100) for n, name in enumerate(every)]
    found = find_enough(lambda *, limit: hits[:limit], lambda _: every, 10, first=10)
    assert [hit.version for hit in found] == [*copies, *list(others)[:9]]


# the whole way


@pytest.fixture(scope="module")
def bots(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Bot]]:
    """Bots over an index without the copy, with it, and with one under another headline and with words around it."""
    folder = tmp_path_factory.mktemp("copies")
    more = f"By our staff.\n\n{BRIDGE} More on page two."
    articles = {
        "none": {},
        "copy": {"copy.txt": f"Bridge closed\n\n{BRIDGE}"},
        "near": {"near.txt": f"Crack shuts crossing\n\n{more}"},
        "both": {"copy.txt": f"Bridge closed\n\n{BRIDGE}", "near.txt": f"Crack shuts crossing\n\n{more}"},
    }
    opened = {}
    for name, added in articles.items():
        (place := folder / name).mkdir()
        for file, text in {
            "a.txt": f"Bridge closed\n\n{BRIDGE}",
            "ferry.txt": f"Ferry to end\n\n{FERRY}",
            **added,
        }.items():
            (place / file).write_text(text, encoding="utf-8")
        settings: Settings = load_settings(index_dir=folder / f"ix-{name}")
        build_index([place], settings)
        opened[name] = open_bot(settings)
    yield opened
    for bot in opened.values():
        bot.close()


QUESTIONS = (
    "Who closed the harbour bridge?",
    "What will the repair of the bridge cost?",
    "How long will the repair last?",
)


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("copied", ["copy", "near", "both"])
def test_a_copy_is_told_and_takes_nothing_from_the_confidence(bots: dict[str, Bot], question: str, copied: str) -> None:
    without, answer = bots["none"].ask(question), bots[copied].ask(question)
    assert answer.outcome == without.outcome == "answered"
    assert answer.confidence >= without.confidence - 0.002
    quotes = [citation.quote for citation in answer.citations]
    assert len(quotes) == len(set(quotes)), "each sentence is cited once"
    first = answer_to_json(answer)["citations"][0]  # type: ignore[index]
    assert len(first["also_in"]) == (2 if copied == "both" else 1)
    for copy in first["also_in"]:
        article = bots[copied].get_article(copy["article_id"])
        assert article
        assert article.text[copy["start"] : copy["end"]] == first["quote"]
        assert (copy["sha256"], copy["title"]) == (article.sha256, article.title)
    assert [piece.text for piece in answer.ranked[:5]] == list(dict.fromkeys(piece.text for piece in answer.ranked))[:5]


def test_a_copy_is_told_in_a_completion(bots: dict[str, Bot]) -> None:
    text = "".join(write_content(bots["near"].ask(QUESTIONS[0])))
    assert "Bridge closed; also in Crack shuts crossing: “" in text or "Crack shuts crossing; also in Bridge" in text


def test_a_briefing_says_each_sentence_once_and_where_else_it_stands(bots: dict[str, Bot]) -> None:
    answer: Answer = bots["both"].ask("Tell me about the harbour bridge")
    assert answer.outcome == "briefing"
    quotes = [spell_out(citation.quote) for citation in (*answer.citations, *answer.more)]
    assert len(quotes) == len(set(quotes))
    assert any(citation.copies for citation in answer.citations)
