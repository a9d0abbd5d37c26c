"""The command line: qa index | ask | eval | compare | serve | mcp | user | feedback."""

from __future__ import annotations

import json
import logging
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qa.errors import SourcelineError
from qa.evaluate.commands import compare_command, eval_command
from qa.web.feedback_command import feedback_command
from qa.web.mcp_command import mcp_command
from qa.web.user_commands import user_command

if TYPE_CHECKING:
    from rich.console import Console

    from qa.bot import IndexReport
    from qa.records import Answer, Article, Citation

SOME_SKIPPED = 3  # exit code of `qa index` when the index is good but something was not loaded


class _Group(click.Group):
    """Commands in order of use, and every error a person can mend as one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as click has it
        try:
            return super().invoke(ctx)
        except SourcelineError as error:
            click.echo(f"qa: {error}", err=True)
            ctx.exit(1)
        except BrokenPipeError:  # the reader of our output has had enough
            sys.stdout = None
            ctx.exit(0)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("-v", "--verbose", is_flag=True, help="Log one line a question to standard error.")
@click.version_option(package_name="sourceline")
def main(verbose: bool) -> None:
    """Ask your articles; every statement in the answer points at the exact sentence that says so.

    \b
    Example:
      qa index articles/
      qa ask "Who asked for the bridge to be closed?"
    """
    logging.basicConfig(format="%(message)s", level=logging.INFO if verbose else logging.WARNING)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends as cleanly as Ctrl-C


def _index_dir(command: Callable[..., None]) -> Callable[..., None]:
    return click.option(
        "--index-dir",
        type=click.Path(file_okay=False, path_type=Path),
        help="Folder that holds the index (QA_INDEX_DIR; .qa when neither is given).",
    )(command)


@main.command("index")
@click.argument("places", metavar="[PATH]...", nargs=-1)
@_index_dir
@click.option("--prune", is_flag=True, help="Remove articles that came from these places and are gone.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def index_command(places: Sequence[str], index_dir: Path | None, prune: bool, as_json: bool) -> None:
    """Bring the index up to date with files, folders, pages and feeds.

    \b
    Example:
      qa index articles/ news.jsonl https://example.org/feed.xml

    Reads plain text, Markdown, HTML, PDF, Word, JSON lines, RSS and Atom. What has not changed costs nothing. Without a
    PATH, an existing index is rebuilt if settings or models have changed. Exit code 3: the index is good, but something
    was skipped.
    """
    from rich.console import Console

    from qa.bot import build_index
    from qa.settings import load_settings

    console = Console(stderr=True, highlight=False)
    settings = load_settings(index_dir=index_dir)
    with _ProgressBar(console) as progress:
        report = build_index(places, settings, prune=prune, progress=progress)
    for item in report.skipped:
        _print_plain(console, f"skipped {item}", "yellow")
    if as_json:
        click.echo(json.dumps(_report_to_json(report), ensure_ascii=False))
    else:
        _print_report(report, settings.index_dir)
    sys.exit(SOME_SKIPPED if report.skipped else 0)


@main.command("ask")
@click.argument("words", metavar="QUESTION", nargs=-1, required=True)
@_index_dir
@click.option(
    "--history", multiple=True, metavar="TEXT...", help="Earlier questions of the conversation, oldest first."
)
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
def ask_command(words: Sequence[str], index_dir: Path | None, history: Sequence[str], as_json: bool) -> None:
    """Ask a question and see the sentences that answer it.

    \b
    Example:
      qa ask "How many soldiers were sent?" --history "What happened in Kursk?"
    """
    from qa.answer import answer_to_json
    from qa.bot import open_bot
    from qa.records import Turn
    from qa.settings import load_settings

    # after --history, further words are further history; else they belong to a question typed without quotation marks
    question, more = (words[0], words[1:]) if history else (" ".join(words), ())
    bot = open_bot(load_settings(index_dir=index_dir))
    answer = bot.ask(question, [Turn(text) for text in (*history, *more)])
    if as_json:
        click.echo(json.dumps(answer_to_json(answer), ensure_ascii=False, indent=2))
    else:
        _print_answer(answer)


main.add_command(eval_command)
main.add_command(compare_command)


@main.command("serve")
@_index_dir
@click.option("--host", help="Address to listen on (QA_HOST; 127.0.0.1).")
@click.option("--port", type=int, help="Port to listen on (QA_PORT; 7860).")
def serve_command(index_dir: Path | None, host: str | None, port: int | None) -> None:
    """Open the chat page on this computer.

    \b
    Example:
      qa serve --port 8080
    """
    from qa.settings import load_settings
    from qa.web.server import serve

    serve(load_settings(index_dir=index_dir, host=host, port=port))


main.add_command(mcp_command)
main.add_command(user_command)
main.add_command(feedback_command)


def _print_answer(answer: Answer) -> None:
    from rich.console import Console

    console = Console(highlight=False)
    if answer.standalone != answer.question:
        _print_plain(console, f"asked as: {answer.standalone}", "dim")
    if answer.outcome == "answered":
        _print_plain(console, answer.text, "bold")
        console.print()
        _print_citations(console, answer.citations)
        for conflict in answer.conflicts:
            numbers = " and ".join(f"[{c.number}]" for c in conflict.citations)
            _print_plain(console, f"The sources differ on {conflict.about}: {numbers}", "yellow")
        return
    _print_plain(console, "The articles do not say.", "bold")
    if answer.nearest:
        console.print("\nNearest sentences, which do not answer the question:", style="dim")
        _print_citations(console, answer.nearest)


def _print_citations(console: Console, citations: Sequence[Citation]) -> None:
    for citation in citations:
        article = citation.article
        where = ", ".join(filter(None, (article.source, article.published, article.id)))
        _print_plain(console, f"[{citation.number}] {citation.quote}", "green")
        _print_plain(
            console,
            f"    {article.title} ({where}), characters {citation.sentence.start}-{citation.sentence.end}",
            "dim",
        )


def _print_plain(console: Console, text: str, style: str) -> None:
    """Print text of articles and questions: never markup, and no control character reaches the terminal."""
    shown = "".join(c if c.isprintable() or c == "\n" else "�" for c in text.replace("\r", " "))
    console.print(shown, style=style, markup=False, emoji=False, soft_wrap=not console.is_terminal)


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


if __name__ == "__main__":
    main(prog_name="qa")
