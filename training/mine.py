"""Make the reader's examples: for each question the window that answers and those that our retrieval takes for it.

    python -m training.mine --data FOLDER --work FOLDER

writes ``examples.jsonl`` to the work folder, one line a question and its windows.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from qa.reading.windows import add_section, widen
from training.corpus import Corpus, load_corpus
from training.data import TRAINING_SETS, GoldQuestion, Span, load_questions
from training.mislead import mislead

SEED = 11
# Questions of one set in one run, so that no large set drowns the natural ones.
QUESTION_CAPS = {
    "squadshifts_reddit": 2600,
    "squadshifts_amazon_reviews": 1400,
    "qamr_wikinews": 900,
    "fairytaleqa": 600,
}
REPEATS = {"selqa": 2, "qed": 2, "clapnq": 2, "quotesum": 2}
NEGATIVES = 3
NEAR_RANKS, FAR_RANKS = 6, 40  # one negative from the first ranks, the others from further down
WITHOUT_GOLD = 0.08  # share of answerable questions that are shown only negatives, as when retrieval fails
OFF_CENTER = 0.4  # share of positive windows that grew from a neighbour of the gold sentence
CHARACTERS = (220, 440)  # windows vary in length, so that the reader takes any
LEAST_ANSWER = 3  # characters; shorter answers occur by chance
MISLEADING = 0.35  # share of answerable questions that are asked a second time with one word changed


@dataclass(frozen=True, slots=True)
class Window:
    """A run of sentences with its gold; spans count in ``text``."""

    title: str
    text: str
    sentences: list[Span]
    gold: list[int]
    phrase: Span | None


class Miner:
    """Draws windows for questions from one corpus."""

    def __init__(self, corpus: Corpus, chance: random.Random) -> None:
        self.corpus = corpus
        self.chance = chance

    def grow(self, article: int, center: int) -> tuple[int, range]:
        """Return a window of random length around a sentence."""
        spans = self.corpus.articles[article].sentences
        return article, widen(spans, center, characters=self.chance.randint(*CHARACTERS))

    def describe(self, question: GoldQuestion, article: int, run: range) -> Window:
        """Return the window with the question's gold in it."""
        source = self.corpus.articles[article]
        base, end = source.sentences[run.start][0], source.sentences[run.stop - 1][1]
        gold = [index - run.start for index in question.gold.get(source.id, ()) if index in run]
        phrases = [p for p in question.phrases.get(source.id, ()) if base <= p[0] and p[1] <= end]
        phrase = min(phrases, key=lambda p: p[1] - p[0]) if phrases and gold else None
        return Window(
            title=add_section(source.title, source.sections[run.start]),
            text=source.text[base:end],
            sentences=[(start - base, stop - base) for start, stop in source.sentences[run.start : run.stop]],
            gold=gold,
            phrase=(phrase[0] - base, phrase[1] - base) if phrase else None,
        )

    def find_positive(self, question: GoldQuestion) -> list[tuple[int, range]]:
        """Return one window that holds a gold sentence, not always in its middle."""
        places = [(self.corpus.places[id_], i) for id_, gold in question.gold.items() for i in gold]
        article, center = self.chance.choice(places)
        near = [i for i in (center - 1, center + 1) if 0 <= i < len(self.corpus.articles[article].sentences)]
        if near and self.chance.random() < OFF_CENTER:
            window = self.grow(article, self.chance.choice(near))
            if center in window[1]:
                return [window]
        return [self.grow(article, center)]

    def find_home(self, question: GoldQuestion, count: int) -> list[tuple[int, range]]:
        """Return windows of the part of the article that was judged, without gold."""
        article = self.corpus.places[question.home]
        start, end = question.within or (0, len(self.corpus.articles[article].text))
        inside = [i for i, (s, e) in enumerate(self.corpus.articles[article].sentences) if s < end and e > start]
        self.chance.shuffle(inside)
        return self.choose(question, [(article, index) for index in inside], count)

    def choose(self, question: GoldQuestion, centers: Sequence[tuple[int, int]], count: int) -> list[tuple[int, range]]:
        """Return up to ``count`` windows around the centers that neither overlap nor seem to answer."""
        chosen: list[tuple[int, range]] = []
        for article, center in centers:
            if len(chosen) == count:
                break
            window = self.grow(article, center)
            taken = any(a == article and set(run) & set(window[1]) for a, run in chosen)
            if not taken and not self.seems_to_answer(question, *window):
                chosen.append(window)
        return chosen

    def seems_to_answer(self, question: GoldQuestion, article: int, run: range) -> bool:
        """Tell whether a window holds gold, a copy of a gold sentence, or the words of an answer."""
        source = self.corpus.articles[article]
        if any(index in run for index in question.gold.get(source.id, ())):
            return True
        if not question.answerable:
            return False
        text = source.text[source.sentences[run.start][0] : source.sentences[run.stop - 1][1]].lower()
        answers = [answer.lower() for answer in question.answers if len(answer) >= LEAST_ANSWER]
        copies = [
            self.corpus.quote(self.corpus.places[id_], i).lower() for id_, gold in question.gold.items() for i in gold
        ]
        return any(words in text for words in (*answers, *copies))

    def mine(self, question: GoldQuestion, ranked: Sequence[tuple[int, int]]) -> list[Window]:
        """Return the windows of one question: what answers, if anything does, and what does not."""
        chance = self.chance
        windows: list[tuple[int, range]] = []
        if question.answerable:
            if chance.random() >= WITHOUT_GOLD:
                windows += self.find_positive(question)
            near, far = list(ranked[:NEAR_RANKS]), list(ranked[NEAR_RANKS:FAR_RANKS])
            chance.shuffle(near)
            chance.shuffle(far)
            windows += self.choose(question, near, 1)
            windows += self.find_home(question, 1)
            windows += self.choose(question, far, NEGATIVES + 1 - len(windows))
        else:
            windows += self.find_home(question, 2)
            windows += self.choose(question, [r for r in ranked if r[0] != windows[0][0]][:NEAR_RANKS], 1)
        return [self.describe(question, *window) for window in windows]

    def mine_misleading(self, question: GoldQuestion, windows: Sequence[Window]) -> tuple[str, list[Window]] | None:
        """Return the question with one word changed and windows that do not answer it; None where no change is safe."""
        right = next((window for window in windows if window.gold), None)
        if right is None or self.chance.random() >= MISLEADING:
            return None
        article = self.corpus.articles[self.corpus.places[question.home]].text
        changed = mislead(question.text, right.text, article, self.chance)
        if changed is None:
            return None
        near = [window for window in windows if not window.gold][:1]
        return changed, [replace(right, gold=[], phrase=None), *near]


