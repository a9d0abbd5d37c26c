"""A bot that says what it is told to say, about articles short enough to count their characters by eye."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from qa.answer import answer_to_json
from qa.evaluate.questions import Question, Span
from qa.evaluate.rows import Row, write_row
from qa.evaluate.run import ask_questions
from qa.records import Answer, Article, Citation, Evidence, Sentence, Statement, StoredArticle, Turn

#           0         10        20        30        40        50
#           |         |         |         |         |         |
RIVER = "The Nile is long.  It ends in the sea.  Boats go on it."
TOWER = "The tower was built in 1889.  It is 300 metres tall."
ARTICLES = {
    "river": Article("river", "The river", RIVER, source="Atlas", published="2025-01-01"),
    "tower": Article("tower", "The tower", TOWER),
}
NILE, SEA, BOATS = Span("river", 0, 17), Span("river", 19, 38), Span("river", 40, 55)
BUILT, TALL = Span("tower", 0, 28), Span("tower", 30, 52)

Say = Callable[[str], Answer]


def quote(span: Span) -> str:
    return ARTICLES[span.article_id].text[span.start : span.end]


def cite(spans: Sequence[Span]) -> tuple[Citation, ...]:
    return tuple(
        Citation(n, ARTICLES[s.article_id], Sentence(s.article_id, 0, s.start, s.end), quote(s))
        for n, s in enumerate(spans, start=1)
    )


def store(span: Span) -> StoredArticle:
    article = ARTICLES[span.article_id]
    return StoredArticle(article, article.version, ((span.start, span.end),))


def rank(spans: Sequence[Span]) -> tuple[Evidence, ...]:
    # every score is the same: the order alone must count
    return tuple(Evidence(store(s), Sentence(s.article_id, 0, s.start, s.end), 0.5) for s in spans)


def answered(
    question: str, spans: Sequence[Span], confidence: float, *, ranked: Sequence[Span] | None = None
) -> Answer:
    citations = cite(spans)
    return Answer(
        question,
        question,
        "answered",
        confidence,
        statements=tuple(Statement(c.quote, (c,)) for c in citations),
        citations=citations,
        ranked=rank(spans if ranked is None else ranked),
    )


def refused(question: str, ranked: Sequence[Span], confidence: float) -> Answer:
    return Answer(
        question, question, "not_found", confidence, nearest=cite(ranked[:1]), ranked=rank(ranked), timings_ms={}
    )


class ScriptedBot:
    """Answers each question by its script; a script may be an answer or an exception to raise."""

    def __init__(self, script: Mapping[str, Answer | BaseException]) -> None:
        self.script = script
        self.asked: list[str] = []
        self.histories: list[tuple[Turn, ...]] = []

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        self.asked.append(question)
        self.histories.append(tuple(history))
        said = self.script[question]
        if isinstance(said, BaseException):
            raise said
        return said

    def get_article(self, article_id: str) -> Article | None:
        return ARTICLES.get(article_id)

    def articles(self):
        return iter(ARTICLES.values())


def ask_all(questions: Sequence[Question], bot: ScriptedBot) -> list[Row]:
    return list(ask_questions(questions, bot, to_json=answer_to_json, get_article=bot.get_article))


# one small run that many tests look at; the figures are worked out in test_measures.py

QUESTIONS = (
    Question("q1", "Where does the Nile end?", True, ("the sea",), ((SEA,),)),
    Question("q2", "What is on the Nile?", True, ("boats",), ((BOATS, NILE), (SEA, TALL))),
    Question("q3", "How tall is the tower?", True, ("300 metres",), ((TALL,),), (Turn("When was it built?"),)),
    Question("q4", "Who built the tower?", False),
    Question("q5", "How deep is the sea?", False, ("nobody knows",)),
    Question("q6", "When was the tower built?", True, ("1889",), ((BUILT,),)),
)
SCRIPT: Mapping[str, Answer | BaseException] = {
    "Where does the Nile end?": answered("Where does the Nile end?", [SEA], 0.9),
    "What is on the Nile?": answered("What is on the Nile?", [TALL, BOATS], 0.6, ranked=[TALL, BOATS, NILE]),
    "How tall is the tower?": refused("How tall is the tower?", [NILE, SEA, BOATS, BUILT, BUILT, TALL], 0.3),
    "Who built the tower?": answered("Who built the tower?", [BUILT], 0.6),
    "How deep is the sea?": refused("How deep is the sea?", [SEA], 0.1),
    "When was the tower built?": RuntimeError("the model fell over"),
}


def write_run(path: Path, script: Mapping[str, Answer | BaseException] = SCRIPT, questions=QUESTIONS) -> Path:
    with path.open("w", encoding="utf-8") as file:
        for row in ask_all(questions, ScriptedBot(script)):
            write_row(file, row)
    return path
