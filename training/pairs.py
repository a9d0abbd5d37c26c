"""The checker's examples: claims with evidence from five sources, mixed by share, laid out as the checker reads them.

The stored pairs were made by rule (README). Scenes of ours, sentences with one word in another's place and our own
claims are drawn as the run goes on, and so are answers: a question with a phrase, the right one, or the one that the
reader offers where nothing answers, which is what a headline has to be kept from.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from qa.models.checker import CLAIM_TOKENS, PAIR_TOKENS, encode_pair
from qa.models.reader import CLS, SEP, BuiltInReader, ReaderWindow, SentenceReading
from training.data import load_articles, split_text
from training.gold import NOT_SAID, REFUTED, SUPPORTED, read_gold
from training.scenes import Pair, draw_pairs, read_scenes
from training.substitute import WordNet, cut_clause, substitute, swap_words

GOLD = "claims-corpus-fitted.txt"
SHARES = {"pairs": 0.36, "answers": 0.34, "scenes": 0.13, "words": 0.11, "gold": 0.06}
LONGEST = 170  # tokens; longer pairs are left out, for they cost most and are few
SENTENCE_SETS = {"train": ("qed", "squad2_half", "squadshifts_new_wiki", "qamr_wikinews"), "dev": ("selqa",)}
# of the stored pairs, by the beginning of their kind: how often one is drawn
WEIGHTS = {"judged": 4.0, "near": 0.4, "boolq": 0.6}
REFUTING = ("role", "name", "number", "date", "neg", "opp", "attr", "ref", "mis", "other")
WRONG_PHRASE = 0.25  # how often the reader's wrong phrase of a window that answers is drawn, not the right one
TITLED = 0.3  # of the answers' windows stand after their title


@dataclass(frozen=True, slots=True)
class Example:
    """A pair as the checker reads it: its tokens, how many of them are the claim, and the label."""

    ids: list[int]
    claim: int
    label: int


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the examples come from: ``pairs`` made by rule, ``mined`` by `training.mine`, sets, and WordNet's files."""

    pairs: Path
    mined: Path
    data: Path
    wordnet: Path


def draw_examples(sources: Sources, tokenizer: Any, seed: int) -> Iterator[Example]:  # noqa: ANN401 - untyped package
    """Yield examples without end, the sources mixed by `SHARES`."""
    chance = random.Random(seed)

    def lay_out(pairs: Iterator[Pair]) -> Iterator[Example]:
        for pair in pairs:
            ids, types = encode_pair(tokenizer, pair.claim, pair.evidence)
            yield Example(ids, types.count(0), pair.label)

    drawn = {
        "pairs": draw_stored(sources.pairs, np.random.default_rng(seed)),
        "answers": lay_out(draw_answers(sources.mined, BuiltInReader(), chance)),
        "scenes": lay_out(draw_scenes(chance)),
        "words": lay_out(draw_words(sources.data, sources.wordnet, chance)),
        "gold": lay_out(draw_gold(chance)),
    }
    while True:
        example = next(drawn[chance.choices(list(SHARES), list(SHARES.values()))[0]])
        if len(example.ids) <= LONGEST:
            yield example


def draw_batches(examples: Iterator[Example], size: int, chance: random.Random) -> Iterator[list[Example]]:
    """Yield batches of examples of about one length, in random order."""
    while True:
        pool = sorted(islice(examples, 10 * size), key=lambda one: len(one.ids) + 8 * chance.random())
        batches = [pool[first : first + size] for first in range(0, len(pool), size)]
        chance.shuffle(batches)
        yield from batches


def draw_gold(chance: random.Random) -> Iterator[Pair]:
    """Yield our own claims without end, true ones twice as often, most with their context."""
    gold = list(read_gold(GOLD))
    weights = [2.0 if one.label == SUPPORTED else 1.0 for one in gold]
    while True:
        one = chance.choices(gold, weights)[0]
        yield Pair(one.claim, one.proof.window if chance.random() < 0.6 else one.proof.text, one.label)


