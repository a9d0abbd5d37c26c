"""Who is asking."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import HTTPConnection


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
