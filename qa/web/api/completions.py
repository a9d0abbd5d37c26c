"""The API that clients made for OpenAI's chat completions speak: a question in, an answer with its citations out.

The citations come three times: as marks in the text with a list of sources below it, so that any client shows them; as
``url_citation`` annotations where an article has an address; and whole, as our own answer, under ``sourceline``.
"""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Annotated, Any, Literal

from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from qa.answer import answer_to_json
from qa.errors import SourcelineError
from qa.records import Answer, Citation, Statement
from qa.tokens import count_tokens
from qa.web.api import schema
from qa.web.api.desk import Asking, Desk
from qa.web.api.routes import EVENT, EVENTS, GONE, Responses, finish, stream_events
from qa.web.guard.refusals import MODEL, refuse
from qa.web.guard.visitor import find_visitor

Json = dict[str, Any]

NOT_FOUND = "The articles do not say."
PERHAPS = "\n\nPerhaps this answers it: the articles do not say it outright."
SOURCES = "\n\nSources:\n"
NEAREST = "\n\nNearest sentences, which do not answer the question:\n"

# what an earlier turn may hold; more of it is not read
_QUESTION_CHARACTERS, _ANSWER_CHARACTERS = 4_000, 20_000


# ---- what is sent


class TextPart(BaseModel):
    """A piece of a message's text."""

    type: Literal["text"]
    text: str


class Message(BaseModel):
    """A message of the conversation; only those of ``user`` and ``assistant`` are read."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[TextPart] | None = None

    def text(self) -> str:
        """Return the text of the message in one piece."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content)
        return self.content or ""


class StreamOptions(BaseModel):
    """What a stream tells beside the answer."""

    include_usage: Annotated[bool, Field(strict=True)] = False


class Completion(BaseModel):
    """A conversation whose last user message is the question; parameters that are not listed are ignored."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"model": MODEL, "messages": [{"role": "user", "content": "What will the repair cost?"}]}]
        }
    )

    model: Literal["sourceline"]
    messages: Annotated[list[Message], Field(min_length=1)]
    stream: Annotated[bool, Field(strict=True)] | None = None
    stream_options: StreamOptions | None = None
    n: Literal[1] | None = None
    tools: Annotated[list[Json], Field(max_length=0)] | None = None
    functions: Annotated[list[Json], Field(max_length=0)] | None = None

    def asked(self) -> schema.Asked:
        """Return the last user message as the question and the turns before it as the history."""
        turns: list[schema.Earlier] = []
        for message in self.messages:
            text = message.text()
            if message.role == "user":
                turns.append(schema.Earlier.model_construct(question=text, answer=""))
            elif message.role == "assistant" and turns:
                turns[-1].answer = text.partition(SOURCES)[0][:_ANSWER_CHARACTERS]
        if not turns:
            return schema.Asked(question="")
        *earlier, last = turns
        for turn in earlier:
            turn.question = turn.question[:_QUESTION_CHARACTERS]
        return schema.Asked.model_construct(question=last.question, history=earlier, outlets=[], since="", until="")


# ---- what is answered


class UrlCitation(BaseModel):
    """The place of a mark in the text (``content[start_index:end_index]``) and the address of the article it cites."""

    start_index: int
    end_index: int
    title: str
    url: str


class Annotation(BaseModel):
    """A citation in the form that OpenAI's clients know."""

    type: Literal["url_citation"]
    url_citation: UrlCitation


class AnswerMessage(BaseModel):
    """The answer as a message, and under ``sourceline`` as our own API gives it."""

    role: Literal["assistant"]
    content: str
    refusal: None = None
    annotations: list[Annotation]
    sourceline: schema.Answer


class Choice(BaseModel):
    """The one answer."""

    index: Literal[0]
    message: AnswerMessage
    finish_reason: Literal["stop"]
    logprobs: None = None


class Usage(BaseModel):
    """Tokens as the encoding cl100k_base counts them."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class ChatCompletion(BaseModel):
    """An answer in the form of OpenAI's chat completions."""

    id: str
    object: Literal["chat.completion"]
    created: int
    model: str
    choices: list[Choice]
    usage: Usage


class Model(BaseModel):
    """A model that can be asked."""

    id: str
    object: Literal["model"]
    created: int
    owned_by: str


class Models(BaseModel):
    """The models that can be asked."""

    object: Literal["list"]
    data: list[Model]


class ErrorDetail(BaseModel):
    """Why a request was refused."""

    message: str
    type: str
    param: str | None
    code: str | None


