"""A yes/no question as the statement that "yes" would make."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from qa.english.questions import read_asked
from qa.english.verbs import is_past, is_verb, past_of, third_person_of
from qa.english.words import (
    ADVERBS,
    AUXILIARIES,
    BE,
    DETERMINERS,
    NEGATIONS,
    PREPOSITIONS,
    SUBJECTS,
    Word,
    cut_words,
    words,
)

_ALONE = SUBJECTS | words("there this that these those")
_SOME = {"any": "some", "anything": "something", "anyone": "someone", "anybody": "somebody", "anywhere": "somewhere"}
_DROPPED = words("ever yet actually really please")
_DO, _HAVE = words("do does did"), words("has have had")
_COMPARING = words("more less")
# what they do to the verb that they ask with
_INFLECTIONS: dict[str, Callable[[str], str]] = {"do": str, "does": third_person_of, "did": past_of}
_OWNS = re.compile(r"['’]s?$")
_LEADS = words("and but so or then ok okay well")
_PARTICIPLES = words("born drawn frozen hidden stolen sworn thrown torn worn")  # that no other list has
_DETERMINERS_OR_PREPOSITIONS = DETERMINERS | PREPOSITIONS
_NO_NOUNS = AUXILIARIES | ADVERBS | NEGATIONS | PREPOSITIONS | DETERMINERS


def state(question: str) -> str:
    """Return the statement that "yes" makes of a yes/no question, and an empty string for any other.

    Where the subject ends is a guess: a verb, a preposition or another auxiliary ends it.

    >>> state("Did Ada Kern close the bridge?"), state("Has anyone left yet?")
    ('Ada Kern closed the bridge.', 'Someone has left.')
    """
    if read_asked(question).kind != "yes_no":
        return ""
    cut = cut_words(question.rstrip(" ?!."))
    first = next(place for place, word in enumerate(cut) if word.lower not in _LEADS and word.is_word)
    asking, rest = cut[first].lower, cut[first + 1 :]
    end = _end_of_subject(asking, rest)
    said = [_write(word) for word in rest[:end] if word.lower not in _DROPPED]
    done = [word for word in rest[end:] if word.lower not in _DROPPED]
    if inflect := _INFLECTIONS.get(asking) if done and _may_act(done[0]) else None:
        said += [inflect(done[0].lower), *map(_write, done[1:])]
    else:
        said += [asking, *map(_write, done)]
    text = _join(said)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _end_of_subject(asking: str, rest: Sequence[Word]) -> int:
    if not rest or rest[0].lower in _ALONE:
        return min(1, len(rest))
    ends = [place for place in range(1, len(rest)) if _may_end(rest, place)]
    if asking in _HAVE:  # "has the hunting ban come into force": no participle is like that
        ends = [place for place in ends if not _is_base(rest[place].lower)]
    acts = [place for place in ends if rest[place].lower not in PREPOSITIONS]
    owner = next((place for place, word in enumerate(rest) if _OWNS.search(word.text)), 0)
    if asking in BE and not ends and owner > 1 and all(word.capital for word in rest[:owner]):
        return 2  # "is Ada Kern Per Lund's coach"
    if asking in BE or not acts:
        end = next(iter(ends), len(rest))
        if end > 1 and end < len(rest) and rest[end].lower == "than":
            return max(1, end - 2) if rest[end - 2].lower in _COMPARING else end - 1  # "is the euro stronger than it"
        named = asking in _DO and end > 1 and rest[end - 2].capital and not rest[end - 1].capital
        return end - 1 if named else end  # "did the Republic of Ireland qualify for it"
    place = acts[0]
    verb_before = asking in _DO and rest[place].lower in DETERMINERS and place > 1
    return place - 1 if verb_before else place  # "did the court reject the claim": its verb is no known one


def _may_end(rest: Sequence[Word], place: int) -> bool:
    """Say whether the subject may be over before a word."""
    word, before = rest[place], rest[place - 1]
    lower = word.lower
    if word.capital or not word.is_word or lower == "of" or before.lower in _DETERMINERS_OR_PREPOSITIONS:
        return False
    if lower in _NO_NOUNS:
        return True
    named = before.capital and rest[0].capital and not _OWNS.search(before.text)  # "Jerry Scoggins dead"
    return named or is_verb(lower) or is_past(lower) or lower.endswith("ing") or lower in _PARTICIPLES


def _is_base(lower: str) -> bool:
    """Say whether a word is a verb whose participle ends in -ed, in another form."""
    return is_verb(lower) and not is_past(lower) and past_of(lower).endswith("ed")


def _may_act(word: Word) -> bool:
    """Say whether a word behind the subject may be the verb of a question with "did"."""
    others = _NO_NOUNS
    return word.text.islower() and word.text.isalpha() and word.lower not in others and not word.lower.endswith("ly")


def _write(word: Word) -> str:
    return _SOME.get(word.lower, word.text)


def _join(said: Sequence[str]) -> str:
    """Return words side by side, marks without a space before them."""
    text = ""
    for one in said:
        close = not one[0].isalnum() and one not in {"(", "“", '"', "£", "$", "€", "&"}
        opened = text.endswith(("(", "“", "£", "$", "€", "-", "/"))
        text += one if not text or close or opened else f" {one}"
    return text
