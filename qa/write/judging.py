"""From labels to citations: which sentences a statement points at, whether they carry it, and what becomes of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from textwrap import shorten

from qa.check import Gate, Verdict, make_proof
from qa.check.text import Text, read_text
from qa.citing import cite
from qa.english.verbs import is_past, is_verb
from qa.english.words import AUXILIARIES
from qa.records import Citation, Dropped, Evidence, Place, Statement, VerdictName, Writing
from qa.write.draft import Draft

_NUMBERED = re.compile(r"\[(S?\d+)\]", re.I)
_CUT_OFF = re.compile(r"(?:\b(?:a|an|the|of|to|in|by|with|and|or|that|is|are|was|were|has|have|can|may|will)|[,;–-])$")
_OF_THE_TEXT = re.compile(
    r"(?:the|this) (?:answer to (?:the|this|your) question is"
    r"|(?:story|text|passage|context) (?:is about|describes|discusses|mentions|says|states))\b",
    re.I,
)
MOST_REPEATED = 0.6  # of the words of content that are different ones: "the reports differ from the reports"
OTHER_WORDS = 0.5  # of the words of content that neither the sentences nor their titles have: too many
QUOTED_CHARACTERS = 80  # of a sentence that contradicts, where the answer does not cite it
TRIED_SENTENCES = 5  # sentences that a statement is tried against when its own do not carry it


@dataclass
class Report:
    """What has become of the draft so far."""

    statements: list[Statement] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    drafted: int = 0
    repointed: int = 0
    bare: int = 0
    unknown_labels: int = 0

    def count(self, writer: str) -> Writing:
        """Return the counts so far."""
        shown = len(self.statements)
        return Writing(writer, self.drafted, shown, self.repointed, self.bare, self.unknown_labels)


@dataclass(frozen=True)
class Desk:
    """What a statement is checked with: the sentences as they were shown, and which of them answer."""

    shown: tuple[Evidence, ...]
    answering: frozenset[Place]
    gate: Gate

    def weigh(self, text: str, groups: Sequence[Sequence[Evidence]]) -> list[Verdict]:
        """Return for each group of sentences of one article whether they carry the text."""
        return self.gate.weigh(text, [make_proof(some[0].stored, [one.sentence for one in some]) for some in groups])

    def answers(self, piece: Evidence) -> bool:
        """Whether the reader ranks the sentence as an answer."""
        return piece.place in self.answering


def find_answering(ranked: Sequence[Evidence], floor: float) -> frozenset[Place]:
    """Return the sentences whose score is at least ``floor`` of the best one's, as article id and index."""
    best = ranked[0].score if ranked else 0.0
    return frozenset(e.place for e in ranked if e.score >= floor * best)


def take(draft: Draft, desk: Desk, report: Report) -> bool:
    """Check one statement and put it into the report; return whether it is shown."""
    report.drafted += 1
    known = [desk.shown[number - 1] for number in draft.labels if 1 <= number <= len(desk.shown)]
    report.unknown_labels += len(draft.labels) - len(known)
    report.bare += not known
    if any(statement.text == draft.text for statement in report.statements):
        return _drop(draft, "it was said before", report)
    if fault := find_fault(draft.text):
        return _drop(draft, fault, report)
    named = [piece for piece in dict.fromkeys(known) if desk.answers(piece)]
    verdict, carrying = _find_carrying(draft.text, named, desk) if named else (None, ())
    if not carrying:
        others = [piece for piece in desk.shown if piece not in known and desk.answers(piece)]
        reason, carrying = _repoint(draft.text, others, desk)
        report.repointed += bool(carrying)
    if not carrying:
        if verdict:
            return _drop(draft, _explain(verdict, named[0], report), report, verdict.name)
        return _drop(draft, "its sentence does not answer the question" if known else reason, report)
    if _find_other_words(draft.text, carrying) >= OTHER_WORDS:
        return _drop(draft, "most of its words are in no sentence", report)
    citations = tuple(_cite(piece, report) for piece in carrying)
    report.statements.append(Statement(_restore(draft.text, citations), citations, "supported", "written"))
    return True


