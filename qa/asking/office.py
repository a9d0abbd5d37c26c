"""Who leads something, asked by the name that the articles have for the office."""

from __future__ import annotations

from collections.abc import Iterator

from qa.english.offices import find_office, read_led
from qa.store.view import View

SENTENCES = 400  # in which the name of an office is looked for


def name_office(question: str, view: View) -> str:
    """Return "Who runs Norda?" as "Who is the chairman of Norda?" where the articles call them so, else as it is.

    Where they tell of nobody by the whole name, its initials are tried: "BA" for "British Airways".
    """
    led = read_led(question)
    for meant in (led, led and led.initials and led._replace(of=led.initials)):
        if meant and (office := find_office(meant, _quote_sentences(meant.of, view))):
            return meant.ask(office)
    return question


def _quote_sentences(name: str, view: View) -> Iterator[str]:
    """Yield the sentences that have a name, those first in which it weighs most."""
    hits = view.words.search(name, limit=SENTENCES)
    known = view.library.find_versions({hit.version for hit in hits})
    for hit in hits:
        if stored := known.get(hit.version):
            yield stored.quote(stored.sentence(hit.sentence))
