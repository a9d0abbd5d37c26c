"""Tell the lines that only head what stands below them: headings, a question over its answer, a table's head row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from itertools import takewhile

LONGEST_HEADING = 100  # characters
MOST_BELOW = 200  # sentences that a heading is taken to head
LONGEST_READ = 300  # characters of a row that are looked at
LONGEST_NAMED, MOST_NAMED = 200, 3  # characters of a heading that are named, and how many, the innermost
LEAST_MARKED = 2  # headings that a file marks below its first line; a single one may be the title below a date
LEAST_CAPITALS = 6  # characters of a line in capitals that is above one in small letters
BELOW = " › "  # between a heading and one of a deeper level
_LINE_END = re.compile("[\n\r\v\f\x85\u2028\u2029]")
_LINE = re.compile("[^\n\r]+")
_MARKED = re.compile(r"\s*(#{1,6})\s")
_ASKS = re.compile(r"[?？؟][\"'”’»)\]*_]*$")
_ENDS = re.compile(r"[.!…:;,。！۔][\"'”’»)\]*_]*$")
# an item of a list, a label with its value and a time have them; what only names the text below seldom has
_TELLS = re.compile(r"\d|[:：,;=@→•·*+|]|(?:^|\s)[-–—]\s|[.!]\s")
_CELL_END = re.compile(r"(?<=\s)[|¦]\s")
_DIGIT = re.compile(r"\d")
# a heading with a figure: "3.2 Clearances", "§ 4 Notice", "6.4 (released 4 March)", "VERSION 4.2", "Sales 2025"
_NUMBERED = re.compile(r"(?:§ ?)?(\d+(?:\.\d+)*)[.)]?(?: +[^\W\d_a-z][^:;!?|=@]*| \([^:;!?|=@]*)?$")
_FIGURED = re.compile(
    r"[^\W\d_a-z](?:[a-z]+ \d{1,3}$|[^:;!?|=@•*]*(?:\d+\.\d+|\b(?:19|20)\d\d\b|\bQ[1-4]\b)[^:;!?|=@•*]*$)"
    # "Item 2: New roof", "Part B. Watering"
    r"|(?:Item|Part|Section|Chapter|Article|Annex|Appendix|Schedule|Clause|Rule|Phase|Unit|Module|Zone|Topic)"
    r" (?:\d{1,3}|[A-Z]|[IVX]{1,5})(?:[.:)]| [-–—])? [^:;!?|=@•*]*$"
)
_HASHES = re.compile(r"^\s*#{1,6}\s+|\s+#+\s*$")
# what stands alone in a line and heads nothing, and the first line of a quoted mail, above which somebody signed
_BESIDE = re.compile(
    r"\W*(?:by [a-z]|dear\b|(?:published|updated)\b.*\d|copyright\b|©|\(c\)|advertisement$|read more\b|more on this\b|"
    r"share this\b|sent from\b|additional reporting\b|watch$|(?:photo|image|picture)s?\s*[:(/])",
    re.IGNORECASE,
)
_HEADER = re.compile(r"\W*(?:(?:from|sent|to|subject|cc):|on .{0,80} wrote:)", re.IGNORECASE)
_SENTENCE_END = ".!…:;,"

Span = tuple[int, int]
Heading = tuple[int, int]  # where its line begins, and its level: 1 is the highest


def heads_next(text: str, spans: Sequence[Span], number: int) -> bool:
    """Say whether a sentence, by its number, only heads what stands below it, so that it tells nothing by itself.

    Read from the lines beside it, in a time that does not grow with the article. Of several short lines in a row, which
    may be the items of a list, only the last one does, unless marks set the next one below it. A line without a letter
    or a figure tells nothing either.
    """
    line = _quote(text, spans[number])
    if not any(map(str.isalnum, line)):
        return True
    is_row, is_like = _CELL_END.search(line) is not None, _reads_like_heading(line)
    if not (is_row or is_like) or number + 1 == len(spans) or not _stands_alone(text, spans, number):
        return False
    below = _quote(text, spans[number + 1])
    if is_row:
        above = _quote(text, spans[number - 1]) if number else ""
        return _is_head_row(line, below) and not _CELL_END.search(above)
    is_listed = number and _stands_alone(text, spans, number + 1) and _reads_like_heading(below)
    return is_like and (not is_listed or _is_above(line, below))


def name_sections(text: str, spans: Sequence[Span], title: str, headings: Sequence[Heading] = ()) -> tuple[str, ...]:
    """Return for each sentence the headings that it stands below, as "Prices 2025 › Garden"; empty where there is none.

    What a row of a table is about often stands only there: "Mill Lane" above "Day ticket: £9". A heading at the very
    top is the article's own. Where the loader knows fewer than two others, they are told from the text.
    """
    first = spans[0][0] if spans else 0
    below = [heading for heading in headings if heading[0] > first]
    told = _name_told(text, spans, title) if len(below) < LEAST_MARKED else ()
    return told if any(told) or not below else _name_marked(text, spans, title, below)


def _name_marked(text: str, spans: Sequence[Span], title: str, headings: Sequence[Heading]) -> tuple[str, ...]:
    """Return the headings above each sentence where the loader knows which lines they are."""
    sections: list[str] = []
    levels, end, section = dict(headings), 0, ""  # the end is of the line that is the last heading
    above: list[tuple[int, str]] = []
    for start, _ in spans:
        if start in levels:
            line = _LINE.match(text, start)
            end = line.end() if line else start
            above = [one for one in above if one[0] < levels[start]]
            heading = _tidy(text[start : min(end, start + LONGEST_NAMED)])
            if heading != title and any(map(str.isalnum, heading)):
                above.append((levels[start], heading))
            section = BELOW.join(heading for _, heading in above[-MOST_NAMED:])
        sections.append("" if start < end else section)
    return tuple(sections)


def _name_told(text: str, spans: Sequence[Span], title: str) -> tuple[str, ...]:
    """Return the heading above each sentence as the text tells it; a single one may be who wrote the article."""
    sections: list[str] = []
    above: list[str] = []
    section, left, named = "", 0, 0
    for number, (start, end) in enumerate(spans):
        may_head = text.startswith("#", start) or (
            end - start <= LONGEST_HEADING and text[end - 1] not in _SENTENCE_END
        )
        if may_head and (heads_next(text, spans, number) or _has_figure(text, spans, number)):
            heading = _tidy(text[start:end])
            if not any(map(str.isalnum, heading)) or number == 0 or heading == title:
                above, section = [], ""
            elif not _CELL_END.search(heading) and not _is_beside_the_text(text, spans, number):
                above = [*takewhile(partial(_is_above, lower=text[start:end]), above), text[start:end]]
                section, left, named = BELOW.join(map(_tidy, above[-MOST_NAMED:])), MOST_BELOW, named + 1
            sections.append("")
        else:
            sections.append(section if left > 0 else "")
            left -= 1
    return tuple(sections) if named > 1 else ("",) * len(spans)


def _is_above(line: str, lower: str) -> bool:
    """Say whether a heading also heads what stands below another: by its marks, its number or its capitals."""
    upper, deeper = _MARKED.match(line), _MARKED.match(lower)
    if upper or deeper:
        return bool(upper and deeper and len(upper[1]) < len(deeper[1]))
    upper, deeper = _NUMBERED.match(line), _NUMBERED.match(lower)
    if upper or deeper:
        return bool(upper and deeper and deeper[1].startswith(f"{upper[1]}."))
    return line.isupper() and not lower.isupper() and len(line) >= LEAST_CAPITALS


def _tidy(heading: str) -> str:
    """Return a heading on one line, without the marks around it."""
    return " ".join(_HASHES.sub("", heading).split()).rstrip(":")


def _is_beside_the_text(text: str, spans: Sequence[Span], number: int) -> bool:
    """Say whether a line that reads like a heading is about the page, closes a letter, or is one of wrapped prose."""
    line, below = (_quote(text, span) for span in spans[number : number + 2])
    is_wrapped = below[:1].islower() and ":" not in below and bool(_DIGIT.search(line))
    return is_wrapped or line[:1].islower() or bool(_BESIDE.match(line) or _HEADER.match(below))


def _has_figure(text: str, spans: Sequence[Span], number: int) -> bool:
    """Say whether a line is a heading with a figure, and not one of several lines alike, such as steps."""
    level = _find_level(_quote(text, spans[number]))
    if level < 0 or number + 1 == len(spans) or not _stands_alone(text, spans, number):
        return False
    beside = (*spans[max(1, number - 1) : number], spans[number + 1])  # above may be the title
    return level not in [_find_level(_quote(text, span)) for span in beside]


def _find_level(line: str) -> int:
    """Return how many parts the number of a heading has, 0 for another figure in it, -1 for what is no heading."""
    if len(line) > LONGEST_HEADING:
        return -1
    if numbered := _NUMBERED.match(line):
        return numbered[1].count(".") + 1
    return 0 if _FIGURED.match(line) else -1


def _quote(text: str, span: Span) -> str:
    return text[span[0] : min(span[1], span[0] + LONGEST_READ)]


def _stands_alone(text: str, spans: Sequence[Span], number: int) -> bool:
    """Say whether a sentence fills its line: none before or behind it shares it."""
    here = spans[number]
    above, below = spans[max(0, number - 1) : number], spans[number + 1 : number + 2]
    return all(_LINE_END.search(text, one[1], here[0]) for one in above) and all(
        _LINE_END.search(text, here[1], one[0]) for one in below
    )


def _reads_like_heading(line: str) -> bool:
    """Say whether a line is marked as a heading, asks what the text below answers, or is short and tells nothing."""
    if _MARKED.match(line):
        return True
    if len(line) > LONGEST_HEADING:
        return False
    return bool(_ASKS.search(line)) or not (_ENDS.search(line) or _TELLS.search(line))


def _is_head_row(row: str, below: str) -> bool:
    """Say whether the first row of a table names its columns: it has no figure, where the row below has one."""
    same_width = len(_CELL_END.findall(row)) == len(_CELL_END.findall(below))
    return same_width and bool(_DIGIT.search(below)) and not _DIGIT.search(row)
