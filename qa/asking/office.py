"""Who leads something, asked by the name that the articles have for the office."""

from __future__ import annotations

from qa.english.offices import find_office, read_led
from qa.store.view import View

SENTENCES = 400  # in which the name of an office is looked for


def name_office(question: str, view: View) -> str:
    """Return "Who runs Norda?" as "Who is the chairman of Norda?" where the articles call them so, else as it is."""
    led = read_led(question)
    if led is None:
        return question
    hits = view.words.search(led.of, limit=SENTENCES)
    known = view.library.find_versions({hit.version for hit in hits})
    found = ((known[hit.version], hit.sentence) for hit in hits if hit.version in known)
    office = find_office(led, (stored.quote(stored.sentence(index)) for stored, index in found))
    return led.ask(office) if office else question
