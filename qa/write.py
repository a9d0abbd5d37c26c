"""Let a writer phrase the answer, and show of its draft only what the sentences carry.

The writer sees sentences under labels and may only point at them; which sentence a label is, and whether it carries
the statement, is decided here. Whatever the writer does, the worst that a reader gets is the quoted answer and a line
that says why.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from qa.attribution import find_speaker
from qa.check import Verdict, check, count_shared
from qa.check.words import Encode
from qa.errors import SettingsError, WriterError
from qa.models.writer import Writer
from qa.records import Answer, Citation, Dropped, Evidence, Passage, Sentence, Statement, Turn, Writing
from qa.split import split_sentences
from qa.store.library import StoredArticle
from qa.tokens import count_tokens

PROMPTS_DIR = Path(__file__).parent / "prompts"
NO_ANSWER = "NO ANSWER"  # what the prompt tells the writer to write when the sentences do not answer
CONTEXT_SENTENCES = 2  # sentences before a cited one that may name who "he" is
TRIED_SENTENCES = 5  # sentences that a statement is tried against when its own do not carry it
MOST_STATEMENTS = 8  # shown; the rest of a longer draft is not read
MOST_DRAFTED = 24  # read; a draft that goes on longer is endless
TURN_CHARACTERS = 300  # of one earlier question or answer in the prompt
CHARACTERS_PER_TOKEN = 4  # of English; for sizing only

_LIST = r"{one}(?:\s*(?:[,;&–-]|and)\s*{one})*"
_LABELS = re.compile(  # (2024) is a year, so round brackets need the S
    r"\s*(?:[\[【]\s*(?:source:?\s*)?" + _LIST.replace("{one}", r"S?\d{1,3}") + r"\s*[\]】]"
    r"|[({<]\s*" + _LIST.replace("{one}", r"S\d{1,3}") + r"\s*[)}>]|\bS\d{1,3}\b(?=\W*$))",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+")
_LEADING = re.compile(r"^\s*(?:[-*•>#]+\s+|\d{1,2}[.)]\s+|(?:answer|statement)\s*\d*:\s*)+", re.I)
_FULL_STOP = re.compile(rf"([.!?]['’”\"]?)((?:{_LABELS.pattern})+)", re.I)
_THOUGHT = re.compile(r"<think>.*?(?:</think>|$)", re.S)


@dataclass(frozen=True, slots=True)
class Draft:
    """One statement as the writer meant it: the bare text, and the numbers of the labels that it names."""

    text: str
    labels: tuple[int, ...]


@dataclass
class _Report:
    """What has become of the draft so far."""

    statements: list[Statement] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    drafted: int = 0
    repointed: int = 0
    bare: int = 0
    unknown_labels: int = 0

    def count(self, writer: str) -> Writing:
        shown = len(self.statements)
        return Writing(writer, self.drafted, shown, self.repointed, self.bare, self.unknown_labels)


def write_answer(
    quoted: Answer,
    history: Sequence[Turn],
    articles: Mapping[str, StoredArticle],
    *,
    writer: Writer,
    prompt_tokens: int,
    timeout_seconds: float,
    sentence_floor: float,
    encode: Encode | None = None,
) -> Iterator[Answer]:
    """Yield the written answer as it grows, a checked statement at a time; the last one is complete.

    ``quoted`` is the answer that is given when the writer fails; one that found nothing is given as it is. A statement
    may only cite sentences that are ranked with ``sentence_floor`` of the best one's score, so that what is true but no
    answer stays out.
    """
    if quoted.outcome != "answered":
        yield quoted
        return
    shown = choose_sentences(quoted, history, articles, prompt_tokens=prompt_tokens)
    report = _Report()
    note = ""
    if not shown:
        yield replace(quoted, note=f"The question leaves no room for sentences in {prompt_tokens:,} tokens.")
        return
    desk = _Desk(shown, articles, _find_answering(quoted.ranked, sentence_floor), encode)
    prompt = render_prompt(quoted.standalone, history, [articles[s.article_id].quote(s) for s in shown])
    pieces = writer.write(prompt, timeout_seconds=timeout_seconds)
    try:
        for draft in read_drafts(pieces):
            if _take(draft, desk, report):
                yield _compose(quoted, report, writer.name)
            if len(report.statements) == MOST_STATEMENTS or report.drafted == MOST_DRAFTED:
                break
    except WriterError as error:
        note = str(error)
    finally:
        close = getattr(pieces, "close", None)
        if close:
            close()
    yield _finish(quoted, report, writer.name, note)


def _compose(quoted: Answer, report: _Report, writer: str) -> Answer:
    return replace(
        quoted,
        statements=tuple(report.statements),
        citations=tuple(report.citations),
        conflicts=(),
        dropped=tuple(report.dropped),
        writing=report.count(writer),
    )


def _finish(quoted: Answer, report: _Report, writer: str, note: str) -> Answer:
    """Return the written answer, or the quoted one with the reason; sentences that differ are never left unsaid."""
    if not report.statements:
        if not note:
            drafted = report.drafted
            note = (
                f"None of the writer's {drafted} statements is carried by a sentence."
                if drafted > 1
                else "The writer's statement is carried by no sentence."
                if drafted
                else "The writer gave no answer."
            )
        note = f"{note} The answer is quoted instead."
        return replace(quoted, dropped=tuple(report.dropped), writing=report.count(writer), note=note)
    written = _compose(quoted, report, writer)
    if note:
        note = f"{note} The answer may be incomplete."
    return replace(_keep_conflicts(quoted, written), note=note)


def _keep_conflicts(quoted: Answer, written: Answer) -> Answer:
    """Quote the sentences of a conflict that the writer left out, below what it wrote."""
    citations = list(written.citations)
    statements = list(written.statements)
    conflicts = []
    for conflict in quoted.conflicts:
        places = []
        for citation in conflict.citations:
            known = next((c for c in citations if c.sentence == citation.sentence), None)
            if known is None:
                known = replace(citation, number=len(citations) + 1)
                citations.append(known)
                statements.append(Statement(known.quote, (known,)))
            places.append(known)
        conflicts.append(replace(conflict, citations=tuple(places)))
    return replace(written, statements=tuple(statements), citations=tuple(citations), conflicts=tuple(conflicts))


# ---- the prompt


@lru_cache(maxsize=8)
def read_prompt(name: str) -> str:
    """Return the text of ``prompts/NAME.md``."""
    return (PROMPTS_DIR / f"{name}.md").read_text(encoding="utf-8")


def render_prompt(question: str, history: Sequence[Turn], sentences: Sequence[str]) -> str:
    """Return the prompt with question, conversation and sentences under the labels [S1], [S2] and so on."""
    evidence = "\n".join(f"[S{number}] {_plain(text)}" for number, text in enumerate(sentences, start=1))
    return _fill("answer", conversation=_render_conversation(history), evidence=evidence, question=_plain(question))


def render_standalone_prompt(question: str, history: Sequence[Turn]) -> str:
    """Return the prompt that asks to make a follow-up stand alone."""
    return _fill("standalone", conversation=_render_conversation(history), question=_plain(question))


def _fill(name: str, **parts: str) -> str:
    """Put the parts in at once, so that a part that looks like a place to fill is left alone."""
    return re.sub(r"\{(\w+)\}", lambda match: parts[match[1]], read_prompt(name))


def _render_conversation(history: Sequence[Turn]) -> str:
    lines = []
    for turn in history:
        lines.append(f"Reader: {_plain(turn.question)[:TURN_CHARACTERS]}")
        if turn.answer:
            lines.append(f"You: {_plain(turn.answer)[:TURN_CHARACTERS]}")
    return "Conversation so far:\n" + "\n".join(lines) + "\n\n" if lines else ""


def _plain(text: str) -> str:
    """One line, in which nothing looks like one of our labels."""
    return re.sub(r"\[(S?\d+)\]", r"(\1)", " ".join(text.split()), flags=re.I)


def check_budget(prompt_tokens: int, *, passage_tokens: int, question_characters: int) -> None:
    """Raise `SettingsError`, with all figures, unless the longest question and one passage fit into a prompt."""
    template = count_tokens(render_prompt("", (), ()))
    question = question_characters // CHARACTERS_PER_TOKEN
    passage = 2 * passage_tokens  # the labels, and a sentence that is longer than a passage should be
    needed = template + question + passage
    if prompt_tokens < needed:
        raise SettingsError(
            f"a prompt needs {needed:,} tokens (instructions {template:,}, question {question:,}, passage {passage:,}),"
            f" QA_WRITER_PROMPT_TOKENS is {prompt_tokens:,}: raise it or lower QA_QUESTION_CHARACTERS"
        )


def choose_sentences(
    answer: Answer, history: Sequence[Turn], articles: Mapping[str, StoredArticle], *, prompt_tokens: int
) -> tuple[Sentence, ...]:
    """Return the sentences to show the writer: whole passages, closest first, as many as fit into the prompt."""
    chosen: list[Sentence] = []
    seen: set[str] = set()
    for piece in answer.ranked:
        passage = _find_passage(piece.sentence, articles)
        if passage.id in seen:
            continue
        seen.add(passage.id)
        longer = [*chosen, *passage.sentences]
        quotes = [articles[s.article_id].quote(s) for s in longer]
        if count_tokens(render_prompt(answer.standalone, history, quotes)) > prompt_tokens:
            break
        chosen = longer
    return tuple(chosen)


def _find_passage(sentence: Sentence, articles: Mapping[str, StoredArticle]) -> Passage:
    stored = articles[sentence.article_id]
    return stored.passages[stored.passage_numbers[sentence.index]]


# ---- the draft


def read_drafts(pieces: Iterable[str]) -> Iterator[Draft]:
    """Yield the statements of a draft, each as soon as its line is complete."""
    text = ""
    for piece in pieces:
        text = _THOUGHT.sub("", text + piece) if "</think>" in text + piece else text + piece
        if "<think>" in text:
            continue
        *lines, text = text.split("\n")
        for line in lines:
            yield from read_line(line)
    yield from read_line(_THOUGHT.sub("", text))


def read_line(line: str) -> Iterator[Draft]:
    """Yield the statements of one line: each sentence with the labels that stand in it, before it or right after it."""
    line = _LEADING.sub("", line.replace("**", "")).strip()
    if not line or line.upper().startswith(NO_ANSWER):
        return
    line = _FULL_STOP.sub(r"\2\1", line)  # "It closed. [S1]" means the sentence that has just ended
    for start, end in ((s.start, s.end) for s in split_sentences(line, article_id="draft")):
        sentence = line[start:end]
        labels = tuple(dict.fromkeys(int(n) for found in _LABELS.findall(sentence) for n in _NUMBER.findall(found)))
        text = re.sub(r"\s+([.,;:!?])", r"\1", " ".join(_LABELS.sub("", sentence).split()))
        if re.search(r"\w", text):
            yield Draft(text, labels)


# ---- the desk: from labels to citations


@dataclass(frozen=True)
class _Desk:
    """What a statement is checked with: the sentences as they were shown, and which of them answer."""

    shown: tuple[Sentence, ...]
    articles: Mapping[str, StoredArticle]
    answering: frozenset[tuple[str, int]]
    encode: Encode | None

    def quote(self, sentence: Sentence) -> str:
        return self.articles[sentence.article_id].quote(sentence)

    def judge(self, text: str, sentences: Sequence[Sentence]) -> Verdict:
        first = sentences[0]
        stored = self.articles[first.article_id]
        before = stored.sentences[max(0, first.index - CONTEXT_SENTENCES) : first.index]
        context = [*(stored.quote(sentence) for sentence in before), stored.article.title]
        return check(text, [self.quote(s) for s in sentences], context=context, encode=self.encode)

    def answers(self, sentence: Sentence) -> bool:
        return (sentence.article_id, sentence.index) in self.answering


def _find_answering(ranked: Sequence[Evidence], floor: float) -> frozenset[tuple[str, int]]:
    best = ranked[0].score if ranked else 0.0
    return frozenset((e.sentence.article_id, e.sentence.index) for e in ranked if e.score >= floor * best)


def _take(draft: Draft, desk: _Desk, report: _Report) -> bool:
    """Check one statement and put it into the report; return whether it is shown."""
    report.drafted += 1
    known = [desk.shown[number - 1] for number in draft.labels if 1 <= number <= len(desk.shown)]
    report.unknown_labels += len(draft.labels) - len(known)
    report.bare += not known
    if any(statement.text == draft.text for statement in report.statements):
        return _drop(draft, Verdict("not_found", 0.0, "it was said before"), report)
    if "\ufffd" in draft.text or draft.text.endswith("?"):
        return _drop(draft, Verdict("not_found", 0.0, "it is damaged text or a question"), report)
    verdict, carrying = _find_carrying(draft.text, known, desk)
    if not carrying:
        verdict, carrying = _repoint(draft.text, known, verdict, desk)
        report.repointed += bool(carrying)
    if not carrying:
        return _drop(draft, verdict, report)
    citations = tuple(_cite(sentence, desk, report) for sentence in carrying)
    report.statements.append(Statement(draft.text, citations, "supported"))
    return True


def _drop(draft: Draft, verdict: Verdict, report: _Report) -> bool:
    report.dropped.append(Dropped(draft.text, verdict.name, verdict.reason))
    return False


def _find_carrying(text: str, named: Sequence[Sentence], desk: _Desk) -> tuple[Verdict, tuple[Sentence, ...]]:
    """Return the verdict and those of the named sentences that carry the text, alone or else together."""
    verdict = Verdict("not_found", 0.0, "it names no sentence")
    answering = [sentence for sentence in dict.fromkeys(named) if desk.answers(sentence)]
    if named and not answering:
        verdict = Verdict("not_found", 0.0, "its sentence does not answer the question")
    alone = []
    for sentence in answering:
        verdict = desk.judge(text, [sentence])
        if verdict.name == "supported":
            alone.append(sentence)
    if alone:
        return Verdict("supported", 1.0), tuple(alone)
    if len(answering) > 1 and len({sentence.article_id for sentence in answering}) == 1:
        ordered = sorted(answering, key=lambda sentence: sentence.index)
        together = desk.judge(text, ordered)
        if together.name == "supported":
            return together, tuple(ordered)
    return verdict, ()


def _repoint(
    text: str, named: Sequence[Sentence], verdict: Verdict, desk: _Desk
) -> tuple[Verdict, tuple[Sentence, ...]]:
    """Look for another sentence that carries the text, among those that share most words with it."""
    others = [sentence for sentence in desk.shown if sentence not in named and desk.answers(sentence)]
    others.sort(key=lambda sentence: -count_shared(text, desk.quote(sentence)))
    for sentence in others[:TRIED_SENTENCES]:
        found = desk.judge(text, [sentence])
        if found.name == "supported":
            return found, (sentence,)
        if not named and verdict.score < found.score:
            verdict = found
    return verdict, ()


def _cite(sentence: Sentence, desk: _Desk, report: _Report) -> Citation:
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
