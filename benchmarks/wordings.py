"""How often questions about names are answered with the right sentence, in many people's wordings.

    python -m benchmarks.wordings ARTICLES.jsonl --index-dir FOLDER

The names, and what is told of each, are cut out of the articles by rule, where the articles agree on it; each of the
120 wordings of ``questions/wordings.tsv`` (by one who knew nothing of the program) is asked of three of them.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from qa.bot import open_bot
from qa.settings import load_settings

WORDINGS = Path(__file__).with_name("questions") / "wordings.tsv"
EACH = 3  # names that a wording is asked of
PERSON = r"([A-Z][a-z]+ (?:Mc|Mac|O'|De)?[A-Z][a-z]+)"
BODY = r"((?:[A-Z][\w&]+)(?: [A-Z][\w&]+){0,2})"
PLAYER = "midfielder|striker|defender|goalkeeper|winger|forward|full-back|scrum-half|centre|prop|fly-half|lock|captain"
WORKER = "analyst|economist|strategist|spokesman|researcher|manager|professor"
JOB = "midfielder|striker|defender|goalkeeper|analyst|economist|actor|singer|director|chairman|lawyer|spokesman"
# what is asked of which groups of a pattern, and which group answers
TOLD: dict[str, tuple[str, tuple[int, ...], int]] = {
    "club": (rf"{BODY} (?:{PLAYER}) {PERSON}", (2,), 1),
    "party": (rf"\b(Labour|Lib Dem|Liberal Democrat|SNP|UKIP) (?:MP|MEP|peer|leader|spokesman) {PERSON}", (2,), 1),
    "employer": (
        rf"{PERSON}, (?:an? |the )?(?:chief |senior )?(?:{WORKER})[^,.]{{0,25}} (?:at|with|of|from) {BODY}",
        (1,),
        2,
    ),
    "job": (rf"\b({JOB}) {PERSON}", (2,), 1),
    "score": (rf"{BODY} (?:beat|defeated|thrashed|lost to) {BODY} (\d+-\d+)", (1, 2), 3),
    "abbr": (r"(?:[A-Z][\w-]+ (?:of |for |and |the )?){1,5}([A-Z][\w-]+) \(([A-Z]{3,6})\)", (2,), 1),
    "based": (rf"\b([A-Z][a-z]+)-based {BODY}", (2,), 1),
    "leader": (
        rf"{BODY} (?:chairman|president|chief executive|leader|managing director) [A-Z][a-z]+ ([A-Z][a-z]+)",
        (1,),
        2,
    ),
    "coach": (rf"{BODY} (?:coach|manager|boss) [A-Z][a-z]+ ([A-Z][a-z]+)", (1,), 2),
    "ceo": (rf"{BODY} chief executive [A-Z][a-z]+ ([A-Z][a-z]+)", (1,), 2),
}
OPENERS = set("The But And In He She It They A This That Former Last Mr His Her However For When As On At If".split())


def main() -> None:
    """Print for each kind how many are answered, and how many with the right sentence first."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--index-dir", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    texts = [json.loads(line)["text"] for line in options.articles.read_text(encoding="utf-8").splitlines()]
    bot = open_bot(load_settings(index_dir=options.index_dir))
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for kind, question, told in make_questions(texts, random.Random(options.seed)):
        answer = bot.ask(question)
        is_right = bool(answer.citations) and told in answer.citations[0].quote
        counts[kind].update(
            ["asked", answer.outcome, *(["right"] if is_right and answer.outcome == "answered" else [])]
        )
    for kind, found in [*counts.items(), ("all", sum(counts.values(), Counter()))]:
        figures = (found["asked"], found["answered"], found["right"])
        print("{:9} {:4} asked, {:4} answered, {:4} with the right sentence".format(kind, *figures))


def make_questions(texts: list[str], chance: random.Random) -> Iterator[tuple[str, str, str]]:
    """Yield kinds, questions, and what stands in a sentence that answers."""
    names = {kind: find_told(texts, *pattern) for kind, pattern in TOLD.items()}
    for line in WORDINGS.read_text(encoding="utf-8").splitlines():
        kind, wording = line.split("\t")
        for asked, told in chance.sample(names[kind], min(EACH, len(names[kind]))):
            yield kind, wording.format(*asked), told


def find_told(texts: list[str], pattern: str, asked: tuple[int, ...], told: int) -> list[tuple[tuple[str, ...], str]]:
    """Return the names that a pattern finds, with what is told of each, where that is one thing alone."""
    found: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for text in texts:
        for match in re.finditer(pattern, text):
            found[tuple(match[group] for group in asked)].add(match[told])
    return sorted(
        (names, next(iter(things)))
        for names, things in found.items()
        if len(things) == 1 and not any(name.split()[0] in OPENERS for name in names)
    )


if __name__ == "__main__":
    main()
