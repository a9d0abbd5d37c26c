"""How often the kind of a question is told right: on a list of our own, and on question sets of facts and briefings.

    python benchmarks/kinds.py tests/chat/kinds.tsv [--data FOLDER]

As for the first question of a conversation. A line of the list is kind, language, question, or kind, subject, language,
question; keywords count as right where a fact or a briefing is meant, because both are tried.
``--data`` names a folder with ``questions.jsonl`` and ``briefings.jsonl``.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from qa.chat.kinds import tell_kind
from qa.models.encoder import load_encoder


def main() -> None:
    """Print what is told wrong, and how much of each kind is right."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lists", nargs="+", type=Path)
    parser.add_argument("--data", type=Path)
    arguments = parser.parse_args()
    for path in arguments.lists:
        _measure(path.name, (tuple(line.split("\t")) for line in path.read_text(encoding="utf-8").splitlines()))
    if arguments.data:
        _measure(arguments.data.name, _read_sets(arguments.data))


def is_right(told: str, kind: str) -> bool:
    """Say whether a kind that was told does for what was meant: keywords are tried as a fact and as a briefing."""
    return told == kind or (told == "keywords" and kind in ("fact", "briefing"))


def _read_sets(folder: Path) -> Iterator[tuple[str, ...]]:
    for name, kind in (("questions", "fact"), ("briefings", "briefing")):
        for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            yield kind, "en", json.loads(line)["question"]


def _measure(name: str, rows: Iterator[tuple[str, ...]]) -> None:
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    encoder = load_encoder("built-in")
    for kind, *_, language, question in rows:
        asked = tell_kind(question, encoder)
        total[kind] += 1
        if is_right(asked.kind, kind):
            right[kind] += 1
        else:
            print(f"  {language} {kind:10} told {asked.kind:10} {question}")
    print(f"{name}: {sum(right.values())} of {sum(total.values())} right;", end=" ")
    print(", ".join(f"{kind} {right[kind]} of {total[kind]}" for kind in total))


if __name__ == "__main__":
    main()
