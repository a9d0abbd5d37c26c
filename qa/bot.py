"""The two journeys: bring an index up to date with articles, and ask it a question.

This is where settings are read and the stages meet; the stages themselves receive values.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from qa.answer import quote_answer
from qa.chat import understand
from qa.check.judge import judge_with
from qa.errors import IndexBrokenError, ModelError, NoIndexError, QuestionError, SettingsError
from qa.filters import NO_FILTERS, Filters, is_at
from qa.index import RECIPE, Stores, find_changes, remove_articles, sweep_stale, write_articles
from qa.load import LoadLimits, load_articles
from qa.models.encoder import Encoder, load_encoder
from qa.models.left_out import BuiltInLeftOut
from qa.models.reader import BuiltInReader, ReaderWindow
from qa.models.writer import Writer, load_writer
from qa.reading.fusion import load_fusion
from qa.reading.read import read
from qa.records import Answer, Article, Evidence, Loaded, Passage, Sentence, Skipped, Turn
from qa.retrieve import Candidate, retrieve
from qa.settings import Settings
from qa.split import group_passages, identify_splitter, split_sentences
from qa.store.folder import IndexFolder
from qa.store.library import Library, StoredArticle
from qa.store.vectors import VectorStore
from qa.store.words import WordIndex
from qa.write import check_budget, rewrite_question, write_answer

log = logging.getLogger("qa")


# ---- bringing an index up to date


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What a run of indexing did, and what the index holds after it."""

    added: int
    changed: int
    unchanged: int
    removed: int
    skipped: tuple[Skipped, ...]
    articles: int
    sentences: int
    rebuilt: bool
    seconds: float


class Progress(Protocol):
    """What a run of indexing tells while it works."""

    def read_article(self, count: int) -> None:
        """``count`` articles have been read in so far."""

    def start(self, articles: int, characters: int) -> None:
        """So many articles and characters are new or changed and will be indexed."""

    def advance(self, article: Article, sentences: int) -> None:
        """One more article is safely stored."""


class _Silence:
    """Progress that nobody watches."""

    def read_article(self, count: int) -> None: ...
    def start(self, articles: int, characters: int) -> None: ...
    def advance(self, article: Article, sentences: int) -> None: ...


def build_index(
    places: Sequence[str | Path], settings: Settings, *, prune: bool = False, progress: Progress | None = None
) -> IndexReport:
    """Index what is new or changed in the places (files, folders, addresses) and return what was done.

    With ``prune``, articles that were loaded from these places before and are no longer there are removed. Without
    places, an existing index is healed and, where settings or models have changed, rebuilt from its own articles. Raise
    `IndexLockedError` when another process is writing, `NoIndexError` when there is nothing to work on.
    """
    folder = IndexFolder(settings.index_dir)
    if not places and folder.find_current() is None:
        raise NoIndexError(f"no index in {settings.index_dir}: name the files, folders or addresses to index")
    started = time.perf_counter()
    progress = progress or _Silence()
    encoder = load_encoder(settings.encoder)
    fingerprint = _fingerprint(settings, encoder)
    with folder.lock():
        build, old = _choose_build(folder, fingerprint)
        library = Library(build / "library.sqlite3", mode="write")
        try:
            library.set_fact("fingerprint", fingerprint)
            before = _read_all(old) if old else []
            changes = find_changes(
                _count_reading(load_articles(places, limits=_limits(settings)), progress),
                library.versions(),
                {item.article.id: item.origin for item in before} | library.origins(),
                [str(place) for place in places],
            )
            vanished = changes.vanished if prune else ()
            known = {*library.versions(), *vanished, *(item.article.id for item in changes.incoming)}
            incoming = [*changes.incoming, *(item for item in before if item.article.id not in known)]
            _write(incoming, vanished, library, build, settings=settings, encoder=encoder, progress=progress)
            if old:
                folder.swap(build)
            articles, sentences = library.count()
        finally:
            library.close()
    report = IndexReport(
        added=changes.added,
        changed=changes.changed,
        unchanged=changes.unchanged,
        removed=len(vanished),
        skipped=changes.skipped,
        articles=articles,
        sentences=sentences,
        rebuilt=old is not None,
        seconds=time.perf_counter() - started,
    )
    log.info("%s: %d articles, %d written, %.1f s", settings.index_dir, articles, len(incoming), report.seconds)
    return report


