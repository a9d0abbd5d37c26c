"""The HTTP API: what it answers, what it refuses, that it keeps its own description, and who has to wait."""

from __future__ import annotations

import json
import os
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from qa.answer import answer_to_json
from qa.bot import Bot, open_bot
from qa.errors import IndexBrokenError
from qa.index.build import build_index
from qa.settings import Settings, load_settings
from qa.web.api import schema
from tests.web.conftest import ask_on_the_page, make_app, serve_app
from tests.web.scripted import BRIDGE, BROKEN, COST, HELLO, HOW_LONG, HOW_LONG_ALONE, SLOW, UNKNOWN, WHY, ScriptedBot

CASES = int(os.environ.get("API_CASES", "200"))  # `make test-api` runs 2,000
STREAM = {"Accept": "text/event-stream"}
LIMIT_SECONDS = 60  # a loaded machine takes its time


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    settings = load_settings(index_dir=tmp_path_factory.mktemp("api"), questions_per_minute=1000)
    with TestClient(make_app(ScriptedBot(), settings), raise_server_exceptions=False) as client:
        yield client


# asking


def test_the_answer_is_what_the_command_line_prints(client: TestClient) -> None:
    given = client.post("/api/ask", json={"question": COST})
    assert given.status_code == 200
    assert given.json() == answer_to_json(ScriptedBot().ask(COST))


def test_a_greeting_is_answered_with_the_questions_that_the_page_offers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = threading.Event()

    def find(*_: object, **__: object) -> list[str]:
        found.wait(timeout=LIMIT_SECONDS)
        return [WHY, COST]

    monkeypatch.setattr("qa.web.api.starters.find_starters", find)
    with TestClient(make_app(ScriptedBot(), load_settings(index_dir=tmp_path))) as client:

        def ask() -> object:
            return client.post("/api/ask", json={"question": HELLO}).json()["suggestions"]

        assert ask() == []  # the greeting does not wait for them
        found.set()
        assert client.get("/api/library").json()["questions"] == [WHY, COST]
        assert ask() == [WHY, COST]


@pytest.mark.parametrize("question", [COST, WHY, UNKNOWN])
def test_the_model_in_the_description_has_every_field_of_an_answer_and_no_other(question: str) -> None:
    given = json.loads(json.dumps(answer_to_json(ScriptedBot().ask(question))))
    assert schema.Answer.model_validate(given).model_dump() == given


def test_a_question_that_nothing_answers_is_no_error(client: TestClient) -> None:
    given = client.post("/api/ask", json={"question": UNKNOWN})
    assert (given.status_code, given.json()["outcome"], len(given.json()["nearest"])) == (200, "not_found", 2)


def test_a_follow_up_is_read_against_its_history(client: TestClient) -> None:
    asked = {"question": HOW_LONG, "history": [{"question": COST, "answer": "4.2 million crowns."}]}
    assert client.post("/api/ask", json=asked).json()["standalone"] == HOW_LONG_ALONE


def test_a_question_can_be_limited_to_outlets_and_days(tmp_path: Path) -> None:
    bot = ScriptedBot()
    client = TestClient(make_app(bot, load_settings(index_dir=tmp_path)))
    client.post("/api/ask", json={"question": WHY, "outlets": ["Valley Post"], "since": "2025-03-01"})
    assert (bot.filters[-1].outlets, bot.filters[-1].since, bot.filters[-1].until) == (
        ("Valley Post",), "2025-03-01", ""
    )  # fmt: skip


FERRIES = {
    "https://wiki.example/north": "The north ferry takes 12 minutes to cross the river.",
    "https://wiki.example/F%C3%A4hre/": "The south ferry takes 25 minutes to cross the river.",
}
NORTH, SOUTH = FERRIES.values()


@pytest.fixture(scope="module")
def ferries(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str]]:
    """A server with two articles that answer one question; it takes a page and gives the sentences of the answer."""
    folder = tmp_path_factory.mktemp("ferries")
    for number, (url, sentence) in enumerate(FERRIES.items()):
        (folder / f"{number}.md").write_text(f"---\ntitle: Ferry\nurl: {url}\n---\n{sentence}\n", encoding="utf-8")
    settings = load_settings(index_dir=folder / "index", questions_per_minute=1000)
    build_index([folder], settings)
    bot = open_bot(settings)
    client = TestClient(make_app(bot, settings))

    def ask_on(page: str) -> str:
        asked = {"question": "How long does the ferry take to cross the river?", "page": page}
        return client.post("/api/ask", json=asked).json()["answer"]

    yield ask_on
    bot.close()


