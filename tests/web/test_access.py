"""Who may use the server: what answers without a login, how people log in and out, and what is written down."""

from __future__ import annotations

import base64
import logging
import os
import re
import stat
import threading
from pathlib import Path
from unittest.mock import patch

import pytest
from argon2 import PasswordHasher
from click.testing import CliRunner
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from gradio_client import Client
from gradio_client.exceptions import AuthenticationError

from qa.cli import main
from qa.errors import SettingsError
from qa.records import Answer
from qa.settings import Settings, load_settings
from qa.web.guard.access import ROUTES, check_listening, find_rule, open_access
from qa.web.guard.kept import SECRET_FILE, EndedLogins, read_secret
from qa.web.guard.logins import Sessions
from qa.web.guard.passwords import KNOWN_SECONDS, PasswordFile, Passwords
from qa.web.guard.visitor import Audit, Visitor, escape_line
from tests.toys import run_elsewhere
from tests.web.conftest import ask_on_the_page, make_app, serve_app, walk_routes
from tests.web.scripted import WHY, ScriptedBot

NAME, PASSWORD = "anna", "correct horse: battery"
LOOKS = {f"/static/{name}" for name in ("page.css", "login.css", "icon.svg", "note.js")}
OPEN = {"/login", "/logout", "/api/health", "/theme.css", "/manifest.json", "/pwa_icon", *LOOKS}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("access")
    PasswordFile(folder / "passwords").set(NAME, PASSWORD)
    return folder


def protect(folder: Path, **more: object) -> Settings:
    return load_settings(index_dir=folder, password_file=folder / "passwords", login_attempts_per_minute=1000, **more)


@pytest.fixture(scope="module")
def app(folder: Path) -> object:
    return make_app(ScriptedBot(), protect(folder))


@pytest.fixture
def client(app: object) -> TestClient:
    return TestClient(app, follow_redirects=False)  # type: ignore[arg-type]


def log_in(client: TestClient, name: str = NAME, password: str = PASSWORD, wanted: str = "/") -> object:
    return client.post("/login", data={"name": name, "password": password, "next": wanted})


# every route


def find_unlisted(app: FastAPI) -> set[str]:
    ours = {path for _, path in walk_routes(app.routes, gradios=False)}
    return {re.sub(r"\{\w+\}", "{}", re.sub(r"\{\w+:path\}", "{*}", path)) for path in ours} - ROUTES.keys()


def test_every_route_of_the_application_stands_in_the_table(app: FastAPI) -> None:
    assert len({path for _, path in walk_routes(app.routes)}) > 70  # Gradio's are among them
    assert find_unlisted(app) == set(), "a new route needs its line in qa.web.guard.access.ROUTES"


def test_a_new_route_is_found_however_it_comes_in(folder: Path) -> None:
    async def answer() -> None: ...

    app = make_app(ScriptedBot(), protect(folder))
    router = APIRouter(prefix="/of-its-own")
    router.add_api_route("/api/health", answer)
    app.include_router(router, prefix="/below")
    app.add_api_route("/plain", answer)
    app.add_api_websocket_route("/socket", answer)
    app.mount("/other", FastAPI(openapi_url=None, routes=[APIRoute("/login", answer)]))
    app.mount("/raw", lambda scope, receive, send: None)
    assert find_unlisted(app) == {"/below/of-its-own/api/health", "/plain", "/socket", "/other/login", "/raw/{*}"}


def test_a_route_that_is_not_in_the_table_is_shut() -> None:
    assert find_rule("/api/new", widget_in_use=True).kind == "shut"
    assert find_rule("/gradio_api/call/ask/../upload", widget_in_use=True).kind == "shut"
    assert find_rule("/gradio_api/file=/etc/passwd", widget_in_use=True).kind == "shut"
    assert find_rule("/static/page.css/../main.js", widget_in_use=True).kind == "data"


