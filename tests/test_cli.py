"""The command line keeps its contracts: JSON, exit codes, one-line errors, help that opens with an example."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Never
from unittest.mock import patch

import pytest
from click.testing import CliRunner, Result

from qa.cli import main
from qa.commands.index import SOME_SKIPPED, list_changes
from qa.settings import Settings
from tests.conftest import write_articles

GOLD = Path(__file__).parent / "gold"
ANSWER_KEYS = [
    "question", "standalone", "outcome", "confidence", "answer", "statements", "citations", "conflicts", "nearest",
    "timings_ms", "note", "dropped", "writing", "groups", "more", "named", "scope", "scopes", "suggestions", "language",
]  # fmt: skip
CITATION_KEYS = [
    "number", "article_id", "title", "source", "published", "url", "quote", "start", "end", "sha256", "speaker",
    "section", "also_in",
]  # fmt: skip


# a shell in the background hands on that Ctrl-C is to be ignored; to mend that between fork and exec can stall for ever
# in a process that has threads, as this one has by then
HEARS_CTRL_C = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from qa.cli import main
main(prog_name="qa")
"""


@contextmanager
def start(*arguments: object, **pipes: int) -> Iterator[subprocess.Popen[str]]:
    """Run a command beside the test; what is read of one that says nothing for two minutes ends."""
    command = [sys.executable, "-c", HEARS_CTRL_C, *map(str, arguments)]
    with subprocess.Popen(command, text=True, env=os.environ | {"PYTHONUNBUFFERED": "1"}, **pipes) as process:
        watchdog = threading.Timer(120, process.kill)
        watchdog.start()
        try:
            yield process
        finally:
            watchdog.cancel()
            process.kill()


def run(*arguments: object, expect: int = 0) -> Result:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments], prog_name="qa")
    assert result.exit_code == expect, (result.output, result.exception)
    return result


def test_an_answer_as_json_has_what_the_contract_names(small_settings: Settings) -> None:
    asked = run("ask", "How long does a ferry crossing take?", "--index-dir", small_settings.index_dir, "--json")
    answer = json.loads(asked.stdout)
    assert list(answer) == ANSWER_KEYS
    assert answer["outcome"] == "answered"
    assert 0 <= answer["confidence"] <= 1
    first = answer["citations"][0]
    assert list(first) == CITATION_KEYS
    assert (first["article_id"], first["quote"]) == ("ferry", "A crossing takes 12 minutes.")
    assert first["source"] == "Valley Post"
    assert answer["answer"].endswith(f"[{answer['citations'][-1]['number']}]")
    numbers = {citation["number"] for citation in answer["citations"]}
    assert all(set(statement["citations"]) <= numbers for statement in answer["statements"])


def test_an_answer_for_people_shows_the_sentence_and_where_it_stands(small_settings: Settings) -> None:
    shown = run("ask", "How", "long", "does", "a", "crossing", "take?", "--index-dir", small_settings.index_dir).stdout
    assert "[1] A crossing takes 12 minutes." in shown
    assert "Ferry carries commuters while the bridge is shut (Valley Post, 2025-03-20, ferry)" in shown


def test_a_date_with_a_time_is_shown_as_its_day(tmp_path: Path) -> None:
    row = {"id": "weir", "title": "Weir", "text": "The weir opened on Monday.", "date": "2026-05-04T08:30:00+00:00"}
    (tmp_path / "a.jsonl").write_text(json.dumps(row), encoding="utf-8")
    run("index", tmp_path / "a.jsonl", "--index-dir", tmp_path / "index")
    shown = run("ask", "When did the weir open?", "--index-dir", tmp_path / "index").stdout
    assert "Weir (2026-05-04, weir)" in shown


def test_an_unknown_collection_is_an_error_that_names_the_known_ones(small_settings: Settings) -> None:
    result = run("ask", "Why?", "--collection", "nope", "--index-dir", small_settings.index_dir, expect=1)
    assert result.stderr == "qa: no collection 'nope': there are Help, birds\n"


def test_a_mistyped_command_is_told_the_nearest_one() -> None:
    assert "No such command 'inde'. Did you mean 'index'?" in run("inde", expect=2).stderr
    assert "See 'qa --help'." in run("frobnicate", expect=2).stderr


def test_a_reader_that_is_not_there_leaves_no_index_behind(tmp_path: Path) -> None:
    articles, index_dir = write_articles(tmp_path / "articles"), tmp_path / "index"
    for reader in ("nope", "json:JSONDecoder", "no_such_module:Reader"):
        run("index", articles, "--reader", reader, "--index-dir", index_dir, expect=1)
        assert not index_dir.exists()


