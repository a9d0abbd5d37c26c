"""Let a writer put a short summary above the sentences of a briefing; of it only what they carry is shown."""

from __future__ import annotations

from dataclasses import replace

from qa.check import Gate
from qa.errors import WriterError
from qa.models.writer import Writer
from qa.records import Answer, Evidence, Statement
from qa.tokens import count_tokens
from qa.write.draft import read_drafts
from qa.write.judging import Desk, Report, take
from qa.write.prompt import render_prompt

MOST_STATEMENTS = 4  # shown; a longer summary is none
_MOST_DRAFTED = 12  # read


def write_summary(
    briefing: Answer, *, writer: Writer, prompt_tokens: int, timeout_seconds: float, gate: Gate
) -> Answer:
    """Return a briefing with the statements of its summary first; as it is, with a note, where none of them passes."""
    shown = _choose_sentences(briefing, prompt_tokens)
    if not shown:
        return briefing
    report, note = Report(), ""
    desk = Desk(shown, frozenset(piece.place for piece in shown), gate)
    prompt = render_prompt(briefing.standalone, (), [piece.text for piece in shown])
    pieces = writer.write(prompt, timeout_seconds=timeout_seconds)
    try:
        for draft in read_drafts(pieces):
            take(draft, desk, report)
            if len(report.statements) == MOST_STATEMENTS or report.drafted == _MOST_DRAFTED:
                break
    except WriterError as error:
        note = str(error)
    finally:
        if close := getattr(pieces, "close", None):
            close()
    if not report.statements:
        note = f"{note or 'No statement of a summary is carried by the sentences.'} The sentences stand alone."
    return replace(
        briefing,
        statements=(*_point_at(briefing, report), *briefing.statements),
        dropped=tuple(report.dropped),
        writing=report.count(writer.name),
        note=note,
    )


def _choose_sentences(briefing: Answer, prompt_tokens: int) -> tuple[Evidence, ...]:
    """Return the cited sentences, as many as fit into the prompt."""
    known = {piece.sentence: piece for piece in briefing.ranked}
    chosen: list[Evidence] = []
    for citation in briefing.citations:
        if citation.sentence not in known:
            continue
        texts = [*(piece.text for piece in chosen), citation.quote]
        if count_tokens(render_prompt(briefing.standalone, (), texts)) > prompt_tokens:
            break
        chosen.append(known[citation.sentence])
    return tuple(chosen)


def _point_at(briefing: Answer, report: Report) -> tuple[Statement, ...]:
    """Return the statements with the citations that the briefing has for the same sentences."""
    cited = {citation.sentence: citation for citation in briefing.citations}
    return tuple(
        replace(statement, citations=tuple(cited[citation.sentence] for citation in statement.citations))
        for statement in report.statements
    )
