"""What ``qa eval --draft`` does: draft a question set from the articles' own sentences."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from qa.commands.eval_corpus import open_bot_on
from qa.commands.shared import open_console


def draft_question_set(path: Path | None, count: int, corpus: Sequence[str], index_dir: Path | None) -> None:
    """Write ``count`` questions about these articles, or those of the index, to a new file or to standard output."""
    from qa.evaluate.draft import draft_questions, draft_to_json
    from qa.settings import load_settings
    from qa.split import split_sentences

    if path is not None and path.exists():
        raise click.UsageError(f"{path} exists: name a new file for the draft, so that no edited questions are lost")
    if path is not None and path.suffix != ".jsonl":
        raise click.UsageError(f"{path}: a draft is written as JSON lines: name a file that ends in .jsonl")
    console = open_console(stderr=True)
    bot = open_bot_on(load_settings(index_dir=index_dir), corpus, index_dir, console)
    drafted = draft_questions(
        list(bot.articles()),
        count,
        split=lambda article: split_sentences(article.text, article_id=article.id),
    )
    lines = [json.dumps(draft_to_json(n, one), ensure_ascii=False) for n, one in enumerate(drafted, start=1)]
    text = "".join(f"{line}\n" for line in lines)
    if path is None:
        click.echo(text, nl=False)
    else:
        path.write_text(text, encoding="utf-8")
    unanswerable = sum(not one.answerable for one in drafted)
    console.print(
        f"drafted {len(drafted):,} questions, {unanswerable:,} of them unanswerable. They are made by rule in the "
        "words of single sentences, so they are easier than readers' questions and scores on them are too good. "
        "Read each: rewrite it as your readers would ask, delete what is poor, and check that no article answers the "
        "unanswerable ones.",
        markup=False,
        soft_wrap=True,
    )
