"""The MCP server, called by the official SDK's client: over standard input and output, and over HTTP."""

from __future__ import annotations

import asyncio
import getpass
import json
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner
from mcp import Client, StdioServerParameters

from qa.answer import answer_to_json
from qa.bot import Bot
from qa.cli import main
from qa.settings import Settings, load_settings
from qa.web.api import schema
from tests.toys import run_elsewhere
from tests.web.conftest import serve_app
from tests.web.scripted import BRIDGE, BROKEN, COST, SLOW, UNKNOWN, ScriptedBot

ROOT = Path(__file__).parents[1]
QUESTION = "How much will the repair cost?"
START_SECONDS = 60


def call(server: StdioServerParameters | str, talk: Callable[[Client], Awaitable[Any]]) -> Any:
    """Connect the SDK's client to a server and return what the conversation returns."""

    async def connect() -> Any:
        async with Client(server, read_timeout_seconds=START_SECONDS) as client:
            return await talk(client)

    return run_elsewhere(connect())


def call_tool(server: StdioServerParameters | str, name: str, **arguments: object) -> Any:
    return call(server, lambda client: client.call_tool(name, arguments))


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    settings = load_settings(index_dir=tmp_path_factory.mktemp("mcp"), questions_per_minute=1000)
    with serve_app(ScriptedBot(), settings) as found:
        yield f"{found}/mcp"


# over standard input and output


def test_an_assistant_starts_it_and_asks_searches_and_reads(small_settings: Settings, small_bot: Bot) -> None:
    command = StdioServerParameters(
        command=sys.executable,
        args=["-m", "qa.cli", "mcp", "--index-dir", str(small_settings.index_dir)],
        env={"PYTHONPATH": str(ROOT)},
    )

    async def talk(client: Client) -> None:
        listed = (await client.list_tools()).tools
        assert [tool.name for tool in listed] == ["ask", "search", "check", "read_article"]
        answer = (await client.call_tool("ask", {"question": QUESTION})).structured_content
        assert without_times(answer) == without_times(answer_to_json(small_bot.ask(QUESTION)))
        found = (await client.call_tool("search", {"query": "repair of the bridge", "limit": 3})).structured_content
        assert [one["number"] for one in found["sentences"]] == [1, 2, 3]
        citation = answer["citations"][0]
        article = (await client.call_tool("read_article", {"article_id": citation["article_id"]})).structured_content
        assert article["text"][citation["start"] : citation["end"]] == citation["quote"]
        assert article["sha256"] == citation["sha256"]

    call(command, talk)


def without_times(answer: dict[str, Any]) -> dict[str, Any]:
    return answer | {"timings_ms": None, "confidence": round(answer["confidence"], 5)}


def test_a_question_is_written_down_with_the_name_of_who_started_it(small_settings: Settings) -> None:
    client = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}
    sent = (
        {"id": 1, "method": "initialize", "params": client},
        {"method": "notifications/initialized"},
        {"id": 2, "method": "tools/call", "params": {"name": "ask", "arguments": {"question": QUESTION}}},
    )
    command = [sys.executable, "-m", "qa.cli", "mcp", "--index-dir", str(small_settings.index_dir)]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    ) as server:
        assert server.stdin
        assert server.stdout
        assert server.stderr
        for message in sent:
            server.stdin.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
            server.stdin.flush()
        assert any('"id":2' in line for line in server.stdout)
        server.stdin.close()
        (line,) = [line for line in server.stderr if " asked " in line]
    assert f'who="{getpass.getuser()}" from="stdio" door="mcp" outcome="answered" citations=' in line
    assert QUESTION not in line


def test_nothing_but_the_protocol_is_written_to_standard_output(small_settings: Settings) -> None:
    hello = '{"jsonrpc":"2.0","id":1,"method":"ping"}\n'
    run = subprocess.run(
        [sys.executable, "-m", "qa.cli", "--verbose", "mcp", "--index-dir", str(small_settings.index_dir)],
        input=hello,
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        timeout=START_SECONDS,
        check=True,
    )
    assert [line for line in run.stdout.splitlines() if not line.startswith('{"jsonrpc"')] == []
    assert "Traceback" not in run.stderr


# over HTTP, on the server of the chat page


def test_the_tools_tell_what_they_take_and_give(address: str) -> None:
    tools = {tool.name: tool for tool in call(address, lambda client: client.list_tools()).tools}
    assert tools.keys() == {"ask", "search", "check", "read_article"}
    assert tools["ask"].input_schema["required"] == ["question"]
    assert tools["ask"].output_schema["properties"].keys() == schema.Answer.model_fields.keys()
    found = tools["search"].output_schema["$defs"]["Found"]["properties"]
    assert {"article_id", "start", "end", "sha256", "quote", "score"} <= found.keys()
    for tool in tools.values():
        assert tool.description
        assert tool.annotations.read_only_hint
        assert all("description" in given for given in tool.input_schema["properties"].values())


def test_asking_returns_the_answer_with_its_citations(address: str) -> None:
    result = call_tool(address, "ask", question=COST)
    assert not result.is_error
    assert result.structured_content == answer_to_json(ScriptedBot().ask(COST))
    assert COST in result.content[0].text  # for clients that read no structured content


