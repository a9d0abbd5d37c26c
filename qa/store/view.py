"""The index as readers see it: one build at one generation, which cannot be closed under a reader."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from typing import Protocol, TypeVar

from qa.errors import IndexBrokenError, NoIndexError, SourcelineError
from qa.store.builds import Build, Index
from qa.store.keys import Vectors, Words
from qa.store.library import Library
from qa.store.probe import probe
from qa.store.seal import Seal

log = logging.getLogger("qa")

Result = TypeVar("Result")

# before what a reader meets is taken for more than a moment's: Chroma's pool of connections opens another while it
# takes one back, which fails where the folder is gone
PAUSES_SECONDS = (0.0, 0.1, 0.4)
RETRY_SECONDS = 1.0  # between two tries to open what could not be opened: each may cost a connection


@dataclass(frozen=True, slots=True)
class View:
    """The three stores of one build at one generation."""

    place: object
    generation: int
    library: Library
    vectors: Vectors
    words: Words

    def close(self) -> None:
        """Release the stores."""
        self.vectors.close()
        self.words.close()
        self.library.close()


class Source(Protocol):
    """Where views come from."""

    def find_place(self) -> object:
        """Return where the current build lies; one that is removed and made anew, or restored, is at another place."""

    def open(self) -> View:
        """Open the current build."""


class ViewSource:
    """Opens the view of an index as it is now; raise an error that says what to do when there is none to ask.

    ``explain_difference`` returns why an index that was made by a recipe cannot be asked, or "" when it can.
    """

    def __init__(self, index: Index, *, chroma_url: str, explain_difference: Callable[[str], str]) -> None:
        self._index = index
        self._chroma_url = chroma_url
        self._explain_difference = explain_difference

    def find_place(self) -> tuple[Build, tuple[int, ...]]:
        """Return the current build with its mark; raise `NoIndexError` when there is none."""
        build = self._index.find_current()
        try:
            if build is not None:
                return build, build.find_mark()
        except OSError:
            pass
        raise NoIndexError(f"no index in {self._index.name}: run 'qa index' first")

    def open(self) -> View:
        """Open the current build; all of it or nothing."""
        build, _ = place = self.find_place()
        seal = build.read_seal()
        if seal:
            self._check_files(build, seal)
        with ExitStack() as opened:
            library = opened.enter_context(closing(build.open_library("read")))
            generation = library.generation  # read first: what is published while the others open brings a new view
            self._check_recipe(library.get_fact("fingerprint"))
            if not seal and not self._index.is_being_written():
                self._check_holds_any(build, library)
                self._probe(build)
            words = opened.enter_context(closing(build.open_words(edition=library.edition("words"))))
            vectors = build.open_vectors(url=self._chroma_url, edition=library.edition("vectors"))
            opened.enter_context(closing(vectors))
            self._check_counts(build, seal, library.count()[1], vectors.count(), words.count())
            opened.pop_all()  # all went well: they stay open
        return View(place, generation, library, vectors, words)

    @staticmethod
    def _check_files(build: Build, seal: Seal) -> None:
        """Raise `IndexBrokenError` where a file is damaged: native code that reads it may crash, or find the wrong."""
        changed = seal.find_changed(trust_times=True)
        if changed and build.read_seal() == seal:  # else a writer has begun meanwhile
            raise IndexBrokenError(f"{build}/{changed[0]} is not as it was written: run 'qa index' to mend it")

    @staticmethod
    def _check_holds_any(build: Build, library: Library) -> None:
        """Raise `IndexBrokenError` where the writing did not end before the first article, or a server has lost it."""
        if not library.count()[0]:
            raise IndexBrokenError(
                f"{build}: its writing did not end, and it holds no article: run 'qa index' again with their places"
            )

    def _probe(self, build: Build) -> None:
        """Raise `IndexBrokenError` where the writing that did not end has left a store that cannot be read."""
        for store in ("vectors", "words"):
            if lack := probe(store, build, self._chroma_url):
                raise IndexBrokenError(f"the {store} are damaged ({lack}): run 'qa index' to mend them")

    @staticmethod
    def _check_counts(build: Build, seal: Seal | None, sentences: int, vectors: int, words: int) -> None:
        if seal and not vectors == words == sentences and build.read_seal() == seal:
            raise IndexBrokenError(
                f"{build}: {sentences:,} sentences, but {vectors:,} vectors and {words:,} entries of words: "
                "run 'qa index' to mend it"
            )

    def _check_recipe(self, made_with: str) -> None:
        if reason := self._explain_difference(made_with):
            raise NoIndexError(f"{self._index.name} {reason}")


@dataclass(slots=True)
class _Shelf:
    """A view with the number of those who read in it; a retired one is closed by the last to leave."""

    view: View
    readers: int = 0
    retired: bool = False


class Views:
    """Hands readers the newest view of an index; safe to use from several threads.

    What has changed is opened first and swapped in then; what it replaces is closed when its last reader has left. When
    the new one cannot be opened, the present one goes on serving and `trouble` says why; not so where the library went
    back to an earlier generation, as a server does that lost its last writes: nothing is left of what was served.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._opening = threading.Lock()
        self._counting = threading.Lock()
        self._shelf = _Shelf(source.open())
        self._distrusted = self._went_back = False
        self._retry_at = 0.0
        self.trouble = ""
        """Why the index as it is now is not served; empty when it is."""

    @contextmanager
    def reading(self) -> Iterator[View]:
        """Lend the newest view; it stays open until the reader has left."""
        self._refresh()
        if self._went_back and self.trouble:
            raise IndexBrokenError(self.trouble)
        with self._counting:
            shelf = self._shelf
            shelf.readers += 1
        try:
            yield shelf.view
        except IndexBrokenError:
            self._distrusted = True  # the next reader has it opened anew
            raise
        finally:
            self._leave(shelf)

    def read(self, work: Callable[[View], Result]) -> Result:
        """Return what the work finds in the newest view; where that fails, it is opened anew and read again.

        Chroma fails where it finds in its frozen state what a writer is just adding or has deleted.
        """
        for pause in PAUSES_SECONDS:
            try:
                with self.reading() as view:
                    return work(view)
            except IndexBrokenError as error:
                log.info("reading again: %s", error)
                time.sleep(pause)
                self._refresh(wait=True)
        with self.reading() as view:
            return work(view)

    def close(self) -> None:
        """Let the last reader of the view close it."""
        with self._counting:
            shelf = self._shelf
            shelf.readers += 1
            shelf.retired = True
        self._leave(shelf)

    def _leave(self, shelf: _Shelf) -> None:
        with self._counting:
            shelf.readers -= 1
            done = shelf.retired and shelf.readers == 0
        if done:
            shelf.view.close()

    def _refresh(self, *, wait: bool = False) -> None:
        if not self._opening.acquire(blocking=wait or self._went_back):
            return  # another reader is at it; until it is done, the present view serves
        try:
            self._swap_if_changed()
        except SourcelineError as error:
            if self.trouble != str(error):
                log.warning("the index as it was goes on serving: %s", error)
            self.trouble = str(error)
            self._retry_at = time.monotonic() + RETRY_SECONDS
        finally:
            self._opening.release()

    def _swap_if_changed(self) -> None:
        if self.trouble and time.monotonic() < self._retry_at:
            return
        view = self._shelf.view
        is_there = self._source.find_place() == view.place
        generation = view.library.generation if is_there else view.generation
        self._went_back = generation < view.generation
        if not is_there or generation != view.generation or self._distrusted:
            fresh = _Shelf(self._source.open())
            with self._counting:
                old, self._shelf = self._shelf, fresh
                old.readers += 1
                old.retired = True
            self._leave(old)
        self._distrusted = self._went_back = False
        self.trouble = ""
