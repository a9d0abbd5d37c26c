"""Many at once: those who send half a request, those who ask much, those who try passwords."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
import struct
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from fastapi.testclient import TestClient

from qa.bot import Bot
from qa.errors import QuestionError
from qa.records import Answer
from qa.settings import load_settings
from qa.web.api.desk import open_desk
from qa.web.api.line import FairWorkers
from qa.web.api.schema import Asked
from qa.web.guard.limits import make_protocol
from qa.web.guard.passwords import PasswordFile, Passwords
from qa.web.guard.proxies import find_network
from qa.web.guard.visitor import Visitor
from tests.toys import run_elsewhere
from tests.web.conftest import make_app, serve_app
from tests.web.scripted import WHY, ScriptedBot

HEAD = b"GET /api/health HTTP/1.1\r\nHost: 127.0.0.1\r\n"


@pytest.fixture
def strict(tmp_path: Path) -> Iterator[int]:
    """Serve with little patience, also for this machine, and yield the port."""
    protocol = make_protocol(header_seconds=0.5, most=3, is_exempt=lambda address: False)
    app = make_app(ScriptedBot(), load_settings(index_dir=tmp_path))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", http=protocol))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join(timeout=30)


def connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=30)


def is_ended(connection: socket.socket) -> bool:
    try:
        return connection.recv(1) == b""
    except ConnectionError:
        return True


def test_half_a_request_is_not_waited_for(strict: int) -> None:
    for sent in (b"", b"GET", HEAD, HEAD + b"X-Slow: "):
        with connect(strict) as connection:
            connection.sendall(sent)
            started = time.monotonic()
            assert is_ended(connection), sent
            assert time.monotonic() - started < 4


def test_who_leaves_or_stops_reading_writes_no_traceback(strict: int, caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("uvicorn.error").addHandler(caplog.handler)
    body = json.dumps({"question": WHY}).encode()
    sent = {"fn_index": 1, "session_hash": "one", "data": [WHY, {"told": []}, []]}
    for asked in (
        write_request("POST", "/api/ask", body),
        write_request("POST", "/api/ask", body, "Accept: text/event-stream\r\n"),
        write_request("POST", "/gradio_api/queue/join", json.dumps(sent).encode()),
        write_request("GET", "/gradio_api/queue/data?session_hash=one"),
        write_request("GET", "/static/page.css"),
    ):
        for reads in (False, True):
            connection = connect(strict)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # leave abruptly
            connection.sendall(asked)
            if reads:
                connection.recv(10)
            connection.close()
    with connect(strict) as patient:
        patient.sendall(write_request("POST", "/api/ask", body))
        assert b"200 OK" in patient.recv(65_536)
    assert caplog.messages == []


def write_request(method: str, path: str, body: bytes = b"", headers: str = "") -> bytes:
    length = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n" if body else ""
    return f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{length}{headers}\r\n".encode() + body


def test_the_second_request_of_a_connection_is_not_waited_for_either(strict: int) -> None:
    with connect(strict) as connection:
        connection.sendall(HEAD + b"\r\n")
        assert b"200 OK" in connection.recv(65_536)
        connection.sendall(HEAD)
        connection.settimeout(4)
        while not is_ended(connection):  # the rest of the first answer may come before
            pass


def test_one_address_holds_only_so_many_connections_and_gets_them_back(strict: int) -> None:
    held = [connect(strict) for _ in range(3)]
    time.sleep(0.1)
    with connect(strict) as fourth:
        assert is_ended(fourth)
    for one in held:
        one.close()
    time.sleep(0.3)
    with connect(strict) as again:
        again.sendall(HEAD + b"\r\n")
        assert b"200 OK" in again.recv(65_536)


def test_who_asks_once_does_not_wait_behind_who_asks_much() -> None:
    done: list[str] = []
    hold = threading.Event()
    workers = FairWorkers(1, name="test")
    works = [workers.submit("anna", hold.wait)]  # type: ignore[arg-type]
    time.sleep(0.05)
    works += [workers.submit("anna", lambda n=n: done.append(f"anna {n}")) for n in range(3)]  # type: ignore[misc]
    works += [workers.submit(name, lambda name=name: done.append(name)) for name in ("ben", "eve")]  # type: ignore[misc]
    assert works[2].cancel()
    hold.set()
    for work in works:
        if not work.cancelled():
            work.result(timeout=30)
    assert done == ["anna 0", "ben", "eve", "anna 2"]


def test_an_error_of_a_work_reaches_who_waits_for_it() -> None:
    def fail() -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        FairWorkers(1, name="test").submit("anna", fail).result(timeout=30)


class StuckBot:
    """Answers at once, but for a question that hangs inside a stage until it is let go."""

    generation = 1

    def __init__(self) -> None:
        self.let_go = threading.Event()
        self.begun = threading.Event()
        self.ended = threading.Event()

    def check(self, question: str, filters: object = None) -> None: ...

    def ask_in_steps(self, question: str, *_: object, **__: object) -> Iterator[tuple[str, Answer]]:
        yield "understood", Answer(question, question, "not_found", 0.0)
        if question == "hang":
            self.begun.set()
            self.let_go.wait()
            self.ended.set()
        yield "done", Answer(question, question, "not_found", 0.0)


def test_a_question_that_hangs_inside_a_stage_gives_its_place_to_the_next(tmp_path: Path) -> None:
    bot = StuckBot()
    desk = open_desk(bot, load_settings(index_dir=tmp_path, questions_at_once=1, question_seconds=0.3))  # type: ignore[arg-type]

    async def ask(question: str) -> list[str]:
        asking = desk.ask(Asked(question=question), Visitor("", "10.0.0.1"), door="api")
        return [stage async for stage, _ in asking]

    async def ask_all() -> tuple[object, ...]:
        return await asyncio.gather(ask("hang"), ask("one"), ask("two"), return_exceptions=True)

    started = time.monotonic()
    hung, *others = run_elsewhere(ask_all())
    assert time.monotonic() - started < 5
    assert bot.begun.is_set()
    assert not bot.ended.is_set(), "the stage still hangs"
    assert str(hung) == "the question took longer than 0.3 seconds: ask a shorter one, or raise QA_QUESTION_SECONDS"
    assert others == [["understood", "done"]] * 2
    bot.let_go.set()
    assert bot.ended.wait(5)
    assert run_elsewhere(ask("three")) == ["understood", "done"]


def test_a_work_that_was_given_up_gives_its_slot_back_once() -> None:
    workers = FairWorkers(1, name="test")
    first_goes, second_goes = threading.Event(), threading.Event()
    at_once: list[int] = []
    running = threading.Semaphore(0)

    def hold(until: threading.Event) -> None:
        running.release()
        until.wait()

    first = workers.submit("anna", lambda: hold(first_goes))
    assert running.acquire(timeout=30)
    workers.give_up(first, TimeoutError())
    with pytest.raises(TimeoutError):
        first.result(timeout=30)
    second = workers.submit("ben", lambda: hold(second_goes))
    assert running.acquire(timeout=30), "the place of the first is free"
    first_goes.set()  # and is not given back a second time
    third = workers.submit("eve", lambda: at_once.append(1))
    time.sleep(0.2)
    assert not third.done()
    second_goes.set()
    second.result(timeout=30)
    third.result(timeout=30)


def test_a_draft_that_takes_too_long_is_refused(small_bot: Bot) -> None:
    with pytest.raises(QuestionError, match="longer than 1e-06 seconds"):
        small_bot.prove("The repair takes 14 months. The ferry costs nothing.", seconds=1e-6)


def test_a_name_is_tried_so_often_whoever_tries_and_one_network_counts_as_one(tmp_path: Path) -> None:
    PasswordFile(tmp_path / "passwords").set("anna", "correct horse")
    settings = load_settings(
        index_dir=tmp_path, password_file=tmp_path / "passwords", login_attempts_per_minute=2, questions_per_minute=1000
    )
    app = make_app(ScriptedBot(), settings)

    def log_in(address: str, password: str = "wrong horse") -> int:  # noqa: S107
        client = TestClient(app, client=(address, 1), follow_redirects=False)
        return client.post("/login", data={"name": "anna", "password": password}).status_code

    assert [log_in(f"2001:db8::{n}") for n in range(3)] == [401, 401, 429]
    assert [log_in(f"10.0.0.{n}") for n in range(5)] == [401, 401, 401, 401, 429]
    assert find_network("2001:db8:1:2:3::4") == "2001:db8:1:2::/64"
    assert find_network("10.0.0.1") == "10.0.0.1"


def test_who_tries_passwords_takes_no_thread_from_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    let_go, hashing = threading.Event(), threading.Event()

    def check(self: Passwords, name: str, password: str) -> bool:
        hashing.set()
        return let_go.wait(20) and False

    monkeypatch.setattr(Passwords, "check", check)
    PasswordFile(tmp_path / "passwords").set("anna", "correct horse")
    settings = load_settings(
        index_dir=tmp_path,
        password_file=tmp_path / "passwords",
        login_attempts_per_minute=1000,
        questions_per_minute=1000,
    )
    with serve_app(ScriptedBot(), settings) as address:
        port = int(address.rpartition(":")[2])
        tries = [connect(port) for _ in range(60)]  # more than there are threads
        for number, one in enumerate(tries):
            one.sendall(write_request("POST", "/login", f"name=n{number}&password=wrong".encode()))
        assert hashing.wait(10)
        started = time.monotonic()
        for path in ("/static/page.css", "/login", "/api/health"):
            with connect(port) as other:
                other.sendall(write_request("GET", path))
                assert b"200 OK" in other.recv(65_536), path
        assert time.monotonic() - started < 5
        let_go.set()
        for one in tries:
            one.close()


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("192.168.1.7:7860", 200),
        ("[fe80::1]:7860", 200),
        ("localhost", 200),
        ("sourceline.lan", 200),
        ("SOURCELINE.lan.", 200),
        (socket.gethostname(), 200),
        ("evil.example", 403),
        ("192.168.1.7.evil.example", 403),
    ],
)
def test_an_open_server_answers_to_its_own_names_alone(tmp_path: Path, host: str, status: int) -> None:
    settings = load_settings(
        index_dir=tmp_path,
        host="0.0.0.0",
        open_to_network=True,
        host_names="sourceline.lan",  # noqa: S104
    )
    client = TestClient(make_app(ScriptedBot(), settings))
    assert client.get("/api/health", headers={"Host": host}).status_code == status
