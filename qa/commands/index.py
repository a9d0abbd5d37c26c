"""The command ``qa index``: bring the index up to date with files, folders, pages and feeds."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qa.commands.shared import index_dir_option, print_plain

if TYPE_CHECKING:
    from rich.console import Console

    from qa.index.build import IndexReport
    from qa.records import Article

SHOWN_ALIKE = 10  # lines of one kind; of more, their number is told
SOME_SKIPPED = 3  # exit code when the index is good but something was not loaded


def check_day(context: click.Context, option: click.Parameter, day: str | None) -> str | None:
    """Return a day as it was given; refuse what is none."""
    try:
        return date.fromisoformat(day).isoformat() if day else day
    except ValueError:
        raise click.BadParameter(f"{day!r} is no day: write it as 2026-01-31", context, option) from None


@click.command("index")
@click.argument("places", metavar="[PATH]...", nargs=-1)
@index_dir_option
@click.option("--prune", is_flag=True, help="Remove articles that came from these places and are gone.")
@click.option("--since", metavar="DAY", callback=check_day, help="Leave out what was published before (YYYY-MM-DD).")
@click.option("--reader", metavar="MODULE:CLASS", help="Read with this llama-index reader, too.")
@click.option("--reader-args", metavar="JSON", help="Its arguments: a JSON object, or @FILE that holds one.")
@click.option("--collection", metavar="NAME", default="", help="Put articles that name none into this collection.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def index_command(
    places: Sequence[str],
    index_dir: Path | None,
    prune: bool,
    since: str | None,
    reader: str | None,
    reader_args: str | None,
    collection: str,
    as_json: bool,
) -> None:
    """Bring the index up to date with files, folders, pages and feeds.

    \b
    Example:
      qa index articles/ news.jsonl https://example.org/feed.xml
      qa index --reader llama_index.readers.json:JSONReader --reader-args '{"input_file": "a.json"}'

    Reads plain text, Markdown, HTML, PDF, Word, OpenDocument, e-books, slides, messages, JSON, CSV, RSS, Atom and
    sitemaps. What has not changed costs nothing. Without a
    PATH, an existing index is rebuilt if settings or models have changed. Exit code 3: the index is good, but something
    was skipped.
    """
    from rich.console import Console

    from qa.index.build import build_index
    from qa.load import Place, ReaderPlace, read_arguments
    from qa.settings import load_settings

    if reader_args and not reader:
        raise click.UsageError("--reader-args needs --reader: name the reader that takes them")
    every_place: list[Place] = [*places]
    if reader:
        every_place.append(ReaderPlace(reader, read_arguments(reader_args or "")))
    if prune and since:
        raise click.UsageError("--prune would remove what --since leaves out: use one of them")
    console = Console(stderr=True, highlight=False)
    settings = load_settings(index_dir=index_dir)
    with _ProgressBar(console) as progress:
        report = build_index(
            every_place, settings, prune=prune, collection=collection, since=since or "", progress=progress
        )
    _print_skipped(console, report)
    if as_json:
        click.echo(json.dumps(_report_to_json(report), ensure_ascii=False))
    else:
        _print_report(report, settings.index_dir)
    sys.exit(SOME_SKIPPED if report.skipped else 0)


def _print_skipped(console: Console, report: IndexReport) -> None:
    """Print what was left out, of each reason the first few, and what else a person should know."""
    counts = Counter(item.reason for item in report.skipped)
    shown: Counter[str] = Counter()
    for item in report.skipped:
        shown[item.reason] += 1
        if shown[item.reason] <= SHOWN_ALIKE:
            print_plain(console, f"skipped {item}", "yellow")
    for reason, count in counts.items():
        if count > SHOWN_ALIKE:
            print_plain(console, f"skipped {count - SHOWN_ALIKE:,} more: {reason}", "yellow")
    for note in report.notes[:SHOWN_ALIKE]:
        print_plain(console, note, "dim")
    if len(report.notes) > SHOWN_ALIKE:
        print_plain(console, f"{len(report.notes) - SHOWN_ALIKE:,} more were kept under another id", "dim")
    if report.passed_over:
        kinds = sorted(report.passed_over.items(), key=lambda kind: (-kind[1], kind[0]))
        total = sum(report.passed_over.values())
        listed = ", ".join(f"{kind} {count:,}" for kind, count in kinds)
        print_plain(
            console, f"passed over: {total:,} {'file' if total == 1 else 'files'} of other kinds ({listed})", "dim"
        )


def _print_report(report: IndexReport, index_dir: Path) -> None:
    done = [f"{report.added:,} added", f"{report.changed:,} changed", f"{report.unchanged:,} unchanged"]
    if report.removed:
        done.append(f"{report.removed:,} removed")
    if report.skipped:
        done.append(f"{len(report.skipped):,} skipped")
    if report.rebuilt:
        done.append("rebuilt with the present settings")
    total = f"{report.articles:,} articles, {report.sentences:,} sentences"
    click.echo(f"{index_dir}: {total} ({', '.join(done)}; {report.seconds:.1f} s)")


def _report_to_json(report: IndexReport) -> dict[str, object]:
    return {
        "articles": report.articles,
        "sentences": report.sentences,
        "added": report.added,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "removed": report.removed,
        "rebuilt": report.rebuilt,
        "notes": list(report.notes),
        "passed_over": dict(report.passed_over),
        "skipped": [{"name": item.name, "reason": item.reason} for item in report.skipped],
        "seconds": round(report.seconds, 3),
    }


class _ProgressBar:
    """Shows a run of indexing: how much is done, at what rate, and how long the rest will take."""

    def __init__(self, console: Console) -> None:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
        )
        self._bars = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
        self._task = self._bars.add_task("reading articles", total=None, rate="")
        self._sentences = 0

    def __enter__(self) -> _ProgressBar:
        self._bars.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._bars.stop()

    def read_article(self, count: int) -> None:
        """Show how many articles have been read in."""
        self._bars.update(self._task, completed=count)

    def start(self, articles: int, characters: int) -> None:
        """Show a bar over the articles that will be indexed."""
        self._bars.reset(self._task, total=articles, description="indexing articles")

    def advance(self, article: Article, sentences: int) -> None:
        """Move the bar on by one article."""
        self._sentences += sentences
        elapsed = self._bars.tasks[0].elapsed or 0
        rate = f"{self._sentences / elapsed:,.0f} sentences/s" if elapsed else ""
        self._bars.update(self._task, advance=1, rate=rate)
