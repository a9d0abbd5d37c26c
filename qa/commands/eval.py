"""The command ``qa eval``: measure the bot on one's own questions, or draft some, or score the gate on claims."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from math import inf
from pathlib import Path
from typing import Any

import click

from qa.commands.eval_run import Evaluation, open_bot_on, open_rows_file
from qa.commands.shared import FILE, OUTPUT, open_console


def _check_claims_file(path: Path, rows: Path | None, limit: int | None) -> None:
    """Score the gate on claims; the rows go to ``--rows``, else to standard output."""
    from qa.check import open_gate
    from qa.evaluate.claims import check_claims, claim_to_json, read_claims, summarise_claims

    claims = read_claims(path)[:limit]
    gate = open_gate()
    checked = []
    with click.open_file(str(rows or "-"), "w", encoding="utf-8") as file:
        for claim, verdict in check_claims(claims, gate):
            checked.append((claim, verdict))
            file.write(json.dumps(claim_to_json(claim, verdict), ensure_ascii=False) + "\n")
    figures = summarise_claims(checked)
    if figures.claims:
        shares = f"{figures.let_through:.3f} of the supported let through, {figures.stopped:.3f} of the others stopped"
        balanced = f"balanced accuracy {figures.balanced:.3f}"
        click.echo(
            f"{figures.claims} labelled claims: {shares}, precision {figures.precision:.3f}, {balanced}",
            err=True,
        )


def _draft_question_set(path: Path | None, count: int, corpus: Sequence[str], index_dir: Path | None) -> None:
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


INTERRUPTED = 130  # the exit code of a command ended with Ctrl-C, as shells have it
BELOW = 1  # the exit code when a measure of --fail-under was not reached


@dataclass(frozen=True, slots=True)
class _Options:
    """What was typed."""

    path: Path | None
    corpus: Sequence[str]
    index_dir: Path | None
    rows: Path | None
    resume: bool
    json_path: Path | None
    html_path: Path | None
    junit_path: Path | None
    thresholds: Sequence[tuple[str, float]]
    limit: int | None
    draft: int | None
    writer: str | None
    claims: Path | None


class _Threshold(click.ParamType[tuple[str, float]]):
    """``MEASURE=VALUE`` as a measure and a number."""

    name = "threshold"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, float]:
        from qa.evaluate.measures import MEASURES

        name, _, number = str(value).partition("=")
        known = [measure.name for measure in MEASURES]
        if name not in known:
            self.fail(f"no measure {name!r}: choose from {', '.join(known)}", param, ctx)
        is_share = next(measure.unit == "share" for measure in MEASURES if measure.name == name)
        try:
            threshold = float(number)
        except ValueError:
            self.fail(f"{value!r} has no number: write for example {name}={0.7 if is_share else 500}", param, ctx)
        if not 0 <= threshold <= (1 if is_share else inf):
            self.fail(
                f"{value!r}: {name} is {'a share from 0 to 1' if is_share else 'a time of 0 ms or more'}", param, ctx
            )
        return name, threshold


@click.command("eval")
@click.argument("path", metavar="[QUESTIONS]", required=False, type=FILE)
@click.option("--corpus", "corpus", multiple=True, metavar="PATH", help="Articles to ask: file, folder or address.")
@click.option(
    "--index-dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder with an index to ask; with --corpus, the folder to keep the index in.",
)
@click.option("--rows", type=OUTPUT, metavar="FILE", help="Write one JSON line a question, as they are answered.")
@click.option("--resume", is_flag=True, help="Go on with the questions that have no row in --rows yet.")
@click.option("--json", "json_path", type=OUTPUT, metavar="FILE", help="Write the figures as JSON.")
@click.option("--html", "html_path", type=OUTPUT, metavar="FILE", help="Write the report as one HTML page.")
@click.option("--junit", "junit_path", type=OUTPUT, metavar="FILE", help="Write JUnit XML, a test case a question.")
@click.option(
    "--fail-under",
    "thresholds",
    multiple=True,
    type=_Threshold(),
    metavar="MEASURE=VALUE",
    help="End with exit code 1 when the measure is worse (for p50_ms and p95_ms: above) or has no value.",
)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Ask the first N questions only.")
@click.option("--draft", type=click.IntRange(min=1), metavar="N", help="Draft N questions from the articles instead.")
@click.option(
    "--writer",
    type=click.Choice(["openai-like", "ollama", "anthropic"]),
    help="Ask with this writer model, too, and compare with quoting.",
)
@click.option("--claims", type=FILE, metavar="FILE", help="Check claims against their evidence text instead.")
def eval_command(**typed: Any) -> None:  # noqa: ANN401 - click has checked them
    """Measure the bot on your own questions, without a judge model.

    \b
    Example:
      qa eval questions.jsonl --corpus articles/ --html report.html
      qa eval questions.csv --fail-under hit@1=0.7 --junit junit.xml
      qa eval drafts.jsonl --draft 50 --corpus articles/

    QUESTIONS is JSONL, YAML or CSV: id, question, answerable (true or false: whether the articles answer it), answers,
    evidence (article_id and quote), history. A SQuAD file brings its paragraphs as articles. Without --corpus, the
    existing index is asked. An index made for --corpus is kept in the cache folder and used again until the articles
    change.

    A draft is made by rule from the articles' own sentences, so its questions are easier than those of readers: edit
    them before you measure with them.

    With --writer, each question is asked twice, quoted and written: the figures and --rows are those of the written
    answers, and the rows of the quoted ones go to a file beside with .quoted in its name. QA_WRITER_MODEL and
    QA_WRITER_BASE_URL name the model.

    A claims file is JSONL: id, claim, evidence_text, label (supported, refuted or not_enough_info; may be missing). It
    measures the gate that a writer model's statements have to pass.
    """
    asked = _Options(**typed)
    if asked.resume and asked.rows is None:
        raise click.UsageError("--resume needs --rows: name the rows of the run to go on with")
    if asked.claims is not None:
        _check_claims_file(asked.claims, asked.rows, asked.limit)
    elif asked.draft is not None:
        _draft_question_set(asked.path, asked.draft, asked.corpus, asked.index_dir)
    elif asked.path is None:
        raise click.UsageError("name a question set, or draft one with --draft N")
    else:
        sys.exit(_measure(asked.path, asked))


def _measure(path: Path, asked: _Options) -> int:
    """Ask the questions and report; return the exit code."""
    from qa.commands.compare import print_changes
    from qa.evaluate.validate import read_question_set
    from qa.settings import load_settings

    most = load_settings(index_dir=asked.index_dir).question_characters
    written = read_question_set(path, question_characters=most)[: asked.limit]
    evaluate = partial(Evaluation, path, written, asked.corpus, asked.index_dir)
    evaluation = evaluate(writer=asked.writer)
    with open_rows_file(asked.rows) as rows_path:
        quoted_path = rows_path.with_name(f"{rows_path.stem}.quoted{rows_path.suffix}")
        quoted = evaluate(writer="") if asked.writer else None
        finished = quoted is None or quoted.ask(quoted_path, resume=asked.resume)
        finished = finished and evaluation.ask(rows_path, resume=asked.resume)
        evaluation.report(rows_path, json_path=asked.json_path, html=asked.html_path, junit=asked.junit_path)
        if quoted and finished:
            print_changes(quoted_path, rows_path)
    if not finished:
        evaluation.explain_resuming(asked.rows)
        return INTERRUPTED
    return BELOW if evaluation.complain_below(asked.thresholds) else 0
