"""Values that no field expects, such as half a character or a thousand digits, in every field of every route."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from qa.bot import Bot
from qa.settings import load_settings
from qa.web.guard.access import ROUTES
from qa.web.guard.passwords import PasswordFile
from tests.web.conftest import make_app

Json = dict[str, Any]

# written into the body as they stand: what `json` itself would not write is what others send
NUMBERS = ("NaN", "Infinity", "-Infinity", "-1", str(-(2**63) - 1), str(2**63), "1e400", "1" * 400, "1" * 5_000, "0.5")
TEXTS = (r'"\ud800"', r'"a\udfffb"', r'"\u0000"', r'"\ud800\ud800"', r'"\u202e\u0085"')
OTHERS = ("null", "true", "[]", "{}", "[[]]", '[{"a": NaN}]')
HOSTILE = (*NUMBERS, *TEXTS, *OTHERS)
BROKEN = ("", "{", "[" * 100_000, '{"a":' * 50_000, "\udcff", "nul", '"' + "x" * 100)
ENCODED = ("%ED%A0%80", "%00", "%FF", "NaN", "-1", str(2**63), "1" * 5_000, "..%2F..%2Fetc", "%E2%80%AE", "")

TURN = {"question": "Why was the bridge closed?", "answer": "A crack."}
LIMITS = {"outlets": ["Valley Post"], "since": "2025-03-01", "until": "2025-04-01"}
ASKED = {"question": "What will it cost?", "history": [TURN], "page": "https://a.example/b"} | LIMITS
CITED = {"article_id": "bridge", "start": 0, "end": 5, "sha256": "0" * 64}
VOTE = {"answer_id": "0" * 32, "vote": "up", "word": "good", "question": "Why?", "standalone": "Why?"} | {
    "history": ["Who?"],
    "outcome": "answered",
    "answer": "So.",
    "citations": [CITED],
    "generation": 1,
}
PART = {"type": "text", "text": "What will the repair cost?"}
COMPLETION = {
    "model": "sourceline",
    "stream": False,
    "n": 1,
    "stream_options": {"include_usage": True},
    "tools": [],
} | {"messages": [{"role": "user", "content": "Why?"}, {"role": "user", "content": [PART]}]}
JOIN = {"fn_index": 0, "session_hash": "s", "data": ["Why?", {"told": [], **LIMITS}, []]}
CALL = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "tools/call",
    "params": {"name": "search", "arguments": {"query": "bridge", "limit": 3} | LIMITS},
}
BODIES: dict[str, Json] = {
    "/api/ask": ASKED,
    "/api/check": {"text": "The repair takes 14 months."} | LIMITS,
    "/api/feedback": VOTE,
    "/api/added": {"address": "http://127.0.0.1:9/x"},
    "/v1/chat/completions": COMPLETION,
    "/widget/ask": ASKED,
    "/gradio_api/call/ask": {"data": ["Why?", ["Who?"]]},
    "/gradio_api/queue/join": JOIN,
    "/gradio_api/cancel": {"session_hash": "s", "fn_index": 0, "event_id": "e"},
    "/gradio_api/reset": {"event_id": "e"},
    "/mcp": CALL,
}
NUMBER_FIELDS = {"start", "end", "generation", "n"}
HEADERS = {"Accept": "application/json, text/event-stream", "Content-Type": "application/json"}


@pytest.fixture(scope="module")
def client(small_bot: Bot, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("hostile")
    settings = load_settings(index_dir=folder, questions_per_minute=10**9, connections_per_address=10**6)
    with TestClient(make_app(small_bot, settings), raise_server_exceptions=False) as client:
        yield client


def list_places(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield where each field and each item of a body is."""
    if path:
        yield path
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        yield from list_places(child, (*path, key))


def put(body: Json, path: tuple[str | int, ...], written: str) -> bytes:
    """Return the body as JSON, with something in one place that `json` could not write."""
    copy: Any = json.loads(json.dumps(body))
    inner = copy
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = "@here@"
    return json.dumps(copy).replace('"@here@"', written).encode()


@pytest.mark.parametrize("path", BODIES)
def test_no_field_of_a_body_ends_in_a_failure(path: str, client: TestClient) -> None:
    assert path in ROUTES
    for place in list_places(BODIES[path]):
        for written in HOSTILE:
            response = client.post(path, content=put(BODIES[path], place, written), headers=HEADERS)
            told = f"{place} = {written[:40]}: {response.status_code} {response.text[:200]}"
            assert response.status_code < 500, told
            # its answer is a stream, that nothing may break off
            if path == "/widget/ask" and response.status_code == 200:
                assert '"refused"' in response.text or '"outcome"' in response.text, told
            if place[-1] in NUMBER_FIELDS and written in NUMBERS:
                assert response.status_code >= 400, told


@pytest.mark.parametrize("path", BODIES)
def test_no_body_that_is_none_ends_in_a_failure(path: str, client: TestClient) -> None:
    for written in (*HOSTILE, *BROKEN):
        content = written.encode("utf-8", "surrogateescape")
        response = client.post(path, content=content, headers=HEADERS)
        assert response.status_code < 500, f"{written[:40]}: {response.status_code} {response.text[:200]}"


@pytest.mark.parametrize("value", ENCODED)
def test_no_address_ends_in_a_failure(value: str, client: TestClient) -> None:
    queries = ("/api/articles?find={}", "/api/articles?from={}", "/widget?language={}", "/login?next={}")
    paths = tuple(route.replace("{*}", "{}") for route in ROUTES if "{" in route and "queue" not in route)
    for template in (*queries, *paths, "/gradio_api/queue/data?session_hash={}"):
        if template.startswith("/gradio_api/queue") and not value:
            continue
        response = client.get(template.replace("{}", value, 1).replace("{}", "x"), follow_redirects=False)
        assert response.status_code < 500, f"{template}: {response.status_code} {response.text[:200]}"


def test_no_number_of_the_list_is_taken_for_another(client: TestClient) -> None:
    for written in ("-1", "nan", "1e400", "0.5", "true", "1" * 5_000):
        assert client.get(f"/api/articles?from={written}").status_code == 422, written
    assert client.get(f"/api/articles?from={2**63}").json()["articles"] == []


def test_no_header_and_no_name_ends_in_a_failure(small_bot: Bot, tmp_path: Path) -> None:
    PasswordFile(tmp_path / "passwords").set("anna", "correct horse")
    settings = load_settings(
        index_dir=tmp_path,
        password_file=tmp_path / "passwords",
        login_attempts_per_minute=1000,
        questions_per_minute=1000,
    )
    client = TestClient(make_app(small_bot, settings), raise_server_exceptions=False, follow_redirects=False)
    values = (
        b"\xed\xa0\x80",
        b"\xff",
        b"Basic \xff",
        b"Basic 7aCA",
        b"Basic AA==",
        b"Bearer a:\xed\xa0\x80",
        b"x" * 9_000,
    )
    cookie = next(iter(client.post("/login", data={"name": "anna", "password": "correct horse"}).cookies), "")
    for value in values:
        for name in ("Authorization", "Accept-Language", "Origin", "X-Sourceline-Token", "Content-Length"):
            response = client.get("/api/library", headers={name: value})  # type: ignore[dict-item]
            assert response.status_code < 500, (name, value, response.text)
        response = client.get("/", headers={"Cookie": f"{cookie}=".encode() + value})  # type: ignore[dict-item]
        assert response.status_code < 500, value
    for value in ENCODED[:3]:
        response = client.post("/login", content=f"name={value}&password={value}&next={value}".encode())
        assert response.status_code < 500, value
