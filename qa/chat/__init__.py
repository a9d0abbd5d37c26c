"""Make a follow-up stand alone: put in what its history says and it leaves out.

A model weighs the words of the history: how likely is it that the question means them? Rules of English read the
history as the things it names, find the gaps of the question and fill them with the things whose words weigh most.

>>> from qa.records import Turn
>>> turn = Turn("Who resigned?", "Mayor Ada Holm resigned on Monday.")
>>> understand("Which outlet did she speak to?", [turn], weigh=lambda question, history: {"ada": 0.9, "holm": 0.9})
Understood(standalone='Which outlet did Mayor Ada Holm speak to?', leans=True, before='Who resigned?', bare='')
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from qa.chat.conversation import Conversation, capitalise, read_conversation
from qa.chat.fragments import asks_of_another, complete_fragment, corrects
from qa.chat.gaps import fill_gaps, means_nobody, stands_alone
from qa.chat.kinds import drop_greeting, is_small_talk
from qa.chat.mentions import KnownNames, find_names, stem_words, tokenise
from qa.chat.topic import add_topic, is_complete, name_topic
from qa.english.words import FUNCTION_WORDS
from qa.records import Turn

Weigh = Callable[[str, Sequence[Turn]], Mapping[str, float]]
"""Question and history to the words of the history, in lower case, and how likely the question leaves each out."""

# Of the words of the history, the likeliest to be left out: at 0.1, 93 % of follow-ups lean and 9 % of new topics do.
_LEAST_LEANING = 0.1
# Of the words before a question that names a subject of its own, below which it begins a new one. From 0.1 to 0.35
# follow-ups of CAsT get 37 of 100 words that they leave out, 33 where it begins always and 35 where never.
_LEAST_SHARED = 0.35
_LATEST_TURNS = 8  # and the first, which often names the topic
_TURN_CHARACTERS = 600  # of each question and each answer
_NO_ANSWER = re.compile(
    r"\s*(?:the articles do not say|i (?:do not|don['’]t) (?:know|have)|(?:i['’]m |i am )?sorry|unfortunately)", re.I
)
_OPENERS = re.compile(
    r"\s*(?:(?:and|but|so|or|then|also)\b[\s,]*"
    r"|(?:ok|okay|well|yes|no|yeah|hmm|oh|wow|thanks|cool|great|sure|right|interesting)\b\s*[,.!:;]+\s*)+",
    re.I,
)
_CITATION_MARKS = re.compile(r"\s*\[\d+\]")


@dataclass(frozen=True, slots=True)
class Understood:
    """A question as it would be asked without its history, and whether it seems to lean on that history at all.

    What leans is best searched for together with the question before it, ``before``: rules complete fewer questions
    than lean. ``bare`` is a question that may stand alone without the topic that was added; empty where none was.
    ``fuller`` is one that names nothing with the topic of the last turn, where nothing was added. What is ``unclear``
    has a "he" or a "her" left that nobody is named for.
    """

    standalone: str
    leans: bool
    before: str = ""
    bare: str = ""
    fuller: str = ""
    unclear: bool = False


def understand(question: str, history: Sequence[Turn], *, weigh: Weigh) -> Understood:
    """Return what a question means after its history; one that stands alone stays as it is.

    Reads English. It does not know the gender of names, does not put two people together for "they", and takes up what
    was said, not what follows from it ("the winner" stays when nobody was called that).
    """
    question = drop_greeting(question)
    history = [turn for turn in history if not is_small_talk(turn.question)]
    if not history or not question.strip() or (is_small_talk(question) and not corrects(question)):
        return Understood(question, leans=False, unclear=means_nobody(tokenise(question, KnownNames())))
    turns = cut_history(history)
    names = find_names("\n".join(turn.question for turn in turns))
    newest = _cut_to_subject(turns, names, weigh)
    understood = _understand(question, newest, weigh)
    if understood.standalone == question and len(newest) < len(turns) and not stands_alone(question, names):
        return _understand(question, turns, weigh)
    return understood


def _understand(question: str, turns: Sequence[Turn], weigh: Weigh) -> Understood:
    likely = weigh(question, turns)
    leans = max(likely.values(), default=0.0) >= _LEAST_LEANING
    whole = _complete(turns, likely)
    before = whole[-1].question
    if len(whole) > 1:  # what the question before left out is likely what this one does
        before = fill_gaps(before, read_conversation(whole[:-1], likely)) or before
    return replace(_resolve(question, read_conversation(whole, likely)), leans=leans, before=before)


def _cut_to_subject(turns: Sequence[Turn], names: KnownNames, weigh: Weigh) -> Sequence[Turn]:
    """Return the turns from the last one on that began a subject of its own: newer things outweigh older."""
    for place in range(len(turns) - 1, 0, -1):
        asked, before = turns[place].question, turns[:place]
        is_piece = bool(_OPENERS.match(asked)) or asks_of_another(asked)
        is_new = not is_piece and stands_alone(asked, names) and not _shares_words(asked, before)
        if is_new and max(weigh(asked, before).values(), default=0.0) < _LEAST_SHARED:
            return turns[place:]
    return turns


def _shares_words(question: str, turns: Sequence[Turn]) -> bool:
    own = stem_words(question) - FUNCTION_WORDS
    return any(own & stem_words(f"{turn.question} {turn.answer}") for turn in turns)


def _complete(turns: Sequence[Turn], likely: Mapping[str, float]) -> list[Turn]:
    """Put whole questions in the place of those that are a piece of the one before ("What about a service?")."""
    whole = list(turns[:1])
    for turn in turns[1:]:
        opener = _OPENERS.match(turn.question)
        rest = turn.question[opener.end() :] if opener else turn.question.strip()
        core = capitalise(rest) if opener else rest
        before = read_conversation(whole[-1:], likely)
        asked = complete_fragment(core, before, opened=bool(opener), named=rest[:1].isupper())
        whole.append(replace(turn, question=asked or turn.question))
    return whole


def cut_history(history: Sequence[Turn]) -> list[Turn]:
    """Return what is read of a history: the first turn and the latest, long texts cut, refusals left out."""
    return [_cut(turn) for turn in (*history[:1], *history[1:][-_LATEST_TURNS:])]


def _cut(turn: Turn) -> Turn:
    answer = "" if _NO_ANSWER.match(turn.answer) else _CITATION_MARKS.sub("", turn.answer[:_TURN_CHARACTERS])
    return Turn(turn.question[:_TURN_CHARACTERS], answer)


def _resolve(question: str, talk: Conversation) -> Understood:
    opener = _OPENERS.match(question)
    rest = question[opener.end() :] if opener else question.strip()
    core = capitalise(rest) if opener else rest
    whole = complete_fragment(core, talk, opened=bool(opener), named=rest[:1].isupper())
    if whole is not None:
        return Understood(fill_gaps(whole, talk) or whole, leans=True)
    filled = fill_gaps(core, talk)
    tokens = tokenise(filled or core, talk.names)
    told = add_topic(filled or core, tokens, talk)
    bare = (filled or question) if told and not opener and is_complete(tokens, talk) else ""
    fuller = "" if told or filled else name_topic(core, tokens, talk)
    standalone, unclear = told or filled or question, means_nobody(tokens)
    return Understood(standalone, leans=True, bare=bare, fuller=fuller, unclear=unclear)
