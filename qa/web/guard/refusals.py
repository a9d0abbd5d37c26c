"""What a refused request gets: one line of JSON, or for clients of OpenAI's API the error object that they read."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import cast

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.middleware.errors import ServerErrorMiddleware
from starlette.types import Scope

from qa.errors import QuestionError, SourcelineError
from qa.web.guard.headers import SECURITY_HEADERS
from qa.web.guard.proxies import path_below_root
from qa.web.guard.visitor import escape_line
from qa.wrong_values import say_mend

log = logging.getLogger("qa")

MODEL = "sourceline"
"""The one model of the OpenAI-compatible part."""

COMPLETIONS = "/v1/"

NOT_JSON = "the body is not sent as JSON: send Content-Type: application/json"
NOTHING_HERE = "there is nothing here: /api/docs says what there is"

BROKEN = "the server could not do that: its log says why"

LOADING_SECONDS = 5  # models are loaded in about this time

_JSON = re.compile(r"application/([\w.-]+\+)?json\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request is not answered: a status, a word for programs, a line for people, and headers."""

    status: int
    reason: str
    detail: str
    headers: tuple[tuple[str, str], ...] = ()


def refuse_rate(reason: str, detail: str, wait: float) -> Refusal:
    """Return the refusal of what is done too often, which says after how many seconds to come back."""
    seconds = int(wait) + 1
    return Refusal(429, reason, f"{detail}: wait {seconds} seconds", (("Retry-After", str(seconds)),))


class BusyError(SourcelineError):
    """There is no room for another question or draft; ``seconds`` is when there is."""

    def __init__(self, why: str, seconds: int) -> None:
        super().__init__(f"{why}: ask again in {seconds} second{'s' * (seconds != 1)}")
        self.seconds = seconds


def add_refusals(app: FastAPI) -> None:
    """Make every error of the application answer in our form, and none with a traceback."""
    app.add_exception_handler(RequestValidationError, _refuse_malformed)
    app.add_exception_handler(HTTPException, _refuse_http)
    app.add_exception_handler(SourcelineError, _refuse_question)
    # twice: a failure of a route is answered in here, where the guard knows which headers it needs,
    app.add_middleware(ServerErrorMiddleware, handler=_refuse_unexpected)
    # and one of the guard itself outside of everything
    app.add_exception_handler(Exception, _refuse_unexpected)


def refuse_alike_in(app: FastAPI) -> None:
    """Make Gradio refuse as we do: its own way fails where a body holds a NaN, or names a function it lacks."""
    app.add_exception_handler(HTTPException, _refuse_http)
    app.add_exception_handler(RequestValidationError, _refuse_malformed)
    app.add_exception_handler(KeyError, _refuse_unknown)


def refuse(
    request: Request, status: int, reason: str, detail: str, *, param: str | None = None, wait: int = 0
) -> JSONResponse:
    """Return the refusal as the door of this request speaks; ``wait`` is in how many seconds to come back."""
    headers = {"Retry-After": str(wait)} if wait else None
    if not is_for_completions(request):
        return JSONResponse({"reason": reason, "detail": detail}, status, headers)
    kind = "server_error" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "invalid_request_error"
    return JSONResponse({"error": {"message": detail, "type": kind, "param": param, "code": reason}}, status, headers)


def log_refusal(scope: Scope, detail: str, *, level: int = logging.WARNING) -> None:
    """Write who was refused what, and why, in one line whatever the request is made of."""
    address = scope["client"][0] if scope.get("client") else ""
    asked = f"{scope['method']} {scope['path']}"
    log.log(level, "refused %s from %s: %s", escape_line(asked[:200]), escape_line(address), detail)


def is_json(content_type: str) -> bool:
    """Say whether a body is sent as JSON."""
    return bool(_JSON.match(content_type))


def is_for_completions(request: Request) -> bool:
    """Say whether a request is for the OpenAI-compatible part."""
    return path_below_root(request.scope).startswith(COMPLETIONS)


async def _refuse_malformed(request: Request, error: Exception) -> JSONResponse:
    first = cast(RequestValidationError, error).errors()[0]
    place = ".".join(str(part) for part in first["loc"][1:])
    detail = f"{place or 'the body'}: {say_mend(first)}"
    if first["type"] == "json_invalid":
        place, detail = "", f"the body is not JSON (at character {place}): mend it"
    elif (
        first["loc"] == ("body",)
        and first["type"] != "missing"
        and not is_json(request.headers.get("content-type", ""))
    ):
        return refuse(request, 415, "media_type", NOT_JSON)
    if not is_for_completions(request):
        return refuse(request, 422, "malformed", detail)
    if place == "model" and first["type"] == "literal_error":
        return refuse(request, 404, "model_not_found", f"there is one model here: {MODEL}", param="model")
    return refuse(request, 400, "invalid_value", detail, param=place or "body")


async def _refuse_unknown(request: Request, error: Exception) -> JSONResponse:
    detail = NOTHING_HERE
    log_refusal(request.scope, f"{detail}: {escape_line(str(error)[:100])}")
    return refuse(request, 404, "not_found", detail)


async def _refuse_http(request: Request, raised: Exception) -> JSONResponse:
    error = cast(HTTPException, raised)
    reason = HTTPStatus(error.status_code).name.lower()
    headers = dict(error.headers or {})
    detail = NOTHING_HERE if error.detail == "Not Found" else error.detail
    if allowed := headers.get("Allow"):
        headers["Allow"] = allowed.replace("GET", "GET, HEAD")
        detail = f"this address does not take {request.method}: send {allowed}"
    log_refusal(request.scope, detail)
    refusal = refuse(request, error.status_code, reason, detail)
    refusal.headers.update(headers)
    return refusal


async def _refuse_question(request: Request, error: Exception) -> JSONResponse:
    if isinstance(error, QuestionError):
        status = 400 if is_for_completions(request) else 422
        return refuse(request, status, "question", str(error), param="messages")
    if isinstance(error, BusyError):
        return refuse(request, 503, "busy", str(error), wait=error.seconds)
    log.error("a question could not be answered: %s", error)
    return refuse(request, 503, "error", str(error))


async def _refuse_unexpected(request: Request, error: Exception) -> JSONResponse:
    refusal = refuse(request, 500, "failed", BROKEN)
    refusal.headers.update(SECURITY_HEADERS)
    refusal.headers["Connection"] = "close"  # the error goes on to the log, and takes the connection down with it
    return refusal
