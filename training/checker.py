"""Train the checker: what a text makes of a claim, from pairs that differ by one thing.

    python -m training.checker --start FILE --pairs FILE --data FOLDER --wordnet FOLDER --work FOLDER --minutes 30

The start holds a network that has read questions or checked claims before; the pairs were made by rule (README).
Three more kinds are drawn as the run goes on: scenes of ours (`scenes.py`), sentences with one word in another's
place (`substitute.py`), and the claims of ours about our own corpus that may be fitted on. Writes
``checker.safetensors``.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file
from torch.nn import functional

from qa.models.checker import CLAIM_TOKENS, PAIR_TOKENS, encode_pair
from qa.models.reader import CLS, SEP
from qa.models.session import WEIGHTS_DIR, open_tokenizer
from training.data import load_articles, split_text
from training.export import load_weights
from training.gold import NOT_SAID, REFUTED, SUPPORTED, read_gold
from training.network import HEAD, EncodedWindow, Weights, is_frozen, score_tokens
from training.scenes import Pair, draw_pairs, read_scenes
from training.substitute import WordNet, cut_clause, substitute, swap_words

GOLD = "claims-corpus-fitted.txt"
SHARES = {"scenes": 0.36, "gold": 0.16, "words": 0.14, "pairs": 0.34}
SENTENCE_SETS = {"train": ("qed", "squad2_half", "squadshifts_new_wiki", "qamr_wikinews"), "dev": ("selqa",)}
BATCH = 48
PEAK_RATE, HEAD_RATE, WEIGHT_DECAY = 8e-5, 3e-4, 0.01
WARM_UP = 0.05  # of the run
SMOOTHING = 0.03
FROZEN_LAYERS = 1
SEED = 21
# of the pairs, by the beginning of their kind: how often one is drawn
WEIGHTS = {"judged": 4.0, "near": 0.4, "qa": 1.0, "qv": 0.6, "yn": 0.6, "boolq": 0.6}
REFUTING = ("role", "name", "number", "date", "neg", "opp", "attr", "ref", "mis", "other")


def start_from(weights: Weights) -> Weights:
    """Return the weights with three outputs: of one that told supported from not, or of a network without a head."""
    width = weights["embeddings.word_embeddings.weight"].shape[1]
    own, bias = weights[f"{HEAD}.weight"], weights[f"{HEAD}.bias"]
    if len(bias) == 1:
        head = torch.stack([own[0] * 0.6, own[0] * -0.4, own[0] * -0.4])
        bias = torch.stack([bias[0] * 0.6, bias[0] * -0.4 - 0.69, bias[0] * -0.4 - 0.69])
    elif len(bias) == 3:
        head = own
    else:
        head, bias = torch.zeros(3, width), torch.zeros(3)
    return weights | {f"{HEAD}.weight": head.clone(), f"{HEAD}.bias": bias.clone()}


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


class StoredPairs:
    """The pairs: their tokens, and how often each is drawn."""

    def __init__(self, path: Path) -> None:
        stored = dict(np.load(path))
        kinds = [str(kind) for kind in stored["kinds"]]
        self.stored = stored
        self.refuted = np.array([kind.split("-")[-1] in REFUTING for kind in kinds])[stored["kind"]]
        weights = np.array([WEIGHTS.get(kind.split("-")[0], 1.0) for kind in kinds])[stored["kind"]]
        weights *= np.where(np.array([kind.endswith("role") for kind in kinds])[stored["kind"]], 2.5, 1)
        weights *= np.where(stored["y"] == 1, 1.3, 1)
        self.weights = weights / weights.sum()

    def draw(self, chance: np.random.Generator) -> Iterator[tuple[list[int], list[int], int]]:
        """Yield claim tokens, evidence tokens and the label, without end."""
        stored = self.stored
        while True:
            for index in chance.choice(len(self.weights), 4096, p=self.weights):
                claim = stored["c"][stored["co"][index] : stored["co"][index + 1]].tolist()
                place = stored["ev"][index]
                evidence = stored["e"][stored["eo"][place] : stored["eo"][place + 1]].tolist()
                label = SUPPORTED if stored["y"][index] else REFUTED if self.refuted[index] else NOT_SAID
                yield claim, evidence, label


def pack(claim: list[int], evidence: list[int]) -> EncodedWindow:
    """Return a pair of token lists as the network takes it, as `qa.models.checker.encode_pair` lays it out."""
    head = [CLS, *claim[:CLAIM_TOKENS], SEP]
    ids = [*head, *evidence[: PAIR_TOKENS - len(head) - 1], SEP]
    return EncodedWindow(tuple(ids), (0,) * len(head) + (1,) * (len(ids) - len(head)), (-1,) * len(ids), 0)


def draw_examples(options: argparse.Namespace) -> Iterator[tuple[EncodedWindow, int]]:
    """Yield the examples of the run without end, the kinds mixed by `SHARES`."""
    chance = random.Random(SEED)
    tokenizer = open_tokenizer(WEIGHTS_DIR / "reader" / "tokenizer.json")
    stored = StoredPairs(options.pairs).draw(np.random.default_rng(SEED))
    drawn = {
        "scenes": draw_scenes(chance),
        "gold": draw_gold(chance),
        "words": draw_words(options.data, options.wordnet, chance),
    }
    while True:
        kind = chance.choices(list(SHARES), list(SHARES.values()))[0]
        if kind == "pairs":
            claim, evidence, label = next(stored)
            yield pack(claim, evidence), label
        else:
            pair = next(drawn[kind])
            ids, types = encode_pair(tokenizer, pair.claim, pair.evidence)
            yield EncodedWindow(tuple(ids), tuple(types), (-1,) * len(ids), 0), pair.label


def train(weights: Weights, examples: Iterator[tuple[EncodedWindow, int]], seconds: float, target: Path) -> None:
    """Fit the weights in place for so long, and write them now and then."""
    for name, value in weights.items():
        value.requires_grad_(not is_frozen(name, FROZEN_LAYERS))
    trained = {name: value for name, value in weights.items() if value.requires_grad}
    body = [value for name, value in trained.items() if not name.startswith(HEAD)]
    head = [value for name, value in trained.items() if name.startswith(HEAD)]
    rates = (PEAK_RATE, HEAD_RATE)
    optimizer = torch.optim.AdamW([{"params": body}, {"params": head}], weight_decay=WEIGHT_DECAY)
    started, step, shown, losses = time.monotonic(), 0, 0, [0.0]
    while (done := (time.monotonic() - started) / seconds) < 1:
        for group, rate in zip(optimizer.param_groups, rates, strict=True):
            group["lr"] = rate * min(done / WARM_UP, (1 - done) / (1 - WARM_UP)) + 1e-8
        windows, labels = zip(*islice(examples, BATCH), strict=True)
        with torch.autocast("cpu", torch.bfloat16):
            tokens = score_tokens(weights, windows, frozen_layers=FROZEN_LAYERS)
        firsts = torch.tensor([0, *np.cumsum([len(window.ids) for window in windows])[:-1]])
        loss = functional.cross_entropy(tokens[firsts].float(), torch.tensor(labels), label_smoothing=SMOOTHING)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(body + head, 1.0)
        optimizer.step()
        step, shown = step + 1, shown + len(labels)
        losses.append(loss.item())
        if step % 25 == 0:
            print(f"step {step} {done:.3f} pairs {shown} loss {np.mean(losses[-50:]):.3f}", flush=True)
        if step % 150 == 0:
            save_file({name: value.detach() for name, value in weights.items()}, target)
    save_file({name: value.detach() for name, value in weights.items()}, target)


def main() -> None:
    """Train, store."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--start", type=Path, required=True)
    parser.add_argument("--pairs", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--wordnet", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=30)
    options = parser.parse_args()
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    started = {name: torch.from_numpy(value) for name, value in load_weights(options.start).items()}
    weights = start_from(started)
    train(weights, draw_examples(options), 60 * options.minutes, options.work / "checker.safetensors")


if __name__ == "__main__":
    main()
