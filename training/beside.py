"""Claims beside a sentence that stands in the same article and does not say them.

They are what a claim meets when it is looked up: its own words and names around it, and another thing said. Sentences
with a "not" put in are most of them, for the checker takes much that only does not speak of a thing for a denial of it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from qa.check import Proof
from qa.check.text import read_text
from training.asked import list_claims, split_asked_articles
from training.data import SplitArticle, load_articles, split_text

SETS = {"onestopenglish": 260, "reuters21578": 140}  # and how many articles of each
NEAREST = 3  # by words they share
ASKED_SHARE = 0.5  # of the claims of `training.asked`
PLAIN_SHARE = 0.33  # of the articles, whose sentence is taken as it stands, too
_SENTENCES = 40  # of an article
_WORDS = range(7, 27)
_VERB = re.compile(r"\b(is|are|was|were|has|have|had|can|could|will|would|may)\b(?! not)")


def list_beside(data: Path, chance: random.Random) -> Iterator[tuple[str, Proof]]:
    """Yield claims, each with the proof that does not say it."""
    for line, article, index in list_claims(split_asked_articles(data), "fusion"):
        if chance.random() < ASKED_SHARE and (proof := _choose_other(line.text, article, index, chance)):
            yield line.text, proof
    for name, most in SETS.items():
        articles = load_articles(data / "corpora" / name, split_text)
        chance.shuffle(articles)
        yield from islice(_deny(articles, chance), most)


def _deny(articles: Sequence[SplitArticle], chance: random.Random) -> Iterator[tuple[str, Proof]]:
    for article in articles:
        places = [place for place in range(min(_SENTENCES, len(article.sentences))) if _is_plain(article.quote(place))]
        if not places:
            continue
        place = chance.choice(places)
        said = article.quote(place)
        claim = said if chance.random() < PLAIN_SHARE else _VERB.sub(r"\1 not", said, count=1)
        if proof := _choose_other(claim, article, place, chance):
            yield claim, proof


def _is_plain(sentence: str) -> bool:
    ended = sentence[:1].isupper() and sentence.endswith(".") and '"' not in sentence
    return ended and len(sentence.split()) in _WORDS and bool(_VERB.search(sentence))


def _choose_other(claim: str, article: SplitArticle, own: int, chance: random.Random) -> Proof | None:
    """Return one of the sentences nearest to a claim but for its own, as a proof."""
    said = read_text(claim).begins
    others = [place for place in range(min(_SENTENCES, len(article.sentences))) if place != own]
    near = sorted(others, key=lambda place: -len(said & read_text(article.quote(place)).begins))[:NEAREST]
    if not near:
        return None
    place = chance.choice(near)
    return Proof(article.quote(place), article.title, (article.quote(place - 1),) if place else ())
