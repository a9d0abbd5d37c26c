"""``qa corpus``: what is in the index, which articles say the same, and how to take some out."""

import json
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from click.testing import CliRunner

from qa.cli import main
from qa.errors import IndexLockedError
from qa.index.build import build_index, make_empty_index
from qa.index.recipe import write_recipe
from qa.settings import load_settings
from qa.store.folder import BuildFolder, IndexFolder

STORY = "The ferry ran aground off Dorle on Monday. Nobody was hurt, the harbour master said. It was towed home."
FILES = {
    "ferry.md": f"---\nsource: Valley Post\ndate: 2025-03-20\n---\n{STORY}",
    "wire/ferry.md": f"---\nsource: Wire\n---\n{STORY.upper()} The owner paid for the tug out of his own pocket.",
    "mill.md": "The council sold the old mill to a brewery on Friday. The roof has to be rebuilt before the winter.",
}


@pytest.fixture
def index_dir(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / "articles" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "articles" / name).write_text(text)
    build_index([tmp_path / "articles"], load_settings(index_dir=tmp_path / "index"))
    return tmp_path / "index"


def run(*arguments: object, expect: int = 0) -> str:
    result = CliRunner().invoke(main, ["corpus", *map(str, arguments)], prog_name="qa")
    assert result.exit_code == expect, (result.output, result.exception)
    return result.output


def test_the_articles_are_listed_and_shown(index_dir: Path) -> None:
    rows = [json.loads(line) for line in run("list", "--json", "--index-dir", index_dir).splitlines()]
    assert [(row["id"], row["source"], row["sentences"]) for row in rows] == [
        ("ferry", "Valley Post", 3),
        ("mill", "", 2),
        ("wire/ferry", "Wire", 4),
    ]
    assert "ferry  2025-03-20  Valley Post" in run("list", "--index-dir", index_dir)
    shown = run("show", "mill", "--index-dir", index_dir)
    assert f"origin: {index_dir.parent}/articles/mill.md" in shown
    assert "      0  The council sold the old mill to a brewery on Friday.\n" in shown


def test_two_copies_of_a_story_are_named_and_one_is_taken_out(index_dir: Path) -> None:
    assert json.loads(run("duplicates", "--json", "--index-dir", index_dir)) == [
        {"first": "ferry", "second": "wire/ferry", "share": 1.0}
    ]
    assert run("remove", "wire/ferry", "wire/ferry", "--index-dir", index_dir) == f"{index_dir}: 1 article removed\n"
    assert run("duplicates", "--index-dir", index_dir) == "no two articles hold the same sentences\n"
    counted = json.loads(run("stats", "--json", "--index-dir", index_dir))
    assert (counted["articles"], counted["sentences"]) == (2, 5)
    assert counted["year"] == {"2025": 1, "(none)": 1}


@pytest.mark.parametrize("command", ["show", "remove"])
def test_an_id_that_is_not_there_is_one_line(command: str, index_dir: Path) -> None:
    assert run(command, "none", "--index-dir", index_dir, expect=1) == (
        f"qa: no article 'none' in {index_dir}: 'qa corpus list' names them\n"
    )


def test_a_share_that_is_no_number_is_refused(index_dir: Path) -> None:
    assert "'nan' is no share: write one from 0.05 to 1" in run(
        "duplicates", "--share", "nan", "--index-dir", index_dir, expect=2
    )


def test_a_removal_leaves_the_index_sealed_also_where_it_is_refused(index_dir: Path) -> None:
    build = IndexFolder(index_dir).find_current()
    assert build is not None
    before = build.read_seal()
    run("remove", "none", "--index-dir", index_dir, expect=1)
    assert build.read_seal() == before is not None
    run("remove", "wire/ferry", "--index-dir", index_dir)
    assert build.read_seal() not in (None, before)


def test_a_removal_is_sealed_while_nobody_else_may_write(index_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    locked: list[bool] = []
    write_seal = BuildFolder.write_seal

    def watch(build: BuildFolder) -> None:
        locked.append(IndexFolder(index_dir).is_being_written())
        write_seal(build)

    monkeypatch.setattr(BuildFolder, "write_seal", watch)
    run("remove", "wire/ferry", "--index-dir", index_dir)
    assert locked == [True]


def test_an_article_is_taken_out_of_the_index_that_another_command_has_just_made(
    index_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = IndexFolder.lock
    rebuilt: list[bool] = []
    another = write_recipe("another", "")

    def lock_later(index: IndexFolder) -> AbstractContextManager[None]:
        if not rebuilt:
            rebuilt.append(True)
            monkeypatch.setattr("qa.index.build.write_recipe", lambda *_: another)
            rebuilt.append(build_index([], load_settings(index_dir=index_dir)).rebuilt)
        return lock(index)

    monkeypatch.setattr(IndexFolder, "lock", lock_later)
    run("remove", "wire/ferry", "--index-dir", index_dir)
    assert rebuilt == [True, True]
    listed = run("list", "--json", "--index-dir", index_dir).splitlines()
    assert [json.loads(line)["id"] for line in listed] == ["ferry", "mill"]


def test_where_no_index_is_a_removal_leaves_nothing(tmp_path: Path) -> None:
    assert "run 'qa index' first" in run("remove", "a", "--index-dir", tmp_path / "none" / "deep", expect=1)
    assert list(tmp_path.iterdir()) == []


def test_no_index_is_one_line(tmp_path: Path) -> None:
    assert "run 'qa index' first" in run("stats", "--index-dir", tmp_path / "none", expect=1)


def test_an_empty_index_says_what_to_do(tmp_path: Path) -> None:
    make_empty_index(load_settings(index_dir=tmp_path / "index"))
    assert run("list", "--index-dir", tmp_path / "index") == (
        "no articles yet: run 'qa index' with the files, folders or addresses that hold some\n"
    )
    assert run("list", "--json", "--index-dir", tmp_path / "index") == ""


def test_a_damaged_note_on_who_is_writing_names_another_process(tmp_path: Path) -> None:
    with IndexFolder(tmp_path).lock():
        (tmp_path / "writer.json").write_text("null")
        with pytest.raises(IndexLockedError, match="being written by another process"), IndexFolder(tmp_path).lock():
            pass
