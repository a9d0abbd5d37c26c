"""The journey of indexing: bring an index up to date with what the places hold."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass, replace
from typing import Protocol

from qa.errors import IndexBrokenError, NoIndexError, SettingsError
from qa.index.carry import carrying
from qa.index.changes import find_changes
from qa.index.mend import (
    compact_vectors,
    drop_damaged_articles,
    dropping_empty,
    find_damage,
    rebuild_vectors,
    rebuild_words,
)
from qa.index.recipe import find_chroma_url, write_recipe
from qa.index.starters import find_starters, load_starters
from qa.index.write import Carry, opening_stores, remove_articles, sweep_stale, write_articles
from qa.load import LoadLimits, Place, check_readers, load_articles
from qa.models.encoder import Encoder, load_encoder
from qa.records import Article, Loaded, Sentence, Skipped
from qa.settings import Settings
from qa.split import split_sentences
from qa.store.builds import Build, Index
from qa.store.folder import IndexFolder
from qa.store.holdings import STARTERS, recall_starters
from qa.store.library import Library
from qa.store.opening import open_index

log = logging.getLogger("qa")


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What a run of indexing did, and what the index holds after it.

    ``notes`` are lines on articles that got another id, and on emptied folders; ``passed_over`` counts files of other
    kinds by their ending.
    """

    added: int
    changed: int
    unchanged: int
    removed: int
    skipped: tuple[Skipped, ...]
    notes: tuple[str, ...]
    passed_over: Mapping[str, int]
    articles: int
    sentences: int
    rebuilt: bool
    seconds: float
    mended: tuple[str, ...] = ()
    index: str = ""


class Progress(Protocol):
    """What a run of indexing tells while it works."""

    def read_article(self, count: int) -> None:
        """``count`` articles have been read in so far."""

    def start(self, articles: int) -> None:
        """So many articles are new or changed and will be indexed."""

    def advance(self, article: Article, sentences: int) -> None:
        """One more article is safely stored."""


class _Silence:
    """Progress that nobody watches."""

    def read_article(self, count: int) -> None: ...
    def start(self, articles: int) -> None: ...
    def advance(self, article: Article, sentences: int) -> None: ...