def test_a_first_run_that_fails_leaves_no_index_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    articles, index_dir = write_articles(tmp_path / "articles"), tmp_path / "index"
    monkeypatch.setenv("QA_CHROMA_URL", "http://127.0.0.1:9")
    assert "no Chroma server" in run("index", articles, "--index-dir", index_dir, expect=1).stderr
    assert not index_dir.exists()


def test_a_place_that_is_not_there_is_an_error_though_the_others_are_indexed(tmp_path: Path) -> None:
    articles, index_dir = write_articles(tmp_path / "articles"), tmp_path / "index"
    assert "no such file" in run("index", tmp_path / "none", "--index-dir", index_dir, expect=1).stderr
    assert not index_dir.exists()
    shown = run("index", articles, tmp_path / "none", "--index-dir", index_dir, expect=1)
    assert "3 articles" in shown.stdout


def test_not_found_is_said_plainly_and_is_no_error(small_settings: Settings) -> None:
    shown = run("ask", "What is the boiling point of mercury?", "--index-dir", small_settings.index_dir).stdout
    assert shown.startswith("The articles do not say.")
    assert "The nearest sentences:" in shown


def test_a_greeting_is_followed_by_questions_to_ask_next(small_settings: Settings) -> None:
    with patch("qa.web.api.starters.find_starters", return_value=["Who is the mayor?", "Why?"]):
        shown = run("ask", "hello", "--index-dir", small_settings.index_dir).stdout
        answer = json.loads(run("ask", "hello", "--index-dir", small_settings.index_dir, "--json").stdout)
    assert shown.endswith("\n\nAsk next:\n  Who is the mayor?\n  Why?\n")
    assert answer["suggestions"] == ["Who is the mayor?", "Why?"]


def test_several_earlier_questions_may_follow_history(small_settings: Settings) -> None:
    result = run(
        "ask", "How long does a crossing take?", "--index-dir", small_settings.index_dir,
        "--history", "Who is the mayor?", "What about the ferry?", "--json",
    )  # fmt: skip
    assert json.loads(result.stdout)["question"] == "How long does a crossing take?"


def test_the_report_of_an_index_run_tells_what_was_skipped(tmp_path: Path) -> None:
    articles = write_articles(tmp_path / "articles")
    (articles / "broken.txt").write_bytes("a café, über".encode() + b" \xe9 that is not UTF-8")
    result = run("index", articles, "--index-dir", tmp_path / "index", "--json", expect=SOME_SKIPPED)
    report = json.loads(result.stdout)
    assert (report["articles"], report["added"]) == (3, 3)
    assert [Path(item["name"]).name for item in report["skipped"]] == ["broken.txt"]
    assert result.stderr.count("skipped") == 1


def test_the_report_counts_one_article_as_one(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("The bridge was closed on Monday.", encoding="utf-8")
    result = run("index", tmp_path / "one.txt", "--index-dir", tmp_path / "index")
    assert "index: 1 article, 1 sentence (1 added" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["ask", "Why?", "--index-dir", "{tmp}/none"], "no index in {tmp}/none: run 'qa index' first"),
        (["index", "--index-dir", "{tmp}/none"], "name the files, folders or addresses to index"),
        (["index", ".", "--index-dir", "/dev/null/x"], "choose another folder with --index-dir"),
        (["ask", " ", "--index-dir", "{small}"], "the question is empty: type one in words"),
        (["serve", "--port", "70000"], "write a number from 0 to 65535"),
    ],
)
def test_an_error_is_one_line_that_says_what_to_do(
    arguments: list[str], message: str, tmp_path: Path, small_settings: Settings
) -> None:
    names = {"tmp": tmp_path, "small": small_settings.index_dir}
    result = run(*(argument.format(**names) for argument in arguments), expect=1)
    assert result.stderr.startswith("qa: ")
    assert message.format(**names) in result.stderr
    assert result.stderr.count("\n") == 1


def test_serving_without_articles_says_what_to_do_ends_with_ctrl_c_and_asking_stays_one_line(tmp_path: Path) -> None:
    with start("serve", "--index-dir", tmp_path, "--port", 0, stderr=subprocess.PIPE) as serving:
        assert serving.stderr
        told = [serving.stderr.readline(), serving.stderr.readline()]
        serving.send_signal(signal.SIGINT)
        assert serving.stderr.read() == ""
        assert serving.wait(timeout=30) == 0
    assert told[0] == f"no articles in {tmp_path} yet: add some on the page, or run 'qa index' on yours\n"
    assert told[1].startswith("Sourceline is at http://127.0.0.1:")
    result = run("ask", "Why?", "--index-dir", tmp_path, expect=1)
    assert result.stderr == f"qa: no articles in {tmp_path}: run 'qa index' first\n"


