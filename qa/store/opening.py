"""Where an index is: in its folder or, where `QA_LIBRARY_URL` names one, in a PostgreSQL database."""

from __future__ import annotations

from pathlib import Path

from qa.errors import SettingsError
from qa.store.builds import Index
from qa.store.folder import IndexFolder


def open_index(index_dir: Path, library_url: str, chroma_url: str) -> Index:
    """Return the index in a folder or, where an address is given, in a PostgreSQL database."""
    if not library_url:
        return IndexFolder(index_dir)
    if not chroma_url:
        raise SettingsError(
            "QA_LIBRARY_URL is set without QA_CHROMA_URL: set both, for no folder holds the vectors then"
        )
    from qa.store.schemas import IndexDatabase

    return IndexDatabase(library_url)
