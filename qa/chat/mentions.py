"""What a question or an answer mentions: names, quoted titles, noun phrases.

Read from spelling and function words alone, so it is fast and needs no model. It knows English; in other scripts, and
where nothing is capitalised, it finds little. It takes a verb for a noun (and a noun for a verb) where only meaning
would tell.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from qa.english.followups import ADJECTIVES, NOT_NAMES
from qa.english.people import DEMONYM_ENDINGS, GROUPS, NAME_JOINERS, NATIONS, PLACES, ROLES, WORKS
from qa.english.stems import is_plural, singular
from qa.english.verbs import IRREGULAR_PASTS, is_verb
from qa.english.words import (
    AUXILIARIES,
    BE,
    DETERMINERS,
    FUNCTION_WORDS,
    NOT_ADVERBS,
    OBJECTS,
    POSSESSIVES,
    QUESTION_WORDS,
    SUBJECTS,
    words,
)

TokenKind = Literal["name", "noun", "verb", "function", "number", "time", "possessive", "mark"]
Kind = Literal["person", "group", "place", "work", "name", "noun"]  # "name": of what is not known
Role = Literal["subject", "modifier", "other"]

_TOKEN = re.compile(r"\w+(?:[.&/-]\w+)*(?:['’](?!s\b)\w+)?|['’]s\b|[^\w\s]")
_QUOTED = re.compile(r"[\"“]([^\"“”\n]{2,80})[\"”]")
_REACH = 120  # characters within which a pronoun tells what a name before it names
_NEAR = 4  # words before a last one, among which a "to" has what it waits for as its object
_TITLE_WORDS = 8  # a longer quotation is speech, not a title
_MID_SENTENCE_CAPITAL = re.compile(r"(?<=[a-z,] )[A-Z]\w+")
_WAIT_FOR_VERB = AUXILIARIES - BE | {"to"}
_PASTS = IRREGULAR_PASTS - words(
    "cost cut felt found hit hurt kept left lost lead put read saw set shot shut spent spoke wore"
)
_LOWER_CASE = re.compile(r"\b[a-z]\w+")
_DETERMINERS_OR_ADJECTIVES = DETERMINERS | ADJECTIVES
_OBJECTS_OR_DETERMINERS = OBJECTS | DETERMINERS
_QUESTION_WORDS_OR_AUXILIARIES = QUESTION_WORDS | AUXILIARIES
_AUXILIARIES_APART = AUXILIARIES - {"'s"}


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark with its place in the text; ``kind`` is what it does in the sentence."""

    text: str
    lower: str
    start: int
    end: int
    kind: TokenKind


@dataclass(frozen=True, slots=True)
class Mention:
    """Something that a text names.

    ``stems`` are its words in lower case and in the singular, ``head`` is the last of its words; ``article``
    says that "the", "a", "his" or the like went before.
    """

    text: str
    kind: Kind
    head: str
    stems: frozenset[str]
    start: int
    plural: bool = False
    role: Role = "other"
    article: bool = False

    @property
    def describes(self) -> bool:
        """Whether it says what something is ("the Norda striker") and does not name it."""
        return self.kind == "noun" or (self.kind == "person" and not self.plural and self.text.split()[-1].islower())


@dataclass(frozen=True, slots=True)
class KnownNames:
    """The names of a conversation: as they are written, and those that it never uses as common words, in lower case."""

    written: frozenset[str] = frozenset()
    lower: frozenset[str] = frozenset()


def find_names(text: str) -> KnownNames:
    """Collect the words that are capitalised inside a sentence, to know them at its start and in lower case."""
    written = frozenset(_MID_SENTENCE_CAPITAL.findall(text))
    common = frozenset(_LOWER_CASE.findall(text))
    no_names = common | FUNCTION_WORDS | NOT_NAMES
    lower = frozenset(
        name.lower() for name in written if len(name) > 2 and name.lower() not in no_names and not is_verb(name.lower())
    )
    return KnownNames(written, lower)


def stem_words(text: str) -> frozenset[str]:
    """Return the words of a text in lower case and in the singular, articles left out."""
    return frozenset(singular(word) for word in re.findall(r"[^\W_]+", text.lower()) if word not in ("the", "a", "an"))


def tokenise(text: str, names: KnownNames) -> tuple[Token, ...]:
    """Cut a text into words and marks, and say what each does."""
    found = [(match.group(), match.start()) for match in _TOKEN.finditer(text)]
    tokens: list[Token] = []
    verb_is_due = False  # "does the lender" and "to the lender" wait for their verb
    for number, (word, start) in enumerate(found):
        following = found[number + 1][0] if number + 1 < len(found) else ""
        lower = word.lower().replace("’", "'")
        kind = _classify(word, lower, tokens, following, names, verb_is_due=verb_is_due)
        tokens.append(Token(word, lower, start, start + len(word), kind))
        if kind in {"mark", "verb"}:
            verb_is_due = False
        elif lower in _WAIT_FOR_VERB:
            verb_is_due = True
    return tuple(tokens)


