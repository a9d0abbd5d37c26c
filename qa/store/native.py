"""A Chroma collection in a folder, read through Chroma's native part: its Python part takes a second to import."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

if TYPE_CHECKING:
    import chromadb_rust_bindings

_TENANT, _DATABASE = "default_tenant", "default_database"  # Chroma's own names
_GRAPHS = 16  # kept in memory; a folder of ours holds one
# what is called here, as the versions of Chroma know it that this was written for
_KNOWN = {
    "query": "($self, collection_id, ids, query_embeddings, n_results, where=..., where_document=None, include=..., "
    "tenant=..., database=...)",
    "get": "($self, collection_id, ids=None, where=..., limit=None, offset=0, where_document=None, include=..., "
    "tenant=..., database=...)",
    "count": "($self, collection_id, tenant=..., database=...)",
    "get_collection": "($self, name, tenant, database)",
}
_KNOWN_OPENING = "(allow_reset, sqlite_db_config, hnsw_cache_size, persist_path=None)"
_KNOWN_DATABASE = "(hash_type, migration_mode, url=None)"


class NativeCollection:
    """Answers what a collection of Chroma's Python part answers, and changes nothing."""

    def __init__(self, bindings: chromadb_rust_bindings.Bindings, name: str) -> None:
        self._bindings = bindings
        self._id = str(bindings.get_collection(name, _TENANT, _DATABASE).id)

    def query(self, *, query_embeddings: NDArray[Any], n_results: int, include: Sequence[str]) -> dict[str, Any]:
        """Return the keys nearest to each vector, under "ids", and "distances"."""
        found = self._bindings.query(self._id, None, query_embeddings.tolist(), n_results, include=list(include))
        return {"ids": found.ids, "distances": found.distances}

    def get(self, *, ids: Sequence[str] | None = None, include: Sequence[str]) -> dict[str, Any]:
        """Return those of the keys that exist, all by default, under "ids", and what else is asked for."""
        found = self._bindings.get(self._id, None if ids is None else list(ids), include=list(include))
        return {"ids": found.ids, "embeddings": found.embeddings}

    def count(self) -> int:
        """Return how many vectors there are."""
        return int(self._bindings.count(self._id, _TENANT, _DATABASE))

    def close(self) -> None:
        """Release the folder."""
        del self._bindings


def open_native(folder: Path, name: str) -> NativeCollection | None:
    """Open a collection to read; None where this version of Chroma has another native part."""
    try:
        import chromadb_rust_bindings as native

        opening, database = native.Bindings, native.SqliteDBConfig
        known = {call: getattr(opening, call).__text_signature__ for call in _KNOWN}
        if (known, opening.__text_signature__, database.__text_signature__) != (
            _KNOWN,
            _KNOWN_OPENING,
            _KNOWN_DATABASE,
        ):
            return None
        config = database(
            hash_type=native.MigrationHash.MD5,
            migration_mode=native.MigrationMode.Apply,
            url=f"{folder}/chroma.sqlite3",
        )
    except (ImportError, AttributeError):
        return None
    return NativeCollection(
        opening(allow_reset=False, sqlite_db_config=config, hnsw_cache_size=_GRAPHS, persist_path=str(folder)), name
    )
