"""Ids that tell origins apart: an article never takes the place of one that came from somewhere else."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePath
from urllib.parse import urlsplit

from qa.records import Loaded, Skipped

HASH_DIGITS = 8  # hex digits that tell two names apart that were cut or cleaned alike


class Names:
    """The ids given so far, in the index (``known``: id to origin) and in this run."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self._known = known
        self._by_origin: dict[str, list[str]] = {}
        for article_id, origin in known.items():
            self._by_origin.setdefault(origin, []).append(article_id)
        self._given: dict[str, tuple[str, str]] = {}  # id to origin and name

    def give(self, name: str, loaded: Loaded) -> Loaded | Skipped:
        """Return the article under an id that no other origin has; a second one of the same origin is left out.

        The id is the article's own where it is free. Else the name of the folder, file or host that it came from goes
        before it, and where that does not tell them apart either, a hash of the origin.
        """
        own = loaded.article.id
        if own in self._given and self._given[own][0] == loaded.origin:
            return Skipped(name, f"its id {own!r} is already that of {self._given[own][1]}: give it another")
        if kept := self._find_kept(own, loaded.origin):
            self._given[kept] = (loaded.origin, name)
            inner = loaded.folder if own in self._known else PurePath(kept).parts[0] if "/" in kept else ""
            return replace(loaded, article=replace(loaded.article, id=kept), folder=inner)
        article_id = next(given for given in _list_ids(own, loaded.origin) if self._is_free(given, loaded.origin))
        self._given[article_id] = (loaded.origin, name)
        if article_id == own:
            return loaded
        other = self._given[own][1] if own in self._given else self._known[own]
        moved = f"{name}: kept as {article_id!r}, because {own!r} is {other}"
        note = "; ".join(filter(None, (moved, loaded.note)))
        return replace(loaded, article=replace(loaded.article, id=article_id), note=note)

    def _find_kept(self, own: str, origin: str) -> str:
        """Return the id that a file's one article has in the index, where it was indexed from another level before."""
        known = self._by_origin.get(origin, [])
        if len(known) != 1 or known[0] == own or known[0] in self._given or "://" in origin:
            return ""
        return known[0] if _is_path(known[0], origin) and _is_path(own, origin) else ""

    def _is_free(self, article_id: str, origin: str) -> bool:
        if article_id in self._given:
            return False
        known = self._known.get(article_id, origin)
        return known == origin or _has_moved(known, origin)


def _list_ids(own: str, origin: str) -> tuple[str, str, str]:
    place = _name_place(own, origin)
    digest = hashlib.sha256(origin.encode("utf-8", "surrogateescape")).hexdigest()[:HASH_DIGITS]
    return own, f"{place}/{own}", f"{place}-{digest}/{own}"


def _name_place(own: str, origin: str) -> str:
    """Return the name of the folder that was indexed, of the file that holds several articles, or of the host."""
    if "://" in origin:
        return urlsplit(origin).hostname or "web"
    path = PurePath(origin).with_suffix("")
    inner = PurePath(own)
    if path.parts[-len(inner.parts) :] == inner.parts:  # the id is the path within the indexed folder
        path = PurePath(*path.parts[: -len(inner.parts)])
    return path.name or "root"


def _is_path(article_id: str, origin: str) -> bool:
    """Whether an id is the path of its file, from one level or another."""
    inner = PurePath(article_id).parts
    return PurePath(origin).with_suffix("").parts[-len(inner) :] == inner


def _has_moved(known: str, origin: str) -> bool:
    """Whether a file was moved together with its folder: it is gone from its old place and has the same path below."""
    if "://" in known or "://" in origin or Path(known).exists():
        return False
    return PurePath(known).parts[-2:] == PurePath(origin).parts[-2:]