def mine_examples(corpus: Corpus, questions: Sequence[GoldQuestion], seed: int) -> Iterator[dict[str, object]]:
    """Yield one example a question, in random order."""
    chance = random.Random(seed)
    miner = Miner(corpus, chance)
    order = list(questions)
    chance.shuffle(order)
    for question, ranked in zip(order, corpus.rank(order, limit=FAR_RANKS), strict=True):
        windows = miner.mine(question, ranked)
        yield _to_row(question, question.text, windows)
        misleading = miner.mine_misleading(question, windows)
        if misleading:
            yield _to_row(question, *misleading)


def _to_row(question: GoldQuestion, text: str, windows: Sequence[Window]) -> dict[str, object]:
    return {"set": question.set_name, "id": question.id, "question": text, "windows": [asdict(w) for w in windows]}


def choose_questions(questions: Sequence[GoldQuestion], seed: int) -> list[GoldQuestion]:
    """Return the training questions of one set, capped or repeated."""
    chosen = [question for question in questions if question.fold == "train"]
    if not chosen:
        return []
    name = chosen[0].set_name
    random.Random(seed).shuffle(chosen)
    return chosen[: QUESTION_CAPS.get(name)] * REPEATS.get(name, 1)


def main() -> None:
    """Mine the examples of every training set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds the sets")
    parser.add_argument("--work", type=Path, required=True, help="folder for vectors and examples")
    parser.add_argument("--seed", type=int, default=SEED, help="another draws other questions and windows")
    options = parser.parse_args()
    corpus = load_corpus("train", [options.data / "qa" / name for name in TRAINING_SETS], options.work)
    questions: list[GoldQuestion] = []
    for name in TRAINING_SETS:
        own = [article for article in corpus.articles if article.set_name == name]
        questions += choose_questions(load_questions(options.data / "qa" / name, own), options.seed)
    with (options.work / "examples.jsonl").open("w", encoding="utf-8") as file:
        for count, example in enumerate(mine_examples(corpus, questions, options.seed), 1):
            file.write(json.dumps(example) + "\n")
            if count % 1000 == 0:
                print(f"{count} examples of {len(questions)} questions mined", flush=True)


if __name__ == "__main__":
    main()
