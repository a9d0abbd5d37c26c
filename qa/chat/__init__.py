"""Make a follow-up stand alone: put in what its history says and it leaves out.

By rule, without a language model, in about two milliseconds: the history is read as the things it names, and each gap
in the question is filled with the likeliest of them.

>>> from qa.records import Turn
>>> make_standalone("Which outlet did he speak to?", [Turn("Who resigned?", "Mayor Ada Holm resigned on Monday.")])
'Which outlet did Mayor Ada Holm speak to?'
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.chat.conversation import Conversation, capitalise
from qa.chat.fragments import complete_fragment
from qa.chat.gaps import fill_gaps
from qa.chat.mentions import find_names
from qa.chat.topic import add_topic, set_apart
from qa.records import Turn

_LATEST_TURNS = 8  # and the first, which often names the topic
_TURN_CHARACTERS = 600  # of each question and each answer
_NO_ANSWER = re.compile(r"\s*(?:i (?:do not|don['’]t) (?:know|have)|(?:i['’]m |i am )?sorry|unfortunately)", re.I)
_OPENERS = re.compile(
    r"\s*(?:(?:and|but|so|or|then|also)\b[\s,]*"
    r"|(?:ok|okay|well|yes|no|yeah|hmm|oh|wow|thanks|cool|great|sure|right|interesting)\b\s*[,.!:;]+\s*)+",
    re.I,
)
_CITATION_MARKS = re.compile(r"\s*\[\d+\]")


def make_standalone(question: str, history: Sequence[Turn]) -> str:
    """Return the question as it would be asked without its history; a question that stands alone stays as it is.

    Reads English. It does not know the gender of names, does not put two people together for "they", and takes up what
    was said, not what follows from it ("the winner" stays when nobody was called that).
    """
    if not history or not question.strip():
        return question
    turns = [(_cut(turn.question), _cut(turn.answer)) for turn in (*history[:1], *history[1:][-_LATEST_TURNS:])]
    talk = Conversation(find_names("\n".join(text for turn in turns for text in turn)))
    for asked, answer in turns:
        talk.add(_resolve(asked, talk), "" if _NO_ANSWER.match(answer) else answer)
    return _resolve(question, talk)


def _cut(text: str) -> str:
    return _CITATION_MARKS.sub("", text[:_TURN_CHARACTERS])


def _resolve(question: str, talk: Conversation) -> str:
    if not talk.turns:
        return question
    opener = _OPENERS.match(question)
    core = capitalise(question[opener.end() :]) if opener else question.strip()
    whole = complete_fragment(core, talk, opened=bool(opener))
    if whole is not None:
        return whole
    filled = fill_gaps(core, talk) or add_topic(core, talk)
    return question if filled is None else set_apart(filled, talk) or filled


TURNS = 8