def test_without_a_login_nothing_but_health_and_the_login_answers(app: object, client: TestClient) -> None:
    answered, examples = (
        set(),
        {"path": "main.js", "name": "none.js", "article_id": "news/bridge", "api_name": "ask", "event_id": "0" * 32},
    )
    for method, path in [*walk_routes(app.routes), *(("GET", one) for one in OPEN)]:  # type: ignore[attr-defined]
        address = re.sub(r"\{(\w+)(:\w+)?\}", lambda found: examples.get(found[1], "a"), path)
        response = client.request(method, address)
        if response.status_code not in (401, 404):
            answered.add((address, response.status_code))
        if address not in OPEN | {"/widget"}:  # a frame gets its refusal as a page
            assert response.text == "" or set(response.json()) in ({"reason", "detail"}, {"error"}), address
    assert answered == {
        ("/", 303), ("/api/docs", 303), ("/docs", 303), ("/logout", 303), ("/logout", 405), ("/login", 200),
        ("/api/health", 200), ("/static/page.css", 200), ("/static/login.css", 200), ("/static/icon.svg", 200),
        ("/static/note.js", 200), ("/theme.css", 200), ("/manifest.json", 200), ("/pwa_icon", 200),
    }  # fmt: skip


def test_with_a_login_the_routes_answer_and_gradio_stays_shut(app: object, client: TestClient) -> None:
    log_in(client)
    for path in ("/", "/api/library", "/static/main.js", "/metrics", "/api/docs"):
        assert client.get(path).status_code == 200, path
    for path in (
        "/gradio_api/openapi.json",
        "/monitoring",
        "/gradio_api/app_id",
        "/robots.txt",
        "/gradio_api/startup-events",
    ):
        assert client.get(path).status_code == 404, path


def test_a_listed_site_makes_the_script_of_the_widget_open_and_nothing_else(folder: Path) -> None:
    client = TestClient(make_app(ScriptedBot(), protect(folder, widget_origins=("https://wiki.example",))))
    assert client.get("/widget.js").status_code == 200
    note = client.get("/widget?origin=https://wiki.example")
    assert (note.status_code, 'href="login" target="_blank"' in note.text) == (401, True)
    assert client.get("/widget/token?origin=https://wiki.example").status_code == 401


def test_websockets_are_not_let_in(app: object, client: TestClient) -> None:
    from starlette.websockets import WebSocketDisconnect

    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/gradio/queue/join"):
        pass


# where the server listens


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.7", "qa.example.org"])
def test_to_be_reached_by_others_the_server_demands_to_know_by_whom(host: str, folder: Path) -> None:
    with pytest.raises(SettingsError, match=r"^others could reach .*QA_PASSWORD_FILE, QA_PROXY_USER_HEADER or QA_OPEN"):
        check_listening(load_settings(host=host))
    check_listening(load_settings(host=host, open_to_network=True))
    check_listening(load_settings(host=host, password_file=folder / "passwords"))
    check_listening(load_settings(host=host, proxy_user_header="Remote-User", proxy_addresses="10.0.0.1"))


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "::1", "localhost"])
def test_on_this_machine_alone_nothing_is_demanded(host: str) -> None:
    check_listening(load_settings(host=host))


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        ({"proxy_addresses": "10.0.0.1"}, "behind a reverse proxy"),
        ({"proxy_user_header": "Remote-User"}, "believed from nobody"),
        ({"password_file": Path("nowhere")}, "qa user add"),
        ({"password_file": Path("p"), "proxy_user_header": "U", "proxy_addresses": "::1"}, "exclude each other"),
    ],
)
def test_settings_that_do_not_go_together_are_refused_in_one_line(flags: dict[str, object], message: str) -> None:
    with pytest.raises(SettingsError, match=message) as refused:
        check_listening(load_settings(**flags))
    assert "\n" not in str(refused.value)


def test_serve_refuses_before_it_opens_anything(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["serve", "--host", "0.0.0.0", "--index-dir", str(tmp_path)])
    assert result.exit_code == 1
    assert result.output.startswith("qa: others could reach the server on 0.0.0.0")
    assert list(tmp_path.iterdir()) == []


# logging in and out