@pytest.mark.parametrize(
    ("page", "sentence", "other"),
    [
        ("https://wiki.example/north", NORTH, SOUTH),
        ("https://wiki.example/north/#history", NORTH, SOUTH),
        ("https://wiki.example/F%C3%A4hre", SOUTH, NORTH),
        ("https://wiki.example/Fähre", SOUTH, NORTH),
    ],
)
def test_a_question_about_a_page_is_answered_from_its_article_alone(
    ferries: Callable[[str], str], page: str, sentence: str, other: str
) -> None:
    answer = ferries(page)
    assert sentence in answer
    assert other not in answer


@pytest.mark.parametrize(
    "page", ["https://wiki.example/", "https://wiki.example/north?old", "http://wiki.example/north"]
)
def test_a_page_that_is_no_article_changes_nothing(ferries: Callable[[str], str], page: str) -> None:
    answer = ferries("")
    assert NORTH in answer
    assert SOUTH in answer
    assert ferries(page) == answer


def test_the_events_of_a_question_end_with_the_whole_answer(client: TestClient) -> None:
    given = client.post("/api/ask", json={"question": COST}, headers=STREAM)
    assert given.headers["content-type"].startswith("text/event-stream")
    events = read_events(given.text)
    assert [name for name, _ in events] == ["understood", "searched", *["statement"] * 3, "done"]
    assert events[0][1] == {"standalone": COST}
    assert events[1][1] == {"articles": 2}
    assert events[2][1]["statement"] == {
        "text": "4.2 million crowns.",
        "citations": [1],
        "verdict": "supported",
        "kind": "lead",
    }
    assert [one["number"] for one in events[2][1]["citations"]] == [1]
    assert events[-1][1] == answer_to_json(ScriptedBot().ask(COST))


def read_events(text: str) -> list[tuple[str, dict]]:
    return [
        (match["name"], json.loads(match["data"]))
        for match in re.finditer(r"event: (?P<name>\w+)\ndata: (?P<data>.*)\n\n", text)
    ]


# refusing


@pytest.mark.parametrize(
    ("asked", "status", "reason", "detail"),
    [
        ({"question": " "}, 422, "question", "the question is empty"),
        ({"question": "x" * 501}, 422, "question", "more than 500 characters"),
        ({}, 422, "malformed", "question: it is missing: add it"),
        ({"question": "a", "more": 1}, 422, "malformed", "more: "),
        ({"question": "a", "since": "soon"}, 422, "malformed", "since: "),
        ({"question": "a", "until": "2026-02-30"}, 422, "malformed", "until: write a day as 2026-01-31"),
        ({"question": "a", "history": ["b"]}, 422, "malformed", "history.0: "),
        ({"question": "a", "page": "javascript:alert(1)"}, 422, "malformed", "page: "),
        ({"question": "a", "page": "https://wiki.example/" + "x" * 3000}, 422, "malformed", "page: "),
        ({"question": "a", "page": "https://wiki.example/\r\nSet-Cookie: a=b"}, 422, "malformed", "page: "),
        ({"question": BROKEN}, 500, "failed", "its log says why"),
    ],
)
def test_a_refusal_is_one_line_with_a_reason(
    client: TestClient, asked: dict[str, object], status: int, reason: str, detail: str
) -> None:
    for headers in ({}, {} if status == 500 else STREAM):
        given = client.post("/api/ask", json=asked, headers=headers)
        assert (given.status_code, given.json().keys()) == (status, {"reason", "detail"})
        assert given.json()["reason"] == reason
        assert detail in given.json()["detail"]
        assert "\n" not in given.text
        assert "secret" not in given.text


def test_a_body_that_is_no_json_says_where(client: TestClient) -> None:
    given = client.post("/api/ask", content=b'{"question" "a"}', headers={"Content-Type": "application/json"})
    assert given.json()["detail"] == "the body is not JSON (at character 12): mend it"


