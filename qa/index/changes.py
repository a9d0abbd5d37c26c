"""Hold what the places have now against what the library has: what is new, what changed, what has vanished."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from qa.records import Loaded, Skipped


@dataclass(frozen=True, slots=True)
class Changes:
    """What the places hold, held against the library: what has to be written, and what is no longer there.

    ``moved`` is the new origin of articles that are otherwise as they were; ``notes`` are those of the incoming ones.
    """

    incoming: tuple[Loaded, ...]
    vanished: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    moved: Mapping[str, str]
    notes: tuple[str, ...]
    added: int
    changed: int
    unchanged: int


def find_changes(
    loaded: Iterable[Loaded | Skipped], versions: Mapping[str, str], origins: Mapping[str, str], places: Sequence[str]
) -> Changes:
    """Compare what was loaded from the places with the ``versions`` and ``origins`` that the library has by id."""
    seen: set[str] = set()
    incoming: list[Loaded] = []
    skipped: list[Skipped] = []
    moved: dict[str, str] = {}
    for item in loaded:
        if isinstance(item, Skipped):
            skipped.append(item)
            continue
        seen.add(item.article.id)
        if versions.get(item.article.id) != item.article.version:
            incoming.append(item)
        elif origins.get(item.article.id) != item.origin:
            moved[item.article.id] = item.origin
    changed = sum(item.article.id in versions for item in incoming)
    return Changes(
        incoming=tuple(incoming),
        vanished=tuple(_find_vanished(places, origins, seen, skipped)),
        skipped=tuple(skipped),
        moved=moved,
        notes=tuple(item.note for item in incoming if item.note),
        added=len(incoming) - changed,
        changed=changed,
        unchanged=len(seen) - len(incoming),
    )


def _find_vanished(
    places: Sequence[str], origins: Mapping[str, str], seen: set[str], skipped: Sequence[Skipped]
) -> Iterator[str]:
    """Yield the ids that came from these places before and are no longer there.

    An article whose file, or the folder above it, could not be read this time has not vanished.
    """
    roots = [_name_origin(place) for place in places]
    unread = [_name_origin(item.name) for item in skipped if item.is_unread]
    for article_id, origin in origins.items():
        if article_id in seen or not any(_is_below(origin, root) for root in roots):
            continue
        if not any(_is_below(origin, name) or name.startswith(origin) for name in unread):  # "a.jsonl line 3"
            yield article_id


def _is_below(origin: str, place: str) -> bool:
    return origin == place or origin.startswith(place.rstrip("/") + "/")


def _name_origin(place: str) -> str:
    return place if "://" in place else str(Path(place).absolute())
