"""The lines of a Word file as a reader sees them: paragraphs with their notes, table rows, text boxes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lxml.etree import _Element

from qa.load.headed import BOLD, head_line, may_head
from qa.load.numbers import number_line
from qa.load.raised import lower_text, raise_text
from qa.load.rows import count_columns, names_columns, part_item, read_paragraph, write_rows
from qa.load.word.numbers import Numbering
from qa.load.word.signs import MATHS, read_maths, read_symbol, read_text
from qa.load.word.styles import CONTENTS, OFF, WORD, is_bold, read_hiding, read_level

SECOND_COPY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # for older programs
# what is no longer there, what is about the text, and the readings above other characters
PASSED_OVER = {SECOND_COPY} | {
    f"{WORD}{name}"
    for name in "del moveFrom pPr rPr tblPr tblGrid trPr tcPr sectPr sdtPr sdtEndPr rt instrText delText".split()
}
WRITTEN = {f"{WORD}tab": " ", f"{WORD}ptab": " ", f"{WORD}br": "\n", f"{WORD}cr": "\n", f"{WORD}noBreakHyphen": "-"}
NOTES = {f"{WORD}footnoteReference", f"{WORD}endnoteReference"}
WRITTEN_PARTS = (f"{WORD}t", f"{WORD}tab")
FIELD_PARTS = (f"{WORD}fldChar", f"{WORD}instrText", *WRITTEN_PARTS)
CONTENTS_FIELD = re.compile(r"\s*TOC\b")


@dataclass(slots=True)
class LineReader:
    """Reads lines below elements, with the ``notes`` by kind and id and the ids of styles whose text is hidden."""

    notes: Mapping[tuple[str, str], _Element]
    hidden_styles: frozenset[str]
    contents: frozenset[_Element] = frozenset()  # the texts and tabs of tables of contents
    headed_styles: frozenset[str] = frozenset()  # the ids of the styles of tables that set off the first row
    levels: Mapping[str, int] = field(default_factory=dict)  # of headings, by the ids of their styles
    bold_styles: frozenset[str] = frozenset()  # the ids of the styles whose letters are bold
    numbering: Numbering = field(default_factory=Numbering)
    waiting: list[_Element] = field(default_factory=list)  # notes that the present paragraph refers to
    rows: int = 0  # of tables around the present paragraph
    read: set[tuple[str, str]] = field(default_factory=set)  # notes met so far: each is read once, and may name itself

    def read_lines(self, parent: Iterable[_Element]) -> Iterator[str]:
        """Yield the lines below an element, each note as lines behind the paragraph or row that refers to it."""
        unfinished = ""  # of a paragraph whose end was deleted
        for child in parent:
            if child.tag == f"{WORD}p":
                text = unfinished + self._read_words(child)
                unfinished = text if _is_joined(child) else ""
                if not unfinished:
                    yield from self._set_off(child, self._number(child, list(read_paragraph(text))))
                    yield from () if self.rows else self._read_notes()
            elif child.tag == f"{WORD}tbl":
                yield from self._read_table(child)
            elif child.tag not in PASSED_OVER and not _is_contents(child):
                yield from self.read_lines(child)
        yield from read_paragraph(unfinished)

    def _number(self, paragraph: _Element, lines: list[str]) -> list[str]:
        """Return the lines of a paragraph, the first behind its number; what is hidden as a whole is not counted."""
        if read_hiding(paragraph.find(f"{WORD}pPr/{WORD}rPr")) and not lines:
            return lines
        label = self.numbering.count(paragraph)
        return [number_line(label, lines[0]), *lines[1:]] if lines else lines

    def _set_off(self, paragraph: _Element, lines: list[str]) -> list[str]:
        """Return the lines of a paragraph as items of a list or as headings, where it is such."""
        if level := 0 if self.rows else self._find_level(paragraph):
            return [head_line(" ".join(lines), level)]
        if _is_item(paragraph):
            return list(map(part_item, lines))
        is_bold = not self.rows and len(lines) == 1 and may_head(lines[0]) and self._is_bold(paragraph)
        return [head_line(line, BOLD) for line in lines] if is_bold else lines

    def _is_bold(self, paragraph: _Element) -> bool:
        """Whether all words of a paragraph are bold, by themselves or by their style or the paragraph's."""
        above = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
        if above is not None and above.get(f"{WORD}val", "") in self.bold_styles:
            return True
        return _is_bold(paragraph, self.bold_styles)

    def _find_level(self, paragraph: _Element) -> int:
        """Return the level of the heading that a paragraph is, by its own outline level or its style; else 0."""
        own = read_level(paragraph.find(f"{WORD}pPr"))
        style = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
        styled = self.levels.get(style.get(f"{WORD}val", ""), 0) if style is not None else 0
        return styled if own is None else own

    def _read_table(self, table: _Element) -> Iterator[str]:
        rows = [row for row in _find_within(table, "tr") if not _is_gone(row)]
        cells: list[list[str]] = []
        notes: list[list[str]] = []  # behind each row
        for row in rows:
            self.rows += 1
            cells.append([text for cell in _find_within(row, "tc") for text in self._read_cell(cell)])
            self.rows -= 1
            notes.append([] if self.rows else list(self._read_notes()))
        headed = self._has_head(table, rows) or names_columns(cells)
        for line, behind in zip(write_rows(cells, headed=headed), notes, strict=True):
            yield from filter(None, [line, *behind])

    def _has_head(self, table: _Element, rows: Sequence[_Element]) -> bool:
        """Whether the first row of a table is its head: on each page, by the table's style, or it alone is bold."""
        if len(rows) < 2:
            return False
        repeated = rows[0].find(f"{WORD}trPr/{WORD}tblHeader")
        if repeated is not None and repeated.get(f"{WORD}val", "1") not in OFF:
            return True
        style, look = (table.find(f"{WORD}tblPr/{WORD}{name}") for name in ("tblStyle", "tblLook"))
        is_styled = style is not None and style.get(f"{WORD}val", "") in self.headed_styles
        if is_styled and look is not None and look.get(f"{WORD}firstRow", "0") not in OFF:
            return True
        return _is_bold(rows[0]) and not _is_bold(rows[1])

    def _read_cell(self, cell: _Element) -> list[str]:
        """Return the text of a cell, and nothing for each further column that it spans."""
        span = cell.find(f"{WORD}tcPr/{WORD}gridSpan")
        further = count_columns(span.get(f"{WORD}val", "1")) - 1 if span is not None else 0
        return [" ".join(self.read_lines(cell)), *[""] * further]

    def _read_notes(self) -> Iterator[str]:
        notes, self.waiting = self.waiting, []
        for note in notes:
            yield from self.read_lines(note)

    def _read_words(self, element: _Element) -> str:
        parts: list[str] = []
        for child in element:
            if (
                child in self.contents
                or child.tag in PASSED_OVER
                or (child.tag == f"{WORD}r" and self._is_hidden(child))
            ):
                continue
            if child.tag == f"{WORD}t":
                parts.append(read_text(_find_font(element), child.text or ""))
            elif child.tag in WRITTEN:
                parts.append(WRITTEN[child.tag])
            elif child.tag == f"{WORD}sym":
                parts.append(read_symbol(child.get(f"{WORD}font", ""), child.get(f"{WORD}char", "")))
            elif child.tag in NOTES:
                self._note(child)
            elif child.tag == f"{MATHS}oMath":
                parts.append(read_maths(child))
            elif child.tag in {f"{WORD}p", f"{WORD}tbl"}:  # one inside another is a line of a text box
                parts.append("\n" + "\n".join(self.read_lines([child])) + "\n")
            else:
                words, before = self._read_words(child), "".join(parts[-3:])[-3:]
                parts.append(_set_apart(child, words, before) if child.tag == f"{WORD}r" else words)
        return "".join(parts)

    def _note(self, reference: _Element) -> None:
        kind = reference.tag.removeprefix(WORD).removesuffix("Reference")
        key = kind, reference.get(f"{WORD}id", "")
        if key in self.notes and key not in self.read:
            self.read.add(key)
            self.waiting.append(self.notes[key])

    def _is_hidden(self, run: _Element) -> bool:
        about = run.find(f"{WORD}rPr")
        own = read_hiding(about)
        if own is not None:
            return own
        style = about.find(f"{WORD}rStyle") if about is not None else None
        names = {style.get(f"{WORD}val", "")} if style is not None else set()
        paragraph = next(run.iterancestors(f"{WORD}p"), None)
        above = paragraph.find(f"{WORD}pPr/{WORD}pStyle") if paragraph is not None else None
        names |= {above.get(f"{WORD}val", "")} if above is not None else set()
        return bool(names & self.hidden_styles)


