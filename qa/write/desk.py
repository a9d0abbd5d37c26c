"""From labels to citations: which sentences a statement points at, whether they carry it, and what becomes of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qa.check import Verdict, check, count_shared
from qa.check.judge import Encode, Judge
from qa.check.verbs import may_be_verb
from qa.check.words import Word, read_words
from qa.english.speakers import find_speaker
from qa.records import Citation, Dropped, Evidence, Sentence, Statement, Writing
from qa.store.library import StoredArticle
from qa.write.draft import Draft

_NUMBERED = re.compile(r"\[(S?\d+)\]", re.I)
_CUT_OFF = re.compile(r"(?:\b(?:a|an|the|of|to|in|by|with|and|or|that|is|are|was|were|has|have|can|may|will)|[,;–-])$")
MOST_REPEATED = 0.6  # of the words of content that are different ones: "the reports differ from the reports"
CONTEXT_SENTENCES = 2  # sentences before a cited one that may name who "he" is
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

    shown: tuple[Sentence, ...]
    articles: Mapping[str, StoredArticle]
    answering: frozenset[tuple[str, int]]
    encode: Encode | None
    judge: Judge | None

    def quote(self, sentence: Sentence) -> str:
        """Return the sentence as it stands in its article."""
        return self.articles[sentence.article_id].quote(sentence)

    def weigh(self, text: str, sentences: Sequence[Sentence]) -> Verdict:
        """Return whether the sentences, all of one article, carry the text."""
        first = sentences[0]
        stored = self.articles[first.article_id]
        before = stored.sentences[max(0, first.index - CONTEXT_SENTENCES) : first.index]
        context = [*(stored.quote(sentence) for sentence in before), stored.article.title]
        return check(text, [self.quote(s) for s in sentences], context=context, encode=self.encode, judge=self.judge)

    def answers(self, sentence: Sentence) -> bool:
        """Whether the reader ranks the sentence as an answer."""
        return (sentence.article_id, sentence.index) in self.answering


def find_answering(ranked: Sequence[Evidence], floor: float) -> frozenset[tuple[str, int]]:
    """Return the sentences whose score is at least ``floor`` of the best one's, as article id and index."""
    best = ranked[0].score if ranked else 0.0
    return frozenset((e.sentence.article_id, e.sentence.index) for e in ranked if e.score >= floor * best)


def take(draft: Draft, desk: Desk, report: Report) -> bool:
    """Check one statement and put it into the report; return whether it is shown."""
    report.drafted += 1
    known = [desk.shown[number - 1] for number in draft.labels if 1 <= number <= len(desk.shown)]
    report.unknown_labels += len(draft.labels) - len(known)
    report.bare += not known
    if any(statement.text == draft.text for statement in report.statements):
        return _drop(draft, Verdict("not_found", 0.0, "it was said before"), report)
    if fault := find_fault(draft.text):
        return _drop(draft, Verdict("not_found", 0.0, fault), report)
    verdict, carrying = _find_carrying(draft.text, known, desk)
    if not carrying:
        verdict, carrying = _repoint(draft.text, known, verdict, desk)
        report.repointed += bool(carrying)
    if not carrying:
        return _drop(draft, verdict, report)
    citations = tuple(_cite(sentence, desk, report) for sentence in carrying)
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
    words = read_words(text)
    if not any(may_be_verb(word.lower) for word in words[:-1]):
        return "it is no whole sentence"
    said = [word.stem for word in words if word.is_content]
    if len(set(said)) <= MOST_REPEATED * len(said):
        return "it repeats itself"
    return "it says nothing of the thing" if _says_nothing(words) else ""


def _says_nothing(words: Sequence[Word]) -> bool:
    """Whether a statement only says that a thing is itself: "the article id is the id of the file"."""
    link = next((i for i, word in enumerate(words) if word.lower in {"is", "are", "was", "were"}), 0)
    before = [word.stem for word in words[:link] if word.is_content]
    after = [word.stem for word in words[link:] if word.is_content]
    return bool(before and after) and before[-1] == after[0]


def _restore(text: str, citations: Sequence[Citation]) -> str:
    """Put back the brackets around numbers that a cited sentence has and that were others in the prompt."""
    for found in (found for citation in citations for found in _NUMBERED.findall(citation.quote)):
        text = text.replace(f"({found})", f"[{found}]")
    return text


def _drop(draft: Draft, verdict: Verdict, report: Report) -> bool:
    report.dropped.append(Dropped(draft.text, verdict.name, verdict.reason))
    return False


def _find_carrying(text: str, named: Sequence[Sentence], desk: Desk) -> tuple[Verdict, tuple[Sentence, ...]]:
    """Return the verdict and those of the named sentences that carry the text, alone or else together."""
    verdict = Verdict("not_found", 0.0, "it names no sentence")
    answering = [sentence for sentence in dict.fromkeys(named) if desk.answers(sentence)]
    if named and not answering:
        verdict = Verdict("not_found", 0.0, "its sentence does not answer the question")
    alone = []
    for sentence in answering:
        verdict = desk.weigh(text, [sentence])
        if verdict.name == "supported":
            alone.append(sentence)
    if alone:
        return Verdict("supported", 1.0), tuple(alone)
    if len(answering) > 1 and len({sentence.article_id for sentence in answering}) == 1:
        ordered = sorted(answering, key=lambda sentence: sentence.index)
        together = desk.weigh(text, ordered)
        if together.name == "supported":
            return together, tuple(ordered)
    return verdict, ()


def _repoint(
    text: str, named: Sequence[Sentence], verdict: Verdict, desk: Desk
) -> tuple[Verdict, tuple[Sentence, ...]]:
    """Look for another sentence that carries the text, among those that share most words with it."""
    others = [sentence for sentence in desk.shown if sentence not in named and desk.answers(sentence)]
    others.sort(key=lambda sentence: -count_shared(text, desk.quote(sentence)))
    for sentence in others[:TRIED_SENTENCES]:
        found = desk.weigh(text, [sentence])
        if found.name == "supported":
            return found, (sentence,)
        if not named and verdict.score < found.score:
            verdict = found
    return verdict, ()


def _cite(sentence: Sentence, desk: Desk, report: Report) -> Citation:
    """Return the citation of a sentence; one that is cited twice keeps its number."""
    for citation in report.citations:
        if citation.sentence == sentence:
            return citation
    stored = desk.articles[sentence.article_id]
    before = [stored.quote(s) for s in stored.sentences[max(0, sentence.index - CONTEXT_SENTENCES) : sentence.index]]
    quote = stored.quote(sentence)
    citation = Citation(len(report.citations) + 1, stored.article, sentence, quote, find_speaker(quote, before))
    report.citations.append(citation)
    return citation
