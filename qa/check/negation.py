"""What a text negates: in each clause, which words stand behind its "not"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.check.lexicon import DENYING, NEGATORS, RELATIVES
from qa.check.verbs import AUXILIARIES, find_base
from qa.check.words import Word, begins_with_not

_EMBEDDING = frozenset("that whether how which what who".split())
_OF_THINGS = frozenset("no none nobody nothing neither nor without".split())  # negators that stand before a thing
_BEING = frozenset("stand stands stood lie lies lay exist exists existed".split())  # no more than "is", of a thing
_LINKS = frozenset("is are was were be been become becomes became remain remains remained get gets got".split())


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause by the places of its words; what stands before ``scope`` is not negated, whatever the clause is.

    ``heads`` are the places of the words that its negations turn. ``apart`` marks a clause that only sets something
    apart ("and not a fact", "without a reason").
    """

    places: tuple[int, ...]
    negated: bool
    scope: int
    heads: tuple[int, ...]
    apart: bool

    def turns(self, place: int) -> bool | None:
        """Whether the word of this place is negated; None for what a negated clause is about: "It has not ..."."""
        if not self.negated:
            return False
        return True if place >= self.scope else None


def read_clauses(words: Sequence[Word]) -> list[Clause]:
    """Return the clauses of a text with what each negates; one that another says is negated with it."""
    clauses: list[Clause] = []
    for number in sorted({word.clause for word in words}):
        places = tuple(i for i, word in enumerate(words) if word.clause == number)
        own = [words[i] for i in places]
        negators = [i for i in places if words[i].lower in NEGATORS and not _is_quality(words, i)]
        denials = [i for i in places if words[i].lower in DENYING and _denies(words, i)]
        before = clauses[-1] if clauses else None
        goes_on = before is not None and before.negated and (_is_said(words, before, places[0]) or _goes_on(own))
        first = places[0] if goes_on else min([*negators, *denials], default=places[0])
        negated = _is_odd(words, negators) ^ bool(denials) ^ goes_on
        apart = bool(clauses) and (begins_with_not(own) or (goes_on and clauses[-1].apart))
        turning = [first, *negators[1:]] if negated else []
        turning = [] if goes_on and _goes_on(own) else turning  # each verb of a list is turned
        heads = tuple(head for start in turning for head in _find_head(words, places, start))
        # "... is no longer there" turns all that it says; behind a head it is what stands after the "not"
        scope = first if heads else next(i for i in places if words[i].piece == words[first].piece)
        clauses.append(Clause(places, negated, scope, heads, apart))
    if len(clauses) > 1 and clauses[1].negated and _is_what_follows_says(words, clauses[0], clauses[1]):
        clauses[0] = replace(clauses[0], negated=True)
    return clauses


def _is_odd(words: Sequence[Word], negators: Sequence[int]) -> bool:
    """Whether the negators come to a no: "not" does, "not without" does not, "neither ... nor" does."""
    first = [i for i in negators if words[i].lower != "nor"] or list(negators[:1])
    return sum(words[i].piece == words[first[0]].piece for i in first) % 2 == 1


def _is_what_follows_says(words: Sequence[Word], first: Clause, second: Clause) -> bool:
    """Whether the first clause is what the second is about: "Who made them [is not said]"."""
    return words[first.places[0]].lower in _EMBEDDING and words[second.places[0]].is_verb


def _denies(words: Sequence[Word], place: int) -> bool:
    """Whether a word such as "fails" says no: "a failed question" does not, "it fails to answer" does."""
    if not words[place].lower.startswith(("fail", "refus")):
        return True
    return any(word.lower == "to" for word in words[place + 1 : place + 2])


def _is_quality(words: Sequence[Word], place: int) -> bool:
    """Whether a "rare" only describes: "rare names"; "were rare" is a kind of no."""
    return words[place].lower == "rare" and not any(word.lower in _LINKS for word in words[max(0, place - 3) : place])


def _is_said(words: Sequence[Word], before: Clause, start: int) -> bool:
    """Whether a clause is what the one before it says: "that they have left"; not a second one: "or that it is full".

    What only picks out a thing, as in "never blocks pages that compute", is none either; with "no pages that" it is.
    """
    if words[start].lower not in _EMBEDDING or words[start - 1].lower in {"and", "or"}:
        return False
    of_things = before.apart or any(words[i].lower in _OF_THINGS for i in before.places)
    denied = words[start - 1].lower in NEGATORS  # "impossible that"
    return of_things or denied or words[start].lower not in RELATIVES or words[start - 1].is_verb


def _goes_on(words: Sequence[Word]) -> bool:
    """Whether a clause only lists further verbs of the one before it: "does not sum up, [calculate or draw]"."""
    verbal = words[0].is_verb or find_base(words[0].lower) != words[0].lower
    return verbal and any(word.lower in {"or", "nor"} for word in words)


def _find_head(words: Sequence[Word], places: Sequence[int], start: int) -> list[int]:
    """Return the place of the word that a negation turns: the verb, else the first word that says something."""
    behind = [i for i in places if i >= start and _can_be_turned(words[i])]
    verbs = [i for i in behind if words[i].is_verb]
    return verbs[:1] if words[start].lower in _OF_THINGS and verbs else behind[:1]


def _can_be_turned(word: Word) -> bool:
    return word.lower not in _BEING and (word.is_content or (word.is_verb and word.lower not in AUXILIARIES))