def _classify(
    word: str, lower: str, before: Sequence[Token], following: str, names: KnownNames, *, verb_is_due: bool
) -> TokenKind:
    if not (word[0].isalnum() or word[0] == "_"):
        return "possessive" if lower == "'s" else "mark"
    if word[0].isdigit():
        return "number"
    if lower in NOT_NAMES:
        return "function" if lower.startswith("i") else "time"
    if word[0].isupper() and _is_name(word, lower, before, following, names):
        return "name"
    if lower in FUNCTION_WORDS:
        return "function"
    if lower in names.lower and not (before and before[-1].lower in DETERMINERS):
        return "name"
    if lower.endswith("ly") and len(lower) > 4 and lower not in NOT_ADVERBS:
        return "function"
    return "verb" if _acts_as_verb(lower, before, following.lower(), verb_is_due=verb_is_due) else "noun"


def _is_name(word: str, lower: str, before: Sequence[Token], following: str, names: KnownNames) -> bool:
    shouted = word.isupper() and len(word) > 1
    if not _starts_sentence(before):
        return lower not in FUNCTION_WORDS or shouted
    if lower in FUNCTION_WORDS or is_verb(lower):
        return False
    after = following.lower().replace("’", "'")
    if word in names.written or shouted or after == "'s" or (following[:1].isupper() and after not in FUNCTION_WORDS):
        return True
    common = is_plural(lower) or lower in ADJECTIVES or lower.endswith(("ly", "ing", "ed"))
    return not common and (after in AUXILIARIES or after.endswith("ed") or is_verb(after))


def _starts_sentence(before: Sequence[Token]) -> bool:
    if not before:
        return True
    initial = before[-1].text == "." and len(before) > 1 and len(before[-2].text) == 1  # "J. Smith"
    return before[-1].text in {".", "!", "?", ":", '"', "“", "("} and not initial


def _acts_as_verb(lower: str, before: Sequence[Token], following: str, *, verb_is_due: bool) -> bool:
    last = before[-1] if before else None
    if last is not None and (
        last.kind == "possessive" or last.lower in _DETERMINERS_OR_ADJECTIVES or last.lower == "of"
    ):
        return False
    if lower in _PASTS and following not in BE:
        return True
    if is_verb(lower) and not (lower.endswith("ed") and len(lower) > 5):  # "was the quarry opened"
        return last is None or last.kind != "noun" or following in _OBJECTS_OR_DETERMINERS or verb_is_due
    if lower.endswith("ed") and (len(lower) > 4 or verb_is_due):
        return True
    is_last = verb_is_due and not following.strip("?.!") and before[0].lower in _QUESTION_WORDS_OR_AUXILIARIES
    if is_last and not any(token.lower == "to" for token in before[-_NEAR:]):  # "Why did the residents sue?"
        return last is not None and last.kind in {"noun", "name"}
    return last is not None and last.kind in {"noun", "name"} and following in OBJECTS


def read_mentions(text: str, names: KnownNames) -> list[Mention]:
    """Return what a text mentions, in its order; a noun phrase that leads into a name ("Colonel X") is left to it."""
    titles = list(_QUOTED.finditer(text))
    mentions = [
        Mention(match.group(), "work", title.split()[-1].lower(), stem_words(title), match.start())
        for match in titles
        if _is_title(title := match.group(1).strip(" ,."))
    ]
    tokens = tokenise(text, names)
    starts, ends = [match.start() for match in titles], [match.end() for match in titles]
    place = 0
    while place < len(tokens):
        token = tokens[place]
        end = place + 1
        nearest = bisect_right(starts, token.start) - 1
        if nearest >= 0 and token.start < ends[nearest]:
            pass
        elif token.kind == "name":
            end = _end_of_name(tokens, place)
            name = _make_name(text, tokens, place, end)
            # "the Korean soldiers" mention soldiers, no Korean
            if name.role != "modifier" or not name.head.endswith(DEMONYM_ENDINGS):
                mentions.append(name)
            if end < len(tokens) and tokens[end].kind == "noun" and tokens[end].lower not in ADJECTIVES:
                end = _end_of_nouns(tokens, end)
                mentions += _make_noun(text, tokens, place, end)
        elif token.kind == "noun":
            end = _end_of_nouns(tokens, place)
            if end == len(tokens) or tokens[end].kind != "name":
                mentions += _make_noun(text, tokens, place, end)
        place = end
    pronouns = [token.start for token in tokens if token.lower in {"he", "she", "his", "her"}]
    return [_see_person(mention, pronouns) for mention in sorted(mentions, key=lambda mention: mention.start)]


