"""Questions that are a piece of the one before: "Why?", "Tell me more", "And the mayor?"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qa.chat.conversation import Conversation, capitalise, name_thing, split_mark
from qa.chat.gaps import points_back
from qa.chat.kinds import tell_kind
from qa.chat.mentions import KnownNames, Mention, Token, read_mentions, stem_words, tokenise
from qa.english.followups import RELATIONAL
from qa.english.names import drop_owning
from qa.english.people import GROUPS, PEOPLE, PLACES, ROLES, WORKS
from qa.english.questions import read_asked
from qa.english.stems import is_plural, singular
from qa.english.verbs import is_past, is_verb
from qa.english.words import AUXILIARIES, BE, DETERMINERS, FUNCTION_WORDS, PREPOSITIONS, QUESTION_WORDS, words

_BARE = re.compile(
    r"(?:why|how|who|how come|how so|why not|by whom|(?:(?:by|since|until|from|to|for|at|in|on) )?(?:when|where)"
    r"|what for|(?:by|since|until|from|for|at|in|on|to|with) (?:which|what) \w+)$",
    re.I,
)
_MORE = re.compile(
    r"(?:(?:can|could|would) you )?(?:please )?(?:tell me|say|explain|give me|i want to know) "
    r"(?:a (?:bit|little) )?more(?: details?| information)?(?: please)?$",
    re.I,
)
_ABOUT = re.compile(r"(?:what|how) about (.+)$", re.I)
# "no, I mean the dam", "the dam, I meant", "not the whale, the dam": another thing than what was understood
_NO = re.compile(r"(?:(?:no|nope|sorry|wait|actually|oops)\b[\s,.!–-]*)+", re.I)
_MEANT = re.compile(r"(?:not [^,.;]{1,40}[,.;–] ?(?:but )?)?(?:i (?:mean|meant)|i was asking about) (.+)$", re.I)
_INSTEAD = re.compile(r"not [^,.;]{1,40}[,.;–] ?(?:but )?(.+)$", re.I)
_MEANT_LAST = re.compile(r"(.{1,60}?),? (?:is what )?i (?:mean|meant)$", re.I)
_ADDED = re.compile(r" \([^()]*\)(?=\W*$)")  # of another thing
_STANDS_FOR = re.compile(r"\b(?:it|he|him|she|they|them|this|that)\b", re.I)
_PERSONS, _THINGS = words("he she him"), words("it they them")
_HOW_MANY = re.compile(r"how (?:many|much) ", re.I)
_COMPLEMENT = re.compile(r" (?:of|for|to) (?:the )?\w+")
_STATEMENT = re.compile(r"\s*(.{15,160}?)[.!?](?:\s|$)", re.S)
_STATEMENT_WORDS = 4  # fewer words are a phrase, which cannot follow "why is it that"
_LEAST_LIKENESS = 1.0  # of a piece of the question before that a fragment takes the place of
_NAMED = GROUPS | PEOPLE | PLACES | ROLES | WORKS  # what a noun says may have a name: "the club" gives way to "Norda"
_ASKING = words("which what whose")
_AUXILIARIES_APART = AUXILIARIES - {"'s"}
_QUESTION_WORDS_OR_AUXILIARIES = QUESTION_WORDS | AUXILIARIES
_AUXILIARIES_BUT_BE = AUXILIARIES - BE
_AUXILIARIES_OR_PREPOSITIONS_OR_RELATIONAL = AUXILIARIES | PREPOSITIONS | RELATIONAL


def complete_fragment(question: str, talk: Conversation, *, opened: bool, named: bool = False) -> str | None:
    """Return the whole question that a fragment stands for, None where the question is no fragment.

    ``opened`` says that an "and" or "but" went before, ``named`` that the first word is written as a name. "Why?" takes
    up the last question, or the last answer where the question cannot carry a "why" ("Who resigned?"). "And
    Kim?" asks the last question again with Kim in the place of what is most like Kim, which is wrong where the two are
    no rivals ("And the weather?").
    """
    words, mark = split_mark(question)
    if meant := _read_correction(words):
        return f"{capitalise(meant)}{mark}" if _is_question(meant) else _correct(meant, talk)
    if _BARE.match(words):
        return _ask_again(words, talk)
    if _MORE.match(words):
        thing = talk.fill("topic", frozenset())
        return None if thing is None else f"{capitalise(words)} about {name_thing(thing)}{mark}"
    if counted := _count_the_same(words, talk):
        return f"{counted}{mark}"
    names = _know_first(words, talk.names, inside=opened) if named else talk.names
    tokens = tokenise(words, names)
    acts = _AUXILIARIES_APART  # "and Kern's guitar?"
    if any(token.kind == "verb" or token.lower in acts or token.text == "," for token in tokens):
        return None
    if (many := _HOW_MANY.match(words)) and _HOW_MANY.match(talk.question):
        return _ask_of_another(words[many.end() :], talk, names)
    if about := _ABOUT.match(words):
        return _ask_of_another(about[1], talk, _know_first(about[1], names, inside=True))
    alone = named and len(tokens) == 1 and tokens[0].kind == "name"  # "Kern?"
    return _ask_of_another(words, talk, names) if (opened or alone) and tokens and not _asks(tokens) else None


def asks_of_another(question: str) -> bool:
    """Say whether a message asks the question before it of something else: "what about the dam?"."""
    return bool(_ABOUT.match(split_mark(question)[0]))


def corrects(question: str) -> bool:
    """Say whether a message says what the question before it meant: "no, I mean the dam"."""
    return bool(_read_correction(split_mark(question)[0]))


def _read_correction(words: str) -> str:
    words = words.strip()
    denied = _NO.match(words)
    rest = words[denied.end() :] if denied else words
    found = _MEANT.match(rest) or _INSTEAD.match(rest) or _MEANT_LAST.match("" if _is_question(rest) else rest)
    meant = found[1] if found else rest if denied and rest[:4].lower() == "the " else ""
    return "" if meant.lower() in FUNCTION_WORDS else meant


def _is_question(words: str) -> bool:
    return words.partition(" ")[0].lower() in _QUESTION_WORDS_OR_AUXILIARIES


def _correct(meant: str, talk: Conversation) -> str | None:
    """Return the question before with what was meant in the place of what is most like it, or of its pronoun."""
    previous = _ADDED.sub("", _last_sentence(talk.question))
    another = _ask_of_another(meant, talk, talk.names)
    return another or (_STANDS_FOR.sub(meant, previous, count=1) if _STANDS_FOR.search(previous) else None)


def _count_the_same(words: str, talk: Conversation) -> str:
    """Return "how many were hurt" with what the question before counts: "how many people were hurt"."""
    many, before = _HOW_MANY.match(words), read_asked(_last_sentence(talk.question))
    following = words[many.end() :].split() if many else []
    if many is None or not following or before.kind != "count" or not before.of or read_asked(words).kind != "count":
        return ""
    acts = following[0].lower() in AUXILIARIES or is_past(following[0].lower())
    return f"{many[0]}{before.of} {words[many.end() :]}" if acts else ""


def _know_first(words: str, names: KnownNames, *, inside: bool) -> KnownNames:
    """Return the known names with the first word among them, where it may be one.

    A capital makes it one where it stood ``inside`` what was typed: "and Sideways?".
    """
    first = (words.split() or [""])[0]
    bare = first.rstrip(",'’s")
    is_common = bare.lower() in FUNCTION_WORDS or (not inside and (is_verb(bare.lower()) or is_plural(bare.lower())))
    return replace(names, written=names.written | {first, bare}) if first[:1].isupper() and not is_common else names


def _asks(tokens: tuple[Token, ...]) -> bool:
    return any(token.lower in QUESTION_WORDS for token in tokens)


def _ask_again(word: str, talk: Conversation) -> str | None:
    previous = split_mark(_last_sentence(talk.question))[0]
    tokens = tokenise(previous, talk.names)
    first = tokens[0].lower if tokens else ""
    second = tokens[1] if len(tokens) > 1 else None
    if first in AUXILIARIES:
        return f"{capitalise(word)} {previous[:1].lower()}{previous[1:]}?"
    if first in QUESTION_WORDS - {"who", word.lower()} and second is not None and second.lower in _AUXILIARIES_BUT_BE:
        return f"{capitalise(word)} {previous[second.start :]}?"
    statement = _STATEMENT.match(talk.answer + " ")
    if statement and len(talk.answer.split()) >= _STATEMENT_WORDS and word.lower() in {"why", "how", "how come"}:
        return f"{capitalise(word)} is it that {statement.group(1)}?"
    if word.lower() == "who" and tell_kind(previous).kind == "briefing":  # of whom, it does not say
        return None
    bare = previous.replace("(", "").replace(")", "")
    return f"{capitalise(word)} ({bare})?"


def _last_sentence(text: str) -> str:
    return re.split(r"(?<=[.!?])\s+(?=\S)", text.strip())[-1]


def _ask_of_another(asked: str, talk: Conversation, names: KnownNames) -> str | None:
    previous = _ADDED.sub("", _last_sentence(talk.question))
    first = asked.split()[0].lower()
    if first in PREPOSITIONS:
        return _swap_phrase(asked, previous)
    mentioned = read_mentions(asked, names)
    if not mentioned:
        return None
    place = _find_preposition(asked)
    head = [mention for mention in mentioned if mention.start < place] or mentioned
    new = head[-1] if head[-1].kind == "noun" else head[0]  # "Kern's tapes in Oslo" are tapes
    taken = stem_words(asked)
    rivals = [
        mention
        for mention in read_mentions(previous, talk.names)
        if not mention.stems <= taken and _gives_way(mention, new)
    ]
    if not new.describes:  # "And Southampton?" of "the boss of Newcastle"
        rivals = [one for one in rivals if not one.describes] or rivals
    if pronoun := _find_pronoun(previous, talk, new, rivals):
        return capitalise(previous[: pronoun.start] + asked + previous[pronoun.end :])
    rival = max(rivals, key=lambda one: _likeness(one, new) - _follows_preposition(previous, one), default=None)
    if rival is None or _likeness(rival, new) < _LEAST_LIKENESS:
        return None
    before = previous[: rival.start]
    after = previous[rival.start + len(rival.text.removeprefix("the ")) :]
    after = _drop_complement(after) if rival.kind == "noun" else after
    last = (before.split() or [""])[-1].lower()
    if last in _ASKING and not new.describes:  # "which member" gives way to nobody
        return None
    asked = drop_owning(asked) if after.startswith(("'s", "’s")) else asked
    owned = mentioned[0] is not new and last in DETERMINERS  # "his picture" gives way to "Kern's guitar"
    is_named = rival.describes and not new.describes  # "the mayor" gives way to "Lund"
    is_titled = before.endswith(" The ")  # "The Aviator" gives way to "Sideways"
    if owned or is_titled or ((first in DETERMINERS or is_named) and last in {"the", "a", "an"}):
        before = before.rstrip()[: -len(last)]
    if first in DETERMINERS:
        asked = asked[0].lower() + asked[1:]
    return capitalise(before + asked + after)


def _gives_way(old: Mention, new: Mention) -> bool:
    """Say whether a mention may be replaced by another: a thing that has no name of its own by no name."""
    if new.kind == "noun":
        return old.kind == "noun"
    return old.kind != "noun" or new.describes or (not old.plural and singular(old.head) in _NAMED)


def _find_pronoun(previous: str, talk: Conversation, new: Mention, rivals: Sequence[Mention]) -> Token | None:
    """Return the pronoun of the question before that another thing takes the place of: "she" for a person, "it"."""
    is_first = new.kind == "person" and not any(rival.kind == "person" for rival in rivals)
    wanted = (_PERSONS if is_first else frozenset[str]()) | (frozenset[str]() if rivals else _THINGS)
    tokens = tokenise(previous, talk.names) if wanted else ()
    return next((one for place, one in enumerate(tokens) if one.lower in wanted and points_back(tokens, place)), None)


def _find_preposition(text: str) -> int:
    """Return where the first preposition of a text begins, its length where it has none."""
    found = (match.start() for match in re.finditer(r"\w+", text) if match[0].lower() in PREPOSITIONS)
    return next(found, len(text))


def _follows_preposition(text: str, mention: Mention) -> bool:
    """Say whether a preposition leads to a mention: "And Kern?" asks for another subject before another place."""
    before = text[: mention.start].lower().split()
    return bool({*before[-1:]} & PREPOSITIONS or (before[-1:] == ["the"] and {*before[-2:-1]} & PREPOSITIONS))


def _drop_complement(after: str) -> str:
    """Drop what a noun is of or to: "to winter tyres" of "(a change) to winter tyres cost for the car"."""
    match = _COMPLEMENT.match(after)
    if match is None:
        return after
    end = match.end()
    for word in re.finditer(r"\s(\w+)", after[end:]):
        if word.start() != end - match.end() or not _continues(word.group(1).lower()):
            break
        end = match.end() + word.end()
    return after[end:]


def _continues(word: str) -> bool:
    return not (word in _AUXILIARIES_OR_PREPOSITIONS_OR_RELATIONAL or is_verb(word))


def _swap_phrase(asked: str, previous: str) -> str:
    """Put "in France" in the place of "in Spain", or at the end."""
    words, mark = split_mark(previous)
    before = re.match(rf"(.+ ){re.escape(asked.split()[0])} ", words, re.I)
    return f"{before.group(1) if before else words + ' '}{asked[:1].lower()}{asked[1:]}{mark or '?'}"


def _likeness(old: Mention, new: Mention) -> float:
    return (
        2.0 * (old.kind == new.kind or {old.kind, new.kind} == {"name", "person"})
        + (old.plural == new.plural)
        + 2.0 * bool(old.stems & new.stems)
        + 0.5 * (len(old.stems) == len(new.stems))
        - 2.0 * (old.head in RELATIONAL)
    )
