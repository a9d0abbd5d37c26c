"""Other sites and other people's bytes: what they may frame, call and send, and what comes back when they may not."""

from __future__ import annotations

import json
import logging
import re
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, expect

from qa.errors import SettingsError
from qa.settings import load_settings
from qa.web.guard.kept import read_secret
from qa.web.guard.origins import TOKEN_HEADER, Tokens, parse_origins
from qa.web.guard.passwords import PasswordFile
from tests.web.conftest import make_app, serve_app, walk_routes
from tests.web.scripted import WHY, ScriptedBot

WIKI, OTHER = "https://wiki.example:8443", "http://intranet.example"
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("origins")


@pytest.fixture(scope="module")
def app(folder: Path) -> object:
    return make_app(ScriptedBot(), load_settings(index_dir=folder, widget_origins=(WIKI, OTHER), body_seconds=0.5))


@pytest.fixture
def client(app: object) -> TestClient:
    return TestClient(app)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Serve over a real socket, for bytes that no client library would send; the value is the port."""
    settings = load_settings(index_dir=tmp_path_factory.mktemp("live"), body_seconds=0.5, request_kilobytes=10)
    with serve_app(ScriptedBot(), settings) as address:
        yield int(address.rpartition(":")[2])


def send_raw(port: int, *pieces: bytes) -> bytes:
    """Return all that the server answers until it closes the connection or says nothing for a while."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        answer = b""
        try:
            for piece in pieces:
                connection.sendall(piece)
            while received := connection.recv(65_536):
                answer += received
        except (TimeoutError, ConnectionError):
            pass
        return answer


# which sites


def test_sites_are_named_as_browsers_name_them() -> None:
    listed = ("HTTPS://Wiki.Example:443", "http://[::1]:80", "http://localhost:8080", WIKI)
    assert parse_origins(listed) == {"https://wiki.example", "http://[::1]", "http://localhost:8080", WIKI}


@pytest.mark.parametrize(
    "text",
    ["*", "null", "https://*.example", "https://wiki.example/", "https://wiki.example/x", "https://u@wiki.example",
     "wiki.example", "ftp://wiki.example", "https://", "https://wiki.example?x", "https://wiki.example#x",
     "https://wiki.example:port", "https://a; script-src *", "https://a\r\nX: y", "https://a b", "https://a 'self'",
     "//a", "javascript:alert(1)", "https://а.example"],
)  # fmt: skip
def test_what_is_not_a_site_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(SettingsError, match=r"^QA_WIDGET_ORIGINS: .* is not a site: write scheme and host"):
        parse_origins([text])


def frame_ancestors(client: TestClient, path: str) -> tuple[str, str | None]:
    headers = client.get(path).headers
    found = re.search(r"frame-ancestors ([^;]+)", headers["content-security-policy"])
    assert found
    return found[1], headers.get("x-frame-options")


@pytest.mark.parametrize(
    "path",
    ["/", "/login", "/api/health", "/widget.js", "/widget", "/widget?origin=https://evil.example",
     "/widget?origin=null", f"/widget?origin={WIKI}.evil.example", f"/widget?origin={WIKI}&origin={OTHER}",
     f"/?origin={WIKI}", f"/login?origin={WIKI}",
     f"/widget/token?origin={WIKI}", f"/widget/?origin={WIKI}", f"//widget?origin={WIKI}"],
)  # fmt: skip
def test_nothing_but_the_widget_on_a_listed_site_can_be_framed(client: TestClient, path: str) -> None:
    assert frame_ancestors(client, path) == ("'none'", "DENY")


def test_no_route_but_the_widget_can_be_framed_whatever_its_address_names(client: TestClient, app: object) -> None:
    framed = set()
    for method, path in walk_routes(app.routes):  # type: ignore[attr-defined]
        answer = client.request(method, f"{re.sub(r'{[^}]*}', 'a', path)}?origin={WIKI}", follow_redirects=False)
        if "frame-ancestors 'none'" not in answer.headers["content-security-policy"]:
            framed.add(path)
    assert framed == {"/widget"}


def test_the_widget_can_be_framed_by_the_one_site_that_it_was_made_for(client: TestClient) -> None:
    assert frame_ancestors(client, f"/widget?origin={WIKI}") == (WIKI, None)
    assert frame_ancestors(client, f"/widget?origin={OTHER}") == (OTHER, None)


