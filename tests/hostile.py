"""Families of text that make careless patterns slow, and ways to see whether a function takes too long for them."""

import gc
from collections.abc import Callable, Sequence
from itertools import pairwise
from time import process_time

PIECES = {
    "capitalised words": "Kern Voss Lund Marten Said ",
    "initials": "A.B. C.D. ",
    "one letter": "A",
    "small words": "of the in a to and ",
    "numbers": "12 3.5 1,000 ",
    "number words": "one hundred and two thousand dozen ",
    "magnitudes": "1 million billion $ ",
    "digits": "1234567890",
    "dots": ". ",
    "dots without space": ".",
    "question marks": "? ",
    "apostrophes": "'’",
    "open quotes": '“"',
    "said": '" said Ada Brandt, the chief of the Road Office, and according to ',
    "commas": "Ada, the ",
    "brackets": "([{<",
    "closing brackets": ")]}> ",
    "spaces": " ",
    "new lines": "\n",
    "dashes": "- – ",
    "dates": "on Monday 3 May 2024, in ",
    "markup": "<p class='a'>[x](y) **b** | ",
    "backticks": "`*_#",
    "abbreviations": "Dr. Mt. Jan. a.m. U.S. ",
    "accents": "e\u0301\u0301\u0301",
    "pronouns": "he she it did what when ",
}
LENGTHS = (4_000, 16_000, 64_000)
PER_DOUBLING = 2.5
ROUNDS = 5  # of measuring, before a time counts: what takes too long does so in each
FLOOR_SECONDS = 0.02  # below it, times are not compared: the clock and the allocator say more than the function


def make_hostile(family: str, length: int) -> str:
    """Return a text of a family: "Start ", then its piece over and over."""
    piece = PIECES[family]
    return ("Start " + piece * (length // len(piece) + 1))[:length]


def assert_linear(
    function: Callable[[str], object],
    family: str,
    *,
    lengths: Sequence[int] = LENGTHS,
    make: Callable[[str, int], str] = make_hostile,
) -> None:
    """Fail where the function takes more than 2.5 times as long for twice the length, in each of several rounds.

    Processor time is measured, so that other programs do not count; what they do to caches and clock lasts a while, so
    a round sets out with the shortest text again.
    """
    complaints = [_find_growth(function, [make(family, length) for length in lengths])]
    while complaints[-1] and len(complaints) < ROUNDS:
        complaints.append(_find_growth(function, [make(family, length) for length in lengths]))
    assert not complaints[-1], f"{family}: {'; '.join(complaints)}"


def assert_takes_at_most(seconds: float, work: Callable[[], object]) -> None:
    """Fail where the work takes more processor time than so many seconds in each of several rounds."""
    assert _measure(lambda _: work(), "", enough=seconds, most=ROUNDS) <= seconds


def _find_growth(function: Callable[[str], object], texts: Sequence[str]) -> str:
    """Return what is wrong with how the time grows, "" where nothing is.

    Where the longest text takes no longer than a doubling from below the floor may, no shorter one is measured.
    """
    doublings = [(len(longer) // len(shorter)).bit_length() - 1 for shorter, longer in pairwise(texts)]
    longest = _measure(function, texts[-1])
    if longest <= FLOOR_SECONDS * PER_DOUBLING ** min(doublings):
        return ""
    shortest = max(_measure(function, texts[0], most=3), FLOOR_SECONDS)
    for (shorter, longer), times in zip(pairwise(texts), doublings, strict=True):
        allowed = shortest * PER_DOUBLING**times
        taken = longest if longer is texts[-1] else _measure(function, longer, enough=allowed, most=3)
        if taken > allowed:
            taken = _measure(function, longer, enough=allowed, most=3)
        if taken > allowed:
            return f"{len(shorter)} characters in {shortest:.3f} s, {len(longer)} in {taken:.3f} s"
        shortest = max(taken, FLOOR_SECONDS)
    return ""


def _measure(function: Callable[[str], object], text: str, *, enough: float = 0.0, most: int = 1) -> float:
    """Return the least processor time of up to so many runs; it stops early at a time that is good ``enough``."""
    best = float("inf")
    gc.disable()  # what it costs grows with all that is alive, not with the text
    try:
        for _ in range(most):
            start = process_time()
            function(text)
            best = min(best, process_time() - start)
            if best <= max(enough, FLOOR_SECONDS):
                break
    finally:
        gc.enable()
    return best