def test_a_person_logs_in_asks_and_logs_out_for_good(client: TestClient) -> None:
    first = client.get("/?q=Who+%26+why")
    assert (first.status_code, first.headers["location"]) == (303, "login?next=%2F%3Fq%3DWho%2B%2526%2Bwhy")
    form = client.get("/" + first.headers["location"])
    assert 'name="next" value="/?q=Who+%26+why"' in form.text
    answer = log_in(client, wanted="/?q=Who+%26+why")
    assert (answer.status_code, answer.headers["location"]) == (303, "./?q=Who+%26+why")  # type: ignore[attr-defined]
    cookie = dict(client.cookies)
    assert '"user": "anna"' in client.get("/").text
    assert client.get("/login").headers["location"] == "./"
    assert client.post("/logout").headers["location"] == "login"
    assert dict(client.cookies) == {}
    client.cookies.update(cookie)
    assert client.get("/api/library").status_code == 401


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client: TestClient, folder: Path) -> None:
    shown = log_in(client).headers["set-cookie"]  # type: ignore[attr-defined]
    assert {"HttpOnly", "SameSite=lax", "Path=/", "Max-Age=604800"} <= set(shown.split("; "))
    framing = make_app(ScriptedBot(), protect(folder, widget_origins=("https://wiki.example",), root_path="/ask"))
    over_tls = TestClient(framing, base_url="https://qa.example", follow_redirects=False)
    shown = log_in(over_tls).headers["set-cookie"]  # type: ignore[attr-defined]
    assert {"HttpOnly", "SameSite=none", "Secure", "Path=/ask/"} <= set(shown.split("; "))


def test_gradio_client_logs_in_with_name_and_password(folder: Path) -> None:
    with serve_app(ScriptedBot(), protect(folder)) as address:
        client = Client(address, auth=(NAME, PASSWORD), verbose=False, httpx_kwargs={"timeout": 60})
        assert client.predict(WHY, api_name="/ask")["citations"][0]["article_id"] == "news/bridge"
        client.close()
        with pytest.raises(AuthenticationError):
            Client(address, auth=(NAME, "wrong"), verbose=False, httpx_kwargs={"timeout": 60})


def test_a_space_shows_the_page_inside_its_own_and_nothing_is_shared_unasked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPACE_ID", "anna/ask")
    monkeypatch.setenv("SPACE_HOST", "anna-ask.hf.space")
    monkeypatch.setenv("GRADIO_SERVER_NAME", "0.0.0.0")  # noqa: S104
    monkeypatch.setenv("GRADIO_SERVER_PORT", "7999")
    settings = load_settings(index_dir=tmp_path, open_to_network=True)
    assert (settings.host, settings.port) == ("0.0.0.0", 7999)  # noqa: S104
    assert load_settings(port=7998).port == 7998
    client = TestClient(make_app(ScriptedBot(), settings), base_url="http://anna-ask.hf.space")
    for path, framed_by in (("/", "https://huggingface.co"), ("/api/library", "'none'"), ("/api/docs", "'none'")):
        assert f"frame-ancestors {framed_by}" in client.get(path).headers["content-security-policy"]
    monkeypatch.setenv("GRADIO_SHARE", "True")
    with pytest.raises(SettingsError, match="would show this server to everybody"):
        check_listening(settings)


@pytest.mark.parametrize(("name", "password"), [(NAME, "wrong"), ("nobody", PASSWORD), ("", ""), (NAME, "")])
def test_a_wrong_name_and_a_wrong_password_look_the_same(client: TestClient, name: str, password: str) -> None:
    response = log_in(client, name, password)
    assert response.status_code == 401  # type: ignore[attr-defined]
    assert "The name or the password is wrong." in response.text  # type: ignore[attr-defined]
    assert dict(client.cookies) == {}


def test_an_unknown_name_costs_a_hash_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from argon2 import PasswordHasher

    hashed: list[str] = []
    real = PasswordHasher.verify
    monkeypatch.setattr(
        PasswordHasher,
        "verify",
        lambda self, one, two: hashed.append(one) or real(self, one, two),  # type: ignore
    )
    passwords = Passwords(PasswordFile(folder / "passwords"))
    assert not passwords.check("nobody", PASSWORD)
    assert not passwords.check(NAME, "wrong")
    assert [one.split("$")[1:4] for one in hashed] == [hashed[1].split("$")[1:4]] * 2  # the same work


def test_passwords_cannot_be_tried_without_end(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "qa.audit")
    settings = load_settings(index_dir=folder, password_file=folder / "passwords", login_attempts_per_minute=2)
    client = TestClient(make_app(ScriptedBot(), settings))
    answers = [log_in(client, password=str(n)) for n in range(3)]
    assert [answer.status_code for answer in answers] == [401, 401, 429]  # type: ignore[attr-defined]
    assert int(answers[2].headers["retry-after"]) > 0  # type: ignore[attr-defined]
    assert client.get("/api/library", auth=(NAME, PASSWORD)).status_code == 429  # the same bucket for every door
    assert 'login who="anna" from="testclient" outcome="refused: the name or the password is wrong"' in caplog.text


