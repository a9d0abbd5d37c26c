"""Articles from the page: files and addresses are indexed while the page watches, and can be removed again.

The files lie in ``uploads/`` of the index folder; nothing serves them. A file stays there while the list names it as
where an article came from: what is refused, or broken off, or left behind by a server that was killed, goes.
"""

from __future__ import annotations

import asyncio
import filecmp
import json
import re
import threading
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from typing import Annotated, Any
from uuid import uuid4

from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, StringConstraints
from starlette.requests import ClientDisconnect

from qa.errors import ArticleError, NoIndexError, SourcelineError
from qa.index.build import IndexReport, build_index
from qa.index.contents import remove_from_index
from qa.load import Place, is_url
from qa.load.formats import SUFFIXES
from qa.records import Article
from qa.settings import Settings
from qa.store.opening import open_index
from qa.web.api.routes import stream_events, write_event
from qa.web.api.schema import ADDRESS, ADDRESS_MEND
from qa.web.guard.proxies import is_loopback
from qa.web.guard.visitor import Visitor, find_visitor

FOLDER, LIST = "uploads", "uploads.json"
MOST_FILES, MOST_MEGABYTES = 1_000, 1_000  # that are kept of all that was added from the page
UPLOAD_SECONDS = 300.0  # for one file to arrive
LEFT_SECONDS = 86_400.0  # a day: nothing that arrives, or waits for another to be indexed, is as old

_NAME = re.compile(r"[^\W_][\w .,()'’+&#@–-]{0,120}\.[A-Za-z0-9]{1,8}")
_KINDS = ", ".join(suffix.removeprefix(".") for suffix in SUFFIXES)

Json = dict[str, Any]
Tell = Callable[[Json], None]


class Address(BaseModel):
    """A page or a feed on the web."""

    model_config = ConfigDict(extra="forbid")

    address: Annotated[str, StringConstraints(max_length=2_000, pattern=rf"^{ADDRESS}$"), ADDRESS_MEND]


def may_add(visitor: Visitor, settings: Settings) -> bool:
    """Say whether someone may add articles: on this machine alone anybody, else who has logged in, if QA_UPLOADS=on."""
    if settings.uploads == "on":
        return bool(visitor.name) or _is_local(settings)
    return settings.uploads == "local" and _is_local(settings)


def _is_local(settings: Settings) -> bool:
    return is_loopback(settings.host) and not settings.proxy_addresses and not settings.password_file.name


