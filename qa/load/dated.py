"""The day that a document without a field for it names as its own: below its title, in it, or in its file's name."""

from __future__ import annotations

import re
from datetime import date
from pathlib import PurePosixPath

from qa.load.fields import iso_date

NEAR_TOP = 2_000  # characters in which a line with a label is looked for
DAY = (
    r"(?:\d{4}(?P<mark>[-/.])\d{1,2}(?P=mark)\d{1,2}|\d{1,2}(?P<sign>[/.])\d{1,2}(?P=sign)\d{4}"
    r"|\d{1,2}(?:st|nd|rd|th)?(?: of)? [A-Za-z]{3,9}\.?,? \d{4}|[A-Za-z]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4})(?!\w)"
)
LABEL = (
    r"(?:(?:last )?updated?|date|sent|published|released|issued|as of|(?:valid|effective)(?: from)?)[*_]*"
    r"(?::[*_ \t]*| )"
)
# "Leads meeting, 14 January 2025", not what happened on a day: "The wall fell on 9 November 1989"
NAMED = re.compile(
    rf"(?<![\w./–-])(?<!\bon )(?<!\bof )(?<!\bin )(?<!\bsince )(?<!\buntil )(?P<day>{DAY})", re.IGNORECASE
)
# "Date: Mon, 17 Feb 2025", "Valid from 1 March 2025", "Author: Ann Updated: 2025-03-16"; with more labels behind it, it
# is a row of a table
LABELLED = re.compile(
    rf"(?:^[^\w\n]{{0,5}}{LABEL}|(?<=[ *_|;·])(?:last )?updated?[*_]*:[*_ \t]*)"
    rf"(?:[a-z]{{3,9}}\.?,? )?(?P<day>{DAY})(?![^\n]*; [^\n]*:)",
    re.IGNORECASE | re.MULTILINE,
)
IN_NAME = re.compile(r"(?<!\d)(\d{4})([-_. ]?)(\d\d)\2(\d\d)(?!\d)")


def find_day(text: str, title: str, article_id: str) -> str:
    """Return the day (YYYY-MM-DD) of a document: after a label near its top, else in its title, else in its name.

    Empty where none is named in full, where the title names several, and where no calendar has it or it is to come.
    """
    labelled = (_read_day(found["day"]) for found in LABELLED.finditer(text[:NEAR_TOP]))
    named = {_read_day(found["day"]) for found in NAMED.finditer(title)}
    in_name = (
        _read_day(f"{year}-{month}-{day}") for year, _, month, day in IN_NAME.findall(PurePosixPath(article_id).name)
    )
    return (
        next(filter(None, labelled), "") or (named.pop() if len(named) == 1 else "") or next(filter(None, in_name), "")
    )


def _read_day(written: str) -> str:
    if found := re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", written):
        written = f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"
    day = iso_date(written)
    is_day = re.fullmatch(r"(?:19|20)\d\d-\d\d-\d\d", day) is not None
    return day if is_day and day <= date.today().isoformat() else ""
