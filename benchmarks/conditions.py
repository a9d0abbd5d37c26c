"""How often each condition of the headline refuses a phrase that is right, and one that is wrong.

    python -m benchmarks.conditions --data FOLDER [--sets tydiqa_en squadshifts_new_wiki] [--verbose]

No model reads here: the right phrases are the gold answers of the sets, the wrong ones the other phrases of the kind
asked for in the same sentence. So it shows what the rules (a: the kind fits, b: no rival) cost and save, whatever the
reader finds; (c) and (d) are weighed by the fitted headline, see ``python -m training.headline``.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from qa.english.questions import Asked, read_asked
from qa.reading.phrases import holds_kind, judge_fit, list_phrases
from qa.reading.pins import read_pins
from qa.reading.rivals import find_fault, lacks_a_name
from qa.reading.wholes import make_whole
from qa.split import split_sentences

SETS = ("tydiqa_en", "nq_open_oracle", "squadshifts_new_wiki", "squadshifts_reddit", "onestopqa", "squad2_half")
LONGEST = 12  # words of a gold answer that counts as a phrase


@dataclass(frozen=True, slots=True)
class Case:
    """A question with the sentence that answers it, its neighbours, and the place of the answer in the sentence."""

    question: str
    sentence: str
    around: str
    title: str
    article: str
    span: tuple[int, int]


def load_cases(folder: Path) -> Iterator[Case]:
    """Yield the questions of a set whose gold answer lies in one sentence."""
    articles = {row["id"]: row for row in _read(folder / "articles.jsonl")}
    for row in _read(folder / "questions.jsonl"):
        if not row["answerable"] or not row["evidence"] or not row["answers"]:
            continue
        gold, article = row["evidence"][0], articles.get(row["evidence"][0]["article_id"])
        if article and len(row["answers"][0].split()) <= LONGEST and (case := _make_case(row, gold, article)):
            yield case


def _read(path: Path) -> list[dict]:  # type: ignore[type-arg]
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _make_case(row: dict, gold: dict, article: dict) -> Case | None:  # type: ignore[type-arg]
    base = max(0, gold["start"] - 1500)
    text = article["text"][base : gold["end"] + 1500]
    sentences = split_sentences(text, article_id="a")
    start, end = gold["start"] - base, gold["end"] - base
    holding = next((s for s in sentences if s.start <= start < s.end), None)
    if holding is None or end > holding.end:
        return None
    place = text[holding.start : holding.end].find(row["answers"][0], max(0, start - holding.start))
    if place < 0:
        return None
    near = [s for s in sentences if abs(s.index - holding.index) == 1]
    around = " ".join(text[s.start : s.end] for s in near)
    span = (place, place + len(row["answers"][0]))
    sentence = text[holding.start : holding.end]
    return Case(row["question"], sentence, around, article.get("title", ""), article["text"], span)


def judge(asked: Asked, case: Case, span: tuple[int, int]) -> str:
    """Return which condition refuses a phrase, or "shown"."""
    pins = read_pins(case.question)
    if judge_fit(case.question, asked, case.sentence[slice(*span)]) < 0:
        return "kind"
    if fault := find_fault(pins, case.sentence, span, around=case.around):
        return fault
    if not holds_kind(asked, case.sentence):
        return "kind missing"
    return "name missing" if lacks_a_name(pins, f"{case.title} {case.article}") else "shown"


def count(folder: Path, *, verbose: bool) -> dict[str, dict[str, Counter[str]]]:
    """Return for each kind of question, for right and wrong phrases, how often each condition refuses."""
    found: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: {"right": Counter(), "wrong": Counter()})
    for case in load_cases(folder):
        asked = read_asked(case.question)
        right = make_whole(asked, case.sentence, case.span)
        verdict = judge(asked, case, right)
        found[asked.kind]["right"][verdict] += 1
        if verbose and verdict != "shown":
            print(f"{verdict}\t{case.question}\t{case.sentence[slice(*right)]}\t{case.sentence}")
        for other in list_phrases(asked, case.sentence, case.span):
            if other[1] <= right[0] or right[1] <= other[0]:
                found[asked.kind]["wrong"][judge(asked, case, other)] += 1
    return found


def main() -> None:
    """Print one table over all sets."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds qa/SET/questions.jsonl")
    parser.add_argument("--sets", nargs="+", default=list(SETS))
    parser.add_argument("--verbose", action="store_true", help="also print each right phrase that is refused")
    options = parser.parse_args()
    total: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: {"right": Counter(), "wrong": Counter()})
    for name in options.sets:
        for kind, sides in count(options.data / "qa" / name, verbose=options.verbose).items():
            for side, counted in sides.items():
                total[kind][side] += counted
    for kind, sides in sorted(total.items()):
        for side, counted in sides.items():
            number = sum(counted.values())
            shares = ", ".join(f"{why} {n / number:.3f}" for why, n in counted.most_common() if number)
            print(f"{kind or 'none':12} {side:6} {number:6}  {shares}")


if __name__ == "__main__":
    main()
