"""The prompts, rendered within their budget: prose files with places for question, conversation and sentences."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from qa.errors import SettingsError
from qa.records import Answer, Evidence, Passage, Place, Sentence, StoredArticle, Turn
from qa.split import group_passages
from qa.tokens import count_tokens

PROMPTS_DIR = Path(__file__).parents[1] / "prompts"
TURN_CHARACTERS = 300  # of one earlier question or answer in the prompt
CHARACTERS_PER_TOKEN = 4  # of English; for sizing only
PASSAGE_TOKENS = 160  # unless the settings say otherwise


@lru_cache(maxsize=8)
def read_prompt(name: str) -> str:
    """Return the text of ``prompts/NAME.md``."""
    return (PROMPTS_DIR / f"{name}.md").read_text(encoding="utf-8")


def render_prompt(question: str, history: Sequence[Turn], sentences: Sequence[str]) -> str:
    """Return the prompt with question, conversation and sentences under the labels [S1], [S2] and so on."""
    evidence = "\n".join(f"[S{number}] {make_plain(text)}" for number, text in enumerate(sentences, start=1))
    return _fill("answer", conversation=_render_conversation(history), evidence=evidence, question=make_plain(question))


def render_standalone_prompt(question: str, history: Sequence[Turn]) -> str:
    """Return the prompt that asks to make a follow-up stand alone."""
    return _fill("standalone", conversation=_render_conversation(history), question=make_plain(question))


def _fill(name: str, **parts: str) -> str:
    """Put the parts in at once, so that a part that looks like a place to fill is left alone."""
    return re.sub(r"\{(\w+)\}", lambda match: parts[match[1]], read_prompt(name))


def _render_conversation(history: Sequence[Turn]) -> str:
    lines = []
    for turn in history:
        lines.append(f"Reader: {make_plain(turn.question)[:TURN_CHARACTERS]}")
        if turn.answer:
            lines.append(f"You: {make_plain(turn.answer)[:TURN_CHARACTERS]}")
    return "Conversation so far:\n" + "\n".join(lines) + "\n\n" if lines else ""


def make_plain(text: str) -> str:
    """Return a text on one line, in which nothing looks like one of our labels."""
    return re.sub(r"\[(S?\d+)\]", r"(\1)", " ".join(text.split()), flags=re.I)


def check_budget(prompt_tokens: int, *, passage_tokens: int, question_characters: int) -> None:
    """Raise `SettingsError`, with all figures, unless the longest question and one passage fit into a prompt."""
    template = count_tokens(render_prompt("", (), ()))
    question = question_characters // CHARACTERS_PER_TOKEN
    passage = 2 * passage_tokens  # the labels, and a sentence that is longer than a passage should be
    needed = template + question + passage
    if prompt_tokens < needed:
        raise SettingsError(
            f"a prompt needs {needed:,} tokens (instructions {template:,}, question {question:,}, passage {passage:,}),"
            f" QA_WRITER_PROMPT_TOKENS is {prompt_tokens:,}: raise it or lower QA_QUESTION_CHARACTERS"
        )


def choose_sentences(
    answer: Answer,
    history: Sequence[Turn],
    *,
    prompt_tokens: int,
    passage_tokens: int = PASSAGE_TOKENS,
) -> tuple[Evidence, ...]:
    """Return the sentences to show the writer: whole passages, closest first, as many as fit into the prompt."""
    chosen: list[Evidence] = []
    seen: set[str] = set()
    ranked = {piece.place: piece for piece in answer.ranked}
    grouped: dict[str, dict[Sentence, Passage]] = {}
    for piece in answer.ranked:
        stored = piece.stored
        if stored.version not in grouped:
            grouped[stored.version] = _group(stored, passage_tokens)
        passage = grouped[stored.version][piece.sentence]
        if passage.id in seen:
            continue
        seen.add(passage.id)
        longer = [*chosen, *(_find(ranked, stored, sentence) for sentence in passage.sentences)]
        if count_tokens(render_prompt(answer.standalone, history, [one.text for one in longer])) > prompt_tokens:
            break
        chosen = longer
    return tuple(chosen)


def _find(ranked: Mapping[Place, Evidence], stored: StoredArticle, sentence: Sentence) -> Evidence:
    """Return the ranked sentence, or one beside it that nothing has read."""
    beside = Evidence(stored, sentence, 0.0)
    return ranked.get(beside.place, beside)


def _group(stored: StoredArticle, passage_tokens: int) -> dict[Sentence, Passage]:
    """Return the passage of each sentence of an article."""
    passages = group_passages(
        stored.sentences, stored.article.text, passage_tokens=passage_tokens, version=stored.version
    )
    return {sentence: passage for passage in passages for sentence in passage.sentences}
