"""The OpenAI-compatible API, asked by OpenAI's own client over a real socket."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import openai
import pytest
from openai.types.chat import ChatCompletion, ChatCompletionChunk

from qa.answer import answer_to_json
from qa.settings import load_settings
from qa.tokens import count_tokens
from qa.web.completions.shapes import Completion
from tests.web.conftest import serve_app
from tests.web.scripted import BRIDGE, BROKEN, COST, HOW_LONG, HOW_LONG_ALONE, PRIZE, SLOW, UNKNOWN, WHY, ScriptedBot

COST_TEXT = """4.2 million crowns. [1] The repair will cost 4.2 million crowns, the county says. [1] \
Mayor Tomas Reyes said the repair of the Old Mill Bridge would cost at least 6 million crowns. [2]

The sources differ on the cost: [1] and [2]

Sources:
[1] Old Mill Bridge closed after crack is found (Valley Post, 2025-03-04): \
“The repair will cost 4.2 million crowns, the county says.”
[2] Council doubts the price of the new pier (Eastbank Herald, 2025-03-20): \
“Mayor Tomas Reyes said the repair of the Old Mill Bridge would cost at least 6 million crowns.”"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    settings = load_settings(index_dir=tmp_path_factory.mktemp("completions"), questions_per_minute=1000)
    with serve_app(ScriptedBot(), settings) as found:
        yield found


@pytest.fixture(scope="module")
def client(server: str) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=f"{server}/v1", api_key="none", max_retries=0, timeout=60) as client:
        yield client


def complete(client: openai.OpenAI, question: str, **more: object) -> ChatCompletion:
    return client.chat.completions.create(model="sourceline", messages=[{"role": "user", "content": question}], **more)  # type: ignore


def test_the_answer_carries_its_sources_in_the_text(client: openai.OpenAI) -> None:
    completion = complete(client, COST)
    (choice,) = completion.choices
    assert choice.message.content == COST_TEXT
    assert (choice.finish_reason, choice.message.role, choice.message.refusal) == ("stop", "assistant", None)
    assert (completion.object, completion.model) == ("chat.completion", "sourceline")


def test_every_mark_is_annotated_with_the_address_of_its_article(client: openai.OpenAI) -> None:
    message = complete(client, COST).choices[0].message
    cited = [annotation.url_citation for annotation in message.annotations or ()]
    assert [(message.content[one.start_index : one.end_index], one.url) for one in cited] == [  # type: ignore[index]
        ("[1]", "https://valley-post.example/bridge"),
        ("[1]", "https://valley-post.example/bridge"),
        ("[2]", "https://herald.example/pier?id=7"),
    ]
    assert cited[0].title == BRIDGE.title


def test_two_marks_of_one_statement_are_annotated_one_by_one(client: openai.OpenAI) -> None:
    history = [{"role": "user", "content": WHY}, {"role": "assistant", "content": "A crack."}]
    completion = client.chat.completions.create(
        model="sourceline",
        messages=[*history, {"role": "user", "content": HOW_LONG}],  # type: ignore[list-item]
    )
    message = completion.choices[0].message
    assert message.content.startswith("14 months. [1][2] ")  # type: ignore[union-attr]
    cited = [annotation.url_citation for annotation in message.annotations or ()]
    assert [(one.start_index, one.end_index) for one in cited][0] == (11, 14)
    assert {one.url for one in cited} == {BRIDGE.url}  # the second article has no address


def test_an_address_that_a_browser_must_not_open_is_no_annotation(client: openai.OpenAI) -> None:
    message = complete(client, PRIZE).choices[0].message
    assert "[1]" in message.content  # type: ignore[operator]
    assert not message.annotations


def test_the_whole_answer_with_its_offsets_comes_along(client: openai.OpenAI) -> None:
    message = complete(client, COST).choices[0].message
    assert message.model_extra == {"sourceline": answer_to_json(ScriptedBot().ask(COST))}