def find_contents(body: _Element) -> frozenset[_Element]:
    """Return the texts and tabs in the fields that are tables of contents; a field without an end is none."""
    found: set[_Element] = set()
    written: list[_Element] = []
    open_fields: list[tuple[bool, int]] = []  # whether each is a table of contents, and how much was written before it
    for element in body.iter(*FIELD_PARTS):
        kind = element.get(f"{WORD}fldCharType") if element.tag == f"{WORD}fldChar" else ""
        if kind == "begin":
            open_fields.append((False, len(written)))
        elif kind == "end" and open_fields:
            is_contents, before = open_fields.pop()
            if is_contents:
                found.update(written[before:])
                del written[before:]
        elif element.tag == f"{WORD}instrText" and open_fields and CONTENTS_FIELD.match(element.text or ""):
            open_fields[-1] = (True, open_fields[-1][1])
        elif element.tag in WRITTEN_PARTS:
            written.append(element)
    for simple in body.iter(f"{WORD}fldSimple"):
        if CONTENTS_FIELD.match(simple.get(f"{WORD}instr", "")):
            found.update(simple.iter(*WRITTEN_PARTS))
    return frozenset(found)


def _is_contents(element: _Element) -> bool:
    """Whether an element is a table of contents as Word builds it into a document."""
    gallery = element.find(f"{WORD}sdtPr/{WORD}docPartObj/{WORD}docPartGallery")
    return gallery is not None and CONTENTS.match(gallery.get(f"{WORD}val", "")) is not None


