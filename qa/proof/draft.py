"""A draft's statements, each with its verdict and the sentences that carry or contradict it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qa.answer import citation_to_json
from qa.check import Gate, Verdict, make_proof
from qa.check.number_signs import follows, is_in_date
from qa.check.text import read_text
from qa.citing import cite
from qa.english.calendar import MONTHS
from qa.english.negation import DENYING
from qa.english.quantities import agree
from qa.english.reckoning import reckon
from qa.english.speakers import explain_pronoun
from qa.english.speech import SAYING
from qa.english.verbs import is_past, is_verb
from qa.english.words import AUXILIARIES
from qa.proof.otherwise import find_otherwise
from qa.records import Citation, VerdictName
from qa.retrieve import Candidate
from qa.split import split_sentences

TRIED = 8  # sentences that a statement is held against, the nearest by words and meaning
CITED = 3  # sentences shown for one statement
NEAREST = 2  # sentences shown where none says it
NEAR = 0.5  # of a claim's words that a sentence has to have to be shown though it does not say it
REPEATED = 0.8  # of a claim's words that a sentence has to have to turn it, whatever another says
BESIDE = 2  # sentences before and behind one that are looked at for a number that it lacks
NO_SENTENCE = "no sentence says it"
NEAREST_ARE = "nearest, does not say it"
_COUNTED = {1, 2, 3}  # in words: "the two sisters" of two who are named
LEAST_WORDS = 3  # a shorter line is no statement

_VERBAL = AUXILIARIES | SAYING | DENYING
Weighed = tuple[Candidate, Verdict]


@dataclass(frozen=True, slots=True)
class Proven:
    """One statement, at ``[start, end)`` of the draft, with its verdict and the sentences that it rests on.

    ``probability``, 0 to 1, is how sure the verdict is. The citations of a contradicted statement say otherwise; so do
    those in ``differing``, of other articles, where the statement is supported. Where no sentence says it, ``nearest``
    are those that come near and do not say it.
    """

    text: str
    verdict: VerdictName
    probability: float
    citations: tuple[Citation, ...] = ()
    reason: str = ""
    start: int = 0
    end: int = 0
    differing: tuple[Citation, ...] = ()
    nearest: tuple[Citation, ...] = ()

    @property
    def dispute(self) -> str:
        """What other articles say in place of the statement's number or date, in a phrase; empty where none does."""
        says = list(dict.fromkeys(map(_name_phrase, self.differing)))
        who = "another article says" if len(self.differing) == 1 else "other articles say"
        return f"but {who} {' and '.join(says)}" if says else ""


def _name_phrase(citation: Citation) -> str:
    """Return the phrase by which a sentence differs, as it reads inside another one: "fourteen passengers"."""
    said = " ".join(citation.article.text[slice(*citation.phrase)].split()) if citation.phrase else ""
    return said if said[:1].isdigit() or said.split(" ")[0].lower() in MONTHS else f"{said[:1].lower()}{said[1:]}"


def list_statements(text: str) -> Iterator[tuple[str, str, int]]:
    """Yield the statements of a draft: as written, as they read with their pronoun resolved, and where they start.

    Headings, questions and lines without a verb or a full stop claim nothing and are left out.
    """
    before: list[str] = []
    for sentence in split_sentences(text, article_id="draft"):
        written = text[sentence.start : sentence.end]
        words = read_text(written).words
        ended = written.rstrip("”\"'’) ")
        claims = any(is_verb(word) or is_past(word) or word in _VERBAL for word in words[1:]) or ended.endswith(".")
        if claims and len(words) >= LEAST_WORDS and not ended.endswith(("?", ":")):
            named = explain_pronoun(written, before)
            _, _, rest = written.partition(" ")
            yield written, f"{named} {rest}" if named else written, sentence.start
        before = [*before[-1:], written]


def prove(claim: str, candidates: Sequence[Candidate], gate: Gate) -> Proven:
    """Hold a claim against the sentences that come nearest to it, best first."""
    tried, words = candidates[:TRIED], read_text(claim).begins
    pairs = list(zip(tried, gate.weigh(claim, [make_proof(c.stored, [c.sentence]) for c in tried]), strict=True))
    carrying = sorted((p for p in pairs if p[1].name == "supported"), key=lambda pair: -pair[1].support)
    denying = sorted((p for p in pairs if p[1].name == "contradicted"), key=lambda pair: -pair[1].probability)
    # what repeats the claim and turns it knows better than what only sounds like it
    repeated = _count_shared(words, denying[0][0]) if denying else 0
    turned = carrying and repeated > _count_shared(words, carrying[0][0]) and repeated >= REPEATED * len(words)
    found = [] if turned else _complete(claim, carrying, candidates, gate) or _join(claim, pairs, gate)
    if found:
        differing = find_otherwise(claim, found[0][0], [candidate for candidate, _ in denying])
        return replace(_found(claim, found), differing=differing[:CITED])
    elsewhere = [pair for pair in pairs if pair[1].name == "misattributed"]
    if against := elsewhere or denying:
        return _found(claim, against[:1])
    sure = max(pairs, key=lambda pair: pair[1].support)[1].probability if pairs else 1.0
    near = sorted(((_count_shared(words, candidate), candidate) for candidate in tried), key=lambda pair: -pair[0])
    shown = _cite([candidate for shared, candidate in near[:NEAREST] if shared >= NEAR * len(words)])
    return Proven(claim, "not_found", sure, reason=NO_SENTENCE, nearest=shown)


