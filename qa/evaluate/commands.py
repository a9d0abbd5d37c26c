"""The commands `qa eval` and `qa compare`; this is where evaluation meets the bot and its settings."""

from __future__ import annotations

import json
import shlex
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.console import Console

    from qa.bot import Bot
    from qa.evaluate.questions import Question
    from qa.evaluate.rows import Score
    from qa.evaluate.summary import Summary
    from qa.settings import Settings

INTERRUPTED = 130  # the exit code of a command ended with Ctrl-C, as shells have it
BELOW = 1  # the exit code when a measure of --fail-under was not reached


class _Threshold(click.ParamType[tuple[str, float]]):
    """``MEASURE=VALUE`` as a measure and a number."""

    name = "threshold"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, float]:
        from qa.evaluate.measures import MEASURES

        name, _, number = str(value).partition("=")
        known = [measure.name for measure in MEASURES]
        if name not in known:
            self.fail(f"no measure {name!r}: choose from {', '.join(known)}", param, ctx)
        try:
            return name, float(number)
        except ValueError:
            self.fail(f"{value!r} has no number: write for example {name}=0.7", param, ctx)


@dataclass(frozen=True, slots=True)
class _Outputs:
    """The files that a run is asked to write."""

    json: Path | None
    html: Path | None
    junit: Path | None