def _find_within(parent: _Element, name: str) -> Iterator[_Element]:
    """Yield the rows of a table or the cells of a row, not those of tables within them."""
    for child in parent:
        if child.tag == f"{WORD}{name}":
            yield child
        elif child.tag not in PASSED_OVER:  # a content control around them
            yield from _find_within(child, name)


def _is_gone(row: _Element) -> bool:
    return any(row.find(f"{WORD}trPr/{WORD}{name}") is not None for name in ("del", "hidden"))


def _is_bold(part: _Element, styles: Collection[str] = ()) -> bool:
    runs = [run for run in part.iter(f"{WORD}r") if any((text.text or "").strip() for text in run.iter(f"{WORD}t"))]
    abouts = [run.find(f"{WORD}rPr") for run in runs]
    return bool(abouts) and all(about is not None and is_bold(about, styles) for about in abouts)


def _set_apart(run: _Element, words: str, before: str) -> str:
    """Return the words of a run, raised or lowered where it is, behind the characters ``before``."""
    place = run.find(f"{WORD}rPr/{WORD}vertAlign")
    value = place.get(f"{WORD}val", "") if place is not None else ""
    if not words or value not in {"superscript", "subscript"}:
        return words
    return raise_text(words, before) if value == "superscript" else lower_text(words, before)


def _find_font(run: _Element) -> str:
    fonts = run.find(f"{WORD}rPr/{WORD}rFonts")
    return fonts.get(f"{WORD}ascii", "") if fonts is not None else ""


def _is_item(paragraph: _Element) -> bool:
    """Whether a paragraph is an item of a list, by its own numbers or bullets or by a built-in style."""
    style = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
    is_styled = style is not None and style.get(f"{WORD}val", "").startswith("List")
    return is_styled or paragraph.find(f"{WORD}pPr/{WORD}numPr") is not None


def _is_joined(paragraph: _Element) -> bool:
    """Whether the next paragraph goes on with this one: its end was deleted or moved, or it is one large letter."""
    if paragraph.find(f"{WORD}pPr/{WORD}framePr[@{WORD}dropCap]") is not None:
        return True
    marks = paragraph.find(f"{WORD}pPr/{WORD}rPr")
    return marks is not None and any(marks.find(f"{WORD}{name}") is not None for name in ("del", "moveFrom"))
