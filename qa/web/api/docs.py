"""The API described: as an OpenAPI document for programs, and as the page of Swagger UI, which tries it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import fastapi_offline
from fastapi import FastAPI, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import FileResponse, JSONResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles

from qa.web.api.schema import NO_SPACE
from qa.web.guard.refusals import COMPLETIONS
from qa.web.languages import STATIC

Json = dict[str, Any]

API_VERSION = "1"
"""Changes only when something is taken away: what a program relies on is only ever added to."""

_SWAGGER = Path(fastapi_offline.__file__).parent / "static"
_DESCRIBED = ("/api/", "/v1/", "/metrics")
# what the guard says before a route is reached
_EVERYWHERE = {
    "400": "the request is broken",
    "401": "nobody has logged in",
    "403": "it was asked from a site that may not, by one that may without its token, or under a name that is not this "
    "server's",
}
_SENDING = {
    "408": "the request took too long to arrive",
    "413": "the request is too large",
    "415": "the body was not sent as application/json",
    "429": "too many questions: Retry-After says when to come back",
}
_ABOUT = (
    "Ask your articles. Every statement in the answer points at the exact sentence that says so: an article, the hash "
    "of its text, and two offsets that count Unicode characters in it."
)


def add_docs(app: FastAPI, *, question_characters: int) -> None:
    """Add ``/api/openapi.json`` and the page ``/api/docs``; what the page loads comes from this server."""

    @app.get("/api/openapi.json", include_in_schema=False)
    def openapi(request: Request) -> JSONResponse:
        """Return the description for programs."""
        return JSONResponse(describe(app, request.scope.get("root_path", ""), question_characters))

    @app.get("/api/docs", include_in_schema=False)
    def docs() -> FileResponse:
        """Return the description for people."""
        return FileResponse(STATIC / "docs.html")

    @app.get("/docs", include_in_schema=False)
    def find_docs(request: Request) -> RedirectResponse:
        """Lead to the description from where other programs of this kind have theirs."""
        return RedirectResponse(f"{request.scope.get('root_path', '')}/api/docs")

    app.mount("/static/swagger", StaticFiles(directory=_SWAGGER))


def describe(app: FastAPI, root: str, question_characters: int) -> Json:
    """Return the OpenAPI document of an application that is reached below the path ``root``."""
    routes = [route for route in app.routes if getattr(route, "path", "").startswith(_DESCRIBED)]
    described: Json = get_openapi(title="Sourceline", version=API_VERSION, description=_ABOUT, routes=routes)
    described["servers"] = [{"url": root or "/"}]
    for path, operations in described["paths"].items():
        model = "Error" if path.startswith(COMPLETIONS) else "Refusal"
        for method, operation in operations.items():
            for status, text in (_EVERYWHERE | (_SENDING if method == "post" else {})).items():
                operation["responses"].setdefault(status, _describe_refusal(text, model))
    # these depend on settings, which the models do not know
    schemas = described["components"]["schemas"]
    schemas["Asked"]["properties"]["question"] |= {"maxLength": question_characters}
    for model, field in (("Asked", "question"), ("Given", "text")):
        schemas[model]["properties"][field] |= {"minLength": 1, "pattern": NO_SPACE}
    return described


def _describe_refusal(text: str, model: str) -> Json:
    return {"description": text, "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{model}"}}}}
