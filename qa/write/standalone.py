"""Let a writer make a follow-up stand alone, and take its question only if the conversation says every word of it."""

from __future__ import annotations

from collections.abc import Sequence

from qa.check.text import read_text
from qa.errors import WriterError
from qa.models.writer import Writer
from qa.records import Turn
from qa.write.prompt import render_standalone_prompt

MOST_TIMES_LONGER = 3  # a follow-up grows by the names it leaves out; what grows more is an answer or a speech
ROOM_CHARACTERS = 120  # for those names, where the follow-up is very short


def rewrite_question(
    question: str, history: Sequence[Turn], fallback: str, *, writer: Writer, timeout_seconds: float
) -> str:
    """Return the follow-up as the writer would ask it without its history, or ``fallback`` if that cannot be trusted.

    The writer may fill in names of the conversation; it may neither bring in words of its own nor drop one of the
    follow-up's. A writer that fails or is late costs nothing but the time.
    """
    try:
        draft = "".join(
            writer.write(render_standalone_prompt(question, history), timeout_seconds=timeout_seconds)
        ).strip()
    except WriterError:
        return fallback
    draft = draft.removeprefix("Question:").strip().strip('"“”')
    return draft if _is_sound(draft, question, history) else fallback


def _is_sound(draft: str, question: str, history: Sequence[Turn]) -> bool:
    if not draft or "\n" in draft or "\ufffd" in draft or draft.endswith("?") != question.strip().endswith("?"):
        return False
    if len(draft) > MOST_TIMES_LONGER * len(question) + ROOM_CHARACTERS:
        return False
    said = read_text(" . ".join([question, *(text for turn in history for text in (turn.question, turn.answer))])).stems
    asked, written = read_text(question).stems, read_text(draft).stems
    return written <= said and asked <= written
