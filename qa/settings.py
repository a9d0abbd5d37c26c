"""Every number, name and path that changes behaviour, each with its unit or its reason.

A value is taken from the first of: a command-line flag, the environment (``QA_INDEX_DIR=...``), the file
``sourceline.toml`` in the working directory, the default below. ``GRADIO_SERVER_NAME`` and ``GRADIO_SERVER_PORT``,
which a host of Gradio's applications sets, take the place of the defaults of ``host`` and ``port``.
"""

from __future__ import annotations

import logging
import os
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError

from qa.errors import SettingsError
from qa.foreign import parse_toml
from qa.wrong_values import say_mend

log = logging.getLogger("qa")

SETTINGS_FILE = Path("sourceline.toml")
_PREFIX = "qa_"  # of the variables of the environment, whatever their case
_OF_GRADIO = {"host": "GRADIO_SERVER_NAME", "port": "GRADIO_SERVER_PORT"}  # what a host of its applications sets


def _split_list(value: object) -> object:
    return tuple(filter(None, map(str.strip, value.split(",")))) if isinstance(value, str) else value


Listed = Annotated[tuple[str, ...], BeforeValidator(_split_list)]
"""Several values: separated by commas in the environment, a list in the file."""


FAST_WINDOWS = 8  # of a question; with the small reader alone more of them make the first sentence right less often


class Settings(BaseModel):
    """All settings; only the place where everything meets reads them, functions receive the values they use."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    # where things are
    index_dir: Path = Field(Path(".qa"), description="folder that holds the index")
    # repr=False: what may hold a password stands in no message
    chroma_url: str = Field(
        "", repr=False, description="address of a Chroma server; empty keeps the vectors in the index folder"
    )
    library_url: str = Field(
        "",
        repr=False,
        description="address of a PostgreSQL database, such as postgresql://name@host/database, that holds articles "
        "and words; empty keeps them in the index folder; it wants QA_CHROMA_URL beside it",
    )

    # reading articles in
    article_megabytes: float = Field(20.0, gt=0, description="a larger file or page is skipped, in MB (10^6 bytes)")
    fetch_timeout_seconds: float = Field(20.0, gt=0, description="time for one web page or feed, redirects included")
    fetch_redirects: int = Field(3, ge=0, description="redirects followed for one address")
    document_seconds: float = Field(12.0, gt=0, description="longest time that one file or page may take to be read")
    feed_entries: int = Field(100, ge=1, description="entries read from one feed, newest first")
    allow_private_addresses: bool = Field(
        default=False, description="also load from private and loopback addresses, such as an internal wiki"
    )

    # models: changing this rebuilds the index
    encoder: str = Field(
        "built-in",
        description="'built-in', or 'module:name' of a llama-index embedding (a class, a function or an object)",
    )

    # asking
    question_characters: int = Field(2_000, ge=10, description="a longer question is refused")
    question_seconds: float = Field(
        20.0, gt=0, description="time for one question, without a writer's; then it gives its place to the next"
    )
    dense_candidates: int = Field(100, ge=1, description="sentences asked of the vector store for one question")
    lexical_candidates: int = Field(100, ge=1, description="sentences asked of the word index for one question")
    read_windows: int = Field(
        12, ge=1, le=64, description="short runs of text that the reader reads for one question; 8 at most when fast"
    )
    reader: Literal["fast", "careful"] = Field(
        "careful",
        description="'careful' reads the best windows again with larger networks; 'fast' does not, has no headlines",
    )
    score_floor: float = Field(
        0.55, ge=0, le=1, description="below this confidence nothing is given as the answer; higher is stricter"
    )
    perhaps_floor: float = Field(
        0.15,
        ge=0,
        le=1,
        description="from this confidence on the best sentence is shown as what perhaps answers; below, nothing does",
    )
    sentence_floor: float = Field(
        0.4, ge=0, le=1, description="share of the best sentence's score that a further sentence needs to be quoted"
    )
    max_sentences: int = Field(3, ge=1, le=10, description="most sentences quoted in one answer")
    nearest_sentences: int = Field(3, ge=0, le=10, description="sentences shown as nearest when nothing answers")

    # a writer model phrases the answer; without one, whole sentences are quoted
    writer: Literal["", "openai-like", "ollama", "anthropic"] = Field(
        "", description="'openai-like', 'ollama' or 'anthropic'; empty quotes and writes nothing"
    )
    writer_model: str = Field("", description="name of the model, as its server knows it")
    writer_base_url: str = Field("", repr=False, description="address of the server, such as http://127.0.0.1:8080/v1")
    writer_api_key: SecretStr = Field(
        SecretStr(""), repr=False, description="key for the server; better kept in a file"
    )
    writer_api_key_file: Path = Field(Path(), description="file whose first line is the key")
    writer_timeout_seconds: float = Field(
        30.0, gt=0, description="time for one draft; the answer is quoted when it is over"
    )
    writer_prompt_tokens: int = Field(3_000, ge=200, description="size of the prompt, sentences included, in tokens")
    passage_tokens: int = Field(160, ge=32, le=400, description="size of a passage in the prompt, in tokens")
    writer_answer_tokens: int = Field(400, ge=20, description="length at which a draft is cut off, in tokens")

    # serving
    host: str = Field("127.0.0.1", description="address that the server listens on")
    port: int = Field(7860, ge=0, le=65535, description="port that the server listens on; 0 takes a free one")
    questions_at_once: int = Field(
        0, ge=0, description="questions computed at the same time; 0 is one a processor core"
    )
    questions_waiting: int = Field(
        0,
        ge=0,
        description="questions that may wait, more come back later; 0 is as many as begin in time, at most 100",
    )
    questions_per_minute: int = Field(60, ge=1, description="requests of one person or address in a minute; more wait")
    request_kilobytes: int = Field(200, ge=10, description="a larger request is refused, in kB (10^3 bytes)")
    history_turns: int = Field(6, ge=0, description="earlier turns of a conversation that a follow-up is read against")
    header_seconds: float = Field(10.0, gt=0, description="time for the head of one request to arrive")
    connections_per_address: int = Field(
        100, ge=4, description="connections that one address may hold; this computer and the proxies may hold more"
    )
    body_seconds: float = Field(20.0, gt=0, description="time for the body of one request to arrive")

    # who may use it; one of the first three is needed to listen on an address that others reach
    password_file: Path = Field(Path(), description="file of names and passwords, as 'qa user add' writes it")
    proxy_user_header: str = Field(
        "", pattern=r"^[A-Za-z0-9-]*$", description="header in which a reverse proxy names who has logged in there"
    )
    open_to_network: bool = Field(default=False, description="let everyone who reaches the server use it")
    host_names: Listed = Field(
        (), description="names under which an open server is asked, beside its addresses and its own name"
    )
    proxy_addresses: Listed = Field(
        (), description="addresses or networks of reverse proxies whose X-Forwarded-* headers are believed"
    )
    root_path: str = Field(
        "", pattern=r"^(/[\w.~-]+)*$", description="path under which a reverse proxy shows the server, such as /ask"
    )
    session_hours: float = Field(168.0, gt=0, description="a login ends after this time")
    login_attempts_per_minute: int = Field(10, ge=1, description="passwords that one address may try in a minute")
    uploads: Literal["local", "on", "off"] = Field(
        "local",
        description="who may add articles from the page: 'local' on this computer, 'on' who is logged in, or 'off'",
    )
    widget_origins: Listed = Field((), description="sites that may show the widget, such as https://wiki.example.org")
    audit_questions: bool = Field(default=False, description="write the text of each question into the audit log")

    def count_windows(self) -> int:
        """Return how many windows the reader reads for one question."""
        return self.read_windows if self.reader == "careful" else min(self.read_windows, FAST_WINDOWS)

    def read_writer_key(self) -> str:
        """Return the writer's key, from its file if one is named; raise `SettingsError` when that cannot be read."""
        if self.writer_api_key_file == Path():
            return self.writer_api_key.get_secret_value()
        try:
            return self.writer_api_key_file.read_text(encoding="utf-8").strip().split("\n")[0]
        except (OSError, ValueError):
            raise SettingsError(
                f"the key file {self.writer_api_key_file} cannot be read: mend QA_WRITER_API_KEY_FILE"
            ) from None