class Adding:
    """Adds and removes articles, one change at a time."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._folder = settings.index_dir / FOLDER
        self._list = settings.index_dir / LIST
        self._changing = threading.Lock()
        self._sweep()

    def list_added(self) -> list[Json]:
        """Return what was added here and is still known, the newest first: ``id``, ``title``, ``origin``."""
        try:
            return self._read()
        except (OSError, ValueError):
            return []

    async def take_file(self, name: str, request: Request) -> Path:
        """Store the body of a request under a name of its own, and return where: `index_file` takes it on from there.

        Raise `HTTPException` with a line for what cannot be taken.
        """
        if not _NAME.fullmatch(name):
            raise HTTPException(422, "that is no name for a file: use letters, digits, spaces and a short ending")
        if not name.lower().endswith(tuple(SUFFIXES)):
            raise HTTPException(415, f"{name}: no kind of file that can be read: {_KINDS}")
        self._sweep()
        part = self._folder / f".{uuid4().hex}.part"  # two may send a file of one name at once
        with ExitStack() as otherwise:
            otherwise.callback(_remove, part)
            try:
                self._folder.mkdir(mode=0o700, exist_ok=True)
                held = [one.stat().st_size for one in self._folder.iterdir()]
                if len(held) >= MOST_FILES or sum(held) >= MOST_MEGABYTES * 10**6:
                    raise HTTPException(
                        507, f"{MOST_FILES:,} files or {MOST_MEGABYTES:,} MB are here: remove some first"
                    )
                await self._receive(part, request)
                if twin := self._find_twin(part, name):
                    raise HTTPException(409, f"the same as {twin}, which is here already")
            except OSError as error:
                raise HTTPException(507, f"the server cannot store it: {error.strerror}") from None
            otherwise.pop_all()
        return part

    def _find_twin(self, part: Path, name: str) -> str:
        """Return the name of another file with the same content, or ""."""
        others = (one for one in self._folder.glob("[!.]*") if one.name != name)
        return next((one.name for one in others if filecmp.cmp(one, part, shallow=False)), "")

    async def _receive(self, part: Path, request: Request) -> None:
        most = int(self._settings.article_megabytes * 10**6)
        size = 0
        try:
            async with asyncio.timeout(UPLOAD_SECONDS):
                with part.open("wb") as file:
                    async for piece in request.stream():
                        size += len(piece)
                        if size > most:
                            raise HTTPException(413, f"larger than {most / 10**6:,.0f} MB: raise QA_ARTICLE_MEGABYTES")
                        file.write(piece)
        except TimeoutError:
            raise HTTPException(408, "the file took too long to arrive: send it again") from None
        except ClientDisconnect:
            raise HTTPException(400, "the file did not arrive whole: send it again") from None

    def index_file(self, arrived: Path, name: str, tell: Tell) -> None:
        """Index a file that has arrived, under its name; one that gives no article leaves the one before it there."""
        held, before = self._folder / name, arrived.with_suffix(".before")
        with self._changing:
            try:
                with suppress(FileNotFoundError):
                    held.replace(before)
                if self._index(arrived.replace(held), name, tell):
                    _remove(before)
            except OSError as error:
                tell({"problem": f"the server cannot store it: {error.strerror}"})
            finally:
                with suppress(OSError):
                    before.replace(held)
                if name not in _list_files(self.list_added()):
                    _remove(held)
                _remove(arrived)

    def index_address(self, address: str, tell: Tell) -> None:
        """Index a page or a feed."""
        with self._changing:
            try:
                self._index(address, address, tell)
            except OSError as error:
                tell({"problem": f"the server cannot store it: {error.strerror}"})

    def _index(self, place: Place, name: str, tell: Tell) -> bool:
        """Index a place, and tell how it goes; the last told has ``added``, or a ``problem``.

        Return whether an article of it is in the index.
        """
        articles: list[Article] = []
        try:
            watch = _Watch(articles, tell, partial(self._note, articles, str(place)))
            report = build_index([place], self._settings, progress=watch)
        except SourcelineError as error:
            tell({"problem": str(error)})
            return bool(articles)
        tell(_tell_report(report, articles, name))
        return bool(articles or report.unchanged)

    def remove(self, article_id: str) -> None:
        """Take an article out again that was added here; raise 404 for any other."""
        with self._changing:  # the list is read in here, too: another change may be adding to it
            known = {one["id"]: one for one in self.list_added()}
            if article_id not in known:
                raise HTTPException(404, "no such article was added here")
            origin = known[article_id]["origin"]
            settings = self._settings
            index = open_index(settings.index_dir, settings.library_url, settings.chroma_url)
            with suppress(ArticleError, NoIndexError):  # taken out by somebody else already
                remove_from_index([article_id], index, settings.chroma_url)
            left = [one for one in known.values() if one["id"] != article_id]
            self._write(left)
            if not is_url(origin) and Path(origin).name not in _list_files(left):
                _remove(self._folder / Path(origin).name)

    def _note(self, articles: Sequence[Article], origin: str) -> None:
        new = [{"id": one.id, "title": one.title or one.id, "origin": origin} for one in articles]
        ids = {one["id"] for one in new}
        self._write([*new, *(one for one in self.list_added() if one["id"] not in ids)])

    def _sweep(self) -> None:
        """Remove the files that nobody looks after any more, as a killed server leaves them."""
        if not self._changing.acquire(blocking=False):
            return  # what that change has in hand looks as if it were left
        try:
            with suppress(OSError, ValueError):  # without a list that can be read, nobody knows which are looked after
                named = _list_files(self._read())
                for one in self._folder.iterdir():
                    if one.name not in named and time.time() - one.stat().st_mtime > LEFT_SECONDS:
                        _remove(one)
        finally:
            self._changing.release()

    def _read(self) -> list[Json]:
        found: list[Json] = json.loads(self._list.read_text(encoding="utf-8")) if self._list.exists() else []
        return found

    def _write(self, listed: Sequence[Json]) -> None:
        part = self._list.with_suffix(".part")
        part.write_text(json.dumps(listed, ensure_ascii=False), encoding="utf-8")
        part.replace(self._list)


def _list_files(listed: Sequence[Json]) -> set[str]:
    """Return the names of the files that articles came from."""
    return {Path(one["origin"]).name for one in listed if not is_url(one["origin"])}


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink()


class _Watch:
    """Progress that is told to the page; each article is noted once it is stored, whatever becomes of the others."""

    def __init__(self, articles: list[Article], tell: Tell, note: Callable[[], None]) -> None:
        self._articles = articles
        self._tell = tell
        self._note = note
        self._all = 0

    def read_article(self, count: int) -> None:
        self._tell({"read": count})

    def start(self, articles: int) -> None:
        self._all = articles

    def advance(self, article: Article, sentences: int) -> None:
        self._articles.append(article)
        self._note()
        self._tell({"indexed": len(self._articles), "of": self._all})


def _tell_report(report: IndexReport, articles: Sequence[Article], name: str) -> Json:
    # a file is named as it was sent, not by where it lies here
    skipped = [{"name": name, "reason": " ".join(one.reason.split())} for one in report.skipped]
    return {
        "added": report.added,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "skipped": skipped,
        "titles": [one.title or one.id for one in articles][:20],
    }


def add_adding(app: FastAPI, settings: Settings) -> None:
    """Add the routes that take articles in and out."""
    adding = Adding(settings)

    def check(request: Request) -> None:
        if not may_add(find_visitor(request), settings):
            raise HTTPException(403, "articles cannot be added here: log in, and set QA_UPLOADS=on on the server")

    @app.get("/api/added", include_in_schema=False)
    def list_added(request: Request) -> list[Json]:
        """Return what was added from the page."""
        check(request)
        return adding.list_added()

    @app.put("/api/added/{name:path}", include_in_schema=False)
    async def add_file(name: str, request: Request) -> StreamingResponse:
        """Take a file in and index it; the events tell how it goes."""
        check(request)
        arrived = await adding.take_file(name, request)
        return stream_events(_follow(lambda tell: adding.index_file(arrived, name, tell)))

    @app.post("/api/added", include_in_schema=False)
    async def add_address(wanted: Address, request: Request) -> StreamingResponse:
        """Load a page or a feed and index it; the events tell how it goes."""
        check(request)
        return stream_events(_follow(lambda tell: adding.index_address(wanted.address, tell)))

    @app.delete("/api/added/{article_id:path}", status_code=204, include_in_schema=False)
    def remove(article_id: str, request: Request) -> None:
        """Remove an article that was added here."""
        check(request)
        adding.remove(article_id)


def _follow(work: Callable[[Tell], None]) -> AsyncIterator[str]:
    """Begin the work in a thread and return what it tells as events; it goes on to its end when nobody listens."""
    told: asyncio.Queue[Json | None] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def tell(what: Json | None) -> None:
        loop.call_soon_threadsafe(told.put_nowait, what)

    def run() -> None:
        try:
            work(tell)
        finally:
            tell(None)

    async def listen(running: asyncio.Future[None]) -> AsyncIterator[str]:
        while (what := await told.get()) is not None:
            yield write_event(what)
        await running

    return listen(loop.run_in_executor(None, run))
