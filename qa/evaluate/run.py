"""Put every question to the bot and turn what it says into a row."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Protocol

from qa.errors import QuestionSetError, SourcelineError
from qa.evaluate.measures import choose_spans, judge, measure_answer, measure_error
from qa.evaluate.questions import Question, Span
from qa.evaluate.rows import RANKED_SENTENCES, RankedSentence, Row, Score, read_rows, score_of, write_row
from qa.evaluate.validate import GetArticle, remember_texts
from qa.records import Answer, Evidence, Sentence, Turn

log = logging.getLogger("qa")

ToJson = Callable[[Answer], dict[str, Any]]


class Asked(Protocol):
    """What is asked: a bot, or anything that answers like one."""

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """Answer one question of a conversation."""


def ask_questions(
    questions: Iterable[Question], bot: Asked, *, to_json: ToJson, get_article: GetArticle
) -> Iterator[Row]:
    """Yield a row for each question, in order; one whose answering raises is a row, too."""
    get_text = remember_texts(get_article)
    for question in questions:
        started = time.perf_counter()
        try:
            answer = bot.ask(question.question, question.history)
        except Exception as error:
            # whatever one question does to the bot or to the model behind it must not end the other 9,999
            if not isinstance(error, SourcelineError):
                log.exception("question %s raised", question.id)
            yield _error_row(question, error)
            continue
        seconds = time.perf_counter() - started
        yield _answer_row(question, to_json(answer), answer.ranked, seconds, get_text)


def _answer_row(
    question: Question,
    answer: Mapping[str, Any],
    evidence: Sequence[Evidence],
    seconds: float,
    get_text: Callable[[str], str | None],
) -> Row:
    ranked = tuple(
        RankedSentence(_to_span(e.sentence), float(e.score), tuple(_to_span(copy.sentence) for copy in e.copies))
        for e in evidence[:RANKED_SENTENCES]
    )
    exact = [
        quoted["quote"] == (get_text(quoted["article_id"]) or "")[quoted["start"] : quoted["end"]]
        for quoted in (*answer["citations"], *answer["nearest"])
    ]
    return Row(
        id=question.id,
        question=question.question,
        answerable=question.answerable,
        result=judge(question, answer),
        measures=measure_answer(
            question, answer, choose_spans([(r.span, *r.also) for r in ranked], question.gold_spans), exact
        ),
        answer=answer,
        ranked=ranked,
        seconds=seconds,
    )


def _to_span(sentence: Sentence) -> Span:
    return Span(sentence.article_id, sentence.start, sentence.end)


def _error_row(question: Question, error: Exception) -> Row:
    message = str(error) if isinstance(error, SourcelineError) else f"{type(error).__name__}: {error}"
    return Row(
        id=question.id,
        question=question.question,
        answerable=question.answerable,
        result="error",
        measures=measure_error(question),
        error=message,
    )


def keep_finished(path: Path, questions: Sequence[Question]) -> list[Score]:
    """Prepare the rows of an interrupted run for going on, and return the scores of those that stay.

    Rows whose answering raised are dropped, so that their questions are asked again, and so is a last line that was
    left unfinished. Raise `QuestionSetError` when a row is not about a question of this set.
    """
    if not path.exists():
        return []
    wanted = {question.id: question for question in questions}
    scores: dict[str, Score] = {}
    rewritten = path.with_name(f"{path.name}.part")
    with ExitStack() as otherwise, rewritten.open("w", encoding="utf-8") as file:
        otherwise.callback(rewritten.unlink)
        for row in read_rows(path, torn_end=True):
            question = wanted.get(row.id)
            if question is None or not row.belongs_to(question):
                raise QuestionSetError(
                    f"{path.name}: the row of question {row.id!r} is not about this question set: "
                    "name the rows of this set, or leave out --resume to start anew"
                )
            if row.result != "error" and row.id not in scores:
                scores[row.id] = score_of(row)
                write_row(file, row)
        otherwise.pop_all()
    rewritten.replace(path)
    return list(scores.values())