def test_without_listed_sites_there_is_no_widget(tmp_path: Path) -> None:
    client = TestClient(make_app(ScriptedBot(), load_settings(index_dir=tmp_path)))
    assert frame_ancestors(client, f"/widget?origin={WIKI}") == ("'none'", "DENY")
    assert client.get(f"/widget?origin={WIKI}").status_code == 403


# tokens


def test_a_token_is_good_for_one_site_one_session_and_a_while() -> None:
    now = [1_000.0]
    tokens = Tokens("secret", seconds=60, clock=lambda: now[0])
    token = tokens.issue(WIKI, "anna")
    assert tokens.read_origin(token, "anna") == WIKI
    assert tokens.read_origin(token, "bo") is None
    assert Tokens("another secret", clock=lambda: now[0]).read_origin(token, "anna") is None
    for forged in ("", "x", token[:-1], token + "x", token.rpartition(".")[0], "é", "a.b", ".".join("abc")):
        assert tokens.read_origin(forged, "anna") is None
    now[0] += 61
    assert tokens.read_origin(token, "anna") is None


def test_a_login_cookie_is_not_a_token(folder: Path) -> None:
    from itsdangerous import URLSafeSerializer

    cookie = URLSafeSerializer("secret", salt="login").dumps([WIKI, "x", 9e9])
    assert Tokens("secret").read_origin(str(cookie), "x") is None


def ask(client: TestClient, token: str | None, origin: str = WIKI) -> httpx.Response:
    headers = {"Origin": origin} | ({TOKEN_HEADER: token} if token else {})
    return client.post("/api/ask", json={"question": WHY}, headers=headers)


def test_a_script_of_a_listed_site_asks_with_its_token(client: TestClient) -> None:
    token = client.get(f"/widget/token?origin={WIKI}", headers={"Origin": WIKI}).json()["token"]
    answer = ask(client, token)
    assert answer.json()["outcome"] == "answered"
    assert answer.headers["access-control-allow-origin"] == WIKI
    assert "Origin" in answer.headers["vary"]
    assert "access-control-allow-credentials" not in answer.headers


def test_a_site_that_is_not_listed_gets_no_page_and_no_token_and_is_written_down(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    for path in ("/widget", "/widget/token"):
        caplog.clear()
        refused = client.get(f"{path}?origin=https://evil.example")
        assert (refused.status_code, refused.json()["reason"]) == (403, "forbidden")
        assert caplog.messages == [
            f"refused GET {path} from testclient: this site may not show the widget: add it to QA_WIDGET_ORIGINS"
        ]


def test_a_token_that_is_missing_expired_or_another_ones_is_refused(
    client: TestClient, app: object, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    token = client.get(f"/widget/token?origin={WIKI}").json()["token"]
    secret = read_secret(folder)
    expired = Tokens(secret, clock=lambda: time.time() - 10_000).issue(WIKI, "testclient")
    unlisted = Tokens(secret).issue("https://was.listed.example", "testclient")
    elsewhere = TestClient(app, client=("10.0.0.9", 1))  # type: ignore[arg-type]
    refusals = [
        ask(client, None),
        ask(client, expired),
        ask(client, token, OTHER),
        ask(client, token + "x"),
        ask(elsewhere, token),  # replayed from another computer
        client.get("/api/library", headers={TOKEN_HEADER: expired}),  # the widget's own page
        client.get("/api/library", headers={TOKEN_HEADER: unlisted}),
    ]
    assert [(one.status_code, one.json()["reason"]) for one in refusals] == [(403, "token")] * len(refusals)
    assert len([line for line in caplog.messages if line.startswith("refused ")]) == len(refusals)
    assert client.get("/api/library", headers={TOKEN_HEADER: token}).status_code == 200


def test_the_browsers_question_before_a_call_is_answered_for_listed_sites_and_shared_routes(client: TestClient) -> None:
    def question(path: str, origin: str) -> httpx.Response:
        return client.options(path, headers={"Origin": origin, "Access-Control-Request-Method": "POST"})

    told = question("/api/ask", WIKI)
    assert (told.status_code, told.headers["access-control-allow-origin"]) == (204, WIKI)
    assert TOKEN_HEADER in told.headers["access-control-allow-headers"]
    for path, origin in (("/api/ask", "https://evil.example"), ("/api/feedback", WIKI), ("/login", WIKI), ("/", WIKI)):
        refused = question(path, origin)
        assert refused.status_code == 403
        assert not [name for name in refused.headers if name.startswith("access-control-")]


# forged origins


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "null", "", "https://testserver", "http://testserver:81", "http://testserver.evil.example",
     "http://testserver@evil.example", "http://evil.example/testserver", "HTTP://testserver#", "file://", "http://"],
)  # fmt: skip
def test_a_page_of_another_site_gets_nothing(client: TestClient, origin: str, caplog: pytest.LogCaptureFixture) -> None:
    for method, path in (("POST", "/login"), ("POST", "/api/feedback"), ("GET", "/api/library"), ("POST", "/logout")):
        caplog.clear()
        response = client.request(method, path, headers={"Origin": origin})
        assert (response.status_code, response.json()["reason"]) == (403, "foreign")
        assert not [name for name in response.headers if name.startswith("access-control-")]
        (line,) = caplog.messages
        assert line.startswith(f"refused {method} {path} from testclient: ")