@pytest.mark.parametrize("name", ["x" * 65, "x" * 190_000, "a b", "a:b", "\u200bab", ""])
def test_a_name_that_nobody_can_have_is_refused_like_any_other_and_not_kept(folder: Path, name: str) -> None:
    access = open_access(protect(folder), "secret")
    logins = access.logins
    assert logins is not None
    wrong = run_elsewhere(logins.log_in("nobody", "wrong", "10.0.0.1"))
    kept = dict(logins._attempts_of_a_name._buckets)
    assert list(kept) == ["nobody"]
    with patch.object(PasswordHasher, "verify", autospec=True, side_effect=PasswordHasher.verify) as verify:
        assert run_elsewhere(logins.log_in(name, "wrong", "10.0.0.2")) == wrong
    assert verify.call_count == 1  # it takes as long
    assert logins._attempts_of_a_name._buckets == kept


def test_the_login_page_needs_no_script_and_can_not_be_framed(client: TestClient) -> None:
    page = client.get("/login", headers={"Accept-Language": "de"})
    assert "<script" not in page.text
    assert "Anmelden" in page.text
    assert page.headers["x-frame-options"] == "DENY"
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert page.headers["cache-control"] == "no-store"


def test_what_is_typed_into_the_form_comes_back_as_text(client: TestClient) -> None:
    page = log_in(client, name='"><script>x', password="wrong", wanted='"><img>')
    assert "<script" not in page.text  # type: ignore[attr-defined]
    assert "<img" not in page.text  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "wanted",
    ["//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)",
     "/%0d%0aSet-Cookie:a=b", "/\r\nSet-Cookie: a=b", "evil.example", "/..//evil.example", ".//evil.example", ""],
)  # fmt: skip
def test_after_the_login_nobody_is_sent_elsewhere(client: TestClient, wanted: str) -> None:
    from urllib.parse import urljoin, urlsplit

    response = log_in(client, wanted=wanted)
    location = response.headers["location"]  # type: ignore[attr-defined]
    assert urlsplit(urljoin("http://qa.example/login", location)).netloc == "qa.example"
    assert location.startswith("./")
    assert not re.search(r"[\s\\]", location)
    assert len(response.headers.get_list("set-cookie")) == 1  # type: ignore[attr-defined]


def test_a_login_ends_with_its_time_with_the_password_and_with_the_person(tmp_path: Path) -> None:
    file, now = PasswordFile(tmp_path / "passwords"), [1_000.0]
    for name in ("anna", "bo"):
        file.set(name, PASSWORD)
    ended = EndedLogins(tmp_path, clock=lambda: now[0])
    find_proof = Passwords(file).find_proof
    sessions = Sessions("secret", ended, find_proof, seconds=60, clock=lambda: now[0])
    anna, bo = sessions.begin("anna"), sessions.begin("bo")
    assert [login.name for login in map(sessions.read, (anna, bo)) if login] == ["anna", "bo"]
    file.set("anna", "another password")
    file.remove("bo")
    assert sessions.read(anna) is sessions.read(bo) is None
    anna = sessions.begin("anna")
    assert Sessions("other", ended, find_proof, seconds=60, clock=lambda: now[0]).read(anna) is None  # forged
    now[0] += 61
    assert sessions.read(anna) is None


def test_a_logout_counts_in_every_process_and_after_a_restart(tmp_path: Path) -> None:
    here, there, now = EndedLogins(tmp_path), EndedLogins(tmp_path), [0.0]
    assert "a" not in there
    here.add("a", 100)
    here.add("b", 10)
    assert {"a", "b"} <= {one for one in ("a", "b", "c") if one in there}
    now[0] = 50
    EndedLogins(tmp_path, clock=lambda: now[0]).prune()
    assert ["a" in there, "b" in there] == [True, False]
    assert stat.S_IMODE(next(tmp_path.iterdir()).stat().st_mode) == 0o600


