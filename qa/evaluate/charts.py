"""The report's plots, drawn as SVG; colours and fonts come from the page's style sheet."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from markupsafe import Markup, escape

from qa.evaluate.summary import MOST_WRONG, Operation

WIDTH, HEIGHT = 400, 250  # units of the drawing
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 388, 26, 206  # of the field within it
_CURVE_POINTS = 300  # more cannot be told apart on this width
_BINS = 24  # bars of a histogram


def percent(share: float, digits: int = 0) -> str:
    """Return a share as it is shown."""
    return f"{100 * share:.{digits}f} %"


def draw_risk_curve(
    curve: Sequence[Operation], *, now: tuple[float, float] | None, suggested: Operation | None
) -> Markup:
    """Draw the share of wrong answers against the share of questions answered; ``now`` is the point of this run."""
    if not curve:
        return _note("No question was answered or refused.")
    top = max(0.1, _ceil_nicely(max([o.risk for o in curve] + ([now[1]] if now else []))))
    step = max(1, len(curve) // _CURVE_POINTS)
    shown = [*curve[:-1:step], curve[-1]]
    points = " ".join(f"{_x(o.coverage, 1):.1f},{_y(o.risk, top):.1f}" for o in shown)
    parts = [
        *_frame_x([(share / 4, f"{share * 25} %") for share in range(5)], 1, "questions answered"),
        *_frame_y([(top * n / 4, f"{top * n * 25:.3g} %") for n in range(5)], top, "answers that are wrong"),
        _line(_LEFT, _y(MOST_WRONG, top), _RIGHT, _y(MOST_WRONG, top), "goal"),
        Markup('<polyline class="curve" points="{}"/>').format(points),
    ]
    if suggested:
        text = (
            f"suggested floor {suggested.floor:.3f}: {percent(suggested.coverage)} answered, "
            f"{percent(suggested.risk, 1)} wrong"
        )
        parts.append(_dot(_x(suggested.coverage, 1), _y(suggested.risk, top), "ring", text))
    if now:
        text = f"this run: {percent(now[0])} of the questions answered, {percent(now[1], 1)} of the answers wrong"
        parts.append(_dot(_x(now[0], 1), _y(now[1], top), "dot", text))
    return _svg(parts, "Share of wrong answers against the share of questions answered")


def draw_ranks(ranks: Sequence[int | None]) -> Markup:
    """Draw how often the first right sentence came at each rank; None is beyond the tenth."""
    if not ranks:
        return _note("No answerable question has evidence.")
    counts = [sum(rank == place for rank in ranks) for place in (*range(1, 11), None)]
    top, ticks = _share_axis(max(counts), len(ranks))
    width = (_RIGHT - _LEFT) / 11
    parts = _frame_y(ticks, top, "questions")
    for place, count in enumerate(counts):
        x, y = _LEFT + place * width, _y(count, top)
        name = str(place + 1) if place < 10 else "none"
        says = f"rank {name}: {count} of {len(ranks)}" if place < 10 else f"beyond rank 10: {count} of {len(ranks)}"
        parts.append(_bar(x + 2, y, width - 4, _BOTTOM - y, "bar" if place < 10 else "bar missed", says))
        parts.append(_text(x + width / 2, _BOTTOM + 15, name, "middle"))
        if count:
            parts.append(_text(x + width / 2, y - 4, str(count), "middle", "value"))
    parts.append(_text((_LEFT + _RIGHT) / 2, HEIGHT - 8, "rank of the first right sentence", "middle", "axis"))
    return _svg(parts, "How often the first right sentence came at each rank")


def draw_latency(milliseconds: Sequence[float]) -> Markup:
    """Draw how the times of answering are spread, with the two percentiles."""
    if not milliseconds:
        return _note("No question was answered.")
    p50, p95, p99 = (float(value) for value in np.percentile(milliseconds, [50, 95, 99]))
    most = _ceil_nicely(p99) or 1.0
    counts, _ = np.histogram(np.minimum(milliseconds, most), bins=_BINS, range=(0, most))
    top, ticks = _share_axis(int(counts.max()), len(milliseconds))
    width = (_RIGHT - _LEFT) / _BINS
    parts = [
        *_frame_x([(most * n / 4, _show_time(most * n / 4)) for n in range(5)], most, "milliseconds for an answer"),
        *_frame_y(ticks, top, "questions"),
    ]
    for place, count in enumerate(counts):
        y = _y(float(count), top)
        low, high = most * place / _BINS, most * (place + 1) / _BINS
        says = f"{_show_time(low)} to {_show_time(high)} ms{' and more' if place == _BINS - 1 else ''}: {count}"
        parts.append(_bar(_LEFT + place * width + 0.75, y, width - 1.5, _BOTTOM - y, "bar", says))
    for value, name in ((p50, "p50"), (p95, "p95")):
        x = _x(min(value, most), most)
        parts += [_line(x, _TOP - 8, x, _BOTTOM, "mark")]
        near_edge = x > _RIGHT - 60
        parts.append(_text(x + (-4 if near_edge else 4), _TOP - 1, name, "end" if near_edge else "start", "value"))
    return _svg(parts, "How the times of answering are spread")


def _show_time(milliseconds: float) -> str:
    return f"{milliseconds:,.0f}" if milliseconds >= 100 else f"{milliseconds:.4g}"


def draw_results(counts: Sequence[tuple[str, str, int]]) -> Markup:
    """Draw one bar with a stretch for each (style class, name, number of questions)."""
    total = sum(count for _, _, count in counts) or 1
    parts = []
    x = 0.0
    for style, name, count in counts:
        width = 1000 * count / total
        if count:
            parts.append(_bar(x, 0, max(width - 2, 1), 18, f"stretch {style}", f"{name}: {count} of {total}"))
        x += width
    inner = Markup("").join(parts)
    return Markup(
        '<svg class="results" viewBox="0 0 1000 18" preserveAspectRatio="none" role="img" aria-label="Results">{}</svg>'
    ).format(inner)


def draw_interval(value: float, interval: tuple[float, float] | None) -> Markup:
    """Draw a share between 0 and 1 as a dot, and its interval as a line."""
    low, high = interval or (value, value)
    return Markup(
        '<svg class="interval" viewBox="0 0 104 12" aria-hidden="true">'
        '<line class="track" x1="4" y1="6" x2="100" y2="6"/>'
        '<line class="range" x1="{:.1f}" y1="6" x2="{:.1f}" y2="6"/><circle cx="{:.1f}" cy="6" r="3.5"/></svg>'
    ).format(4 + 96 * low, 4 + 96 * high, 4 + 96 * value)


def _ceil_nicely(value: float) -> float:
    """Return the next larger of 1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8 times a power of ten: quarters of them are round."""
    if value <= 0:
        return 0.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(power * step for step in (1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10) if power * step >= value * (1 - 1e-9))


def _share_axis(highest: int, total: int) -> tuple[float, list[tuple[float, str]]]:
    """Return the top of an axis of counts, and its ticks as round shares of the total."""
    share = _ceil_nicely(1.08 * highest / total)  # room for the figure above the highest bar
    return share * total, [(share * total * n / 4, f"{share * n * 25:.3g} %") for n in range(5)]


def _x(value: float, most: float) -> float:
    return _LEFT + (_RIGHT - _LEFT) * value / most


def _y(value: float, most: float) -> float:
    return _BOTTOM - (_BOTTOM - _TOP) * min(value, most) / most


def _frame_x(ticks: Sequence[tuple[float, str]], most: float, name: str) -> list[Markup]:
    labels = [_text(_x(value, most), _BOTTOM + 15, label, "middle") for value, label in ticks]
    return [*labels, _text((_LEFT + _RIGHT) / 2, HEIGHT - 8, name, "middle", "axis")]


def _frame_y(ticks: Sequence[tuple[float, str]], most: float, name: str) -> list[Markup]:
    parts = [_text(2, 12, name, "start", "axis")]
    for value, label in ticks:
        y = _y(value, most)
        parts += [_line(_LEFT, y, _RIGHT, y, "grid"), _text(_LEFT - 6, y + 4, label, "end")]
    return parts


def _line(x1: float, y1: float, x2: float, y2: float, style: str) -> Markup:
    return Markup('<line class="{}" x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}"/>').format(style, x1, y1, x2, y2)


def _bar(x: float, y: float, width: float, height: float, style: str, says: str) -> Markup:
    return Markup(
        '<rect class="{}" x="{:.2f}" y="{:.2f}" width="{:.2f}" height="{:.2f}"><title>{}</title></rect>'
    ).format(style, x, y, width, max(height, 0), says)


def _dot(x: float, y: float, style: str, says: str) -> Markup:
    return Markup('<circle class="{}" cx="{:.1f}" cy="{:.1f}" r="5"><title>{}</title></circle>').format(
        style, x, y, says
    )


def _text(x: float, y: float, text: str, anchor: str, style: str = "tick") -> Markup:
    return Markup('<text class="{}" x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>').format(style, x, y, anchor, text)


def _svg(parts: Sequence[Markup], label: str) -> Markup:
    return Markup('<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        WIDTH, HEIGHT, label, Markup("").join(parts)
    )


def _note(text: str) -> Markup:
    return Markup('<p class="empty">{}</p>').format(escape(text))
