"""A page that shows a draft beside its proof: one file that opens without a network and runs nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from qa.citing import name_heads
from qa.proof.draft import NEAREST_ARE, NO_SENTENCE, Proven
from qa.proof.stored import RecheckedStatement
from qa.records import Citation

SAID = {
    "supported": "supported",
    "contradicted": "contradicted",
    "misattributed": "said by somebody else",
    "not_found": "not found",
    "ok": "still there",
    "drifted": "reads otherwise now",
    "gone": "gone",
}
_SEVERAL = SAID | {"drifted": "read otherwise now"}
# the colours and letters of the reports of `qa eval`
_STYLE = """
:root {
  color-scheme: light dark; --paper: #fff; --ink: #1b1f27; --soft: #5d6675; --line: #e7eaef; --accent: #2459c4;
  --right: #1f7f57; --wrong: #c23a39; --missed: #966200;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171c; --ink: #e7eaf0; --soft: #9aa4b4; --line: #2a3039; --accent: #7aa5ff;
    --right: #46b483; --wrong: #ea6a66; --missed: #e0a93d;
  }
}
body {
  max-width: 1180px; margin: 0 auto; padding: 40px 24px 80px; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
}
h1 { font-size: 30px; line-height: 1.2; margin: 0; letter-spacing: -.015em; overflow-wrap: anywhere; }
h1 + p { margin: 8px 0 28px; color: var(--soft); }
.eyebrow { margin: 0 0 4px; color: var(--accent); font-size: 13px; font-weight: 600; letter-spacing: .02em; }
section {
  --says: var(--soft);
  display: grid; grid-template-columns: 1fr 1fr; gap: 6px 32px; padding: 14px 0; border-top: 1px solid var(--line);
}
.supported, .ok { --says: var(--right); }
.contradicted, .gone { --says: var(--wrong); }
.misattributed, .drifted { --says: var(--missed); }
mark { display: block; padding-left: 12px; border-left: 4px solid var(--says); background: none; color: inherit; }
section p { margin: 0 0 6px; }
b { color: var(--says); font-weight: 600; }
small { color: var(--soft); font-size: 13px; font-weight: 400; }
blockquote { margin: 0 0 8px; padding-left: 14px; border-left: 3px solid var(--line); overflow-wrap: anywhere; }
@media (max-width: 860px) {
  body { padding: 24px 16px 60px; }
  h1 { font-size: 24px; }
  section { grid-template-columns: 1fr; }
}
"""


def render_draft(title: str, statements: Sequence[Proven]) -> str:
    """Return the page of a draft."""
    return _render(title, [one.verdict for one in statements], (_show_proven(one) for one in statements))


def render_answer(title: str, statements: Sequence[RecheckedStatement]) -> str:
    """Return the page of a stored answer."""
    return _render(title, [one.state for one in statements], (_show_rechecked(one) for one in statements))


def count_verdicts(verdicts: Sequence[str]) -> str:
    """Return how many statements came to what, as one line."""
    counted = [(name, len(list(same))) for name, same in groupby(sorted(verdicts, key=list(SAID).index))]
    return ", ".join(f"{n:,} {(SAID if n == 1 else _SEVERAL)[name]}" for name, n in counted) or "no statements"


def _render(title: str, verdicts: Sequence[str], sections: Iterator[str]) -> str:
    csp = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        f'<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{csp}">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{escape(title)}: checked</title>\n'
        f'<style>{_STYLE}</style>\n<p class="eyebrow">Sourceline check</p>\n'
        f"<h1>{escape(title)}</h1>\n<p>{escape(count_verdicts(verdicts))}</p>\n" + "\n".join(sections) + "\n</html>\n"
    )


def _show_proven(one: Proven) -> str:
    said = SAID[one.verdict]
    sure = f"{one.probability:.0%} sure" + (f"; {one.reason}" if one.reason and one.reason != NO_SENTENCE else "")
    quotes = "".join(map(_quote_citation, one.citations))
    if one.dispute:
        quotes += f"<p><b>{escape(one.dispute)}</b></p>" + "".join(map(_quote_citation, one.differing))
    if one.nearest:
        quotes += f"<p><small>{NEAREST_ARE}</small></p>" + "".join(map(_quote_citation, one.nearest))
    return _section(one.verdict, one.text, f"{said} <small>{escape(sure)}</small>", quotes)


def _quote_citation(citation: Citation) -> str:
    return _quote(citation.quote, f"{name_heads(citation)} ({citation.article.source or citation.article.id})")


def _show_rechecked(one: RecheckedStatement) -> str:
    quotes = ""
    for citation in one.citations:
        quotes += _quote(citation.quote, f"{citation.title}: {SAID[citation.state]}")
        quotes += _quote(citation.now, "now") if citation.state == "drifted" else ""
    return _section(one.state, one.text, SAID[one.state], quotes)


def _section(verdict: str, text: str, says: str, quotes: str) -> str:
    return f'<section class="{verdict}"><mark>{escape(text)}</mark><div><p><b>{says}</b></p>{quotes}</div></section>'


def _quote(text: str, where: str) -> str:
    return f"<blockquote>{escape(text)}<br><small>{escape(where)}</small></blockquote>"