def test_the_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(read_secret(tmp_path))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1
    assert len(found[0]) > 40
    assert [path.name for path in tmp_path.iterdir()] == [SECRET_FILE]
    assert stat.S_IMODE((tmp_path / SECRET_FILE).stat().st_mode) == 0o600


# programs


def test_programs_show_name_and_password_in_a_header(client: TestClient) -> None:
    assert client.get("/api/library", auth=(NAME, PASSWORD)).status_code == 200
    assert client.get("/api/library", headers={"Authorization": f"Bearer {NAME}:{PASSWORD}"}).status_code == 200


@pytest.mark.parametrize(
    "authorization",
    ["Bearer anna", "Bearer anna:wrong", "Bearer :", "Basic !!!", "Basic /w==", "Basic", "", "Digest anna:x",
     "Bearer nobody:x", "Basic " + base64.b64encode(b"anna:wrong").decode()],
)  # fmt: skip
def test_a_wrong_header_is_refused_without_a_window_of_the_browser(client: TestClient, authorization: str) -> None:
    response = client.get("/api/library", headers={"Authorization": authorization})
    assert response.status_code == 401
    assert response.headers["www-authenticate"].startswith("Bearer")


def test_a_password_is_hashed_once_in_a_while_and_never_after_a_change(tmp_path: Path) -> None:
    file, now = PasswordFile(tmp_path / "passwords"), [0.0]
    file.set(NAME, PASSWORD)
    passwords = Passwords(file, clock=lambda: now[0])
    assert not passwords.is_known(NAME, PASSWORD)
    assert passwords.check(NAME, PASSWORD)
    assert passwords.is_known(NAME, PASSWORD)
    assert not passwords.is_known(NAME, "wrong")
    now[0] = KNOWN_SECONDS
    assert not passwords.is_known(NAME, PASSWORD)
    assert passwords.check(NAME, PASSWORD)
    file.set(NAME, "another password")
    assert not passwords.is_known(NAME, PASSWORD)
    assert not passwords.check(NAME, PASSWORD)


# the proxy that names people


def test_the_header_of_a_proxy_is_believed_from_its_address_only(tmp_path: Path) -> None:
    settings = load_settings(index_dir=tmp_path, proxy_user_header="Remote-User", proxy_addresses="10.0.0.0/24, ::1")
    app = make_app(ScriptedBot(), settings)
    named = {"Remote-User": "anna"}
    inside = TestClient(app, client=("10.0.0.7", 1), follow_redirects=False)
    assert inside.get("/api/library", headers=named).status_code == 200
    assert inside.get("/").status_code == 401
    assert inside.get("/", headers={"Remote-User": " "}).status_code == 401
    assert inside.get("/", headers=[("Remote-User", "anna"), ("Remote-User", "root")]).status_code == 401
    mapped = TestClient(app, client=("::ffff:10.0.0.7", 1))
    assert mapped.get("/api/library", headers=named).status_code == 200
    outside = TestClient(app, client=("10.0.1.7", 1), follow_redirects=False)
    for path in ("/", "/api/library", "/widget"):
        assert outside.get(path, headers={**named, "X-Forwarded-For": "10.0.0.7"}).status_code == 403
    assert outside.get("/api/health").status_code == 200


def test_past_the_proxy_nothing_but_health_and_looks_answers_whoever_one_claims_to_be(tmp_path: Path) -> None:
    settings = load_settings(index_dir=tmp_path, proxy_user_header="Remote-User", proxy_addresses="10.0.0.7")
    app = make_app(ScriptedBot(), settings)
    client = TestClient(app, client=("10.0.0.8", 1), follow_redirects=False, headers={"Remote-User": "anna"})
    answered = set()
    for method, path in [*walk_routes(app.routes), *(("GET", one) for one in OPEN)]:
        address = path.replace("{path:path}", "main.js")
        if client.request(method, address).status_code not in (403, 404):
            answered.add(address)
    assert answered == OPEN


