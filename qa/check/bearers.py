"""What the evidence says of one is not said of another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa.check.alignment import are_same
from qa.check.lexicon import HEDGES, KIND_OF, PREPOSITIONS, RELATIVES
from qa.check.pair import Finding, Pair
from qa.check.verbs import ADVERBS
from qa.check.words import Word, has_verb
from qa.english.quantities import find_quantities

_REPORT_WORDS = 5  # at most, of "..., the colonel said, ..."
_EMBEDDING = frozenset("that which who how what whether where when if because".split())
_OTHERS = frozenset("other others another".split())


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause by the places of its words: what it is about (empty where it goes on about the one before), and all."""

    subject: tuple[int, ...]
    places: tuple[int, ...]


def check_bearer(pair: Pair) -> Finding | None:
    """Find something that the evidence says of another of its bearers."""
    claim, evidence = pair.aligned.claim, pair.aligned.evidence
    theirs = _read_clauses(evidence)
    owners, mains = _find_owners(evidence, theirs), _find_mains(evidence, theirs)
    says_other = any(word.lower in _OTHERS | {"rest", "else"} for word in claim)
    others = set() if says_other else {n for n, c in enumerate(theirs) if _speaks_of_others(evidence, c)}
    ours = _read_clauses(claim)
    for clause, owner in zip(ours, _find_owners(claim, ours), strict=True):
        if owner != ours.index(clause) and _only_reports(claim, clause.places):
            continue
        about = _find_homes(pair, ours[owner].subject)
        if not about:
            continue
        homes = about | {owners[number] for number in about}
        homes -= others
        strange = {n for n in range(len(theirs)) if not {n, owners[n]} & homes and theirs[owners[n]].subject}
        strange -= {n for n in strange if mains[n] in homes}
        strange -= {n for n in strange - others if _is_mentioned(theirs[owners[n]].subject, clause, ours[owner], pair)}
        verb = next((i for i in clause.places if claim[i].is_verb), clause.places[0])
        predicate = [i for i in clause.places if i >= verb and i not in clause.subject]
        said, counted = _find_said(pair, predicate), _find_counted(pair, predicate)
        foreign = [n for n in said + counted if n in strange]
        if len(foreign) > len(said + counted) / 2 or any(n in strange for n in counted):
            name = " ".join(claim[i].text for i in ours[owner].subject)
            return Finding("misattributed", f"the sentence says this of another than “{name}”")
    return None


def _speaks_of_others(words: Sequence[Word], clause: _Clause) -> bool:
    """Whether a clause is about others of its kind: "while all other files are indexed"."""
    verb = next((i for i in clause.places if words[i].is_verb), clause.places[0])
    return any(words[i].lower in _OTHERS for i in clause.places[:3] if i < verb)


def _find_homes(pair: Pair, subject: Sequence[int]) -> set[int]:
    """Return the clauses of the evidence that have most words of a subject."""
    homes = [{pair.aligned.evidence[place].clause for place in pair.aligned.places[i]} for i in subject]
    counts = {number: sum(number in home for home in homes) for number in set().union(*homes)}
    return {number for number, count in counts.items() if count == max(counts.values())}


def _is_mentioned(subject: Sequence[int], clause: _Clause, before: _Clause, pair: Pair) -> bool:
    """Whether the claim speaks of this subject, too: in the clause itself, or where a "which" may point at it."""
    carried = {place for i in clause.places for place in pair.aligned.places[i]}
    if set(subject) <= carried:
        return True
    known = [pair.aligned.claim[i] for i in before.places] if before is not clause else []
    return any(are_same(word, pair.aligned.evidence[i]) for word in known if word.is_content for i in subject)


def _read_clauses(words: Sequence[Word]) -> list[_Clause]:
    clauses = []
    for number in range(words[-1].clause + 1 if words else 0):
        places = tuple(i for i, word in enumerate(words) if word.clause == number)
        clauses.append(_Clause(_find_subject(words, places), places))
    return clauses