def _fingerprint(settings: Settings, encoder: Encoder) -> str:
    """Return what an index is made with; an index with another fingerprint is rebuilt."""
    return json.dumps(
        {
            "encoder": encoder.name,
            "passage_tokens": settings.passage_tokens,
            "splitter": identify_splitter(),
            "chroma_url": settings.chroma_url,
            "recipe": RECIPE,
        }
    )


def _name_differences(made_with: str, now: str) -> list[str]:
    old, new = json.loads(made_with or "{}"), json.loads(now)
    names = {"passage_tokens": "passage size", "chroma_url": "vector store"}
    return [names.get(part, part) for part in new if old.get(part) != new[part]]


def _choose_build(folder: IndexFolder, fingerprint: str) -> tuple[Path, Path | None]:
    """Return the build to write, and the build it will replace if that is another one; remove what is neither."""
    current = folder.find_current()
    fitting = [b for b in folder.list_builds() if _read_fingerprint(b) == fingerprint]
    if current is None:
        build, old = fitting[0] if fitting else folder.create_build(), None
        folder.swap(build)
    elif current in fitting:
        build, old = current, None
    else:
        build, old = fitting[0] if fitting else folder.create_build(), current
    for other in folder.list_builds():
        if other not in (build, old):
            _drop_vectors(other)
            folder.remove(other)
    return build, old


def _drop_vectors(build: Path) -> None:
    """Delete a build's vectors from its Chroma server; those in the folder go with the folder."""
    url = json.loads(_read_fingerprint(build) or "{}").get("chroma_url")
    if not url:
        return
    try:
        VectorStore(build / "chroma", name=_name_vectors(build), url=url).drop()
    except (IndexBrokenError, SettingsError) as error:
        log.warning("the vectors of an old build stay where they are: %s", error)


def _read_fingerprint(build: Path) -> str:
    if not (build / "library.sqlite3").exists():
        return ""
    library = Library(build / "library.sqlite3", mode="read")
    try:
        return library.get_fact("fingerprint")
    finally:
        library.close()


def _read_all(build: Path) -> list[Loaded]:
    library = Library(build / "library.sqlite3", mode="read")
    try:
        origins = library.origins()
        return [Loaded(stored.article, origins[stored.article.id]) for stored in library.articles()]
    finally:
        library.close()


def _count_reading(loaded: Iterable[Loaded | Skipped], progress: Progress) -> Iterator[Loaded | Skipped]:
    for count, item in enumerate(loaded, start=1):
        progress.read_article(count)
        yield item


def _limits(settings: Settings) -> LoadLimits:
    return LoadLimits(
        article_megabytes=settings.article_megabytes,
        fetch_timeout_seconds=settings.fetch_timeout_seconds,
        fetch_redirects=settings.fetch_redirects,
        feed_entries=settings.feed_entries,
        allow_private_addresses=settings.allow_private_addresses,
    )


def _write(
    incoming: Sequence[Loaded],
    vanished: Sequence[str],
    library: Library,
    build: Path,
    *,
    settings: Settings,
    encoder: Encoder,
    progress: Progress,
) -> None:
    if not incoming and not vanished and not library.stale() and (build / "words").is_dir():
        return  # nothing to write: the derived stores are not even opened
    words = WordIndex(build / "words", write=True)
    vectors = _open_vectors(build, settings, create=True)
    stores = Stores(library, vectors, words)
    try:
        sweep_stale(stores)
        progress.start(len(incoming), sum(len(item.article.text) for item in incoming))
        split = partial(_split, passage_tokens=settings.passage_tokens)
        write_articles(incoming, stores, split=split, encoder=encoder, advance=progress.advance)
        remove_articles(vanished, stores)
        sweep_stale(stores)
    finally:
        words.close()
        vectors.close()


def _split(article: Article, *, passage_tokens: int) -> tuple[tuple[Sentence, ...], tuple[Passage, ...]]:
    sentences = split_sentences(article.text, article_id=article.id)
    passages = group_passages(sentences, article.text, passage_tokens=passage_tokens, version=article.version)
    return sentences, passages


def _open_vectors(build: Path, settings: Settings, *, create: bool) -> VectorStore:
    return VectorStore(build / "chroma", name=_name_vectors(build), url=settings.chroma_url, create=create)


def _name_vectors(build: Path) -> str:
    return f"sourceline-{build.name}"


# ---- asking

Stage = Literal["understood", "searched", "written", "done"]

STANDALONE_SHARE = 1 / 3  # of the writer's time that it may take to make a follow-up stand alone
FILTERED_WIDENING = 10  # times as many sentences are asked for when some of their articles will be filtered out