def draw_scenes(chance: random.Random) -> Iterator[Pair]:
    """Yield pairs of our scenes without end, true ones twice as often."""
    scenes = read_scenes()
    while True:
        pairs = list(draw_pairs(chance.choice(scenes), scenes, chance))
        yield from chance.choices(pairs, [2.0 if pair.label == SUPPORTED else 1.0 for pair in pairs], k=3)


def draw_words(data: Path, wordnet: Path, chance: random.Random, *, fold: str = "train") -> Iterator[Pair]:
    """Yield sentences with one word, or two, in another's place, without end."""
    net = WordNet(wordnet)
    sentences = []
    for name in SENTENCE_SETS[fold]:
        for article in islice(load_articles(data / "qa" / name, split_text), 400):
            sentences += [article.text[start:end].replace("\n", " ") for start, end in article.sentences[:40]]
    sentences = [sentence for sentence in sentences if 6 <= len(sentence.split()) <= 30]
    while True:
        sentence = chance.choice(sentences)
        yield from substitute(sentence, net, chance)
        if (swapped := swap_words(sentence, net, chance)) and chance.random() < 0.4:
            yield swapped
        if shorter := cut_clause(sentence, chance):
            yield shorter


def draw_answers(mined: Path, reader: BuiltInReader, chance: random.Random) -> Iterator[Pair]:
    """Yield questions with a phrase and a window without end: what is right, and what the reader takes for it."""
    with mined.open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    while True:
        row = chance.choice(rows)
        window = chance.choice(row["windows"])
        label, phrase = SUPPORTED, window["phrase"] and window["text"][slice(*window["phrase"])]
        if phrase is None or chance.random() < WRONG_PHRASE:
            label, phrase = NOT_SAID, _offer(reader, row["question"], window, right=phrase)
        if phrase and (label == NOT_SAID or window["phrase"]):
            title = f"{window['title']}. " if chance.random() < TITLED else ""
            yield Pair(f"{row['question'].strip()} {phrase}.", title + window["text"], label)


def _offer(reader: BuiltInReader, question: str, window: dict[str, Any], *, right: str | None) -> str | None:
    """Return the phrase that the reader takes for the answer, unless it shares a word with the right one."""
    spans = tuple((start, end) for start, end in window["sentences"])
    (said,) = reader.read(question, [ReaderWindow(window["title"], window["text"], spans)])
    order: Callable[[SentenceReading], float] = lambda one: one.score  # noqa: E731 - named for its type
    phrases = [one.phrase for one in sorted(said.sentences, key=order, reverse=True) if one.phrase]
    if not phrases or (window["gold"] and right is None):  # answers, but not by a phrase: what is right is not known
        return None
    offered = window["text"][slice(*phrases[0])]
    return None if right and set(right.lower().split()) & set(offered.lower().split()) else offered


def draw_stored(path: Path, chance: np.random.Generator) -> Iterator[Example]:
    """Yield the stored pairs without end, each kind as often as `WEIGHTS` says."""
    with np.load(path) as file:
        stored = {name: file[name] for name in file.files}
    kinds = [str(kind) for kind in stored["kinds"]]
    refuted = np.array([kind.split("-")[-1] in REFUTING for kind in kinds])[stored["kind"]]
    weights = np.array([WEIGHTS.get(kind.split("-")[0], 1.0) for kind in kinds])[stored["kind"]]
    weights *= np.where(np.array([kind.endswith("role") for kind in kinds])[stored["kind"]], 2.5, 1)
    weights *= np.where(stored["y"] == 1, 1.3, 1)
    while True:
        for index in chance.choice(len(weights), 4096, p=weights / weights.sum()):
            claim = stored["c"][stored["co"][index] : stored["co"][index + 1]].tolist()
            place = stored["ev"][index]
            evidence = stored["e"][stored["eo"][place] : stored["eo"][place + 1]].tolist()
            head = [CLS, *claim[:CLAIM_TOKENS], SEP]
            ids = [*head, *evidence[: PAIR_TOKENS - len(head) - 1], SEP]
            yield Example(ids, len(head), SUPPORTED if stored["y"][index] else REFUTED if refuted[index] else NOT_SAID)
