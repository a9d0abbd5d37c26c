"""What is lost or damaged on disk is said in one line, never answered from, and made anew."""

import errno
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks.damage import DAMAGES, cut, flip
from qa.bot import open_bot
from qa.cli import main
from qa.errors import IndexBrokenError, NoIndexError, SourcelineError
from qa.index.build import build_index, check_index
from qa.settings import Settings, load_settings
from qa.store.seal import SealedFolder
from tests import conftest
from tests.toys import make_article

TOYS = "tests.toys:ToyEmbedding"
ARTICLES = 60  # times five sentences: Chroma saves its graph after two
QUESTION = "Which gate does tower 33 stand beside?"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("whole")
    articles = [make_article(number) for number in range(ARTICLES)]
    rows = [json.dumps({"id": a.id, "title": a.title, "text": a.text}) for a in articles]
    (folder / "articles.jsonl").write_text("\n".join(rows), encoding="utf-8")
    settings = load_settings(index_dir=folder / "index", encoder=TOYS, reader="fast")
    build_index([folder / "articles.jsonl"], settings)
    return settings


@pytest.fixture
def settings(whole: Settings, tmp_path: Path) -> Settings:
    """A copy that may be damaged."""
    shutil.copytree(whole.index_dir, tmp_path / "index")
    return whole.model_copy(update={"index_dir": tmp_path / "index"})


def find_build(settings: Settings) -> Path:
    (build,) = (settings.index_dir / "builds").iterdir()
    return build


def list_files(settings: Settings) -> list[Path]:
    seal = SealedFolder(find_build(settings)).read_seal()
    assert seal is not None
    return [find_build(settings) / name for name in seal.files]


def ask(settings: Settings) -> list[str]:
    bot = open_bot(settings)
    try:
        answer = bot.ask(QUESTION)
        return [citation.quote for citation in (*answer.citations, *answer.nearest)]
    finally:
        bot.close()


def try_to_ask(settings: Settings) -> tuple[list[str], str]:
    try:
        return ask(settings), ""
    except SourcelineError as error:
        return [], str(error)


def try_to_index(articles: Path, settings: Settings) -> str:
    try:
        build_index([articles], settings)
    except SourcelineError as error:
        return str(error)
    return ""


def test_an_index_that_is_whole_is_as_it_was_written_however_often_it_is_read(settings: Settings) -> None:
    expected = ask(settings)
    for _ in range(2):
        assert ask(settings) == expected
        assert check_index(settings) == {}
    report = build_index([], settings)
    assert (report.mended, report.rebuilt, report.articles) == ((), False, ARTICLES)
    files = [path.name for path in list_files(settings)]
    assert {"library.sqlite3", "chroma.sqlite3", "data_level0.bin", "meta.json"} <= set(files)


@pytest.mark.parametrize("damage", DAMAGES)
def test_no_damaged_file_is_answered_from(damage: str, whole: Settings, tmp_path: Path) -> None:
    expected = ask(whole)
    for number, sealed in enumerate(list_files(whole)):
        if sealed.stat().st_size == 0:
            continue
        copy = whole.model_copy(update={"index_dir": tmp_path / str(number)})
        shutil.copytree(whole.index_dir, copy.index_dir)
        path = copy.index_dir / sealed.relative_to(whole.index_dir)
        DAMAGES[damage](path)
        found, error = try_to_ask(copy)
        assert found == expected or "run 'qa index'" in error, path.name
        assert "\n" not in error
        shutil.rmtree(copy.index_dir)


@pytest.mark.parametrize(
    ("pattern", "damage"),
    [
        ("words", "removed"),
        ("chroma", "removed"),
        ("words/*.idx", "flipped"),
        ("chroma/*/data_level0.bin", "flipped"),
        ("chroma/*/data_level0.bin", "cut"),
        ("chroma/chroma.sqlite3", "cut"),
        ("seal.json", "deleted"),
    ],
)
def test_an_index_run_makes_anew_what_is_damaged(pattern: str, damage: str, settings: Settings) -> None:
    path = next(find_build(settings).glob(pattern))
    shutil.rmtree(path) if damage == "removed" else DAMAGES[damage](path)
    store = "words" if pattern.startswith("words") else "vectors" if pattern.startswith("chroma") else "library"
    assert list(check_index(settings)) == [store]
    report = build_index([], settings)
    assert (report.articles, report.rebuilt) == (ARTICLES, False)
    assert [line.split(" were")[0] for line in report.mended] == ([] if store == "library" else [f"the {store}"])
    assert all(quote.startswith("Tower 33 ") for quote in ask(settings)), "of its five equally near sentences, any"
    assert check_index(settings) == {}
    assert build_index([], settings).mended == ()


