"""The API described: as an OpenAPI document for programs, and from it as a page for people."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse, JSONResponse
from jinja2 import Environment, FileSystemLoader

from qa.web.guard.refusals import COMPLETIONS
from qa.web.languages import STATIC

Json = dict[str, Any]

API_VERSION = "1"
"""Changes only when something is taken away: what a program relies on is only ever added to."""

_DESCRIBED = ("/api/", "/v1/", "/metrics")
# what the guard says before a route is reached
_EVERYWHERE = {
    "400": "the request is broken",
    "401": "nobody has logged in",
    "403": "it was asked from another site, or under a name that is not this server's",
}
_SENDING = {
    "408": "the request took too long to arrive",
    "413": "the request is too large",
    "429": "too many questions: Retry-After says when to come back",
}
_ABOUT = (
    "Ask your articles. Every statement in the answer points at the exact sentence that says so: an article, the hash "
    "of its text, and two offsets that count Unicode characters in it."
)


def add_docs(app: FastAPI, *, question_characters: int) -> None:
    """Add ``/api/openapi.json`` and the page ``/api/docs``."""
    # the page's words never come from a visitor, and they are escaped all the same
    templates = Environment(loader=FileSystemLoader(STATIC), autoescape=True, trim_blocks=True, lstrip_blocks=True)

    @app.get("/api/openapi.json", include_in_schema=False)
    def openapi(request: Request) -> JSONResponse:
        """Return the description for programs."""
        return JSONResponse(describe(app, request.scope.get("root_path", ""), question_characters))

    @app.get("/api/docs", include_in_schema=False, response_class=HTMLResponse)
    def docs(request: Request) -> HTMLResponse:
        """Return the description for people."""
        described = describe(app, request.scope.get("root_path", ""), question_characters)
        page = templates.get_template("docs.html")
        return HTMLResponse(
            page.render(info=described["info"], groups=group_routes(described), types=list_types(described))
        )


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
        schemas[model]["properties"][field] |= {"minLength": 1, "pattern": r"\S"}
    return described


def list_types(described: Json) -> list[Json]:
    """Return the types of an OpenAPI document by name, each with its fields."""
    models = sorted(described["components"]["schemas"].items())
    return [
        {"name": name, "about": split_code(model.get("description", "")), "fields": list(_list_fields(model))}
        for name, model in models
    ]


def _describe_refusal(text: str, model: str) -> Json:
    return {"description": text, "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{model}"}}}}


def group_routes(described: Json) -> dict[str, list[Json]]:
    """Return the operations of an OpenAPI document by tag, each with what a page shows of it."""
    groups: dict[str, list[Json]] = {}
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            shown = {
                "method": method.upper(),
                "path": path,
                "summary": operation.get("summary", ""),
                "text": split_code(operation.get("description", "")),
                "parameters": operation.get("parameters", []),
                "sent": list(_list_bodies(operation.get("requestBody", {}), described)),
                "answers": [
                    {"status": status, "text": answer["description"], "bodies": list(_list_bodies(answer, described))}
                    for status, answer in operation["responses"].items()
                ],
            }
            groups.setdefault(operation.get("tags", ["other"])[0], []).append(shown)
    return groups


def split_code(text: str) -> list[tuple[str, str]]:
    """Return pairs of plain text and the code between double back-quotes that follows it."""
    pieces = [*text.split("``"), ""]
    return list(zip(pieces[::2], pieces[1::2], strict=False))


def _list_bodies(described_body: Json, described: Json) -> Iterator[Json]:
    """Yield each form of a body: its media type, its fields and an example."""
    for media_type, content in described_body.get("content", {}).items():
        model = _resolve(content.get("schema", {}), described)
        example = content.get("example") or next(iter(model.get("examples", [])), None)
        yield {
            "media_type": media_type,
            "about": split_code(model.get("description", "")),
            "fields": list(_list_fields(model)),
            "example": example if isinstance(example, str) or example is None else json.dumps(example, indent=2),
        }


def _list_fields(model: Json) -> Iterator[Json]:
    for name, field in model.get("properties", {}).items():
        yield {
            "name": name,
            "type": _name_type(field),
            "required": name in model.get("required", []),
            "text": field.get("description", ""),
        }


def _name_type(field: Json) -> str:
    """Return the type of a field in a few words, such as ``list of Citation``."""
    if "$ref" in field:
        return str(field["$ref"]).rpartition("/")[2]
    if "anyOf" in field:
        return " or ".join(_name_type(one) for one in field["anyOf"])
    if "enum" in field or "const" in field:
        return ", ".join(json.dumps(one) for one in field.get("enum", [field.get("const")]))
    if field.get("type") == "array":
        return f"list of {_name_type(field.get('items', {}))}"
    return str(field.get("type", "anything"))


def _resolve(field: Json, described: Json) -> Json:
    if "$ref" not in field:
        return field
    model: Json = described["components"]["schemas"][_name_type(field)]
    return model
