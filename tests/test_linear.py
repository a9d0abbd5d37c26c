"""Reading other people's text takes time in proportion to its length, whatever the text is."""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from importlib import import_module
from inspect import isfunction, signature, unwrap
from pkgutil import walk_packages

import numpy as np
import pytest

from qa.brief.topics import write_name
from qa.chat.conversation import read_conversation
from qa.chat.dates import Event, Period
from qa.chat.kinds import tell_kind
from qa.chat.mentions import KnownNames, tokenise
from qa.check import Proof
from qa.check.text import read_text
from qa.conflicts import Side, find_difference
from qa.english.names import find_names
from qa.english.offices import read_led
from qa.english.quantities import find_quantities
from qa.english.questions import read_asked
from qa.english.speakers import explain_pronoun, find_speaker
from qa.english.statements import state
from qa.errors import ArticleError, QuestionError
from qa.evaluate.draft import draft_questions
from qa.load.fields import iso_date
from qa.load.html import load_html
from qa.load.mail import drop_quoted
from qa.load.markdown import load_markdown
from qa.load.text import load_text
from qa.models.encoder import load_encoder
from qa.reading.pins import read_pins
from qa.reading.versions import Version
from qa.records import Article, Sentence, Turn
from qa.split import split_sentences
from qa.web.completions.shapes import Completion
from tests.hostile import PIECES, assert_linear
from tests.load.makers import fragment_text
from tests.toys import ToyEncoder


class TalkEncoder(ToyEncoder):
    """Has the name of the encoder whose vectors tell talk, and vectors of its length."""

    name = load_encoder("built-in").name

    def encode_question(self, question: str) -> np.ndarray:
        return np.full(384, 0.05, np.float32)


def weigh(question: str, history: object) -> dict[str, float]:
    return {"ada": 0.9, "kern": 0.8, "bridge": 0.5}


def load(loader: Callable[[bytes, str], object], text: str) -> None:
    with suppress(ArticleError):  # a refusal is an answer too
        loader(text.encode(), "a")


def split(article: Article) -> tuple[Sentence, ...]:
    return split_sentences(article.text, article_id=article.id)


def ask_completion(text: str) -> object:
    messages = [{"role": "user", "content": text}, {"role": "assistant", "content": text}] * 2
    return Completion.model_validate({"model": "sourceline", "messages": messages}).asked()


