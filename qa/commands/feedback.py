"""The command ``qa feedback``: what people said about answers, as a draft question set."""

from __future__ import annotations

from pathlib import Path

import click

from qa.commands.shared import index_dir_option, print_json


@click.command("feedback")
@index_dir_option
@click.option(
    "--vote", type=click.Choice(["up", "down"]), help="Only answers that were found right (up) or wrong (down)."
)
def feedback_command(index_dir: Path | None, vote: str | None) -> None:
    """Write the feedback of the chat page as a draft question set, one question a line.

    \b
    Example:
      qa feedback > draft.jsonl

    A sentence that was cited in an answer found right becomes evidence; every other row waits for a person to fill it
    in. Read the notes, correct the rows, then use them with `qa eval draft.jsonl`.
    """
    from qa.settings import load_settings
    from qa.store.feedback import FEEDBACK_FILE, FeedbackStore, feedback_to_question

    store = FeedbackStore(load_settings(index_dir=index_dir).index_dir / FEEDBACK_FILE)
    for feedback in store.all():
        if vote in (None, feedback.vote):
            print_json(feedback_to_question(feedback))
