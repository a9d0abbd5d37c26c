"""People with passwords: they log in on the page, or send name and password with each request.

A signed cookie says who has logged in; it ends with its time, a logout, a new password or the person.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from anyio import CapacityLimiter, to_thread
from itsdangerous import BadData, URLSafeSerializer
from starlette.requests import HTTPConnection

from qa.web.guard.kept import EndedLogins
from qa.web.guard.limits import RateLimit
from qa.web.guard.passwords import Passwords, is_name
from qa.web.guard.proxies import find_network
from qa.web.guard.refusals import Refusal, refuse_rate
from qa.web.guard.visitor import Visitor


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


NAME_FACTOR = 3  # a name is tried so many times as often, from all addresses together, as from one address
# not Basic, although it is understood: browsers would put a window of their own over the page
CHALLENGE = (("WWW-Authenticate", 'Bearer realm="Sourceline"'),)


class Logins:
    """Tells who a visitor is by a cookie or a password."""

    def __init__(self, passwords: Passwords, sessions: Sessions, attempts: RateLimit) -> None:
        self.sessions = sessions
        self._passwords = passwords
        self._attempts = attempts
        self._attempts_of_a_name = RateLimit(NAME_FACTOR * attempts.per_minute)
        self._hashing = CapacityLimiter(1)

    async def log_in(self, name: str, password: str, address: str) -> str | Refusal:
        """Return the cookie of a new login; what is wrong with it otherwise."""
        found = await self._check(name, password, address)
        if isinstance(found, Refusal):
            return found
        return self.sessions.begin(name)

    def read_cookie(self, request: HTTPConnection, address: str) -> Visitor:
        """Return who has logged in with this browser; nobody in particular where the cookie is none of ours."""
        login = self.sessions.read(request.cookies.get(self.sessions.cookie, ""))
        return Visitor(login.name, address, login.session) if login else Visitor("", address)

    async def check_authorization(self, authorization: str, address: str) -> Visitor | Refusal:
        """Return who sends a name and a password with the request."""
        name, password = _read_authorization(authorization)
        return await self._check(name, password, address)

    async def _check(self, name: str, password: str, address: str) -> Visitor | Refusal:
        if self._passwords.is_known(name, password):
            return Visitor(name, address)
        name = name if is_name(name) else ""  # nobody's: it is not kept, however long it is, and refused like any other
        wait = self._attempts.admit(find_network(address)) or (name and self._attempts_of_a_name.admit(name))
        if wait:
            return refuse_rate("attempts", "too many passwords tried", wait)
        # of the threads that answer everybody, those that wait for a hash take none
        if await to_thread.run_sync(self._passwords.check, name, password, limiter=self._hashing):
            return Visitor(name, address)
        return Refusal(401, "password", "the name or the password is wrong", CHALLENGE)


def _read_authorization(authorization: str) -> tuple[str, str]:
    """Return name and password of ``Basic ...``, or ``Bearer name:password`` of clients with one field for a key."""
    scheme, _, value = authorization.partition(" ")
    text = decode(value.strip())
    if scheme.lower() == "basic":
        try:
            text = base64.b64decode(value.strip(), validate=True).decode("utf-8")
        except (binascii.Error, ValueError):
            text = ""
    name, _, password = text.partition(":")
    return name, password


def decode(value: str) -> str:
    """Return a header's text: Starlette reads Latin-1, people write UTF-8."""
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return value