@pytest.mark.parametrize("headers", [{}, {"Content-Type": "text/plain"}, {"Content-Type": "multipart/form-data"}])
@pytest.mark.parametrize("path", ["/api/ask", "/api/check", "/api/feedback", "/v1/chat/completions"])
def test_a_body_that_is_not_sent_as_json_says_how_to_send_it(client: TestClient, path: str, headers: dict) -> None:
    given = client.post(path, content=b'{"question": "a"}', headers=headers)
    assert given.status_code == 415
    assert "the body is not sent as JSON: send Content-Type: application/json" in given.text


def test_json_by_any_of_its_names_is_read(client: TestClient) -> None:
    for kind in ("application/json; charset=utf-8", "Application/JSON", "application/ld+json"):
        given = client.post("/api/ask", content=json.dumps({"question": WHY}), headers={"Content-Type": kind})
        assert given.status_code == 200


@pytest.mark.parametrize(
    ("path", "detail"),
    [
        ("/api/articles?form=50", "form: there is no such parameter: write from"),
        ("/api/articles?quiet=1", "quiet: there is no such parameter: there are find, from"),
        ("/api/library?find=a", "find: there is no such parameter: leave it out"),
        (f"/api/articles/{BRIDGE.id}?text", "text: there is no such parameter: leave it out"),
    ],
)
def test_a_parameter_that_is_not_known_is_told(client: TestClient, path: str, detail: str) -> None:
    given = client.get(path)
    assert (given.status_code, given.json()) == (400, {"reason": "bad_request", "detail": detail})


def test_those_who_watch_the_server_may_add_what_they_like(client: TestClient) -> None:
    assert [client.get(f"{path}?t=1").status_code for path in ("/api/health", "/api/ready", "/metrics")] == [200] * 3


def test_a_wrong_method_is_told_the_right_one(client: TestClient) -> None:
    for path in ("/api/ask", "/gradio_api/queue/join"):  # Gradio's own refuse alike
        detail = "this address does not take PUT: send POST"
        assert client.put(path).json() == {"reason": "method_not_allowed", "detail": detail}
    given = client.post("/api/library")
    assert (given.json()["detail"], given.headers["allow"]) == (
        "this address does not take POST: send GET",
        "GET, HEAD",
    )


@pytest.mark.parametrize(
    "path",
    ["/", "/login", "/config", "/widget.js", "/static/page.css", "/api/docs", "/api/openapi.json", "/api/health",
     "/api/library", "/api/articles", f"/api/articles/{BRIDGE.id}", "/api/articles/nothing", "/v1/models", "/mcp"],
)  # fmt: skip
def test_a_head_is_that_of_the_whole(client: TestClient, path: str) -> None:
    whole, head = (client.request(method, path, follow_redirects=False) for method in ("GET", "HEAD"))
    assert (head.status_code, head.content) == (whole.status_code, b"")
    assert head.headers.get("content-type") == whole.headers.get("content-type")


def test_the_head_of_events_takes_none_of_them(client: TestClient) -> None:
    assert client.head("/gradio_api/queue/data?session_hash=a").status_code == 405


@pytest.mark.parametrize("question", ["", "?", "\u0000", "   …", "\u200b", "-- !", "🙂"])
def test_a_question_without_a_word_is_not_searched(small_bot: Bot, tmp_path: Path, question: str) -> None:
    app = make_app(small_bot, load_settings(index_dir=tmp_path))
    with TestClient(app) as client:
        given = client.post("/api/ask", json={"question": question})
        assert (given.status_code, given.json()["detail"]) == (422, "the question is empty: type one in words")
        completion = {"model": "sourceline", "messages": [{"role": "user", "content": question}]}
        given = client.post("/v1/chat/completions", json=completion)
        assert given.json()["error"]["message"] == "the question is empty: type one in words"
        assert "type one in words" in ask_on_the_page(client, question)


@pytest.mark.parametrize("question", ["1", "Ä?", "чому", "为什么"])
def test_a_single_word_in_any_script_is_a_question(small_bot: Bot, question: str) -> None:
    small_bot.check(question)


def test_the_usual_address_of_docs_leads_to_them(client: TestClient) -> None:
    given = client.get("/docs", follow_redirects=False)
    assert (given.status_code, given.headers["location"]) == (307, "/api/docs")


