"""What a question leaves out without a trace: "And how many casualties?", "What are the symptoms?"."""

from __future__ import annotations

from collections.abc import Sequence

from qa.chat.conversation import Conversation, name_thing, split_mark
from qa.chat.mentions import Token, names_something, stem_words
from qa.chat.things import Thing
from qa.english.followups import ADJECTIVES, RELATIONAL
from qa.english.stems import singular

# A question that names something more likely stands alone.
_LEAST_LIKELIHOOD = 0.35
_LEAST_LIKELIHOOD_BESIDE_A_NAME = 0.5  # more likely than not
_MOST_THINGS = 2  # added in brackets; more drown the question
_ENOUGH_NOUNS = 3  # that the conversation has not used: the question has a topic of its own


def is_complete(tokens: Sequence[Token], talk: Conversation) -> bool:
    """Say whether a question may stand alone: something new to the conversation does something, or is of something.

    "Who orders the boxes?" may, where no boxes have been mentioned, and "What is the price of the boxes?"; "What is the
    price?" is of something else.
    """
    new = {singular(token.lower) for token in tokens if token.kind in {"noun", "name"}} - ADJECTIVES - talk.stems
    acts = any(token.kind == "verb" for token in tokens)
    return bool(new - RELATIONAL if acts else len(new) > 1 and new - RELATIONAL)


def add_topic(question: str, tokens: Sequence[Token], talk: Conversation) -> str | None:
    """Return the question with what it likely leaves out, None where that is nothing.

    It goes where it reads best: after a noun that needs one ("the symptoms of measles"), else in brackets.
    """
    new = {singular(token.lower) for token in tokens if token.kind == "noun"} - ADJECTIVES - talk.stems
    if len(new) >= _ENOUGH_NOUNS:
        return None
    floor = _LEAST_LIKELIHOOD_BESIDE_A_NAME if names_something(tokens) else _LEAST_LIKELIHOOD
    taken = own = stem_words(question)
    found: list[Thing] = []
    while len(found) < _MOST_THINGS:
        rest = [one for one in talk.leave_out(taken) if not (one.mentions[0].describes and singular(one.head) in own)]
        best = max(rest, key=lambda thing: (talk.weigh(thing, taken), len(thing.stems)), default=None)
        if best is None or talk.weigh(best, taken) < floor:
            break
        found = [other for other in found if not other.stems < best.stems]  # "Line 9" beside "Line 9 crash"
        if not any(best.head == other.head for other in found):  # "Van Gogh" beside "Theo van Gogh"
            found.append(best)
        taken |= best.stems
    if not found:
        return None
    words, mark = split_mark(question)
    last = next((token.lower for token in reversed(tokens) if token.kind != "mark"), "")
    if len(found) == 1 and singular(last) in RELATIONAL:
        return f"{words} of {name_thing(found[0])}{mark}"
    added = ", ".join(thing.text.removeprefix("the ") for thing in found)
    return f"{words[:-1]}, {added}){mark}" if words.endswith(")") else f"{words} ({added}){mark}"


def name_topic(question: str, tokens: Sequence[Token], talk: Conversation) -> str:
    """Return a question that names nothing with what the last turn names behind it; empty where it names something."""
    if names_something(tokens):
        return ""
    taken = stem_words(question)
    named = [thing for thing in talk.leave_out(taken) if not thing.mentions[0].describes]
    asked = [thing for thing in named if any(mention.text in talk.question for mention in thing.mentions)]
    told = [thing for thing in named if any(mention.text in talk.answer for mention in thing.mentions)]
    best = max(asked or told or named, key=lambda thing: talk.weigh(thing, taken), default=None)
    if best is None:
        return ""
    words, mark = split_mark(question)
    return f"{words} ({best.text.removeprefix('the ')}){mark}"
