"""The HTML report: one file that opens without a network and shows every question with its sentences."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from markupsafe import Markup

from qa.evaluate.charts import draw_interval, draw_latency, draw_ranks, draw_results, draw_risk_curve, percent
from qa.evaluate.compare import Comparison, Pair
from qa.evaluate.measures import MEASURES
from qa.evaluate.questions import Question, Span
from qa.evaluate.rows import Result, Row, Score
from qa.evaluate.summary import Summary, current_operation, explain_no_floor
from qa.evaluate.validate import GetArticle

AROUND = 280
"""At most so many characters are shown before and after a marked place, and none beyond its paragraph."""

_SAME_WINDOW = 60  # a smaller gap between two windows is shown rather than left out


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text under the same marks.

    ``numbers`` names the citations that end with it; ``gap`` says that text was left out before it.
    """

    text: str
    gold: bool = False
    cited: bool = False
    numbers: tuple[int, ...] = ()
    gap: bool = False


def cut_excerpt(text: str, gold: Sequence[Span], cited: Sequence[tuple[int, Span]]) -> tuple[Piece, ...]:
    """Return the pieces of one article to show; ``cited`` holds citation numbers with their places in this article."""
    spans = [*gold, *(span for _, span in cited)]
    windows = _merge(_window(text, span.start, span.end) for span in spans)
    edges = sorted({edge for span in spans for edge in (span.start, span.end)})
    pieces = []
    for number, (first, last) in enumerate(windows):
        cuts = [first, *(edge for edge in edges if first < edge < last), last]
        for start, end in zip(cuts, cuts[1:], strict=False):
            pieces.append(
                Piece(
                    text[start:end],
                    gold=any(span.start <= start and end <= span.end for span in gold),
                    cited=any(span.start <= start and end <= span.end for _, span in cited),
                    numbers=tuple(number for number, span in cited if span.end == end),
                    gap=start == first and (number > 0 or first > 0),
                )
            )
    if windows and windows[-1][1] < len(text):
        pieces.append(Piece("", gap=True))
    return tuple(pieces)


def _window(text: str, start: int, end: int) -> tuple[int, int]:
    paragraph_end = text.find("\n", end)
    before = max(text.rfind("\n", 0, start) + 1, _next_word(text, start - AROUND, start))
    return before, min(len(text) if paragraph_end < 0 else paragraph_end, _last_word(text, end + AROUND, end))


def _next_word(text: str, position: int, most: int) -> int:
    """Return the first start of a word at or after the position, but ``most`` at most."""
    position = max(position, 0)
    while 0 < position < most and not text[position - 1].isspace():
        position += 1
    return position


def _last_word(text: str, position: int, least: int) -> int:
    """Return the last end of a word at or before the position, but ``least`` at least."""
    position = min(position, len(text))
    while least < position < len(text) and not text[position].isspace():
        position -= 1
    return position


