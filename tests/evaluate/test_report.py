"""The report: one file, nothing from outside, every text shown as text."""

import base64
import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from qa.evaluate import charts
from qa.evaluate.compare import compare_runs
from qa.evaluate.questions import Question, Span
from qa.evaluate.report import describe_question, write_comparison, write_report
from qa.evaluate.rows import score_of
from qa.evaluate.summary import summarize_run, summary_to_json, trace_risk
from qa.records import Article
from tests.evaluate.scripted import ARTICLES, QUESTIONS, SCRIPT, ScriptedBot, answered, ask_all
from tests.evaluate.test_compare import LATER, write_run

HOSTILE = '</script><script>alert(1)</script><img src=x onerror="alert(2)">{{ 7*7 }}'


def write_page(path: Path, questions=QUESTIONS, script=SCRIPT, seconds: float | None = None) -> str:
    bot = ScriptedBot(script)
    rows = [replace(row, seconds=seconds or row.seconds) for row in ask_all(questions, bot)]
    scores = [score_of(row) for row in rows]
    summary = summarize_run("news.jsonl", scores, questions=len(questions))
    write_report(path, summary, scores, rows, {q.id: q for q in questions}, bot.get_article)
    return path.read_text(encoding="utf-8")


def read_data(page: str) -> list[dict[str, Any]]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    return json.loads(found[1])


