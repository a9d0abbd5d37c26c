"""The command ``qa serve``: the chat page and its API."""

from __future__ import annotations

from pathlib import Path

import click

from qa.commands.shared import index_dir_option


@click.command("serve")
@index_dir_option
@click.option("--host", help="Address to listen on (QA_HOST; 127.0.0.1).")
@click.option("--port", type=int, help="Port to listen on (QA_PORT; 7860).")
def serve_command(index_dir: Path | None, host: str | None, port: int | None) -> None:
    """Open the chat page on this computer.

    Without an index it starts empty, and articles are added on the page.

    \b
    Example:
      qa serve --port 8080
    """
    from qa.asking.networks import load_networks
    from qa.settings import load_settings
    from qa.store.opening import open_index

    settings = load_settings(index_dir=index_dir, host=host, port=port)
    if open_index(settings.index_dir, settings.library_url, settings.chroma_url).find_current():
        load_networks(settings)  # beside the imports that follow
    from qa.web.server import serve

    serve(settings)
