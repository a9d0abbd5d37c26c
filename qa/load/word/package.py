"""The parts of a Word file, unpacked within a bound; what Strict Open XML calls otherwise is renamed."""

from __future__ import annotations

import zipfile
from io import BytesIO

from qa.errors import ArticleError

UNPACKED_BYTES = 100_000_000  # that a file may unpack to beyond its own size: some fifty novels; pictures hardly count
MEMBERS = 5_000  # parts in one file; each picture is a part
CHUNK_BYTES = 1_000_000  # unpacked at a time
# the names of the same things in files saved as "Strict Open XML"
STRICT = b"http://purl.oclc.org/ooxml/"
STRICT_NAMES = (
    (STRICT + b"wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (STRICT + b"officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
    (
        STRICT + b"officeDocument/relationships/metadata/core-properties",
        b"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
    ),
    (STRICT + b"officeDocument/relationships", b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    (STRICT + b"drawingml/main", b"http://schemas.openxmlformats.org/drawingml/2006/main"),
)


def check_size(data: bytes) -> None:
    """Raise `ArticleError` where the file unpacks to more than the limit, by its own word or in truth."""
    limit_bytes = len(data) + UNPACKED_BYTES
    with zipfile.ZipFile(BytesIO(data)) as archive:
        members = archive.infolist()
        declared = sum(member.file_size for member in members)
        if declared > limit_bytes or len(members) > MEMBERS:
            raise ArticleError(_too_large(declared, limit_bytes))
        unpacked = 0
        for member in members:
            with archive.open(member) as part:
                while chunk := part.read(CHUNK_BYTES):
                    unpacked += len(chunk)
                    if unpacked > limit_bytes:
                        raise ArticleError(_too_large(unpacked, limit_bytes))


def rename_strict(data: bytes) -> bytes:
    """Return a Word file saved as Strict Open XML under the names that the other kind has, others as they are."""
    with zipfile.ZipFile(BytesIO(data)) as old:
        if STRICT not in old.read("_rels/.rels"):
            return data
        stream = BytesIO()
        with zipfile.ZipFile(stream, "w") as new:
            for name in old.namelist():
                part = old.read(name)
                for strict, usual in STRICT_NAMES if name.endswith((".xml", ".rels")) else ():
                    part = part.replace(strict, usual)
                new.writestr(name, part)
    return stream.getvalue()


def _too_large(size: int, limit: int) -> str:
    return (
        f"a file that unpacks to {size / 1e6:,.0f} MB or more, the limit is {limit / 1e6:,.0f} MB:"
        " save its text as a new file"
    )
