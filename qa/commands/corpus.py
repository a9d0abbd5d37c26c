"""The commands ``qa corpus``: see what is in the index, and take articles out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qa.commands.shared import count_things, index_dir_option, open_console, print_json, print_plain

if TYPE_CHECKING:
    from qa.records import StoredArticle
    from qa.settings import Settings
    from qa.store.builds import Index

AS_JSON = "Print it as JSON."
FIELDS = ("id", "title", "source", "published", "author", "collection", "url")


@click.group("corpus")
def corpus_command() -> None:
    """See which articles are in the index, and take some out.

    \b
    Example:
      qa corpus list
      qa corpus show 2024/bridge
      qa corpus duplicates
    """


@corpus_command.command("list")
@index_dir_option
@click.option("--json", "as_json", is_flag=True, help=AS_JSON)
def list_command(index_dir: Path | None, as_json: bool) -> None:
    """List the articles by id.

    \b
    Example:
      qa corpus list | grep ferry
    """
    from qa.index.contents import opening_library

    with opening_library(_open(index_dir)) as library:
        origins = library.origins()
        for stored in library.articles():
            row = _describe(stored, origins[stored.article.id])
            fields = (str(row[name]) for name in ("id", "published", "source", "title") if row[name])
            print_json(row) if as_json else _print("  ".join(fields))
        if not origins and not as_json:
            _print("no articles yet: run 'qa index' with the files, folders or addresses that hold some")


@corpus_command.command("show")
@click.argument("article_id", metavar="ID")
@index_dir_option
@click.option("--json", "as_json", is_flag=True, help=AS_JSON)
def show_command(article_id: str, index_dir: Path | None, as_json: bool) -> None:
    """Show an article as it is stored, a sentence a line.

    \b
    Example:
      qa corpus show 2024/bridge
    """
    from qa.errors import ArticleError
    from qa.index.contents import opening_library

    index = _open(index_dir)
    with opening_library(index) as library:
        stored = library.get_article(article_id)
        origin = library.origins().get(article_id, "")
    if stored is None:
        raise ArticleError(f"no article {article_id!r} in {index.name}: 'qa corpus list' names them")
    row = _describe(stored, origin)
    if as_json:
        print_json({**row, "text": stored.article.text})
        return
    for name, value in row.items():
        _print(f"{name}: {value}" if value else "")
    for sentence in stored.sentences:
        _print(f"{sentence.start:>7}  {' '.join(stored.quote(sentence).split())}")


@corpus_command.command("remove")
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@index_dir_option
def remove_command(ids: Sequence[str], index_dir: Path | None) -> None:
    """Take articles out of the index.

    \b
    Example:
      qa corpus remove 2024/bridge

    The files stay where they are: index their folder again, and the articles are back.
    """
    from qa.index.contents import remove_from_index

    index, ids = _open(index_dir), tuple(dict.fromkeys(ids))
    remove_from_index(ids, index, _settings(index_dir).chroma_url)
    _print(f"{index.name}: {count_things(len(ids), 'article')} removed")


@corpus_command.command("stats")
@index_dir_option
@click.option("--json", "as_json", is_flag=True, help=AS_JSON)
def stats_command(index_dir: Path | None, as_json: bool) -> None:
    """Count articles, sentences, sources, collections and years.

    \b
    Example:
      qa corpus stats
    """
    from qa.index.contents import opening_library

    counts: dict[str, Counter[str]] = {"source": Counter(), "collection": Counter(), "year": Counter()}
    with opening_library(_open(index_dir)) as library:
        articles, sentences = library.count()
        characters = 0
        for stored in library.articles():
            article = stored.article
            characters += len(article.text)
            for name, value in zip(counts, (article.source, article.collection, article.year), strict=True):
                counts[name][value or "(none)"] += 1
    totals = {"articles": articles, "sentences": sentences, "characters": characters}
    if as_json:
        print_json({**totals, **{name: dict(count) for name, count in counts.items()}})
        return
    _print(", ".join(f"{count:,} {name}" for name, count in totals.items()))
    for name, count in counts.items():
        _print(f"{name}: " + ", ".join(f"{value} {number:,}" for value, number in count.most_common(10)))


def check_share(context: click.Context, option: click.Parameter, share: float) -> float:
    """Return a share as it was given; refuse "nan", which is in no range and passes every one."""
    if isnan(share):
        raise click.BadParameter("'nan' is no share: write one from 0.05 to 1", context, option)
    return share


@corpus_command.command("duplicates")
@index_dir_option
@click.option(
    "--share",
    type=click.FloatRange(0.05, 1.0),
    callback=check_share,
    default=0.5,
    show_default=True,
    help="Of sentences in common.",
)
@click.option("--json", "as_json", is_flag=True, help=AS_JSON)
def duplicates_command(index_dir: Path | None, share: float, as_json: bool) -> None:
    """List pairs of articles that hold the same sentences, most alike first.

    \b
    Example:
      qa corpus duplicates --share 0.9

    The share is of the shorter article's sentences of five words or more.
    """
    from qa.index.contents import find_alike, opening_library

    with opening_library(_open(index_dir)) as library:
        pairs = find_alike(library.articles(), least_share=share)
    if as_json:
        print_json([pair._asdict() for pair in pairs])
        return
    for pair in pairs:
        _print(f"{pair.share:4.0%}  {pair.first}  {pair.second}")
    if not pairs:
        _print("no two articles hold the same sentences")


def _settings(index_dir: Path | None) -> Settings:
    from qa.settings import load_settings

    return load_settings(index_dir=index_dir)


def _open(index_dir: Path | None) -> Index:
    from qa.store.opening import open_index

    settings = _settings(index_dir)
    return open_index(settings.index_dir, settings.library_url, settings.chroma_url)


def _describe(stored: StoredArticle, origin: str) -> dict[str, object]:
    article = stored.article
    return {name: getattr(article, name) for name in FIELDS} | {"origin": origin, "sentences": len(stored.offsets)}


def _print(line: str) -> None:
    """Print a line of somebody else's text: no control character reaches the terminal."""
    if line:
        print_plain(open_console(), line, "")
