"""The command ``qa mcp``: the tools of the MCP server, over standard input and output or over HTTP on this machine."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qa.commands.shared import index_dir_option
from qa.errors import SettingsError

if TYPE_CHECKING:
    from qa.settings import Settings

log = logging.getLogger("qa")


@click.command("mcp")
@index_dir_option
@click.option("--http", is_flag=True, help="Listen on a port of this machine instead of standard input.")
@click.option("--host", help="With --http: address to listen on (QA_HOST; 127.0.0.1).")
@click.option("--port", type=int, help="With --http: port to listen on (QA_PORT; 7860).")
def mcp_command(index_dir: Path | None, http: bool, host: str | None, port: int | None) -> None:
    """Let assistants ask, search and read, over MCP.

    \b
    Example:
      qa mcp --index-dir /srv/wiki/.qa
      qa mcp --http --port 7861

    An assistant starts the first form by itself. The second form listens on this machine only; `qa serve` has the same
    tools at /mcp, behind its login.
    """
    from qa.settings import load_settings

    if not http and (host is not None or port is not None):
        raise click.UsageError("--host and --port need --http")
    serve_mcp(load_settings(index_dir=index_dir, host=host, port=port), http=http)


def serve_mcp(settings: Settings, *, http: bool) -> None:
    """Serve the tools until the client ends the session, or over HTTP until the process is stopped."""
    from qa.bot import open_bot
    from qa.memory import give_memory_back
    from qa.web.api.desk import open_desk
    from qa.web.guard.audit import start_audit
    from qa.web.guard.proxies import is_loopback

    if http and not is_loopback(settings.host):
        raise SettingsError(f"'qa mcp --http' cannot listen on {settings.host}: use 'qa serve', which has /mcp, too")
    try:
        from qa.web.api.mcp import PATH, make_mcp_server, open_http
    except ImportError:
        raise SettingsError("the MCP server needs a further package: run pip install 'sourceline[mcp]'") from None
    give_memory_back()
    start_audit()
    bot = open_bot(settings)
    server = make_mcp_server(bot, open_desk(bot, settings))
    if not http:
        server.run("stdio")
        return
    import uvicorn

    app = open_http(server, settings.host)
    log.warning("The tools are at http://%s:%d%s - stop them with Ctrl-C", settings.host, settings.port, PATH)
    uvicorn.run(app, host=settings.host, port=settings.port, log_level="warning", server_header=False)
