"""The index that ``qa eval`` asks: the one of the settings, or one made of just the articles that are named."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from qa.commands.shared import print_plain

if TYPE_CHECKING:
    from rich.console import Console

    from qa.bot import Bot
    from qa.settings import Settings


def open_bot_on(settings: Settings, places: Sequence[str], index_dir: Path | None, console: Console) -> Bot:
    """Open the bot on the index of these settings or, where places are named, on an index made of just those."""
    from qa.bot import open_bot
    from qa.errors import IndexBrokenError, NoIndexError
    from qa.evaluate.corpus import DONE, find_cache_folder, fingerprint_corpus
    from qa.load import is_url

    if not places:
        return open_bot(settings)
    if index_dir is not None:
        _build_index(places, settings, console)
        return open_bot(settings)
    made_with = {
        "version": _find_version(),
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


def _find_version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("sourceline")
    except PackageNotFoundError:
        return ""  # run from a checkout


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
