"""Which networks the questions of some settings need, loaded before anything else that takes time."""

from __future__ import annotations

from qa.models.session import BUILT_IN, LARGE, begin_loading
from qa.settings import Settings


def load_networks(settings: Settings) -> None:
    """Begin to load them, in threads, so that they load beside imports and stores; later calls do nothing."""
    needed = {
        "encoder": settings.encoder == BUILT_IN,
        "reader": True,
        LARGE.name: settings.reader == "careful",
        "checker": settings.reader == "careful" or bool(settings.writer),
    }
    begin_loading(name for name, wanted in needed.items() if wanted)
