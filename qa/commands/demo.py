"""The command ``qa demo``: the articles that come with Sourceline, indexed and open in the browser."""

from __future__ import annotations

import time
from pathlib import Path

import click

from qa.commands.shared import tell_size

CORPUS = Path(__file__).parents[1] / "corpus"
EXAMPLE = "How many North Korean soldiers were sent to Russia?"


@click.command("demo")
@click.option("--index-dir", type=click.Path(file_okay=False, path_type=Path), help="Folder for the demo's index.")
@click.option("--host", help="Address to listen on (QA_HOST; 127.0.0.1).")
@click.option("--port", type=int, help="Port to listen on (QA_PORT; 7860).")
@click.option("--ask", "question", metavar="QUESTION", help="Print the answer to one question instead of the page.")
def demo_command(index_dir: Path | None, host: str | None, port: int | None, question: str | None) -> None:
    """Try Sourceline with the articles that come with it, without any of your own.

    \b
    Example:
      qa demo
      qa demo --ask "How many North Korean soldiers were sent to Russia?"

    The articles are some news and the handbook. Their index is kept in your cache folder, so the second start is quick.
    """
    from qa.commands.ask import ask_in_terminal
    from qa.evaluate.corpus import find_cache_folder
    from qa.index.build import build_index
    from qa.settings import load_settings

    folder = index_dir or find_cache_folder().parent / "demo"
    settings = load_settings(index_dir=folder, host=host, port=port, chroma_url="", library_url="")
    started = time.perf_counter()
    click.echo("Indexing the articles that come with Sourceline ...", err=True)
    report = build_index([CORPUS], settings, prune=True)
    seconds = time.perf_counter() - started
    click.echo(f"{tell_size(report.articles, report.sentences)} in {seconds:.1f} s: {folder}", err=True)
    for item in report.skipped:
        click.echo(f"skipped {item}", err=True)
    if question:
        ask_in_terminal(question, settings)
        return
    from qa.web.server import serve

    click.echo(f"Try: {EXAMPLE}", err=True)
    serve(settings)