def test_what_is_not_there_is_refused_in_the_same_form(client: TestClient) -> None:
    for path in ("/api/articles/nothing", "/api/articles/..%2F..%2Fetc%2Fpasswd", "/api/nothing"):
        given = client.get(path)
        assert (given.status_code, given.json()["reason"]) == (404, "not_found")
        assert ": /api/" in given.json()["detail"]  # where to look
    assert client.get("/api/ask").headers["allow"] == "POST"


def test_another_site_cannot_ask(client: TestClient) -> None:
    for path in ("/api/ask", "/v1/chat/completions"):
        given = client.post(path, json={"question": WHY}, headers={"Origin": "https://evil.example"})
        assert given.status_code == 403


def test_an_article_is_the_one_that_a_citation_points_at(client: TestClient) -> None:
    citation = client.post("/api/ask", json={"question": WHY}).json()["citations"][0]
    article = client.get(f"/api/articles/{citation['article_id']}").json()
    assert (article["id"], article["sha256"]) == (BRIDGE.id, citation["sha256"])
    assert article["text"][citation["start"] : citation["end"]] == citation["quote"]


# waiting, and going away


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[tuple[ScriptedBot, str]]:
    """A server on which one question is computed and one more may wait."""
    bot = ScriptedBot()
    settings = load_settings(index_dir=tmp_path, questions_at_once=1, questions_waiting=1)
    with serve_app(bot, settings) as address:
        yield bot, address
        bot.hold.set()


def ask_beside(address: str, headers: dict[str, str] | None = None) -> list[httpx.Response]:
    """Ask the slow question in a thread of its own; the answer is put into the list that is returned."""
    given: list[httpx.Response] = []

    def ask() -> None:
        given.append(httpx.post(f"{address}/api/ask", json={"question": SLOW}, headers=headers, timeout=LIMIT_SECONDS))

    threading.Thread(target=ask, daemon=True).start()
    return given


def wait_until(true: Callable[[], object]) -> None:
    end = time.monotonic() + LIMIT_SECONDS
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_slow_question_stops_nothing_but_those_behind_it(slow: tuple[ScriptedBot, str]) -> None:
    bot, address = slow
    first = ask_beside(address)
    wait_until(lambda: f"{SLOW}: searched" in bot.stages_begun)
    second = ask_beside(address)
    for path in ("/api/health", "/api/ready", "/metrics", "/api/articles/news/bridge"):
        assert httpx.get(address + path).status_code == 200
    assert "sourceline_questions_in_progress 1.0" in httpx.get(f"{address}/metrics").text
    wait_until(lambda: ask(address, WHY).status_code == 503)  # the second one is waiting now
    refused = ask(address, WHY)
    assert refused.json()["reason"] == "busy"
    assert int(refused.headers["Retry-After"]) > 0
    assert not first
    assert not second
    bot.hold.set()
    wait_until(lambda: first and second)
    assert [answer[0].status_code for answer in (first, second)] == [200, 200]
    assert ask(address, WHY).status_code == 200


def ask(address: str, question: str) -> httpx.Response:
    return httpx.post(f"{address}/api/ask", json={"question": question}, timeout=LIMIT_SECONDS)


@pytest.mark.parametrize("headers", [{}, STREAM])
def test_a_question_ends_when_the_client_goes_away(slow: tuple[ScriptedBot, str], headers: dict[str, str]) -> None:
    bot, address = slow
    with httpx.Client(timeout=httpx.Timeout(LIMIT_SECONDS, read=0.3)) as gone, pytest.raises(httpx.ReadTimeout):  # noqa: SIM117
        with gone.stream("POST", f"{address}/api/ask", json={"question": SLOW}, headers=headers) as given:
            list(given.iter_lines())
    time.sleep(0.2)  # the server hears of it
    bot.hold.set()
    wait_until(lambda: ask(address, WHY).status_code == 200)
    assert [stage for stage in bot.stages_begun if stage.startswith(SLOW)] == [
        f"{SLOW}: understood",
        f"{SLOW}: searched",
    ]
    assert 'sourceline_questions_total{door="api",outcome="stopped"} 1.0' in httpx.get(f"{address}/metrics").text