def find_fault(text: str) -> str:
    """Return in a phrase why a text is no statement at all, or an empty string."""
    if "\ufffd" in text:
        return "it is damaged text"
    if _CUT_OFF.search(text):
        return "it breaks off"
    if text.endswith((":", "?")):
        return "it is a question or a heading"
    read = read_text(text)
    if not any(is_verb(word) or is_past(word) or word in AUXILIARIES for word in read.words[:-1]):
        return "it is no whole sentence"
    if len(set(read.content)) <= MOST_REPEATED * len(read.content):
        return "it repeats itself"
    if _OF_THE_TEXT.match(text):
        return "it speaks of the text"
    return "it says nothing of the thing" if _says_nothing(read) else ""


def _says_nothing(read: Text) -> bool:
    """Whether a statement only says that a thing is itself: "the article id is the id of the file"."""
    link = next((i for i, word in enumerate(read.words) if word in {"is", "are", "was", "were"}), 0)
    before, after = (read_text(" ".join(part)).content for part in (read.words[:link], read.words[link:]))
    return bool(before and after) and before[-1] == after[0]


def _find_other_words(text: str, carrying: Sequence[Evidence]) -> float:
    """Return the share of a statement's words of content that neither its sentences nor their titles have."""
    said = read_text(text).begins
    known = frozenset().union(*(read_text(f"{piece.stored.article.title} {piece.text}").begins for piece in carrying))
    return len(said - known) / max(1, len(said))


def _restore(text: str, citations: Sequence[Citation]) -> str:
    """Put back the brackets around numbers that a cited sentence has and that were others in the prompt."""
    for found in (found for citation in citations for found in _NUMBERED.findall(citation.quote)):
        text = text.replace(f"({found})", f"[{found}]")
    return text


def _drop(draft: Draft, reason: str, report: Report, name: VerdictName = "not_found") -> bool:
    report.dropped.append(Dropped(draft.text, name, reason))
    return False


def _find_carrying(text: str, named: Sequence[Evidence], desk: Desk) -> tuple[Verdict, tuple[Evidence, ...]]:
    """Return the verdict and those of the named sentences that carry the text, alone or else together."""
    groups = [[piece] for piece in named]
    articles = {piece.sentence.article_id for piece in named}
    if len(named) > 1 and len(articles) == 1:
        groups.append(sorted(named, key=lambda piece: piece.sentence.index))
    verdicts = desk.weigh(text, groups)
    alone = tuple(s for s, verdict in zip(named, verdicts, strict=False) if verdict.name == "supported")
    if alone:
        return verdicts[0], alone
    together = tuple(groups[-1]) if verdicts[-1].name == "supported" else ()
    return (verdicts[-1] if together else verdicts[0]), together


def _repoint(text: str, others: Sequence[Evidence], desk: Desk) -> tuple[str, tuple[Evidence, ...]]:
    """Return another sentence that carries the text, or why none does, in words."""
    said = set(read_text(text).content)
    near = sorted(others, key=lambda piece: -len(said & set(read_text(piece.text).content)))
    tried = near[:TRIED_SENTENCES]
    verdicts = desk.weigh(text, [[piece] for piece in tried])
    carrying = [s for s, verdict in zip(tried, verdicts, strict=True) if verdict.name == "supported"]
    return "no sentence says it", tuple(carrying[:1])


def _explain(verdict: Verdict, piece: Evidence, report: Report) -> str:
    """Say in words why a statement is not carried by the sentence that it names."""
    if verdict.name != "contradicted":
        return f"no sentence says it: {verdict.reason}"
    number = next((citation.number for citation in report.citations if citation.sentence == piece.sentence), 0)
    by = f"[{number}]" if number else f"“{shorten(piece.text, QUOTED_CHARACTERS, placeholder=' …')}”"
    return f"contradicted by {by}: {verdict.reason}"


def _cite(piece: Evidence, report: Report) -> Citation:
    """Return the citation of a sentence; one that is cited twice keeps its number."""
    for citation in report.citations:
        if citation.sentence == piece.sentence:
            return citation
    report.citations.append(cite(len(report.citations) + 1, piece.stored, piece.sentence, piece.span, piece.copies))
    return report.citations[-1]
