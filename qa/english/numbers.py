"""Numbers in words: "sixty-two", "third", "a dozen"."""

from __future__ import annotations

import re

ONES = tuple(
    """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen""".split()
)
TENS = tuple("twenty thirty forty fifty sixty seventy eighty ninety".split())
NUMBER_WORDS = {word: value for value, word in enumerate(ONES)} | {word: 10 * n for n, word in enumerate(TENS, start=2)}
MAGNITUDES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
SHORT_MAGNITUDES = {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "tn": 1e12}

_IRREGULAR_ORDINALS = {"first": 1, "second": 2, "third": 3, "fifth": 5, "eighth": 8, "ninth": 9, "twelfth": 12}
ORDINALS = _IRREGULAR_ORDINALS | {
    f"{word}th": value for word, value in NUMBER_WORDS.items() if value in {4, 6, 7, 10, 11, *range(13, 20)}
}
ORDINALS |= {f"{word[:-1]}ieth": value for word, value in NUMBER_WORDS.items() if word in TENS}
PARTS = {name: n for name, n in ORDINALS.items() if 3 <= n <= 12} | {"quarter": 4}
"""Into how many parts what is named so divides a whole."""
FACTORS = {
    **{name: 1 / n for name, n in PARTS.items()},
    **{f"{name}s": 1 / n for name, n in PARTS.items()},
    **dict.fromkeys("half halves halve halved halving".split(), 1 / 2),
    **dict.fromkeys("twice double doubles doubled doubling".split(), 2.0),
    **dict.fromkeys("triple triples tripled tripling treble trebled".split(), 3.0),
    **dict.fromkeys("quadruple quadrupled".split(), 4.0),
}
"""Words for parts and multiples, with what they stand for."""
_DIGITS = re.compile(r"(\d{1,6})(?:st|nd|rd|th)")


def ordinal(word: str) -> int | None:
    """Return the place that an ordinal names, or None for another word.

    >>> ordinal("third"), ordinal("21st"), ordinal("twenty-first"), ordinal("three")
    (3, 21, 21, None)
    """
    lower = word.lower()
    if digits := _DIGITS.fullmatch(lower):
        return int(digits[1])
    tens, dash, ones = lower.partition("-")
    if dash and tens in TENS and ORDINALS.get(ones, 10) < 10:
        return NUMBER_WORDS[tens] + ORDINALS[ones]
    return ORDINALS.get(lower)


def read_number(text: str) -> float | None:
    """Return the value of a number in words, "a hundred and five" or "two dozen"; None where there is no number."""
    total, current, found = 0.0, 0.0, False
    for word in re.findall(r"[a-z]+", text.lower()):
        if word in NUMBER_WORDS:
            current, found = current + NUMBER_WORDS[word], True
        elif word == "dozen":
            current, found = (current or 1) * 12, True
        elif word == "hundred":
            current, found = (current or 1) * 100, True
        elif word in MAGNITUDES:
            total, current, found = total + (current or 1) * MAGNITUDES[word], 0, True
    return total + current if found else None