def test_the_mend_that_is_named_works_for_every_file(settings: Settings, whole: Settings, tmp_path: Path) -> None:
    expected = {quote.split(" ")[1] for quote in ask(whole)}
    for number, sealed in enumerate([*list_files(whole), whole.index_dir / "current"]):
        if sealed.stat().st_size == 0:
            continue
        copy = whole.model_copy(update={"index_dir": tmp_path / str(number)})
        shutil.copytree(whole.index_dir, copy.index_dir)
        damage = list(DAMAGES)[number % len(DAMAGES)]
        DAMAGES[damage](copy.index_dir / sealed.relative_to(whole.index_dir))
        if told := try_to_index(whole.index_dir.parent / "articles.jsonl", copy):  # the library cannot be mended
            build = find_build(copy)
            assert told.endswith(f": remove {build} and index its articles again"), (sealed, damage)
            shutil.rmtree(build)
            assert try_to_index(whole.index_dir.parent / "articles.jsonl", copy) == ""
        assert {quote.split(" ")[1] for quote in ask(copy)} == expected, (sealed, damage)
        assert check_index(copy) == {}, (sealed, damage)
        shutil.rmtree(copy.index_dir)


def test_what_is_killed_before_it_has_written_anything_is_begun_anew(settings: Settings, whole: Settings) -> None:
    for left in (b"", None):
        library = find_build(settings) / "library.sqlite3"
        library.write_bytes(b"")
        if left is None:
            with closing(sqlite3.connect(library)) as database:
                database.executescript("CREATE TABLE t (a); DROP TABLE t;")  # pages, and nothing on them
        assert build_index([whole.index_dir.parent / "articles.jsonl"], settings).added == ARTICLES
        assert all(quote.startswith("Tower 33 ") for quote in ask(settings))


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"../../etc", b"0123456789ab", b"a" * 5_000])
def test_a_damaged_name_of_the_current_build_is_one_line_and_mended(content: bytes, settings: Settings) -> None:
    expected = ask(settings)
    (settings.index_dir / "current").write_bytes(content)
    with pytest.raises(NoIndexError, match="run 'qa index' first"):
        open_bot(settings)
    assert list(check_index(settings)) == ["current"]
    assert build_index([], settings).articles == ARTICLES
    assert ask(settings) == expected


def test_where_no_build_is_named_the_one_that_was_written_last_is_taken(settings: Settings) -> None:
    build = find_build(settings)
    for number, name in enumerate(["0", "z"], start=1):
        shutil.copytree(build, build.with_name(name))
        os.utime(build.with_name(name) / "library.sqlite3", (number, number))
    (settings.index_dir / "current").unlink()
    assert build_index([], settings).mended == ()
    assert find_build(settings) == build


@pytest.mark.parametrize(("number", "mend"), [(errno.ENOSPC, "make room"), (errno.EROFS, "make it writable")])
def test_a_disk_that_is_full_or_shut_is_one_line_for_every_command(
    number: int, mend: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number), "/index/seal.json.new")

    monkeypatch.setenv("QA_ENCODER", TOYS)
    with monkeypatch.context() as patch:
        patch.setattr("qa.store.seal.SealedFolder.write_seal", fail)
        said = CliRunner().invoke(main, ["corpus", "remove", "towers/3", "--index-dir", str(settings.index_dir)])
    assert (said.exit_code, said.stdout) == (1, "")
    assert said.stderr == f"qa: /index/seal.json.new: {os.strerror(number)}: {mend}, then try again\n"
    assert build_index([], settings).articles == ARTICLES - 1


