"""Whether a question of a conversation is read in other words, too: without the topic that was added, or with one.

Rules complete fewer questions than lean on those before them, and some that do not: "What do the fans think?" may be
about the club that was spoken of, "Where are the spare keys?" may be about nothing that was. What the articles hold
tells them apart.
"""

from __future__ import annotations

import re

from qa.english.words import FUNCTION_WORDS
from qa.reading.read import Reading

NEVER = 1.0  # no confidence is higher
# times its confidence is what an answer counts for from an article that has nothing of the topic: of 59 questions that
# name nothing and begin a topic of their own none is then taken for one on the last topic
STRANGE = 0.5
SURE = 0.9  # confidence from which on an answer from an article with the topic needs no second one
_TOPIC = re.compile(r"\(([^()]*)\)\W*\Z")
_BEGIN = 5  # letters by which a word is known again


def find_least(question: str, other: str, reading: Reading, *, score_floor: float, perhaps_floor: float) -> float:
    """Return how much the other wording of a question must count to be what was asked, `NEVER` where it is not read.

    ``reading`` is that of the question as it was understood. One of the two has the topic of the conversation in it, in
    brackets.
    """
    if not other:
        return NEVER
    counted = _count(reading, question, other)
    return max(counted, perhaps_floor) if counted < (score_floor if _TOPIC.search(question) else SURE) else NEVER


def is_asked(question: str, other: str, reading: Reading, least: float) -> bool:
    """Say whether the other wording of a question is what was asked, by what was read for it."""
    if _TOPIC.search(other) and _is_strange(reading, other):
        return False
    return _count(reading, question, other) > least


def _count(reading: Reading, question: str, other: str) -> float:
    topic = question if _TOPIC.search(question) else other
    return reading.confidence * (STRANGE if _is_strange(reading, topic) else 1.0)


def _is_strange(reading: Reading, question: str) -> bool:
    """Say whether the best sentence is from an article that has nothing of a topic in brackets."""
    topic = _TOPIC.search(question)
    if not reading.evidence or topic is None:
        return topic is not None
    article = reading.evidence[0].stored.article
    told = f"{article.title} {article.text}".lower()
    words = [word[:_BEGIN] for word in re.findall(r"\w+", topic[1].lower()) if word not in FUNCTION_WORDS]
    return not any(re.search(rf"\b{re.escape(word)}", told) for word in words)
