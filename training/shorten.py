"""Follow-ups made by rule: questions about one article, asked one after another, with what they share left out.

"When was the Tower of London built?" after "Who is buried in the Tower of London?" becomes "When was it built?". Rough,
and many read badly, but they teach what two questions share before the few written by hand teach how people ask.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from qa.records import Turn
from training.followups import FollowUp, draw_turns, find_article, find_content_words, group_by_article, read_lines

SETS = ("squad2_half", "xquad_en", "squadshifts_new_wiki", "qamr_wikinews", "selqa")
MOST = 1_300  # of each set
SHORTENED_SHARE = 0.75  # of the questions that share something; the others are mostly left out
WHOLE_SHARE = 0.5
DROPPED_SHARE = 0.5  # of phrases after a preposition go with it: "in Dorle"

_WORD = re.compile(r"[^\W_]+(?:['’]s)?")
_PREPOSITIONS = frozenset("of in for at by on with to from about".split())
_POSSESSIVES = ("his", "her", "its", "their")
_SUBJECTS = ("he", "she", "it", "they")
_OBJECTS = ("him", "her", "it", "them", "there")
_TAKE_OBJECTS = _PREPOSITIONS - {"at", "on", "from"}


def list_shortened(folder: Path, chooser: random.Random) -> list[FollowUp]:
    """Return follow-ups made of the questions under ``folder``, with one to three others before each."""
    return [made for name in SETS for made in _shorten_set(folder / name / "questions.jsonl", name, chooser)]


def _shorten_set(path: Path, name: str, chooser: random.Random) -> list[FollowUp]:
    rows = [row for row in read_lines(path) if find_article(row)]
    by_article = group_by_article(rows)
    made: list[FollowUp] = []
    for row in chooser.sample(rows, len(rows)):
        others = [one for one in by_article[find_article(row)] if one["question"] != row["question"]]
        if len(made) == MOST or not others:
            continue
        turns = draw_turns(others, chooser)
        shorter = _shorten(row["question"], turns, chooser) if chooser.random() < SHORTENED_SHARE else None
        if shorter or chooser.random() < WHOLE_SHARE:
            made.append(FollowUp(shorter or row["question"], turns, row["question"], name + find_article(row)))
    return made


def _shorten(question: str, turns: Sequence[Turn], chooser: random.Random) -> str | None:
    """Return the question without one of the names (or longer phrases) that its history has, None without any."""
    known = find_content_words(" ".join(f"{turn.question} {turn.answer}" for turn in turns))
    words = list(_WORD.finditer(question))
    runs = [run for run in _find_runs([word.group() for word in words], known) if run.start]
    names = [run for run in runs if words[run.start].group()[0].isupper()]
    found = names or [run for run in runs if len(run) > 1]
    if not found:
        return None
    run = chooser.choice(found)
    first, end = run.start, words[run[-1]].end()
    if words[first - 1].group().lower() in {"the", "a", "an"}:
        first -= 1
    before = words[first - 1].group().lower() if first else ""
    if first > 1 and before in _PREPOSITIONS and chooser.random() < DROPPED_SHARE:
        return question[: words[first - 1].start()].rstrip() + question[end:]
    if words[run[-1]].group().endswith(("'s", "’s")):
        pronouns = _POSSESSIVES
    else:
        pronouns = _OBJECTS if before in _TAKE_OBJECTS else _SUBJECTS
    return question[: words[first].start()] + chooser.choice(pronouns) + question[end:]


def _find_runs(words: Sequence[str], known: frozenset[str]) -> Iterator[range]:
    """Yield the longest runs of known content words, which an "of", "the" or "and" may join."""
    is_known = [bool(find_content_words(word)) and find_content_words(word) <= known for word in words]
    place = 0
    while place < len(words):
        if not is_known[place]:
            place += 1
            continue
        last = place
        while last + 1 < len(words):
            joined = words[last + 1].lower() in {"of", "the", "and"} and any(is_known[last + 2 : last + 3])
            if not is_known[last + 1] and not joined:
                break
            last += 1
        yield range(place, last + 1)
        place = last + 1