def test_words_on_a_disk_that_cannot_be_written_are_told_apart_from_damage(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError('Failed to acquire Lockfile: IoError(Os { code: 30, kind: ReadOnlyFilesystem, message: "" })')

    monkeypatch.setattr(
        "qa.store.word_index.tantivy.Index", type("Shut", (), {"__new__": fail, "exists": lambda _: True})
    )
    with pytest.raises(IndexBrokenError, match="make it writable"):
        ask(settings)


def test_an_article_that_is_damaged_is_named_and_can_be_loaded_again(settings: Settings, whole: Settings) -> None:
    library = find_build(settings) / "library.sqlite3"
    data = library.read_bytes()
    assert data.count(b"Tower 33 stands beside gate 2.") == 1
    library.write_bytes(data.replace(b"Tower 33 stands beside gate 2.", b"Tower 33 falls! beside gate 2."))
    with pytest.raises(IndexBrokenError, match="is not as it was written"):
        ask(settings)
    report = build_index([whole.index_dir.parent / "articles.jsonl"], settings)
    assert report.mended == ("article 'towers/33' was damaged and has been removed: name its file to load it again",)
    assert (report.added, report.articles) == (1, ARTICLES)
    assert all(quote.startswith("Tower 33 ") for quote in ask(settings))


def test_what_a_killed_run_left_is_tried_in_a_process_of_its_own(settings: Settings) -> None:
    expected = ask(settings)
    (find_build(settings) / "seal.json").unlink()
    assert ask(settings) == expected
    flip(next(find_build(settings).glob("chroma/*/data_level0.bin")))
    cut(next(find_build(settings).glob("chroma/*/index_metadata.pickle")))
    with pytest.raises(IndexBrokenError, match=r"the vectors are damaged .*: run 'qa index' to mend them"):
        ask(settings)
    build_index([], settings)
    assert all(quote.startswith("Tower 33 ") for quote in ask(settings))


def test_the_doctor_says_what_is_wrong_and_mends_it(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QA_ENCODER", TOYS)
    command = ["doctor", "--index-dir", str(settings.index_dir)]
    assert CliRunner().invoke(main, command).output == f"{settings.index_dir}: as it was written\n"
    shutil.rmtree(find_build(settings) / "words")
    said = CliRunner().invoke(main, [*command, "--check"])
    assert said.exit_code == 1
    assert said.output.startswith("words: words/")
    assert "the words were made anew" in CliRunner().invoke(main, command).output
    assert CliRunner().invoke(main, command).exit_code == 0


def test_a_wrong_path_leaves_no_index_behind(tmp_path: Path) -> None:
    settings = load_settings(index_dir=tmp_path / "index", encoder=TOYS)
    report = build_index([tmp_path / "wrong"], settings)
    assert [item.name for item in report.skipped] == [str(tmp_path / "wrong")]
    assert not settings.index_dir.exists()
    with pytest.raises(NoIndexError):
        open_bot(settings)


def test_a_disk_that_is_full_ends_a_run_with_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load_settings(index_dir=tmp_path / "index", encoder=TOYS)
    build_index([conftest.write_articles(tmp_path / "articles")], settings)
    library = find_build(settings) / "library.sqlite3"
    text = "A sentence that is repeated until the file is full. " * 400
    (tmp_path / "articles" / "long.txt").write_text(text, encoding="utf-8")
    limit = library.stat().st_size + 5_000

    # not between fork and exec, where a process that has threads can stall
    limited = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit})); "
    command = [sys.executable, "-c", f"{limited}from qa.cli import main; main()", "index", str(tmp_path / "articles")]
    done = subprocess.run(
        [*command, "--index-dir", str(settings.index_dir)],
        capture_output=True,
        text=True,
        env=os.environ | {"QA_ENCODER": TOYS},
    )
    assert done.returncode == 1
    assert done.stderr.startswith("qa: ")
    assert done.stderr.count("\n") == 1, done.stderr
    assert build_index([tmp_path / "articles"], settings).articles == 4


def test_a_port_that_is_taken_is_named_in_one_line(whole: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        command = [sys.executable, "-m", "qa.cli", "serve", "--port", str(port), "--index-dir", str(whole.index_dir)]
        done = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"QA_ENCODER": TOYS})
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"qa: cannot listen on port {port} of 127.0.0.1 (address already in use): name another with --port\n"
    )


def test_without_an_index_each_command_ends_with_one_line(tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text('{"id": "1", "question": "Who?", "answerable": false}\n', encoding="utf-8")
    for command in (["ask", "Who?"], ["eval", str(tmp_path / "q.jsonl")], ["doctor"]):
        started = [sys.executable, "-m", "qa.cli", *command, "--index-dir", str(tmp_path / "none")]
        done = subprocess.run(started, capture_output=True, text=True, timeout=120)
        assert (done.returncode, done.stdout) == (1, ""), command
        assert done.stderr == f"qa: no index in {tmp_path / 'none'}: run 'qa index' first\n"