def _count_shared(words: frozenset[str], candidate: Candidate) -> int:
    """Count the words of a claim that a sentence has."""
    return len(words & read_text(candidate.text).begins)


def _complete(
    claim: str, carrying: Sequence[Weighed], candidates: Sequence[Candidate], gate: Gate
) -> Sequence[Weighed]:
    """Return what carries a claim so that each of its numbers and dates stands there, nothing where one stands nowhere.

    Where the best sentence lacks one that another of its article, near it or among the candidates, has, both are cited.
    """
    full = [pair for pair in carrying if not list_unproven(claim, *_quote([pair[0]]))]
    if full:
        return [*full, *(pair for pair in carrying if pair not in full)]
    if not carrying:
        return []
    first = carrying[0][0]
    article, index = first.stored.article.id, first.sentence.index
    around = [
        first.stored.sentence(n)
        for n in range(max(0, index - BESIDE), min(index + BESIDE + 1, len(first.stored.offsets)))
    ]
    beside = [replace(first, sentence=sentence, copies=()) for sentence in around if sentence.index != index]
    for other in (*beside, *(c for c in candidates if c.stored.article.id == article and c.sentence != first.sentence)):
        both = _in_order(first, other)
        if not list_unproven(claim, *_quote(both)):
            (verdict,) = gate.weigh(claim, [make_proof(first.stored, [c.sentence for c in both])])
            if verdict.name == "supported":
                return [(c, verdict) for c in both]
    return []


def _join(claim: str, pairs: Sequence[Weighed], gate: Gate) -> Sequence[Weighed]:
    """Return the two best sentences of one article where they carry the claim read together, else nothing."""
    best = [candidate for candidate, _ in sorted(pairs, key=lambda pair: -pair[1].support)]
    second = next((c for c in best[1:] if c.stored.article.id == best[0].stored.article.id), None)
    if second is None:
        return []
    both = _in_order(best[0], second)
    (verdict,) = gate.weigh(claim, [make_proof(best[0].stored, [c.sentence for c in both])])
    carries = verdict.name == "supported" and not list_unproven(claim, *_quote(both))
    return [(c, verdict) for c in both] if carries else []


def _in_order(one: Candidate, other: Candidate) -> list[Candidate]:
    return sorted((one, other), key=lambda candidate: candidate.sentence.index)


def _quote(candidates: Sequence[Candidate]) -> tuple[str, str]:
    """Return the sentences of one article, and what else is known of when: its title and its day."""
    article = candidates[0].stored.article
    return " ".join(candidate.text for candidate in candidates), f"{article.title} . {article.shown_date}"


def _found(claim: str, pairs: Sequence[Weighed]) -> Proven:
    verdict = pairs[0][1]
    return Proven(claim, verdict.name, verdict.probability, _cite([c for c, _ in pairs[:CITED]]), verdict.reason)


def _cite(candidates: Sequence[Candidate]) -> tuple[Citation, ...]:
    return tuple(cite(n, c.stored, c.sentence, copies=c.copies) for n, c in enumerate(candidates, start=1))


def proven_to_json(statements: Sequence[Proven]) -> dict[str, object]:
    """Return checked statements as the JSON that ``qa check``, the HTTP API and MCP promise."""
    return {
        "statements": [
            {
                "text": one.text,
                "verdict": one.verdict,
                "probability": one.probability,
                "reason": one.reason,
                "citations": [citation_to_json(citation) for citation in one.citations],
                "differing": [citation_to_json(c) | {"says": _name_phrase(c)} for c in one.differing],
                "nearest": [citation_to_json(citation) for citation in one.nearest],
            }
            for one in statements
        ]
    }


def list_unproven(claim: str, quotes: str, known: str) -> list[str]:
    """Return the numbers and dates of a claim that sentences neither have nor let reckon.

    "Two" and "three" in words may be counted there. ``known`` may tell when something was, and nothing else.
    """
    ours, theirs, when = read_text(claim), read_text(quotes), read_text(known)
    numbers = [q for q in theirs.quantities if not is_in_date(q, theirs)]
    reckoned = reckon(numbers, theirs.words)
    lacked = [
        ours.text[q.start : q.end]
        for q in ours.quantities
        if not is_in_date(q, ours)
        and (q.value not in _COUNTED or ours.text[q.start].isdigit())
        and not any(agree(q, one) for one in numbers)
        and not follows(q, numbers, reckoned)
    ]
    days = (*theirs.dates, *when.dates)
    return lacked + [
        ours.text[date.start : date.end]
        for date in ours.dates
        if (date.year or date.day) and not any(day.may_be(date) and (day.year or day.day) for day in days)
    ]