# what the program below cannot call, or need not: it opens files or addresses, or reads what another has cut
ELSEWHERE = {
    "qa.brief.layout.cite_groups": "takes sentences that were chosen",
    "qa.brief.ranking.rank_articles": "takes vectors",
    "qa.brief.ranking.rate_sentences": "takes vectors",
    "qa.brief.ranking.share_words": "takes stems",
    "qa.brief.search.brief": "takes an index",
    "qa.brief.search.search_topic": "takes an index",
    "qa.brief.starters.find_starters": "asks a bot",
    "qa.brief.suggestions.suggest": "takes an answer",
    "qa.chat.mentions.read_mentions": "read_conversation calls it",
    "qa.chat.gaps.stands_alone": "tests/test_chat_speed.py calls understand, which calls it",
    "qa.chat.dates.names_day": "find_dates reads it",
    "qa.chat.mentions.tokenise": "read_conversation calls it",
    "qa.filters.check_filters": "takes names",
    "qa.headings.heads_next": "reads 300 characters of three sentences",
    "qa.headings.name_sections": "heads_next is called for each sentence",
    "qa.reading.lists.find_list": "reads 300 characters of 60 sentences",
    "qa.proof.otherwise.find_otherwise": "takes candidates; find_difference is called for each",
    "qa.proof.draft.prove": "takes candidates; describe is called for each",
    "qa.proof.page.render_answer": "takes checked statements",
    "qa.proof.page.render_draft": "takes checked statements",
    "qa.proof.stored.recheck": "takes an index",
    "qa.reading.features.describe_candidates": "takes candidates",
    "qa.brief.layout.list_named": "takes citations",
    "qa.chat.kinds.tell_kind": "takes an encoder, too: among the functions below",
    "qa.brief.keep_namesakes_out": "find_names reads the topic; takes candidates",
    "qa.chat.talk.tell_chances": "tell_kind calls it",
    "qa.chat.talk.describe": "tell_chances calls it",
    "qa.chat.talk.tell_subject": "kinds are our own",
    "qa.chat.understand": "tests/test_chat_speed.py calls it",
    "qa.reading.features.describe_types": "takes candidates",
    "qa.reading.features.describe_words": "takes candidates",
    "qa.reading.headline.describe_offers": "takes offers",
    "qa.reading.leads.lead_by_description": "takes candidates; asks the checker of what find_descriptions finds",
    "qa.reading.leads.lead_by_verdict": "takes candidates; asks judge_yes_no",
    "qa.reading.read.read": "takes candidates",
    "qa.reading.rows.find_other_rows": "takes candidates",
    "qa.reading.editions.find_other_editions": "takes candidates",
    "qa.reading.editions.read_release": "reads 200 characters",
    "qa.reading.holders.favour_holders": "takes candidates",
    "qa.reading.overruled.put_changes_first": "takes evidence; find_changes is called for each",
    "qa.reading.phrases.judge_fit": "offer_phrase calls it, for sentences of up to 2,000 characters",
    "qa.reading.rivals.find_clause": "offer_phrase calls it, for sentences of up to 2,000 characters",
    "qa.reading.rivals.find_fault": "offer_phrase calls it, for sentences of up to 2,000 characters",
    "qa.reading.windows.cut_windows": "takes candidates",
    "qa.reading.pins.date_title": "find_dates and find_years read it, a sentence with its neighbours",
    "qa.reading.yes_no.judge_yes_no": "asks the gate; describe is called for each",
    "qa.split.wrapping.begins_small": "split_sentences calls it for its lines",
    "qa.write.prompt.choose_sentences": "takes an answer",
    "qa.write.standalone.rewrite_question": "asks a writer",
    "qa.write.write_answer": "asks a writer",
    "qa.chat.replies.join_scopes": "takes our own words",
    "qa.chat.replies.reply": "subjects are our own",
    "qa.chat.replies.say": "keys are our own",
    "qa.chat.replies.say_scope": "keys are our own",
    "qa.english.contests.is_ahead": "reads 80 characters before a name",
    "qa.english.points.read_range": "find_span calls it",
    "qa.english.names.guess_kind": "find_names cuts for it",
    "qa.english.subjects.read_subject": "state cuts for it",
    "qa.proof.page.count_verdicts": "verdicts are our own",
    "qa.split.abbreviations.starts_sentence": "split_sentences cuts for it",
    "qa.split.marks.find_end": "split_sentences cuts for it",
    "qa.split.marks.opens": "split_sentences cuts for it",
    "qa.split.marks.read_mark": "split_sentences cuts for it",
    "qa.split.passages.is_line_end": "takes sentences",
    "qa.split.wrapping.cut_runs": "split_sentences cuts for it",
    "qa.split.wrapping.find_soft": "split_sentences cuts for it",
    "qa.split.wrapping.has_marks_by_chance": "split_sentences cuts for it",
    "qa.split.wrapping.is_below_heading": "split_sentences cuts for it",
    "qa.split.wrapping.is_wrapped": "split_sentences cuts for it",
    "qa.split.wrapping.judge_alone": "split_sentences cuts for it",
    "qa.split.wrapping.judge_paragraph": "split_sentences cuts for it",
    "qa.split.wrapping.judge_run": "split_sentences cuts for it",
    "qa.split.wrapping.read_break": "split_sentences cuts for it",
    "qa.write.prompt.read_prompt": "reads a file of ours",
}
PACKAGES = [
    *("qa.english", "qa.chat", "qa.brief", "qa.check", "qa.split", "qa.proof", "qa.write", "qa.reading"),
    *("qa.conflicts", "qa.citing", "qa.filters", "qa.headings"),
]
MADE_OF_TEXT: dict[str, Callable[[str], object]] = {
    "str": str,
    "Sequence[str]": lambda text: [text, text],
    "Iterable[str]": lambda text: [text, text],
    "Iterable[tuple[str, str]]": lambda text: [(text, "2024-05-01")],
    "frozenset[str]": lambda text: frozenset(text.lower().split()),
    "Sequence[Turn]": lambda text: [Turn(text, text)],
    "Sequence[Sentence]": lambda text: split_sentences(text, article_id="a"),
    "Sequence[Quantity]": find_quantities,
    "Conversation": lambda text: read_conversation([Turn(text[:600], text[:600])], {"kern": 0.8}),
    "Sequence[Token]": lambda text: tokenise(text, KnownNames()),
    "Mapping[str, float]": lambda text: dict.fromkeys(text.lower().split()[:500], 0.5),
    "Weigh": lambda _: weigh,
    "Asked | None": lambda _: None,
    "Name": lambda _: find_names("Ada Kern met the mayor of Dorle.")[0],
    "Text": read_text,
    "Sequence[Side]": lambda text: [Side(text), Side("12 boats")],
    "Sequence[float] | NDArray[np.float64]": lambda _: np.zeros(3),
    "Proof": Proof,
    "Sequence[Proof]": lambda text: [Proof(text)],
    "Asked": lambda _: read_asked("Who is the mayor of Dorle?"),
    "Led": lambda _: read_led("Who runs Ada Kern's bank in Dorle?"),
    "Pins": lambda _: read_pins("Who did Ada Kern of Dorle meet in May 2024?"),
    "Version": lambda _: Version("kern", ("7.3", "7.4")),
    "Event": lambda text: Event(text, "before", text[:40]),
    "Period": lambda _: Period("2024-01-01", "2024-02-01", ""),
    "date": lambda _: date(2024, 5, 1),
    "date | None": lambda _: date(2024, 5, 1),
    "Span": lambda text: (len(text) // 2, len(text) // 2 + 5),
    "int": lambda text: len(text) // 2,
    "float": lambda _: 0.5,
    "bool": lambda _: True,
}
ASKED = {"named", "asked", "claim"}  # what comes from a question or is checked, which is short
ASKED_CHARACTERS = 500


def list_public() -> dict[str, Callable[..., object]]:
    """Return the public functions of the packages that take text, by their full names."""
    found: dict[str, Callable[..., object]] = {}
    for package in map(import_module, PACKAGES):
        inner = walk_packages(getattr(package, "__path__", []), f"{package.__name__}.")
        for module in (package, *(import_module(one.name) for one in inner)):
            for name, function in vars(module).items():
                whole = unwrap(function) if callable(function) else function
                if isfunction(whole) and whole.__module__ == module.__name__ and not name.startswith("_"):
                    kinds = {str(one.annotation) for one in signature(whole).parameters.values()}
                    if any("str" in kind or kind == "Sequence[Turn]" for kind in kinds):
                        found[f"{module.__name__}.{name}"] = whole
    return found


PUBLIC = list_public()
CALLED = {
    name: function
    for name, function in PUBLIC.items()
    if all(str(one.annotation) in MADE_OF_TEXT for one in signature(function).parameters.values())
    and name not in ELSEWHERE
}


def call(function: Callable[..., object], text: str) -> None:
    """Call a public function with what can be made of a text; a generator is read to its end."""
    made = {
        name: MADE_OF_TEXT[str(one.annotation)](text[:ASKED_CHARACTERS] if name in ASKED else text)
        for name, one in signature(function).parameters.items()
    }
    with suppress(QuestionError):
        found = function(**made)
        if isinstance(found, Iterator):
            deque(found, maxlen=0)


def test_each_public_function_that_takes_text_is_called_below_or_said_to_be_read_elsewhere() -> None:
    assert sorted(PUBLIC.keys() - CALLED.keys() - ELSEWHERE.keys()) == []
    assert sorted(ELSEWHERE.keys() - PUBLIC.keys()) == [], "they are gone"
    assert len(CALLED) > 80


@pytest.mark.parametrize("name", CALLED)
def test_no_public_function_takes_long_for_a_text_of_any_family(name: str) -> None:
    for family in PIECES:
        assert_linear(lambda text: call(CALLED[name], text), family, lengths=(1_000, 4_000, 16_000))


# what has to be begun, wrapped or bent so that it reads on
BENT: dict[str, Callable[[str], object]] = {
    "find_speaker": lambda text: find_speaker(text, [text, text], [text]),
    "explain_pronoun": lambda text: explain_pronoun("He came.", [text, text]),
    "state": lambda text: state("Did " + text),
    "find_difference, question": lambda text: find_difference("How many " + text, [Side(text), Side("12 boats")]),
    "find_difference, sentences": lambda text: find_difference(
        "How much did it cost?", [Side(text), Side("It cost $3")]
    ),
    "tell_kind": lambda text: tell_kind(text, TalkEncoder()),
    "completions": ask_completion,
}


@pytest.mark.parametrize("name", BENT)
def test_time_grows_with_the_length_of_a_question_or_a_sentence(name: str) -> None:
    for family in PIECES:
        assert_linear(BENT[name], family, lengths=(1_000, 4_000, 16_000))


# what reads whole articles
FUNCTIONS: dict[str, Callable[[str], object]] = {
    "split_sentences": split_sentences,
    "load_text": lambda text: load(load_text, text),
    "load_markdown": lambda text: load(load_markdown, text),
    "front matter": lambda text: load(load_markdown, f"---\ntitle: {text}\n---\nText."),
    "load_html": lambda text: load(load_html, f"<html><body><article><p>{text}</p></article></body></html>"),
    "fragment_text": fragment_text,
    "a table": lambda text: fragment_text(f"<table><tr><th>a<th>b</tr><tr><td>{text}<td>{text}</tr></table>"),
    "drop_quoted": drop_quoted,
    "drop_quoted, quotes": lambda text: drop_quoted(f"{text}\n> quoted\n" * 3),
    "iso_date": iso_date,
    "write_name": lambda text: write_name("Ada Kern", f"Ada Kern spoke. {text}", uses=1),
    "draft_questions": lambda text: draft_questions([Article("a", "Title", text)], 5, split=split),
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_time_grows_with_the_length_of_the_text(name: str) -> None:
    for family in PIECES:
        assert_linear(FUNCTIONS[name], family)


@pytest.mark.parametrize(
    "piece",
    [
        '"',
        "a. ",
        "A. ",
        '."',
        "( . ",
        "(",
        "U.S. The ",
        "。”",
        "abc.Def",
        " ",
        "\n",
        "[1]. 😀",
        "“a. ",
        "1. ",
        "a\u0301.",
    ]
    + ["The quick brown fox jumps over the lazy dog, and so it\n"],
)
def test_the_splitter_takes_marks_of_sentences_by_the_thousand(piece: str):
    assert_linear(
        split_sentences, piece, lengths=(5_000, 40_000), make=lambda piece, most: piece * (most // len(piece))
    )
