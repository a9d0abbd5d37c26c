"""The files that question sets come in, SQuAD's too, each read as rows of plain values with the place of each row."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeGuard

from qa.errors import QuestionSetError
from qa.evaluate.questions import Problems, excerpt
from qa.foreign import ForeignError, parse_json, parse_yaml, read_utf8


def is_squad(value: object) -> TypeGuard[Mapping[str, Any]]:
    """Say whether a JSON value has the outer shape of a SQuAD file."""
    return isinstance(value, dict) and isinstance(value.get("data"), list)


def read_squad(path: Path) -> Mapping[str, Any] | None:
    """Return the contents of a SQuAD file, or None when the file is something else."""
    if path.suffix.lower() != ".json":
        return None
    try:
        value = parse_json(read_utf8(path))
    except ForeignError:
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


RawRow = tuple[str, Mapping[str, Any]]
"""A place such as ``line 3``, and the values found there under the names of the JSONL layout."""

LIST_SEPARATOR = "|"
"""Stands between several answers, or several earlier questions, in one CSV cell."""

CSV_COLUMNS = ("id", "question", "answerable", "answers", "article_id", "quote", "start", "end", "history", "wrong")
_CSV_NEEDED = ("id", "question", "answerable")
_CSV_BOOLEANS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def read_rows_of(path: Path, problems: Problems) -> list[RawRow]:
    """Return the rows of a question set; what cannot be read is noted in ``problems``."""
    readers: dict[str, Callable[[str, Problems], Iterator[RawRow]]] = {
        ".jsonl": _read_jsonl,
        ".ndjson": _read_jsonl,
        ".json": _read_json,
        ".csv": _read_csv,
        ".tsv": _read_csv,
        ".yaml": _read_yaml,
        ".yml": _read_yaml,
    }
    reader = readers.get(path.suffix.lower())
    if reader is None:
        problems.add("", f"a question set ends in {', '.join(readers)}, not in {path.suffix!r}: rename or convert it")
        return []
    try:
        text = read_utf8(path)
    except ForeignError as error:
        raise QuestionSetError(error.tell(path.name if error.line else str(path))) from None
    if not text.strip():
        problems.add("", "the file is empty: write one question a line, see 'qa eval --help'")
        return []
    return list(reader(text, problems))


def _read_jsonl(text: str, problems: Problems) -> Iterator[RawRow]:
    # not splitlines(): it also cuts at characters such as U+2028, which JSON allows inside a text
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        place = f"line {number}"
        value = _load_json(line, place, problems)
        if isinstance(value, dict):
            yield place, value
        elif value is not None:
            problems.add(place, f"expected a JSON object with the question, got {excerpt(value)}: write {{...}}")


def _read_json(text: str, problems: Problems) -> Iterator[RawRow]:
    value = _load_json(text, "", problems)
    if is_squad(value):
        yield from squad_rows(value, problems)
    elif isinstance(value, list):
        yield from _number_items(value, problems)
    elif value is not None:
        problems.add(
            "", 'expected SQuAD JSON ({"data": [...]}) or a list of questions: save one question a line as .jsonl'
        )


def _load_json(text: str, place: str, problems: Problems) -> Any:  # noqa: ANN401 - JSON is any value
    """Return the value, or None after noting why there is none (``null`` is no question either)."""
    try:
        value = parse_json(text)
    except ForeignError as error:
        problems.add(place or _name_line(error), error.problem)
        return None
    if value is None:
        problems.add(place, "expected a question, got null: remove it")
    return value


def _name_line(error: ForeignError) -> str:
    return f"line {error.line}" if error.line else ""


def _read_yaml(text: str, problems: Problems) -> Iterator[RawRow]:
    try:
        value = parse_yaml(text)
    except ForeignError as error:
        problems.add(_name_line(error), error.problem)
        return
    if isinstance(value, dict) and isinstance(value.get("questions"), list):
        value = value["questions"]
    if not isinstance(value, list):
        problems.add("", f"expected a list of questions, got {excerpt(value)}: start each question with '- id: ...'")
        return
    yield from _number_items(value, problems)


def _number_items(items: list[Any], problems: Problems) -> Iterator[RawRow]:
    if not items:
        problems.add("", "the list holds no question: write at least one")
    for number, item in enumerate(items, start=1):
        place = f"question {number}"
        if isinstance(item, dict):
            yield place, item
        else:
            problems.add(
                place, f"expected id, question and answerable, got {excerpt(item)}: write them as named values"
            )


def _read_csv(text: str, problems: Problems) -> Iterator[RawRow]:
    header, _, _ = text.partition("\n")
    delimiter = max(",;\t", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    columns: list[str] = []
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if not any(cell.strip() for cell in cells):
                continue
            if columns:
                yield from _read_csv_row(f"row {number}", columns, cells, problems)
                continue
            columns = [cell.strip().lower() for cell in cells]
            if missing := [name for name in _CSV_NEEDED if name not in columns]:
                problems.add(
                    f"row {number}",
                    f"no column {' or '.join(missing)} (found: {excerpt(', '.join(columns))[1:-1]}): "
                    f"make the first row the header, with columns from {', '.join(CSV_COLUMNS)}"
                    f"{'; answerable holds true or false' if 'answerable' in missing else ''}",
                )
                return
            problems.check_names(filter(None, columns), CSV_COLUMNS)
    except csv.Error as error:
        problems.add(f"row {number + 1}", f"not CSV ({error}): put quotes around text that holds commas or line breaks")


def _read_csv_row(place: str, columns: list[str], cells: list[str], problems: Problems) -> Iterator[RawRow]:
    if len(cells) > len(columns):
        problems.add(
            place,
            f"{len(cells)} cells under {len(columns)} columns: put quotes around text that holds the separator",
        )
        return
    row = {name: cell for name, cell in zip(columns, cells, strict=False) if cell.strip()}
    values: dict[str, Any] = {name: row[name] for name in ("id", "question") if name in row}
    answerable = row.get("answerable", "").strip()
    if answerable:
        values["answerable"] = _CSV_BOOLEANS.get(answerable.lower(), answerable)
    for name in ("answers", "history", "wrong"):
        values[name] = [part.strip() for part in row.get(name, "").split(LIST_SEPARATOR) if part.strip()]
    if "article_id" in row or "quote" in row:
        quote: dict[str, Any] = {name: row[name] for name in ("article_id", "quote") if name in row}
        quote |= {name: _to_integer(row[name]) for name in ("start", "end") if name in row}
        values["evidence"] = [quote]
    yield place, values


def _to_integer(cell: str) -> int | str:
    return int(cell) if cell.strip().isascii() and cell.strip().isdigit() and len(cell) < 20 else cell