def test_a_question_that_waits_gives_its_place_up_when_the_client_goes_away(slow: tuple[ScriptedBot, str]) -> None:
    bot, address = slow
    first = ask_beside(address)
    wait_until(lambda: f"{SLOW}: understood" in bot.stages_begun)
    for _ in range(3):  # each takes the one place in the line, and gives it back
        with pytest.raises(httpx.ReadTimeout):
            httpx.post(f"{address}/api/ask", json={"question": WHY}, timeout=httpx.Timeout(LIMIT_SECONDS, read=0.3))
        time.sleep(0.2)
    bot.hold.set()
    wait_until(lambda: first)
    assert not [stage for stage in bot.stages_begun if stage.startswith(WHY)]
    assert 'sourceline_questions_total{door="api",outcome="stopped"} 3.0' in httpx.get(f"{address}/metrics").text


# how the server is


def test_it_is_ready_once_the_models_are_loaded_and_the_index_is_open(tmp_path: Path) -> None:
    bot = ScriptedBot()
    client = TestClient(make_app(bot, load_settings(index_dir=tmp_path)))
    bot.models_loaded = False
    waiting = client.get("/api/ready")
    assert (waiting.status_code, waiting.json()["reason"]) == (503, "loading")
    assert client.get("/api/health").json() == {"status": "ok"}
    bot.models_loaded = True
    assert client.get("/api/ready").json() == {"status": "ready", "articles": 5, "sentences": 40, "generation": 7}
    bot.trouble = "no index in .qa: run 'qa index' first"
    assert client.get("/api/ready").json()["trouble"] == "no index in .qa: run 'qa index' first"

    def fail() -> tuple[int, int]:
        raise IndexBrokenError("the index is gone: run 'qa index' again")

    bot.count = fail  # type: ignore[method-assign]
    broken = client.get("/api/ready")
    assert (broken.status_code, broken.json()["detail"]) == (503, "the index is gone: run 'qa index' again")
    assert "sourceline_articles NaN" in client.get("/metrics").text


def test_the_metrics_count_questions_by_door_and_outcome_and_tell_nothing_of_them(tmp_path: Path) -> None:
    client = TestClient(
        make_app(ScriptedBot(), load_settings(index_dir=tmp_path, questions_per_minute=1000)),
        raise_server_exceptions=False,
    )
    completion = {"model": "sourceline", "messages": [{"role": "user", "content": WHY}]}
    for question in (WHY, COST, UNKNOWN, "x" * 501, BROKEN):
        client.post("/api/ask", json={"question": question})
    client.post("/v1/chat/completions", json=completion)
    with client:
        assert '"outcome":"answered"' in ask_on_the_page(client, WHY)
    text = client.get("/metrics").text
    counted = re.findall(r'^sourceline_questions_total\{door="(\w+)",outcome="(\w+)"\} (\d+)', text, re.MULTILINE)
    assert set(counted) == {
        ("api", "answered", "2"), ("api", "not_found", "1"), ("api", "refused", "1"), ("api", "failed", "1"),
        ("completions", "answered", "1"), ("page", "answered", "1"),
    }  # fmt: skip
    assert "sourceline_generation 7.0" in text
    assert "sourceline_articles 5.0" in text
    assert 'sourceline_question_seconds_count{door="api"} 3.0' in text
    assert "bridge" not in text.lower()
    open_metrics = client.get("/metrics", headers={"Accept": "application/openmetrics-text; version=1.0.0"})
    assert open_metrics.text.endswith("# EOF\n")
    for version in ("1.x", "abc"):
        assert client.get("/metrics", headers={"Accept": f"text/plain;version={version}"}).status_code == 200


def test_the_stages_of_a_real_question_are_timed(small_bot: Bot, tmp_path: Path) -> None:
    client = TestClient(make_app(small_bot, load_settings(index_dir=tmp_path)))
    client.post("/api/ask", json={"question": "What will the repair cost?"})
    timed = re.findall(r'^sourceline_stage_seconds_count\{stage="(\w+)"\} 1', client.get("/metrics").text, re.MULTILINE)
    assert timed == ["understand", "encode", "retrieve", "read", "suggest"]


# how it is described


