"""A llama-index reader as a place that articles come from; the reader's own module brings llama-index along."""

from __future__ import annotations

import hashlib
import inspect
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from qa.english.titles import one_line
from qa.errors import SettingsError
from qa.foreign import ForeignError, parse_json, read_utf8
from qa.load.documents import make_articles
from qa.records import Article, Skipped

SECRET = re.compile(r"key|token|password|secret|credential", re.IGNORECASE)
PASSWORD = re.compile(r"(?<=://)[^\s/@]{1,200}(?=@)")  # in an address: user and password


@dataclass(frozen=True, slots=True)
class ReaderPlace:
    """A reader, named ``module:Class``, and its arguments: those of the class and those of its ``load_data``."""

    reader: str
    arguments: Mapping[str, Any]

    def __str__(self) -> str:
        """Return the origin of its articles: the same for every run with the same arguments, and without secrets."""
        public = {name: value for name, value in self.arguments.items() if not SECRET.search(name)}
        digest = hashlib.sha256(json.dumps(public, sort_keys=True, default=str).encode()).hexdigest()
        return f"reader://{self.reader}#{digest[:12]}"

    @property
    def name(self) -> str:
        """The class alone, as its articles' ids begin."""
        return self.reader.rpartition(":")[2]


def read_arguments(given: str) -> dict[str, Any]:
    """Return the arguments in a JSON object, or in the file that ``@FILE`` names; raise `SettingsError` for others."""
    try:
        arguments = parse_json((read_utf8(Path(given[1:])) if given.startswith("@") else given) or "{}")
    except ForeignError as error:
        where = f"--reader-args {given}" if given.startswith("@") else "--reader-args"
        raise SettingsError(f"{error.tell(where)}, or write '{{\"name\": value}}'") from None
    if not isinstance(arguments, dict):
        raise SettingsError("--reader-args is not an object: write '{\"name\": value}'")
    return arguments


def check_readers(places: Iterable[object]) -> None:
    """Raise `SettingsError` where one of the places is a reader that is not there, or takes no such arguments."""
    for place in places:
        if isinstance(place, ReaderPlace):
            _make_loader(place)


def load_documents(place: ReaderPlace, *, limit_bytes: int) -> Iterator[tuple[str, Article] | Skipped]:
    """Yield the articles of a reader, each with its id, or why one is left out.

    A reader that fails is one line that is left out. Raise `SettingsError` where there is no such reader, or where it
    does not take these arguments.
    """
    load = _make_loader(place)
    try:
        documents = list(load())
    except Exception as error:  # noqa: BLE001 - each reader has errors of its own; all mean that it gave nothing
        reason = f"{type(error).__name__}: {_hide_secrets(str(error), place)}"
        yield Skipped(str(place), f"the reader failed ({reason}): mend --reader-args, or what it reads from")
        return
    strangers = {type(one).__name__ for one in documents if not (hasattr(one, "metadata") and hasattr(one, "text"))}
    if strangers:
        yield Skipped(str(place), f"the reader gave {', '.join(sorted(strangers))}, not Documents: name another reader")
        return
    folders = [Path(value).absolute() for value in place.arguments.values() if isinstance(value, str)]
    for item in make_articles(documents, name=place.name, folders=folders, limit_bytes=limit_bytes):
        yield Skipped(f"{place} {item.name}", item.reason) if isinstance(item, Skipped) else item


def _hide_secrets(message: str, place: ReaderPlace) -> str:
    """Return the start of an error's message on one line, without passwords in addresses or in arguments."""
    for name, value in place.arguments.items():
        if SECRET.search(name) and isinstance(value, str) and value:
            message = message.replace(value, "***")
    return one_line(PASSWORD.sub("***", message[:2_000]))[:300]


def _make_loader(place: ReaderPlace) -> Callable[[], Iterable[Any]]:
    """Return what loads the Documents: the reader's ``load_data`` with the arguments that are its own."""
    make = _import_reader(place.reader)
    load = getattr(make, "load_data", None)
    if load is None:
        raise SettingsError(f"--reader {place.reader} has no load_data: name a class of llama-index readers")
    of_reader, of_load = _share_arguments(place, make, load)
    if not isinstance(make, type):
        return lambda: load(**of_load)
    return lambda: make(**of_reader).load_data(**of_load)


def _import_reader(reader: str) -> Any:  # noqa: ANN401 - a class of somebody else's, or an object of one
    module_name, _, name = reader.partition(":")
    if not module_name or not name:
        raise SettingsError(
            f"--reader {reader!r} is not 'module:Class': write for example "
            "llama_index.readers.wordpress:WordpressReader"
        )
    try:
        return getattr(import_module(module_name), name)
    except ImportError as error:
        package = f"llama-index-readers-{module_name.rpartition('.')[2]}".replace("_", "-")
        raise SettingsError(f"--reader {reader}: {error}: run pip install {package}, or mend the name") from None
    except AttributeError:
        raise SettingsError(f"--reader {reader}: {module_name} has no {name}: mend the name") from None


def _share_arguments(
    place: ReaderPlace, make: Callable[..., Any], load: Callable[..., Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the arguments of the reader and those of its loading, by the names that each of them takes."""
    makes, any_made = _list_parameters(make) if isinstance(make, type) else ((), False)
    loads, any_loaded = _list_parameters(load)
    if any_loaded:  # as inherited, it hands on what the lazy one takes
        loads, any_loaded = _list_parameters(getattr(make, "lazy_load_data", load))
    given = place.arguments
    of_reader = {name: given[name] for name in given if name in makes or (any_made and name not in loads)}
    of_load = {name: given[name] for name in given if name not in of_reader and (any_loaded or name in loads)}
    if others := [name for name in given if name not in of_reader | of_load]:
        takes = ", ".join(dict.fromkeys([*makes, *loads])) or "no arguments"
        raise SettingsError(f"--reader-args: {place.name} has no {others[0]!r}: it takes {takes}")
    return of_reader, of_load


def _list_parameters(call: Callable[..., Any]) -> tuple[Sequence[str], bool]:
    """Return the names that a call takes, and whether it takes any others."""
    try:
        parameters = inspect.signature(call).parameters.values()
    except (TypeError, ValueError):  # written in C, or without a signature
        return (), True
    names = [one.name for one in parameters if one.name != "self"]
    return names, any(one.kind is inspect.Parameter.VAR_KEYWORD for one in parameters)
