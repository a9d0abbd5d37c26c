"""The HTTP API: ask a question, read an article, see what the library holds and how the server is."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import FastAPI, HTTPException, Query, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse

from qa.answer import answer_to_json, citation_to_json
from qa.bot import Bot
from qa.errors import SourcelineError
from qa.itself import HELP
from qa.records import Answer
from qa.web.api import schema
from qa.web.api.check import CheckDesk, add_checking
from qa.web.api.desk import Asking, Desk
from qa.web.api.metrics import Metrics
from qa.web.api.parameters import KNOWN_ALONE
from qa.web.api.present import count_articles, count_by, show_article, show_listed, show_statement
from qa.web.api.starters import Starters
from qa.web.guard.refusals import LOADING_SECONDS, refuse
from qa.web.guard.visitor import find_visitor

LISTED = 50  # articles in one page of the list

Responses = dict[int | str, dict[str, Any]]

MALFORMED: Responses = {422: {"model": schema.Refusal, "description": "the request has a field that cannot be used"}}
UNKNOWN: Responses = {404: {"model": schema.Refusal, "description": "there is no such article"}}
NOT_NOW: Responses = {503: {"model": schema.Refusal, "description": "too busy, or the index cannot be read"}}
EVENTS = "text/event-stream"
EVENT = {
    "type": "object",
    "properties": {"event": {"type": "string"}, "data": {"type": "string", "contentMediaType": "application/json"}},
    "required": ["data"],
}
_STREAM: Responses = {
    200: {
        "description": "the answer; as events: understood, searched, statement (each), done (the answer) or error",
        "content": {
            EVENTS: {
                "schema": EVENT,
                "example": 'event: understood\ndata: {"standalone": "What will the repair cost?"}\n\n'
                'event: searched\ndata: {"articles": 12}\n\n',
            }
        },
    }
}


def add_api(app: FastAPI, bot: Bot, desk: Desk, metrics: Metrics) -> None:
    """Add the routes under ``/api`` and ``/metrics``."""
    _add_asking(app, desk)
    add_checking(app, CheckDesk(bot, desk.at_once, seconds=desk.draft_seconds), MALFORMED | NOT_NOW)
    _add_articles(app, bot, desk.starters)
    _add_state(app, bot, metrics)


def _add_asking(app: FastAPI, desk: Desk) -> None:
    @app.post(
        "/api/ask",
        tags=["asking"],
        summary="Ask a question",
        response_model=schema.Answer,
        responses=_STREAM | MALFORMED | NOT_NOW,
        dependencies=KNOWN_ALONE,
    )
    async def ask(asked: schema.Asked, request: Request) -> Response:
        """Return the answer as ``qa ask --json`` prints it, or tell it in events with ``Accept: text/event-stream``.

        A question that nothing answers is no error: its outcome is ``not_found``, and ``nearest`` holds what came
        nearest. It is ``perhaps`` where a sentence may answer, but not surely, ``briefing`` where dated
        sentences of several articles are laid out in ``groups``, and ``about`` where the question was about Sourceline.
        """
        asking = desk.ask(asked, find_visitor(request), door="api")
        if EVENTS in request.headers.get("accept", ""):
            return stream_events(_tell_steps(asking))
        answer = await finish(asking, request)
        return JSONResponse(answer_to_json(answer)) if answer else Response(status_code=GONE)


GONE = 499
"""What is said to a client that has gone away; nobody hears it."""


async def finish(asking: Asking, request: Request) -> Answer | None:
    """Return the answer, or None when the client has gone away before it was complete: the work ends then."""
    watching = asyncio.create_task(_stop_when_gone(asking, request))
    answer = None
    try:
        async for stage, known in asking:
            if stage == "done":
                answer = known
    finally:
        watching.cancel()
        asking.stop()
    return answer


async def _stop_when_gone(asking: Asking, request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
    asking.stop()


def stream_events(events: AsyncIterator[str]) -> StreamingResponse:
    """Return a response of server-sent events that no proxy holds back."""
    headers = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
    return StreamingResponse(events, media_type=EVENTS, headers=headers)


def write_event(data: object, name: str = "") -> str:
    """Return one server-sent event."""
    kind = f"event: {name}\n" if name else ""
    return f"{kind}data: {json.dumps(data, ensure_ascii=False)}\n\n"


async def _tell_steps(asking: Asking) -> AsyncIterator[str]:
    told = 0
    try:
        async for stage, known in asking:
            if stage == "understood":
                yield write_event({"standalone": known.standalone}, "understood")
            elif stage == "searched":
                yield write_event({"articles": count_articles(known)}, "searched")
            for statement in known.statements[told:]:
                yield write_event(show_statement(statement, citation_to_json), "statement")
                told += 1
            if stage == "done":
                yield write_event(answer_to_json(known), "done")
    except SourcelineError as error:
        yield write_event({"reason": "error", "detail": str(error)}, "error")
    finally:
        asking.stop()  # the client may have gone away


def _add_articles(app: FastAPI, bot: Bot, starters: Starters) -> None:
    starters.begin()

    @app.get(
        "/api/library",
        tags=["articles"],
        summary="See what the library holds",
        response_model=schema.Holdings,
        dependencies=KNOWN_ALONE,
    )
    def library() -> dict[str, object]:
        """Return what the library holds, and questions that it can answer."""
        (first, last), outlets = bot.days(without=HELP), bot.outlets()
        return {
            "articles": bot.count()[0],
            "outlets": count_by("name", outlets),
            "collections": count_by("collection", outlets),
            "first": first,
            "last": last,
            "questions": starters.list(),
        }

    @app.get(
        "/api/articles",
        tags=["articles"],
        summary="List articles",
        response_model=schema.Listing,
        responses=MALFORMED,
        dependencies=KNOWN_ALONE,
    )
    def list_articles(
        find: Annotated[str, Query(max_length=200, description="words that title, outlet, author or id hold")] = "",
        start: Annotated[int, Query(alias="from", ge=0, description="how many to leave out")] = 0,
    ) -> dict[str, object]:
        """Return one page of the articles that hold the words, the newest first, the help last."""
        found, listed = bot.find_heads(find, start=start, most=LISTED, last=HELP)
        return {"found": found, "articles": [show_listed(one) for one in listed]}

    @app.get(
        "/api/articles/{article_id:path}",
        tags=["articles"],
        summary="Read an article",
        response_model=schema.Article,
        responses=MALFORMED | UNKNOWN,
        dependencies=KNOWN_ALONE,
    )
    def get_article(article_id: str) -> dict[str, object]:
        """Return one article with the text that citations count in."""
        article = bot.get_article(article_id)
        if article is None:
            raise HTTPException(404, "there is no article with this id: /api/articles lists those that there are")
        return show_article(article)


def _add_state(app: FastAPI, bot: Bot, metrics: Metrics) -> None:
    @app.get("/api/health", tags=["running it"], summary="Does the process live?", response_model=schema.Health)
    async def health() -> dict[str, str]:
        """Tell that the process lives; it answers however busy the questions keep the machine."""
        return {"status": "ok"}

    @app.get(
        "/api/ready",
        tags=["running it"],
        summary="Can it answer?",
        response_model=schema.Ready,
        responses={503: {"model": schema.Refusal, "description": "not yet, and why"}},
    )
    def ready(request: Request) -> Response:
        """Tell that the index is open and the models are loaded."""
        if not bot.models_loaded:
            return refuse(
                request, 503, "loading", "the models are being loaded: ask again in a moment", wait=LOADING_SECONDS
            )
        trouble = bot.find_trouble()
        articles, sentences = bot.count()
        state = {"status": "ready", "articles": articles, "sentences": sentences, "generation": bot.generation}
        state |= {"trouble": trouble} if trouble else {}
        return JSONResponse(state)

    @app.get(
        "/metrics",
        tags=["running it"],
        summary="Figures for Prometheus",
        response_class=Response,
        responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}, "description": "the figures"}},
    )
    def get_metrics(request: Request) -> Response:
        """Return counts and times in the text format of Prometheus; no question and no name is in them."""
        content, media_type = metrics.render(request.headers.get("accept", ""))
        return Response(content, media_type=media_type)