@dataclass(frozen=True, slots=True)
class _View:
    """One build as it was at one generation, open for reading."""

    build: Path
    generation: int
    library: Library
    vectors: VectorStore
    words: WordIndex


class Bot:
    """Answers questions from one index; safe to use from several threads.

    A change of the index by another process is noticed at the next question.
    """

    def __init__(self, settings: Settings, *, writer: Writer | None = None) -> None:
        self._settings = settings
        self._folder = IndexFolder(settings.index_dir)
        self._encoder = load_encoder(settings.encoder)
        self._reader = BuiltInReader()
        self._fusion = load_fusion()
        self._left_out = BuiltInLeftOut()
        self._writer = writer or load_writer_of(settings)
        if self._writer:
            check_budget(
                settings.writer_prompt_tokens,
                passage_tokens=settings.passage_tokens,
                question_characters=settings.question_characters,
            )
        self._opening = threading.Lock()
        # the models load while the stores open: half a second less to the first answer
        self._loading = threading.Thread(target=self._load_models)
        self._loading.start()
        self._view = self._open()

    def _load_models(self) -> None:
        with suppress(ModelError):  # the first question meets the same error, and tells of it
            self._encoder.encode_question("warm up")
            self._reader.read("warm up", [ReaderWindow("", "Warm up.", ((0, 8),))])

    def ask(
        self, question: str, history: Sequence[Turn] = (), filters: Filters = NO_FILTERS, *, page: str = ""
    ) -> Answer:
        """Answer one question; ``history`` holds the earlier turns of its conversation, oldest first.

        ``page`` is the web address of the article that the question is about: where it is indexed and has a sentence
        that may answer, no other article does.
        Raise `QuestionError` when the question is empty or longer than the settings allow.
        """
        *_, (_, answer) = self.ask_in_steps(question, history, filters, page=page)
        return answer

    def ask_in_steps(
        self, question: str, history: Sequence[Turn] = (), filters: Filters = NO_FILTERS, *, page: str = ""
    ) -> Iterator[tuple[Stage, Answer]]:
        """Answer one question as `ask` does, and yield after each stage what is known by then; the last is the answer.

        Closing the iterator ends the work: no further stage is begun.
        """
        self.check(question)
        settings, clock = self._settings, _Clock()
        understood = understand(question.strip(), history, weigh=self._left_out.weigh)
        standalone = understood.standalone
        writing_seconds = settings.writer_timeout_seconds  # for all that the writer does for one question
        if self._writer and history:
            standalone = rewrite_question(
                question.strip(),
                history,
                standalone,
                writer=self._writer,
                timeout_seconds=writing_seconds * STANDALONE_SHARE,
            )
            clock.lap("understand")
            writing_seconds -= clock.laps["understand"] / 1000
        known = Answer(question, standalone, "not_found", 0.0)
        yield "understood", known
        searched = f"{history[-1].question} {standalone}" if understood.leans else standalone
        vector = self._encoder.encode_question(searched)
        clock.lap("encode")
        with self._opening:
            view = self._refresh()
            candidates = self._search(view, searched, vector, filters, page)
        clock.lap("retrieve")
        yield "searched", replace(known, ranked=tuple(Evidence(c.sentence, c.score) for c in candidates))
        reading = read(
            standalone,
            candidates,
            reader=self._reader,
            fusion=self._fusion,
            stem_words=view.words.stem_words,
            word_weights=view.words.weigh_words(set(view.words.stem_words(standalone))),
            windows=settings.read_windows,
        )
        clock.lap("read")
        quoted = answer = quote_answer(
            question,
            standalone,
            reading.evidence,
            reading.confidence,
            _articles_by_id(candidates),
            score_floor=settings.score_floor,
            sentence_floor=settings.sentence_floor,
            max_sentences=settings.max_sentences,
            nearest_sentences=settings.nearest_sentences,
            timings_ms=clock.laps,
        )
        if self._writer:
            for written in write_answer(
                quoted,
                history,
                _articles_by_id(candidates),
                writer=self._writer,
                prompt_tokens=settings.writer_prompt_tokens,
                timeout_seconds=writing_seconds,
                sentence_floor=settings.sentence_floor,
                encode=self._encoder.encode,
                judge=judge_with(self._reader),
            ):
                answer = written
                yield "written", answer
            clock.lap("write")
        log.info("%s, %d candidates, %.0f ms", answer.outcome, len(candidates), sum(clock.laps.values()))
        yield "done", answer

    def check(self, question: str) -> None:
        """Raise `QuestionError` when the question is empty or longer than the settings allow."""
        if not question.strip():
            raise QuestionError("the question is empty: type one")
        most = self._settings.question_characters
        if len(question) > most:
            raise QuestionError(f"the question has {len(question):,} characters, at most {most:,} fit: shorten it")

    def get_article(self, article_id: str) -> Article | None:
        """Return the article of this id, or None."""
        with self._opening:
            stored = self._refresh().library.get_article(article_id)
        return stored.article if stored else None

    def get_offsets(self, article_id: str) -> Sequence[tuple[int, int]]:
        """Return where the stored sentences of an article start and end; none where there is no such article."""
        with self._opening:
            stored = self._refresh().library.get_article(article_id)
        return stored.offsets if stored else ()

    def articles(self) -> Iterator[Article]:
        """Yield every article, in the order of ids."""
        with self._opening:
            library = self._refresh().library
        for stored in library.articles():
            yield stored.article

    def count(self) -> tuple[int, int]:
        """Return how many articles and sentences the index holds."""
        with self._opening:
            return self._refresh().library.count()

    @property
    def models_loaded(self) -> bool:
        """Whether the models are in memory; until then a question waits for them."""
        return not self._loading.is_alive()

    @property
    def generation(self) -> int:
        """A number that grows with every change of the index."""
        with self._opening:
            return self._refresh().generation

    def close(self) -> None:
        """Release the index."""
        with self._opening:
            _close(self._view)

    def _search(
        self, view: _View, question: str, vector: NDArray[np.float32], filters: Filters, page: str
    ) -> tuple[Candidate, ...]:
        """Return the candidates that the filters admit, of the page alone where it has any."""
        wider = FILTERED_WIDENING if filters or page else 1
        found = retrieve(
            question,
            vector,
            library=view.library,
            vectors=view.vectors,
            words=view.words,
            dense_candidates=wider * self._settings.dense_candidates,
            lexical_candidates=wider * self._settings.lexical_candidates,
        )
        candidates = tuple(c for c in found if filters.admit(c.stored.article))
        if not page:
            return candidates
        of_page = tuple(c for c in candidates if is_at(c.stored.article, page))
        return of_page or self._search(view, question, vector, filters, "")

    def _refresh(self) -> _View:
        build = self._folder.find_current()
        if build != self._view.build or self._view.library.generation != self._view.generation:
            _close(self._view)
            self._view = self._open()
        return self._view

    def _open(self) -> _View:
        build = self._folder.find_current()
        if build is None or not (build / "words").is_dir():
            raise NoIndexError(f"no index in {self._settings.index_dir}: run 'qa index' first")
        library = Library(build / "library.sqlite3", mode="read")
        generation = library.generation  # read first: what is published while the others open brings a new view
        made_with, now = library.get_fact("fingerprint"), _fingerprint(self._settings, self._encoder)
        if made_with != now:
            library.close()
            changed = " and ".join(_name_differences(made_with, now))
            raise NoIndexError(
                f"{self._settings.index_dir} was made with another {changed}: run 'qa index' to rebuild it"
            )
        vectors = _open_vectors(build, self._settings, create=False)
        return _View(build, generation, library, vectors, WordIndex(build / "words"))


def open_bot(settings: Settings, *, writer: Writer | None = None) -> Bot:
    """Open the index of these settings for questions; raise `NoIndexError` when there is none.

    ``writer`` is a writer of one's own, in place of the one that the settings name.
    """
    return Bot(settings, writer=writer)


def load_writer_of(settings: Settings) -> Writer | None:
    """Return the writer that the settings name, or None when they name none; raise `ModelError` when it lacks one."""
    return load_writer(
        settings.writer,
        model=settings.writer_model,
        base_url=settings.writer_base_url,
        api_key=settings.read_writer_key(),
        timeout_seconds=settings.writer_timeout_seconds,
        answer_tokens=settings.writer_answer_tokens,
        # twice, because the model may count its tokens in another way
        context_tokens=2 * (settings.writer_prompt_tokens + settings.writer_answer_tokens),
    )


def _close(view: _View) -> None:
    view.vectors.close()
    view.words.close()
    view.library.close()


def _articles_by_id(candidates: Sequence[Candidate]) -> dict[str, StoredArticle]:
    return {c.sentence.article_id: c.stored for c in candidates}


class _Clock:
    """Milliseconds from one lap to the next."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.laps[name] = round((now - self._last) * 1000, 3)
        self._last = now
