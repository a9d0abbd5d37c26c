"""What the chat completions take and give, in the form that OpenAI's clients know."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from qa.answer import PERHAPS
from qa.web.api import schema
from qa.web.completions.text import SOURCES
from qa.web.guard.refusals import MODEL
from qa.wrong_values import saying

# what an earlier turn may hold; more of it is not read
_QUESTION_CHARACTERS, _ANSWER_CHARACTERS = 4_000, 20_000
_NOT_SUPPORTED = saying("not supported here: leave them out")


class TextPart(BaseModel):
    """A piece of a message's text."""

    type: Literal["text"]
    text: str


class Message(BaseModel):
    """A message of the conversation; only those of ``user`` and ``assistant`` are read."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: Annotated[str | list[TextPart] | None, saying("only text can be read, no pictures and no sound")] = None

    def text(self) -> str:
        """Return the text of the message in one piece."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content)
        return self.content or ""


class TextFormat(BaseModel):
    """The one form that an answer has."""

    type: Literal["text"]


class StreamOptions(BaseModel):
    """What a stream tells beside the answer."""

    include_usage: Annotated[bool, Field(strict=True)] = False


class Completion(BaseModel):
    """A conversation whose last user message is the question.

    Parameters that are not listed change how a text is made, and are ignored; what would make something else of the
    answer is refused, since nobody who asks for it can read a text instead.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"model": MODEL, "messages": [{"role": "user", "content": "What will the repair cost?"}]}]
        }
    )

    model: Literal["sourceline"]
    messages: Annotated[list[Message], Field(min_length=1)]
    stream: Annotated[bool, Field(strict=True)] | None = None
    stream_options: StreamOptions | None = None
    n: Annotated[Literal[1] | None, saying("there is one answer: write 1, or leave it out")] = None
    tools: Annotated[Annotated[list[dict[str, Any]], Field(max_length=0)] | None, _NOT_SUPPORTED] = None
    functions: Annotated[Annotated[list[dict[str, Any]], Field(max_length=0)] | None, _NOT_SUPPORTED] = None
    tool_choice: Annotated[Literal["none", "auto"] | None, saying("no tool is ever called: leave it out")] = None
    function_call: Annotated[Literal["none", "auto"] | None, saying("no function is ever called: leave it out")] = None
    response_format: Annotated[
        TextFormat | None, saying('an answer is text: write {"type": "text"}, or leave it out')
    ] = None
    modalities: Annotated[
        list[Literal["text"]] | None, saying('an answer is text: write ["text"], or leave it out')
    ] = None
    logprobs: Annotated[Literal[False] | None, _NOT_SUPPORTED] = None

    def asked(self) -> schema.Asked:
        """Return the last user message as the question and the turns before it as the history."""
        turns: list[schema.Earlier] = []
        for message in self.messages:
            text = message.text()
            if message.role == "user":
                turns.append(schema.Earlier.model_construct(question=text, answer=""))
            elif message.role == "assistant" and turns:
                turns[-1].answer = text.partition(SOURCES)[0].removesuffix(PERHAPS)[:_ANSWER_CHARACTERS]
        if not turns:
            return schema.Asked(question="")
        *earlier, last = turns
        for turn in earlier:
            turn.question = turn.question[:_QUESTION_CHARACTERS]
        return schema.Asked.model_construct(question=last.question, history=earlier)


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
