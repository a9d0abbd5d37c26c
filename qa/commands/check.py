"""The command ``qa check``: hold a claim, a draft or a stored answer against the articles."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qa.commands.shared import OUTPUT, index_dir_option, open_console, print_json, print_plain

if TYPE_CHECKING:
    from rich.console import Console

    from qa.bot import Bot
    from qa.proof.draft import Proven
    from qa.proof.stored import RecheckedStatement
    from qa.records import Citation

FAILED = 1  # the exit code where something is contradicted, drifted or gone
_COLOURS = {"supported": "green", "ok": "green", "contradicted": "red", "gone": "red", "not_found": "yellow"}
_COLOURS |= {"misattributed": "magenta", "drifted": "magenta"}
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("check")
@click.argument("answer", metavar="[ANSWER.json]", required=False, type=_FILE)
@click.option("--claim", metavar="TEXT", help="Check one statement.")
@click.option("--text", "draft", type=_FILE, metavar="FILE", help="Check a draft (Markdown, text, DOCX, ...).")
@index_dir_option
@click.option("--json", "as_json", is_flag=True, help="Print the verdicts as JSON.")
@click.option("--html", "html_path", type=OUTPUT, metavar="FILE", help="Write draft and proof side by side.")
def check_command(
    answer: Path | None,
    claim: str | None,
    draft: Path | None,
    index_dir: Path | None,
    as_json: bool,
    html_path: Path | None,
) -> None:
    """Check statements against the articles; each comes with the sentences that carry or contradict it.

    \b
    Example:
      qa check --claim "The bridge was closed in March."
      qa check --text draft.md --html proof.html
      qa ask "Why was the bridge closed?" --json > answer.json; qa check answer.json

    A stored answer is held against the articles as they are now: a sentence is ok, drifted (it reads otherwise) or
    gone. The exit code is 1 when something is contradicted, drifted or gone.
    """
    from qa.bot import open_bot
    from qa.settings import load_settings

    if sum(given is not None for given in (answer, claim, draft)) != 1:
        raise click.UsageError("name a stored answer, or give --claim TEXT or --text FILE")
    bot = open_bot(load_settings(index_dir=index_dir))
    outputs = _Outputs(as_json, html_path)
    if answer is not None:
        failed = _check_answer(answer, bot, outputs)
    else:
        title, text = ("Claim", claim) if draft is None else _read_draft(draft)
        failed = _check_draft(title, text or "", bot, outputs)
    sys.exit(FAILED if failed else 0)


class _Outputs:
    """Where the verdicts go: JSON or colour on the terminal, and a page."""

    def __init__(self, as_json: bool, html_path: Path | None) -> None:
        self.as_json, self.html_path = as_json, html_path

    def write(self, as_json: dict[str, object], page: str) -> bool:
        """Write page and JSON; return whether the terminal is still to be told."""
        if self.html_path:
            self.html_path.write_text(page, encoding="utf-8")
        if self.as_json:
            print_json(as_json, indent=2)
        return not self.as_json


def _read_draft(path: Path) -> tuple[str, str]:
    """Return title and text of a draft, read as an article is."""
    from qa.errors import AnswerError
    from qa.load import load_articles
    from qa.records import Loaded

    item = next(iter(load_articles([path])), None)
    if not isinstance(item, Loaded):
        raise AnswerError(f"{path} cannot be read as a draft: {item.reason if item else 'it holds no text'}")
    return item.article.title or path.name, item.article.text


def _check_draft(title: str, text: str, bot: Bot, outputs: _Outputs) -> bool:
    from qa.proof.draft import proven_to_json
    from qa.proof.page import render_draft

    statements = bot.prove(text)
    if outputs.write(proven_to_json(statements), render_draft(title, statements)):
        _print_draft(statements)
    return any(one.verdict == "contradicted" for one in statements)


def _print_draft(statements: Sequence[Proven]) -> None:
    from qa.proof.draft import NEAREST_ARE, NO_SENTENCE
    from qa.proof.page import SAID, count_verdicts

    console = open_console()
    for one in statements:
        print_plain(console, one.text, "bold")
        reason = f": {one.reason}" if one.reason and one.reason != NO_SENTENCE else ""
        print_plain(console, f"  {SAID[one.verdict]} ({one.probability:.0%}){reason}", _COLOURS[one.verdict])
        _print_citations(console, one.citations)
        if one.dispute:
            print_plain(console, f"  {one.dispute}:", _COLOURS["misattributed"])
            _print_citations(console, one.differing)
        if one.nearest:
            print_plain(console, f"  {NEAREST_ARE}:", "dim")
            _print_citations(console, one.nearest)
    print_plain(console, count_verdicts([one.verdict for one in statements]), "dim")


def _print_citations(console: Console, citations: Sequence[Citation]) -> None:
    from qa.citing import name_heads

    for citation in citations:
        print_plain(console, f"    {citation.quote}", "default")
        print_plain(console, f"    {name_heads(citation)} ({citation.article.id})", "dim")


def _check_answer(path: Path, bot: Bot, outputs: _Outputs) -> bool:
    from qa.proof.page import render_answer
    from qa.proof.stored import read_answer, recheck, rechecked_to_json

    answer = read_answer(path)
    statements = recheck(answer, bot.get_article, bot.get_offsets)
    page = render_answer(str(answer.get("question", path.name)), statements)
    if outputs.write(rechecked_to_json(statements), page):
        _print_answer(statements)
    return any(one.state != "ok" for one in statements)


def _print_answer(statements: Sequence[RecheckedStatement]) -> None:
    from qa.proof.page import SAID, count_verdicts

    console = open_console()
    for one in statements:
        print_plain(console, one.text, "bold")
        for citation in one.citations:
            print_plain(console, f"  {SAID[citation.state]}: {citation.quote}", _COLOURS[citation.state])
            if citation.state == "drifted":
                print_plain(console, f"  now: {citation.now}", "default")
    print_plain(console, count_verdicts([one.state for one in statements]), "dim")