def build_index(
    places: Sequence[Place],
    settings: Settings,
    *,
    prune: bool = False,
    collection: str = "",
    since: str = "",
    progress: Progress | None = None,
    keep_empty: bool = False,
) -> IndexReport:
    """Index what is new or changed in the places (files, folders, addresses, readers) and return what was done.

    Articles that name no collection of their own are put into ``collection``, without it into that of the name of the
    sub-folder that they lie in. Articles published before the day ``since`` (YYYY-MM-DD) are left out. With ``prune``,
    articles that were loaded from these places before and are no longer there are removed. Without places, every file
    of the index is read and what is damaged mended; where settings or models have changed, it is rebuilt from its own
    articles, and a database that holds no index yet takes over what is in the index folder. With ``keep_empty``, an
    index that holds nothing yet stays. Raise `IndexLockedError` when another process is writing, `NoIndexError` when
    there is nothing to work on.
    """
    index = _open(settings)
    moved = None if places or keep_empty else _find_moved(index, settings)
    if not (places or keep_empty or moved or index.list_builds()):
        raise NoIndexError(f"no index in {index.name}: name the files, folders or addresses to index")
    started = time.perf_counter()
    progress = progress or _Silence()
    encoder = load_encoder(settings.encoder)
    recipe = _recipe(settings, encoder)
    first = nullcontext() if index.find_current() else dropping_empty(index, keep=keep_empty)
    check_readers(places)
    with index.lock(), first:
        build, old = _choose_build(index, recipe, moved)
        library = build.open_library("write")
        try:
            mended = tuple(_mend(build, library, bool(places), settings=settings, encoder=encoder, progress=progress))
            if library.get_fact("fingerprint") != recipe:
                build.break_seal()
                library.set_fact("fingerprint", recipe)
            before = _read_all(old) if old else []
            origins = {item.article.id: item.origin for item in before} | library.origins()
            passed_over: Counter[str] = Counter()
            limits = _limits(settings, since)
            loaded = load_articles(places, limits=limits, known=origins, passed_over=passed_over)
            names = [str(place) for place in places]
            changes = find_changes(_read_all_in(loaded, collection, progress), library.versions(), origins, names)
            vanished = changes.vanished if prune else ()
            # with --prune an emptied folder is no mishap; a missing one is, and nothing of it has vanished
            emptied = [item for item in changes.skipped if prune and item.name in names and not item.is_unread]
            known = {*library.versions(), *vanished, *(item.article.id for item in changes.incoming)}
            incoming = [*changes.incoming, *(item for item in before if item.article.id not in known)]
            with carrying(old, recipe) as carry:
                _write(incoming, vanished, library, build, settings, encoder=encoder, carry=carry, progress=progress)
            if changes.moved:
                build.break_seal()
                library.set_origins(changes.moved)
            starters_before = load_starters(old) if old else recall_starters(library)
            starters, unread = find_starters(places, starters_before)
            if starters != library.get_fact(STARTERS):
                build.break_seal()
                library.set_fact(STARTERS, starters, publish=True)
            articles, sentences = library.count()
        finally:
            library.close()
        if not build.read_seal():
            build.write_seal()
        if old:
            index.swap(build)
    report = IndexReport(
        index=index.name,
        added=changes.added,
        changed=changes.changed,
        unchanged=changes.unchanged,
        removed=len(vanished),
        skipped=(*(item for item in changes.skipped if item not in emptied), *unread),
        notes=(*changes.notes, *map(str, emptied)),
        passed_over=dict(passed_over),
        articles=articles,
        sentences=sentences,
        rebuilt=old is not None,
        seconds=time.perf_counter() - started,
        mended=mended,
    )
    log.info("%s: %d articles, %d written, %.1f s", index.name, articles, len(incoming), report.seconds)
    return report


def make_empty_index(settings: Settings) -> bool:
    """Make an index without articles where there is none, so that the page can add some; return whether it did."""
    if _open(settings).list_builds():
        return False
    build_index([], settings, keep_empty=True)
    return True


def check_index(settings: Settings) -> dict[str, str]:
    """Return why each store of the current index that is damaged is so; raise `NoIndexError` when there is none."""
    index = _open(settings)
    if not index.list_builds():
        raise NoIndexError(f"no index in {index.name}: run 'qa index' first")
    with index.lock():
        build = index.find_current()  # only now: another `qa index` may just have replaced it
        if build is None:
            return {"current": "the file that names the current build is lost or damaged"}
        with closing(build.open_library("read")) as library:
            return find_damage(build, library, chroma_url=settings.chroma_url)


def name_index(settings: Settings) -> str:
    """Return what messages call the index of these settings."""
    return _open(settings).name


def _open(settings: Settings) -> Index:
    return open_index(settings.index_dir, settings.library_url, settings.chroma_url)


def _recipe(settings: Settings, encoder: Encoder) -> str:
    return write_recipe(encoder.name, settings.chroma_url)


def _find_moved(index: Index, settings: Settings) -> Build | None:
    """Return the build in the index folder that a database takes over which holds no index yet."""
    if not settings.library_url or index.list_builds():
        return None
    return IndexFolder(settings.index_dir).find_current()


def _choose_build(index: Index, recipe: str, moved: Build | None) -> tuple[Build, Build | None]:
    """Return the build to write, and the build it will replace if that is another one; remove what is neither."""
    current = index.find_current() or moved
    if current is None or not _read_recipe(current):
        current = _find_whole(index)
    fitting = [b for b in index.list_builds() if _read_recipe(b) == recipe]
    if current is None:
        build, old = fitting[0] if fitting else index.create_build(), None
    elif current in fitting:
        build, old = current, None
    else:
        build, old = fitting[0] if fitting else index.create_build(), current
    if old is None:
        index.swap(build)
    for other in index.list_builds():
        if other not in (build, old):
            _drop_vectors(other)
            index.remove(other)
    return build, old


