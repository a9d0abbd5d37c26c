"""Whether a question is nearer in meaning to the help or to the articles, before anything is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from qa.itself import may_be_of_program

if TYPE_CHECKING:
    from qa.asking.handbook import Handbook

LIKE = 0.3  # cosine of what is near at all: of 49 questions on the handbook none is below, of 8 on neither 6 are
# the same of a question that has no word for the program: of 30 on neither none is above, of 8 such on the handbook one
# is below
LIKE_UNNAMED = 0.415
NEARER = 0.05  # cosine by which a sentence of the handbook must be nearer than any of the articles
# cosine of a sentence of the articles, and how much nearer it must be than the handbook, from which on what seems talk
# is not: of 150 messages to the bot that address nobody none but known courtesies is, beside 2,094 news articles
LIKE_ARTICLES, NEARER_ARTICLES = 0.6, 0.1


def is_near_help(
    question: str,
    vector: NDArray[np.float32],
    nearest: tuple[str, float],
    own_help: frozenset[str],
    handbook: Handbook | None,
) -> bool:
    """Say whether the sentence that is nearest in meaning to a question is one of the help, and near at all.

    ``nearest`` is the version and the cosine of the nearest article. The help that comes with the program answers only
    what may be of it, since the articles may be of other programs.
    """
    of_program, (version, score) = may_be_of_program(question), nearest
    least = LIKE if of_program else LIKE_UNNAMED
    if own_help:
        return version in own_help and score >= least
    if not handbook or not of_program:
        return False
    return handbook.compare(vector) >= max(least, score + NEARER) and handbook.knows(question)


def is_near_articles(
    vector: NDArray[np.float32], nearest: tuple[str, float], own_help: frozenset[str], handbook: Handbook | None
) -> bool:
    """Say whether an article is so near to what seems talk, and so much nearer than the help, that it is asked of it.

    "Sick leave" and "expense report" are asked of the articles that have them. Another encoder's cosines say nothing.
    """
    version, score = nearest
    if handbook is None or version in own_help:
        return False
    return score >= max(LIKE_ARTICLES, handbook.compare(vector) + NEARER_ARTICLES)