def test_two_origins_are_none(client: TestClient) -> None:
    headers = [("Origin", "http://testserver"), ("Origin", "https://evil.example")]
    assert client.get("/api/library", headers=headers).status_code == 403


def test_our_own_page_is_known_with_or_without_the_usual_port(client: TestClient) -> None:
    for origin in ("http://testserver", "http://testserver:80", "HTTP://TestServer"):
        assert client.get("/api/library", headers={"Origin": origin}).status_code == 200


def test_a_name_that_points_at_this_machine_is_not_taken_for_it(live: int) -> None:
    def get(host: str) -> int:
        return httpx.get(f"http://127.0.0.1:{live}/api/library", headers={"Host": host}).status_code

    assert [get(host) for host in (f"127.0.0.1:{live}", f"localhost:{live}", "LOCALHOST", "[::1]:1")] == [200] * 4
    assert [get(host) for host in ("evil.example", f"evil.example:{live}", "127.0.0.1.evil.example")] == [403] * 3


@pytest.mark.parametrize("host", ["a b", "a/b", "a@b", "a:b:c", "<script>", "a\\b", "[x]", "a:999999"])
def test_a_host_that_is_none_is_refused(client: TestClient, host: str) -> None:
    assert client.get("/api/health", headers={"Host": host}).json()["reason"] == "host"


def test_who_is_no_listed_proxy_forwards_nothing(client: TestClient) -> None:
    forged = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "Forwarded": "host=evil.example"}
    forged |= {"X-Forwarded-Prefix": "/evil", "X-Original-URL": "/login", "X-Rewrite-URL": "/login"}
    for path in ("/", "/login", "/api/docs", "/api/openapi.json", "/api/health"):
        response = client.get(path, headers=forged, follow_redirects=False)
        assert "evil" not in response.text + str(response.headers)
    secure = client.get("/api/library", headers={**forged, "Origin": "https://testserver"})
    assert secure.status_code == 403


# other people's bytes


@pytest.mark.parametrize(
    "line",
    [b"X: a\nSet-Cookie: evil=1", b"X: a\r\n\r\nSet-Cookie: evil=1", b"Origin: http://a\r\n\tb",
     b"X: a\rSet-Cookie: evil=1", b"X-Forwarded-For: 1\r\nHost: evil.example", b"Set-Cookie\x00: evil=1",
     b"Host: evil.example\r\nHost: 127.0.0.1",
     b"Cookie: language=de\r\n X: y", b"Accept-Language: de\x0bSet-Cookie: evil=1"],
)  # fmt: skip
def test_no_header_is_put_into_an_answer_from_outside(live: int, line: bytes) -> None:
    request = (
        b"GET /?q=%0d%0aSet-Cookie:%20evil=1 HTTP/1.1\r\nHost: 127.0.0.1\r\n" + line + b"\r\nConnection: close\r\n\r\n"
    )
    head = send_raw(live, request).partition(b"\r\n\r\n")[0]
    assert b"evil" not in head.lower()
    assert re.match(rb"HTTP/1.1 (200|400|403) ", head)


def test_a_forged_line_stays_in_its_line_of_the_log(live: int, caplog: pytest.LogCaptureFixture) -> None:
    request = b"POST /api/%0arefused%20nobody HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: null\r\nContent-Length: 0\r\n"
    assert send_raw(live, request + b"Connection: close\r\n\r\n").startswith(b"HTTP/1.1 403 ")
    (line,) = caplog.messages
    assert line.startswith(r"refused POST /api/\nrefused nobody from 127.0.0.1: ")
    assert "\n" not in line


