"""Our own natural questions over 2,092 BBC articles of 2004 and 2005, as `qa eval` takes them.

    python -m training.news --data $DATA > news.jsonl
    qa eval news.jsonl --corpus $DATA/corpora/bbc2225/articles.jsonl

``news.tsv`` holds facts alone: when a question was written (before its articles were looked into, or after), the
question, short answers, and where each sentence that answers by itself stands; nothing behind a question that the
articles do not answer. The sentences are cut from the articles. ``news-fresh.tsv`` has 300 more, by another hand,
180 in other words than the articles' and 120 near misses; ``news-late.tsv`` and ``news-later.tsv`` 200 more of that
kind each, by other hands, 80 near misses in either; ``news-blind.tsv`` 150, 40 of them near misses, over 60 articles
that no question before was about.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

FACTS, FRESH, LATE, LATER, BLIND = (
    Path(__file__).with_name(f"news{name}.tsv") for name in ("", "-fresh", "-late", "-later", "-blind")
)


def read_news(texts: Mapping[str, str], path: Path = FACTS) -> Iterator[dict[str, Any]]:
    """Yield the questions; ``texts`` holds the text of each article by its id."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        written, question, answers, places = line.split("\t")
        sets = [[_cut(place, texts)] for place in places.split()]
        yield {
            "id": f"news-{number}",
            "written": written,
            "question": question,
            "answerable": bool(sets),
            "answers": answers.split(" | ") if answers else [],
            "evidence": sets[0] if sets else [],
            "alternative_evidence": sets[1:],
        }


def _cut(place: str, texts: Mapping[str, str]) -> dict[str, Any]:
    article, start, end = place.split(":")
    return {"article_id": article, "quote": texts[article][int(start) : int(end)], "start": int(start), "end": int(end)}


def main() -> None:
    """Write the questions to the output, one a line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds corpora/bbc2225")
    parser.add_argument("--facts", type=Path, default=FACTS, help="other questions, such as news-late.tsv")
    options = parser.parse_args()
    lines = (options.data / "corpora" / "bbc2225" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    texts = {article["id"]: article["text"] for article in map(json.loads, lines)}
    for question in read_news(texts, options.facts):
        print(json.dumps(question, ensure_ascii=False))


if __name__ == "__main__":
    main()
