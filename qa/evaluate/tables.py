"""The figures of runs and comparisons as tables for the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from qa.evaluate.charts import percent
from qa.evaluate.compare import Comparison, Pair
from qa.evaluate.measures import MEASURES
from qa.evaluate.report import RESULT_NAMES, format_change, format_p_value, format_value
from qa.evaluate.summary import Summary, explain_no_floor

# a question's result in the first and in the second of two runs, behind "was" and "now"
_BEFORE = {"right": "right", "wrong": "a wrong sentence", "missed": "not found", "overreached": "answered"}
_BEFORE |= {"error": "an error"}
_AFTER = _BEFORE | {"wrong": "cites a wrong sentence", "missed": "finds nothing", "overreached": "answers"}
_AFTER |= {"error": "fails"}
MOST_LISTED = 10
"""Questions of one kind of change that are named in the terminal; the HTML page has all."""


def table_of_measures(summary: Summary) -> Table:
    """Return the measures with their intervals and the number of questions that count in each."""
    table = Table(box=None, pad_edge=False)
    table.add_column("measure")
    for name in ("value", "95 % interval", "questions"):
        table.add_column(name, justify="right")
    for measure in MEASURES:
        interval = summary.intervals[measure.name]
        table.add_row(
            measure.name,
            format_value(measure.name, summary.measures[measure.name]),
            " to ".join(format_value(measure.name, edge) for edge in interval) if interval else "",
            f"{summary.counted[measure.name]:,}",
        )
    return table


def lines_of_results(summary: Summary) -> list[str]:
    """Return what a run came to in words: the results, and what another refusal floor would do."""
    of = f"{summary.asked:,} of " if summary.asked < summary.questions else ""
    asked = f"{of}{summary.questions:,} question{'s' * (summary.questions != 1)}"
    counts = [f"{summary.results[r]:,} {name}" for r, name in RESULT_NAMES.items() if summary.results.get(r)]
    lines = [f"{asked} ({summary.unanswerable:,} unanswerable): {', '.join(counts)}"]
    if best := summary.suggested:
        rough = "; that rests on few answers" if best.answered < 60 else ""
        lines.append(
            f"QA_SCORE_FLOOR={best.floor:.4f} would answer {best.answered:,} of {best.questions:,} questions, "
            f"{best.wrong:,} of them wrongly (at most {percent(summary.most_wrong)}){rough}"
        )
    else:
        lines.append(explain_no_floor(summary.curve))
    return lines


def table_of_changes(comparison: Comparison) -> Table:
    """Return the measures before and after; those that differ by more than chance are bold."""
    table = Table(box=None, pad_edge=False)
    table.add_column("measure")
    for name in ("before", "after", "change", "better", "worse", "p"):
        table.add_column(name, justify="right")
    for change in comparison.changes:
        name = change.measure.name
        table.add_row(
            name,
            format_value(name, change.before),
            format_value(name, change.after),
            format_change(name, change.before, change.after),
            f"{change.better:,}" if change.paired else "–",
            f"{change.worse:,}" if change.paired else "–",
            format_p_value(change.p_value),
            style="bold" if change.p_value is not None and change.p_value < 0.05 else "",
        )
    return table


def lines_of_changes(comparison: Comparison) -> list[Text]:
    """Return the first questions that were fixed and broken, each on a line, with its result before and after."""
    lines = []
    for name, pairs in (("fixed", comparison.fixed), ("broken", comparison.broken), ("other", comparison.other)):
        lines.append(Text(f"{name}: {len(pairs):,}", style="bold"))
        lines += [_line_of_pair(pair) for pair in pairs[:MOST_LISTED]]
        if len(pairs) > MOST_LISTED:
            lines.append(Text(f"  and {len(pairs) - MOST_LISTED:,} more", style="dim"))
    return lines


def lines_of_missing(comparison: Comparison) -> Sequence[str]:
    """Return a line when the runs do not hold the same questions."""
    if not comparison.only_before and not comparison.only_after:
        return []
    return [
        f"{comparison.only_before:,} questions only in {comparison.before_name} and {comparison.only_after:,} only in "
        f"{comparison.after_name} are left out"
    ]


def _line_of_pair(pair: Pair) -> Text:
    change = f"was {_BEFORE[pair.before.result]}, now {_AFTER[pair.after.result]}"
    question = "".join(c if c.isprintable() else " " for c in pair.before.question)
    return Text.assemble("  ", question, (f"  {change}", "dim"))
