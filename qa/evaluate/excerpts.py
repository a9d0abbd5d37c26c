"""The part of an article that a reader of the report needs: the marked places with what stands around them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qa.evaluate.questions import Span

AROUND = 280
"""At most so many characters are shown before and after a marked place, and none beyond its paragraph."""

_SAME_WINDOW = 60  # a smaller gap between two windows is shown rather than left out


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text under the same marks.

    ``numbers`` names the citations that end with it; ``gap`` says that text was left out before it.
    """

    text: str
    gold: bool = False
    cited: bool = False
    numbers: tuple[int, ...] = ()
    gap: bool = False


def cut_excerpt(text: str, gold: Sequence[Span], cited: Sequence[tuple[int, Span]]) -> tuple[Piece, ...]:
    """Return the pieces of one article to show; ``cited`` holds citation numbers with their places in this article."""
    spans = [*gold, *(span for _, span in cited)]
    windows = _merge(_window(text, span.start, span.end) for span in spans)
    edges = sorted({edge for span in spans for edge in (span.start, span.end)})
    pieces = []
    for number, (first, last) in enumerate(windows):
        cuts = [first, *(edge for edge in edges if first < edge < last), last]
        for start, end in zip(cuts, cuts[1:], strict=False):
            pieces.append(
                Piece(
                    text[start:end],
                    gold=any(span.start <= start and end <= span.end for span in gold),
                    cited=any(span.start <= start and end <= span.end for _, span in cited),
                    numbers=tuple(number for number, span in cited if span.end == end),
                    gap=start == first and (number > 0 or first > 0),
                )
            )
    if windows and windows[-1][1] < len(text):
        pieces.append(Piece("", gap=True))
    return tuple(pieces)


def _window(text: str, start: int, end: int) -> tuple[int, int]:
    paragraph_end = text.find("\n", end)
    before = max(text.rfind("\n", 0, start) + 1, _next_word(text, start - AROUND, start))
    return before, min(len(text) if paragraph_end < 0 else paragraph_end, _last_word(text, end + AROUND, end))


def _next_word(text: str, position: int, most: int) -> int:
    """Return the first start of a word at or after the position, but ``most`` at most."""
    position = max(position, 0)
    while 0 < position < most and not text[position - 1].isspace():
        position += 1
    return position


def _last_word(text: str, position: int, least: int) -> int:
    """Return the last end of a word at or before the position, but ``least`` at least."""
    position = min(position, len(text))
    while least < position < len(text) and not text[position].isspace():
        position -= 1
    return position


def _merge(windows: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(windows):
        if merged and start <= merged[-1][1] + _SAME_WINDOW:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged
