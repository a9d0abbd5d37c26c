"""Cut what the reader reads: short runs of whole sentences around the sentences that may answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qa.models.reader import ReaderWindow
from qa.reading.pins import Pins, date_title
from qa.records import StoredArticle

Span = tuple[int, int]

WINDOW_CHARACTERS = 360  # about 80 word pieces: two or three sentences of news


def widen(sentences: Sequence[Span], center: int, *, characters: int = WINDOW_CHARACTERS) -> range:
    """Return the run of sentences around ``center`` that fits into so many characters of text.

    It grows by the sentence before, which tells whom a pronoun means, then the one after, and so on. The sentence in
    the center is always in it, however long it is.
    """
    first, last = center, center
    growing = True
    while growing:
        growing = False
        if first > 0 and sentences[last][1] - sentences[first - 1][0] <= characters:
            first, growing = first - 1, True
        if last + 1 < len(sentences) and sentences[last + 1][1] - sentences[first][0] <= characters:
            last, growing = last + 1, True
    return range(first, last + 1)


def cut_windows(
    candidates: Sequence[tuple[str, int]],
    sentences: Mapping[str, Sequence[Span]],
    *,
    most: int,
    characters: int = WINDOW_CHARACTERS,
) -> list[tuple[str, range]]:
    """Return up to ``most`` windows, as article and run of sentences, over candidates that come best first.

    A candidate that lies in an earlier window gets none of its own, so nearby candidates share one.
    """
    windows: list[tuple[str, range]] = []
    covered: set[tuple[str, int]] = set()
    for article, index in candidates:
        if len(windows) == most:
            break
        if (article, index) in covered:
            continue
        run = widen(sentences[article], index, characters=characters)
        covered.update((article, place) for place in run)
        windows.append((article, run))
    return windows


def open_window(stored: StoredArticle, run: range, pins: Pins) -> ReaderWindow:
    """Return a run of sentences as the reader takes it."""
    spans = stored.offsets[run.start : run.stop]
    base = spans[0][0]
    text = stored.article.text[base : spans[-1][1]]
    sentences = tuple((start - base, end - base) for start, end in spans)
    title = add_section(date_title(pins, stored.article, text), stored.sections[run.start])
    return ReaderWindow(title, text, sentences)


def add_section(title: str, section: str) -> str:
    """Return the title of a window that stands below a heading."""
    return f"{title}: {section}" if title and section else title or section


def read_window(stored: StoredArticle, index: int, pins: Pins) -> str:
    """Return the text around a sentence, behind the title where that tells the time that the question pins down."""
    text = quote_window(stored, index)
    title = date_title(pins, stored.article, text)
    return text if title == stored.article.title else f"{title}. {text}"


def quote_window(stored: StoredArticle, index: int) -> str:
    """Return the text around a sentence."""
    run = widen(stored.offsets, index)
    return stored.article.text[stored.offsets[run.start][0] : stored.offsets[run.stop - 1][1]]