def load_settings(**flags: Any) -> Settings:  # noqa: ANN401 - a flag may be of any type; pydantic checks it
    """Return the settings; a flag that is None counts as not given. Raise `SettingsError` naming the first bad one."""
    named = {name.lower(): value for name, value in os.environ.items()}
    set_there = {f"{_PREFIX}{name}" for name in Settings.model_fields} & set(named)
    warn_of_unknown(frozenset(name.upper() for name in named if name.startswith(_PREFIX) and name not in set_there))
    environment = {name.removeprefix(_PREFIX): named[name] for name in set_there}
    given = {name: value for name, value in flags.items() if value is not None}
    try:
        in_file = _read_file()
        return Settings(**(_read_gradio() | in_file | environment | given))
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        if name not in Settings.model_fields:
            raise SettingsError(f"{SETTINGS_FILE}: there is no setting {name!r}: {_suggest(name)}") from None
        flag = f"--{name.replace('_', '-')}"
        places = ((flag, given), (f"{_PREFIX}{name}".upper(), environment), (f"{SETTINGS_FILE}, {name},", in_file))
        place = next((place for place, values in places if name in values), _OF_GRADIO.get(name, name))
        field, is_form = Settings.model_fields[name], first["type"] == "string_pattern_mismatch"
        mend = f"it is the {field.description}" if is_form else say_mend(first, field.metadata)
        shown = f"{place} is {first['input']!r}" if field.repr else place.removesuffix(",")
        raise SettingsError(f"{shown}: {mend}") from None
    except (ValueError, OSError) as error:
        raise SettingsError(f"{SETTINGS_FILE}: {error}: mend or remove the file") from None


@cache  # once, however often the settings are read
def warn_of_unknown(variables: frozenset[str]) -> None:
    """Write a line for each variable that looks like one of ours and sets nothing."""
    for variable in sorted(variables):
        name = variable.lower().removeprefix(_PREFIX)
        log.warning("%s sets nothing: %s", variable, _suggest(name, _PREFIX.upper()))


def _suggest(name: str, prefix: str = "") -> str:
    near = get_close_matches(name, Settings.model_fields, n=1)
    shown = f"{prefix}{near[0].upper() if prefix else near[0]}" if near else ""
    return f"did you mean {shown}?" if near else "remove it"


def _read_gradio() -> dict[str, str]:
    return {name: os.environ[variable] for name, variable in _OF_GRADIO.items() if os.environ.get(variable)}


def _read_file() -> dict[str, Any]:
    try:
        return parse_toml(SETTINGS_FILE.read_bytes())
    except FileNotFoundError:
        return {}
