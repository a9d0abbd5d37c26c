"""Rows of plain values -> questions as written, or a line for each value that cannot be used."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeGuard

from qa.evaluate.layouts import RawRow, read_rows_of
from qa.evaluate.problems import Problems, excerpt
from qa.evaluate.questions import Quote, WrittenQuestion
from qa.records import Turn

_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
_NEEDED = ("id", "question", "answerable")
_VALUES = {"id": "a name of its own", "question": "a text", "answerable": "true or false"}
_KNOWN = (*_NEEDED, "answers", "evidence", "alternative_evidence", "history", "wrong")


def read_question_set(path: Path, *, question_characters: int) -> tuple[WrittenQuestion, ...]:
    """Return the questions of a JSONL, CSV, YAML or SQuAD JSON file.

    Raise `QuestionSetError` with one line for each problem, the first twenty of them.
    """
    problems = Problems(path)
    rows = read_rows_of(path, problems)
    questions = tuple(check_rows(rows, problems, question_characters=question_characters))
    problems.raise_if_any()
    if not questions:
        problems.add("", "no question was found: write one question a line, see 'qa eval --help'")
    problems.raise_if_any()
    return questions


def check_rows(rows: Iterable[RawRow], problems: Problems, *, question_characters: int) -> Iterable[WrittenQuestion]:
    """Yield the rows that are whole; note what is wrong with the others."""
    places: dict[str, str] = {}
    for place, values in rows:
        row = _Row(place, values, problems)
        question = row.read(question_characters)
        if question is None:
            continue
        if question.id in places:
            row.complain(f"the id is taken by {places[question.id]}: give each question an id of its own")
            continue
        places[question.id] = place
        yield question


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

    def read(self, question_characters: int) -> WrittenQuestion | None:
        """Return the question, or None when anything in the row is wrong."""
        if missing := [name for name in _NEEDED if self.values.get(name) is None]:
            self._complain_of_missing(missing)
            return None
        question_id = self._read_id()
        question = self._read_text("question", self.values["question"])
        if question is not None and len(question) > question_characters:
            self.complain(
                f"the question has {len(question):,} characters, the limit is {question_characters:,}: shorten it"
            )
        answerable = self.values["answerable"]
        if not isinstance(answerable, bool):
            self.complain(f'"answerable" is {excerpt(answerable)}: write true or false')
        answers = tuple(self._read_text("answers", answer) for answer in self._read_list("answers"))
        evidence = self._read_evidence()
        history = tuple(self._read_turn(turn) for turn in self._read_list("history"))
        wrong = tuple(self._read_text("wrong", phrase) for phrase in self._read_list("wrong"))
        if not self.sound:
            return None
        return WrittenQuestion(
            place=self._bare_place,
            id=question_id,
            question=question or "",
            answerable=answerable,
            answers=tuple(answer for answer in answers if answer is not None),
            evidence=evidence,
            history=tuple(turn for turn in history if turn is not None),
            wrong=tuple(phrase for phrase in wrong if phrase is not None),
        )

    def _complain_of_missing(self, missing: list[str]) -> None:
        unknown = [str(name) for name in self.values if name not in _KNOWN]
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
        elif _HALF_CHARACTER.search(value):
            self.complain(f'"{name}" holds half of a surrogate pair (\\ud800 to \\udfff): write the character itself')
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
        read = (tuple(self._read_quote(item) for item in items) for items in sets if items)
        return tuple(tuple(quote for quote in quotes if quote is not None) for quotes in read)

    def _read_quote(self, item: object) -> Quote | None:
        if not isinstance(item, dict):
            self.complain(f'"evidence" holds {excerpt(item)}: write an object with article_id and quote')
            return None
        if missing := [name for name in ("article_id", "quote") if item.get(name) is None]:
            self.complain(f"evidence without {' and '.join(missing)}: add what is missing, or remove the evidence")
            return None
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
        question = self._read_text("history", item["question"])
        return Turn(question, item.get("answer") or "") if question else None


def _is_offset(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
