"""Rows among the candidates: a question that names one row of a table or list does not ask for the rows beside it.

"Contact time of Manoclar Pro" names the product's row, so that the time of Virexan Plus is none. Read from rows as
`qa.load.rows` writes them ("Product: Virexan Plus; Time: 60 s", or the cells parted by " | "), from lines with a label
("Trainees: €10") and from those that begin with a day ("Sat 10–14").
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from qa.english.calendar import DATE_WORDS, SEASONS, find_dates, find_weekdays
from qa.english.stems import stem
from qa.english.words import list_content_words
from qa.retrieve import Candidate

LONGEST_ROW = 1_000  # characters
LONGEST_LINE = 150  # characters of a line with a label
LONGEST_HEAD = 60  # characters, as `qa.load.rows` has it
MOST_BETWEEN = 20  # sentences between lines of one list
_LABEL = re.compile(r"\W*(?P<label>[^:;|.!?]{1,60}):\s\S")
_ITEM_MARK = re.compile(r"\A\s*(?:[-–•*]|\w{1,2}[.)])\s")

Names = frozenset[str]
_NOTHING: tuple[Names, Names] = (frozenset(), frozenset())
LINE, DAY = frozenset({"line"}), frozenset({"day"})  # stand for the heads of lines with a label, and of times


def find_other_rows(question: str, candidates: Sequence[Candidate]) -> frozenset[int]:
    """Return the places of rows that are not asked for: another one of their table or list names more of the question.

    What stands in the heading above a row names it, too.

    It does where it has all words of the question that the row has, and others too. Of lines with a label that have
    none, nothing can be told: "Reason: no bids" stands below what it is the reason of.
    """
    asked = _list_names(question)
    tables: dict[tuple[str, Names], dict[int, Names]] = defaultdict(dict)
    for place, candidate in enumerate(candidates):
        heads, names = _read_row(candidate.text)
        if heads:
            tables[candidate.sentence.article_id, heads][place] = (names | _list_names(candidate.section)) & asked
    return frozenset(
        place
        for (_, heads), rows in tables.items()
        for place, named in rows.items()
        if (named or heads != LINE)
        and any(named < more and _are_together(heads, candidates[place], candidates[one]) for one, more in rows.items())
    )


def _are_together(heads: Names, one: Candidate, other: Candidate) -> bool:
    return heads not in (LINE, DAY) or abs(one.sentence.index - other.sentence.index) <= MOST_BETWEEN


def _read_row(text: str) -> tuple[Names, Names]:
    """Return the heads of a row's columns and what its cells name; nothing and nothing for any other text."""
    if len(text) > LONGEST_ROW or "\n" in text:
        return _NOTHING
    if " | " in text:
        cells = text.split(" | ")
        return frozenset({f"{len(cells)} cells"}), _list_names(text)
    parts = [part.partition(": ") for part in text.split("; ")] if "; " in text else []
    if parts and all(mark and len(head) <= LONGEST_HEAD for head, mark, _ in parts[1:]):
        heads = frozenset(head for head, _, _ in parts[1:])  # the first column may have no name
        cells = [cell if mark else head for head, mark, cell in parts]
        return heads, frozenset[str]().union(*map(_list_names, cells))
    return _read_line(_ITEM_MARK.sub("", text, count=1))


def _read_line(text: str) -> tuple[Names, Names]:
    if len(text) > LONGEST_LINE:
        return _NOTHING
    if ":" in text and (label := _LABEL.match(text)):
        named = label["label"]
        is_time = find_weekdays(named) or set(SEASONS) & set(named.lower().split())
        return DAY if is_time else LINE, _list_names(named)
    first = text.split(maxsplit=1)[0] if text.split() else ""
    return (DAY, _list_names(first)) if find_weekdays(first) else _NOTHING


def _list_names(text: str) -> Names:
    """Return the stems of the words that name something, and the days and months."""
    told = (word.lower() for word in list_content_words(text))
    dates = find_dates(text)
    return frozenset(
        [
            *(stem(word) for word in told if word not in DATE_WORDS),
            *(f"weekday {day}" for day in find_weekdays(text)),
            *(f"month {date.month}" for date in dates if date.month),
            *(f"day {date.day}" for date in dates if date.day),
        ]
    )
