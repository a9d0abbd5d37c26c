"""One run of ``qa eval``: open the index that it asks, ask the questions, keep the rows, report the figures.

That index is the one of the settings, or one made of just the articles that are named.
"""

from __future__ import annotations

import json
import shlex
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from qa.commands.shared import open_console, print_plain

if TYPE_CHECKING:
    from rich.console import Console

    from qa.bot import Bot
    from qa.evaluate.questions import Question
    from qa.evaluate.rows import Score
    from qa.evaluate.summary import Summary
    from qa.settings import Settings


def open_bot_on(settings: Settings, places: Sequence[str], index_dir: Path | None, console: Console) -> Bot:
    """Open the bot on the index of these settings or, where places are named, on an index made of just those."""
    from qa.bot import open_bot
    from qa.errors import IndexBrokenError, NoIndexError
    from qa.evaluate.corpus import DONE, find_cache_folder, fingerprint_corpus
    from qa.load import is_url
    from qa.version import find_version

    if not places:
        return open_bot(settings)
    if index_dir is not None:
        _build_index(places, settings, console)
        return open_bot(settings)
    made_with = {
        "version": find_version(),
        "encoder": settings.encoder,
    }
    folder = find_cache_folder() / fingerprint_corpus(places, made_with)
    # in files of its own, whatever server the settings name: a measurement must not meet other articles
    apart = settings.model_copy(update={"index_dir": folder, "chroma_url": "", "library_url": ""})
    # what stands behind an address may have changed; asking costs little when it has not
    if (folder / DONE).exists() and not any(map(is_url, places)):
        try:
            return open_bot(apart)
        except (NoIndexError, IndexBrokenError):
            (folder / DONE).unlink()  # made by another version or with other models, or damaged
    _build_index(places, apart, console)
    (folder / DONE).touch()
    return open_bot(apart)


def _build_index(places: Sequence[str], settings: Settings, console: Console) -> None:
    from qa.index.build import build_index

    with console.status("indexing the articles"):
        report = build_index(places, settings)
    for item in report.skipped:
        print_plain(console, f"skipped {item}", "yellow")


def list_squad_articles(path: Path) -> list[str]:
    """Return a file with the paragraphs of a SQuAD question set, written to the cache folder; none for other sets."""
    from qa.evaluate.corpus import find_cache_folder, fingerprint_corpus, write_articles
    from qa.evaluate.layouts import read_squad, squad_articles

    squad = read_squad(path)
    if squad is None:
        return []
    articles = find_cache_folder() / f"squad-{fingerprint_corpus([str(path)], {})}" / "articles.jsonl"
    write_articles(articles, squad_articles(squad))
    return [str(articles)]


class Evaluation:
    """One run of `qa eval`: the questions of a file, the bot that answers them, and the scores so far."""

    def __init__(
        self,
        path: Path,
        written: Sequence[Question],
        corpus: Sequence[str],
        index_dir: Path | None,
        *,
        writer: str | None,
    ) -> None:
        from qa.evaluate.validate import locate_evidence
        from qa.settings import load_settings

        self._path = path
        self._console = open_console(stderr=True)
        settings = load_settings(index_dir=index_dir, writer=writer)
        self._bot = open_bot_on(settings, [*list_squad_articles(path), *corpus], index_dir, self._console)
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

    def report(self, rows_path: Path, *, json_path: Path | None, html: Path | None, junit: Path | None) -> None:
        """Print the table and write the files that were asked for."""
        from qa.evaluate.junit import write_junit
        from qa.evaluate.report import write_report
        from qa.evaluate.rows import read_rows
        from qa.evaluate.summary import summarize_run, summary_to_json
        from qa.evaluate.tables import lines_of_results, table_of_measures

        if not self._scores:
            return
        summary = summarize_run("/".join(self._path.parts[-2:]), self._scores, questions=len(self._questions))
        self._summary = summary
        console = open_console()
        console.print(table_of_measures(summary))
        console.print()
        for line in lines_of_results(summary):
            console.print(line, markup=False, soft_wrap=True)
        if json_path:
            figures = json.dumps(summary_to_json(summary), ensure_ascii=False, indent=2)
            json_path.write_text(f"{figures}\n", encoding="utf-8")
        asked = {score.id for score in self._scores}
        if html:
            questions = {question.id: question for question in self._questions}
            rows = (row for row in read_rows(rows_path, torn_end=True) if row.id in asked)
            write_report(html, summary, self._scores, rows, questions, self._bot.get_article)
        if junit:
            write_junit(junit, summary, (row for row in read_rows(rows_path, torn_end=True) if row.id in asked))

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


@contextmanager
def open_rows_file(rows: Path | None) -> Iterator[Path]:
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
