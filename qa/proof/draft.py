"""A draft's statements, each with its verdict and the sentences that carry or contradict it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qa.answer import citation_to_json
from qa.check import Gate, Verdict, make_proof
from qa.check.text import read_text
from qa.citing import cite
from qa.english.calendar import MONTHS
from qa.english.speakers import explain_pronoun
from qa.english.verbs import is_past, is_verb
from qa.english.words import AUXILIARIES
from qa.proof.otherwise import find_otherwise
from qa.records import Citation, VerdictName
from qa.retrieve import Candidate
from qa.split import split_sentences

TRIED = 8  # sentences that a statement is held against, the nearest by words and meaning
CITED = 3  # sentences shown for one statement
NO_SENTENCE = "no sentence says it"
LEAST_WORDS = 3  # a shorter line is no statement


@dataclass(frozen=True, slots=True)
class Proven:
    """One statement, at ``[start, end)`` of the draft, with its verdict and the sentences that it rests on.

    ``probability``, 0 to 1, is how sure the verdict is. The citations of a contradicted statement say otherwise; so do
    those in ``differing``, of other articles, where the statement is supported.
    """

    text: str
    verdict: VerdictName
    probability: float
    citations: tuple[Citation, ...] = ()
    reason: str = ""
    start: int = 0
    end: int = 0
    differing: tuple[Citation, ...] = ()

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

    Headings, questions and lines without a verb claim nothing and are left out.
    """
    before: list[str] = []
    for sentence in split_sentences(text, article_id="draft"):
        written = text[sentence.start : sentence.end]
        words = read_text(written).words
        claims = any(is_verb(word) or is_past(word) or word in AUXILIARIES for word in words[1:])
        if claims and len(words) >= LEAST_WORDS and not written.rstrip("”\"'’) ").endswith(("?", ":")):
            named = explain_pronoun(written, before)
            _, _, rest = written.partition(" ")
            yield written, f"{named} {rest}" if named else written, sentence.start
        before = [*before[-1:], written]


def prove(claim: str, candidates: Sequence[Candidate], gate: Gate) -> Proven:
    """Hold a claim against the sentences that come nearest to it, best first."""
    tried = candidates[:TRIED]
    verdicts = gate.weigh(claim, [make_proof(c.stored, [c.sentence]) for c in tried])
    pairs = list(zip(tried, verdicts, strict=True))
    carrying = sorted((p for p in pairs if p[1].name == "supported"), key=lambda pair: -pair[1].support)
    if not carrying and (joined := _join(claim, pairs, gate)):
        return joined
    if carrying:
        denying = [candidate for candidate, verdict in pairs if verdict.name == "contradicted"]
        differing = find_otherwise(claim, carrying[0][0], denying)
        return replace(_found(claim, carrying), differing=differing[:CITED])
    against = sorted((p for p in pairs if p[1].name != "not_found"), key=_rank_against)
    if against:
        return _found(claim, against[:1])
    nearest = max(pairs, key=lambda pair: pair[1].support, default=None)
    sure = nearest[1].probability if nearest else 1.0
    return Proven(claim, "not_found", sure, reason=NO_SENTENCE)


def _rank_against(pair: tuple[Candidate, Verdict]) -> tuple[bool, float]:
    """Put first who else says it, then what says otherwise, the surest first."""
    return pair[1].name != "misattributed", -pair[1].probability


def _join(claim: str, pairs: Sequence[tuple[Candidate, Verdict]], gate: Gate) -> Proven | None:
    """Return the verdict over the two best sentences of one article read together, where they carry the claim."""
    best = sorted(pairs, key=lambda pair: -pair[1].support)
    first = best[0][0] if best else None
    if first is None:
        return None
    second = next((c for c, _ in best[1:] if c.stored.article.id == first.stored.article.id), None)
    if second is None:
        return None
    both = sorted((first, second), key=lambda candidate: candidate.sentence.index)
    (verdict,) = gate.weigh(claim, [make_proof(first.stored, [c.sentence for c in both])])
    return _found(claim, [(c, verdict) for c in both]) if verdict.name == "supported" else None


def _found(claim: str, pairs: Sequence[tuple[Candidate, Verdict]]) -> Proven:
    verdict = pairs[0][1]
    citations = tuple(cite(n, c.stored, c.sentence, copies=c.copies) for n, (c, _) in enumerate(pairs[:CITED], start=1))
    return Proven(claim, verdict.name, verdict.probability, citations, verdict.reason)


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
            }
            for one in statements
        ]
    }
