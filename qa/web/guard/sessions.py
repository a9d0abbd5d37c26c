"""Logins: a signed cookie says who has logged in; it ends with its time, a logout, a new password or the person."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from itsdangerous import BadData, URLSafeSerializer

from qa.web.guard.kept import EndedLogins


@dataclass(frozen=True, slots=True)
class Login:
    """One login: who, its random id, and when it expires (seconds since 1970)."""

    name: str
    session: str
    expires: float


class Sessions:
    """Begins, reads and ends logins; ``find_proof`` gives what changes with a person's password, None for nobody."""

    def __init__(
        self,
        secret: str,
        ended: EndedLogins,
        find_proof: Callable[[str], str | None],
        *,
        seconds: float,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._serializer = URLSafeSerializer(secret, salt="login")
        self._ended = ended
        self._find_proof = find_proof
        self._clock = clock
        self.seconds = seconds
        # two servers on one host share their cookies, ports or not
        self.cookie = f"sourceline-{hashlib.sha256(secret.encode()).hexdigest()[:8]}"

    def begin(self, name: str) -> str:
        """Return the value of the cookie for someone who has just shown their password."""
        expires = int(self._clock() + self.seconds)
        return str(self._serializer.dumps([name, secrets.token_hex(16), self._find_proof(name), expires]))

    def read(self, value: str) -> Login | None:
        """Return the login that a cookie stands for, or None when it does not stand for one any more."""
        try:
            name, session, proof, expires = self._serializer.loads(value)
        except (BadData, ValueError):
            return None
        if proof is None or proof != self._find_proof(name) or expires <= self._clock() or session in self._ended:
            return None
        return Login(name, session, expires)

    def end(self, value: str) -> None:
        """End the login of a cookie: the same cookie is worth nothing from now on."""
        login = self.read(value)
        if login is not None:
            self._ended.add(login.session, login.expires)
