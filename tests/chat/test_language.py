"""The language of a text: plain English costs nothing to tell, and nothing else passes for it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from py3langid import langid

from qa.chat import language
from qa.chat.language import tell_language
from tests.conftest import BRIDGE, FERRY, HERON


@pytest.mark.parametrize("text", [BRIDGE, FERRY, HERON + " " + BRIDGE, "Who said that?"])
def test_plain_english_is_told_without_the_model(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "_load", lambda: pytest.fail("the model was loaded"))
    assert tell_language(text) == "en"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (
            "De burgemeester zei dat de brug over de rivier in de winter dicht is, en dat de reparatie een jaar duurt.",
            "nl",
        ),
        (
            "Die Brücke über den Fluss ist im Winter gesperrt, sagte die Bürgermeisterin, die Arbeit dauert ein Jahr.",
            "de",
        ),
        (
            "Le maire a dit que le pont sur la rivière est fermé et que les travaux vont durer un an.",
            "fr",
        ),
        (
            "El alcalde dijo que el puente sobre el río está cerrado y que las obras van a durar un año más.",
            "es",
        ),
    ],
)
def test_no_other_language_passes_for_plain_english(text: str, code: str) -> None:
    assert not language._is_plainly_english(text.lower().split())
    assert tell_language(text) == code


def test_the_model_is_made_once_however_many_ask_first(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    choose = langid.set_languages

    def choose_slowly(languages: Sequence[str]) -> None:
        made.append(1)
        choose(None)
        time.sleep(0.05)
        choose(languages)

    language._load.cache_clear()
    monkeypatch.setattr(langid, "set_languages", choose_slowly)
    with ThreadPoolExecutor(8) as threads:
        told = list(threads.map(tell_language, ["Die Brücke über den Fluss ist gesperrt, sagte sie."] * 8))
    assert (told, len(made)) == (["de"] * 8, 1)
