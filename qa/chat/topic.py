"""Questions that leave out what they are about: "And how many casualties?", "What are the symptoms?"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from qa.chat.conversation import Conversation, name_thing, split_mark
from qa.chat.mentions import Token, read_mentions, singular, stem_words, tokenise
from qa.chat.words import ADJECTIVES, DEMONSTRATIVES, EMPTY_VERBS, GENERIC, OTHERS, RELATIONAL

# Log odds that a question leaves its topic out, fitted on half of the follow-ups of TREC CAsT and CANARD against their
# hand-made rewritings and against questions of SQuAD, XQuAD and SelQA asked after those of other articles. A noun is
# known when the conversation has used it: "the" before it points at that use, without "the" it is the topic itself.
_ODDS = {
    "always": 2.7,
    "noun": -1.6,
    "generic noun": -0.6,
    "known noun": -1.5,
    "known noun after the": 0.2,
    "known generic noun": -0.3,
    "verb": -0.6,
    "number": -0.6,
    "other": 1.2,
    "four words past eight": -0.4,
}
_ODDS_FLOOR = 0.4
_MOST = 3  # of each kind of word count
_ANSWER_WORDS = 9  # in a longer answer it is not clear which names answer
_ANSWER_NAMES = 2


def add_topic(question: str, talk: Conversation) -> str | None:
    """Return the question with its topic added, None where it has one.

    The topic goes where it reads best: after a noun that needs one ("the symptoms of measles"), else in brackets.
    """
    tokens = tokenise(question, talk.names)
    named = any(token.kind == "name" or token.text in {'"', "“"} for token in tokens)
    if named or _is_complete(tokens) or _weigh_gap(tokens, talk) < _ODDS_FLOOR:
        return None
    thing = talk.fill("topic", stem_words(question))
    if thing is None:
        return None
    words, mark = split_mark(question)
    last = next((token.lower for token in reversed(tokens) if token.kind != "mark"), "")
    if singular(last) in RELATIONAL:
        return f"{words} of {name_thing(thing)}{mark}"
    return f"{words} ({thing.text.removeprefix('the ')}){mark}"


def _weigh_gap(tokens: Sequence[Token], talk: Conversation) -> float:
    counts = Counter(
        _sort_noun(tokens, place, talk)
        for place, token in enumerate(tokens)
        if token.kind == "noun" and token.lower not in ADJECTIVES
    )
    counts.update(
        {
            "always": 1,
            "verb": sum(one.kind == "verb" and one.lower not in EMPTY_VERBS | talk.stems for one in tokens),
            "number": sum(one.kind in {"number", "time"} for one in tokens),
            "other": int(any(one.lower in OTHERS for one in tokens)),
        }
    )
    length = max(0, len(tokens) - 8) / 4
    return (
        sum(_ODDS[name] * min(count, _MOST) for name, count in counts.items()) + _ODDS["four words past eight"] * length
    )


def _sort_noun(tokens: Sequence[Token], place: int, talk: Conversation) -> str:
    noun = singular(tokens[place].lower)
    if noun not in talk.stems:
        return "generic noun" if noun in GENERIC else "noun"
    if noun in GENERIC:
        return "known generic noun"
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    alone = after is None or (after.kind != "noun" and after.lower != "of")
    pointed = place > 0 and tokens[place - 1].lower in DEMONSTRATIVES | {"the"}
    return "known noun after the" if alone and pointed else "known noun"


def _is_complete(tokens: Sequence[Token]) -> bool:
    """Say whether a noun that needs a topic has one: "the symptoms of measles"."""
    return any(
        singular(token.lower) in RELATIONAL
        and tokens[place + 1].lower == "of"
        and any(rest.kind in {"noun", "name"} for rest in tokens[place + 2 :])
        for place, token in enumerate(tokens[:-1])
    )


def set_apart(question: str, talk: Conversation) -> str | None:
    """Return a question for others with what the last answer named ("What other awards besides the Booker Prize?")."""
    if not OTHERS & {token.lower for token in tokenise(question, talk.names)}:
        return None
    if len(talk.answer.split()) > _ANSWER_WORDS:
        return None
    taken = stem_words(question)
    named = {
        mention.text: mention.stems
        for mention in read_mentions(talk.answer, talk.names)
        if mention.kind != "noun" and mention.role != "modifier" and not mention.stems <= taken
    }
    if not 0 < len(named) <= _ANSWER_NAMES:
        return None
    words, mark = split_mark(question)
    return f"{words} besides {' and '.join(named)}{mark}"
