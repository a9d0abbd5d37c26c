"""Excerpts: every mark is shown where it stands, with its paragraph around it and no more."""

from hypothesis import given, settings
from hypothesis import strategies as st

from qa.evaluate.questions import Span
from qa.evaluate.report import AROUND, Piece, cut_excerpt
from tests.evaluate.scripted import BOATS, NILE, RIVER, SEA


def test_marks_cut_a_text_into_pieces() -> None:
    assert cut_excerpt(RIVER, [NILE, SEA], [(1, SEA), (2, BOATS)]) == (
        Piece("The Nile is long.", gold=True),
        Piece("  "),
        Piece("It ends in the sea.", gold=True, cited=True, numbers=(1,)),
        Piece("  "),
        Piece("Boats go on it.", cited=True, numbers=(2,)),
    )


def test_a_citation_that_overlaps_a_gold_span_in_part_keeps_one_number() -> None:
    pieces = cut_excerpt("abcdefgh", [Span("a", 2, 4)], [(1, Span("a", 0, 6))])
    assert pieces == (
        Piece("ab", cited=True),
        Piece("cd", gold=True, cited=True),
        Piece("ef", cited=True, numbers=(1,)),
        Piece("gh"),
    )


def test_only_the_paragraph_around_a_mark_is_shown() -> None:
    paragraphs = ["First paragraph of many.", "Here is the mark, and here is more.", "The last paragraph is long." * 9]
    text = "\n\n".join(paragraphs)
    start = text.index("mark")
    assert cut_excerpt(text, [Span("a", start, start + 4)], []) == (
        Piece("Here is the ", gap=True),
        Piece("mark", gold=True),
        Piece(", and here is more."),
        Piece("", gap=True),
    )


def test_a_long_paragraph_is_cut_at_words() -> None:
    text = "word " * 200 + "mark" + " word" * 200
    pieces = cut_excerpt(text, [Span("a", 1000, 1004)], [])
    assert [piece.text for piece in pieces][1] == "mark"
    assert pieces[0].text == "word " * (AROUND // 5)
    assert pieces[2].text.startswith(" word word")
    assert pieces[2].text.endswith(" word")
    assert len(pieces[2].text) <= AROUND


@settings(deadline=None)  # a slow computer is no failure
@given(st.text(alphabet="ab \n字", max_size=3_000), st.data())
def test_excerpts_hold_every_mark_whole_and_nothing_twice(text: str, data: st.DataObject) -> None:
    places = st.integers(0, len(text))
    drawn = data.draw(st.lists(st.tuples(places, places), max_size=4))
    spans = [Span("a", min(pair), max(pair)) for pair in drawn if pair[0] != pair[1]]
    pieces = cut_excerpt(text, spans[::2], list(enumerate(spans[1::2], start=1)))
    shown = "".join("…" * piece.gap + piece.text for piece in pieces)
    position = 0
    for part in shown.split("…"):
        position = text.index(part, position) + len(part)
    assert all(text[span.start : span.end] in shown for span in spans)
    gold = "".join(piece.text for piece in pieces if piece.gold)
    assert len(gold) <= sum(span.end - span.start for span in spans[::2])