def test_an_answer_that_is_not_there_is_said_in_words(client: openai.OpenAI) -> None:
    message = complete(client, UNKNOWN).choices[0].message
    assert message.content.startswith("The articles do not say.\n\nNearest sentences, which may not answer")  # type: ignore[union-attr]
    assert not message.annotations
    assert message.model_extra["sourceline"]["outcome"] == "not_found"  # type: ignore[index]


def test_the_tokens_of_both_sides_are_counted(client: openai.OpenAI) -> None:
    usage = complete(client, COST).usage
    assert usage
    assert (usage.prompt_tokens, usage.completion_tokens) == (count_tokens(COST), count_tokens(COST_TEXT))
    assert usage.total_tokens == usage.prompt_tokens + usage.completion_tokens


# streamed


def stream(client: openai.OpenAI, question: str, **more: object) -> list[ChatCompletionChunk]:
    return list(complete(client, question, stream=True, **more))  # type: ignore[arg-type]


def test_a_stream_brings_statement_by_statement_the_same_text(client: openai.OpenAI) -> None:
    chunks = stream(client, COST)
    pieces = [chunk.choices[0].delta.content for chunk in chunks]
    assert "".join(piece or "" for piece in pieces) == COST_TEXT
    assert pieces[:3] == [
        "",
        "4.2 million crowns. [1]",
        " The repair will cost 4.2 million crowns, the county says. [1]",
    ]
    assert chunks[0].choices[0].delta.role == "assistant"
    assert [chunk.choices[0].finish_reason for chunk in chunks] == [None] * (len(chunks) - 1) + ["stop"]
    assert len({(chunk.id, chunk.created, chunk.model) for chunk in chunks}) == 1
    assert all(chunk.usage is None for chunk in chunks)


def test_the_last_piece_of_a_stream_brings_the_structured_citations(client: openai.OpenAI) -> None:
    given = stream(client, COST)[-1].choices[0].delta.model_extra
    whole = complete(client, COST).choices[0].message
    assert given == {
        "annotations": [one.model_dump() for one in whole.annotations or ()],
        "sourceline": answer_to_json(ScriptedBot().ask(COST)),
    }


def test_a_stream_tells_its_usage_when_asked_to(client: openai.OpenAI) -> None:
    *chunks, last = stream(client, COST, stream_options={"include_usage": True})
    assert all(chunk.usage is None for chunk in chunks)
    assert last.choices == []
    assert last.usage == complete(client, COST).usage


def test_a_stream_ends_with_the_word_done(server: str) -> None:
    body = {"model": "sourceline", "messages": [{"role": "user", "content": UNKNOWN}], "stream": True}
    given = httpx.post(f"{server}/v1/chat/completions", json=body)
    assert given.headers["content-type"].startswith("text/event-stream")
    assert given.text.endswith("\n\ndata: [DONE]\n\n")


def test_the_client_s_own_helper_for_streams_puts_the_pieces_together(client: openai.OpenAI) -> None:
    messages = [{"role": "user", "content": COST}]
    with client.chat.completions.stream(model="sourceline", messages=messages) as events:  # type: ignore[arg-type]
        events.until_done()
        assert events.get_final_completion().choices[0].message.content == COST_TEXT


# conversations


def test_the_last_user_message_is_the_question_and_the_turns_before_it_its_history() -> None:
    asked = Completion.model_validate(
        {
            "model": "sourceline",
            "messages": [
                {"role": "system", "content": "Answer in verse."},
                {"role": "assistant", "content": "Hello!"},
                {"role": "user", "content": [{"type": "text", "text": "Why"}, {"type": "text", "text": "so?"}]},
                {"role": "assistant", "content": "A crack. [1]\n\nSources:\n[1] Old Mill Bridge: “A crack.”"},
                {"role": "user", "content": "x" * 5000},
                {"role": "user", "content": HOW_LONG},
            ],
        }
    ).asked()
    assert asked.question == HOW_LONG
    assert [(turn.question[:10], turn.answer) for turn in asked.history] == [
        ("Why\nso?", "A crack. [1]"),  # what it quoted is not part of what was said
        ("x" * 10, ""),
    ]
    assert len(asked.history[1].question) == 4000


