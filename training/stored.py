"""Questions with the sentences of their articles as token numbers, and windows that are drawn from them anew each time.

The file is what a run on a GPU took with it (README): one long row of tokens, with places in it. An example has one
window that answers, most of the time, and others that retrieval ranks near, of the same article, or farther down.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa.models.reader import CLS, QUESTION_TOKENS, SEP, TITLE_TOKENS
from qa.reading.windows import widen
from training.network import EncodedWindow

CHARACTERS = 220, 440  # of a window, between
WINDOW_TOKENS = 200
MISLEADING = 0.2  # of the examples ask with a name, number or word changed, and nothing answers
WITHOUT, ASIDE = 0.08, 0.4  # how often the window that answers is left out, and is grown around a neighbour
NEAR = 8  # best ranked sentences


class StoredQuestions:
    """The file's arrays by name, and what is drawn from them."""

    def __init__(self, path: Path, chance: random.Random) -> None:
        with np.load(path) as file:
            self._arrays = {name: file[name] for name in file.files}
        self._chance = chance
        self._changed: dict[int, list[int]] = {}
        for place, question in enumerate(self._arrays["mis_of"].tolist()):
            self._changed.setdefault(question, []).append(place)

    def draw(self, windows: int) -> Iterator[list[EncodedWindow]]:
        """Yield examples of so many windows without end, sets by the square root of their size."""
        sets = self._arrays["set"]
        counts = np.bincount(sets)
        weights = np.cumsum((1 / np.sqrt(counts))[sets]).tolist()
        while True:
            question = self._chance.choices(range(len(sets)), cum_weights=weights, k=1)[0]
            example = self._draw_one(question, windows)
            if example:
                yield example

    def _draw_one(self, question: int, windows: int) -> list[EncodedWindow]:
        changed = self._changed.get(question)
        if changed and self._chance.random() < MISLEADING:
            place = self._chance.choice(changed)
            asked, gold = self._cut("misq", "moff", place), set[int]()
            runs = self._choose([int(self._arrays["mis_gold"][place])], 1, set(), [])
            ranked = [one for one in self._cut("ranked", "roff", question)[:10] if one not in self._find_gold(question)]
            runs += self._choose(self._shuffle(ranked), windows - 1, set(), runs)
        else:
            asked, gold = self._cut("q", "qoff", question), self._find_gold(question)
            runs = self._choose_runs(question, gold, windows)
        phrases = np.array(self._cut("phrase", "phoff", question)).reshape(-1, 3).tolist()
        return [self._encode(asked, run, gold, phrases) for run in runs]

    def _choose_runs(self, question: int, gold: set[int], windows: int) -> list[range]:
        ranked, known = self._cut("ranked", "roff", question), self._cut("bad", "roff", question)
        near, far = (
            self._shuffle([one for one, bad in zip(ranked[part], known[part], strict=True) if not bad])
            for part in (slice(NEAR), slice(NEAR, None))
        )
        home = self._shuffle(range(*self._arrays["home"][question].tolist()))
        banned = gold | {one for one, bad in zip(ranked, known, strict=True) if bad}
        if not gold:
            runs = self._choose(home, 2, set(), [])
            return runs + self._choose([*near, *far], windows - len(runs), set(), runs)
        runs = [] if self._chance.random() < WITHOUT else [self._grow_around(self._chance.choice(sorted(gold)))]
        for centers, most in ((near, 1), (home, 1), ([*near, *far], windows)):
            runs += self._choose(centers, min(most, windows - len(runs)), banned, runs)
        return runs

    def _grow_around(self, center: int) -> range:
        """Return a run that holds a sentence, now and then grown around the one beside it."""
        if self._chance.random() < ASIDE:
            run = self._grow(center + self._chance.choice((-1, 1)), like=center)
            if center in run:
                return run
        return self._grow(center, like=center)

    def _choose(self, centers: Sequence[int], most: int, banned: set[int], taken: Sequence[range]) -> list[range]:
        """Return up to so many runs around sentences that meet neither each other nor what is banned."""
        chosen: list[range] = []
        for center in centers:
            if len(chosen) >= most:
                break
            run = self._grow(center, like=center)
            if not any(set(run) & set(other) for other in (*taken, *chosen)) and not banned & set(run):
                chosen.append(run)
        return chosen

    def _grow(self, center: int, *, like: int) -> range:
        """Return the run around a sentence, within the article of another, that fits into a length drawn anew."""
        article = self._arrays["art_of"][like]
        low, high = (int(self._arrays["first"][article + step]) for step in (0, 1))
        spans = self._arrays["char"][low:high].tolist()
        run = widen(spans, min(max(center, low), high - 1) - low, characters=self._chance.randint(*CHARACTERS))
        return range(low + run.start, low + run.stop)

    def _encode(
        self, question: Sequence[int], run: range, gold: set[int], phrases: Sequence[Sequence[int]]
    ) -> EncodedWindow:
        title = self._cut("title", "titleoff", int(self._arrays["art_of"][run.start]))[:TITLE_TOKENS]
        head = [CLS, *question[:QUESTION_TOKENS], SEP, *(title and [*title, SEP])]
        room = WINDOW_TOKENS - len(head) - 1
        sentences = [self._cut("tokens", "toff", sentence) for sentence in run]
        text = list(chain.from_iterable(sentences))[:room]
        owners = [number for number, tokens in enumerate(sentences) for _ in tokens][:room]
        second = len(title) + 1 if title else 0
        phrase = None
        for sentence, first, last in phrases:
            if sentence in run and sentence in gold and phrase is None:
                base = len(head) + sum(map(len, sentences[: sentence - run.start]))
                phrase = (base + first, base + last) if base + last < len(head) + len(text) else None
        return EncodedWindow(
            ids=(*head, *text, SEP),
            types=(*[0] * (len(head) - second), *[1] * (second + len(text) + 1)),
            sentence_of=(*[-1] * len(head), *owners, -1),
            sentences=len(run),
            gold=tuple(one - run.start for one in sorted(gold) if one in run and one - run.start in owners),
            phrase=phrase,
        )

    def _find_gold(self, question: int) -> set[int]:
        return set(self._cut("gold", "goff", question)) if self._arrays["ans"][question] else set()

    def _cut(self, name: str, places: str, number: int) -> list[int]:
        cut: NDArray[np.int64] = self._arrays[name][self._arrays[places][number] : self._arrays[places][number + 1]]
        found: list[int] = cut.tolist()
        return found

    def _shuffle(self, ones: Sequence[int]) -> list[int]:
        return self._chance.sample(ones, len(ones))
