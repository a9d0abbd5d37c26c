"""Make examples of our own questions and claims (`training.asked`), and of others beside them, for `training.tune`.

    python -m training.mine_asked --data FOLDER --work FOLDER

reads ``asked`` in the work folder and writes there ``asked-windows.jsonl`` for the reader, laid out by `training.mine`,
and ``asked-pairs.jsonl`` for the checker. Windows that do not answer are those that the product ranks first and the
reader of now takes for answers; phrases that are no answer are what it offers there, what tempts in a near miss, and
phrases of the same kind beside the right one.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from qa.english.questions import read_asked
from qa.models.reader import BuiltInReader, ReaderWindow, WindowReading
from qa.reading.headline import offer_phrase
from qa.reading.phrases import is_same_phrase, list_phrases
from qa.reading.pins import read_pins
from qa.reading.windows import add_section, cut_windows, widen
from training.asked import DOCUMENT, LABELS, NEAR_MISS, YES_NO, find_sentence, list_claims
from training.corpus import Corpus, Place, load_corpus
from training.data import OWN_SET, TRAINING_SETS, GoldQuestion, load_questions, read_lines
from training.gold import NOT_SAID, REFUTED, SUPPORTED
from training.headline import is_right
from training.mine import Miner, Window, choose_questions

SEED = 11
READ, READ_OF_OTHERS = 4, 2  # windows a question, as the product ranks them
SHOWN = 4  # windows of an example
OTHERS = 150  # questions of each other set, which keep the networks from forgetting
RANKED = 40
LEAST_OFFER = -4.0  # the reader's score of a sentence whose phrase is worth a pair
OFFERS, OFFERS_OF_OTHERS = 3, 1
TITLED = 0.3  # of the windows stand after their title

Row = dict[str, Any]
Run = tuple[int, range]  # an article and some of its sentences


class AskedMiner(Miner):
    """Draws windows and pairs for questions from one corpus, by what the reader makes of it."""

    def __init__(self, corpus: Corpus, chance: random.Random, rows: Mapping[str, Row]) -> None:
        super().__init__(corpus, chance)
        self.reader = BuiltInReader()
        self.rows = rows

    def read(self, question: GoldQuestion, ranked: Sequence[Place], *, most: int) -> list[tuple[Run, WindowReading]]:
        """Return the windows around the best sentences with their readings, the surest first."""
        names = [(str(article), sentence) for article, sentence in ranked]
        sentences = {str(article): self.corpus.articles[article].sentences for article, _ in ranked}
        runs = [(int(name), run) for name, run in cut_windows(names, sentences, most=most)]
        read = zip(runs, self.reader.read(question.text, [self.open(run) for run in runs]), strict=True)
        return sorted(read, key=lambda one: -max(sentence.score for sentence in one[1].sentences))

    def open(self, run: Run) -> ReaderWindow:
        """Return a run of sentences as the reader takes it."""
        article = self.corpus.articles[run[0]]
        spans = article.sentences[run[1].start : run[1].stop]
        base = spans[0][0]
        inside = tuple((start - base, end - base) for start, end in spans)
        title = add_section(article.title, article.sections[run[1].start])
        return ReaderWindow(title, article.text[base : spans[-1][1]], inside)

    def choose_windows(self, question: GoldQuestion, read: Sequence[tuple[Run, WindowReading]]) -> list[Window]:
        """Return what answers, or tempts, and beside it what the reader takes for an answer."""
        row, home = self.rows.get(question.id), self.corpus.places[question.home]
        if question.answerable:
            runs = self.find_positive(question)
        elif row:
            runs = [self.grow(home, find_sentence(self.corpus.articles[home], row["sentence"]))]
        else:
            runs = self.find_home(question, 1)
        for run, _ in read:
            taken = any(run[0] == article and set(run[1]) & set(other) for article, other in runs)
            if len(runs) < SHOWN and not taken and not (question.answerable and self.seems_to_answer(question, *run)):
                runs.append(run)
        return [self.describe(question, *run) for run in runs]

    def draw_pairs(self, question: GoldQuestion, read: Sequence[tuple[Run, WindowReading]]) -> Iterator[Row]:
        """Yield the question with phrases, right and wrong, each with the window of its sentence."""
        row = self.rows.get(question.id)
        if row and row["kind"] == YES_NO:
            yield from self.draw_yes_no(question, row)
            return
        offers = list(self.list_offers(question, read))
        for phrase, place, label in offers[: OFFERS if row else OFFERS_OF_OTHERS]:
            yield self.make_pair(question, phrase, place, label)
        for phrase, place in self.list_right(question):
            yield self.make_pair(question, phrase, place, SUPPORTED)
            for other in self.list_of_kind(question, phrase, place)[: 2 if row else 1]:
                yield self.make_pair(question, other, place, NOT_SAID)
        if row and row["kind"] == NEAR_MISS:
            home = self.corpus.places[question.home]
            place = home, find_sentence(self.corpus.articles[home], row["sentence"])
            yield self.make_pair(question, row["phrase"], place, NOT_SAID)

    def draw_yes_no(self, question: GoldQuestion, row: Row) -> Iterator[Row]:
        """Yield both answers with the sentence that settles the question."""
        place = next((self.corpus.places[id_], i) for id_, indexes in question.gold.items() for i in indexes)
        yield self.make_pair(question, row["phrase"], place, SUPPORTED)
        yield self.make_pair(question, {"Yes": "No", "No": "Yes"}[row["phrase"]], place, REFUTED)

    def list_offers(
        self, question: GoldQuestion, read: Sequence[tuple[Run, WindowReading]]
    ) -> Iterator[tuple[str, Place, int]]:
        """Yield the phrase of the best sentence of each window as the product offers it, where its label is known."""
        asked, pins = read_asked(question.text), read_pins(question.text)
        gold = {(self.corpus.places[id_], i) for id_, indexes in question.gold.items() for i in indexes}
        for (number, run), said in read:
            best = max(range(len(run)), key=lambda place: said.sentences[place].score)
            reading, place = said.sentences[best], (number, run[best])
            if reading.phrase is None or reading.score < LEAST_OFFER:
                continue
            article = self.corpus.articles[number]
            base, start = article.sentences[run.start][0], article.sentences[run[best]][0]
            span = (base + reading.phrase[0] - start, base + reading.phrase[1] - start)
            offer = offer_phrase(question.text, asked, pins, self.corpus.quote(*place), span)
            label = self.label(question, offer.text, place, gold) if offer else None
            if offer and label is not None:
                yield offer.text, place, label

    def label(self, question: GoldQuestion, phrase: str, place: Place, gold: set[Place]) -> int | None:
        """Return what a sentence makes of a phrase as the answer, None where that is not known."""
        if not question.answerable:  # ours were judged over our own articles, those of other sets over one
            own = self.corpus.articles[place[0]].set_name == OWN_SET
            known = own if question.id in self.rows else place[0] == self.corpus.places[question.home]
            return NOT_SAID if known else None
        right = is_right(phrase, question.answers) if question.answers else None
        if place in gold:
            return None if right is None else SUPPORTED if right else NOT_SAID
        if right or right is None or self.seems_to_answer(question, place[0], range(place[1], place[1] + 1)):
            return None
        return NOT_SAID

    def list_right(self, question: GoldQuestion) -> Iterator[tuple[str, Place]]:
        """Yield one right phrase of each article with the place of its sentence."""
        for id_, spans in question.phrases.items():
            article = self.corpus.articles[self.corpus.places[id_]]
            for start, end in spans[:1]:
                holding = [
                    i for i in question.gold[id_] if article.sentences[i][0] <= start and end <= article.sentences[i][1]
                ]
                if question.answerable and question.answers and holding:
                    yield article.text[start:end], (self.corpus.places[id_], holding[0])

    def list_of_kind(self, question: GoldQuestion, phrase: str, place: Place) -> list[str]:
        """Return other phrases of the kind that is asked for, of the same sentence first, then of those around it."""
        asked, found = read_asked(question.text), []
        for index in sorted(widen(self.corpus.articles[place[0]].sentences, place[1]), key=lambda i: i != place[1]):
            sentence = self.corpus.quote(place[0], index)
            near = max(0, sentence.find(phrase))
            found += [sentence[start:end] for start, end in list_phrases(asked, sentence, (near, near + len(phrase)))]
        return [
            other
            for other in dict.fromkeys(found)
            if not is_right(other, question.answers)
            and other.lower() not in question.text.lower()
            and not is_same_phrase(other, phrase)
        ]

    def make_pair(self, question: GoldQuestion, phrase: str, place: Place, label: int) -> Row:
        """Return question and phrase with the window of a sentence, sometimes after its title."""
        article = self.corpus.articles[place[0]]
        run = widen(article.sentences, place[1])
        text = article.text[article.sentences[run.start][0] : article.sentences[run.stop - 1][1]]
        titled = article.title and self.chance.random() < TITLED
        evidence = f"{article.title}. {text}" if titled else text
        return {
            "set": question.set_name,
            "claim": f"{question.text.strip()} {phrase}.",
            "evidence": evidence,
            "label": label,
        }


def make_claim_pairs(corpus: Corpus) -> Iterator[Row]:
    """Yield our claims, each with its sentence after title and the sentence before."""
    articles = {article.id: article for article in corpus.articles if article.set_name == OWN_SET}
    for line, article, index in list_claims(articles, "train"):
        number = corpus.places[article.id]
        before = corpus.quote(number, index - 1) if index else ""
        title = f"{article.title}." if article.title else ""
        evidence = " ".join(part for part in (title, before, corpus.quote(number, index)) if part).replace("\n", " ")
        yield {"set": OWN_SET, "claim": line.text, "evidence": evidence, "label": LABELS[line.kind]}


def choose_others(corpus: Corpus, data: Path, chance: random.Random) -> list[GoldQuestion]:
    """Return some training questions of every other set."""
    chosen: list[GoldQuestion] = []
    for name in TRAINING_SETS:
        own = [article for article in corpus.articles if article.set_name == name]
        questions = list({q.id: q for q in choose_questions(load_questions(data / "qa" / name, own), SEED)}.values())
        chosen += chance.sample(questions, min(OTHERS, len(questions)))
    return chosen


def main() -> None:
    """Mine both kinds of examples."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds the sets")
    parser.add_argument("--work", type=Path, required=True, help="folder with asked, for vectors and examples")
    options = parser.parse_args()
    chance = random.Random(SEED)
    folders = [options.data / "qa" / name for name in TRAINING_SETS]
    corpus = load_corpus("asked", [options.work / OWN_SET, *folders], options.work)
    rows = {row["id"]: row for row in read_lines(options.work / OWN_SET / "questions.jsonl")}
    own = load_questions(
        options.work / OWN_SET, [article for article in corpus.articles if article.set_name == OWN_SET]
    )
    questions = [
        *(q for q in own if q.fold == "train" or q.home.startswith(DOCUMENT)),
        *choose_others(corpus, options.data, chance),
    ]
    miner = AskedMiner(corpus, chance, rows)
    with (
        (options.work / "asked-windows.jsonl").open("w", encoding="utf-8") as windows,
        (options.work / "asked-pairs.jsonl").open("w", encoding="utf-8") as pairs,
    ):
        for question, ranked in zip(questions, corpus.rank(questions, limit=RANKED), strict=True):
            read = miner.read(question, ranked, most=READ if question.set_name == OWN_SET else READ_OF_OTHERS)
            shown = [asdict(window) for window in miner.choose_windows(question, read)]
            example = {"set": question.set_name, "id": question.id, "home": question.home}
            example |= {"question": question.text, "windows": shown}
            windows.write(json.dumps(example) + "\n")
            pairs.writelines(json.dumps(pair) + "\n" for pair in miner.draw_pairs(question, read))
        pairs.writelines(json.dumps(pair) + "\n" for pair in make_claim_pairs(corpus))


if __name__ == "__main__":
    main()
