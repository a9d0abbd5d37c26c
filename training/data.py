"""The question sets as training sees them: articles cut into sentences, questions with their gold sentences, folds.

A set is a folder with ``articles.jsonl`` and ``questions.jsonl``. Folds go by title (or article, where there is none),
so that two questions about one text are never on both sides, also not across sets made from the same texts.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from qa.headings import name_sections
from qa.split import split_sentences

Fold = Literal["train", "fusion", "dev"]
Span = tuple[int, int]
Splitter = Callable[[str], Sequence[Span]]

TRAINING_SETS = (
    "clapnq",
    "covidqa",
    "fairytaleqa",
    "qamr_wikinews",
    "qed",
    "quotesum",
    "selqa",
    "squad2_half",
    "squadshifts_amazon_reviews",
    "squadshifts_new_wiki",
    "squadshifts_reddit",
    "xquad_en",
)
NATURAL_SETS = ("tydiqa_en", "nq_open_oracle")  # asked by people who had not seen the text: they fit the fusion
OWN_SET = "asked"  # what we wrote over news (`training.asked`), which is made in the work folder
ARTICLE_CAPS = {"covidqa": 16, "fairytaleqa": 40}  # of long articles, so that they are not most of the corpus
EMPTY_TITLES = ("Amazon Reviews", "Filtered Reddit")  # names of collections, which say nothing about the text
# Of 20 parts by title: the parts that are dev, then those that fit the fusion; the rest trains the reader.
FOLD_PARTS = {
    OWN_SET: (3, 6),
    "claims": (2, 4),
    "selqa": (6, 9),
    "qed": (6, 9),
    "clapnq": (6, 9),
    "squad2_half": (4, 6),
    "xquad_en": (4, 6),
}
USUAL_PARTS = (1, 3)
LONGEST_PHRASE = 80  # characters; a longer answer is no phrase
OVERLAP = 0.5  # of the shorter of two spans: more than this counts as the same sentence


@dataclass(frozen=True)
class SplitArticle:
    """An article with its sentences as spans of its text."""

    set_name: str
    id: str
    title: str
    text: str
    sentences: tuple[Span, ...]

    @cached_property
    def sections(self) -> tuple[str, ...]:
        """The heading above each sentence, empty where there is none."""
        return name_sections(self.text, self.sentences, self.title)

    def quote(self, sentence: int) -> str:
        """Return the text of a sentence on one line."""
        return self.text[slice(*self.sentences[sentence])].replace("\n", " ")


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question and its gold: for each article that holds evidence, the sentences and the answer phrases in it.

    ``home`` is the article that the question was asked about, also where it does not answer; ``within`` is the part of
    its text that was judged.
    """

    set_name: str
    id: str
    text: str
    answerable: bool
    answers: tuple[str, ...]
    gold: dict[str, tuple[int, ...]]
    phrases: dict[str, tuple[Span, ...]]
    home: str
    within: Span | None
    fold: Fold


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a JSONL file."""
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def find_set(data: Path, work: Path, name: str) -> Path:
    """Return the folder of a set."""
    return work / name if name == OWN_SET else data / "qa" / name


def load_articles(folder: Path, split: Splitter) -> list[SplitArticle]:
    """Return the articles of one set, cut into sentences."""
    rows = read_lines(folder / "articles.jsonl")
    if folder.name in ARTICLE_CAPS:
        random.Random(5).shuffle(rows)
        rows = rows[: ARTICLE_CAPS[folder.name]]
    articles = []
    for row in rows:
        title = row.get("title") or ""
        title = "" if title.startswith(EMPTY_TITLES) else title
        articles.append(SplitArticle(folder.name, row["id"], title, row["text"], tuple(split(row["text"]))))
    return articles


def load_questions(folder: Path, articles: Iterable[SplitArticle]) -> list[GoldQuestion]:
    """Return the questions of one set whose articles are there."""
    known = {article.id: article for article in articles}
    return [
        question
        for row in read_lines(folder / "questions.jsonl")
        if (question := read_question(folder.name, row, known)) is not None
    ]


def read_question(set_name: str, row: dict[str, Any], known: dict[str, SplitArticle]) -> GoldQuestion | None:
    """Return one row as a question, or None when its article is not there or no sentence matches its evidence."""
    evidence = [e for e in row["evidence"] if e["article_id"] in known]
    home = row.get("article_id") or (evidence[0]["article_id"] if evidence else "")
    if home not in known or (row["answerable"] and not evidence):
        return None
    gold, phrases = {}, {}
    for id_ in dict.fromkeys(e["article_id"] for e in evidence):
        spans = [(e["start"], e["end"]) for e in evidence if e["article_id"] == id_]
        gold[id_] = find_gold(known[id_].sentences, spans)
        phrases[id_] = find_phrases(known[id_], gold[id_], spans, row["answers"])
    if row["answerable"] and not any(gold.values()):
        return None
    return GoldQuestion(
        set_name=set_name,
        id=row["id"],
        text=row["question"],
        answerable=row["answerable"],
        answers=tuple(row["answers"]),
        gold=gold,
        phrases=phrases,
        home=home,
        within=tuple(row["paragraph"]) if row.get("paragraph") else None,
        fold=choose_fold(set_name, known[home].title or home),
    )


def find_gold(sentences: Sequence[Span], evidence: Sequence[Span]) -> tuple[int, ...]:
    """Return the indexes of the sentences that overlap an evidence span by more than half of the shorter of the two."""
    return tuple(
        index
        for index, (start, end) in enumerate(sentences)
        if any(min(end, e) - max(start, s) > OVERLAP * min(end - start, e - s) for s, e in evidence)
    )


def find_phrases(
    article: SplitArticle, gold: Sequence[int], evidence: Sequence[Span], answers: Sequence[str]
) -> tuple[Span, ...]:
    """Return where an answer phrase stands in the gold sentences: the evidence if it is one, else the first match."""
    short = [span for span in evidence if span[1] - span[0] <= LONGEST_PHRASE]
    inside = [(s, e) for s, e in short for i in gold if article.sentences[i][0] <= s and e <= article.sentences[i][1]]
    whole = {article.sentences[i] for i in gold}
    phrases = [span for span in inside if span not in whole]
    if phrases:
        return tuple(dict.fromkeys(phrases))
    found = []
    for index in gold:
        start, end = article.sentences[index]
        for answer in answers:
            place = article.text[start:end].lower().find(answer.lower()) if 0 < len(answer) <= LONGEST_PHRASE else -1
            if place >= 0:
                found.append((start + place, start + place + len(answer)))
                break
    return tuple(found)


def choose_fold(set_name: str, title: str) -> Fold:
    """Return the fold of every question about ``title``."""
    part = int(hashlib.md5(title.encode(), usedforsecurity=False).hexdigest(), 16) % 20
    dev, fusion = FOLD_PARTS.get(set_name, USUAL_PARTS)
    return "dev" if part < dev else "fusion" if part < fusion else "train"


def split_text(text: str) -> list[Span]:
    """Return the spans of the text's sentences, as the product splits it."""
    return [(sentence.start, sentence.end) for sentence in split_sentences(text)]