def _find_whole(index: Index) -> Build | None:
    """Return the build that was written last, where the file that names the current one is lost or damaged."""
    return next((build for build in reversed(index.list_builds()) if _read_recipe(build)), None)


def _drop_vectors(build: Build) -> None:
    """Delete a build's vectors from its Chroma server; those in the folder go with the folder."""
    url = find_chroma_url(_read_recipe(build))
    if not url:
        return
    try:
        with closing(build.open_library("old")) as library:
            edition = library.edition("vectors")
        with closing(build.open_vectors(url=url, edition=edition)) as vectors:
            vectors.drop()
    except (IndexBrokenError, SettingsError) as error:
        log.warning("the vectors of an old build stay where they are: %s", error)


def _read_recipe(build: Build) -> str:
    if build.is_empty():
        return ""
    with closing(build.open_library("old")) as library:
        return library.get_fact("fingerprint")


def _read_all(build: Build) -> list[Loaded]:
    with closing(build.open_library("old")) as library:
        origins = library.origins()
        return [Loaded(stored.article, origins[stored.article.id]) for stored in library.articles()]


def _read_all_in(loaded: Iterable[Loaded | Skipped], collection: str, progress: Progress) -> Iterator[Loaded | Skipped]:
    for count, item in enumerate(loaded, start=1):
        progress.read_article(count)
        if isinstance(item, Skipped):
            yield item
            continue
        article = _without_nul(item.article)
        if not article.collection and (name := collection or item.folder):
            article = replace(article, collection=name)
        yield replace(item, article=article)


def _without_nul(article: Article) -> Article:
    """Return an article without the character NUL, which no text of PostgreSQL holds; a space stands in its place."""
    if "\0" not in f"{article.title} {article.text}":
        return article
    return replace(article, title=article.title.replace("\0", " "), text=article.text.replace("\0", " "))


def _limits(settings: Settings, since: str) -> LoadLimits:
    return LoadLimits(
        article_megabytes=settings.article_megabytes,
        fetch_timeout_seconds=settings.fetch_timeout_seconds,
        fetch_redirects=settings.fetch_redirects,
        document_seconds=settings.document_seconds,
        feed_entries=settings.feed_entries,
        allow_private_addresses=settings.allow_private_addresses,
        since=since,
    )


def _write(
    incoming: Sequence[Loaded],
    vanished: Sequence[str],
    library: Library,
    build: Build,
    settings: Settings,
    *,
    encoder: Encoder,
    carry: Carry,
    progress: Progress,
) -> None:
    if not incoming and not vanished and not library.stale() and build.read_seal():
        return  # nothing to write: the derived stores are not even opened
    with opening_stores(build, library, chroma_url=settings.chroma_url) as stores:
        sweep_stale(stores)
        progress.start(len(incoming))
        write_articles(incoming, stores, split=_split, encoder=encoder, carry=carry, advance=progress.advance)
        remove_articles(vanished, stores)
        sweep_stale(stores)
    compact_vectors(build, library, chroma_url=settings.chroma_url)


def _mend(
    build: Build, library: Library, trust_times: bool, *, settings: Settings, encoder: Encoder, progress: Progress
) -> Iterator[str]:
    """Make anew what is damaged, and yield a line for each thing that was."""
    damage = find_damage(build, library, chroma_url=settings.chroma_url, trust_times=trust_times)
    if not damage:
        return
    build.break_seal()
    if "library" in damage:
        for article_id in drop_damaged_articles(library, _split):
            yield f"article {article_id!r} was damaged and has been removed: name its file to load it again"
    if "vectors" in damage:
        progress.start(library.count()[0])
        rebuild_vectors(build, library, chroma_url=settings.chroma_url, encoder=encoder, advance=progress.advance)
        yield f"the vectors were made anew ({damage['vectors']})"
    if "words" in damage:
        rebuild_words(build, library)
        yield f"the words were made anew ({damage['words']})"


def _split(article: Article) -> tuple[Sentence, ...]:
    return split_sentences(article.text, article_id=article.id)
