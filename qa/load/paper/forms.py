"""How much the forms of a PDF draw, counted before anything is drawn.

A form is a drawing that other drawings use by its name (PDF 32000-1:2008, 8.10). One that draws a second one twice,
which draws a third one twice, and so on, is some thousand bytes that take hours. The count reads the objects as they
lie, without its table of contents, so that it needs no trust in what the file says of itself.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping

MOST_DRAWN = 200_000  # forms that one form draws, those that they draw included; a map has some thousand
MOST_BYTES = 4_000_000  # of one stream that are looked through
OBJECT = re.compile(rb"(?<!\d)(\d{1,9})\s+\d{1,5}\s+obj\b(.*?)(?=endstream|endobj|\Z)", re.DOTALL)
STREAM = re.compile(rb"\bstream\r?\n")
REFERENCE = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+(\d{1,9})\s+\d{1,5}\s+R\b")
FORM = re.compile(rb"/Subtype\s*/Form\b")
PACKED = re.compile(rb"/Type\s*/ObjStm\b")
FIRST = re.compile(rb"/First\s+(\d+)")
DRAWS = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+Do\b")


def draws_too_much(data: bytes) -> bool:
    """Say whether a form of a PDF draws more than `MOST_DRAWN` forms."""
    if not FORM.search(data):
        return False
    forms: dict[int, tuple[bytes, bytes]] = {}
    dictionaries: dict[int, bytes] = {}
    for number, head, body in _list_objects(data):
        dictionaries[number] = head
        if FORM.search(head):
            forms[number] = head, body
    draws = {number: _list_drawn(head, body, dictionaries, forms) for number, (head, body) in forms.items()}
    return any(count > MOST_DRAWN for count in _count(draws).values())


def _list_objects(data: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Yield the number, the dictionary and the raw stream of each object, those that are packed together too."""
    for found in OBJECT.finditer(data):
        start = STREAM.search(found[2])
        head, body = (found[2][: start.start()], found[2][start.end() :]) if start else (found[2], b"")
        yield int(found[1]), head, body
        if start and PACKED.search(head):
            yield from _unpack(head, _inflate(head, body))


def _unpack(head: bytes, packed: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    first = FIRST.search(head)
    if first is None:
        return
    begin = int(first[1])
    numbers = [int(word) for word in packed[:begin].split() if word.isdigit() and len(word) < 10]
    offsets = [*numbers[1::2], len(packed)]
    for place, number in enumerate(numbers[: len(numbers) // 2 * 2 : 2]):
        yield number, packed[begin + offsets[place] : begin + offsets[place + 1]], b""


def _inflate(head: bytes, body: bytes) -> bytes:
    if b"FlateDecode" not in head and b"/Fl" not in head:
        return body[:MOST_BYTES]
    try:
        return zlib.decompressobj().decompress(body, MOST_BYTES)
    except zlib.error:
        return b""


def _list_drawn(head: bytes, body: bytes, dictionaries: Mapping[int, bytes], forms: Mapping[int, object]) -> list[int]:
    """Return the forms that a form draws, each as often as it does."""
    named = {name: int(number) for name, number in REFERENCE.findall(head)}
    for _ in range(2):  # its resources, and what in them has a place of its own
        for number in [number for number in named.values() if number not in forms]:
            named |= {name: int(found) for name, found in REFERENCE.findall(dictionaries.get(number, b""))}
    return [named[name] for name in DRAWS.findall(_inflate(head, body)) if named.get(name) in forms]


def _count(draws: Mapping[int, list[int]]) -> dict[int, int]:
    """Return how many forms each form draws, itself included; one that comes back to itself counts once."""
    counts: dict[int, int] = {}
    for form in draws:
        waiting = [form]
        entered: set[int] = set()
        while waiting:
            number = waiting[-1]
            inner = [one for one in set(draws[number]) if one not in counts and one not in entered]
            if number not in entered and inner:
                entered.add(number)
                waiting += inner
                continue
            waiting.pop()
            if number not in counts:
                counts[number] = min(MOST_DRAWN + 1, 1 + sum(counts.get(one, 1) for one in draws[number]))
    return counts