def test_a_forwarded_address_counts_only_from_a_listed_proxy(tmp_path: Path) -> None:
    settings = load_settings(
        index_dir=tmp_path,
        proxy_addresses="10.0.0.7",
        open_to_network=True,
        host_names="testserver",
        questions_per_minute=1,
    )
    app = make_app(ScriptedBot(), settings)

    def ask(peer: str, forwarded: str) -> int:
        client = TestClient(app, client=(peer, 1))
        return client.post("/api/feedback", json={}, headers={"X-Forwarded-For": forwarded}).status_code

    assert [ask("10.0.0.7", "1.1.1.1"), ask("10.0.0.7", "1.1.1.1"), ask("10.0.0.7", "9.9.9.9, 1.1.1.2")] == [
        422,
        429,
        422,
    ]
    assert [ask("10.9.9.9", "1.1.1.3"), ask("10.9.9.9", "1.1.1.4")] == [422, 429]  # no listed proxy: its own address
    assert [ask("10.0.0.7", "x"), ask("10.0.0.7", "y\tz")] == [422, 429]
    # as a proxy on an IPv6 socket writes IPv4 addresses, which are no one network
    mapped = [ask("10.0.0.7", f"::ffff:2.2.2.{n}") for n in (1, 2)]
    assert [*mapped, ask("10.0.0.7", "2.2.2.1")] == [422, 422, 429]
    assert [ask("10.0.0.7", f"2001:db8::{n}") for n in (1, 2)] == [422, 429]  # one household has all of a /64


def test_each_person_has_a_rate_of_their_own(tmp_path: Path) -> None:
    for name in ("anna", "bo"):
        PasswordFile(tmp_path / "passwords").set(name, PASSWORD)
    settings = load_settings(index_dir=tmp_path, password_file=tmp_path / "passwords", questions_per_minute=1)
    client = TestClient(make_app(ScriptedBot(), settings))

    def ask(name: str) -> int:
        return client.post("/api/feedback", json={}, auth=(name, PASSWORD)).status_code

    assert [ask("anna"), ask("anna"), ask("bo")] == [422, 429, 422]


# what is written down


