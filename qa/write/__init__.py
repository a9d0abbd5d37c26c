"""Let a writer phrase the answer, and show of its draft only what the sentences carry.

The writer sees sentences under labels and may only point at them; which sentence a label is, and whether it carries
the statement, is decided here. Whatever the writer does, the worst that a reader gets is the quoted answer and a line
that says why.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from qa.check import Gate
from qa.errors import WriterError
from qa.models.writer import Writer
from qa.records import Answer, Citation, Statement, Turn
from qa.write.draft import read_drafts
from qa.write.judging import Desk, Report, find_answering, take
from qa.write.prompt import PASSAGE_TOKENS, choose_sentences, render_prompt
from qa.write.standalone import rewrite_question
from qa.write.summary import write_summary

__all__ = ["rewrite_question", "write_answer", "write_summary"]

MOST_STATEMENTS = 8  # shown; the rest of a longer draft is not read
MOST_DRAFTED = 24  # read; a draft that goes on longer is endless


def write_answer(
    quoted: Answer,
    history: Sequence[Turn],
    *,
    writer: Writer,
    prompt_tokens: int,
    passage_tokens: int = PASSAGE_TOKENS,
    timeout_seconds: float,
    sentence_floor: float,
    gate: Gate,
) -> Iterator[Answer]:
    """Yield the written answer as it grows, a checked statement at a time; the last one is complete.

    ``quoted`` is the answer that is given when the writer fails; one that found nothing is given as it is. A statement
    may only cite sentences that are ranked with ``sentence_floor`` of the best one's score, so that what is true but no
    answer stays out.
    """
    if quoted.outcome != "answered":
        yield quoted
        return
    shown = choose_sentences(quoted, history, prompt_tokens=prompt_tokens, passage_tokens=passage_tokens)
    report = Report()
    note = ""
    if not shown:
        yield replace(quoted, note=f"The question leaves no room for sentences in {prompt_tokens:,} tokens.")
        return
    desk = Desk(shown, find_answering(quoted.ranked, sentence_floor), gate)
    prompt = render_prompt(quoted.standalone, history, [piece.text for piece in shown])
    pieces = writer.write(prompt, timeout_seconds=timeout_seconds)
    try:
        for draft in read_drafts(pieces):
            if take(draft, desk, report):
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


def _compose(quoted: Answer, report: Report, writer: str) -> Answer:
    return replace(
        quoted,
        statements=tuple(report.statements),
        citations=tuple(report.citations),
        conflicts=(),
        dropped=tuple(report.dropped),
        writing=report.count(writer),
    )


def _finish(quoted: Answer, report: Report, writer: str, note: str) -> Answer:
    """Return the written answer, or the quoted one with the reason.

    Sentences that differ are never left unsaid; nor is what answers, where more of the draft failed than passed.
    """
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
    if len(report.dropped) > len(report.statements):
        written = _quote_below(written, quoted.citations)
    return replace(_keep_conflicts(quoted, written), note=note)


def _keep_conflicts(quoted: Answer, written: Answer) -> Answer:
    """Quote the sentences of a conflict that the writer left out, below what it wrote."""
    written = _quote_below(written, [citation for conflict in quoted.conflicts for citation in conflict.citations])
    known = {citation.sentence: citation for citation in written.citations}
    conflicts = [
        replace(c, citations=tuple(known[citation.sentence] for citation in c.citations)) for c in quoted.conflicts
    ]
    return replace(written, conflicts=tuple(conflicts))


def _quote_below(written: Answer, citations: Sequence[Citation]) -> Answer:
    """Quote the sentences that the writer left out, below what it wrote."""
    for citation in citations:
        if citation.sentence in {known.sentence for known in written.citations}:
            continue
        added = replace(citation, number=len(written.citations) + 1)
        written = replace(
            written,
            statements=(*written.statements, Statement(added.quote, (added,))),
            citations=(*written.citations, added),
        )
    return written