def _merge(windows: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(windows):
        if merged and start <= merged[-1][1] + _SAME_WINDOW:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


STATIC = Path(__file__).with_name("static")

RESULT_NAMES: Mapping[Result, str] = {
    "right": "right",
    "wrong": "wrong sentence",
    "missed": "refused, but answerable",
    "overreached": "answered, but unanswerable",
    "error": "error",
}

_HEADLINES = {
    "lead_wrong": "of headlines wrong",
    "lead_shown": "of questions got a headline",
    "hit@1": "best-ranked sentence is right",
    "citation_f1": "citations against gold spans, F1",
    "coverage": "of answerable questions answered",
    "refusal_recall": "of unanswerable questions refused",
    "p50_ms": "half of the answers came within",
}
_LONGEST_ANSWER = 4_000  # characters of an answer that are shown


def write_report(
    path: Path,
    summary: Summary,
    scores: Sequence[Score],
    rows: Iterable[Row],
    questions: Mapping[str, Question],
    get_article: GetArticle,
) -> None:
    """Write the report of a run; ``rows`` is read once, so that a long run need not be in memory."""
    details = (_show(describe_question(row, questions[row.id], get_article)) for row in rows)
    answered, wrong = current_operation(scores)
    now = (answered / len(scores), wrong / answered) if answered else None
    ranks = [_rank(score.measures) for score in scores if "mrr" in score.measures]
    html = _render(
        "report.html",
        summary=summary,
        no_floor=explain_no_floor(summary.curve),
        made=datetime.now().astimezone().strftime("%Y-%m-%d %H:%M"),
        percent=percent,
        headlines=[_describe_measure(summary, name, says) for name, says in _HEADLINES.items()],
        results=[(result, name, summary.results.get(result, 0)) for result, name in RESULT_NAMES.items()],
        result_bar=draw_results([(r, name, summary.results.get(r, 0)) for r, name in RESULT_NAMES.items()]),
        measures=[_describe_measure(summary, m.name, m.says) for m in MEASURES],
        risk_curve=draw_risk_curve(summary.curve, now=now, suggested=summary.suggested),
        rank_chart=draw_ranks(ranks),
        latency_chart=draw_latency([s.seconds * 1000 for s in scores if s.seconds is not None]),
        data=Markup("[{}]").format(Markup(",\n").join(details)),
    )
    path.write_text(html, encoding="utf-8")


def write_comparison(path: Path, comparison: Comparison) -> None:
    """Write the comparison of two runs as a page of the same make."""
    groups = (("fixed", comparison.fixed), ("broken", comparison.broken), ("other", comparison.other))
    details = (_show(_describe_pair(name, pair)) for name, pairs in groups for pair in pairs)
    html = _render(
        "compare.html",
        comparison=comparison,
        made=datetime.now().astimezone().strftime("%Y-%m-%d %H:%M"),
        format_value=format_value,
        format_change=format_change,
        format_p_value=format_p_value,
        data=Markup("[{}]").format(Markup(",\n").join(details)),
    )
    path.write_text(html, encoding="utf-8")


def format_value(measure: str, value: float | None) -> str:
    """Return a measure's value as it is shown: three decimals, or milliseconds; a dash where no question counts."""
    if value is None:
        return "–"
    if not measure.endswith("_ms"):
        return f"{value:.3f}"
    return f"{value:,.0f} ms" if value >= 100 else f"{value:.1f} ms"


def format_change(measure: str, before: float | None, after: float | None) -> str:
    """Return the difference of two values with its sign; a dash where one is missing."""
    if before is None or after is None:
        return "–"
    difference = after - before
    return f"{difference:+,.1f} ms" if measure.endswith("_ms") else f"{difference:+.3f}"


def format_p_value(p_value: float | None) -> str:
    """Return a p-value as it is shown; a dash where there is none."""
    if p_value is None:
        return "–"
    return "< 0.001" if p_value < 0.001 else f"{p_value:.3f}"


def describe_question(row: Row, question: Question, get_article: GetArticle) -> dict[str, Any]:
    """Return what the page shows of one question, as plain values: the page puts them in as text, never as markup."""
    answer = row.answer or {}
    cited = [(c["number"], Span(c["article_id"], c["start"], c["end"])) for c in answer.get("citations", ())]
    gold = question.gold_spans
    ids = dict.fromkeys([*(span.article_id for span in gold), *(span.article_id for _, span in cited)])
    return {
        **_describe_row(row),
        "kind": question.kind,
        "rank": _rank(row.measures) if "mrr" in row.measures else 0,
        "history": [[turn.question, turn.answer] for turn in question.history],
        "expected": list(question.answers),
        "articles": [_describe_article(i, gold, cited, get_article) for i in ids],
    }


def _describe_row(row: Row) -> dict[str, Any]:
    answer = row.answer or {}
    asked_as = answer.get("standalone", "")
    return {
        "id": row.id,
        "question": row.question,
        "result": row.result,
        "error": row.error,
        "asked_as": asked_as if asked_as.strip() != row.question.strip() else "",
        "answered": answer.get("outcome") == "answered",
        "perhaps": answer.get("outcome") == "perhaps",
        "confidence": answer.get("confidence"),
        "ms": None if row.seconds is None else row.seconds * 1000,
        "statements": [[s["text"][:_LONGEST_ANSWER], s["citations"]] for s in answer.get("statements", ())],
        "nearest": [[c["title"] or c["article_id"], c["quote"][:_LONGEST_ANSWER]] for c in answer.get("nearest", ())],
        "measures": dict(row.measures),
    }


def _describe_article(
    article_id: str, gold: Sequence[Span], cited: Sequence[tuple[int, Span]], get_article: GetArticle
) -> dict[str, Any]:
    article = get_article(article_id)
    if article is None:
        return {"title": article_id, "about": "no longer in the index", "pieces": []}
    pieces = cut_excerpt(
        article.text,
        [span for span in gold if span.article_id == article_id],
        [(number, span) for number, span in cited if span.article_id == article_id],
    )
    return {
        "title": article.title or article_id,
        "about": ", ".join(filter(None, (article.source, article.shown_date, article_id))),
        "pieces": [[p.text, int(p.gold), int(p.cited), list(p.numbers), int(p.gap)] for p in pieces],
    }


def _describe_pair(group: str, pair: Pair) -> dict[str, Any]:
    before, after = _describe_row(pair.before), _describe_row(pair.after)
    return {"id": before["id"], "question": before["question"], "group": group, "sides": [before, after]}


def _describe_measure(summary: Summary, name: str, says: str) -> dict[str, Any]:
    value, interval = summary.measures[name], summary.intervals[name]
    is_share = value is not None and not name.endswith("_ms")
    return {
        "name": name,
        "says": says,
        "value": format_value(name, value),
        "interval": " to ".join(format_value(name, edge) for edge in interval) if interval else "",
        "picture": draw_interval(value or 0.0, interval) if is_share else "",
        "counted": summary.counted[name],
    }


def _rank(measures: Mapping[str, float]) -> int | None:
    return round(1 / measures["mrr"]) if measures["mrr"] else None


def _show(value: Mapping[str, Any]) -> Markup:
    """Return a JSON object that can stand inside a script element: without ``<``, no text in it can end the element."""
    return Markup(json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c"))


def _render(template: str, **values: object) -> str:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    page = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, loader=FileSystemLoader(STATIC))
    style, script = (STATIC / "page.css").read_text("utf-8"), (STATIC / "page.js").read_text("utf-8")
    return page.get_template(template).render(
        style=Markup(style),
        script=Markup(script),
        style_hash=_hash(style),
        script_hash=_hash(script),
        result_names=dict(RESULT_NAMES),
        **values,
    )


def _hash(text: str) -> str:
    """Return the hash under which the page's security policy lets this text, and nothing else, run or style."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
