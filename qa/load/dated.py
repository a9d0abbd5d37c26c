"""The day that a document without a field for it names as its own: below its title, in it, or in its file's name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import PurePosixPath

from qa.load.fields import iso_date

NEAR_TOP = 2_000  # characters in which a line with a label is looked for
HEAD_LINES = 5  # in which a day without a label may be the document's: its title and what stands below it
DAY = (
    r"(?:\d{4}(?P<mark>[-/.])\d{1,2}(?P=mark)\d{1,2}|\d{1,2}(?P<sign>[/.])\d{1,2}(?P=sign)\d{4}"
    r"|\d{1,2}(?:st|nd|rd|th)?(?: of)? [A-Za-z]{3,9}\.?,? \d{4}|[A-Za-z]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4})(?!\w)"
)
LABEL = (
    r"(?:(?:last )?updated?|date|sent|published|released|issued|as of|(?:valid|effective)(?: from)?)[*_]*"
    r"(?::[*_ \t]*| )"
)
CARE = r"(?:(?:last )?updated?|last (?:checked|changed|edited|modified|reviewed|revised))"
# "Leads meeting, 14 January 2025", not what happened on a day: "The wall fell on 9 November 1989"
NAMED = re.compile(
    rf"(?<![\w./–-])(?<!\bon )(?<!\bof )(?<!\bin )(?<!\bsince )(?<!\buntil )(?P<day>{DAY})", re.IGNORECASE
)
# "Date: Mon, 17 Feb 2025", "Valid from 1 March 2025", "Author: Ann Updated: 2025-03-16"; with more labels behind it, it
# is a row of a table
LABELLED = re.compile(
    rf"(?:^[^\w\n]{{0,5}}{LABEL}|(?<=[ *_|;·]){CARE}[*_]*:[*_ \t]*)"
    rf"(?:[a-z]{{3,9}}\.?,? )?(?P<day>{DAY})(?![^\n]*; [^\n]*:)",
    re.IGNORECASE | re.MULTILINE,
)
# "HR · issued 16 February 2026 · internal": what stands between marks
MARK = re.compile(r"\s+[·•|]\s+|;\s+| {2,}|\t+")
LETTER_HEAD = re.compile(r"\W*(?:to|from|cc|subject|re)[*_]*:[^\n]*?(?=\bdate[*_]*:)", re.IGNORECASE)
# what may stand before a day that ends a part: "Last edited by Ann Lee, 3 May 2024", "in force since 3 May 2024"
PART_LABEL = (
    rf"(?:{LABEL}(?:on )?|in force (?:since|from):? |(?:{CARE}|edited|revised|reviewed)(?:: | on | )"
    r"|(?:last )?(?:updated|edited|revised|reviewed|prepared|written|compiled) by:? [^,;()\d]{1,60}(?:, | \()(?:on )?)"
)
IN_PART = re.compile(
    rf"[\W_]{{0,5}}(?P<label>{PART_LABEL})?(?:[a-z]{{3,9}}\.?,? )?(?P<day>{DAY})(?:,? \d{{1,2}}:\d\d)?"
    r"[\W_]{0,5}(?(label)(?:(?<=\. )[A-Z].*)?)",  # "Prepared by: Ann Lee, 3 May 2024. Internal."
    re.IGNORECASE,
)
# beside a day without a label: of an event at an hour, or said to be of something else ("Opened | 3 May 1990")
OF_EVENT = re.compile(
    r"\d{1,2}(?:[:.]\d\d)?(?: ?[ap]\.?m\b|:\d\d)|(?:born|due|when|until|starts?|ends?|\w+ed):?\Z", re.IGNORECASE
)
IN_NAME = re.compile(r"(?<!\d)(\d{4})([-_. ]?)(\d\d)\2(\d\d)(?!\d)")


def find_day(text: str, title: str, article_id: str) -> str:
    """Return the day (YYYY-MM-DD) of a document: after a label near its top, else alone between marks in its head.

    Else it is the one in its title, else in its name. Empty where none is named in full, where the title names several,
    and where no calendar has it or it is to come.
    """
    lines = [line for line in text[:NEAR_TOP].splitlines() if line.strip()]
    labelled = map(_read_day, _find_labelled(lines))
    alone = map(_read_day, _find_alone(lines))
    named = {_read_day(found["day"]) for found in NAMED.finditer(title)}
    in_name = (
        _read_day(f"{year}-{month}-{day}") for year, _, month, day in IN_NAME.findall(PurePosixPath(article_id).name)
    )
    return (
        next(filter(None, labelled), "")
        or next(filter(None, alone), "")
        or (named.pop() if len(named) == 1 else "")
        or next(filter(None, in_name), "")
    )


def _find_labelled(lines: list[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        yield from (found["day"] for found in LABELLED.finditer(line))
        head = LETTER_HEAD.match(line)
        parts = [line[head.end() :]] if head else _part(lines, number)
        yield from (found["day"] for part in parts if (found := IN_PART.fullmatch(part)) and found["label"])


def _find_alone(lines: list[str]) -> Iterator[str]:
    for number in range(min(HEAD_LINES, len(lines))):
        parts = _part(lines, number)
        if len(parts) > 1 and not any(map(OF_EVENT.match, parts)):
            yield from (found["day"] for part in parts if (found := IN_PART.fullmatch(part)))


def _part(lines: list[str], number: int) -> list[str]:
    """Return the parts of a line between its marks; none of a row of a table, which others like it stand beside."""
    parts = MARK.split(lines[number].strip())
    beside = lines[max(0, number - 1) : number] + lines[number + 1 : number + 2]
    is_row = any(len(MARK.split(line.strip())) == len(parts) for line in beside)
    is_labelled_row = sum(": " in part for part in lines[number].split("; ")) > 1
    return [] if len(parts) > 1 and (is_row or is_labelled_row) else parts


def _read_day(written: str) -> str:
    if found := re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", written):
        written = f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"
    day = iso_date(written)
    is_day = re.fullmatch(r"(?:19|20)\d\d-\d\d-\d\d", day) is not None
    return day if is_day and day <= date.today().isoformat() else ""