def test_the_audit_is_one_line_a_question_and_tells_the_text_only_if_asked(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "qa.audit")
    answer = Answer("Who\nasked?", "Who asked?", "not_found", 0.2)
    who = Visitor('anna"\n2026 forged', "10.0.0.7")
    Audit(log_text=False).record(who, door="page", answer=answer)
    Audit(log_text=True).record(who, door="api", answer=None, refused="busy\r\n", question="a\x1b[31m\u2028b")
    Audit(log_text=False).record(who, door="page", answer=None)
    lines = [record.getMessage() for record in caplog.records]
    assert [re.sub(r"^\S+ asked ", "", line) for line in lines] == [
        r'who="anna\"\n2026 forged" from="10.0.0.7" door="page" outcome="not_found" citations=0',
        r'who="anna\"\n2026 forged" from="10.0.0.7" door="api" outcome="refused: busy\r\n" '
        r'question="a\u001b[31m\u2028b"',
        r'who="anna\"\n2026 forged" from="10.0.0.7" door="page" outcome="stopped"',
    ]
    assert all(re.match(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00 ", line) for line in lines)


def test_a_line_of_the_log_stays_one_line() -> None:
    assert escape_line("a\nb\u2029\x00\u202ec é") == r"a\nb\u2029\x00\u202ec é"


@pytest.mark.parametrize("text", [False, True])
def test_a_question_of_the_page_is_audited_with_the_name(
    folder: Path, caplog: pytest.LogCaptureFixture, text: bool
) -> None:
    caplog.set_level(logging.INFO, "qa.audit")
    with TestClient(make_app(ScriptedBot(), protect(folder, audit_questions=text))) as client:
        log_in(client)
        assert '"outcome":"answered"' in ask_on_the_page(client, WHY)
    _, line = [record.getMessage() for record in caplog.records if record.name == "qa.audit"]
    assert 'who="anna" from="testclient" door="page" outcome="answered" citations=3' in line
    assert (WHY in line) == text


# the commands


def test_people_are_added_listed_and_removed(tmp_path: Path) -> None:
    environment = {"QA_PASSWORD_FILE": str(tmp_path / "made" / "passwords")}

    def run(*command: str, typed: str | bytes = "") -> tuple[int, str]:
        result = CliRunner().invoke(main, ["user", *command], input=typed, env=environment)
        return result.exit_code, result.output

    assert run("list") == (1, f"qa: the password file {environment['QA_PASSWORD_FILE']} cannot be read: "
                              "make it with 'qa user add NAME', or mend QA_PASSWORD_FILE\n")  # fmt: skip
    assert run("add", "bo", typed=f"{PASSWORD}\n") == (0, "bo: added\n")
    assert run("add", "anna", typed=f"{PASSWORD}\n") == (0, "anna: added\n")
    assert run("add", "anna", typed="correct horse 2\n") == (0, "anna: has a new password\n")
    assert run("list") == (0, "anna\nbo\n")
    path = Path(environment["QA_PASSWORD_FILE"])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert PASSWORD not in path.read_text()
    assert Passwords(PasswordFile(path)).check("anna", "correct horse 2")
    assert run("remove", "bo") == (0, "bo: removed\n")
    assert run("list") == (0, "anna\n")
    assert run("remove", "bo")[0] == 1
    for name in ("a:b", "a b", "", "#a", "a\n", "a" * 65):
        assert run("add", name, typed=f"{PASSWORD}\n")[0] == 1
    assert run("add", "anna", typed="short\n") == (1, "qa: a password needs 8 to 1,000 characters: choose another\n")
    assert run("add", "anna", typed=b"caf\xe9 with a view\n") == (
        1, "qa: the password on standard input is not UTF-8 text: send it in UTF-8\n"
    )  # fmt: skip
    assert run("list") == (0, "anna\n")


def test_people_who_are_added_at_the_same_time_are_all_there(tmp_path: Path) -> None:
    path = tmp_path / "made" / "passwords"
    names = [f"anna{number}" for number in range(6)]
    together = threading.Barrier(len(names))

    def add(name: str) -> None:
        together.wait()
        PasswordFile(path).set(name, PASSWORD)

    threads = [threading.Thread(target=add, args=[name]) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(PasswordFile(path).load()) == names
    assert [one.name for one in path.parent.iterdir() if not one.name.endswith(".lock")] == ["passwords"]


def test_a_file_that_another_command_holds_is_named_and_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from filelock import FileLock

    file = PasswordFile(tmp_path / "passwords")
    file.set(NAME, PASSWORD)
    monkeypatch.setattr("qa.web.guard.passwords.LOCK_SECONDS", 0.05)
    with FileLock(tmp_path / "passwords.lock"):
        for change in (lambda: file.set("bo", PASSWORD), lambda: file.remove(NAME)):
            with pytest.raises(SettingsError, match=r"passwords is being changed by another command: .* try again"):
                change()
    assert list(file.load()) == [NAME]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_a_file_that_root_changes_can_still_be_read_by_the_service(tmp_path: Path) -> None:
    path = tmp_path / "passwords"
    PasswordFile(path).set(NAME, PASSWORD)
    path.chmod(0o640)
    os.chown(path, 12_345, 23_456)
    PasswordFile(path).set("bo", PASSWORD)
    found = path.stat()
    assert (found.st_uid, found.st_gid, stat.S_IMODE(found.st_mode)) == (12_345, 23_456, 0o640)


def test_removing_from_a_file_that_is_not_there_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        PasswordFile(tmp_path / "mistyped" / "passwords").remove(NAME)
    assert list(tmp_path.iterdir()) == []


def test_without_a_file_the_commands_say_what_to_set() -> None:
    result = CliRunner().invoke(main, ["user", "list"], env={"QA_PASSWORD_FILE": None})
    assert result.output == "qa: no password file is named: set QA_PASSWORD_FILE to where it is, or shall be\n"


@pytest.mark.parametrize("text", ["anna", "anna:password", ":$argon2id$", "anna:$argon2id$v=19\nbo:plain"])
def test_a_bad_line_of_the_file_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "passwords").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=rf"passwords, line {len(text.splitlines())}: expected 'name:argon2-hash'"):
        PasswordFile(tmp_path / "passwords").load()


def test_a_file_that_breaks_while_the_server_runs_lets_nobody_in(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = PasswordFile(tmp_path / "passwords")
    file.set(NAME, PASSWORD)
    passwords = Passwords(file)
    assert passwords.check(NAME, PASSWORD)
    (tmp_path / "passwords").write_text("nonsense", encoding="utf-8")
    assert not passwords.is_known(NAME, PASSWORD)
    assert not passwords.check(NAME, PASSWORD)
    assert "nobody can log in" in caplog.text
