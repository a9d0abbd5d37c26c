"""A benchmark leaves its figures with machine, versions and date, and a page with its plots."""

import json
from pathlib import Path

from benchmarks.figures import Plot, draw, write_figures
from benchmarks.scale import SENTENCES, write_articles


def test_figures_are_left_with_machine_versions_and_date_and_a_page(tmp_path: Path) -> None:
    plots = [Plot("Disk", "MB", [(10_000.0, 22.0), (1_000_000.0, 2250.0)]), Plot("A <b>", "ms", [("p50", 3.0)])]
    write_figures(tmp_path / "new", "scale", {"sizes": [1]}, plots)
    figures = json.loads((tmp_path / "new" / "scale.json").read_text(encoding="utf-8"))
    assert figures.keys() == {"date", "machine", "versions", "sizes"}
    assert {"python", "chromadb", "tantivy", "onnxruntime"} <= figures["versions"].keys()
    assert figures["machine"]["cores"] >= 1
    page = (tmp_path / "new" / "scale.html").read_text(encoding="utf-8")
    assert page.count("<svg") == 2
    assert "2,250" in page
    assert "A &lt;b&gt;" in page


def test_a_point_at_twice_the_height_is_drawn_twice_as_high(tmp_path: Path) -> None:
    drawn = draw(Plot("Memory", "MB", [(10.0, 1.0), (100.0, 2.0)]))
    low, high = (205 - float(part.split('"')[0]) for part in drawn.split('cy="')[1:])
    assert abs(high - 2 * low) < 0.2


def test_made_articles_are_the_same_each_time_and_new_in_another_edition(tmp_path: Path) -> None:
    first, again, other = (
        write_articles(tmp_path / name, 40, 3, edition=edition).read_text(encoding="utf-8")
        for name, edition in (("a", 0), ("b", 0), ("c", 1))
    )
    assert first == again
    rows, others = ([json.loads(line) for line in text.splitlines()] for text in (first, other))
    assert [row["id"] for row in rows] == ["made/40", "made/41", "made/42"] == [row["id"] for row in others]
    assert all(row["text"].count(". ") == SENTENCES - 1 for row in rows)
    assert rows[0]["text"] != others[0]["text"]
