"""How much of what matters a briefing tells, against the first sentences of the top articles and against MMR alone.

    python benchmarks/briefings.py --data FOLDER --index-dir DIR

FOLDER holds ``briefings.jsonl`` (``question``; ``points``: sentences as ``article_id``, ``start``, ``end``, and under
``copies`` the same sentence in other articles), DIR the index of its corpus. ``benchmarks/questions/briefings.jsonl``
has 12 of our own over 2,092 articles of BBC News from 2004 and 2005, ``briefings-natural.jsonl`` 12 more that ask for
one in other words, all written before any output was seen. "As asked" is what the product answers, a briefing or not.
Recall is the share of key sentences that are among the eight told, precision the share of those told that are key; a
sentence is one when it overlaps by more than half of the shorter of the two.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from qa.bot import Bot, open_bot
from qa.brief import SENTENCES
from qa.brief.choosing import choose_sentences
from qa.brief.ranking import Telling
from qa.brief.search import search_topic
from qa.chat.kinds import tell_kind
from qa.filters import NO_FILTERS
from qa.records import Answer, Sentence
from qa.settings import load_settings

Told = Sequence[Sentence]


def main() -> None:
    """Print a line for each way of telling."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--index-dir", type=Path, required=True)
    arguments = parser.parse_args()
    path = arguments.data if arguments.data.is_file() else arguments.data / "briefings.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines()
    briefings = [json.loads(line) for line in lines]
    bot = open_bot(load_settings(index_dir=arguments.index_dir))
    ways: dict[str, Callable[[Bot, str], Told]] = {
        "first sentence of the top articles": tell_first,
        "MMR alone": tell_mmr,
        "briefing": tell_briefing,
        "as asked": tell_answer,
    }
    for name, way in ways.items():
        scores = [score(briefing, way(bot, briefing["question"])) for briefing in briefings]
        recall, precision, told = np.mean(scores, axis=0)
        print(f"{name:36} recall {recall:.3f}  precision {precision:.3f}  sentences {told:.1f}")
    bot.close()


def _search(bot: Bot, question: str) -> Any:  # noqa: ANN401
    asked = tell_kind(question)
    with bot._views.reading() as view:
        search = bot._stages.searching(view)
        return search_topic(asked.topic or question, search, NO_FILTERS)


def tell_first(bot: Bot, question: str) -> Told:
    """Tell the first sentence of each of the articles that the best candidates are from."""
    stored = {candidate.stored.version: candidate.stored for candidate in _search(bot, question).candidates}
    return [article.sentence(0) for article in list(stored.values())[:SENTENCES]]


def tell_mmr(bot: Bot, question: str) -> Told:
    """Tell the candidates nearest to the topic by maximal marginal relevance, and nothing else."""
    side = _search(bot, question)
    near = []
    for candidate in side.candidates:
        vector = side.vectors[f"{candidate.stored.version}:{candidate.sentence.index}"]
        near.append(Telling(candidate.stored, candidate.sentence, vector, float(vector @ side.topic.vector)))
    return [one.sentence for one in choose_sentences(near, most=SENTENCES)]


def tell_briefing(bot: Bot, question: str) -> Told:
    """Tell what the product tells."""
    known = Answer(question, question, "not_found", 0.0)
    answer = bot._stages.brief(known, tell_kind(question), NO_FILTERS, bot._stages.find_limit(question))
    return [citation.sentence for citation in answer.citations] if answer else []


def tell_answer(bot: Bot, question: str) -> Told:
    """Tell what the product cites, whatever kind of question it takes this for."""
    return [citation.sentence for citation in bot.ask(question).citations]


def score(briefing: Mapping[str, Any], told: Told) -> tuple[float, float, float]:
    """Return recall, precision and the number of sentences told."""
    points = briefing["points"]
    sets = [(point, *point.get("copies", ())) for point in points]
    found = [any(_is_same(sentence, one) for sentence in told for one in same) for same in sets]
    right = [any(_is_same(sentence, one) for same in sets for one in same) for sentence in told]
    return sum(found) / len(points), sum(right) / max(1, len(right)), len(told)


def _is_same(sentence: Sentence, point: Mapping[str, Any]) -> bool:
    shared = min(sentence.end, point["end"]) - max(sentence.start, point["start"])
    shorter = min(sentence.end - sentence.start, point["end"] - point["start"])
    return bool(sentence.article_id == point["article_id"] and shared > shorter / 2)


if __name__ == "__main__":
    main()
