"""The few sentences of a briefing: those that tell most, without saying anything twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from qa.brief.ranking import Telling
from qa.records import Sentence

AN_ARTICLE = 2  # sentences of one article
_PENALTY = 0.3  # of a sentence, for each unit of likeness to one that is chosen
_UNLIKE = 0.5  # cosine up to which two sentences are not like each other at all
_REPEATED = 0.9  # cosine from which two sentences say the same


def choose_sentences(
    telling: Sequence[Telling], *, most: int, chosen: Sequence[Telling] = (), an_article: int = AN_ARTICLE
) -> list[Telling]:
    """Return up to ``most`` sentences, best first, that go beside those that are ``chosen`` already.

    Of one article there are up to ``an_article``, those apart that are chosen already.

    Maximal marginal relevance (Carbonell and Goldstein 1998, https://doi.org/10.1145/290941.291025): each next one is
    the one that tells most, less its likeness to what is chosen; likeness is the cosine of their vectors.
    """
    found: list[Telling] = []
    of_article: Counter[str] = Counter()
    taken = {place for one in chosen for place in _list_places(one)}
    rest = [one for one in telling if one.sentence not in taken]
    alike = [max((_compare(one, other) for other in chosen), default=0.0) for one in rest]
    while len(found) < most:
        scores = {
            place: one.score - _PENALTY * max(0.0, alike[place] - _UNLIKE)
            for place, one in enumerate(rest)
            if one.sentence not in taken and alike[place] < _REPEATED and of_article[one.stored.version] < an_article
        }
        if not scores:
            break
        best = rest[max(scores, key=scores.__getitem__)]
        found.append(best)
        of_article[best.stored.version] += 1
        taken.update(_list_places(best))
        alike = [max(before, _compare(one, best)) for one, before in zip(rest, alike, strict=True)]
    return found


def _list_places(one: Telling) -> list[Sentence]:
    return [one.sentence, *(copy.sentence for copy in one.copies)]


def _compare(one: Telling, other: Telling) -> float:
    return float(one.vector @ other.vector)