class Error(BaseModel):
    """An error in the form that OpenAI's clients know."""

    error: ErrorDetail


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
    content = "".join(write_content(answer))
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
        return _event(frame | {"choices": choices} | ({"usage": None} if usage else {}))

    content = ""
    try:
        yield chunk({"role": "assistant", "content": ""})
        async for stage, known in asking:
            # only what is complete can be told: the sources come last
            pieces = list(write_content(known) if stage == "done" else _write_statements(known.statements))
            for piece in _skip(pieces, len(content)):
                content += piece
                yield chunk({"content": piece})
            if stage == "done":
                yield chunk(_cite(known), "stop")
        if usage:
            counted = await run_in_threadpool(_count_usage, completion, content)
            yield _event(frame | {"choices": [], "usage": counted})
        yield "data: [DONE]\n\n"
    except SourcelineError as error:
        yield _event({"error": {"message": str(error), "type": "server_error", "param": None, "code": "error"}})
    finally:
        asking.stop()  # the client may have gone away


def _skip(pieces: Sequence[str], characters: int) -> Iterator[str]:
    """Yield the pieces that begin after so many characters."""
    at = 0
    for piece in pieces:
        if at >= characters:
            yield piece
        at += len(piece)


def _event(data: Json) -> str:
    return f"data: {json.dumps(data, ensure_ascii=False)}\n\n"


def write_content(answer: Answer) -> Iterator[str]:
    """Yield the text of a completion in pieces: each statement with its marks, then the sources."""
    if answer.outcome == "briefing":
        yield from _write_briefing(answer)
        return
    if answer.outcome not in ("answered", "perhaps", "about"):
        yield NOT_FOUND
        yield from _write_sources(NEAREST, answer.nearest)
        return
    yield from _write_statements(answer.statements)
    if answer.outcome == "perhaps":
        yield PERHAPS
    for conflict in answer.conflicts:
        numbers = " and ".join(f"[{citation.number}]" for citation in conflict.citations)
        yield f"\n\nThe sources differ on {conflict.about}: {numbers}"
    yield from _write_sources(SOURCES, answer.citations)
    if answer.outcome == "about":
        yield from _write_sources("\n\n", answer.nearest)


def _write_briefing(answer: Answer) -> Iterator[str]:
    """Yield a briefing as lists under the titles of its groups, then the sources."""
    texts = {c.number: s.text for s in answer.statements for c in s.citations}
    if answer.scope:
        yield f"_{answer.scope}_\n\n"
    for group in answer.groups:
        yield f"**{group.title}**\n\n"
        yield from (f"- {texts[citation.number]} [{citation.number}]\n" for citation in group.citations)
        yield "\n"
    yield from _write_sources(SOURCES.lstrip(), answer.citations)


def _write_statements(statements: Sequence[Statement]) -> Iterator[str]:
    for number, statement in enumerate(statements):
        marks = "".join(f"[{citation.number}]" for citation in statement.citations)
        yield (" " if number else "") + f"{statement.text} {marks}".strip()


def _write_sources(heading: str, citations: Sequence[Citation]) -> Iterator[str]:
    lines = []
    for citation in citations:
        article = citation.article
        where = ", ".join(filter(None, (article.source, article.published)))
        lines.append(f"[{citation.number}] {article.title}{f' ({where})' if where else ''}: “{citation.quote}”")
    if lines:
        yield heading + "\n".join(lines)


def _cite(answer: Answer) -> Json:
    """Return the citations of an answer as data."""
    return {"annotations": list(_annotate(answer)), "sourceline": answer_to_json(answer)}


def _annotate(answer: Answer) -> Iterator[Json]:
    """Yield an annotation for each mark in the statements whose article has an address that a browser can open."""
    end = 0
    for piece, statement in zip(_write_statements(answer.statements), answer.statements, strict=True):
        end += len(piece)
        at = end - len("".join(f"[{citation.number}]" for citation in statement.citations))
        for citation in statement.citations:
            mark, article = f"[{citation.number}]", citation.article
            if article.url.startswith(("https://", "http://")):
                place = {"start_index": at, "end_index": at + len(mark), "title": article.title, "url": article.url}
                yield {"type": "url_citation", "url_citation": place}
            at += len(mark)


def _count_usage(completion: Completion, content: str) -> Json:
    prompt = sum(count_tokens(message.text()) for message in completion.messages)
    written = count_tokens(content)
    return {"prompt_tokens": prompt, "completion_tokens": written, "total_tokens": prompt + written}
