"""The models, the gate and the writer of a bot, which load while its stores open."""

from __future__ import annotations

import threading
from contextlib import suppress

from qa.asking.handbook import Handbook, open_handbook
from qa.asking.networks import load_networks
from qa.check import Gate
from qa.errors import ModelError
from qa.models.checker import BuiltInChecker
from qa.models.encoder import load_encoder
from qa.models.left_out import BuiltInLeftOut
from qa.models.reader import BuiltInReader
from qa.models.session import LARGE
from qa.models.writer import Writer
from qa.reading.fusion import load_fusion
from qa.reading.headline import load_headline
from qa.reading.second import load_second_look
from qa.settings import Settings
from qa.write.loading import check_writer_budget, load_writer_of


class Parts:
    """What questions are answered with; safe to use from several threads."""

    def __init__(self, settings: Settings, writer: Writer | None) -> None:
        self.encoder = load_encoder(settings.encoder)
        self.reader = BuiltInReader()
        self.large_reader = BuiltInReader(LARGE) if settings.reader == "careful" else None
        self.fusion = load_fusion()
        self.second = load_second_look()
        self.headline = load_headline()
        self.checker = BuiltInChecker()
        self.left_out = BuiltInLeftOut()
        self.gate = Gate(self.checker)
        self.handbook: Handbook | None = open_handbook(self.encoder)
        self.writer = writer or load_writer_of(settings)
        if self.writer:
            check_writer_budget(settings)
        self._settings = settings
        self._loading = threading.Thread(target=self._load)

    def begin_loading(self) -> None:
        """Load the models in threads of their own, beside the stores that are opened meanwhile."""
        self._loading.start()

    def wait(self) -> None:
        """Wait until the models are loaded: a process that ends while a model loads ends in a crash."""
        self._loading.join()

    @property
    def loaded(self) -> bool:
        """Whether the models are in memory; until then a question waits for them."""
        return not self._loading.is_alive()

    def _load(self) -> None:
        # the first question meets the same model error, and tells of it; the other says that the process is ending
        with suppress(ModelError, RuntimeError):
            load_networks(self._settings)
            self.encoder.encode_question("warm up")
            self.reader.load()
            if self.large_reader:
                self.large_reader.load()
            if self.large_reader or self.writer:
                self.checker.load()
