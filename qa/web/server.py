"""The HTTP server: the chat page at ``/``, what it reads under ``/api``, and the queue that answers it."""

from __future__ import annotations

import errno
import logging
import os
import socket
import threading
import warnings
from contextlib import closing, suppress
from typing import TYPE_CHECKING, cast

import uvicorn
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Match, Mount, Route
from starlette.types import Scope
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from qa.bot import Bot, open_bot
from qa.chat.language import tell_language
from qa.errors import SettingsError
from qa.index.build import make_empty_index, name_index
from qa.memory import give_memory_back
from qa.settings import Settings
from qa.store.feedback import FEEDBACK_FILE, FeedbackStore
from qa.web.api.desk import Desk, open_desk
from qa.web.api.docs import add_docs
from qa.web.api.feedback import add_feedback
from qa.web.api.metrics import Metrics
from qa.web.api.routes import add_api
from qa.web.api.steps import Steps
from qa.web.completions.routes import add_completions
from qa.web.guard.access import check_listening, open_access
from qa.web.guard.heads import Heads
from qa.web.guard.kept import read_secret
from qa.web.guard.limits import RateLimit, make_protocol
from qa.web.guard.login import add_login
from qa.web.guard.middleware import Guard, Limits
from qa.web.guard.origins import Tokens, parse_origins
from qa.web.guard.proxies import Front, is_loopback, parse_addresses
from qa.web.guard.refusals import add_refusals, refuse_alike_in
from qa.web.guard.visitor import start_audit
from qa.web.languages import STATIC
from qa.web.page.adding import add_adding
from qa.web.page.blocks import build_page, mount_page
from qa.web.page.document import add_document
from qa.web.widget.routes import add_widget

if TYPE_CHECKING:
    from qa.web.api.mcp import McpDoor

log = logging.getLogger("qa")


def create_app(bot: Bot, settings: Settings) -> FastAPI:
    """Return the application that answers from one index."""
    metrics = Metrics(bot)
    desk = open_desk(bot, settings, metrics)
    tools = _open_tools(bot, desk)
    # Starlette would redirect a path with one slash too many to the host that the request names, whichever it is
    app = FastAPI(
        title="Sourceline",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        lifespan=tools.run if tools else None,
    )
    secret = read_secret(settings.index_dir)
    access = open_access(settings, secret)
    origins, tokens = parse_origins(settings.widget_origins), Tokens(secret)
    steps = Steps(bot, desk)
    page = build_page(desk, steps, question_characters=settings.question_characters)
    add_docs(app, question_characters=settings.question_characters)
    add_document(app, page, access, settings)
    add_adding(app, settings)
    add_login(app, access.logins, framed=bool(origins))
    add_widget(app, steps, origins=origins, tokens=tokens, question_characters=settings.question_characters)
    add_refusals(app)
    add_api(app, bot, desk, metrics)
    add_completions(app, desk)
    if tools:
        app.router.routes.append(Route(tools.path, tools, methods=["POST"], include_in_schema=False))
    add_feedback(app, bot, FeedbackStore(settings.index_dir / FEEDBACK_FILE))
    app.mount("/static", StaticFiles(directory=STATIC))
    mount_page(app, page)
    last = Last(cast(Mount, app.router.routes.pop()))
    refuse_alike_in(cast(FastAPI, last.app))
    app.router.routes.append(last)
    app.add_middleware(GZipMiddleware, minimum_size=1_000)
    app.add_middleware(Heads)
    app.add_middleware(
        Guard,
        access=access,
        limits=Limits(
            RateLimit(settings.questions_per_minute), settings.request_kilobytes * 1000, settings.body_seconds
        ),
        origins=origins,
        tokens=tokens,
        names=_list_names(settings) if settings.open_to_network and not access.required else None,
        framed_by="https://huggingface.co" if os.environ.get("SPACE_ID") else "",
    )
    app.add_middleware(Front, proxies=parse_addresses(settings.proxy_addresses), root_path=settings.root_path)
    return app


class Last(Mount):
    """The application that answers what no other route knows; one that knows the path, if not the method, is first."""

    def __init__(self, mounted: Mount) -> None:
        super().__init__(mounted.path, mounted.app)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Match everything but what another route of the same application knows."""
        others = (route for route in scope["app"].routes if route is not self)
        if any(route.matches(scope)[0] is Match.PARTIAL for route in others):
            return Match.NONE, {}
        return super().matches(scope)


def _list_names(settings: Settings) -> frozenset[str]:
    """Return the names of this machine, and those that the settings or a Space of Hugging Face give it."""
    own = socket.gethostname().lower()
    space = os.environ.get("SPACE_HOST", "").lower()
    return frozenset({own, f"{own}.local", *filter(None, [space]), *(name.lower() for name in settings.host_names)})


def _open_tools(bot: Bot, desk: Desk) -> McpDoor | None:
    """Return the MCP server, or None where its package is not installed."""
    try:
        from qa.web.api.mcp import McpDoor, make_mcp_server
    except ImportError:
        return None
    return McpDoor(make_mcp_server(bot, desk))


def serve(settings: Settings) -> None:
    """Open the index and serve it until the process is stopped; raise `SettingsError` when nothing says for whom.

    Where there is no index, an empty one is made: the page leads to adding articles.
    """
    give_memory_back()
    check_listening(settings)
    logging.basicConfig(format="%(message)s")
    start_audit()
    with closing(_claim_port(settings.host, settings.port)) as claimed:
        if make_empty_index(settings):
            log.warning("no articles in %s yet: add some on the page, or run 'qa index' on yours", name_index(settings))
        # a question in another language need not wait for the model that tells so
        threading.Thread(target=tell_language, args=("warm up please",), daemon=True).start()
        app = create_app(open_bot(settings), settings)
        # Ctrl-C before its loop runs leaves that undone, which is no news to whoever pressed it
        warnings.filterwarnings("ignore", "coroutine 'Server.serve' was never awaited", RuntimeWarning)
        with suppress(KeyboardInterrupt):  # uvicorn ends in order, and then raises it once more
            log.warning("Sourceline is at http://%s:%d - stop it with Ctrl-C", settings.host, claimed.getsockname()[1])
            uvicorn.Server(_configure(app, settings)).run(sockets=[claimed])


def _configure(app: FastAPI, settings: Settings) -> uvicorn.Config:
    # what a proxy says is read by our own Front, which knows which proxies to believe
    proxies = ProxyHeadersMiddleware(app, parse_addresses(settings.proxy_addresses)).trusted_hosts  # type: ignore[arg-type]
    return uvicorn.Config(
        app,
        http=make_protocol(
            header_seconds=settings.header_seconds,
            most=settings.connections_per_address,
            is_exempt=lambda address: is_loopback(address) or address in proxies,
        ),
        log_level="warning",
        server_header=False,
        proxy_headers=False,
    )


def _claim_port(host: str, port: int) -> socket.socket:
    """Return the socket that the server listens on; raise `SettingsError` when another program has the port."""
    unknown = SettingsError(f"{host} is no address of this machine: name one of its own with --host")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.getaddrinfo(host or None, port, family)  # `create_server` says no more of it than a number
    except (OSError, ValueError):  # a name that nobody has, or that none can have
        raise unknown from None
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        if error.errno == errno.EADDRNOTAVAIL:
            raise unknown from None
        reason = os.strerror(error.errno).lower() if error.errno else str(error)
        raise SettingsError(f"cannot listen on port {port} of {host} ({reason}): name another with --port") from None
