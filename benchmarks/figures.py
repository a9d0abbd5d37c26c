"""What a benchmark leaves behind: figures as JSON with machine, versions and date, and one page with plots of them."""

from __future__ import annotations

import json
import math
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from importlib.metadata import version
from pathlib import Path
from typing import Any

PACKAGES = ("sourceline", "chromadb", "tantivy", "onnxruntime", "tokenizers", "numpy", "gradio")
_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 420, 250, 60, 400, 34, 205  # units of a drawing, and of the field in it
_STYLE = """body{font:15px/1.5 system-ui,sans-serif;max-width:58rem;margin:2rem auto;padding:0 1rem;color:#222;
background:#fff}svg{width:26rem;max-width:100%;margin:.5rem}text{font:11px system-ui,sans-serif;fill:#444}
text.name{font-size:13px;font-weight:600;fill:#111}polyline{fill:none;stroke:#1663b8;stroke-width:2}
circle{fill:#1663b8}rect{fill:#1663b8}line{stroke:#ddd}table{border-collapse:collapse}td{padding:.1rem 1rem .1rem 0}"""


@dataclass(frozen=True, slots=True)
class Plot:
    """One plot: ``points`` are (x, y) on a logarithmic x, or (name, y) of bars; ``unit`` is that of y."""

    name: str
    unit: str
    points: Sequence[tuple[float | str, float]]


def describe_run() -> dict[str, Any]:
    """Return the date, the machine and the versions of a measurement."""
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {
            "processor": _read_processor(),
            "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
            "load": os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
            "system": platform.platform(),
        },
        "versions": {"python": platform.python_version(), **{name: version(name) for name in PACKAGES}},
    }


def _read_processor() -> str:
    """Return the processor's name and which instructions for 8-bit numbers it has (Linux)."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    known = {name.strip(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    wanted = ("avx2", "avx512_vnni", "avx_vnni", "amx_int8")
    return " ".join([known.get("model name", ""), *(flag for flag in known.get("flags", "").split() if flag in wanted)])


def write_figures(folder: Path, name: str, figures: Mapping[str, Any], plots: Sequence[Plot]) -> None:
    """Write ``name.json`` and ``name.html`` into a folder, made where it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    whole = {**describe_run(), **figures}
    (folder / f"{name}.json").write_text(json.dumps(whole, indent=1) + "\n", encoding="utf-8")
    facts = {"date": whole["date"], **whole["machine"], **whole["versions"]}
    rows = "".join(f"<tr><td>{escape(str(n))}</td><td>{escape(str(value))}</td></tr>" for n, value in facts.items())
    page = "".join(draw(plot) for plot in plots)
    (folder / f"{name}.html").write_text(
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Sourceline: {escape(name)}</title>'
        f"<style>{_STYLE}</style><h1>{escape(name)}</h1>{page}<table>{rows}</table></html>\n",
        encoding="utf-8",
    )


def draw(plot: Plot) -> str:
    """Return a plot as SVG."""
    top = _round_up(1.06 * max((value for _, value in plot.points), default=0.0) or 1.0)
    parts = [f'<text class="name" x="4" y="16">{escape(plot.name)}, {escape(plot.unit)}</text>']
    for n in range(5):
        y = _BOTTOM - (_BOTTOM - _TOP) * n / 4
        parts.append(f'<line x1="{_LEFT}" x2="{_RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{top * n / 4:,.4g}</text>')
    places = _place([x for x, _ in plot.points])
    drawn = [(at, _BOTTOM - (_BOTTOM - _TOP) * value / top) for at, (_, value) in zip(places, plot.points, strict=True)]
    bars = any(isinstance(x, str) for x, _ in plot.points)
    if not bars:
        parts.append(f'<polyline points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in drawn)}"/>')
    for (x, y), (name, value) in zip(drawn, plot.points, strict=True):
        label = name if isinstance(name, str) else f"{name:,.0f}"
        shape = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>'
        if bars:
            shape = f'<rect x="{x - 22:.1f}" y="{y:.1f}" width="44" height="{_BOTTOM - y:.1f}"/>'
        parts += [shape, f'<text x="{x:.1f}" y="{y - 7:.1f}" text-anchor="middle">{value:,.4g}</text>']
        parts.append(f'<text x="{x:.1f}" y="{_BOTTOM + 16}" text-anchor="middle">{escape(label)}</text>')
    return f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(plot.name)}">{"".join(parts)}</svg>'


def _place(xs: Sequence[float | str]) -> list[float]:
    """Return where the points stand from left to right."""
    numbers = [math.log(x) if isinstance(x, (int, float)) else float(place) for place, x in enumerate(xs)]
    low, high = min(numbers, default=0.0), max(numbers, default=1.0)
    inner = (_LEFT + 34, _RIGHT - 24)
    return [inner[0] + (inner[1] - inner[0]) * ((n - low) / (high - low) if high > low else 0.5) for n in numbers]


def _round_up(value: float) -> float:
    power = 10.0 ** math.floor(math.log10(value))
    return next(power * step for step in (1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10) if power * step >= value * (1 - 1e-9))
