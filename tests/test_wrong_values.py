"""A wrong setting or field is told in one line that says what to write."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from qa.errors import QuestionError, SettingsError
from qa.filters import Filters, check_filters
from qa.settings import load_settings, warn_of_unknown
from qa.store.vectors import VectorStore
from qa.web.api.check import Given
from qa.web.api.schema import Asked
from qa.web.completions.shapes import Completion
from qa.wrong_values import say_mend

USER = {"role": "user", "content": "Why?"}
NO_DAYS = ("2026-13-01", "2026-02-30", "0000-00-00", "2025-02-29")
PICTURE = {"role": "user", "content": [{"type": "image_url", "image_url": {"url": "data:"}}]}


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("QA_PORT", "abc", "QA_PORT is 'abc': write a whole number from 0 to 65535"),
        ("QA_PORT", "70000", "QA_PORT is '70000': write a number from 0 to 65535"),
        ("QA_FETCH_TIMEOUT_SECONDS", "0", "QA_FETCH_TIMEOUT_SECONDS is '0': write a number above 0"),
        ("QA_FEED_ENTRIES", "all", "QA_FEED_ENTRIES is 'all': write a whole number of 1 or more"),
        ("QA_READER", "slow", "QA_READER is 'slow': write 'fast' or 'careful'"),
        ("QA_OPEN_TO_NETWORK", "maybe", "QA_OPEN_TO_NETWORK is 'maybe': write true or false"),
        ("QA_ARTICLE_MEGABYTES", "inf", "QA_ARTICLE_MEGABYTES is 'inf': write a number above 0"),
        ("QA_DOCUMENT_SECONDS", "-inf", "QA_DOCUMENT_SECONDS is '-inf': write a number above 0"),
        ("QA_QUESTION_SECONDS", "1e400", "QA_QUESTION_SECONDS is '1e400': write a number above 0"),
        ("QA_SCORE_FLOOR", "nan", "QA_SCORE_FLOOR is 'nan': write a number from 0 to 1"),
        ("GRADIO_SERVER_PORT", "x", "GRADIO_SERVER_PORT is 'x': write a whole number from 0 to 65535"),
    ],
)
def test_a_wrong_setting(monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert str(caught.value) == says


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("writer_api_key = 12345", "sourceline.toml, writer_api_key: write a text in quotes"),
        ('writer_api_key = ["12345"]', "sourceline.toml, writer_api_key: write a text in quotes"),
        ('library_url = ["postgresql://anna:12345@h/b"]', "sourceline.toml, library_url: write a text in quotes"),
        ("chroma_url = {a = 12345}", "sourceline.toml, chroma_url: write a text in quotes"),
        ("writer_base_url = 12345", "sourceline.toml, writer_base_url: write a text in quotes"),
    ],
)
def test_what_may_hold_a_password_stands_in_no_message(
    line: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("sourceline.toml").write_text(f"{line}\n", encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert str(caught.value) == says


def test_a_password_in_the_address_of_a_chroma_server_stands_in_no_message(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"^no Chroma server at http://127.0.0.1:9 \("):
        VectorStore(tmp_path, name="a", url="http://anna:12345@127.0.0.1:9", create=False)
    with pytest.raises(SettingsError, match=r"^QA_CHROMA_URL is no address: write http://127.0.0.1:8000$"):
        VectorStore(tmp_path, name="a", url="http://anna:key", create=False)


def test_a_path_of_another_form_is_told_what_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QA_ROOT_PATH", "ask/")
    with pytest.raises(SettingsError, match=r"^QA_ROOT_PATH is 'ask/': it is the path .* such as /ask$"):
        load_settings()


def test_a_wrong_flag_and_a_wrong_line_of_the_file_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsError, match="^--port is -1: write a number from 0 to 65535$"):
        load_settings(port=-1)
    monkeypatch.chdir(tmp_path)
    Path("sourceline.toml").write_text("max_sentences = 99\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"^sourceline.toml, max_sentences, is 99: write a number from 1 to 10$"):
        load_settings()
    Path("sourceline.toml").write_text("max_sentence = 9\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"sourceline.toml: there is no setting 'max_sentence': did you mean max_s"):
        load_settings()


def test_a_variable_that_sets_nothing_is_named_once_with_the_nearest_setting(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    warn_of_unknown.cache_clear()
    monkeypatch.setenv("QA_SCORE_FLOR", "0.9")
    monkeypatch.setenv("QA_XYZZY", "1")
    with caplog.at_level(logging.WARNING):
        load_settings()
        load_settings()
    assert caplog.messages == [
        "QA_SCORE_FLOR sets nothing: did you mean QA_SCORE_FLOOR?",
        "QA_XYZZY sets nothing: remove it",
    ]


@pytest.mark.parametrize(
    ("model", "given", "says"),
    [
        (Asked, {}, "question: it is missing: add it"),
        (Asked, {"question": 3}, "question: write a text in quotes"),
        (Asked, {"question": "a", "since": "soon"}, "since: write a day as 2026-01-31"),
        *((Asked, {"question": "a", "until": day}, "until: write a day as 2026-01-31") for day in NO_DAYS),
        *((Given, {"text": "a", "since": day}, "since: write a day as 2026-01-31") for day in NO_DAYS),
        (Asked, {"question": "a", "outlets": "Wire"}, "outlets: write a list, [...]"),
        (Asked, {"question": "a", "history": ["b"]}, "history.0: write an object, {...}"),
        (Asked, {"question": "a", "quiet": 1}, "quiet: there is no such field: mend its name, or leave it out"),
        (Completion, {"messages": [USER], "tools": [{}]}, "tools: not supported here: leave them out"),
        (Completion, {"messages": [USER], "n": 2}, "n: there is one answer: write 1, or leave it out"),
        (Completion, {"messages": [USER], "stream": "yes"}, "stream: write true or false"),
        (Completion, {"messages": []}, "messages: at least 1 is needed"),
        (Completion, {"messages": [PICTURE]}, "messages.0.content: only text can be read, no pictures and no sound"),
    ],
)
def test_a_wrong_field(model: type[BaseModel], given: dict[str, Any], says: str) -> None:
    with pytest.raises(ValidationError) as caught:
        model.model_validate({"model": "sourceline"} | given if model is Completion else given)
    first = caught.value.errors()[0]
    assert f"{'.'.join(map(str, first['loc']))}: {say_mend(first)}" == says


@pytest.mark.parametrize(
    ("filters", "says"),
    [
        (Filters(collections=("news", "nope")), "no collection 'nope': there are Help, news"),
        (Filters(outlets=("Wire",)), "no outlet 'Wire': there is Valley Post"),
        *((Filters(since=day), f"^{day!r} is no day: write it as 2026-01-31$") for day in NO_DAYS),
        (Filters(until="20260131"), "^'20260131' is no day: write it as 2026-01-31$"),
        (Filters(since="2026-05-02", until="2026-05-01"), "since 2026-05-02 is after until 2026-05-01"),
    ],
)
def test_filters_that_admit_nothing_are_refused(filters: Filters, says: str) -> None:
    with pytest.raises(QuestionError, match=says):
        check_filters(filters, outlets={"Valley Post", ""}, collections={"Help", "news", ""})


def test_of_many_names_those_are_told_that_are_like_the_wanted_one() -> None:
    outlets = [f"Paper {letter}" for letter in "abcdefghijkl"] + ["Valley Post"]
    with pytest.raises(QuestionError, match=r"^no outlet 'Valey Post': there are Valley Post and 12 more$"):
        check_filters(Filters(outlets=("Valey Post",)), outlets=outlets, collections=())
    check_filters(
        Filters(outlets=("Valley Post",), since="2026-05-01", until="2026-05-01"), outlets=outlets, collections=()
    )
