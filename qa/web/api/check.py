"""The HTTP API's way to check a draft: its statements, each with the sentences that carry or contradict it."""

from __future__ import annotations

import math
import threading
import time
from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel, ConfigDict, Field

from qa.bot import Bot
from qa.filters import Filters
from qa.proof.draft import proven_to_json
from qa.records import VerdictName
from qa.web.api import schema
from qa.web.api.parameters import KNOWN_ALONE
from qa.web.guard.refusals import BusyError

DRAFT_CHARACTERS = 20_000  # of a draft that is sent; `qa check` takes longer ones
FIRST_GUESS = 5.0  # seconds that a draft takes, until one was checked

_STATEMENT: dict[str, Any] = {
    "text": "The repair takes 14 months.",
    "verdict": "supported",
    "probability": 0.94,
    "reason": "",
    "citations": [schema.EXAMPLE_CITATION],
    "differing": [],
    "nearest": [],
}


class Given(BaseModel):
    """A draft that is to be checked, and what may prove it."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"text": "The repair takes 14 months."}]})

    text: str = Field(max_length=DRAFT_CHARACTERS, description="a statement, or a draft of many")
    outlets: list[str] = Field(default=[], description="only articles of these outlets may prove it; empty lets all")
    since: schema.Day = Field(default="", description="only articles published on this day or later")
    until: schema.Day = Field(default="", description="only articles published on this day or earlier")


class Differing(schema.Citation):
    """A sentence of another article that tells the very thing otherwise."""

    says: str = Field(description="what stands there in the place of the statement's number or date")


class Proven(BaseModel):
    """One statement of the draft and what the articles make of it."""

    text: str
    verdict: VerdictName
    probability: float = Field(description="how sure the verdict is, 0 to 1")
    reason: str = Field(description="why it is not supported, in a phrase; empty where it is")
    citations: list[schema.Citation] = Field(description="the sentences that carry it, or that say otherwise")
    differing: list[Differing] = Field(
        description="sentences of other articles that tell another number or date of what a supported statement says"
    )
    nearest: list[schema.Citation] = Field(
        description="where no sentence says it, those that come near and do not say it; empty where none does"
    )


class Checked(BaseModel):
    """The statements of a draft, in their order."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"statements": [_STATEMENT]}]})

    statements: list[Proven]


class CheckDesk:
    """Checks so many drafts at once, each for so many seconds; one more is refused."""

    def __init__(self, bot: Bot, at_once: int, *, seconds: float) -> None:
        self._bot = bot
        self._seconds = seconds
        self._at_once = at_once
        self._took = FIRST_GUESS
        self._places = threading.BoundedSemaphore(at_once)

    def check(self, given: Given) -> dict[str, object]:
        """Return the verdicts; raise `QuestionError` or `BusyError` when the draft cannot be checked."""
        if not self._places.acquire(blocking=False):
            raise BusyError("too many drafts are being checked", math.ceil(self._took / self._at_once))
        started = time.monotonic()
        try:
            filters = Filters(tuple(given.outlets), given.since, given.until)
            return proven_to_json(self._bot.prove(given.text, filters, seconds=self._seconds))
        finally:
            self._took = time.monotonic() - started
            self._places.release()


def add_checking(app: FastAPI, desk: CheckDesk, responses: dict[int | str, dict[str, Any]]) -> None:
    """Add ``/api/check``."""

    @app.post(
        "/api/check",
        tags=["asking"],
        summary="Check a draft",
        response_model=Checked,
        responses=responses,
        dependencies=KNOWN_ALONE,
    )
    def check(given: Given) -> dict[str, object]:
        """Return the statements of a draft as ``qa check --json`` does: verdicts, and the sentences for them."""
        return desk.check(given)
