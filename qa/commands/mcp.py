"""The command ``qa mcp``: the tools of the MCP server, over standard input and output."""

from __future__ import annotations

from pathlib import Path

import click

from qa.commands.shared import index_dir_option
from qa.errors import SettingsError


@click.command("mcp")
@index_dir_option
def mcp_command(index_dir: Path | None) -> None:
    """Let assistants ask, search and read, over MCP.

    \b
    Example:
      qa mcp --index-dir /srv/wiki/.qa

    An assistant starts this by itself and talks to it over standard input and output. Over HTTP, `qa serve` has the
    same tools at /mcp.
    """
    from qa.bot import open_bot
    from qa.memory import give_memory_back
    from qa.settings import load_settings
    from qa.web.api.desk import open_desk
    from qa.web.guard.visitor import start_audit

    try:
        from qa.web.api.mcp import make_mcp_server
    except ImportError:
        raise SettingsError("the MCP server needs a further package: run pip install 'sourceline[mcp]'") from None
    settings = load_settings(index_dir=index_dir)
    give_memory_back()
    start_audit()
    bot = open_bot(settings)
    make_mcp_server(bot, open_desk(bot, settings)).run("stdio")
