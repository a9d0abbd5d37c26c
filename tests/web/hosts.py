"""Pages of other sites that show the widget: a small server under two names, one of them listed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# so that a test can look into the shadow root, which is closed to everybody else
OPEN_SHADOW = """{
    const attach = Element.prototype.attachShadow;
    Element.prototype.attachShadow = function (how) { return attach.call(this, { ...how, mode: "open" }); };
}"""


class Site:
    """What a site serves: its pages by path, each with the headers that they are sent with."""

    def __init__(self, port: int) -> None:
        self.listed = f"http://localhost:{port}"
        self.unlisted = f"http://127.0.0.1:{port}"
        self.pages: dict[str, tuple[str, dict[str, str]]] = {}

    def put(self, path: str, html: str, **headers: str) -> None:
        self.pages[path] = html, {name.replace("_", "-"): value for name, value in headers.items()}


@contextmanager
def serve_site() -> Iterator[Site]:
    """Serve a site on a free port while the block runs."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            html, headers = site.pages.get(self.path, ("", {}))
            self.send_response(200 if html else 404)
            for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(html.encode())

        def log_message(self, *message: object) -> None:
            """Keep silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site = Site(server.server_port)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield site
    server.shutdown()
    thread.join()
    server.server_close()


def write_page(*tags: str, head: str = "", body: str = "", title: str = "Old Mill Bridge - Valley Wiki") -> str:
    """Return a wiki page with the tags at its end."""
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<link rel="icon" href="data:,">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">{head}</head>'
        f'<body><main><h1>Old Mill Bridge</h1><p>The <a href="#top">bridge</a> was built in 1911.</p>'
        f'<label>Search <input id="search"></label>{body}</main>{"".join(tags)}</body></html>'
    )