def test_an_answer_that_is_quoted_because_the_writer_failed_says_so(
    small_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = {"QA_WRITER": "openai-like", "QA_WRITER_MODEL": "m", "QA_WRITER_BASE_URL": "http://127.0.0.1:9/v1"}
    for name, value in writer.items():
        monkeypatch.setenv(name, value)
    told = run("ask", "What will the repair of the bridge cost?", "--index-dir", small_settings.index_dir).stdout
    assert "The answer is quoted instead." in told.splitlines()[0]


def test_a_bad_setting_in_the_environment_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("QA_SCORE_FLOOR", "high")
    result = run("ask", "Why?", "--index-dir", tmp_path, expect=1)
    assert result.stderr == "qa: QA_SCORE_FLOOR is 'high': write a number from 0 to 1\n"


def test_a_setting_in_the_file_is_read_and_a_mistyped_one_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("sourceline.toml").write_text("question_characters = 12\n")
    result = run("ask", "Who is the mayor?", "--index-dir", tmp_path, expect=1)
    assert "no index" in result.stderr
    Path("sourceline.toml").write_text("question_charaters = 12\n")
    result = run("ask", "Who is the mayor?", "--index-dir", tmp_path, expect=1)
    assert "question_charaters" in result.stderr
    assert "there is no setting 'question_charaters': did you mean question_characters?" in result.stderr


def test_ctrl_c_ends_an_index_run_cleanly_and_keeps_what_is_done(tmp_path: Path) -> None:
    from benchmarks.crash import write_corpus

    source = write_corpus(tmp_path / "articles", 400, edition=0)
    index_dir, pipes = tmp_path / "index", {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with start("index", source, "--index-dir", index_dir, **pipes) as process:
        while process.poll() is None and not (index_dir / "writer.json").exists():
            time.sleep(0.02)
        time.sleep(2)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "Traceback" not in errors
    assert errors.strip().endswith("Aborted!")


def test_ctrl_c_while_a_module_loads_is_ctrl_c(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(*_: object, **__: object) -> Never:
        raise ImportError("initialization failed") from KeyboardInterrupt()  # as pybind11 does

    monkeypatch.setattr("qa.index.build.build_index", load)
    assert "Aborted!" in run("index", Path(__file__).parent, expect=1).output


def test_a_watched_folder_is_indexed_again_when_it_changes_until_ctrl_c(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    write_text(folder / "one.txt", "The mill was sold to a brewery on Friday.")
    watching = ("index", folder, "--watch", "--prune", "--index-dir", folder / ".qa")
    with start(*watching, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert ": 1 article," in process.stdout.readline()
        write_text(folder / "deep" / "two.txt", "The roof has to be rebuilt before the winter.")
        assert ": 2 articles" in process.stdout.readline()
        (folder / "one.txt").unlink()
        assert ": 1 article," in process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 0
        assert process.stdout.read() == ""


def test_the_index_is_no_change_of_the_folder_around_it_however_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.commands.index.WATCH_STEP_MS", 50)
    monkeypatch.setattr("qa.commands.index.WATCH_DEBOUNCE_MS", 100)
    (tmp_path / "deep").mkdir()
    monkeypatch.chdir(tmp_path / "deep")
    changes = list_changes([tmp_path], Path("../index"))
    assert not any(next(changes) for _ in range(3))
    write_text(tmp_path / "index" / "current", "1")
    assert not any(next(changes) for _ in range(20))


def test_a_watched_place_that_is_made_anew_is_watched_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qa.commands.index.WATCH_STEP_MS", 50)
    monkeypatch.setattr("qa.commands.index.WATCH_DEBOUNCE_MS", 100)
    folder, file = tmp_path / "articles", tmp_path / "one.txt"
    write_text(folder / "one.txt", "The mill was sold.")
    write_text(file, "The mill was sold.")
    changes = list_changes([folder, file], tmp_path / ".qa")

    def is_seen() -> bool:
        return any(next(changes) for _ in range(20))

    assert not is_seen()
    shutil.rmtree(folder)
    assert is_seen()
    write_text(folder / "two.txt", "It closed.")
    assert is_seen()
    assert not any([next(changes) for _ in range(3)][1:])
    write_text(folder / "two.txt", "It closed in May.")
    assert is_seen()
    write_text(tmp_path / "draft", "It was sold in May.")
    (tmp_path / "draft").replace(file)  # as editors save
    assert is_seen()
    assert not any([next(changes) for _ in range(3)][1:])
    file.write_text("It was sold in June.")
    assert is_seen()


def write_text(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--watch"], "--watch needs a file or folder"),
        (["--watch", "none"], "no such file or folder"),
        (["--since", "yesterday", "none"], "'yesterday' is no day: write it as 2026-01-31"),
        (["--since", "2026-01-01", "--prune", "none"], "--prune would remove what --since leaves out"),
    ],
)
def test_options_that_do_not_go_together_are_told(arguments: list[str], message: str, tmp_path: Path) -> None:
    result = run("index", *arguments, "--index-dir", tmp_path / "index", expect=2)
    assert message in " ".join(result.stderr.split())


def test_what_is_passed_over_is_told_at_the_end_by_kind(tmp_path: Path) -> None:
    for folder in ("north", "south"):
        write_text(tmp_path / folder / "report.txt", f"The bridge in the {folder} was closed on Monday.")
    write_text(tmp_path / "north" / "old.doc", "x")
    write_text(tmp_path / "north" / "sums.xlsx", "x")
    write_text(tmp_path / "north" / "sums.json", '{"year": 5}')
    write_text(tmp_path / "north" / "rows.jsonl", '{"id": "a"}\n' * 12)
    write_text(tmp_path / "north" / "bad.jsonl", "".join(" " * n + "!\n" for n in range(12)))
    index_dir = tmp_path / "index"
    first = run("index", tmp_path / "north", "--index-dir", index_dir, expect=SOME_SKIPPED)
    assert (
        "passed over: 3 files of other kinds (1 .doc; 1 .json without a field text, body, content or article;"
        " 1 .xlsx, to be saved as .csv)"
    ) in " ".join(first.stderr.split())
    assert first.stderr.count('no "text"') == first.stderr.count("not JSON (") == 11
    assert "skipped 2 more: not JSON (Expecting value at character 11)" in " ".join(first.stderr.split())
    assert 'skipped 2 more: no "text": give each article one' in first.stderr
    second = run("index", tmp_path / "south", "--index-dir", index_dir)
    assert "kept as 'south/report', because 'report' is" in second.stderr
    again = json.loads(run("index", tmp_path / "south", "--index-dir", index_dir, "--json").stdout)
    assert (again["articles"], again["unchanged"], again["notes"]) == (2, 1, [])


HELP_PAGES = [
    [], ["index"], ["ask"], ["serve"], ["mcp"], ["user"], ["user", "add"], ["user", "remove"], ["user", "list"],
    ["check"], ["corpus"], ["corpus", "list"], ["corpus", "show"], ["corpus", "remove"], ["corpus", "stats"],
    ["corpus", "duplicates"], ["doctor"],
]  # fmt: skip


@pytest.mark.parametrize("command", HELP_PAGES, ids=lambda command: " ".join(["qa", *command]))
def test_help_pages_open_with_an_example_and_are_as_reviewed(command: list[str]) -> None:
    page = run(*command, "--help").stdout
    assert page.index("Example:") < page.index("Options:")
    gold = GOLD / f"help-{'-'.join(['qa', *command])}.txt"
    if os.environ.get("WRITE_GOLD"):
        gold.write_text(page, encoding="utf-8")
    assert page == gold.read_text(encoding="utf-8"), "WRITE_GOLD=1 writes it anew; then read the difference"


def test_nothing_of_an_article_steers_the_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QA_ENCODER", "tests.toys:ToyEmbedding")
    text = "The tower\u00a0of Kern \x9b31m stands \u202ebackwards\u2066 \x1b[2J on the \x7f hill \U000e0041. 👩\u200d🚒"
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": "a", "title": "Kern \x9d\u2067", "text": text}) + "\n")
    folder = ("--index-dir", tmp_path / "index")
    run("index", tmp_path / "a.jsonl", *folder)
    commands = [["corpus", "list"], ["corpus", "show", "a"], ["ask", "Where stands the tower of Kern?"]]
    for command in commands:
        for flags in ([], ["--json"]):
            shown = run(*command, *flags, *folder).output
            assert all(c.isprintable() or c in "\n\u200d" for c in shown), (command, flags, ascii(shown))
    assert json.loads(run("corpus", "show", "a", "--json", *folder).output)["text"] == text
    assert "The tower of Kern �31m stands �backwards" in run("corpus", "show", "a", *folder).output


def test_the_demo_names_what_it_could_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    articles = write_articles(tmp_path / "articles")
    (articles / "broken.pdf").write_bytes(b"%PDF-1.7 and then nothing")
    monkeypatch.setattr("qa.commands.demo.CORPUS", articles)
    monkeypatch.setenv("QA_CHROMA_URL", "http://127.0.0.1:9")  # of one's own index, which the demo leaves alone
    command = ["demo", "--index-dir", str(tmp_path / "index"), "--ask", "What will the repair of the bridge cost?"]
    shown = CliRunner().invoke(main, command)
    assert "broken.pdf" in next(line for line in shown.stderr.splitlines() if line.startswith("skipped "))
    assert shown.exit_code == 0, shown.output
    assert "[1]" in shown.stdout