class _OutputFile(click.Path):
    """A file to write, in a folder that is there: an hour of answering must not end at a missing folder."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401
        path = super().convert(value, param, ctx)
        folder = Path(str(path)).parent
        if not folder.is_dir():
            self.fail(f"the folder '{folder}' does not exist: create it first", param, ctx)
        return path


_FILE = click.Path(dir_okay=False, path_type=Path)
_OUTPUT = _OutputFile(dir_okay=False, path_type=Path)


@click.command("eval")
@click.argument("path", metavar="[QUESTIONS]", required=False, type=_FILE)
@click.option("--corpus", "corpus", multiple=True, metavar="PATH", help="Articles to ask: file, folder or address.")
@click.option(
    "--index-dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder with an index to ask; with --corpus, the folder to keep the index in.",
)
@click.option("--rows", type=_OUTPUT, metavar="FILE", help="Write one JSON line a question, as they are answered.")
@click.option("--resume", is_flag=True, help="Go on with the questions that have no row in --rows yet.")
@click.option("--json", "json_path", type=_OUTPUT, metavar="FILE", help="Write the figures as JSON.")
@click.option("--html", "html_path", type=_OUTPUT, metavar="FILE", help="Write the report as one HTML page.")
@click.option("--junit", "junit_path", type=_OUTPUT, metavar="FILE", help="Write JUnit XML, a test case a question.")
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
@click.option("--claims", type=_FILE, metavar="FILE", help="Check claims against their evidence text instead.")
def eval_command(
    path: Path | None,
    corpus: Sequence[str],
    index_dir: Path | None,
    rows: Path | None,
    resume: bool,
    json_path: Path | None,
    html_path: Path | None,
    junit_path: Path | None,
    thresholds: Sequence[tuple[str, float]],
    limit: int | None,
    draft: int | None,
    writer: str | None,
    claims: Path | None,
) -> None:
    """Measure the bot on your own questions, without a judge model.

    \b
    Example:
      qa eval questions.jsonl --corpus articles/ --html report.html
      qa eval questions.csv --fail-under hit@1=0.7 --junit junit.xml
      qa eval drafts.jsonl --draft 50 --corpus articles/

    QUESTIONS is JSONL, YAML or CSV: id, question, answerable, answers, evidence (article_id and quote), history. A
    SQuAD file brings its paragraphs as articles. Without --corpus, the existing index is asked. An index made for
    --corpus is kept in the cache folder and used again until the articles change.

    A draft is made by rule from the articles' own sentences, so its questions are easier than those of readers: edit
    them before you measure with them.

    With --writer, each question is asked twice, quoted and written: the figures and --rows are those of the written
    answers, and the rows of the quoted ones go to a file beside with .quoted in its name. QA_WRITER_MODEL and
    QA_WRITER_BASE_URL name the model.

    A claims file is JSONL: id, claim, evidence_text, label (supported, refuted or not_enough_info; may be missing). It
    measures the gate that a writer model's statements have to pass.
    """
    if resume and rows is None:
        raise click.UsageError("--resume needs --rows: name the rows of the run to go on with")
    if claims is not None:
        _check_claims(claims, rows, limit)
        return
    if draft is not None:
        _draft(path, draft, corpus, index_dir)
        return
    if path is None:
        raise click.UsageError("name a question set, or draft one with --draft N")
    evaluation = _Evaluation(path, corpus, index_dir, limit=limit, writer=writer)
    with _rows_file(rows) as rows_path:
        quoted_path = rows_path.with_name(f"{rows_path.stem}.quoted{rows_path.suffix}")
        quoted = _Evaluation(path, corpus, index_dir, limit=limit, writer="") if writer else None
        finished = quoted is None or quoted.ask(quoted_path, resume=resume)
        finished = finished and evaluation.ask(rows_path, resume=resume)
        evaluation.report(rows_path, _Outputs(json_path, html_path, junit_path))
        if quoted and finished:
            _print_changes(quoted_path, rows_path, None)
    if not finished:
        evaluation.explain_resuming(rows)
        sys.exit(INTERRUPTED)
    sys.exit(BELOW if evaluation.complain_below(thresholds) else 0)


def _check_claims(path: Path, rows: Path | None, limit: int | None) -> None:
    """Score the gate on claims; the rows go to ``--rows``, else to standard output."""
    from qa.check.judge import judge_with
    from qa.evaluate.claims import check_claims, claim_to_json, read_claims, summarise_claims
    from qa.models.encoder import load_encoder
    from qa.models.reader import BuiltInReader

    encode, judge = load_encoder("built-in").encode, judge_with(BuiltInReader())
    checked = []
    with click.open_file(str(rows or "-"), "w", encoding="utf-8") as file:
        for claim, verdict in check_claims(islice(read_claims(path), limit), encode=encode, judge=judge):
            checked.append((claim, verdict))
            file.write(json.dumps(claim_to_json(claim, verdict), ensure_ascii=False) + "\n")
    figures = summarise_claims(checked)
    if figures.claims:
        shares = f"{figures.let_through:.3f} of the supported let through, {figures.stopped:.3f} of the others stopped"
        click.echo(f"{figures.claims} labelled claims: {shares}, precision {figures.precision:.3f}", err=True)


@click.command("compare")
@click.argument("before", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("after", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--html", "html_path", type=_OUTPUT, metavar="FILE", help="Write the comparison as one HTML page.")
def compare_command(before: Path, after: Path, html_path: Path | None) -> None:
    """Show which questions got better and worse between two runs.

    \b
    Example:
      qa eval questions.jsonl --rows before.rows
      qa eval questions.jsonl --rows after.rows
      qa compare before.rows after.rows --html changes.html

    Each p-value is from a paired permutation test: how likely a difference at least this large is by chance.
    """
    _print_changes(before, after, html_path)


def _print_changes(before: Path, after: Path, html_path: Path | None) -> None:
    from rich.console import Console

    from qa.evaluate.compare import compare_runs
    from qa.evaluate.report import write_comparison
    from qa.evaluate.tables import lines_of_changes, lines_of_missing, table_of_changes

    comparison = compare_runs(before, after)
    console = Console(highlight=False)
    console.print(table_of_changes(comparison))
    console.print()
    for line in (*lines_of_missing(comparison), *lines_of_changes(comparison)):
        console.print(line, markup=False, soft_wrap=True)
    if html_path:
        write_comparison(html_path, comparison)


class _Evaluation:
    """One run of `qa eval`: the questions, the bot that answers them, and the scores so far."""

    def __init__(
        self, path: Path, corpus: Sequence[str], index_dir: Path | None, *, limit: int | None, writer: str | None
    ) -> None:
        from rich.console import Console

        from qa.evaluate.locate import locate_evidence
        from qa.evaluate.validate import read_question_set
        from qa.settings import load_settings

        self._path = path
        self._console = Console(stderr=True, highlight=False)
        settings = load_settings(index_dir=index_dir, writer=writer)
        written = read_question_set(path, question_characters=settings.question_characters)[:limit]
        self._bot = _open_bot(settings, [*_squad_corpus(path), *corpus], index_dir, self._console)
        self._questions: tuple[Question, ...] = locate_evidence(written, self._bot.get_article, path=path)
        self._scores: list[Score] = []
        self._summary: Summary | None = None

    def ask(self, rows_path: Path, *, resume: bool) -> bool:
        """Ask what is left to ask and write the rows; return False when that was interrupted."""
        from qa.answer import answer_to_json
        from qa.evaluate.rows import score_of, write_row
        from qa.evaluate.run import ask_questions, keep_finished

        if resume:
            self._scores = keep_finished(rows_path, self._questions)
        done = {score.id for score in self._scores}
        left = [question for question in self._questions if question.id not in done]
        answered = ask_questions(left, self._bot, to_json=answer_to_json, get_article=self._bot.get_article)
        try:
            with (
                rows_path.open("a" if resume else "w", encoding="utf-8") as file,
                _progress(self._console, len(self._questions), len(done)) as advance,
            ):
                for row in answered:
                    write_row(file, row)
                    self._scores.append(score_of(row))
                    advance()
        except KeyboardInterrupt:
            return False
        return True

    def report(self, rows_path: Path, outputs: _Outputs) -> None:
        """Print the table and write the files that were asked for."""
        from rich.console import Console

        from qa.evaluate.summary import summarize_run, summary_to_json
        from qa.evaluate.tables import lines_of_results, table_of_measures

        if not self._scores:
            return
        summary = summarize_run("/".join(self._path.parts[-2:]), self._scores, questions=len(self._questions))
        self._summary = summary
        console = Console(highlight=False)
        console.print(table_of_measures(summary))
        console.print()
        for line in lines_of_results(summary):
            console.print(line, markup=False, soft_wrap=True)
        if outputs.json:
            figures = json.dumps(summary_to_json(summary), ensure_ascii=False, indent=2)
            outputs.json.write_text(f"{figures}\n", encoding="utf-8")
        self._write_pages(summary, rows_path, outputs)

    def _write_pages(self, summary: Summary, rows_path: Path, outputs: _Outputs) -> None:
        from qa.evaluate.junit import write_junit
        from qa.evaluate.report import write_report
        from qa.evaluate.rows import read_rows

        asked = {score.id for score in self._scores}
        if outputs.html:
            questions = {question.id: question for question in self._questions}
            rows = (row for row in read_rows(rows_path, torn_end=True) if row.id in asked)
            write_report(outputs.html, summary, self._scores, rows, questions, self._bot.get_article)
        if outputs.junit:
            write_junit(outputs.junit, summary, (r for r in read_rows(rows_path, torn_end=True) if r.id in asked))

    def explain_resuming(self, rows: Path | None) -> None:
        """Say what is there after an interruption and how to go on."""
        count = f"{len(self._scores):,} of {len(self._questions):,} questions were asked"
        if rows is None:
            mend = "with --rows FILE, a run that is stopped can go on later"
        else:
            words = [word for word in sys.argv[1:] if word != "--resume"]
            mend = f"run 'qa {shlex.join(words)} --resume' to go on"
        self._console.print(f"stopped: {count}; {mend}", markup=False, soft_wrap=True)

    def complain_below(self, thresholds: Sequence[tuple[str, float]]) -> bool:
        """Say which measures miss their thresholds; return True when there are any."""
        from qa.evaluate.measures import MEASURES
        from qa.evaluate.report import format_value

        measured: Mapping[str, float | None] = self._summary.measures if self._summary else {}
        lower_is_better = {measure.name for measure in MEASURES if measure.better == "lower"}
        missed = False
        for name, threshold in thresholds:
            value = measured.get(name)
            if value is None:
                says = f"{name} has no value: no question of the set counts in it"
            elif value > threshold if name in lower_is_better else value < threshold:
                side = "above" if name in lower_is_better else "below"
                says = f"{name} is {format_value(name, value)}, {side} {threshold:g}"
            else:
                continue
            missed = True
            self._console.print(f"failed: {says}", style="red", markup=False, soft_wrap=True)
        return missed


def _draft(path: Path | None, count: int, corpus: Sequence[str], index_dir: Path | None) -> None:
    from rich.console import Console

    from qa.evaluate.draft import draft_questions, draft_to_json
    from qa.settings import load_settings
    from qa.split import split_sentences

    if path is not None and path.exists():
        raise click.UsageError(f"{path} exists: name a new file for the draft, so that no edited questions are lost")
    if path is not None and path.suffix != ".jsonl":
        raise click.UsageError(f"{path}: a draft is written as JSON lines: name a file that ends in .jsonl")
    console = Console(stderr=True, highlight=False)
    bot = _open_bot(load_settings(index_dir=index_dir), corpus, index_dir, console)
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


def _squad_corpus(path: Path) -> list[str]:
    """Return a file with the paragraphs of a SQuAD question set, written to the cache folder; none for other sets."""
    from qa.evaluate.corpus import find_cache_folder, fingerprint_corpus, write_articles
    from qa.evaluate.squad import read_squad, squad_articles

    squad = read_squad(path)
    if squad is None:
        return []
    articles = find_cache_folder() / f"squad-{fingerprint_corpus([str(path)], {})}" / "articles.jsonl"
    write_articles(articles, squad_articles(squad))
    return [str(articles)]


def _open_bot(settings: Settings, places: Sequence[str], index_dir: Path | None, console: Console) -> Bot:
    """Open the bot on the index of these settings or, where places are named, on an index made of just those."""
    from qa.bot import open_bot
    from qa.errors import NoIndexError
    from qa.evaluate.corpus import DONE, find_cache_folder, fingerprint_corpus, is_address

    if not places:
        return open_bot(settings)
    if index_dir is not None:
        _build_index(places, settings, console)
        return open_bot(settings)
    made_with = {
        "version": _find_version(),
        "encoder": settings.encoder,
        "passage_tokens": settings.passage_tokens,
    }
    folder = find_cache_folder() / fingerprint_corpus(places, made_with)
    # in files of its own, whatever server the settings name: a measurement must not meet other articles
    apart = settings.model_copy(update={"index_dir": folder, "chroma_url": ""})
    # what stands behind an address may have changed; asking costs little when it has not
    if (folder / DONE).exists() and not any(map(is_address, places)):
        try:
            return open_bot(apart)
        except NoIndexError:
            (folder / DONE).unlink()  # made with another splitter or other models than this program has
    _build_index(places, apart, console)
    (folder / DONE).touch()
    return open_bot(apart)


def _find_version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("sourceline")
    except PackageNotFoundError:
        return ""  # run from a checkout


def _build_index(places: Sequence[str], settings: Settings, console: Console) -> None:
    from qa.bot import build_index

    with console.status("indexing the articles"):
        report = build_index(places, settings)
    for item in report.skipped:
        console.print(f"skipped {item}", style="yellow", markup=False, soft_wrap=True)


@contextmanager
def _rows_file(rows: Path | None) -> Iterator[Path]:
    """Give the file that rows are written to; one that nobody asked for is gone after the run."""
    if rows is not None:
        yield rows
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder) / "rows.jsonl"


@contextmanager
def _progress(console: Console, total: int, done: int) -> Iterator[Callable[[], None]]:
    """Show how far the questions are, and give a function to call after each one."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    # two updates a second are enough to read, and leave the processor to the answering
    with Progress(*columns, console=console, transient=True, refresh_per_second=2) as bars:
        task = bars.add_task("asking", total=total, completed=done)
        yield lambda: bars.advance(task)