def _see_person(mention: Mention, pronouns: Sequence[int]) -> Mention:
    """Take a name for a person's where "he" or "she" follows; ``pronouns`` holds where those stand, in order."""
    following = bisect_right(pronouns, mention.start)
    near = following < len(pronouns) and pronouns[following] < mention.start + _REACH
    return replace(mention, kind="person") if near and mention.kind == "name" else mention


def _is_title(quoted: str) -> bool:
    parts = quoted.split()
    return (
        0 < len(parts) <= _TITLE_WORDS
        and all(part[0].isupper() or not part[0].isalpha() or part.lower() in FUNCTION_WORDS for part in parts)
        and parts[0][0].isupper()
    )


def _end_of_name(tokens: Sequence[Token], place: int) -> int:
    end = place + 1
    while end < len(tokens):
        kinds = [token.kind for token in tokens[end : end + 3]]
        token = tokens[end]
        if kinds[0] == "name" or (kinds[0] == "number" and len(token.text) < 4):
            end += 1
        elif kinds[1:2] == ["name"] and (
            (token.kind == "function" and token.text[0].isupper())  # "Light Into Dark"
            or token.lower in NAME_JOINERS
            or token.kind == "possessive"
            or (token.text == "." and len(tokens[end - 1].text) <= 2)
        ):
            end += 2
        elif kinds[2:] == ["name"] and token.lower == "of" and tokens[end + 1].lower == "the":
            end += 3
        else:
            break
    return end


def _end_of_nouns(tokens: Sequence[Token], place: int) -> int:
    end = place + 1
    while end < len(tokens) and tokens[end].kind in {"noun", "number"}:
        end += 1
    return end


def _make_name(text: str, tokens: Sequence[Token], place: int, end: int) -> Mention:
    before = tokens[place - 1] if place else None
    after = tokens[end] if end < len(tokens) else None
    last = tokens[end - 1]
    if before is not None and before.kind == "number" and not before.text.isdigit():  # "the 80th Brigade"
        place -= 1
        before = tokens[place - 1] if place else None
    run = text[tokens[place].start : last.end]
    the = before is not None and before.lower == "the"
    role: Role = "other"
    if after is not None and after.kind == "noun" and after.lower not in ADJECTIVES:
        role = "modifier"
    elif after is not None and (after.kind == "verb" or after.lower in _AUXILIARIES_APART):
        role = "subject"
    kind = _guess_kind([token.lower for token in tokens[place:end]], before, after)
    several = after is not None and after.lower in _PLURALS and not (before is not None and before.lower == "and")
    return Mention(
        text=("the " if the else "") + run,
        kind="group" if several and kind == "name" else kind,  # "Norda have sacked him"
        head=last.lower,
        stems=stem_words(run),
        start=tokens[place].start,
        plural=is_plural(last.lower) and (the or last.text[:-1].isupper()),
        role=role,
    )


def _guess_kind(parts: Sequence[str], before: Token | None, after: Token | None) -> Kind:
    led_by = before.lower if before is not None else ""
    inside = frozenset(parts)
    if inside & GROUPS or "&" in inside or led_by in GROUPS:
        return "group"
    if led_by in WORKS or (after is not None and after.lower in WORKS):
        return "work"
    if led_by in ROLES or inside & ROLES:
        return "person"
    if inside & (PLACES | NATIONS - (_SHORT_NATIONS if len(parts) > 1 else frozenset())) or led_by in {
        "in",
        "at",
        "near",
    }:
        return "place"
    if led_by != "the" and 2 <= len(parts) <= 3 and not inside & FUNCTION_WORDS:
        return "person"
    return "name"


def _make_noun(text: str, tokens: Sequence[Token], place: int, end: int) -> Iterator[Mention]:
    before = tokens[place - 1] if place else None
    while end > place and tokens[end - 1].lower in ADJECTIVES:
        end -= 1
    predicate = before is not None and before.lower in SUBJECTS  # "is it expensive", "did they tour"
    if end > place and not predicate and tokens[end - 1].kind != "number":
        run = text[tokens[place].start : tokens[end - 1].end]
        head = tokens[end - 1].lower
        article = before is not None and before.lower in _ARTICLES
        kind: Kind = "person" if singular(head) in ROLES and head != "people" else "noun"
        yield Mention(run, kind, head, stem_words(run), tokens[place].start, is_plural(head), article=article)


_SHORT_NATIONS = words("un eu us uk")  # they stand alone: "Un" in a longer name is somebody's
_PLURALS = words("have are were")
_ARTICLES = words("the a an this that") | POSSESSIVES


def names_something(tokens: Sequence[Token]) -> bool:
    """Say whether a question has a name or a quotation."""
    return any(token.kind == "name" or token.text in {'"', "“"} for token in tokens)