def test_the_page_of_the_api_loads_nothing_from_elsewhere_and_nothing_inline(client: TestClient) -> None:
    page = client.get("/api/docs")
    loaded = re.findall(r'(?:href|src)="([^"]*)"', page.text)
    assert loaded == [
        "../static/icon.svg", "../static/swagger/swagger-ui.css", "../static/swagger/swagger-ui-bundle.js",
        "../static/docs.js",
    ]  # fmt: skip
    assert [client.get(one.removeprefix("..")).status_code for one in loaded] == [200] * 4
    assert not re.search(r"<script>|<style|\sstyle=|\son\w+=", page.text)
    assert "unsafe" not in page.headers["content-security-policy"]


def test_every_route_of_the_api_is_described_with_its_errors(client: TestClient) -> None:
    described = client.get("/api/openapi.json").json()["paths"]
    routes = {
        re.sub(r":path\}", "}", route.path)
        for route in client.app.routes  # type: ignore[attr-defined]
        if route.path.startswith(("/api/", "/v1/", "/metrics"))
        and not route.path.startswith("/api/added")  # the page's own: files that people add there
    }
    assert routes == described.keys() | {"/api/openapi.json", "/api/docs"}
    for path, operations in described.items():
        for operation in operations.values():
            assert {"200", "201"} & operation["responses"].keys(), path
            assert {"401", "403"} <= operation["responses"].keys(), path
            assert operation["summary"], path
            assert operation["tags"], path


# the share of the cases that each kind of request gets; one without parameters is sent once
SHARES = {
    "POST /api/ask": 6,
    "POST /v1/chat/completions": 6,
    "GET /api/articles": 3,
    "GET /api/articles/{article_id}": 2,
    "GET /v1/models/{name}": 1,
    "POST /api/feedback": 2,
}
# no schema says that the last user message must not be blank, that a text states something, or which outlets there are
_REFUSED_AFTER_ALL = {"POST /v1/chat/completions", "POST /api/check", "POST /api/ask"}


def test_patterns_of_the_description_mean_the_same_in_every_dialect(client: TestClient) -> None:
    patterns = re.findall(r'"pattern": ?("(?:[^"\\\\]|\\\\.)*")', json.dumps(client.get("/api/openapi.json").json()))
    assert patterns
    assert not [one for one in patterns if re.search(r"\\[sSdDwWbB]", json.loads(one))]
    for page, status in (("https://wiki.example/\u0085", 422), ("https://wiki.example/F\u00e4hre", 200)):
        assert client.post("/api/ask", json={"question": COST, "page": page}).status_code == status


def test_no_request_breaks_the_description(small_settings: Settings, tmp_path: Path) -> None:
    allowing = load_settings(index_dir=tmp_path, questions_per_minute=10**9, request_kilobytes=10_000)
    with closing(open_bot(small_settings.model_copy(update={"reader": "fast"}))) as bot:
        statuses = send_generated_requests(make_app(bot, allowing), CASES)
    assert sum(statuses.values()) >= CASES
    assert {200, 201, 400, 404, 422} <= statuses.keys()
    assert not [status for status in statuses if status >= 500]


def send_generated_requests(app: FastAPI, cases: int, first: int = 20261122) -> Counter[int]:
    """Send about so many requests, good and bad, and check each response against the description."""
    statuses: Counter[int] = Counter()
    operations = [one.ok() for one in schemathesis.openapi.from_asgi("/api/openapi.json", app).get_all_operations()]
    for operation in operations:
        modes = [GenerationMode.POSITIVE]
        if operation.label in SHARES and "{" not in operation.label:  # any text is a name
            modes.append(GenerationMode.NEGATIVE)
        most = cases * SHARES.get(operation.label, 1) // sum(SHARES.values()) // len(modes)
        for mode in modes:

            @seed(first)
            @settings(
                max_examples=most,
                deadline=None,
                database=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            @given(case=operation.as_strategy(generation_mode=mode))
            def send(case: schemathesis.Case) -> None:
                response = case.call(timeout=LIMIT_SECONDS)
                statuses[response.status_code] += 1
                excluded = [positive_data_acceptance] if case.operation.label in _REFUSED_AFTER_ALL else []
                case.validate_response(response, excluded_checks=excluded)

            send()
    return statuses
