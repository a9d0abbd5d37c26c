"""Who is asking, and the audit log: one line a question or login, saying who, when, through which door, and its end."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.requests import HTTPConnection

from qa.records import Answer


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whoever sent a request: the name they have logged in with (empty: nobody has) and the address they came from."""

    name: str
    address: str
    session: str = ""

    @property
    def bound_to(self) -> str:
        """What a token for this visitor is bound to: the login, else the name, else the address."""
        return self.session or self.name or self.address


def find_visitor(request: HTTPConnection) -> Visitor:
    """Return who sent a request, as the guard has found out; without a guard, somebody without a name."""
    visitor = request.scope.get("state", {}).get("visitor")
    if isinstance(visitor, Visitor):
        return visitor
    return Visitor("", request.client.host if request.client else "")


log = logging.getLogger("qa.audit")


class Audit:
    """Writes to the logger ``qa.audit``; the text of a question only where ``log_text`` says so."""

    def __init__(self, log_text: bool) -> None:
        self._log_text = log_text

    def record(
        self, visitor: Visitor, *, door: str, answer: Answer | None, refused: str = "", question: str = ""
    ) -> None:
        """Write the line of one question: ``door`` is where it came in, ``refused`` why it has no answer."""
        fields: dict[str, str | int] = {
            "who": visitor.name,
            "from": visitor.address,
            "door": door,
            "outcome": answer.outcome if answer else f"refused: {refused}" if refused else "stopped",
        }
        if answer:
            fields["citations"] = len(answer.citations)
        if self._log_text:
            fields["question"] = answer.question if answer else question
        _write("asked", fields)


def start_audit() -> None:
    """Let every line through to the log, however little else is written there."""
    log.setLevel(logging.INFO)


def record_login(visitor: Visitor, *, refused: str = "") -> None:
    """Write the line of somebody who logs in under the name of ``visitor``, or tries to."""
    outcome = f"refused: {refused}" if refused else "logged in"
    _write("login", {"who": visitor.name, "from": visitor.address, "outcome": outcome})


def escape_line(text: str) -> str:
    """Return text that stays on its line of a log: what is not printable is written as an escape."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def _write(event: str, fields: dict[str, str | int]) -> None:
    when = datetime.now(UTC).isoformat(timespec="seconds")
    log.info("%s %s %s", when, event, " ".join(f"{name}={_show(value)}" for name, value in fields.items()))


def _show(value: str | int) -> str:
    return escape_line(json.dumps(value, ensure_ascii=False))
