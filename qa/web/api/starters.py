"""Questions to begin with, found once for each generation of the index."""

from __future__ import annotations

import threading

from qa.bot import Bot
from qa.brief.starters import find_starters

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
