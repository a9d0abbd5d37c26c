"""Questions to begin with, found once for each generation of the index."""

from __future__ import annotations

import threading
from dataclasses import replace

from qa.bot import Bot
from qa.brief.starters import find_starters
from qa.records import Answer

SUGGESTED = 5
"""Questions offered at once."""


class Starters:
    """Keeps the questions of the newest generation; the first reader after a change of the index finds them anew."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._finding = threading.Lock()
        self._generation: int | None = None
        self._questions: tuple[str, ...] = ()

    def list(self) -> tuple[str, ...]:
        """Return questions that the articles as they are now answer surely."""
        with self._finding:
            generation = self._bot.generation
            if self._generation != generation:
                bot = self._bot
                found = find_starters(bot.sample_openings(), bot.ask, most=SUGGESTED, written=bot.starters())
                self._questions = tuple(found)
                self._generation = generation
            return self._questions

    def begin(self) -> None:
        """Find them in a thread of their own, so that whoever asks for them need not wait."""
        if not self._finding.locked():
            threading.Thread(target=self.list, name="starters", daemon=True).start()

    def add_to(self, answer: Answer, *, wait: bool = False) -> Answer:
        """Return what the bot says of itself, or to a greeting, with these as questions to ask next.

        While they are being found there are none, unless there is time to ``wait``.
        """
        if answer.outcome != "about" or answer.suggestions:
            return answer
        if not wait and self._generation != self._bot.generation:
            self.begin()
            return answer
        return replace(answer, suggestions=self.list())
