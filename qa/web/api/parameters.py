"""A parameter that no route knows, such as ``?form=50`` for ``?from=50``, is refused with the name that was meant."""

from __future__ import annotations

from fastapi import Depends, HTTPException, Request

from qa.wrong_values import say_unknown


def _refuse_unknown(request: Request) -> None:
    known = [parameter.alias for parameter in request.scope["route"].dependant.query_params]
    for name in request.query_params:
        if name not in known:
            raise HTTPException(400, say_unknown(name, known, kind="parameter"))


KNOWN_ALONE = [Depends(_refuse_unknown)]
"""The dependencies of a route that refuses parameters it does not know."""
