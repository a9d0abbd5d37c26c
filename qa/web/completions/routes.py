"""The API that clients made for OpenAI's chat completions speak: a question in, an answer with its citations out.

The citations come three times: as marks in the text with a list of sources below it, so that any client shows them; as
``url_citation`` annotations where an article has an address; and whole, as our own answer, under ``sourceline``.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, Response

from qa.answer import answer_to_json
from qa.errors import SourcelineError
from qa.records import Answer
from qa.tokens import count_tokens
from qa.web.api.desk import Asking, Desk
from qa.web.api.routes import EVENT, EVENTS, GONE, Responses, finish, stream_events, write_event
from qa.web.completions.shapes import ChatCompletion, Completion, Error, Model, Models
from qa.web.completions.text import annotate, lay_out, lay_out_statements, write_content
from qa.web.guard.refusals import MODEL, refuse
from qa.web.guard.visitor import find_visitor

Json = dict[str, Any]

_ERRORS: Responses = {
    400: {"model": Error, "description": "a parameter cannot be used, or the question cannot be asked"},
    404: {"model": Error, "description": "there is no such model"},
    503: {"model": Error, "description": "too busy, or the index cannot be read"},
}
_STREAM: Responses = {
    200: {
        "description": "the answer; with `stream`, chunks of it as events, and `[DONE]`",
        "content": {EVENTS: {"schema": EVENT}},
    }
}


def add_completions(app: FastAPI, desk: Desk) -> None:
    """Add the routes under ``/v1``."""
    started = int(time.time())
    model = {"id": MODEL, "object": "model", "created": started, "owned_by": "sourceline"}

    @app.get("/v1/models", tags=["for clients of OpenAI"], summary="List the models", response_model=Models)
    async def list_models() -> Json:
        """Return the one model there is."""
        return {"object": "list", "data": [model]}

    @app.get(
        "/v1/models/{name:path}",
        tags=["for clients of OpenAI"],
        summary="Look a model up",
        response_model=Model,
        responses={400: _ERRORS[400], 404: _ERRORS[404]},
    )
    async def get_model(name: str, request: Request) -> Response:
        """Return the model of this name."""
        if name != MODEL:
            return refuse(request, 404, "model_not_found", f"there is one model here: {MODEL}", param="model")
        return JSONResponse(model)

    @app.post(
        "/v1/chat/completions",
        tags=["for clients of OpenAI"],
        summary="Ask as a chat completion",
        response_model=ChatCompletion,
        responses=_STREAM | _ERRORS,
    )
    async def complete(completion: Completion, request: Request) -> Response:
        """Answer the last user message; the messages before it are its history, those of the system are not read."""
        asking = desk.ask(completion.asked(), find_visitor(request), door="completions")
        if completion.stream:
            return stream_events(_tell_chunks(asking, completion))
        answer = await finish(asking, request)
        if answer is None:
            return Response(status_code=GONE)
        return JSONResponse(await run_in_threadpool(_complete, answer, completion))


def _complete(answer: Answer, completion: Completion) -> Json:
    content = write_content(answer)
    message = {"role": "assistant", "content": content, "refusal": None, **_cite(answer)}
    choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
    return _frame("chat.completion") | {"choices": [choice], "usage": _count_usage(completion, content)}


def _frame(kind: str) -> Json:
    return {"id": f"chatcmpl-{uuid.uuid4().hex}", "object": kind, "created": int(time.time()), "model": MODEL}


async def _tell_chunks(asking: Asking, completion: Completion) -> AsyncIterator[str]:
    """Yield each statement as a chunk when it is known, then the sources, the structured citations and the usage."""
    frame = _frame("chat.completion.chunk")
    usage = bool(completion.stream_options and completion.stream_options.include_usage)

    def chunk(delta: Json, finish_reason: str | None = None) -> str:
        choices = [{"index": 0, "delta": delta, "finish_reason": finish_reason, "logprobs": None}]
        return write_event(frame | {"choices": choices} | ({"usage": None} if usage else {}))

    content = ""
    try:
        yield chunk({"role": "assistant", "content": ""})
        async for stage, known in asking:
            # only what is complete can be told: the sources come last
            pieces = lay_out(known) if stage == "done" else lay_out_statements(known.statements)
            for piece in _skip([piece.text for piece in pieces], len(content)):
                content += piece
                yield chunk({"content": piece})
            if stage == "done":
                yield chunk(_cite(known), "stop")
        if usage:
            counted = await run_in_threadpool(_count_usage, completion, content)
            yield write_event(frame | {"choices": [], "usage": counted})
        yield "data: [DONE]\n\n"
    except SourcelineError as error:
        yield write_event({"error": {"message": str(error), "type": "server_error", "param": None, "code": "error"}})
    finally:
        asking.stop()  # the client may have gone away


def _skip(pieces: Sequence[str], characters: int) -> Iterator[str]:
    """Yield the pieces that begin after so many characters."""
    at = 0
    for piece in pieces:
        if at >= characters:
            yield piece
        at += len(piece)


def _cite(answer: Answer) -> Json:
    """Return the citations of an answer as data."""
    return {"annotations": list(annotate(answer)), "sourceline": answer_to_json(answer)}


def _count_usage(completion: Completion, content: str) -> Json:
    prompt = sum(count_tokens(message.text()) for message in completion.messages)
    written = count_tokens(content)
    return {"prompt_tokens": prompt, "completion_tokens": written, "total_tokens": prompt + written}