def test_searching_returns_ranked_sentences_though_none_of_them_answers(address: str) -> None:
    found = call_tool(address, "search", query=UNKNOWN, limit=1).structured_content["sentences"]
    assert [(one["number"], one["article_id"], one["score"]) for one in found] == [(1, BRIDGE.id, 1.0)]
    assert BRIDGE.text[found[0]["start"] : found[0]["end"]] == found[0]["quote"]


def test_an_article_is_read_by_its_id(address: str) -> None:
    article = call_tool(address, "read_article", article_id=BRIDGE.id).structured_content
    assert (article["title"], article["text"]) == (BRIDGE.title, BRIDGE.text)


@pytest.mark.parametrize(
    ("tool", "arguments", "told"),
    [
        ("ask", {"question": " "}, "the question is empty"),
        ("ask", {"question": "a", "since": "soon"}, "since"),
        ("ask", {"question": "a", "until": "2026-02-30"}, "until"),
        ("check", {"text": "a", "since": "2026-13-01"}, "since"),
        ("ask", {"question": BROKEN}, "the server could not do that: its log says why"),
        ("search", {"query": "a", "limit": 0}, "limit"),
        ("read_article", {"article_id": "../../etc/passwd"}, "there is no article '../../etc/passwd'"),
        ("write", {}, "write"),
    ],
)
def test_what_cannot_be_done_is_told_to_the_assistant(
    address: str, tool: str, arguments: dict[str, object], told: str
) -> None:
    result = call_tool(address, tool, **arguments)
    assert result.is_error
    assert told in result.content[0].text
    assert "secret" not in result.content[0].text


def test_a_wrong_argument_is_told_in_one_line(address: str) -> None:
    told = call_tool(address, "ask", question="Why?", since="soon")
    assert (told.is_error, told.content[0].text) == (True, "since: write a day as 2026-01-31")
    assert call_tool(address, "ask").content[0].text == "question: it is missing: add it"


@pytest.mark.parametrize(
    ("tool", "arguments", "told"),
    [
        ("aks", {}, "aks: there is no such tool: write ask"),
        ("ask", {"questoin": "Why?"}, "questoin: there is no such argument: write question"),
        ("read_article", {"article_id": BRIDGE.id, "x": 1}, "x: there is no such argument: there are article_id"),
    ],
)
def test_an_unknown_name_is_told_the_known_one(
    address: str, tool: str, arguments: dict[str, object], told: str
) -> None:
    result = call_tool(address, tool, **arguments)
    assert (result.is_error, result.content[0].text) == (True, told)


NO_MESSAGE = 'this is no message of JSON-RPC: send one such as {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}'


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("{}", NO_MESSAGE),
        ("not json", NO_MESSAGE),
        ("[" * 100_000, NO_MESSAGE),
        (
            '{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"nam": "ask"}}',
            "params.name: it is missing: add it",
        ),
        ('{"jsonrpc": "2.0", "id": 1, "method": "initialize"}', "params: it is missing: add it"),
    ],
)
def test_a_wrong_message_is_told_in_one_line(address: str, body: str, told: str) -> None:
    headers = {"Accept": "application/json, text/event-stream", "Content-Type": "application/json"}
    given = httpx.post(address, content=body, headers=headers).json()["error"]
    assert given["message"] == told


def test_a_message_that_is_not_sent_as_json_is_told_how(address: str) -> None:
    given = httpx.post(address, content="{}")
    assert (given.status_code, given.json()["error"]["message"]) == (
        415, "the body is not sent as JSON: send Content-Type: application/json"
    )  # fmt: skip


def test_it_says_which_version_it_is(address: str) -> None:
    async def tell(client: Client) -> str:
        return client.server_info.version

    assert call(address, tell) == version("sourceline")


def test_a_page_of_another_site_cannot_call_the_tools(address: str) -> None:
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    headers = {"Accept": "application/json, text/event-stream"}
    assert httpx.post(address, json=body, headers=headers | {"Origin": "https://evil.example"}).status_code == 403


def test_nobody_holds_a_stream_open_without_asking(address: str) -> None:
    assert httpx.get(address, headers={"Accept": "text/event-stream"}).status_code == 405


def test_its_questions_wait_in_the_same_line(tmp_path: Path) -> None:
    bot = ScriptedBot()
    settings = load_settings(index_dir=tmp_path, questions_at_once=1, questions_waiting=1)
    with serve_app(bot, settings) as server:

        async def talk() -> tuple[Any, list[Any]]:
            async with Client(f"{server}/mcp") as client:
                waiting = [asyncio.create_task(client.call_tool("ask", {"question": SLOW})) for _ in range(2)]
                while not (refused := await client.call_tool("ask", {"question": COST})).is_error:
                    await asyncio.sleep(0.01)  # the two are not there yet
                bot.hold.set()
                return refused, [await one for one in waiting]

        refused, answered = run_elsewhere(talk())
    assert "too many questions are waiting" in refused.content[0].text
    assert not any(one.is_error for one in answered)


def run_command(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["mcp", *arguments], prog_name="qa")
    return result.exit_code, result.output


def test_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "qa.web.api.mcp", None)
    assert run_command() == (1, "qa: the MCP server needs a further package: run pip install 'sourceline[mcp]'\n")


def test_the_server_works_without_the_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "qa.web.api.mcp", None)
    with serve_app(ScriptedBot(), load_settings(index_dir=tmp_path)) as server:
        assert httpx.post(f"{server}/mcp", json={}).status_code == 404
        assert httpx.get(f"{server}/api/ready").status_code == 200
