"""Load the writer that the settings name."""

from __future__ import annotations

from qa.models.writer import Writer, load_writer
from qa.settings import Settings
from qa.write.prompt import check_budget


def load_writer_of(settings: Settings) -> Writer | None:
    """Return the writer that the settings name, or None when they name none; raise `ModelError` when it lacks one."""
    return load_writer(
        settings.writer,
        model=settings.writer_model,
        base_url=settings.writer_base_url,
        api_key=settings.read_writer_key(),
        timeout_seconds=settings.writer_timeout_seconds,
        answer_tokens=settings.writer_answer_tokens,
        # twice, because the model may count its tokens in another way
        context_tokens=2 * (settings.writer_prompt_tokens + settings.writer_answer_tokens),
    )


def check_writer_budget(settings: Settings) -> None:
    """Raise `SettingsError` unless the longest question and one passage fit into a prompt."""
    check_budget(
        settings.writer_prompt_tokens,
        passage_tokens=settings.passage_tokens,
        question_characters=settings.question_characters,
    )
