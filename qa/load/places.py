"""The files that a place holds, in a stable order, each with the id that its article gets."""

from __future__ import annotations

import stat
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from qa.errors import ArticleError, LimitError
from qa.load.fields import check_name
from qa.records import Skipped

STARTERS_FILE = "starters.toml"  # no article, but questions to begin with: see `qa.index.starters`


@dataclass(frozen=True, slots=True)
class File:
    """A file of a known format: where it is, what a person would call it, and the id of its article."""

    path: Path
    name: str
    article_id: str
    is_named: bool = False

    @property
    def folder(self) -> str:
        """The first sub-folder of the place on the way to the file, empty where there is none."""
        return "" if self.is_named else self.article_id.rpartition("/")[0].partition("/")[0]


@dataclass(frozen=True, slots=True)
class Other:
    """A file of a folder whose kind is not read, or a page of a site; ``kind`` is its ending, or the reason."""

    kind: str


def find_files(place: Path, suffixes: Collection[str]) -> Iterator[File | Other | Skipped]:
    """Yield the files of a folder and its sub-folders, or the file that the place is; or why there is none.

    Hidden files of a folder are passed over without a word; a file that was named is not.
    """
    try:
        if not place.is_dir():
            _check_named(place, suffixes)
            yield File(place.absolute(), str(place), place.stem, is_named=True)
            return
    except ArticleError as error:
        yield Skipped(str(place), str(error))
        return
    except OSError as error:
        yield Skipped(str(place), _not_opened(error))
        return
    is_empty = True
    for found in _walk(place, suffixes):
        is_empty = is_empty and isinstance(found, Other)
        if isinstance(found, Skipped | Other):
            yield found
        else:
            inner = found.relative_to(place)
            yield File(found.absolute(), str(found), inner.with_suffix("").as_posix())
    if is_empty:
        reason = f"a folder without articles: expected files ending in {', '.join(suffixes)}"
        yield Skipped(str(place), reason, is_unread=False)


def read_file(path: Path, *, limit_bytes: int) -> bytes:
    """Return the bytes of a file; raise `ArticleError` where there are none, or too many."""
    check_file(path)
    with path.open("rb") as stream:
        data = stream.read(limit_bytes + 1)  # not by the size that the system tells: a file may grow, or not say
    if len(data) > limit_bytes:
        size = max(path.stat().st_size, len(data))
        raise LimitError(
            f"{size / 1e6:,.1f} MB, the limit is {limit_bytes / 1e6:g} MB: split it, or raise QA_ARTICLE_MEGABYTES"
        )
    if not data.strip():
        raise ArticleError("it is empty: put the article in it, or leave it out")
    return data


def check_file(path: Path) -> None:
    """Raise `ArticleError` unless the path is a file that can be read to its end and told by its name."""
    check_name(str(path))
    if path.is_symlink() and not path.exists():
        raise ArticleError("a link to nothing: mend or remove it")
    if not stat.S_ISREG(path.stat().st_mode):  # a pipe or a device would be waited for, or never end
        raise ArticleError("not a file but a pipe, socket or device: save what it gives to a file")


def _check_named(place: Path, suffixes: Collection[str]) -> None:
    if not place.exists() and not place.is_symlink():
        raise ArticleError("no such file or folder: check the path")
    if place.suffix.lower() not in suffixes:
        kind = f"a file ending in {place.suffix}" if place.suffix else "a file without an ending"
        raise ArticleError(f"{kind} is no format that can be read: expected one of {', '.join(suffixes)}")


def _walk(place: Path, suffixes: Collection[str]) -> Iterator[Path | Other | Skipped]:
    """Yield what is below a folder by name, sub-folders in their place; a folder reached by a second way is not."""
    seen: set[tuple[int, int]] = set()
    waiting = [place]  # a stack, the next one last: folders nest deeper than Python's
    while waiting:
        path = waiting.pop()
        try:
            if path.name == STARTERS_FILE:
                continue
            if not path.is_dir():
                yield path if path.suffix.lower() in suffixes else Other(path.suffix.lower() or "without an ending")
                continue
            status = path.stat()
            inside = [] if (status.st_dev, status.st_ino) in seen else list(path.iterdir())
            seen.add((status.st_dev, status.st_ino))
            shown = sorted((child for child in inside if not child.name.startswith(".")), key=lambda child: child.name)
            waiting += reversed(shown)
        except OSError as error:
            yield Skipped(str(path), _not_opened(error))
            continue
        if not inside and path is not place and path.suffix.lower() in suffixes:
            yield Skipped(str(path), f"an empty folder, not a {path.suffix} file: remove or rename it")


def _not_opened(error: OSError) -> str:
    return f"cannot be opened ({error.strerror}): make it readable, or leave it out"