def test_a_follow_up_is_understood(client: openai.OpenAI) -> None:
    messages = [
        {"role": "user", "content": COST},
        {"role": "assistant", "content": "4.2 million crowns."},
        {"role": "user", "content": HOW_LONG},
    ]
    completion = client.chat.completions.create(model="sourceline", messages=messages)  # type: ignore[arg-type]
    assert completion.choices[0].message.model_extra["sourceline"]["standalone"] == HOW_LONG_ALONE  # type: ignore[index]


def test_parameters_that_mean_nothing_here_are_ignored(client: openai.OpenAI) -> None:
    completion = complete(
        client, COST, temperature=0.3, max_tokens=5, seed=7, user="somebody", n=1, tools=[], extra_body={"top_k": 3}
    )
    assert completion.choices[0].message.content == COST_TEXT
    asked = {"response_format": {"type": "text"}, "tool_choice": "auto", "modalities": ["text"], "logprobs": False}
    assert complete(client, COST, **asked).choices[0].message.content == COST_TEXT


# refusals


@pytest.mark.parametrize(
    ("more", "param"),
    [
        ({"n": 2}, "n"),
        ({"tool_choice": "required"}, "tool_choice"),
        ({"tool_choice": {"type": "function", "function": {"name": "f"}}}, "tool_choice"),
        ({"function_call": {"name": "f"}}, "function_call"),
        ({"response_format": {"type": "json_object"}}, "response_format"),
        ({"response_format": {"type": "json_schema", "json_schema": {"name": "a"}}}, "response_format"),
        ({"modalities": ["text", "audio"]}, "modalities"),
        ({"logprobs": True}, "logprobs"),
        ({"tools": [{"type": "function", "function": {"name": "f"}}]}, "tools"),
        ({"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "x"}}]}]}, "messages"),
        ({"messages": [{"role": "system", "content": "Be brief."}]}, "messages"),
        ({"messages": []}, "messages"),
    ],
)
def test_what_it_cannot_do_is_refused_with_the_name_of_the_parameter(
    client: openai.OpenAI, more: dict[str, object], param: str
) -> None:
    asked = {"model": "sourceline", "messages": [{"role": "user", "content": COST}]} | more
    with pytest.raises(openai.BadRequestError) as refused:
        client.chat.completions.create(**asked)  # type: ignore[call-overload]
    assert (refused.value.param or "").split(".")[0] == param
    assert refused.value.type == "invalid_request_error"
    assert refused.value.body.keys() == {"message", "type", "param", "code"}  # type: ignore[union-attr]


def test_an_unknown_model_is_not_found(client: openai.OpenAI) -> None:
    with pytest.raises(openai.NotFoundError, match="there is one model here: sourceline") as refused:
        client.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": COST}])
    assert refused.value.code == "model_not_found"
    with pytest.raises(openai.NotFoundError):
        client.models.retrieve("gpt-4o")


def test_a_failure_keeps_its_traceback_to_itself(client: openai.OpenAI) -> None:
    with pytest.raises(openai.InternalServerError) as refused:
        complete(client, BROKEN)
    assert "secret" not in str(refused.value.body)


def test_the_models_are_listed(client: openai.OpenAI) -> None:
    assert [model.id for model in client.models.list()] == ["sourceline"]
    assert client.models.retrieve("sourceline").owned_by == "sourceline"


def test_a_client_is_told_when_to_come_back(tmp_path: Path) -> None:
    bot = ScriptedBot()
    settings = load_settings(index_dir=tmp_path, questions_at_once=1, questions_waiting=1)
    with serve_app(bot, settings) as address, openai.OpenAI(base_url=f"{address}/v1", api_key="none") as client:
        waiting = [complete(client, SLOW, stream=True) for _ in range(2)]
        with pytest.raises(openai.InternalServerError) as refused:
            complete(client.with_options(max_retries=0), WHY)
        assert (refused.value.status_code, refused.value.code) == (503, "busy")
        assert int(refused.value.response.headers["retry-after"]) > 0
        bot.hold.set()
        for one in waiting:
            assert list(one)
