"""The command ``qa index``: bring the index up to date with files, folders, pages and feeds."""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import date
from functools import partial
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING

import click

from qa.commands.shared import index_dir_option, open_console, print_json, print_plain, tell_size
from qa.errors import IndexLockedError, SourcelineError

if TYPE_CHECKING:
    from rich.console import Console

    from qa.index.build import IndexReport
    from qa.load import Place
    from qa.records import Article, Skipped
    from qa.settings import Settings

WATCH_DEBOUNCE_MS = 1_600  # a file that is still being written is waited for
WATCH_STEP_MS = 1_000  # after so long without a change, what could not be done before is tried again
SHOWN_ALIKE = 10  # lines of one kind; of more, their number is told
NUMBER = re.compile(r"0x[0-9a-f]+|\d[\d.,]*")  # two reasons that differ in such only are of one kind
FAILED = 1  # exit code when a place is not there, or when there is nothing to ask
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
@click.option("--watch", is_flag=True, help="Go on, and index whatever changes in the files and folders.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def index_command(
    places: Sequence[str],
    index_dir: Path | None,
    prune: bool,
    since: str | None,
    reader: str | None,
    reader_args: str | None,
    collection: str,
    watch: bool,
    as_json: bool,
) -> None:
    """Bring the index up to date with files, folders, pages and feeds.

    \b
    Example:
      qa index articles/ news.jsonl https://example.org/feed.xml
      qa index --reader llama_index.readers.wordpress:WordpressReader --reader-args '{"url": "https://a.org"}'

    Reads plain text, Markdown, HTML, PDF, Word, OpenDocument, e-books, slides, messages, JSON, CSV, RSS, Atom and
    sitemaps. What has not changed costs nothing. Without a
    PATH, an existing index is rebuilt if settings or models have changed. Exit code 3: the index is good, but something
    was skipped; 1: a PATH is not there, or the index holds no article.
    """
    from qa.load import ReaderPlace, is_url, read_arguments
    from qa.settings import load_settings

    if reader_args and not reader:
        raise click.UsageError("--reader-args needs --reader: name the reader that takes them")
    every_place: list[Place] = [*places]
    if reader:
        every_place.append(ReaderPlace(reader, read_arguments(reader_args or "")))
    if prune and since:
        raise click.UsageError("--prune would remove what --since leaves out: use one of them")
    console = open_console(stderr=True)
    settings = load_settings(index_dir=index_dir)
    run = partial(_run, every_place, settings, console, as_json, prune=prune, collection=collection, since=since or "")
    if watch:
        with suppress(KeyboardInterrupt):  # whenever it comes: the next run heals what was left half done
            watch_places([Path(place) for place in places if not is_url(place)], run, console, settings.index_dir)
        return
    missing = [place for place in places if not is_url(place) and not Path(place).exists()]
    report = run()
    failed = missing or (report.skipped and not report.articles)
    sys.exit(FAILED if failed else SOME_SKIPPED if report.skipped else 0)


def _run(  # noqa: PLR0913 - what a run is asked for
    places: Sequence[Place],
    settings: Settings,
    console: Console,
    as_json: bool,
    *,
    prune: bool,
    collection: str,
    since: str,
) -> IndexReport:
    """Bring the index up to date once, and print what was done."""
    from qa.index.build import build_index

    with _ProgressBar(console) as progress:
        report = build_index(places, settings, prune=prune, collection=collection, since=since, progress=progress)
    for line in report.mended:
        print_plain(console, line, "yellow")
    _print_skipped(console, report)
    if as_json:
        print_json(_report_to_json(report))
    else:
        _print_report(report)
    return report


def watch_places(places: Sequence[Path], run: Callable[[], object], console: Console, index_dir: Path) -> None:
    """Run at once and again after every change in the places, until Ctrl-C; what a person can mend does not end it."""
    if not places:
        raise click.UsageError("--watch needs a file or folder to watch: name one")
    if missing := next((place for place in places if not place.exists()), None):
        raise click.UsageError(f"--watch {missing}: no such file or folder: check the path")
    is_due = True
    for is_changed in list_changes(places, index_dir):
        is_due = is_due or is_changed
        if not is_due:
            continue
        try:
            run()
            is_due = False
        except IndexLockedError as error:  # another one is writing: try again a little later
            print_plain(console, f"qa: {error}", "yellow")
        except SourcelineError as error:
            print_plain(console, f"qa: {error}", "yellow")
            is_due = False


