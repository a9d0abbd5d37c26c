"""Whether a question is talk with the bot, told by its meaning, where no phrase or word of the lists tells it.

Two logistic regressions on the vector of the question, fitted by ``python -m training.talk``. In doubt it is about the
world: one about the bot has a word of its trade as well.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.chat.addressed import choose_subject, names_something
from qa.chat.common import NEARLY_THE_SAME, find_common
from qa.chat.kinds import Asked
from qa.chat.vocabulary import find_feeling, names_trade
from qa.models.encoder import Encoder

# chance from which on it is small talk, and about the bot: keywords and what names something are so about the world
_LEAST, _LEAST_BESIDE_A_NAME = (0.7, 0.85), (0.95, 0.98)
_TO_THE_BOT = re.compile(r"\b(?:you|your|u)\b", re.IGNORECASE)
_DENIED = re.compile(r"\b(?:not|no|nothing|wrong|never)\b|n't\b|n’t\b", re.IGNORECASE)


def tell_talk(question: str, asked: Asked, encoder: Encoder) -> Asked:
    """Return the kind of a question by its meaning, which the ``encoder`` is asked for only where it is needed.

    Asked anew is what was taken for a fact or keywords, and what was taken for a question about the bot but has nothing
    of its trade: "Do you ever sleep?". A question is small talk only if it is put to the bot. The vectors of another
    encoder say nothing.
    """
    weights = _load()
    is_vague = asked.kind == "about" and asked.subject in ("self", "handbook") and asked.language == "en"
    if not (asked.kind in ("fact", "keywords") or is_vague) or encoder.name != weights["encoder"]:
        return asked
    vector = encoder.encode_question(question)
    is_of_world = asked.kind == "keywords" or names_something(question)
    talk, about = (_find_chance(vector, weights[kind]) for kind in ("small_talk", "about"))
    least_talk, least_about = _LEAST_BESIDE_A_NAME if is_of_world else _LEAST
    if about > talk:
        if is_vague or about < least_about or not names_trade(question):
            return asked
        if common := find_common(question, least=NEARLY_THE_SAME):
            return Asked("about", subject=common.subject, language="en")
        subject = choose_subject(question.lower(), "handbook")
        return Asked("about", subject="handbook" if subject == "count" else subject, language="en")  # not of articles
    to_the_bot = _TO_THE_BOT.search(question) is not None
    if talk < least_talk or ("?" in question and not to_the_bot):
        return asked
    subject = "blame" if _DENIED.search(question) else find_feeling(question)
    if not subject and asked.kind == "keywords" and not to_the_bot:  # "unemployment now"
        return asked
    return Asked("small_talk", subject=subject or "nod", language="en")


def _find_chance(vector: NDArray[np.float32], weights: NDArray[np.float64]) -> float:
    return float(1 / (1 + np.exp(-(vector @ weights[:-1] + weights[-1]))))


@cache
def _load() -> Mapping[str, Any]:
    read = json.loads(files("qa.chat").joinpath("talk.json").read_text(encoding="utf-8"))
    return {key: value if isinstance(value, str) else np.array(value) for key, value in read.items()}
