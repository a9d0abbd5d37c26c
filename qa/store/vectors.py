"""The vectors of the sentences (Chroma).

Chroma is called directly rather than through llama-index's ``ChromaVectorStore``: measured on 100,000 vectors, that
adds 45 % to the time and 65 % to the disk space, because it stores every node a second time as JSON, and it ignores a
node whose id it has seen. The text, the offsets and the truth about what is current are in the library anyway.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from qa.errors import IndexBrokenError, SettingsError
from qa.store.keys import Hit, make_keys, parse_key
from qa.store.native import NativeCollection, open_native

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateHNSWConfiguration
    from chromadb.api.models.Collection import Collection

_BATCH = 5_000  # Chroma takes at most 5,461 at once
# Changes after which Chroma saves its graph, looked at after each call: what is not saved is inserted anew by whoever
# opens the vectors, at .6 ms a vector. Of itself it saves after 1,000, so that up to .6 s were lost at each start.
SAVED_AFTER = 2
# Chroma gives two stores of one process that are opened by the same path the same, frozen state: each gets a spelling
# of its own. A view is closed before so many others have been opened.
_OPENED = cycle(range(64))


class VectorStore:
    """One collection of `Vectors`, compared by cosine, in a folder or on a Chroma server.

    Safe to use from several threads. Raise `IndexBrokenError` when the vectors cannot be had.
    """

    def __init__(self, folder: Path, *, name: str, url: str = "", create: bool = False) -> None:
        self._mend = f"start the Chroma server at {url}" if url else "run 'qa index' to mend it"
        self._name = name
        if not (create or url or folder.is_dir()):  # Chroma would make it
            raise IndexBrokenError(f"{folder}: no vectors: run 'qa index' again")
        self._client: Client | None = None
        with self._translated():
            native = None if create or url else open_native(folder, name)
            self._collection = native or self._connect(folder, url, create=create)

    def _connect(self, folder: Path, url: str, *, create: bool) -> Collection:
        self._client = client = _connect(folder, url)
        if create:
            made = self._create(client)
            if made.configuration_json["hnsw"]["sync_threshold"] == SAVED_AFTER:
                return made
            with warnings.catch_warnings():  # of a setting of Chroma's that we leave to it
                warnings.simplefilter("ignore", DeprecationWarning)
                made.modify(configuration={"hnsw": {"sync_threshold": SAVED_AFTER}})  # for all who open it from now on
            _close(client)
            self._client = client = _connect(folder, url)
            return self._create(client)
        try:
            return client.get_collection(self._name, embedding_function=None)
        except BaseException:
            _close(client)
            raise

    def _create(self, client: Client) -> Collection:
        hnsw: CreateHNSWConfiguration = {"space": "cosine", "sync_threshold": SAVED_AFTER}
        return client.get_or_create_collection(self._name, embedding_function=None, configuration={"hnsw": hnsw})

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Turn what Chroma raises into the error of a broken index."""
        try:
            yield
        except BaseException as error:
            reason = _explain(error)
            if not reason:
                raise
            mend = "run 'qa index' again" if type(error).__name__ == "NotFoundError" else self._mend
            raise IndexBrokenError(f"the vectors cannot be read ({reason}): {mend}") from error

    def close(self) -> None:
        """Release the store; another process's changes are seen only by a store opened after them."""
        if self._client:
            _close(self._client)
        elif isinstance(self._collection, NativeCollection):
            self._collection.close()

    def drop(self) -> None:
        """Delete the whole collection; for one that lies on a server, where no folder is removed."""
        if self._client:
            self._client.delete_collection(self._name)

    def _require_writable(self) -> Collection:
        if isinstance(self._collection, NativeCollection):
            raise RuntimeError("these vectors were opened for reading")  # noqa: TRY004 - as the words say
        return self._collection

    def add(self, versions: Sequence[tuple[str, NDArray[np.float32]]]) -> None:
        """Add the vectors of some versions, one row a sentence; what is there already stays.

        Many at once: 1,000 vectors in one call take a quarter of the time that they take article by article.
        """
        keys = [key for version, rows in versions for key in make_keys(version, len(rows))]
        if not keys:
            return
        vectors = np.concatenate([rows for _, rows in versions])
        collection = self._require_writable()
        with self._translated():
            for first in range(0, len(keys), _BATCH):
                collection.add(ids=keys[first : first + _BATCH], embeddings=vectors[first : first + _BATCH])

    def remove(self, versions: Iterable[tuple[str, int]]) -> None:
        """Delete versions, given with their numbers of sentences; what is not there is passed over."""
        keys = [key for version, count in versions for key in make_keys(version, count)]
        collection = self._require_writable()
        with self._translated():
            for first in range(0, len(keys), _BATCH):
                collection.delete(ids=keys[first : first + _BATCH])

    def search(self, vector: NDArray[np.float32], *, limit: int) -> list[Hit]:
        with self._translated():
            found = self._collection.query(query_embeddings=vector[np.newaxis], n_results=limit, include=["distances"])
        distances = found["distances"] or [[]]
        pairs = zip(found["ids"][0], distances[0], strict=True)
        return [Hit(*parse_key(key), 1.0 - float(distance)) for key, distance in pairs]

    def search_among(
        self, vector: NDArray[np.float32], versions: Iterable[tuple[str, int]], *, limit: int
    ) -> list[Hit]:
        """Return the nearest sentences of some versions, given with their numbers of sentences, by exact cosine."""
        keys = [key for version, count in versions for key in make_keys(version, count)]
        found = self.get(keys)
        if not found:
            return []
        cosines = np.stack(list(found.values())) @ vector
        best = np.argsort(-cosines, kind="stable")[:limit]
        names = list(found)
        return [Hit(*parse_key(names[n]), float(cosines[n])) for n in best]

    def count(self) -> int:
        with self._translated():
            return self._collection.count()

    def keys(self) -> set[str]:
        """Return the key of every vector; for checks, not for questions."""
        with self._translated():
            return set(self._collection.get(include=[])["ids"])

    def get(self, keys: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        vectors: dict[str, NDArray[np.float32]] = {}
        with self._translated():
            for first in range(0, len(keys), _BATCH):
                found = self._collection.get(ids=list(keys[first : first + _BATCH]), include=["embeddings"])
                rows = np.asarray(found["embeddings"], np.float32)
                vectors.update(zip(found["ids"], rows, strict=True))
        return vectors


def _explain(error: BaseException) -> str:
    """Return in one line what Chroma, its connection or its files have raised; empty for what is none of theirs."""
    kind = type(error)
    if kind.__name__ == "PanicException":  # of Chroma's native part, which is no Exception
        return "Chroma panicked"
    theirs = any(base.__module__.split(".")[0] in {"chromadb", "httpx"} for base in kind.__mro__)
    if not (theirs or isinstance(error, (OSError, RuntimeError, ValueError, TypeError))):
        return ""
    return " ".join(str(error).split())[:200] or kind.__name__


@contextmanager
def _trusting() -> Iterator[None]:
    """Spare Chroma's import the check that each overriding method has the signature of the one that it overrides.

    That is its developers' concern, and takes .5 of the .66 seconds of processor time that the import takes.
    """
    try:
        import overrides
    except ImportError:  # another version of Chroma does without
        yield
        return

    def trust(method: Any = None, **_: object) -> Any:  # noqa: ANN401 - a decorator of anything
        if method is None:
            return trust
        method.__override__ = True
        return method

    checking = {"override": overrides.override, "overrides": overrides.overrides}
    vars(overrides).update(override=trust, overrides=trust)
    try:
        yield
    finally:
        vars(overrides).update(checking)


def _close(client: Client) -> None:
    """Release a client, with its two connections to a server: those Chroma 1.5 leaves open for as long as it runs."""
    client.close()
    for part in (client, getattr(client, "_admin_client", None)):
        if session := getattr(getattr(part, "_server", None), "_session", None):
            session.close()


def _connect(folder: Path, url: str) -> Client:
    with _trusting():
        import chromadb
        from chromadb.config import Settings

    quiet = Settings(anonymized_telemetry=False)
    if not url:
        folder.mkdir(parents=True, exist_ok=True)
        path = f"{folder}{'/.' * next(_OPENED)}"
        return cast("Client", chromadb.PersistentClient(path, settings=quiet))
    import httpx

    try:
        address = httpx.URL(url).copy_with(username=None, password=None)
    except httpx.InvalidURL:
        raise SettingsError("QA_CHROMA_URL is no address: write http://127.0.0.1:8000") from None
    secure = address.scheme == "https"
    port = address.port or (443 if secure else 8000)
    try:
        return cast("Client", chromadb.HttpClient(address.host, port, ssl=secure, settings=quiet))
    except ValueError as error:
        reason = str(error).rstrip(".")
        raise SettingsError(f"no Chroma server at {address} ({reason}): start it or unset QA_CHROMA_URL") from None
