"""A bot that plays a part: each state of the page on demand, over articles small enough to check by eye."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from qa.brief.layout import NO_OUTLET
from qa.errors import QuestionError
from qa.filters import NO_FILTERS, Filters
from qa.records import (
    Answer,
    Article,
    Citation,
    Conflict,
    Evidence,
    Group,
    Named,
    Sentence,
    Statement,
    StoredArticle,
    Turn,
)
from qa.split import split_sentences
from qa.store.holdings import Outlet, find_days, find_heads, list_outlets
from qa.store.library import Library, NewArticle

BRIDGE = Article(
    id="news/bridge",
    title="Old Mill Bridge closed after crack is found",
    text=(
        "Old Mill Bridge closed after crack is found\n\n"
        "Engineers closed the Old Mill Bridge on 3 March after they found a crack in its northern pier. "
        "The county had inspected the bridge twice in the year before, and both reports had called it sound.\n\n"
        "“We could not wait for another winter,” said Ada Brandt, the chief engineer of the county. "
        "Her office expects the repair to take 14 months. About 9,000 cars crossed the bridge every day, "
        "and most of them will now take the longer road through Dorle 🚗.\n\n"
        + "".join(
            f"Paragraph {number} tells of the traffic on the roads around the town, of the shops that lose their "
            "customers, and of the meetings in which the council heard all of them out.\n\n"
            for number in range(1, 13)
        )
        + "The repair will cost 4.2 million crowns, the county says. The state has promised to pay half of it."
    ),
    source="Valley Post",
    published="2025-03-04",
    author="Noor Haddad",
    url="https://valley-post.example/bridge",
)
COSTS = Article(
    id="news/costs",
    title="Council doubts the price of the new pier",
    text=(
        "Council doubts the price of the new pier\n\n"
        "Mayor Tomas Reyes said the repair of the Old Mill Bridge would cost at least 6 million crowns. "
        "He called the county’s figure “a wish, not a plan”."
    ),
    source="Eastbank Herald",
    published="2025-03-20",
    author="Ines Okafor",
    url="https://herald.example/pier?id=7",
)
HOSTILE = Article(
    id="web/<b>hostile</b>/../..",
    title="<img src=x onerror=\"document.title='owned'\"> Free prizes",
    text=(
        "<script>document.title='owned'</script>\n\n"
        "<img src=x onerror=\"document.title='owned'\"> [Click here](javascript:document.title='owned') "
        "<a href=\"javascript:document.title='owned'\">now</a> to win &lt;b&gt;prizes&lt;/b&gt;. "
        "The price is \u202e00001\u202c crowns. ${7*7} {{7*7}} </script><svg onload=alert(1)>"
    ),
    source="<svg onload=\"document.title='owned'\">",
    published="<i>today</i>",
    author="\u202eevil\u202c",
    url="javascript:document.title='owned'",
)
ARABIC = Article(
    id="world/arabic",
    title="إغلاق الجسر القديم",
    text=(
        "إغلاق الجسر القديم\n\n"
        "أغلق المهندسون الجسر القديم في 3 مارس بعد أن وجدوا شقا في الدعامة الشمالية. "
        "قال العمدة إن الإصلاح سيستغرق 14 شهرا."
    ),
    source="صحيفة الوادي",
    published="2025-03-05",
)
WIRE = Article(
    id="wire/4711",
    title="Bridge repair to take 14 months",
    text="Bridge repair to take 14 months\n\nHer office expects the repair to take 14 months, the county said.",
    source="County Wire",
    published="2025-03-06",
)
ARTICLES = (BRIDGE, COSTS, HOSTILE, ARABIC, WIRE)

HELLO = "Hello"
WHY = "Why was the bridge closed?"
COST = "What will the repair cost?"
FIGURES = "What figures are there?"
PRIZE = "What is the price?"
ARABIC_QUESTION = "متى أغلق الجسر؟"
HOW_LONG = "And how long will it take?"
HOW_LONG_ALONE = "How long will the repair of the Old Mill Bridge take?"
UNKNOWN = "Who painted the bridge?"
SLOW = "Take your time"
BROKEN = "Break"
WRITTEN = "Tell me about the bridge"
MAYBE = "Will it be done by summer?"
BRIEF = "Brief me on the bridge"
BRIEF_ONE = "Brief me on what one article says"


@cache
def open_library() -> Library:
    """Return a library of the articles."""
    library = Library(Path(tempfile.mkdtemp()) / "library.sqlite3", mode="write")
    library.publish([NewArticle(article, "", ()) for article in ARTICLES])
    return library


class ScriptedBot:
    """Answers a few questions by heart; counts the stages it began, so that a test can see a question stop."""

    def __init__(self) -> None:
        self.generation = 7
        self.stages_begun: list[str] = []
        self.filters: list[Filters] = []
        self.pages: list[str] = []
        self.hold = threading.Event()
        """A slow question searches until this is set."""
        self.write_on = threading.Event()
        """A written answer has one statement until this is set."""
        self.write_on.set()

    models_loaded = True
    trouble = ""

    def find_trouble(self) -> str:
        return self.trouble

    def check(self, question: str, filters: Filters = NO_FILTERS) -> None:
        if not question.strip() or len(question) > 500:
            raise QuestionError("the question is empty or has more than 500 characters: mend it")

    def count(self) -> tuple[int, int]:
        return len(ARTICLES), 40

    def ask(
        self, question: str, history: Sequence[Turn] = (), filters: Filters = NO_FILTERS, *, page: str = ""
    ) -> Answer:
        *_, (_, answer) = self.ask_in_steps(question, history, filters, page=page)
        return answer

    def ask_in_steps(
        self, question: str, history: Sequence[Turn] = (), filters: Filters = NO_FILTERS, *, page: str = ""
    ) -> Iterator[tuple[str, Answer]]:
        if len(question) > 500:
            raise QuestionError("the question has 501 characters, at most 500 fit: shorten it")
        if question == BROKEN:
            raise RuntimeError("a secret in a traceback")
        self.filters.append(filters)
        self.pages.append(page)
        standalone = HOW_LONG_ALONE if question == HOW_LONG and history else question.strip()
        answer = replace(self._answer(question.strip(), standalone), question=question)
        stages = ("understood", "searched", *(["written"] if question == WRITTEN else []), "done")
        for stage in stages:
            self.stages_begun.append(f"{question}: {stage}")
            if question == SLOW and stage == "searched":
                self.hold.wait(timeout=10)
            empty = Answer(question, standalone, "not_found", 0.0)
            known = {"done": answer, "written": replace(answer, statements=answer.statements[:1]), "understood": empty}
            yield stage, known.get(stage, _only_ranked(answer))
            if stage == "written":
                self.write_on.wait(timeout=10)

    def get_article(self, article_id: str) -> Article | None:
        return next((article for article in ARTICLES if article.id == article_id), None)

    def get_offsets(self, article_id: str) -> Sequence[tuple[int, int]]:
        article = self.get_article(article_id)
        return [(one.start, one.end) for one in split_sentences(article.text, article_id=article_id)] if article else []

    def outlets(self) -> list[Outlet]:
        return list_outlets(open_library())

    def days(self, *, without: str = "") -> tuple[str, str]:
        return find_days(open_library(), without=without)

    def find_heads(self, words: str, *, start: int, most: int, last: str = "") -> tuple[int, list[Article]]:
        return find_heads(open_library(), words, start=start, most=most, last=last)

    def sample_openings(self) -> list[Article]:
        return list(ARTICLES)

    def starters(self) -> tuple[str, ...]:
        return ()

    def _answer(self, question: str, standalone: str) -> Answer:
        if question == WHY:
            return quote(
                question,
                standalone,
                [
                    find(BRIDGE, "Engineers closed", "pier.", "a crack in its northern pier"),
                    find(BRIDGE, "“We could not", "county."),
                    find(BRIDGE, "The state has", "half of it."),
                ],
                0.93,
            )
        if question == COST:
            answer = quote(
                question,
                standalone,
                [
                    find(BRIDGE, "The repair will", "county says.", "4.2 million crowns"),
                    find(COSTS, "Mayor Tomas", "million crowns.", "at least 6 million crowns"),
                ],
                0.71,
            )
            first, second = answer.citations
            second = replace(second, speaker="Tomas Reyes")
            return Answer(
                question,
                standalone,
                "answered",
                0.71,
                statements=(*answer.statements[:2], Statement(second.quote, (second,))),
                citations=(first, second),
                conflicts=(Conflict((first, second), "the cost"),),
                ranked=answer.ranked,
            )
        if standalone == HOW_LONG_ALONE:
            return _explained(question, standalone)
        if question == PRIZE:
            return quote(
                question, standalone, [find(HOSTILE, "The price", "{{7*7}} </script><svg onload=alert(1)>")], 0.6
            )
        if question == HELLO:
            return Answer(question, question, "about", 1.0, (Statement("Hello.", (), kind="own"),))
        if question == ARABIC_QUESTION:
            return quote(question, standalone, [find(ARABIC, "أغلق المهندسون", "الشمالية.", "في 3 مارس")], 0.9)
        if question == WRITTEN:
            return _written(question)
        if question == BRIEF_ONE:
            return _brief_one(question)
        if known := {MAYBE: _perhaps, BRIEF: _brief, FIGURES: _figures}.get(question):
            return known(question)
        ranked = (find(BRIDGE, "About 9,000", "🚗."), find(COSTS, "He called", "plan”."))
        return Answer(question, standalone, "not_found", 0.1, nearest=cite(ranked), ranked=ranked)


def _perhaps(question: str) -> Answer:
    ranked = (find(BRIDGE, "Her office", "14 months.", "14 months"), find(COSTS, "He called", "plan”."))
    (first,), nearest = cite(ranked[:1]), cite(ranked[1:])
    said = (Statement(first.quote, (first,)),)
    return Answer(question, question, "perhaps", 0.4, said, (first,), nearest=nearest, ranked=ranked)


def _brief(question: str) -> Answer:
    ranked = (
        find(BRIDGE, "Engineers closed", "pier."),
        find(COSTS, "Mayor Tomas", "million crowns."),
        find(BRIDGE, "Her office", "14 months."),
    )
    first, second, third = cite(ranked)
    return Answer(
        question,
        question,
        "briefing",
        0.9,
        tuple(Statement(one.quote, (one,)) for one in (first, second)),
        (first, second),
        ranked=ranked,
        groups=(Group("Valley Post", (first,)), Group("Eastbank Herald", (second,))),
        more=(third,),
        named=(Named("Tomas Reyes", "name", (second,)), Named("14 months", "figure", (first, third))),
        suggestions=(WHY,),
    )


def _figures(question: str) -> Answer:
    """Return three sentences that differ."""
    figures = [
        find(BRIDGE, "The repair will", "county says.", "4.2 million crowns"),
        find(COSTS, "Mayor Tomas", "million crowns.", "at least 6 million crowns"),
        find(WIRE, "Her office", "said.", "14 months"),
    ]
    answer = quote(question, question, figures, 0.8)
    said = tuple(Statement(one.quote, (one,)) for one in answer.citations)
    return replace(answer, statements=said, conflicts=(Conflict(answer.citations, "the figures"),))


def _brief_one(question: str) -> Answer:
    """Return three sentences of an article without an outlet, the second of which names 14 months."""
    note = replace(BRIDGE, source="")
    ranked = (
        find(note, "Engineers closed", "pier."),
        find(note, "Her office", "14 months."),
        find(note, "The state", "it."),
    )
    cited = cite(ranked)
    said = tuple(Statement(one.quote, (one,)) for one in cited)
    named = (Named("14 months", "figure", cited[1:2]),)
    group = Group(NO_OUTLET, cited)
    return Answer(question, question, "briefing", 0.9, said, cited, ranked=ranked, groups=(group,), named=named)


def _written(question: str) -> Answer:
    ranked = (find(BRIDGE, "Engineers closed", "pier."), find(BRIDGE, "Her office", "14 months."))
    first, second = cite(ranked)
    statements = (
        Statement(
            "The Old Mill Bridge has been closed since 3 March because of a crack in a pier.", (first,), kind="written"
        ),
        Statement("Its repair is expected to take 14 months.", (second,), kind="written"),
    )
    note = "The writer stopped. The answer may be incomplete."
    return Answer(question, question, "answered", 0.9, statements, (first, second), ranked=ranked, note=note)


def _explained(question: str, standalone: str) -> Answer:
    """Return a sentence that two articles have, with what its pronoun means beside it."""
    ranked = (find(BRIDGE, "Her office", "14 months.", "14 months"), find(WIRE, "Her office", "said."))
    first, second = cite(ranked)
    second = replace(second, speaker="The county")
    said = Statement(f"{first.quote} (Her: Ada Brandt)", (first, second))
    statements = (Statement("14 months.", (first, second), kind="lead"), said)
    return Answer(question, standalone, "answered", 0.88, statements, (first, second), ranked=ranked)


def quote(question: str, standalone: str, evidence: list[Evidence], confidence: float) -> Answer:
    citations = cite(evidence)
    statements = [Statement(citation.quote, (citation,)) for citation in citations]
    if span := evidence[0].span:
        phrase = citations[0].article.text[slice(*span)]
        statements.insert(0, Statement(f"{phrase[0].upper()}{phrase[1:]}.", citations[:1], kind="lead"))
    return Answer(question, standalone, "answered", confidence, tuple(statements), citations, ranked=tuple(evidence))


def cite(evidence: Sequence[Evidence]) -> tuple[Citation, ...]:
    return tuple(
        Citation(number, piece.stored.article, piece.sentence, piece.text, phrase=piece.span)
        for number, piece in enumerate(evidence, start=1)
    )


def find(article: Article, first: str, last: str, phrase: str = "") -> Evidence:
    """Return the sentence from ``first`` to ``last``; searching is fine here, where every text occurs once."""
    start = article.text.index(first)
    end = article.text.index(last, start) + len(last)
    at = article.text.index(phrase, start) if phrase else 0
    span = (at, at + len(phrase)) if phrase else None
    stored = StoredArticle(article, article.version, ((start, end),))
    return Evidence(stored, Sentence(article.id, 0, start, end), 1.0, span)


def _only_ranked(answer: Answer) -> Answer:
    return Answer(answer.question, answer.standalone, "not_found", 0.0, ranked=answer.ranked)
