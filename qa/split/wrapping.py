"""Tell the line breaks of paragraphs that were wrapped by hand from those that somebody meant."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from statistics import median_low
from typing import NamedTuple

from qa.english.endings import BEFORE_NUMBERS, DATE_WORDS, MONTHS, TITLES
from qa.english.lines import BEFORE_NAMES, BEFORE_NAMES_JOINED, HANGING, LABEL, RESTARTS, SALUTATIONS, SMALL_IN_TITLES

LINE_ENDS = "\n\r\v\f\x85\u2028\u2029"
ONE_BREAK = re.compile(r"\f?(?:\r\n|[\n\r\v\f\x85\u2028])\f?")  # a page may end in mid-sentence

# The head of a line that stands alone: a bullet, a number, a quoted line, a table row, a heading mark. "J. " is none:
# it may be an initial after a wrapped first name.
LIST_MARK = re.compile(r"\s*(?:[-*+>]\s|[•‣▪●◦·|]|[–—]\s(?![a-z])|#{1,6}\s|\(?(?:\d{1,3}[.)]|[a-z]\.|[A-Za-z]\))\s)")
# those of them that prose has too, at the head of a line by chance: a dash, a sum, a number that ends its sentence
CHANCE_MARK = re.compile(r"\s*(?:[-*+–—]|\(?(?P<value>\d{1,3})[.)])\s")
HEADING_MARK = re.compile(r"\s*#{1,6}\s")
SENTENCE_END = re.compile(r"[.!?…:;。！？।؟۔][\"'”’»)\]]*$")
HANGING_END = re.compile(rf"(?:,|\b(?:{'|'.join(sorted(HANGING))}))$")
DAY = re.compile(rf"\s*(?:I|{'|'.join(sorted(DATE_WORDS))})\b", re.IGNORECASE)
SPACED = re.compile(r"\s")  # a word that is longer than a line, such as an address, stands alone on one
MIXED_CASE = re.compile(r"[a-z]{1,2}[A-Z]")  # "iPhone" begins with no small letter
INNER_END = re.compile(r"[^\W\d_]{2}[.!?][\"'”’»)]* [\"'“‘(]?[A-Z]")  # no heading holds the end of a sentence
NAME = re.compile(r"(?:^| )[A-Z][^ ]*[a-z]$")
NAME_END = re.compile(r"(?P<word>[A-Z][a-z]{2,})[.;)] ")  # "Ryan⏎Giggs. The"
COUNTED = re.compile(r"[-–—+*(]? ?[$£€]?\d[\d.,:/%-]*[,)]? [a-z]")  # "12 people"
ABBREVIATIONS = TITLES | MONTHS | BEFORE_NUMBERS
OPENERS = '–— "“‘(['

NARROWEST_COLUMN = 40  # characters; of narrower lines a text says nothing as a whole: they may be verse or a table
NARROWEST_FILLED = 30  # characters; unless one width explains them
NARROWEST_LINE = 15  # characters; shorter ones are never taken for the lines of a paragraph
WIDEST_COLUMN = 120  # characters; longer lines are paragraphs
LONGEST_WORD = 20  # characters; a longer one, such as an address, says little about how full a line is
FULL_LINE = 0.85  # of the usual width: so far reaches a line with the word that came on the next one
LEAST_CONTINUED = 0.4  # share of lines that stop in mid-sentence: two thirds in wrapped prose, none in lists of lines
LEAST_FULL = 0.75  # share of full lines among those
FILLED = 0.9  # share of those lines that one width explains, as it does where a program wrapped the text
LEAST_FILLED = 3  # such lines
LEAST_CONTINUED_FILLED = 0.2  # share of lines that stop in mid-sentence in such a text
LEAST_CONTINUED_HERE = 1 / 3  # share of lines of one paragraph that stop in mid-sentence
MOST_RAGGED = 1 / 3  # share of lines of a paragraph that have room for the next word in mid-sentence
MOST_HEADING_LINES = 3  # above a paragraph without a blank line
LONGEST_SALUTATION = 6  # words
LEAST_PROSE_WORDS = 5  # in a line; a shorter one may be a name or a heading

Span = tuple[int, int]


class Column(NamedTuple):
    """How wide the lines of a text are at most, and how far a full one reaches with the next word, in characters."""

    widest: int
    least_reach: float


class Break(NamedTuple):
    """A single line break that may have been set only because the line was full; lengths are in characters."""

    width: int  # of the line before it
    reach: int  # of that line together with the first word after the break
    continued: bool  # the line stops, and the next begins, in mid-sentence
    hanging: bool  # the line stops with a comma or a word that another one follows
    finished: bool  # the line ends as a sentence does
    capital: bool  # the next line begins with a capital
    restarts: bool  # the next line begins as a sentence does, in mid-sentence
    mark: str  # with which the next line begins as an item of a list does, though it may be by chance


def read_break(text: str, line: Span, following: Span) -> Break | None:
    """Return the break between two lines, or None where it is certainly hard."""
    if line[1] - line[0] > 2 * WIDEST_COLUMN or not ONE_BREAK.fullmatch(text, line[1], following[0]):
        return None
    before = text[line[0] : line[1]].rstrip()
    after = text[following[0] : min(following[1], following[0] + 2 * WIDEST_COLUMN)]
    head = after.lstrip()
    if not head or not NARROWEST_LINE <= len(before) <= WIDEST_COLUMN:
        return None
    chance = CHANCE_MARK.match(after)
    if HEADING_MARK.match(before) or (LIST_MARK.match(after) and not chance):
        return None
    if LABEL.match(before.lstrip()) and LABEL.match(head):
        return None
    finished = SENTENCE_END.search(before) is not None
    first = head.lstrip(OPENERS)[:1]
    small = first.isalpha() and not first.isupper() and first < "\u2e80"  # CJK is wrapped in mid-word
    small = small and not MIXED_CASE.match(head)
    counted = not finished and COUNTED.match(head) is not None and reads_like_prose(before)
    if not (small or counted) and len(after) - len(head) > len(before) - len(before.lstrip()):
        return None  # a paragraph begins with an indent
    hanging = HANGING_END.search(before) is not None or (first.isupper() and awaits_name(before.rsplit(None, 1)[-1]))
    word = head.split(maxsplit=1)[0]
    restarts = not finished and first.isupper() and word.strip(OPENERS + ",").lower() in RESTARTS
    amid = not (finished or restarts) and (INNER_END.search(before) is not None or ends_name(before, head))
    return Break(
        width=len(before),
        reach=len(before) + 1 + min(LONGEST_WORD, len(word)),
        continued=amid or ((small or counted) and not finished),
        hanging=hanging and not (first.isupper() and before.endswith(",")),  # verse stops so
        finished=finished,
        capital=first.isupper() and head[0] not in "([",
        restarts=restarts,
        mark=chance[0].strip() if chance and LIST_MARK.match(after) else "",
    )


def find_soft(text: str, lines: Sequence[Span], breaks: Sequence[Break | None]) -> list[bool]:
    """Return for each break between lines whether it is soft: the line was full, and its paragraph goes on."""
    column = find_column([found for found in breaks if found])
    soft: list[bool] = []
    for run in cut_runs(text, lines, breaks):
        soft += judge_run(text, lines[len(soft) : len(soft) + len(run) + 1], run, column)
        soft.append(False)  # the hard break behind it
    return soft[: len(breaks)]


def cut_runs(text: str, lines: Sequence[Span], breaks: Sequence[Break | None]) -> Iterator[list[Break]]:
    """Yield the breaks between two that are certainly hard, such as those before the items of a list."""
    start = 0
    for number, found in enumerate([*breaks, None]):
        if found is None:
            run = [one for one in breaks[start:number] if one is not None]
            is_list = any(one.mark for one in run) and not has_marks_by_chance(text, lines[start : number + 1], run)
            part: list[Break] = []
            for one in run:
                if one.mark and is_list:
                    yield part
                    part = []
                else:
                    part.append(one)
            yield part
            start = number + 1


def has_marks_by_chance(text: str, lines: Sequence[Span], run: Sequence[Break]) -> bool:
    """Return whether the marks of a list came to the heads of lines only because the lines before them were full."""
    marked = [found for found in run if found.mark]
    values = [int(found["value"]) for one in marked if (found := CHANCE_MARK.match(one.mark + " ")) and found["value"]]
    counts = any(after == before + 1 for before, after in pairwise(values)) or 1 in values
    widest = max(len(text[start:end].strip()) for start, end in lines[not run[0].mark :])
    is_item = LIST_MARK.match(text, *lines[0]) is not None
    return not (is_item or counts or any(one.finished or one.restarts or one.reach <= widest for one in marked))


def find_column(breaks: Sequence[Break]) -> Column | None:
    """Return the column to which a text is wrapped, or None where it is not, by what stops in mid-sentence."""
    wide = [found for found in breaks if found.width >= NARROWEST_FILLED]
    continued = [found for found in wide if found.continued]
    if len(continued) >= max(LEAST_FILLED, LEAST_CONTINUED_FILLED * len(wide)):
        column, count = fit_column(continued)
        if count >= FILLED * len(continued):
            return column
    wide = [found for found in breaks if found.width >= NARROWEST_COLUMN]
    continued = [found for found in wide if found.continued]
    if len(continued) < max(2, LEAST_CONTINUED * len(wide)):
        return None
    shortest = FULL_LINE * median_low(found.width for found in continued)
    full = sum(found.reach >= shortest for found in continued)
    return Column(WIDEST_COLUMN, shortest) if full >= LEAST_FULL * len(continued) else None


def fit_column(breaks: Sequence[Break]) -> tuple[Column, int]:
    """Return the column that most breaks fit, the line not wider and the next word past it; and how many do."""
    changes: Counter[int] = Counter()
    for found in breaks:
        changes[found.width] += 1
        changes[found.reach] -= 1
    counts = list(accumulate(changes[width] for width in range(WIDEST_COLUMN + 1)))
    most = max(counts)
    least = counts.index(most)
    widest = next((width for width in range(least, WIDEST_COLUMN) if counts[width + 1] < most), WIDEST_COLUMN)
    return Column(widest, least + 1), most


def judge_run(text: str, lines: Sequence[Span], run: Sequence[Break], column: Column | None) -> list[bool]:
    """Return for each break of a run whether it is soft: by the width of the whole text, or by that of the run."""
    if not run:
        return []
    soft = [found.width <= column.widest and found.reach >= column.least_reach for found in run] if column else []
    if begins_small(text, lines) and not SENTENCE_END.search(text[slice(*lines[-1])].rstrip()):
        soft = []  # items of a list, or verse
    ragged = sum(not (is_soft or found.finished) for found, is_soft in zip(run[1:], soft[1:], strict=False))
    if not soft or not any(soft) or ragged > max(1, MOST_RAGGED * len(run)):
        soft = judge_alone(text, lines, run)
    for number, found in enumerate(run):
        is_first = number == 0 or (run[number - 1].finished and not soft[number - 1])
        if is_first and soft[number] and is_below_heading(text, lines[number], found):
            soft[number] = False
    return soft


def judge_alone(text: str, lines: Sequence[Span], run: Sequence[Break]) -> list[bool]:
    """Return for each break of a run whether it is soft, judged by the run: a brief of two lines says no more.

    A paragraph ends where a sentence does and the next word had room. A heading may be wider than the paragraphs.
    """
    for first in range(min(MOST_HEADING_LINES + 1, len(run))):
        widest = max(map(len, filter(SPACED.search, (text[a:b].strip() for a, b in lines[first:]))), default=0)
        soft = [False] * first
        start = first
        for number in range(first, len(run) + 1):
            if number == len(run) or (run[number].finished and run[number].reach <= widest):
                soft += judge_paragraph(text, lines[start : number + 1], run[start:number], widest)
                soft += [False] * (number < len(run))
                start = number + 1
        if any(soft):
            return soft
    return [False] * len(run)


def judge_paragraph(text: str, lines: Sequence[Span], breaks: Sequence[Break], widest: int) -> list[bool]:
    """Return for each break of a paragraph and the lines of its heading whether it is soft."""
    for first in range(min(MOST_HEADING_LINES + 1, len(breaks))):
        if is_wrapped(text, lines[first:], breaks[first:], widest):
            heading = [found.continued and found.reach > widest for found in breaks[:first]]
            return heading + [True] * (len(breaks) - first)
    return [False] * len(breaks)


def is_wrapped(text: str, lines: Sequence[Span], breaks: Sequence[Break], widest: int) -> bool:
    """Return whether lines are those of one paragraph: none had room for the next word, and its sentences go on.

    It begins as a sentence does and ends with a mark, which lists of lines and verse seldom do.
    """
    ends = SENTENCE_END.search(text[slice(*lines[-1])].rstrip()) is not None
    if begins_small(text, lines) or not ends or any(found.reach <= widest for found in breaks):
        return False
    if text[slice(*lines[0])].lstrip()[:1].islower():
        return True  # no heading does
    continued = sum(found.continued or found.hanging for found in breaks)
    other = sum(found.capital and not (found.continued or found.hanging or found.finished) for found in breaks)
    return continued >= max(1, LEAST_CONTINUED_HERE * (continued + other))


def is_below_heading(text: str, line: Span, found: Break) -> bool:
    """Return whether the line before a break is a heading, as what begins behind it or its capitals tell."""
    if found.continued or found.hanging or found.finished or not found.capital or text[: line[1]].rstrip()[-1] == ",":
        return False
    titled = [word for word in text[slice(*line)].split() if word not in SMALL_IN_TITLES]
    is_title = len(titled) > 1 and not any(word[0].islower() for word in titled)
    if found.restarts or is_title:
        return True
    # a headline that is full by chance: a sentence stops before a capital behind what names go with
    is_headline = line[0] == len(text) - len(text.lstrip()) and titled[-1:] != [] and titled[-1][0].islower()
    return is_headline and not DAY.match(text, line[1])


def begins_small(text: str, lines: Sequence[Span]) -> bool:
    """Return whether lines begin with a small letter as a list does: below no salutation, no sentence's end in them."""
    if not text[slice(*lines[0])].lstrip()[:1].islower():
        return False
    above = text[max(0, lines[0][0] - 2 * WIDEST_COLUMN) : lines[0][0]].rstrip().rsplit("\n", 1)[-1].split()
    is_letter = 0 < len(above) <= LONGEST_SALUTATION and above[0].strip(",").lower() in SALUTATIONS
    return not (is_letter or any(INNER_END.search(text, *line) for line in lines))


def awaits_name(word: str) -> bool:
    """Return whether a word goes with the name behind it, as in "the well-known Kingfisher lager"."""
    joined = word.rpartition("-")
    return word in BEFORE_NAMES or (joined[1] == "-" and joined[2] in BEFORE_NAMES_JOINED)


def reads_like_prose(line: str) -> bool:
    """Return whether most words of a line, five or more, begin with a small letter."""
    found = line.split()
    return len(found) >= LEAST_PROSE_WORDS and sum(word[:1].islower() for word in found) * 2 > len(found)


def ends_name(before: str, after: str) -> bool:
    """Return whether a name that the line before began ends the sentence."""
    found = NAME_END.match(after)
    return found is not None and NAME.search(before) is not None and found["word"].lower() not in ABBREVIATIONS
