"""The server without a browser: what it lets in, what it says, what it keeps."""

from __future__ import annotations

import json
import re
import subprocess
from collections import deque
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import playwright
import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient
from gradio.routes import App as GradioApp

from qa.commands.feedback import feedback_command
from qa.errors import FeedbackError, SettingsError
from qa.evaluate.validate import read_question_set
from qa.filters import Filters
from qa.records import Answer, Article
from qa.settings import load_settings
from qa.store.feedback import FEEDBACK_FILE, CitedQuote, Feedback, FeedbackStore, Vote, feedback_to_question
from qa.store.holdings import find_days, find_heads, sample_openings
from qa.store.library import Library, NewArticle
from qa.web.api.desk import Desk, open_desk
from qa.web.api.present import count_articles, name_sureness
from qa.web.api.starters import Starters
from qa.web.api.steps import Steps
from qa.web.guard.limits import RateLimit
from qa.web.guard.refusals import BusyError
from qa.web.guard.visitor import Visitor
from qa.web.languages import STATIC, choose_language, load_words
from qa.web.server import _claim_port
from tests.toys import run_elsewhere
from tests.web.conftest import make_app, walk_routes
from tests.web.scripted import ARABIC, BRIDGE, BROKEN, COST, COSTS, HOSTILE, WHY, WIRE, ScriptedBot, find, open_library


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    settings = load_settings(index_dir=tmp_path_factory.mktemp("server"), questions_per_minute=1000)
    with TestClient(make_app(ScriptedBot(), settings)) as client:
        yield client


# what is let in

SHUT = {"reason": "not_found", "detail": "there is nothing here: /api/docs says what there is"}


OPENED = {
    "/", "/assets/{path:path}", "/theme.css", "/manifest.json", "/pwa_icon", "/config", "/gradio_api/info",
    "/gradio_api/queue/join", "/gradio_api/queue/data", "/gradio_api/cancel", "/gradio_api/reset",
    "/gradio_api/call/{api_name}", "/gradio_api/call/{api_name}/{event_id}",
    # before Gradio's come ours of the same name
    "/login", "/logout", "/static/{path:path}",
}  # fmt: skip


def test_of_all_gradio_only_what_the_page_needs_is_open(client: TestClient) -> None:
    (gradio,) = [one for one in client.app.routes if isinstance(getattr(one, "app", None), GradioApp)]  # type: ignore[attr-defined]
    routes = {path for _, path in walk_routes(gradio.app.routes)}
    assert len(routes) > 50
    opened = set()
    quiet = TestClient(client.app, raise_server_exceptions=False)
    for path in routes:
        refused = quiet.request("GET", re.sub(r"\{[^}]*\}", "ask", path), follow_redirects=False)
        if refused.status_code != 404 or refused.json() != SHUT:
            opened.add(path)
    assert opened <= OPENED
    assert client.post("/gradio_api/call/answer", json={"data": []}).json() == SHUT


MALFORMED = (
    {"told": [{"question": "a", "id": "../x"}]}, {"told": [{"question": WHY * 500, "id": "0" * 32}]}, {"told": "a"},
    {"more": 1}, {"since": "soon"}, [], None, WHY,
)  # fmt: skip


def test_no_part_of_the_page_counts_seconds_over_what_it_shows(client: TestClient) -> None:
    functions = client.get("/config").json()["dependencies"]
    assert {one["show_progress"] for one in functions if one["outputs"]} == {"hidden"}


