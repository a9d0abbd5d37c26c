"""The documents say what is true: names, commands, settings, targets, paths, links, and figures that the code knows."""

from __future__ import annotations

import importlib.util
import inspect
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import click
import pytest

import qa
from qa.asking.drafts import DRAFT_CHARACTERS
from qa.brief import ARTICLES, LEAST_SENTENCES, SENTENCES
from qa.brief.choosing import AN_ARTICLE
from qa.cli import COMMANDS, load_command
from qa.english.speakers import NOTE_SENTENCES_BEFORE
from qa.evaluate.layouts import CSV_COLUMNS, LIST_SEPARATOR
from qa.evaluate.validate import FIELDS as QUESTION_FIELDS
from qa.models.encoder import load_encoder
from qa.reading.lists import MOST_LINES
from qa.settings import Settings
from qa.web.api.check import DRAFT_CHARACTERS as SENT_CHARACTERS
from qa.web.guard.headers import CONTENT_SECURITY_POLICY, DOCS_PAGE_POLICY
from tests.test_layers import FLOORS

ROOT = Path(__file__).parents[1]
PAGES = [
    ROOT / name
    for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "benchmarks/README.md", "training/README.md")
] + sorted((ROOT / "docs").rglob("*.md"))
HANDBOOK = sorted((ROOT / "corpus" / "handbook").glob("*.md"))
TEXTS = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in [*PAGES, *HANDBOOK]}
TOP = {path.name for path in ROOT.iterdir()}


def find_code(pattern: str) -> list[tuple[str, str]]:
    """Return (page, code) for code spans and lines of shell blocks that match."""
    found = []
    for name, text in TEXTS.items():
        blocks = re.findall(r"^```(?:sh|console)?\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
        lines = [line.removeprefix("$ ").split("  #")[0].strip() for block in blocks for line in block.splitlines()]
        spans = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL))
        found += [(name, code) for code in [*spans, *lines] if re.match(pattern, code)]
    return found


@pytest.mark.parametrize(("page", "code"), find_code(r"QA_[A-Z_]+"))
def test_every_setting_that_is_named_is_one(page: str, code: str) -> None:
    for name in re.findall(r"QA_([A-Z_]+)", code):
        assert name.lower() in Settings.model_fields, f"{page}: QA_{name}"


def list_options(command: click.Command) -> set[str]:
    return {name for parameter in command.params for name in parameter.opts} | {"--help"}


@pytest.mark.parametrize(("page", "code"), find_code(r"(?:\S*/)?qa [a-z]"))
def test_every_command_and_its_options_exist(page: str, code: str) -> None:
    _, name, *words = shlex.split(code, comments=True)
    if name in {"index", "ask"} and "..." in words:
        words.remove("...")
    assert name in COMMANDS, f"{page}: {code}"
    used = {word.split("=")[0] for word in words if word.startswith("--")}
    command = load_command(name)
    if isinstance(command, click.Group) and words:
        command = command.commands[words[0]]
    assert used <= list_options(command), f"{page}: {code}"


def walk_commands(name: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    yield name, command
    for inner, below in command.commands.items() if isinstance(command, click.Group) else ():
        yield from walk_commands(f"{name} {inner}", below)


@pytest.mark.parametrize(
    ("name", "command"), [one for name in COMMANDS for one in walk_commands(f"qa {name}", load_command(name))]
)
def test_every_command_and_option_stands_in_a_document_for_its_users(name: str, command: click.Command) -> None:
    for_users = [text for page, text in TEXTS.items() if page.startswith(("README", "corpus"))]
    told = [text for text in for_users if re.search(rf"{name}\b", text)]
    assert told
    options = {max(one.opts, key=len) for one in command.params if isinstance(one, click.Option)}
    # these are the same for many commands
    for option in options - {"--index-dir", "--json", "--host", "--port"}:
        assert any(re.search(rf"{option}(?![\w-])", text) for text in told), option


def test_the_documents_name_the_same_versions_of_python() -> None:
    told = [(page, text) for page, text in TEXTS.items() if page.startswith(("README", "CONTRIBUTING", "corpus"))]
    named = {page: found for page, text in told if (found := re.findall(r"Python (3\.\d+, [\d., or]+\d)", text))}
    assert len(named) == 4
    assert {versions for found in named.values() for versions in found} == {"3.11, 3.12 or 3.13"}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["requires-python"] == ">=3.11"


def test_each_setting_stands_under_the_heading_of_its_kind() -> None:
    """The groups of the code, each below a comment, are those of the handbook, each below a heading."""
    code = (ROOT / "qa" / "settings.py").read_text(encoding="utf-8").partition("class Settings")[2].partition("def ")[0]
    groups = re.split(r"\n\n    # ", code)[1:]
    sections = TEXTS["corpus/handbook/settings.md"].split("\n## ")[1:]
    told = [{name.lower() for name in re.findall(r"^- `QA_(\w+)`", section, re.MULTILINE)} for section in sections]
    assert told == [set(re.findall(r"^    (\w+): ", group, re.MULTILINE)) for group in groups]


@pytest.mark.parametrize(("page", "option"), find_code(r"--[a-z-]+$"))
def test_every_option_exists(page: str, option: str) -> None:
    if not page.startswith(("benchmarks", "training")):  # their programs have options of their own
        assert any(option in list_options(load_command(name)) for name in COMMANDS), f"{page}: {option}"


@pytest.mark.parametrize(("page", "code"), find_code(r"make [a-z]"))
def test_every_make_target_exists(page: str, code: str) -> None:
    target = code.split()[1]
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE), f"{page}: {code}"