@pytest.fixture
def hostile(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    article = Article("bad", HOSTILE, f"Before. {HOSTILE} After.", source=HOSTILE)
    monkeypatch.setitem(ARTICLES, "bad", article)
    span = Span("bad", 8, 8 + len(HOSTILE))
    asked = f"Why {HOSTILE}?"
    questions = (Question(HOSTILE, asked, True, (HOSTILE,), ((span,),)), Question("e", "And?", True))
    return {"questions": questions, "script": {asked: answered(asked, [span], 0.9), "And?": ValueError(HOSTILE)}}


def test_the_page_asks_nothing_of_any_host(tmp_path: Path) -> None:
    page = write_page(tmp_path / "report.html")
    assert "default-src 'none'" in page
    assert "http" not in page.replace('http-equiv="Content-Security-Policy"', "")
    assert re.findall(r'(?:src|href|action|url)\s*[=(]\s*["\']?([^"\')\s>]*)', page) == ["data:,"]
    assert "@import" not in page
    assert "//" not in re.sub(r"//.*", "", page.split("<style>")[0])


def test_only_the_pages_own_script_and_style_may_work(tmp_path: Path) -> None:
    page = write_page(tmp_path / "report.html")
    for kind in ("style", "script"):
        (text,) = re.findall(rf"<{kind}>(.*?)</{kind}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in page
    assert "style=" not in page.split("<script")[0]


def test_hostile_text_stays_text(tmp_path: Path, hostile: dict[str, Any]) -> None:
    page = write_page(tmp_path / "report.html", **hostile)
    assert page.count("</script>") == 3  # our two blocks of data and our script
    assert "<img" not in page
    row, error = read_data(page)
    assert row["question"] == f"Why {HOSTILE}?"
    assert row["statements"] == [[HOSTILE, [1]]]
    assert row["articles"] == [
        {
            "title": HOSTILE,
            "about": f"{HOSTILE}, bad",
            "pieces": [["Before. ", 0, 0, [], 0], [HOSTILE, 1, 1, [1], 0], [" After.", 0, 0, [], 0]],
        }
    ]
    assert error["error"] == f"ValueError: {HOSTILE}"


def test_the_page_shows_figures_with_intervals_and_every_question(tmp_path: Path) -> None:
    page = write_page(tmp_path / "report.html")
    assert "<h1>news.jsonl</h1>" in page
    assert re.search(r"<strong>0\.500</strong><span class=\"between\">0\.\d{3} to \d\.\d{3}</span>", page)
    assert [row["id"] for row in read_data(page)] == ["q1", "q2", "q3", "q4", "q5", "q6"]
    assert page.count('<svg class="chart"') == 3
    assert re.search(r"6 questions,\s+2 of them unanswerable", page)


def test_a_question_is_described_with_its_places_in_the_articles() -> None:
    bot = ScriptedBot(SCRIPT)
    shown = [
        describe_question(row, q, bot.get_article) for row, q in zip(ask_all(QUESTIONS, bot), QUESTIONS, strict=True)
    ]
    assert [one["kind"] for one in shown] == [
        "answerable", "answerable", "follow-up", "unanswerable", "unanswerable", "answerable",
    ]  # fmt: skip
    assert [one["rank"] for one in shown] == [1, 1, 6, 0, 0, None]
    second, third = shown[1], shown[2]
    assert [(a["title"], a["about"]) for a in second["articles"]] == [
        ("The river", "Atlas, 2025-01-01, river"),
        ("The tower", "tower"),
    ]
    assert second["articles"][1]["pieces"][-1] == ["It is 300 metres tall.", 1, 1, [1], 0]
    assert third["nearest"] == [["The river", "The Nile is long."]]
    assert third["history"] == [["When was it built?", ""]]
    assert shown[5]["error"] == "RuntimeError: the model fell over"


def test_an_unfinished_or_failed_run_still_has_a_page(tmp_path: Path) -> None:
    questions = (Question("a", "Why?", True), Question("b", "How?", False))
    script = {"Why?": RuntimeError("down"), "How?": RuntimeError("down")}
    page = write_page(tmp_path / "report.html", questions, script)
    assert "No question was answered." in page
    assert "Too few questions to suggest a refusal floor: 20 answers are needed." in page


def test_a_comparison_shows_both_answers(tmp_path: Path) -> None:
    path = tmp_path / "changes.html"
    write_comparison(path, compare_runs(write_run(tmp_path / "a.rows"), write_run(tmp_path / "b.rows", LATER)))
    page = path.read_text(encoding="utf-8")
    rows = read_data(page)
    assert [(row["group"], row["id"]) for row in rows] == [("fixed", "q3"), ("broken", "q2"), ("other", "q6")]
    assert [side["result"] for side in rows[0]["sides"]] == ["missed", "right"]
    assert "a.rows" in page
    assert "http" not in page.replace("http-equiv", "")


def test_the_figures_are_one_json_object_without_texts() -> None:
    scores = [score_of(row) for row in ask_all(QUESTIONS, ScriptedBot(SCRIPT))]
    shown = summary_to_json(summarize_run("set", scores, questions=6))
    assert json.loads(json.dumps(shown)) == shown
    assert (shown["questions"], shown["answerable"], shown["unanswerable"], shown["errors"]) == (6, 4, 2, 1)
    assert shown["results"] == {"right": 2 + 1, "missed": 1, "overreached": 1, "error": 1}
    assert shown["suggested_floor"] is None


@pytest.mark.parametrize(("value", "nice"), [(0.031, 0.032), (0.05, 0.06), (1, 1), (1.01, 1.2), (87, 100), (0, 0)])
def test_axes_end_at_round_numbers(value: float, nice: float) -> None:
    assert charts._ceil_nicely(value) == pytest.approx(nice)


def test_times_are_written_out() -> None:
    times = re.findall(r">([\d.,e+]+)</text>", charts.draw_latency([12_000.0] * 9))
    assert times[:5] == ["0", "3,000", "6,000", "9,000", "12,000"]
    times = re.findall(r">([\d.,e+]+)</text>", charts.draw_latency([0.25] * 9))
    assert times[:5] == ["0", "0.08", "0.16", "0.24", "0.32"]


def test_a_curve_of_thousands_of_points_stays_small() -> None:
    scores = [score_of(row) for row in ask_all(QUESTIONS[:1], ScriptedBot(SCRIPT))]
    many = [scores[0].__class__(str(n), True, "right", {}, True, n / 9_999, 0.1) for n in range(9_999)]
    assert len(charts.draw_risk_curve(trace_risk(many), now=(1, 0), suggested=None)) < 12_000


# ---- in a browser


@pytest.mark.parametrize("width", [1280, 1000, 861, 390, 320])
def test_the_figures_stand_in_rows_and_nothing_is_wider_than_the_window(
    tmp_path: Path, browser: Any, width: int
) -> None:
    before = write_run(tmp_path / "before.rows", SCRIPT)
    after = write_run(tmp_path / "after.rows", LATER)
    write_page(tmp_path / "report.html", seconds=12.345)
    write_comparison(tmp_path / "compare.html", compare_runs(before, after))
    page = browser.new_page(viewport={"width": width, "height": 800})
    for name in ("report", "compare"):
        page.goto((tmp_path / f"{name}.html").as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        spilled = page.locator(".card *").evaluate_all(
            "nodes => nodes.filter(node => node.scrollWidth > node.clientWidth).map(node => node.textContent)"
        )
        assert spilled == []
        heights = page.locator(".card strong").evaluate_all("nodes => nodes.map(node => node.offsetHeight)")
        assert len(set(heights)) == 1
    if width == 390:
        change = page.locator("table.measures thead th").nth(3).bounding_box()
        assert change["x"] + change["width"] <= width
    page.close()


def test_in_a_browser_the_list_filters_and_opens_and_hostile_text_is_text(
    tmp_path: Path, browser: Any, hostile: dict[str, Any]
) -> None:
    path = tmp_path / "report.html"
    write_page(path, QUESTIONS + hostile["questions"], SCRIPT | hostile["script"])
    page = browser.new_page(viewport={"width": 390, "height": 800})
    troubles: list[str] = []
    for event in ("console", "pageerror", "dialog"):
        page.on(event, lambda one: troubles.append(str(one)))
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(path.as_uri())
    rows = page.locator("#list details")
    assert rows.count() == 8
    page.select_option("#result", "failures")
    assert rows.locator(".pill").all_inner_texts() == [
        "refused, but answerable", "answered, but unanswerable", "error", "error",
    ]  # fmt: skip
    page.select_option("#kind", "unanswerable")
    assert page.inner_text("#shown") == "1 of 8 questions"
    page.select_option("#result", "")
    page.select_option("#kind", "")
    page.fill("#search", "300 METRES")
    assert rows.count() == 4  # the text of the article is searched, too
    page.fill("#search", "onerror")
    rows.first.locator("summary").click()
    assert rows.first.locator("mark.gold.cited").inner_text() == HOSTILE
    assert rows.first.locator(".asked").inner_text() == f"Why {HOSTILE}?"
    page.fill("#search", "")
    page.select_option("#order", "sure")
    assert rows.first.locator(".asked").inner_text() == "Where does the Nile end?"
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert troubles == []
    assert [url for url in requests if not url.startswith(("file:", "data:"))] == []
