"""Whether a question of a conversation is read in other words, too: without the topic that was added, or with one.

Rules complete fewer questions than lean on those before them, and some that do not: "What do the fans think?" may be
about the club that was spoken of, "Where are the spare keys?" may be about nothing that was. What the articles hold
tells them apart.
"""

from __future__ import annotations

from qa.reading.pins import read_pins
from qa.reading.read import Reading
from qa.reading.rivals import lacks_a_name

NEVER = 1.0  # no confidence is higher
# times the confidence of an answer from an article without the topic, from which on one from an article with it is what
# was asked: of 59 questions that name nothing and begin a topic of their own none is taken for one on the last topic
STRANGE = 0.5
SURE = 0.9  # confidence from which on an answer from an article with the topic needs no second one


def find_least(other: str, reading: Reading, *, adds: bool, score_floor: float, perhaps_floor: float) -> float:
    """Return the confidence above which a question is what was asked, `NEVER` where it need not be read.

    ``reading`` is that of the question as it was understood; ``adds`` says that the other one has the topic in it, in
    brackets, which the first one has not.
    """
    if not other:
        return NEVER
    if adds and _is_strange(other, reading):
        return max(STRANGE * reading.confidence, perhaps_floor)
    return max(reading.confidence, perhaps_floor) if reading.confidence < (SURE if adds else score_floor) else NEVER


def is_asked(other: str, reading: Reading, least: float, *, adds: bool) -> bool:
    """Say whether a question is what was asked, by what was read for it."""
    return reading.confidence > least and not (adds and _is_strange(other, reading))


def _is_strange(question: str, reading: Reading) -> bool:
    """Say whether the best sentence is from an article that lacks a name of the question."""
    if not reading.evidence:
        return True
    article = reading.evidence[0].stored.article
    return lacks_a_name(read_pins(question), f"{article.title} {article.text}")
