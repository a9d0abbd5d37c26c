"""Words in a question that point back: "he", "their", "there", "the album", "Smith" after "Jane Smith"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from qa.chat.conversation import Conversation, capitalise, name_thing
from qa.chat.mentions import KnownNames, Token, names_something, stem_words, tokenise
from qa.chat.things import Gap, Thing
from qa.english.followups import ADJECTIVES, EXPLETIVE_PREDICATES, EXPLETIVE_VERBS, OBSERVERS, OWNERS, TIMES
from qa.english.people import GROUPS, PEOPLE, ROLES
from qa.english.stems import is_plural, singular
from qa.english.words import (
    ADVERBS,
    AUXILIARIES,
    BE,
    CLAUSE_STARTERS,
    CONJUNCTIONS,
    DEMONSTRATIVES,
    PREPOSITIONS,
    PRONOUNS,
    QUESTION_WORDS,
)

_GAPS: Mapping[str, Gap] = {
    **dict.fromkeys(("he", "him", "his", "she", "her", "hers"), "person"),
    **dict.fromkeys(("they", "them", "their", "theirs", "thier", "these", "those"), "group"),
    **dict.fromkeys(("it", "its", "this", "that"), "thing"),
    "there": "place",
}
_ENOUGH_NOUNS = 2  # with fewer a question is about what the one before it is about ("What was the reception?")
_NAME_WORDS = 4  # a longer run is a heading, not a full name
_BEFORE_NOUNS = ADJECTIVES | {"own", "first", "last"}
_AFTER_THERE = BE | {"any", "a", "an", "other", "anything", "more"}
_NO_NOUNS = AUXILIARIES | PREPOSITIONS | ADVERBS | CONJUNCTIONS
_GROUPS_OR_PEOPLE = GROUPS | PEOPLE
_POINTING = DEMONSTRATIVES | {"the"}
_PERSONS = PEOPLE | ROLES
_MEANT = frozenset(word for word, gap in _GAPS.items() if gap == "person")


@dataclass(frozen=True, slots=True)
class Filler:
    """What takes the place of ``question[start:end]``, and the thing it names."""

    start: int
    end: int
    text: str
    thing: Thing


class _Asked:
    """A question's tokens, and what is asked of many of them, found in one pass.

    ``boundaries`` says for each token where the clause before it began.
    """

    def __init__(self, question: str, names: KnownNames) -> None:
        self.tokens = tokenise(question, names)
        self.end_of_words = max((token.end for token in self.tokens if token.kind != "mark"), default=0)
        self.last_sentence = 0
        self.boundaries: list[int] = []
        boundary = sentence_start = 0
        for place, token in enumerate(self.tokens):
            self.boundaries.append(boundary)
            if place and (token.kind == "mark" or token.lower in CLAUSE_STARTERS):
                boundary = place
            if token.kind != "mark":
                self.last_sentence = sentence_start
            elif token.text in {".", "!", "?"}:
                sentence_start = place + 1

    @cached_property
    def first_that_may_be(self) -> Mapping[Gap, int]:
        """Where the question itself first names what a gap may stand for."""
        gaps: tuple[Gap, ...] = ("person", "group", "thing", "place")
        return {gap: self._find_first(gap) for gap in gaps}

    def _find_first(self, gap: Gap) -> int:
        return next((place for place, token in enumerate(self.tokens) if _may_be(token, gap)), len(self.tokens))


def stands_alone(question: str, names: KnownNames) -> bool:
    """Say whether a question says by itself what it is about: it names it, or has nouns enough, and points nowhere."""
    tokens = tokenise(question, names)
    nouns = {singular(token.lower) for token in tokens if token.kind == "noun"} - ADJECTIVES
    named = any(token.kind == "name" for token in tokens)
    points = any(
        token.lower.split("'")[0] in _GAPS and points_back(tokens, place) for place, token in enumerate(tokens)
    )
    return (named or len(nouns) >= _ENOUGH_NOUNS) and not points


def means_nobody(tokens: Sequence[Token]) -> bool:
    """Say whether a question has a "he" or a "her", nobody before it, and no name: "Who is his wife?"."""
    if names_something(tokens):
        return False
    told = [token.lower.split("'")[0] for token in tokens]
    place = next((place for place, word in enumerate(told) if word in _PERSONS or word in _MEANT), None)
    # "which nurse lost her job" asks for her
    return place is not None and told[place] not in _PERSONS and not AUXILIARIES.isdisjoint(told[:place])


def fill_gaps(question: str, talk: Conversation) -> str | None:
    """Return the question with the words that point back replaced by what they mean, None where there are none.

    One gap of each sort is filled, in the last sentence. Gender is not known: "she" may be filled with a man's name.
    Two people at once ("they" for both) are not put together.
    """
    parts: list[str] = []
    done = 0
    for filler in sorted(_find_fillers(question, talk), key=lambda one: one.start):
        parts += [question[done : filler.start], filler.text if filler.start else capitalise(filler.text)]
        done = filler.end
    filled = "".join([*parts, question[done:]])
    return filled if filled != question else None


def _find_fillers(question: str, talk: Conversation) -> Iterator[Filler]:
    asked = _Asked(question, talk.names)
    tokens = asked.tokens
    taken = stem_words(question)
    tried: set[str] = set()  # gaps, nouns and names: what could not be filled once cannot be filled later
    quoted = False
    for place in range(len(tokens)):
        quoted ^= tokens[place].text in {'"', "“", "”"}
        if quoted or place < asked.last_sentence:
            continue
        filler = (
            _fill_description(asked, place, talk, taken, tried)
            or _fill_name(tokens, place, talk, taken, tried)
            or _fill_pronoun(asked, place, talk, taken, tried)
        )
        if filler is not None:
            taken |= filler.thing.stems
            yield filler


def _is_new(sort: str, word: str, tried: set[str]) -> bool:
    key = f"{sort} {word}"
    new = key not in tried
    tried.add(key)
    return new


def _fill_pronoun(
    asked: _Asked, place: int, talk: Conversation, taken: frozenset[str], tried: set[str]
) -> Filler | None:
    tokens, token = asked.tokens, asked.tokens[place]
    gap = _GAPS.get(token.lower.split("'")[0])
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    if token.lower in {"this", "that"} and after is not None and after.lower == "one":
        thing = talk.find_last_named(taken)
        return Filler(token.start, after.end, name_thing(thing), thing) if thing else None
    if gap is None or not points_back(tokens, place) or _is_answered_inside(asked, place, gap):
        return None
    thing = talk.fill(gap, taken) if _is_new("gap", gap, tried) else None
    if thing is None:
        return None
    if token.lower in {"this", "that"}:
        end = asked.end_of_words
        return Filler(end, end, f" ({name_thing(thing)})", thing)
    text = name_thing(thing, possessive=_is_possessive(tokens, place))
    if token.lower == "there" and (place == 0 or tokens[place - 1].lower not in PREPOSITIONS):
        text = "in " + text
    contraction = token.text[token.lower.index("'") :] if "'" in token.lower else ""
    return Filler(token.start, token.end, text + contraction, thing)


def _is_possessive(tokens: Sequence[Token], place: int) -> bool:
    if tokens[place].lower != "her":
        return tokens[place].lower in OWNERS
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    return after is not None and (after.kind in {"noun", "name", "number", "verb"} or after.lower in _BEFORE_NOUNS)


def points_back(tokens: Sequence[Token], place: int) -> bool:
    """Say whether the word stands for something: not so in "it takes", "there is", "the man that left"."""
    word = tokens[place].lower
    before = tokens[place - 1] if place else None
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    if word == "it":
        rest = [token.lower for token in tokens[place + 1 : place + 7] if token.lower not in BE]
        return rest[:1] == [] or not (
            rest[0] in EXPLETIVE_VERBS
            or (rest[0] in EXPLETIVE_PREDICATES and {"to", "that", "for", "if", "when"} & set(rest[1:]))
        )
    if word == "there":
        exists = after is not None and after.lower in _AFTER_THERE
        return not exists and (before is None or before.lower not in AUXILIARIES)
    if word not in DEMONSTRATIVES or after is None:
        return True
    if before is not None and before.lower in PREPOSITIONS and after.lower in PREPOSITIONS:
        return False  # "compared to those of France"
    if word == "that" and before is not None and before.kind in {"noun", "name", "verb", "number"}:
        return after.kind == "mark"
    return (
        after.kind in {"mark", "verb", "possessive"}
        or after.lower in _NO_NOUNS
        or (word != "that" and after.lower in PRONOUNS)
    )


def _is_answered_inside(asked: _Asked, place: int, gap: Gap) -> bool:
    """Say whether the question itself names, before a pronoun, what the pronoun may stand for."""
    if place == 0:
        return False
    tokens = asked.tokens
    first, last = tokens[0], tokens[place - 1]
    second_to_last = tokens[max(0, place - 2)]
    possessive = _is_possessive(tokens, place)
    inside_relative = last.kind == "noun" or (
        last.lower in {"that", "which"} and place > 1 and second_to_last.kind == "noun"
    )
    if inside_relative and not possessive and first.lower not in CLAUSE_STARTERS:
        return False  # "the prize that he won", "the prize he won"
    named = asked.first_that_may_be[gap]
    if named < asked.boundaries[place]:
        return True
    asks_subject = first.lower in QUESTION_WORDS and second_to_last.kind == "noun"  # "Which firm has its own ...?"
    if not possessive or (last.lower in AUXILIARIES and not asks_subject):
        return False  # "Did Ann meet him?", "Was his trip long?"
    return named < place


def _may_be(token: Token, gap: Gap) -> bool:
    if token.lower in OBSERVERS:
        return False
    if gap == "person":
        return token.kind == "name" or token.lower in PEOPLE
    if gap == "group":
        return (
            token.kind in {"noun", "name"}
            and (is_plural(token.lower) or token.lower in _GROUPS_OR_PEOPLE)
            or token.lower == "who"
        )
    return token.kind in {"noun", "name"} and not is_plural(token.lower)


def _fill_description(
    asked: _Asked, place: int, talk: Conversation, taken: frozenset[str], tried: set[str]
) -> Filler | None:
    """Fill "the album" and "this album": the fullest phrase with that noun."""
    tokens, token = asked.tokens, asked.tokens[place]
    noun = tokens[place + 1] if place + 1 < len(tokens) else None
    after = tokens[place + 2] if place + 2 < len(tokens) else None
    if token.lower not in _POINTING or noun is None or noun.kind not in {"noun", "name"}:
        return None
    specified = after is not None and (
        after.kind in {"noun", "name", "number"}
        or (token.lower == "the" and after.lower in {"of", "that", "which", "who", "between", "for", "in"})
    )
    if specified or noun.lower in TIMES or (token.lower == "that" and place and tokens[place - 1].kind == "noun"):
        return None
    if not _is_new("noun", noun.lower, tried):
        return None
    found = [
        thing
        for thing in talk.leave_out(taken)
        if len(thing.stems) > 1
        and singular(thing.head) == singular(noun.lower)
        and is_plural(thing.head) == is_plural(noun.lower)
    ]
    if (thing := talk.choose(found, taken)) is None:
        return None
    text = thing.text if thing.text.startswith(('"', "“")) else "the " + thing.text.removeprefix("the ")
    return Filler(token.start, noun.end, text, thing)


def _fill_name(
    tokens: Sequence[Token], place: int, talk: Conversation, taken: frozenset[str], tried: set[str]
) -> Filler | None:
    """Fill a surname up to the full name, where only one person has it."""
    token = tokens[place]
    neighbours = [*tokens[max(0, place - 1) : place], *tokens[place + 1 : place + 2]]
    if token.kind != "name" or any(one.kind == "name" or one.text in '"“”.&' for one in neighbours):
        return None
    if not _is_new("name", token.lower, tried):
        return None
    found = [
        thing
        for thing in talk.things
        if thing.kind == "person"
        and 1 < len(thing.stems) <= _NAME_WORDS
        and thing.text.lower().endswith(" " + token.lower)
        and len(thing.stems & taken) == 1
    ]
    return Filler(token.start, token.end, found[0].text.removeprefix("the "), found[0]) if len(found) == 1 else None
