"""Rows of plain values -> questions whose evidence is a place in the text, or a line for what cannot be used."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeGuard

from qa.evaluate.layouts import read_rows_of
from qa.evaluate.questions import Problems, Question, Quote, Span, excerpt
from qa.records import Article, Turn

_NEEDED = ("id", "question", "answerable")
_VALUES = {"id": "a name of its own", "question": "a text", "answerable": "true or false"}
FIELDS = (*_NEEDED, "answers", "evidence", "alternative_evidence", "history", "wrong")
DRAFT_FIELDS = ("draft", "rule", "note")  # what `qa eval --draft` adds for who edits it
QUOTE_FIELDS, TURN_FIELDS = ("article_id", "quote", "start", "end"), ("question", "answer")


def read_question_set(path: Path, *, question_characters: int) -> tuple[Question, ...]:
    """Return the questions of a JSONL, CSV, YAML or SQuAD JSON file; their evidence has no place yet.

    Raise `QuestionSetError` with one line for each problem, the first twenty of them.
    """
    problems = Problems(path)
    questions: dict[str, Question] = {}
    for place, values in read_rows_of(path, problems):
        row = _Row(place, values, problems)
        question = row.read(question_characters)
        if question and question.id in questions:
            row.complain(f"the id is taken by {questions[question.id].place}: give each question an id of its own")
        elif question:
            questions[question.id] = question
    problems.raise_if_any()
    if not questions:
        problems.add("", "no question was found: write one question a line, see 'qa eval --help'")
    problems.raise_if_any()
    problems.warn_of_ignored()
    return tuple(questions.values())


class _Row:
    """One row while it is checked; every reader returns None after noting a problem."""

    def __init__(self, place: str, values: Mapping[str, Any], problems: Problems) -> None:
        self.values = values
        self.sound = True
        self._problems = problems
        shown = values.get("id")
        self._place = f"{place} (id {excerpt(str(shown))})" if isinstance(shown, str | int) else place
        self._bare_place = place

    def complain(self, message: str) -> None:
        """Note a problem of this row."""
        self.sound = False
        self._problems.add(self._place, message)

    def read(self, question_characters: int) -> Question | None:
        """Return the question, or None when anything in the row is wrong."""
        if missing := [name for name in _NEEDED if self.values.get(name) is None]:
            self._complain_of_missing(missing)
            return None
        self._problems.check_names(self.values, (*FIELDS, *DRAFT_FIELDS))
        question_id = self._read_id()
        question = self._read_text("question", self.values["question"])
        if question is not None and len(question) > question_characters:
            self.complain(
                f"the question has {len(question):,} characters, the limit is {question_characters:,}: shorten it"
            )
        answerable = self.values["answerable"]
        if not isinstance(answerable, bool):
            self.complain(f'"answerable" is {excerpt(answerable)}: write true or false')
        answers = [self._read_text("answers", answer) for answer in self._read_list("answers")]
        history = [self._read_turn(turn) for turn in self._read_list("history")]
        wrong = [self._read_text("wrong", phrase) for phrase in self._read_list("wrong")]
        evidence = self._read_evidence()
        if not self.sound or not question:
            return None
        return Question(
            question_id,
            question,
            answerable,
            answers=tuple(filter(None, answers)),
            history=tuple(filter(None, history)),
            wrong=tuple(filter(None, wrong)),
            evidence=evidence,
            place=self._bare_place,
        )

    def _complain_of_missing(self, missing: list[str]) -> None:
        unknown = [str(name) for name in self.values if name not in FIELDS]
        for name in missing:
            near = get_close_matches(name, unknown, n=1)
            added = f'add "{name}": {_VALUES[name]}'
            mend = f'rename "{near[0]}" to "{name}"' if near else added
            self.complain(f'"{name}" is missing (found: {excerpt(", ".join(map(str, self.values)))[1:-1]}): {mend}')

    def _read_id(self) -> str:
        value = self.values["id"]
        # a YAML id such as 7 is a number; true and false are not names of anything
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        return self._read_text("id", value) or ""

    def _read_text(self, name: str, value: object) -> str | None:
        if not isinstance(value, str):
            self.complain(f'"{name}" is {excerpt(value)}: write it as a text in quotes')
        elif not value.strip():
            self.complain(f'"{name}" holds an empty text: fill it in or remove it')
        else:
            return value
        return None

    def _read_list(self, name: str) -> list[Any]:
        value = self.values.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            self.complain(f'"{name}" is {excerpt(value)}: write a list, [...]')
            return []
        return value

    def _read_evidence(self) -> tuple[tuple[Quote, ...], ...]:
        sets = [self._read_list("evidence")]
        for alternative in self._read_list("alternative_evidence"):
            if isinstance(alternative, list):
                sets.append(alternative)
            else:
                self.complain(f'"alternative_evidence" holds {excerpt(alternative)}: write a list of lists, [[...]]')
        return tuple(tuple(filter(None, map(self._read_quote, items))) for items in sets if items)

    def _read_quote(self, item: object) -> Quote | None:
        if not isinstance(item, dict):
            self.complain(f'"evidence" holds {excerpt(item)}: write an object with article_id and quote')
            return None
        if missing := [name for name in ("article_id", "quote") if item.get(name) is None]:
            self.complain(f"evidence without {' and '.join(missing)}: add what is missing, or remove the evidence")
            return None
        self._problems.check_names(item, QUOTE_FIELDS)
        article_id = self._read_text("article_id", item["article_id"])
        text = self._read_text("quote", item["quote"])
        start, end = item.get("start"), item.get("end")
        if start is None and end is None:
            return Quote(article_id, text) if article_id and text else None
        if not _is_offset(start) or not _is_offset(end) or start >= end:
            self.complain(
                f"evidence from {excerpt(start)} to {excerpt(end)}: give start and end as whole numbers from 0, "
                "start before end, or leave both out"
            )
            return None
        return Quote(article_id, text, start, end) if article_id and text else None

    def _read_turn(self, item: object) -> Turn | None:
        if isinstance(item, str):
            question = self._read_text("history", item)
            return Turn(question) if question else None
        if not isinstance(item, dict) or not isinstance(item.get("answer") or "", str):
            self.complain(f'"history" holds {excerpt(item)}: write texts, or objects with question and answer')
            return None
        if item.get("question") is None:
            self.complain('"history" holds a turn without "question": add it')
            return None
        self._problems.check_names(item, TURN_FIELDS)
        question = self._read_text("history", item["question"])
        return Turn(question, item.get("answer") or "") if question else None


def _is_offset(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


GetArticle = Callable[[str], Article | None]


def locate_evidence(written: Iterable[Question], get_article: GetArticle, *, path: Path) -> tuple[Question, ...]:
    """Return the questions with every quote found in its article.

    A quote with offsets must read exactly so there; one without must occur exactly once. Raise `QuestionSetError` with
    one line for each quote that does not, the first twenty of them.
    """
    problems = Problems(path)
    get_text = remember_texts(get_article)
    questions = []
    for question in written:
        place = f"{question.place} (id {excerpt(question.id)})"
        gold = []
        for quotes in question.evidence:
            spans = (_locate(quote, get_text(quote.article_id), place, problems) for quote in quotes)
            gold.append(tuple(dict.fromkeys(span for span in spans if span is not None)))
        questions.append(replace(question, gold=tuple(gold)))
    problems.raise_if_any()
    return tuple(questions)


def remember_texts(get_article: GetArticle) -> Callable[[str], str | None]:
    """Return what gives the text of an article by its id, None where there is none; those asked for last are kept."""

    @lru_cache(maxsize=64)
    def get_text(article_id: str) -> str | None:
        article = get_article(article_id)
        return article.text if article else None

    return get_text


def _locate(quote: Quote, text: str | None, place: str, problems: Problems) -> Span | None:
    name = excerpt(quote.article_id)
    if text is None:
        problems.add(
            place, f"article {name} is not in the corpus: correct the article_id, or add the article with --corpus"
        )
        return None
    if quote.start is not None and quote.end is not None:
        return _check_offsets(quote, quote.start, quote.end, text, place, problems)
    count = text.count(quote.text)
    # overlapping repeats ("na na" in "na na na") are two places, too, and str.count sees only one of them
    start = text.find(quote.text)
    if count == 1 and text.find(quote.text, start + 1) < 0:
        return Span(quote.article_id, start, start + len(quote.text))
    if count:
        problems.add(
            place,
            f"the quote {excerpt(quote.text)} occurs more than once in article {name}: "
            'add "start" and "end", or quote more of the sentence',
        )
    else:
        same_words = " ".join(quote.text.split()) in " ".join(text.split())
        mend = "copy its white space exactly as in the article" if same_words else "copy it exactly from the article"
        problems.add(place, f"the quote {excerpt(quote.text)} is not in article {name}: {mend}")
    return None


def _check_offsets(quote: Quote, start: int, end: int, text: str, place: str, problems: Problems) -> Span | None:
    if text[start:end] == quote.text:
        return Span(quote.article_id, start, end)
    found = f"reads {excerpt(text[start:end])}" if end <= len(text) else f"ends at {len(text):,}"
    problems.add(
        place,
        f"the quote {excerpt(quote.text)} is not at {start} to {end} of article {excerpt(quote.article_id)}, "
        f"which {found}{' there' if end <= len(text) else ''}: correct start and end, or leave them out",
    )
    return None