def _find_subject(words: Sequence[Word], places: Sequence[int]) -> tuple[int, ...]:
    """Return the places of what a clause says before its verb; none where it says "he" or "which"."""
    before: list[int] = []
    inverted = KIND_OF.get(words[places[0]].lower) == "say"  # "..., said the colonel"
    for place in places[1:] if inverted else places:
        if words[place].is_verb:
            break
        if before and words[place].lower in PREPOSITIONS:
            break  # "the content [of a picture]" is about the content
        if (words[place].is_content or words[place].is_number) and words[place].lower not in ADVERBS:
            before.append(place)
    return tuple(before)


def _find_owners(words: Sequence[Word], clauses: Sequence[_Clause]) -> list[int]:
    """Return for each clause the number of the clause that names what it is about: itself, or one before it."""
    owners: list[int] = []
    for number, clause in enumerate(clauses):
        if clause.subject or not number:
            owners.append(number)
            continue
        # "names that a vector misses [are found]" goes on about the names
        resumes = words[clause.places[0]].is_verb and words[clauses[number - 1].places[0]].lower in RELATIVES
        passes_over = resumes or _only_reports(words, clauses[number - 1].places)
        passes_over = passes_over or not any(words[i].is_verb for i in clauses[number - 1].places)
        owners.append(owners[-2] if passes_over and number > 1 else owners[-1])
    return owners


def _find_mains(words: Sequence[Word], clauses: Sequence[_Clause]) -> list[int]:
    """Return for each clause the one that its "and" may go on from: "scores how well ..., [and puts]"."""
    mains: list[int] = []
    for number, clause in enumerate(clauses):
        joins = words[clause.places[0]].lower in {"and", "or", "but"} and not clause.subject
        before = [n for n in range(number) if words[clauses[n].places[0]].lower not in _EMBEDDING]
        mains.append(mains[before[-1]] if joins and before else number)
    return mains


def _only_reports(words: Sequence[Word], places: Sequence[int]) -> bool:
    """Whether a clause only says who says it: "the colonel said"."""
    return len(places) <= _REPORT_WORDS and any(KIND_OF.get(words[i].lower) == "say" for i in places)


def _find_said(pair: Pair, places: Sequence[int]) -> list[int]:
    """Return, for each word said, the number of the evidence's clause that says it, where only one does."""
    found: list[int] = []
    for i in places:
        word = pair.aligned.claim[i]
        others = [pair.aligned.evidence[place] for place in pair.aligned.places[i]]
        homes = {other.clause for other in others if _is_said_in_full(pair, other)}
        if len(homes) != 1 or not (word.is_content or word.lower in HEDGES):
            continue
        if word.is_name or word.lower not in KIND_OF or (word.is_verb and all(other.is_verb for other in others)):
            found += [*homes] * (2 if word.is_verb else 1)  # what is done is the news of a clause
    return found


def _is_said_in_full(pair: Pair, word: Word) -> bool:
    """Whether a word stands with a verb: "... answers 200, and [503] until then" goes on about what stands before."""
    piece = [other for other in pair.aligned.evidence if other.piece == word.piece]
    return piece[0].lower != "and" or not piece[-1:] or has_verb(piece) or not (len(piece) > 1 and piece[1].is_number)


def _find_counted(pair: Pair, places: Sequence[int]) -> list[int]:
    """Return, for each quantity said, the number of the evidence's clause that gives it, where only one does."""
    starts = {pair.aligned.claim[i].start for i in places}
    found: list[int] = []
    for quantity in find_quantities(pair.claim):
        if not any(quantity.start <= start < quantity.end for start in starts):
            continue
        same = [q for q in find_quantities(pair.evidence) if (q.value, q.unit) == (quantity.value, quantity.unit)]
        counted = [w for w in pair.aligned.evidence if any(q.start <= w.start < q.end for q in same)]
        homes = {word.clause for word in counted if _is_said_in_full(pair, word)}
        found += homes if len(homes) == 1 else ()
    return found