def test_a_private_function_of_the_page_has_no_name_and_takes_only_what_it_knows(
    client: TestClient, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    names = client.get("/gradio_api/info").json()["named_endpoints"]
    assert set(names) == {"/ask"}
    functions = client.get("/config").json()["dependencies"]
    ask = next(one["id"] for one in functions if "sourceline.asking" in str(one["js"]))
    for data in (*([WHY, sent, []] for sent in MALFORMED), [WHY, {"told": []}, WHY], [WHY]):
        client.post("/gradio_api/queue/join", json={"fn_index": ask, "session_hash": "s", "data": data})
        told = client.get("/gradio_api/queue/data?session_hash=s").text
        assert "answered" not in told
        assert '"refused"' in told or re.search(r'"error":"[a-z0-9. ]+: [^"]+"', told), told
    logged = "".join(capfd.readouterr()) + caplog.text
    assert "Traceback" not in logged
    assert WHY not in logged


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ([WHY, ["zebra" * 1_000]], "history.0.question: at most 4,000 characters fit: shorten it"),
        ([WHY, "zebra"], "history: write a list, [...]"),
        ([WHY, [{"zebra": 1}]], "history.0.question: write a text in quotes"),
        ([["zebra"], []], "question: write a text in quotes"),
        (["zebra"], "data: send the values that the page sends, or a question and a list of earlier ones"),
    ],
)
def test_what_gradio_s_programs_send_wrongly_is_one_line_without_it(
    client: TestClient,
    data: list[object],
    says: str,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    event = client.post("/gradio_api/call/ask", json={"data": data}).json()["event_id"]
    told = client.get(f"/gradio_api/call/ask/{event}").text
    assert json.loads(told.partition("data: ")[2])["error"] == says
    logged = "".join(capfd.readouterr()) + caplog.text
    assert "Traceback" not in logged
    assert "zebra" not in logged
    assert caplog.messages == [f"a question was refused: {says}"]


def test_files_are_neither_taken_nor_given(client: TestClient) -> None:
    for path in ("/gradio_api/upload", "/upload"):
        assert client.post(path, files={"files": ("a.txt", b"a")}).status_code in (404, 405)
    for path in (
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/file/x",
        "/file=/etc/passwd",
        "/gradio_api/proxy=http://a",
    ):
        assert client.get(path).json() == SHUT


def test_every_page_carries_a_policy_and_only_the_chat_page_may_evaluate_its_own_code(client: TestClient) -> None:
    for path in ("/", "/api/library", "/static/main.js", "/config", "/assets/nothing.js", "/widget", "/nowhere"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "unsafe-inline" not in policy
        assert ("unsafe" in policy) == (path == "/")
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-frame-options"] == "DENY"
        assert headers["x-content-type-options"] == "nosniff"
        assert "access-control-allow-origin" not in headers


def test_what_never_changes_under_its_name_is_kept_for_good_and_packed_once(client: TestClient) -> None:
    page = client.get("/").text
    for address in re.findall(r'(?:src|href)="((?:static/[0-9a-f]{12}|assets)/[^"]+)"', page):
        got = client.get(f"/{address}")
        assert (got.status_code, got.headers["cache-control"]) == (200, "public, max-age=31536000, immutable")
        assert got.headers.get("content-encoding") == "gzip" or len(got.content) < 1_000
    assert client.get("/assets/..%2Findex.html").status_code == 404
    assert client.get("/static/000000000000/page.js").status_code == 404


def test_a_copied_link_is_the_article_s_own_address_and_no_script() -> None:
    taken = re.findall(
        r"(?ms)^export (function webAddress.*?^}|const nameSection = .*?)$", STATIC.joinpath("text.js").read_text()
    )
    script = STATIC.joinpath("copy.js").read_text()
    assert len(taken) == 2
    stub = f"const say = String, showDay = String, sayScope = () => ''; {' '.join(taken)}"
    answer: dict[str, Any] = {"statements": [], "citations": [], "conflicts": []}
    for url in ("https://a.example/%D0%BC?q=a b", "javascript:alert(1)", ""):
        answer["citations"].append({"number": 1, "title": "Mill", "url": url, "source": "", "published": ""})
    answer["citations"][0]["section"] = "Gate"
    script = re.sub("(?m)^import .*$", lambda _: stub, script) + f"console.log(markdown('', {json.dumps(answer)}))"
    node = Path(playwright.__file__).parent / "driver" / "node"
    told = subprocess.run([node, "--input-type=module", "-"], input=script, capture_output=True, text=True, check=True)
    sources = [line for line in told.stdout.split("\n") if line.startswith("1. ")]
    assert sources == ["1. [Mill › Gate](<https://a.example/%D0%BC?q=a%20b>)", "1. Mill", "1. Mill"]


@pytest.mark.parametrize("host", ["wiki.invalid", "a..b", "x" * 70, "ü" * 70, "bad\0host", "198.51.100.7"])
def test_a_host_that_is_none_of_this_machine_is_named(host: str) -> None:
    with pytest.raises(SettingsError) as told:
        _claim_port(host, 0)
    assert str(told.value) == f"{host} is no address of this machine: name one of its own with --host"


def test_a_port_that_is_taken_is_named() -> None:
    with closing(_claim_port("127.0.0.1", 0)) as taken, pytest.raises(SettingsError) as told:
        _claim_port("127.0.0.1", port := taken.getsockname()[1])
    assert str(told.value) == (
        f"cannot listen on port {port} of 127.0.0.1 (address already in use): name another with --port"
    )


def test_a_file_that_is_kept_for_good_has_one_name_so_that_nobody_fills_the_memory_with_it(client: TestClient) -> None:
    (name, *_) = re.findall(r"assets/(index-[\w-]+\.js)", client.get("/").text)
    for another in (f"x%2F..%2F{name}", f".%2F{name}", f"%2F{name}", f".%2F.%2F{name}", f"{name}%2F."):
        assert client.get(f"/assets/{another}").status_code == 404, another


GUARDED = {
    "content-security-policy", "x-content-type-options", "x-frame-options", "referrer-policy", "permissions-policy",
    "cross-origin-opener-policy", "cross-origin-resource-policy",
}  # fmt: skip


@pytest.mark.parametrize("where", ["route", "guard"])
def test_a_failure_leaves_with_the_same_headers_and_without_a_trace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    app = make_app(ScriptedBot(), load_settings(index_dir=tmp_path))
    client = TestClient(app, raise_server_exceptions=False)
    usual = client.get("/api/health").headers
    if where == "guard":

        async def fail(*_: object) -> None:
            raise RuntimeError("a secret in a traceback")

        monkeypatch.setattr("qa.web.guard.access.Access.identify", fail)
    failed = client.post("/api/ask", json={"question": BROKEN})
    assert failed.status_code == 500
    assert {name: failed.headers.get(name) for name in GUARDED} == {name: usual[name] for name in GUARDED}
    assert failed.json() == {"reason": "failed", "detail": "the server could not do that: its log says why"}


def test_a_script_of_a_listed_site_is_told_of_a_failure(tmp_path: Path) -> None:
    wiki = "https://wiki.example"
    app = make_app(ScriptedBot(), load_settings(index_dir=tmp_path, widget_origins=(wiki,)))
    client = TestClient(app, raise_server_exceptions=False)
    token = client.get(f"/widget/token?origin={wiki}").json()["token"]
    headers = {"Origin": wiki, "X-Sourceline-Token": token}
    failed = client.post("/api/ask", json={"question": BROKEN}, headers=headers)
    assert (failed.status_code, failed.headers["access-control-allow-origin"]) == (500, wiki)


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://testserver.evil.example"])
def test_another_site_cannot_ask(client: TestClient, origin: str) -> None:
    response = client.post("/api/feedback", json={}, headers={"Origin": origin})
    assert (response.status_code, response.json()["reason"]) == (403, "foreign")


def test_our_own_page_can(client: TestClient) -> None:
    assert client.post("/api/feedback", json={}, headers={"Origin": "http://testserver"}).status_code == 422


@pytest.mark.parametrize("announced", [True, False])
def test_a_body_that_is_too_large_is_refused_whatever_it_announces(client: TestClient, announced: bool) -> None:
    body = b"x" * 300_000
    content = body if announced else iter([body])
    response = client.post("/gradio_api/queue/join", content=content, headers={"content-type": "application/json"})
    assert response.status_code in (400, 413)


def test_who_asks_too_fast_is_told_how_long_to_wait(tmp_path: Path) -> None:
    settings = load_settings(index_dir=tmp_path, questions_per_minute=2)
    client = TestClient(make_app(ScriptedBot(), settings))  # type: ignore[arg-type]
    answers = [client.post("/api/feedback", json={}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [422, 422, 429]
    assert 0 < int(answers[2].headers["Retry-After"]) <= 30
    assert client.get("/api/health").status_code == 200  # reading goes on


def test_a_bucket_fills_again_with_time_and_each_address_has_its_own() -> None:
    now = [0.0]
    limit = RateLimit(2, clock=lambda: now[0])
    assert [limit.admit("a"), limit.admit("a"), limit.admit("b")] == [0, 0, 0]
    assert limit.admit("a") == 30
    now[0] = 31
    assert limit.admit("a") == 0


def test_an_article_is_found_by_its_id_whatever_it_looks_like(client: TestClient) -> None:
    from urllib.parse import quote

    assert client.get(f"/api/articles/{quote(HOSTILE.id, safe='')}").json()["text"] == HOSTILE.text
    for path in ("/api/articles/nothing", "/api/articles/..%2F..%2Fetc%2Fpasswd"):
        assert client.get(path).status_code == 404


# what is told


def test_the_steps_of_an_answer_end_with_all_of_it() -> None:
    steps = tell({"question": COST})
    assert [step.get("step", step.get("outcome")) for step in steps] == [
        "asking",
        "asking",
        "reading",
        "writing",
        "answered",
    ]
    assert steps[2]["articles"] == 2
    assert [one["kind"] for one in steps[3]["statements"]] == ["lead", "quote", "quote"]
    answer = steps[-1]
    assert {step["id"] for step in steps} == {answer["id"]}
    assert answer["conflicts"] == [{"citations": [1, 2], "about": "the cost"}]
    assert [slice_span(one) for one in answer["citations"]] == ["4.2 million crowns", "at least 6 million crowns"]
    assert (answer["sureness"], answer["articles"], answer["generation"]) == ("fairly_sure", 2, 7)
    assert [one["number"] for one in answer["evidence"]] == [1, 2]


def tell(asked: dict[str, object]) -> list[dict[str, Any]]:
    async def all_steps() -> list[dict[str, Any]]:
        bot = ScriptedBot()
        desk = open_desk(bot, load_settings())  # type: ignore[arg-type]
        return [one async for one in Steps(bot, desk).tell(asked, Visitor("", ""), door="page")]  # type: ignore[arg-type]

    return run_elsewhere(all_steps())


def test_a_full_house_says_when_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    def be_busy(*asked: object, **door: str) -> None:
        raise BusyError("too many questions are waiting", 7)

    monkeypatch.setattr(Desk, "ask", be_busy)
    detail = "too many questions are waiting: ask again in 7 seconds"
    assert tell({"question": COST})[-1]["refused"] == {"reason": "busy", "detail": detail, "seconds": 7}


def slice_span(citation: dict[str, object]) -> str:
    text = {BRIDGE.id: BRIDGE, COSTS.id: COSTS}[str(citation["article_id"])].text
    start, end = citation["span"]  # type: ignore[misc]
    return text[start:end]


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"question": 7},
        {"question": "a", "more": 1},
        {"question": "a", "since": "soon"},
        {"question": "a", "history": ["b"]},
    ],
)
def test_what_no_page_of_ours_sends_is_refused(asked: dict[str, object]) -> None:
    assert tell(asked)[-1]["refused"] == {"reason": "malformed", "detail": ""}


def test_only_the_last_turns_are_read() -> None:
    from qa.web.api.schema import Asked

    asked = Asked(question="a", history=[{"question": str(n)} for n in range(9)])  # type: ignore[list-item]
    assert [turn.question for turn in asked.turns(2)] == ["7", "8"]
    assert asked.turns(0) == ()


@pytest.mark.parametrize(("confidence", "word"), [(1.0, "sure"), (0.85, "sure"), (0.7, "fairly_sure"), (0.5, "unsure")])
def test_confidence_is_told_in_a_word(confidence: float, word: str) -> None:
    assert name_sureness(confidence) == word


# what the library holds


def test_the_catalogue_lists_the_newest_first_and_finds_every_word() -> None:
    library = open_library()
    count, listed = find_heads(library, "", start=0, most=10)
    assert count == 5
    assert [article.published[:10] for article in listed] == [
        "2025-03-20", "2025-03-06", "2025-03-05", "2025-03-04", "<i>today</"
    ]  # fmt: skip
    assert {article.text for article in listed} == {""}
    assert find_heads(library, "", start=1, most=2) == (5, listed[1:3])
    assert [article.id for article in find_heads(library, "HERALD pier", start=0, most=10)[1]] == [COSTS.id]
    assert [article.id for article in find_heads(library, "ÉCOLE الجسر", start=0, most=10)[1]] == []
    assert [article.id for article in find_heads(library, "إغلاق", start=0, most=10)[1]] == [ARABIC.id]
    assert find_heads(library, "herald bridge nowhere", start=0, most=10) == (0, [])
    assert find_days(library) == ("2025-03-04", "2025-03-20")


def test_the_help_stands_at_the_end_of_the_catalogue_however_new_it_is(tmp_path: Path) -> None:
    library = Library(tmp_path / "library.sqlite3", mode="write")
    help_page = Article("help/1", "How to ask", "Ask.", published="2026-11-26", collection="Help")
    library.publish([NewArticle(one, "", ()) for one in (help_page, BRIDGE, COSTS)])
    count, listed = find_heads(library, "", start=0, most=10, last="Help")
    assert (count, [one.id for one in listed]) == (3, [COSTS.id, BRIDGE.id, "help/1"])
    assert find_heads(library, "", start=2, most=10, last="Help")[1] == listed[2:]


def test_openings_are_sampled_within_the_filters_and_always_the_same() -> None:
    library = open_library()
    sampled = sample_openings(library, 2, Filters(since="2025-03-05"), characters=10)
    assert len(sampled) == 2
    assert {article.id for article in sampled} <= {COSTS.id, ARABIC.id, WIRE.id}
    assert all(len(article.text) == 10 for article in sampled)
    assert sampled == sample_openings(library, 2, Filters(since="2025-03-05"), characters=10)


def test_questions_to_begin_with_are_found_anew_for_a_new_generation() -> None:
    bot = ScriptedBot()
    with patch("qa.web.api.starters.find_starters", side_effect=[["a?"], ["b?"]]):
        starters = Starters(bot)  # type: ignore[arg-type]
        assert (starters.list(), starters.list()) == (("a?",), ("a?",))
        bot.generation += 1
        assert starters.list() == ("b?",)


def test_of_the_articles_to_choose_from_those_count_that_were_read() -> None:
    told = [
        replace(find(article, first, "."), own_score=own)
        for article, first, own in ((COSTS, "Mayor", 0.0), (BRIDGE, "Engineers", 0.4))
    ]
    answer = Answer("Why?", "Why?", "not_found", 0.1, ranked=tuple(told))
    assert count_articles(answer) == 1
    assert count_articles(replace(answer, ranked=tuple(replace(one, own_score=0.0) for one in told))) == 2


# words


def test_every_language_has_every_word_with_the_same_gaps() -> None:
    words = load_words()
    for language, table in words.items():
        for name, english in words["en"].items():
            for kind, form in forms_of(table[name]).items():
                missing = gaps_of(forms_of(english)["other"]) ^ gaps_of(form)
                assert missing <= ({"count"} if kind == "one" else set()), f"{language}.{name}"  # "the article" is one
    assert set(words["uk"]["articles"]) == {"one", "few", "many", "other"}  # type: ignore[arg-type]


def forms_of(text: object) -> dict[str, str]:
    return text if isinstance(text, dict) else {"other": str(text)}


def gaps_of(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def test_every_word_that_a_script_says_exists_and_every_word_is_used() -> None:
    scripts = "".join(path.read_text(encoding="utf-8") for path in STATIC.glob("*.js"))
    html = "".join(path.read_text(encoding="utf-8") for path in STATIC.glob("*.html"))
    words = set(load_words()["en"])
    said = set(re.findall(r'say\(\s*"(\w+)"', scripts)) | set(re.findall(r'"(\w+)"', scripts)) & words
    assert set(re.findall(r'say\(\s*"(\w+)"', scripts)) <= words
    built = {name for name in words if name.startswith(("refused_", "copy_", "vote_", "widget_", "step_", "add_"))} | {
        "login_wrong",
        "login_wait",
        "sure",
        "fairly_sure",
        "unsure",
    }
    in_page = set(re.findall(r"\$(\w+)", html)) | {"name", "direction"}
    assert words - said - built - in_page == set()


def test_words_are_escaped_where_they_stand_in_the_page(tmp_path: Path) -> None:
    page = TestClient(make_app(ScriptedBot(), load_settings(index_dir=tmp_path))).get("/").text
    assert "Command &#x27;qa ask&#x27;" in page or "&#x27;qa ask&#x27;" in page
    data = re.search(r'<script type="application/json" id="strings">(.*?)</script>', page, re.DOTALL)
    assert data
    assert json.loads(data[1])["ask"] == "Ask"


@pytest.mark.parametrize(
    ("chosen", "accepted", "language"),
    [
        ("de", "uk", "de"),
        ("", "fr, uk;q=0.8, de;q=0.9", "de"),
        ("", "uk-UA,uk;q=0.9", "uk"),
        ("", "de; q=0.9", "de"),
        ("", "uk ; q = 0.8 , de-AT ;Q=0.9", "de"),
        ("xx", "de;q=0, *;q=0.1", "en"),
        ("", "de;q=much", "en"),
        ("", "", "en"),
    ],
)
def test_the_language_is_the_chosen_one_or_the_browsers_best(chosen: str, accepted: str, language: str) -> None:
    assert choose_language(chosen, accepted) == language


# feedback


VOTE = {
    "answer_id": "0" * 32,
    "vote": "up",
    "question": WHY,
    "standalone": WHY,
    "outcome": "answered",
    "generation": 7,
    "citations": [
        {"article_id": BRIDGE.id, "start": 0, "end": len(BRIDGE.title), "sha256": BRIDGE.sha256},
        {"article_id": COSTS.id, "start": 0, "end": 7, "sha256": "f" * 64},
    ],
}


def test_a_vote_keeps_quotes_from_the_library_and_a_second_vote_replaces_it(tmp_path: Path) -> None:
    client = TestClient(make_app(ScriptedBot(), load_settings(index_dir=tmp_path)))
    assert client.post("/api/feedback", json=VOTE).status_code == 201
    assert client.post("/api/feedback", json=VOTE | {"vote": "down", "word": "no"}).status_code == 201
    (kept,) = FeedbackStore(tmp_path / FEEDBACK_FILE).all()
    assert (kept.vote, kept.word, kept.generation) == ("down", "no", 7)
    assert kept.quotes == (
        CitedQuote(BRIDGE.id, 0, len(BRIDGE.title), BRIDGE.title),
    )  # the other article has changed since


def test_votes_with_offsets_that_are_no_sentences_cannot_fill_the_disk(tmp_path: Path) -> None:
    whole = Article("long", "Long", "A sentence of a long article. " * 100_000)
    ends = [(0, 10**9), (0, len(whole.text)), (1, 29), (0, 29)]

    class Named(ScriptedBot):
        def get_article(self, article_id: str) -> Article | None:
            return whole if article_id == whole.id else None

        def get_offsets(self, article_id: str) -> list[tuple[int, int]]:
            return [(0, 29), (30, 59)] if article_id == whole.id else []

    client = TestClient(make_app(Named(), load_settings(index_dir=tmp_path)))
    cited = [{"article_id": whole.id, "start": start, "end": end, "sha256": whole.sha256} for start, end in 5 * ends]
    for number in range(5):
        vote = VOTE | {"answer_id": f"{number:032x}", "citations": cited, "answer": "x" * 14_000}
        assert client.post("/api/feedback", json=vote).status_code == 201
    kept = list(FeedbackStore(tmp_path / FEEDBACK_FILE).all())
    assert [one.quotes for one in kept] == [(CitedQuote(whole.id, 0, 29, "A sentence of a long article."),)] * 5
    assert (tmp_path / FEEDBACK_FILE).stat().st_size < 100_000
    assert (tmp_path / FEEDBACK_FILE).stat().st_mode & 0o077 == 0


def test_a_full_feedback_file_grows_no_further_and_is_told_in_a_line(tmp_path: Path) -> None:
    path = tmp_path / FEEDBACK_FILE
    path.touch(0o644)
    store = FeedbackStore(path, megabytes=0.1)
    votes = [Feedback(f"{n:032x}", "up", "", "q" * 4_000, WHY, (), "answered", "", (), 1) for n in range(100)]
    with pytest.raises(FeedbackError, match=r"full: move the file away"):
        deque(map(store.add, votes))
    assert path.stat().st_size <= 100_000
    assert path.stat().st_mode & 0o077 == 0
    assert 10 < len(list(store.all())) < 25  # what had been said before is still there


@pytest.mark.parametrize(
    "change",
    [
        {"vote": "sideways"},
        {"generation": 2**63 + 1},
        {"word": "x" * 501},
        {"answer_id": "../../x"},
        {"citations": [{}]},
        {"extra": 1},
    ],
)
def test_a_vote_that_makes_no_sense_is_refused(client: TestClient, change: dict[str, object]) -> None:
    assert client.post("/api/feedback", json=VOTE | change).status_code == 422


@pytest.mark.parametrize(
    ("vote", "outcome", "answerable", "evidence"),
    [
        ("up", "answered", True, 1),
        ("down", "answered", True, 0),
        ("up", "perhaps", True, 1),
        ("down", "perhaps", True, 0),
        ("up", "briefing", True, 1),
        ("up", "not_found", False, 0),
        ("down", "not_found", True, 0),
    ],
)
def test_feedback_becomes_a_draft_question(vote: Vote, outcome: str, answerable: bool, evidence: int) -> None:
    quotes = (CitedQuote(BRIDGE.id, 0, len(BRIDGE.title), BRIDGE.title),) if outcome != "not_found" else ()
    feedback = Feedback(
        "a" * 32, vote, "w", WHY, WHY, ("Earlier?",), outcome, "", quotes, 1, "2025-03-04T10:00:00+00:00"
    )  # type: ignore[arg-type]
    row = feedback_to_question(feedback)
    assert (row["answerable"], len(row["evidence"])) == (answerable, evidence)  # type: ignore[arg-type]
    assert row["history"] == [{"question": "Earlier?"}]
    assert "w" in str(row["note"])


def test_the_export_is_a_question_set_that_can_be_read(tmp_path: Path) -> None:
    store = FeedbackStore(tmp_path / FEEDBACK_FILE)
    quotes = (CitedQuote(BRIDGE.id, 0, len(BRIDGE.title), BRIDGE.title),)
    store.add(Feedback("a" * 32, "up", "", WHY, WHY, (), "answered", "", quotes, 1))
    store.add(Feedback("b" * 32, "down", "no", COST, COST, (), "not_found", "", (), 1))
    result = CliRunner().invoke(feedback_command, ["--index-dir", str(tmp_path)])
    assert result.exit_code == 0, result.output
    (tmp_path / "draft.jsonl").write_text(result.output, encoding="utf-8")
    questions = read_question_set(tmp_path / "draft.jsonl", question_characters=2000)
    assert [(one.question, one.answerable) for one in questions] == [(WHY, True), (COST, True)]
    only_up = CliRunner().invoke(feedback_command, ["--index-dir", str(tmp_path), "--vote", "up"])
    assert only_up.output.count("\n") == 1