@pytest.mark.parametrize(("page", "code"), find_code(r"[\w.-]+/[\w./-]*$"))
def test_every_path_of_the_repository_exists(page: str, code: str) -> None:
    if code.split("/")[0] in TOP - {".venv", "index", "build"}:  # what is made, not kept
        assert (ROOT / code).exists(), f"{page}: {code}"


@pytest.mark.parametrize(("page", "code"), find_code(r"python -m (?:benchmarks|training)"))
def test_every_program_exists(page: str, code: str) -> None:
    module = code.split()[2]
    assert (ROOT / f"{module.replace('.', '/')}.py").exists(), f"{page}: {code}"


def find_links() -> Iterator[tuple[str, str]]:
    for name, text in TEXTS.items():
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text):
            if "://" not in target:
                yield name, target


@pytest.mark.parametrize(("page", "target"), list(find_links()))
def test_every_link_leads_somewhere(page: str, target: str) -> None:
    assert ((ROOT / page).parent / target).exists(), f"{page}: {target}"


def default(name: str) -> object:
    return Settings.model_fields[name].default


NUMBERS = "zero one two three four five six seven eight nine ten".split()
FIGURES = [
    ("how-an-answer-is-found", r"quotes up to (\w+) sentences", lambda: NUMBERS[default("max_sentences")]),
    ("limits", r"quotes up to (\w+) sentences", lambda: NUMBERS[default("max_sentences")]),
    ("models-and-privacy", r"each vector has (\d+) numbers", lambda: load_encoder("built-in").dimension),
    ("access", r"may send (\w+) requests in a minute", lambda: {60: "sixty"}[default("questions_per_minute")]),
    ("access", r"more than (\w+) passwords in a minute", lambda: NUMBERS[default("login_attempts_per_minute")]),
    ("access", r"a login ends after (\w+) days", lambda: NUMBERS[int(default("session_hours") / 24)]),
    ("limits", r"where the (\w+) sentences before", lambda: NUMBERS[NOTE_SENTENCES_BEFORE]),
    ("the-index", r"The folder is named (\.\w+) by default", lambda: default("index_dir")),
    ("getting-started", r"in the folder (\.\w+) of the current", lambda: default("index_dir")),
    *((page, r"http://127\.0\.0\.1:(\d+)", lambda: default("port")) for page in ("getting-started", "http-api", "mcp")),
    ("common-questions", r"at most ([\d,]+) characters", lambda: f"{default('question_characters'):,}"),
    ("common-questions", r"a file at most (\d+) MB", lambda: f"{default('article_megabytes'):g}"),
    ("common-questions", r"send (\d+) requests a minute", lambda: default("questions_per_minute")),
    ("common-questions", r"in the folder `(\.\w+)`", lambda: default("index_dir")),
    ("limits", r"A list of up to (\w+) steps or items", lambda: {12: "twelve"}[MOST_LINES]),
    ("briefings", r"has up to (\w+) sentences", lambda: NUMBERS[SENTENCES]),
    ("briefings", r"sentences, (\w+) of an article at most", lambda: NUMBERS[AN_ARTICLE]),
    ("briefings", r"draws on (\w+) articles at most", lambda: NUMBERS[ARTICLES]),
    ("briefings", r"up to (\w+) sentences in all", lambda: NUMBERS[LEAST_SENTENCES]),
    ("checking", r"may have up to ([\d,]+) characters", lambda: f"{DRAFT_CHARACTERS:,}"),
    ("checking", r"drafts of up to ([\d,]+) characters", lambda: f"{SENT_CHARACTERS:,}"),
    ("briefings", r"one for each side, with (\w+) sentences", lambda: NUMBERS[SENTENCES // 2]),
]


@pytest.mark.parametrize(("page", "pattern", "known"), FIGURES, ids=[f"{page}: {at}" for page, at, _ in FIGURES])
def test_figures_that_the_code_knows_are_true(page: str, pattern: str, known: object) -> None:
    found = re.findall(pattern, TEXTS[f"corpus/handbook/{page}.md"])
    assert found, f"{page} no longer says it: take the line out of FIGURES"
    assert set(found) == {str(known())}  # type: ignore[operator]


def test_what_it_needs_is_told_alike_in_the_help_and_the_readme() -> None:
    """Memory, disk and the size of an index are measured once."""
    told = "corpus/handbook/common-questions.md"
    for figure in ("0.4 GB", "0.6 GB", "0.3 GB", "0.9 GB", "0.5 GB", "1.1 GB", "126 MB", "2,569 articles"):
        assert figure in TEXTS["README.md"], figure
        assert figure in TEXTS[told], figure
    for figure in ("2.2 GB", "2.6 GB"):  # of a million sentences
        assert figure in TEXTS["docs/scale.md"], figure
        assert figure in TEXTS[told], figure


def test_the_fields_and_columns_of_a_question_set_are_those_that_are_read() -> None:
    fields, _, table = TEXTS["corpus/handbook/question-sets.md"].partition("In a table")

    def list_named(text: str) -> set[str]:
        return {name for names in re.findall(r"^- ([a-z_, ]+):", text, re.MULTILINE) for name in names.split(", ")}

    assert list_named(fields) == {*QUESTION_FIELDS} - {"alternative_evidence"}
    assert "alternative_evidence" in table
    assert list_named(table) == {*CSV_COLUMNS}
    assert f"with {LIST_SEPARATOR} between them" in table


def test_every_directive_of_the_policy_is_explained() -> None:
    security = TEXTS["SECURITY.md"]
    for directive in {*CONTENT_SECURITY_POLICY.split("; "), *DOCS_PAGE_POLICY.split("; ")}:
        if directive not in {"default-src 'none'", "base-uri 'none'"}:
            assert f"`{directive}`" in security, directive


def test_the_architecture_names_every_room() -> None:
    text = TEXTS["docs/architecture.md"]
    rooms = {p for p in (ROOT / "qa").iterdir() if p.is_dir() and list(p.glob("*.py"))}
    assert {f"qa/{room.name}/" for room in rooms} <= set(re.findall(r"qa/\w+/", text))
    assert {name for name in re.findall(r"`Bot\.(\w+)", text)} <= {n for n, _ in inspect.getmembers(qa.Bot)}


def test_the_table_of_floors_is_that_of_the_layers() -> None:
    rows = re.findall(r"^\| (`qa/[^|]+) \|", TEXTS["docs/architecture.md"], re.MULTILINE)
    rooms = [re.findall(r"`(qa/\w+)(?:/|\.py)`", row) for row in rows]
    assert [{room.replace("/", ".") for room in row} for row in rooms] == FLOORS


def test_the_newest_version_of_the_changelog_is_the_version_and_dated() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    headings = re.findall(r"^## (.+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert re.fullmatch(rf"{re.escape(version)}, \d{{4}}-\d\d-\d\d", next(h for h in headings if h != "Unreleased"))


def load_site() -> ModuleType:
    loaded = importlib.util.spec_from_file_location("site_of_documents", ROOT / "docs" / "site.py")
    assert loaded is not None
    assert loaded.loader is not None
    program = importlib.util.module_from_spec(loaded)
    loaded.loader.exec_module(program)
    return program


def test_every_page_of_the_handbook_has_a_section_in_the_site() -> None:
    named = [name for names in load_site().SECTIONS.values() for name in names]
    assert sorted(named) == sorted({path.stem for path in HANDBOOK})


def test_every_picture_of_the_readme_is_in_the_site() -> None:
    pictures = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert pictures
    assert {ROOT / picture for picture in pictures} <= load_site().gather().keys()