@pytest.mark.parametrize(
    "path",
    ["/api/articles/../../../../etc/passwd", "/api/articles/%2e%2e/%2e%2e/etc/passwd", "/api/articles//etc/passwd",
     "/api/articles/..%5c..%5cweb-secret", "/api/articles/%00", "/api/articles/%ff%fe", "/api/articles/" + "a/" * 2_000,
     "/static/../kept.py", "/static/%2e%2e/%2e%2e/settings.py", "/static//etc/passwd", "/static/%00",
     "/static/..%2fkept.py", "/static/" + "a" * 5_000, "/api/../static/..%2f..%2fsettings.py"],
)  # fmt: skip
def test_no_path_leads_out_of_the_library(live: int, path: str, caplog: pytest.LogCaptureFixture) -> None:
    answer = send_raw(live, f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
    assert re.match(rb"HTTP/1.1 40[04] ", answer), answer[:100]
    assert b"root:" not in answer
    assert b"import" not in answer
    assert b"Traceback" not in answer
    (line,) = caplog.messages
    assert line.startswith("refused GET /")
    assert line.isprintable()


HEAD = b"POST /api/feedback HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"


def read_refusal(answer: bytes) -> tuple[int, str]:
    head, _, body = answer.partition(b"\r\n\r\n")
    return int(head.split()[1]), json.loads(body)["reason"]


def test_a_slow_body_is_not_waited_for(live: int, caplog: pytest.LogCaptureFixture) -> None:
    started = time.monotonic()
    assert read_refusal(send_raw(live, HEAD + b"Content-Length: 100\r\n\r\n", b"{")) == (408, "slow")
    assert time.monotonic() - started < 2.5
    assert caplog.messages == ["refused POST /api/feedback from 127.0.0.1: "
                               "the request took too long to arrive: send it again"]  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [b"Content-Length: 10001\r\n\r\n", b"Content-Length: 999999999999999\r\n\r\n",
     b"Transfer-Encoding: chunked\r\n\r\n" + (b"1000\r\n" + b"x" * 4096 + b"\r\n") * 3],
)  # fmt: skip
def test_an_oversized_body_is_refused_before_it_has_arrived(
    live: int, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    assert read_refusal(send_raw(live, HEAD + body)) == (413, "too_long")
    assert len(caplog.messages) == 1


@pytest.mark.parametrize("length", [b"-1", b"1e3", b"+5", b"5, 5", b"\xb2"])
def test_a_length_that_is_no_number_is_refused(live: int, length: bytes) -> None:
    answer = send_raw(live, HEAD + b"Content-Length: " + length + b"\r\n\r\n{}")
    assert re.match(rb"HTTP/1.1 4\d\d ", answer), answer[:80]


def test_a_request_that_is_broken_off_leaves_the_server_well(live: int) -> None:
    with socket.create_connection(("127.0.0.1", live), timeout=30) as connection:
        connection.sendall(HEAD + b"Content-Length: 100\r\n\r\n{")
    assert httpx.get(f"http://127.0.0.1:{live}/api/health").json() == {"status": "ok"}


# in a real browser


@pytest.fixture(scope="module")
def other_site() -> Iterator[str]:
    """Serve a page of another site that frames whatever its address names; the value is the site."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # noqa: N802 - as http.server has it
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<iframe src='%s'></iframe>" % self.path.partition("?")[2].encode())

        def log_message(self, *said: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_browser_shows_the_widget_on_a_listed_site_and_the_login_and_the_page_nowhere(
    browser: Browser, other_site: str, tmp_path: Path
) -> None:
    (tmp_path / "passwords").touch()
    listed = load_settings(index_dir=tmp_path, password_file=tmp_path / "passwords", widget_origins=(other_site,))
    page = browser.new_page()
    with serve_app(ScriptedBot(), listed) as address:
        shown = {}
        for path in ("/login", "/", f"/widget?origin={other_site}", "/widget?origin=http://127.0.0.1:1"):
            page.goto(f"{other_site}/?{address}{path}")
            frame = page.frames[1]
            frame.wait_for_load_state()
            shown[path.partition("?")[0] + path[-2:]] = not frame.url.startswith("chrome-error:")
    page.close()
    assert shown == {"/loginin": False, "//": False, f"/widget{other_site[-2:]}": True, "/widget:1": False}


# behind a real nginx


class Nginx:
    """Runs nginx before a server while the block runs; its value is the address."""

    def __init__(self, folder: Path, behind: str, location: str, target: str, *, tls: bool) -> None:
        assert NGINX, "nginx is missing: sudo apt-get install nginx-light"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self._scheme, self._folder = "https" if tls else "http", folder
        certificate = "ssl_certificate cert.pem; ssl_certificate_key key.pem;" if tls else ""
        temporary = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in
                             ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))  # fmt: skip
        (folder / "nginx.conf").write_text(
            f"""
            daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;
            events {{ }}
            http {{
              access_log off; {temporary}
              server {{
                listen 127.0.0.1:{self._port} {"ssl" if tls else ""}; {certificate}
                location {location} {{
                  proxy_pass {behind}{target};
                  proxy_set_header Host $http_host;
                  proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                  proxy_set_header X-Forwarded-Proto $scheme;
                  proxy_set_header Remote-User "";
                  proxy_buffering off;
                }}
              }}
            }}
            """,
            encoding="utf-8",
        )
        if tls:
            command = (
                "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost"
            )
            files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
            subprocess.run([*command.split(), *files], check=True, capture_output=True)

    def __enter__(self) -> str:
        command = [str(NGINX), "-p", str(self._folder), "-c", str(self._folder / "nginx.conf"), "-e", "stderr"]
        self._process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self._port)) == 0:
                    return f"{self._scheme}://127.0.0.1:{self._port}"
            time.sleep(0.05)
        raise AssertionError((self._folder / "error.log").read_text(encoding="utf-8"))

    def __exit__(self, *error: object) -> None:
        self._process.terminate()
        self._process.wait(timeout=5)


@pytest.mark.parametrize(
    ("location", "target", "root_path", "tls"),
    [
        ("/", "", "", True),
        ("/ask/", "/", "/ask", True),  # the proxy cuts the prefix off
        ("/ask/", "", "/ask", False),  # the proxy leaves it
        ("/ask/", "/", "", False),  # cut off, and the server knows nothing of it
    ],
    ids=["tls", "tls-prefix-cut", "prefix-kept", "prefix-unknown"],
)
def test_the_page_works_behind_nginx(
    browser: Browser, tmp_path: Path, location: str, target: str, root_path: str, tls: bool
) -> None:
    PasswordFile(tmp_path / "passwords").set("anna", "correct horse")
    settings = load_settings(
        index_dir=tmp_path, password_file=tmp_path / "passwords", proxy_addresses="127.0.0.1", root_path=root_path
    )
    context = browser.new_context(ignore_https_errors=True, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(30_000)
    with (
        serve_app(ScriptedBot(), settings) as behind,
        Nginx(tmp_path, behind, location, target, tls=tls) as front,
    ):
        page.goto(f"{front}{location}?q={WHY}")
        assert page.url.startswith(f"{front}{location}login?next=")
        page.get_by_label("Name").fill("anna")
        page.get_by_label("Password").fill("correct horse")
        page.get_by_role("button", name="Log in").click()
        expect(page.locator(".cite").first).to_be_visible()
        page.locator(".cite").first.click()
        expect(page.locator("#reader-text mark").first).to_be_visible()
        (cookie,) = [one for one in context.cookies() if one["name"].startswith("sourceline-")]
        assert (cookie["secure"], cookie["httpOnly"], cookie["path"]) == (tls, True, f"{root_path}/")
        page.get_by_role("button", name="Log out").click()
        page.wait_for_url(f"{front}{location}login")
        page.goto(f"{front}{location}api/docs")
        assert page.url == f"{front}{location}login?next=%2Fapi%2Fdocs"
    context.close()


def test_behind_nginx_a_forged_forwarded_address_and_origin_count_for_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "qa.audit")
    settings = load_settings(
        index_dir=tmp_path, open_to_network=True, proxy_addresses="127.0.0.1", widget_origins="https://wiki.example"
    )
    with (
        serve_app(ScriptedBot(), settings) as behind,
        Nginx(tmp_path, behind, "/", "", tls=True) as front,
        # not from 127.0.0.1, which is the proxy's own address here
        httpx.Client(base_url=front, transport=httpx.HTTPTransport(verify=False, local_address="127.0.0.2")) as client,
    ):
        forged = {"X-Forwarded-For": "6.6.6.6", "X-Forwarded-Proto": "http", "X-Forwarded-Host": "evil.example"}
        asked = client.post("/api/ask", json={"question": WHY}, headers={**forged, "Origin": front})
        assert asked.json()["outcome"] == "answered"
        for origin in (front.replace("https", "http"), "https://evil.example", behind):
            assert client.post("/api/ask", json={"question": WHY}, headers={"Origin": origin}).status_code == 403
    (line,) = [record.getMessage() for record in caplog.records if record.name == "qa.audit"]
    assert 'from="127.0.0.2" door="api" outcome="answered"' in line
