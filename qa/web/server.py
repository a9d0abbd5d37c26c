"""The HTTP server: the chat page at ``/``, what it reads under ``/api``, and the queue that answers it."""

from __future__ import annotations

import logging
import os
import threading
from typing import Annotated

# before gradio is imported: it reads these only then
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = "1000000000"  # no data frame of all past questions after each one

import gradio
import uvicorn
from fastapi import FastAPI, HTTPException, Query, Request
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles
from starlette.middleware.gzip import GZipMiddleware

from qa.bot import Bot, open_bot
from qa.filters import Filters
from qa.settings import Settings
from qa.store.feedback import FEEDBACK_FILE, FeedbackStore
from qa.web.asking import ENDPOINT, build_queue
from qa.web.catalogue import Catalogue
from qa.web.feedback import Judged, to_feedback
from qa.web.guard import Guard, QueueDoors
from qa.web.limits import RateLimit
from qa.web.page import STATIC, render_page
from qa.web.present import show_article, show_listed
from qa.web.words import choose_language

log = logging.getLogger("qa")

QUEUE = "/gradio"
LISTED = 50  # articles in one page of the list


def create_app(bot: Bot, settings: Settings) -> FastAPI:
    """Return the application that answers from one index."""
    app = FastAPI(title="Sourceline", docs_url=None, redoc_url=None, openapi_url=None)
    _add_page(app, settings)
    _add_articles(app, bot)
    _add_feedback(app, bot, FeedbackStore(settings.index_dir / FEEDBACK_FILE))
    app.mount("/static", StaticFiles(directory=STATIC))
    queue = build_queue(
        bot,
        at_once=settings.questions_at_once or os.cpu_count() or 1,
        waiting=settings.questions_waiting,
        history_turns=settings.history_turns,
    )
    gradio.mount_gradio_app(app, queue, path=QUEUE, footer_links=[], run_history=False, show_error=False)
    app.add_middleware(GZipMiddleware, minimum_size=1_000)
    app.add_middleware(
        Guard,
        doors=QueueDoors.below(QUEUE, ENDPOINT),
        rate=RateLimit(settings.questions_per_minute),
        body_bytes=settings.request_kilobytes * 1000,
    )
    return app


def serve(settings: Settings) -> None:
    """Open the index and serve it until the process is stopped."""
    bot = open_bot(settings)
    app = create_app(bot, settings)
    log.warning("Sourceline is at http://%s:%d - stop it with Ctrl-C", settings.host, settings.port)
    uvicorn.run(app, host=settings.host, port=settings.port, log_level="warning", server_header=False)


def _add_page(app: FastAPI, settings: Settings) -> None:
    @app.get("/", response_class=HTMLResponse)
    def page(request: Request) -> HTMLResponse:
        """Return the chat page in the reader's language."""
        language = choose_language(request.cookies.get("language", ""), request.headers.get("accept-language", ""))
        html = render_page(language, settings.question_characters)
        return HTMLResponse(html, headers={"Vary": "Accept-Language, Cookie"})

    @app.get("/api/health")
    def health() -> dict[str, str]:
        """Tell that the server runs."""
        return {"status": "ok"}


def _add_articles(app: FastAPI, bot: Bot) -> None:
    catalogue = Catalogue(bot)
    # the first visitor need not wait for the suggestions
    threading.Thread(target=catalogue.shelf, name="catalogue", daemon=True).start()

    @app.get("/api/library")
    def library() -> dict[str, object]:
        """Return what the library holds, and questions that it can answer."""
        shelf = catalogue.shelf()
        first, last = shelf.days()
        return {
            "articles": len(shelf.articles),
            "outlets": [{"name": name, "articles": count} for name, count in shelf.outlets()],
            "first": first,
            "last": last,
            "questions": shelf.questions,
        }

    @app.get("/api/articles")
    def list_articles(
        find: Annotated[str, Query(max_length=200)] = "", start: Annotated[int, Query(alias="from", ge=0)] = 0
    ) -> dict[str, object]:
        """Return one page of the articles that hold the words in title, outlet, author or id."""
        found = catalogue.shelf().find(find, Filters())
        return {"found": len(found), "articles": [show_listed(one) for one in found[start : start + LISTED]]}

    @app.get("/api/articles/{article_id:path}")
    def get_article(article_id: str) -> dict[str, object]:
        """Return one article with the text that citations count in."""
        article = bot.get_article(article_id)
        if article is None:
            raise HTTPException(404, "no such article")
        return show_article(article)


def _add_feedback(app: FastAPI, bot: Bot, store: FeedbackStore) -> None:
    @app.post("/api/feedback", status_code=201)
    def give_feedback(judged: Judged) -> dict[str, str]:
        """Keep a vote on an answer."""
        store.add(to_feedback(judged, get_article=bot.get_article))
        return {"status": "kept"}
