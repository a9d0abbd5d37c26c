"""`qa eval` and `qa compare` as they are typed: files, exit codes, going on, and one index for one corpus."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import click
import pytest
from click.testing import CliRunner, Result

import qa.bot
import qa.index.build
from qa.commands.compare import compare_command
from qa.commands.eval import eval_command
from qa.errors import NoIndexError, QuestionSetError
from qa.records import Answer
from qa.settings import Settings
from tests.evaluate.scripted import QUESTIONS, SCRIPT, ScriptedBot
from tests.evaluate.test_compare import LATER, write_run


class Stage:
    """What the commands meet instead of a real index: it notes what is built and opened."""

    def __init__(self) -> None:
        self.script: Mapping[str, Answer | BaseException] = SCRIPT
        self.bot = ScriptedBot(SCRIPT)
        self.built: list[tuple[list[str], Settings]] = []
        self.opened: list[Settings] = []
        self.stale = False

    def build_index(self, places: Sequence[str], settings: Settings, **_: object) -> Any:
        self.built.append((list(places), settings))
        settings.index_dir.mkdir(parents=True, exist_ok=True)
        self.stale = False
        return qa.index.build.IndexReport(2, 0, 0, 0, (), (), {}, 2, 5, False, 0.1)

    def open_bot(self, settings: Settings) -> ScriptedBot:
        if self.stale:
            raise NoIndexError("the index was made with other settings")
        self.opened.append(settings)
        self.bot = ScriptedBot(self.script)
        return self.bot


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Stage:
    stage = Stage()
    monkeypatch.setattr(qa.index.build, "build_index", stage.build_index)
    monkeypatch.setattr(qa.bot, "open_bot", stage.open_bot)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    lines = [
        {
            "id": q.id,
            "question": q.question,
            "answerable": q.answerable,
            "answers": q.answers,
            "evidence": [_to_json(span) for span in q.gold[0]] if q.gold else [],
            "alternative_evidence": [[_to_json(span) for span in spans] for spans in q.gold[1:]],
            "history": [turn.question for turn in q.history],
        }
        for q in QUESTIONS
    ]
    Path("q.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    return stage


def _to_json(span) -> dict[str, object]:
    from tests.evaluate.scripted import quote

    return {"article_id": span.article_id, "quote": quote(span), "start": span.start, "end": span.end}


def run(command: click.Command, *arguments: str, expect: int = 0) -> Result:
    result = CliRunner().invoke(command, list(arguments))
    assert result.exit_code == expect, (result.output, result.exception)
    return result


def test_a_run_prints_a_table_and_writes_the_files(stage: Stage) -> None:
    result = run(
        eval_command, "q.jsonl", "--rows", "r.rows", "--json", "f.json", "--html", "r.html", "--junit", "j.xml"
    )  # fmt: skip
    table = {line.split()[0]: line.split()[1:] for line in result.stdout.splitlines() if line.strip()}
    assert table["hit@1"][0] == "0.500"
    assert table["hit@1"][-1] == "4"
    assert "6 questions (2 unanswerable): 3 right, 1 refused, but answerable, 1 answered, but unan" in result.stdout
    rows = [json.loads(line) for line in Path("r.rows").read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in rows] == ["q1", "q2", "q3", "q4", "q5", "q6"]
    figures = json.loads(Path("f.json").read_text(encoding="utf-8"))
    assert figures["measures"]["coverage"] == 0.5
    assert len(figures["intervals"]["coverage"]) == 2
    assert Path("r.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert len(list(ElementTree.parse("j.xml").getroot().iter("testcase"))) == 6
    assert stage.built == []
    assert stage.bot.histories[2][0].question == "When was it built?"


def test_figures_from_the_rows_alone_are_those_of_the_run(stage: Stage) -> None:
    run(eval_command, "q.jsonl", "--rows", "r.rows", "--json", "f.json")
    figures = json.loads(Path("f.json").read_text(encoding="utf-8"))["measures"]
    rows = [json.loads(line) for line in Path("r.rows").read_text(encoding="utf-8").splitlines()]
    for name in ("hit@1", "mrr", "citation_f1", "answer_match", "coverage", "refusal_recall"):
        values = [row["measures"][name] for row in rows if name in row["measures"]]
        assert figures[name] == pytest.approx(sum(values) / len(values), abs=1e-12)


def test_ctrl_c_keeps_what_is_done_and_says_how_to_go_on(stage: Stage) -> None:
    stage.script = SCRIPT | {"How tall is the tower?": KeyboardInterrupt()}
    result = run(eval_command, "q.jsonl", "--rows", "r.rows", "--html", "r.html", expect=130)
    assert "2 of 6 questions (0 unanswerable): 2 right" in result.stdout
    assert "stopped: 2 of 6 questions were asked; run 'qa " in result.stderr
    assert "--resume' to go on" in result.stderr
    assert "the run is not finished" in Path("r.html").read_text(encoding="utf-8")
    stage.script = SCRIPT
    result = run(eval_command, "q.jsonl", "--rows", "r.rows", "--resume", "--json", "f.json")
    assert stage.bot.asked == [question.question for question in QUESTIONS[2:]]
    rows = [json.loads(line)["id"] for line in Path("r.rows").read_text(encoding="utf-8").splitlines()]
    assert rows == ["q1", "q2", "q3", "q4", "q5", "q6"]
    assert json.loads(Path("f.json").read_text(encoding="utf-8"))["measures"]["coverage"] == 0.5


def test_a_writer_is_compared_with_quoting_on_the_same_questions(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    lines = [json.loads(line) | {"team": "a"} for line in Path("q.jsonl").read_text(encoding="utf-8").splitlines()]
    Path("q.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    result = run(eval_command, "q.jsonl", "--rows", "r.rows", "--writer", "openai-like")
    assert caplog.messages.count("q.jsonl: not read: 'team'") == 1
    assert {settings.writer for settings in stage.opened} == {"", "openai-like"}
    quoted, written = (Path(name).read_text(encoding="utf-8").splitlines() for name in ("r.quoted.rows", "r.rows"))
    assert [json.loads(line)["id"] for line in quoted] == [json.loads(line)["id"] for line in written]
    header = next(line for line in result.stdout.splitlines() if "before" in line)
    assert header.split() == ["measure", "before", "after", "change", "better", "worse", "p"]
    assert "fixed: 0" in result.stdout


def test_ctrl_c_without_rows_still_prints_the_table(stage: Stage) -> None:
    stage.script = SCRIPT | {"What is on the Nile?": KeyboardInterrupt()}
    result = run(eval_command, "q.jsonl", expect=130)
    assert "1 of 6 questions" in result.stdout
    assert "with --rows FILE, a run that is stopped can go on later" in result.stderr


@pytest.mark.parametrize(
    ("threshold", "expect", "says"),
    [
        ("hit@1=0.5", 0, ""),
        ("hit@1=0.51", 1, "failed: hit@1 is 0.500, below 0.51"),
        ("p95_ms=60000", 0, ""),
        ("p95_ms=0", 1, "above 0"),
        ("hit@2=0.5", 2, "no measure 'hit@2': choose from lead_wrong, lead_right, "),
        ("hit@1", 2, "'hit@1' has no number: write for example hit@1=0.7"),
    ],
)
def test_a_threshold_decides_the_exit_code(stage: Stage, threshold: str, expect: int, says: str) -> None:
    result = run(eval_command, "q.jsonl", "--fail-under", "coverage=0.1", "--fail-under", threshold, expect=expect)
    assert says in " ".join(result.stderr.split())


@pytest.mark.parametrize(
    ("threshold", "says"),
    [
        ("hit@1=2", "hit@1 is a share from 0 to 1"),
        ("hit@1=-0.1", "hit@1 is a share from 0 to 1"),
        ("hit@1=nan", "hit@1 is a share from 0 to 1"),
        ("p50_ms=-1", "p50_ms is a time of 0 ms or more"),
        ("p50_ms=fast", "write for example p50_ms=500"),
    ],
)
def test_a_threshold_that_no_run_can_have_is_refused(stage: Stage, threshold: str, says: str) -> None:
    assert says in " ".join(run(eval_command, "q.jsonl", "--fail-under", threshold, expect=2).stderr.split())


def test_a_threshold_on_a_measure_without_a_value_fails(stage: Stage) -> None:
    result = run(eval_command, "q.jsonl", "--limit", "1", "--fail-under", "refusal_recall=0", expect=1)
    assert "failed: refusal_recall has no value: no question of the set counts in it" in result.stderr


def test_the_index_of_a_corpus_is_built_once_until_the_corpus_changes(stage: Stage, tmp_path: Path) -> None:
    corpus = tmp_path / "articles"
    corpus.mkdir()
    (corpus / "river.txt").write_text("The Nile is long.", encoding="utf-8")
    more = tmp_path / "more.jsonl"
    more.write_text("{}", encoding="utf-8")

    def evaluate() -> Settings:
        run(eval_command, "q.jsonl", "--corpus", str(corpus), "--corpus", str(more))
        return stage.opened[-1]

    first = evaluate()
    assert first == evaluate()
    assert [places for places, _ in stage.built] == [[str(corpus), str(more)]]
    assert first.index_dir.is_relative_to(tmp_path / "cache" / "sourceline")
    (corpus / "river.txt").write_text("The Nile is longer.", encoding="utf-8")
    assert evaluate().index_dir != first.index_dir
    assert len(stage.built) == 2


def test_an_index_that_no_longer_fits_the_program_is_built_again(stage: Stage, tmp_path: Path) -> None:
    corpus = tmp_path / "articles.jsonl"
    corpus.write_text("{}", encoding="utf-8")
    run(eval_command, "q.jsonl", "--corpus", str(corpus))
    stage.stale = True
    run(eval_command, "q.jsonl", "--corpus", str(corpus))
    assert len(stage.built) == 2


def test_a_chroma_server_is_not_used_for_a_temporary_index(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QA_CHROMA_URL", "http://localhost:9")
    run(eval_command, "q.jsonl", "--corpus", "q.jsonl")
    run(eval_command, "q.jsonl")
    assert [settings.chroma_url for settings in stage.opened] == ["", "http://localhost:9"]


def test_with_an_index_folder_the_articles_are_indexed_there(stage: Stage, tmp_path: Path) -> None:
    run(eval_command, "q.jsonl", "--corpus", "q.jsonl", "--index-dir", "mine")
    assert [(places, settings.index_dir) for places, settings in stage.built] == [(["q.jsonl"], Path("mine"))]
    assert stage.opened[-1].index_dir == Path("mine")


def test_a_squad_file_is_asked_with_its_own_paragraphs(stage: Stage, tmp_path: Path) -> None:
    from tests.evaluate.scripted import RIVER

    question = {"id": "s", "question": "Where does the Nile end?", "is_impossible": True, "answers": []}
    squad = {"data": [{"title": "Rivers", "paragraphs": [{"context": RIVER, "qas": [question]}]}]}
    Path("squad.json").write_text(json.dumps(squad), encoding="utf-8")
    run(eval_command, "squad.json", "--corpus", "q.jsonl")
    run(eval_command, "squad.json", "--corpus", "q.jsonl")
    ((places, _),) = stage.built
    assert places[1:] == ["q.jsonl"]
    (article,) = [json.loads(line) for line in Path(places[0]).read_text(encoding="utf-8").splitlines()]
    assert article == {"id": "Rivers/1", "title": "Rivers", "text": RIVER}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "name a question set, or draft one with --draft N"),
        (["q.jsonl", "--resume"], "--resume needs --rows: name the rows of the run to go on with"),
        (["q.jsonl", "--html", "nowhere/r.html"], "the folder 'nowhere' does not exist: create it first"),
        (["q.jsonl", "--draft", "3"], "q.jsonl exists: name a new file for the draft"),
        (["q.csv", "--draft", "3"], "name a file that ends in .jsonl"),
    ],
)
def test_what_cannot_be_done_is_said_before_anything_is_asked(stage: Stage, arguments: list[str], says: str) -> None:
    result = run(eval_command, *arguments, expect=2)
    assert says in " ".join(result.stderr.split())
    assert stage.opened == []


def test_a_missing_corpus_is_named(stage: Stage) -> None:
    result = CliRunner().invoke(eval_command, ["q.jsonl", "--corpus", "nowhere"])
    assert isinstance(result.exception, QuestionSetError)
    assert str(result.exception) == "nowhere: no such file or folder: name the articles with --corpus"


def test_a_draft_is_written_to_a_new_file_and_says_what_it_is_worth(stage: Stage) -> None:
    result = run(eval_command, "draft.jsonl", "--draft", "2", "--corpus", "q.jsonl")
    lines = [json.loads(line) for line in Path("draft.jsonl").read_text(encoding="utf-8").splitlines()]
    assert lines
    assert all(line["draft"] for line in lines)
    assert "scores on them are too good" in result.stderr
    printed = run(eval_command, "--draft", "2")
    assert [json.loads(line) for line in printed.stdout.splitlines()] == lines


@pytest.mark.parametrize("command", [eval_command, compare_command])
def test_help_opens_with_an_example(command: click.Command) -> None:
    shown = run(command, "--help").stdout
    assert shown.index("Example:\n") < shown.index("Options:")


def test_a_comparison_is_printed_and_written(tmp_path: Path) -> None:
    before, after = write_run(tmp_path / "a.rows"), write_run(tmp_path / "b.rows", LATER)
    page = tmp_path / "changes.html"
    result = run(compare_command, str(before), str(after), "--html", str(page))
    lines = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert "coverage 0.500 0.750 +0.250 2 1 1.000" in lines
    assert "fixed: 1" in lines
    assert "How tall is the tower? was not found, now right" in lines
    assert page.exists()


def test_a_real_index_is_measured_end_to_end(
    small_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    questions = tmp_path / "q.yaml"
    questions.write_text(
        """
- {id: crossing, question: How long does a ferry crossing take?, answerable: true, answers: [12 minutes],
   evidence: [{article_id: ferry, quote: A crossing takes 12 minutes.}]}
- {id: mercury, question: What is the boiling point of mercury?, answerable: false}
""",
        encoding="utf-8",
    )
    monkeypatch.chdir(tmp_path)
    run(
        eval_command,
        str(questions),
        "--index-dir",
        str(small_settings.index_dir),
        "--json",
        "f.json",
        "--html",
        "r.html",
    )
    figures = json.loads((tmp_path / "f.json").read_text(encoding="utf-8"))
    expected = {
        "hit@1": 1,
        "citation_recall": 1,
        "answer_match": 1,
        "coverage": 1,
        "refusal_recall": 1,
        "exact_offsets": 1,
    }
    assert {name: figures["measures"][name] for name in expected} == expected