def list_changes(places: Sequence[Path], index_dir: Path) -> Iterator[bool]:
    """Yield every second or so whether anything has changed in the places; one that is made anew is watched again."""
    from watchfiles import watch

    is_other = False
    while True:
        before = _identify(places)
        there = [place for place, number in zip(places, before, strict=True) if number]
        changes = watch(
            *there,
            watch_filter=lambda _, path: not _is_hidden(Path(path), index_dir),
            debounce=WATCH_DEBOUNCE_MS,
            rust_timeout=WATCH_STEP_MS,
            yield_on_timeout=True,
        )
        for changed in changes if there else _tick():
            was_other, is_other = is_other, _identify(places) != before
            yield bool(changed) or is_other or was_other  # what changed before it was watched again was not seen
            if is_other:
                break


def _identify(places: Sequence[Path]) -> list[int]:
    """Return what tells a file or folder from another one of its name, 0 where there is none."""
    return [place.stat().st_ino if place.exists() else 0 for place in places]


def _tick() -> Iterator[bool]:
    while True:
        sleep(WATCH_STEP_MS / 1_000)
        yield False


def _is_hidden(path: Path, index_dir: Path) -> bool:
    """Whether a path is none that indexing reads: hidden, or in the index itself."""
    place = path.parent.resolve() / path.name  # a link that leads to itself has no other place
    return path.name.startswith(".") or place.is_relative_to(index_dir.resolve())


def _print_skipped(console: Console, report: IndexReport) -> None:
    """Print what was left out, of each kind of reason the first few, and what else a person should know."""
    reasons: defaultdict[str, list[Skipped]] = defaultdict(list)
    for item in report.skipped:
        alike = reasons[NUMBER.sub("#", item.reason)]
        alike.append(item)
        if len(alike) <= SHOWN_ALIKE:
            print_plain(console, f"skipped {item}", "yellow")
    for alike in reasons.values():
        if len(alike) > SHOWN_ALIKE:
            print_plain(console, f"skipped {len(alike) - SHOWN_ALIKE:,} more: {alike[-1].reason}", "yellow")
    for note in report.notes[:SHOWN_ALIKE]:
        print_plain(console, note, "dim")
    if len(report.notes) > SHOWN_ALIKE:
        print_plain(console, f"{len(report.notes) - SHOWN_ALIKE:,} more notes of this kind", "dim")
    if report.passed_over:
        kinds = sorted(report.passed_over.items(), key=lambda kind: (-kind[1], kind[0]))
        total = sum(report.passed_over.values())
        listed = "; ".join(f"{count:,} {kind}" for kind, count in kinds)
        is_files = all(kind.startswith((".", "without")) for kind in report.passed_over)
        files = f" {'file' if total == 1 else 'files'} of other kinds" if is_files else ""  # else pages of a site, too
        print_plain(console, f"passed over: {total:,}{files} ({listed})", "dim")


def _print_report(report: IndexReport) -> None:
    done = [f"{report.added:,} added", f"{report.changed:,} changed", f"{report.unchanged:,} unchanged"]
    if report.removed:
        done.append(f"{report.removed:,} removed")
    if report.skipped:
        done.append(f"{len(report.skipped):,} skipped")
    if report.rebuilt:
        done.append("rebuilt with the present settings")
    total = tell_size(report.articles, report.sentences)
    click.echo(f"{report.index}: {total} ({', '.join(done)}; {report.seconds:.1f} s)")


def _report_to_json(report: IndexReport) -> dict[str, object]:
    skipped = [{"name": item.name, "reason": item.reason} for item in report.skipped]
    return asdict(report) | {"skipped": skipped, "seconds": round(report.seconds, 3)}


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

    def start(self, articles: int) -> None:
        """Show a bar over the articles that will be indexed."""
        self._bars.reset(self._task, total=articles, description="indexing articles")

    def advance(self, article: Article, sentences: int) -> None:
        """Move the bar on by one article."""
        self._sentences += sentences
        elapsed = self._bars.tasks[0].elapsed or 0
        rate = f"{self._sentences / elapsed:,.0f} sentences/s" if elapsed else ""
        self._bars.update(self._task, advance=1, rate=rate)
