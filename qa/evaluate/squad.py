"""SQuAD JSON: its questions, and its paragraphs as the articles they are asked about."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeGuard

from qa.evaluate.problems import Problems


def is_squad(value: object) -> TypeGuard[Mapping[str, Any]]:
    """Say whether a JSON value has the outer shape of a SQuAD file."""
    return isinstance(value, dict) and isinstance(value.get("data"), list)


def read_squad(path: Path) -> Mapping[str, Any] | None:
    """Return the contents of a SQuAD file, or None when the file is something else."""
    if path.suffix.lower() != ".json":
        return None
    try:
        value = json.loads(path.read_text(encoding="utf-8-sig"))
    except ValueError:
        return None
    return value if is_squad(value) else None


def squad_articles(squad: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """Yield each paragraph as an article; its id is the title and the paragraph's number, from 1."""
    for article_id, title, paragraph in _paragraphs(squad):
        context = paragraph.get("context")
        if isinstance(context, str) and context.strip():
            yield {"id": article_id, "title": title, "text": context}


def squad_rows(squad: Mapping[str, Any], problems: Problems) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the questions in the JSONL layout; answers that annotators marked differently are alternative evidence."""
    if not any(True for _ in _paragraphs(squad)):
        problems.add("", 'no paragraphs under "data": name a SQuAD file that holds some')
    for article_id, _, paragraph in _paragraphs(squad):
        questions = paragraph.get("qas")
        if not isinstance(paragraph.get("context"), str) or not isinstance(questions, list):
            problems.add(
                f"paragraph {article_id!r}", '"context" or "qas" is missing: restore it, or remove the paragraph'
            )
            continue
        for number, question in enumerate(questions, start=1):
            place = f"paragraph {article_id!r}, question {number}"
            if isinstance(question, dict):
                yield place, _to_row(article_id, question)
            else:
                problems.add(place, "expected an object with id, question and answers: restore or remove it")


def _paragraphs(squad: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    numbers: Counter[str] = Counter()
    for article in squad["data"]:
        if not isinstance(article, dict) or not isinstance(article.get("paragraphs"), list):
            continue
        title = str(article.get("title") or "untitled").replace("_", " ")
        for paragraph in article["paragraphs"]:
            numbers[title] += 1
            yield f"{title}/{numbers[title]}", title, paragraph if isinstance(paragraph, dict) else {}


def _to_row(article_id: str, question: Mapping[str, Any]) -> dict[str, Any]:
    row = {name: question[name] for name in ("id", "question") if name in question}
    row["answerable"] = not question.get("is_impossible", False)
    answers = question.get("answers", [])
    if not isinstance(answers, list) or not all(isinstance(answer, dict) for answer in answers):
        return row | {"answers": answers}
    row["answers"] = list(dict.fromkeys(answer.get("text") for answer in answers))
    sets = [[_to_evidence(article_id, answer)] for answer in answers] if row["answerable"] else []
    return row | {"evidence": sets[0] if sets else [], "alternative_evidence": sets[1:]}


def _to_evidence(article_id: str, answer: Mapping[str, Any]) -> dict[str, Any]:
    evidence: dict[str, Any] = {"article_id": article_id, "quote": answer.get("text")}
    start = answer.get("answer_start")
    if isinstance(start, int) and isinstance(answer.get("text"), str):
        evidence |= {"start": start, "end": start + len(answer["text"])}
    return evidence
