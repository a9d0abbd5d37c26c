"""Sourceline itself, asked as the others are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from common import Place, Search, run

from qa import build_index, load_settings, open_bot


def build(articles: list[dict[str, Any]], index: Path, encoder: Path) -> Search:
    """Return the search of the bot, reading included."""
    settings = load_settings(index_dir=index, question_seconds=600.0)  # the machine may be shared while this runs
    build_index([index.parent / "articles.jsonl"], settings)
    bot = open_bot(settings)

    def search(question: str) -> list[Place]:
        return [(e.sentence.article_id, e.sentence.start, e.sentence.end) for e in bot.rank(question)]

    return search


if __name__ == "__main__":
    run(build)
