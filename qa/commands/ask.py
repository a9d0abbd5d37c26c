"""The command ``qa ask``: one question, answered in the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qa.commands.shared import index_dir_option, open_console, print_json, print_plain

if TYPE_CHECKING:
    from rich.console import Console

    from qa.records import Answer, Article, Citation, Sentence
    from qa.settings import Settings


@click.command("ask")
@click.argument("words", metavar="QUESTION", nargs=-1, required=True)
@index_dir_option
@click.option(
    "--history", multiple=True, metavar="TEXT...", help="Earlier questions of the conversation, oldest first."
)
@click.option("--collection", "collections", multiple=True, metavar="NAME", help="Only articles of this collection.")
@click.option("--more", is_flag=True, help="Print all sentences of a briefing.")
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
def ask_command(  # noqa: PLR0913 - one for each argument and option
    words: Sequence[str],
    index_dir: Path | None,
    history: Sequence[str],
    collections: Sequence[str],
    more: bool,
    as_json: bool,
) -> None:
    """Ask a question and see the sentences that answer it.

    \b
    Example:
      qa ask "How many soldiers were sent?" --history "What happened in Kursk?"
    """
    from qa.memory import collect_nothing

    # after --history, further words are further history; else they belong to a question typed without quotation marks
    question, further = (words[0], words[1:]) if history else (" ".join(words), ())
    with collect_nothing():
        from qa.settings import load_settings

        settings = load_settings(index_dir=index_dir)
        ask_in_terminal(question, settings, (*history, *further), collections, more=more, as_json=as_json)


def ask_in_terminal(
    question: str,
    settings: Settings,
    history: Sequence[str] = (),
    collections: Sequence[str] = (),
    *,
    more: bool = False,
    as_json: bool = False,
) -> None:
    """Ask the index of these settings, and print the answer; ``history`` holds earlier questions, oldest first."""
    from qa.asking.networks import load_networks
    from qa.store.opening import open_index

    index = open_index(settings.index_dir, settings.library_url, settings.chroma_url)
    if index.find_current():
        load_networks(settings)  # beside the imports that follow
    from qa.answer import answer_to_json
    from qa.bot import open_bot
    from qa.errors import NoIndexError
    from qa.filters import Filters
    from qa.records import Turn
    from qa.web.api.starters import Starters

    bot = open_bot(settings)
    if not bot.count()[0]:  # the page made an index for articles to come
        raise NoIndexError(f"no articles in {index.name}: run 'qa index' first")
    answer = bot.ask(question, [Turn(text) for text in history], Filters(collections=tuple(collections)))
    if not as_json:
        _print_answer(answer, more=more)
    answer = Starters(bot).add_to(answer, wait=True)  # takes some seconds, in which the answer can be read
    if as_json:
        print_json(answer_to_json(answer), indent=2)
    else:
        _print_suggestions(answer.suggestions)


def _print_answer(answer: Answer, *, more: bool) -> None:
    from qa.answer import say_conflict

    console = open_console()
    if not answer.question.strip().lower().endswith(answer.standalone.strip().lower()):  # a greeting may fall away
        print_plain(console, f"asked as: {answer.standalone}", "dim")
    for line in filter(None, (answer.scope, answer.note)):  # the note says why a writer's words are not there
        print_plain(console, line, "dim")
    if answer.outcome == "briefing":
        _print_briefing(console, answer, more=more)
    elif answer.outcome == "about":
        print_plain(console, answer.text, "bold")
        _print_citations(console, answer.nearest)
    elif answer.outcome in ("answered", "perhaps"):
        if answer.outcome == "perhaps":
            print_plain(console, "Not sure, but this may be the answer:", "dim")
        print_plain(console, answer.text, "bold")
        console.print()
        _print_citations(console, answer.citations)
        for conflict in answer.conflicts:
            print_plain(console, say_conflict(conflict), "yellow")
    else:
        print_plain(console, "The articles do not say.", "bold")
        if answer.nearest:
            console.print("\nThe nearest sentences:", style="dim")
            _print_citations(console, answer.nearest)


def _print_briefing(console: Console, answer: Answer, *, more: bool) -> None:
    for statement in answer.statements:
        if statement.kind == "written":
            marks = "".join(f"[{citation.number}]" for citation in statement.citations)
            print_plain(console, f"{statement.text} {marks}", "bold")
    for group in answer.groups:
        print_plain(console, group.title, "bold")
        _print_citations(console, group.citations)
        console.print()
    if answer.more and more:
        _print_citations(console, answer.more)
    elif answer.more:
        print_plain(console, f"{len(answer.more)} more sentences: --more shows them.", "dim")


def _print_suggestions(suggestions: Sequence[str]) -> None:
    if suggestions:
        console = open_console()
        console.print("\nAsk next:", style="dim")
        for suggestion in suggestions:
            print_plain(console, f"  {suggestion}", "green")


def _print_citations(console: Console, citations: Sequence[Citation]) -> None:
    from qa.citing import name_heads

    for citation in citations:
        print_plain(console, f"[{citation.number}] {citation.quote}", "green")
        print_plain(console, f"    {_name_place(name_heads(citation), citation.article, citation.sentence)}", "dim")
        for copy in citation.copies:
            print_plain(
                console,
                f"    also in {_name_place(copy.stored.article.title, copy.stored.article, copy.sentence)}",
                "dim",
            )


def _name_place(heads: str, article: Article, sentence: Sentence) -> str:
    where = ", ".join(filter(None, (article.source, article.shown_date, article.id)))
    return f"{heads} ({where}), characters {sentence.start}-{sentence.end}"
