"""A page that shows a draft beside its proof: one file that opens without a network and runs nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from qa.proof.draft import NO_SENTENCE, Proven
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
_STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 76rem; margin: 2rem auto; padding: 0 1rem; }
section { display: grid; grid-template-columns: 1fr 1fr; gap: 0 2rem; padding: .8rem 0; border-top: 1px solid #8884; }
p, blockquote, h1 { margin: 0 0 .4rem; }
blockquote { border-left: 3px solid #8888; padding-left: .7rem; }
small { color: #767676; }
mark { background: none; color: inherit; padding-left: .6rem; border-left: 5px solid #888; display: block; }
.supported mark, .ok mark { border-color: #2b8a3e; }
.contradicted mark, .gone mark { border-color: #c92a2a; }
.misattributed mark, .drifted mark { border-color: #e67700; }
b { font-weight: 600; }
@media (max-width: 50rem) { section { grid-template-columns: 1fr; } }
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
        f"<style>{_STYLE}</style>\n<h1>{escape(title)}</h1>\n<p>{escape(count_verdicts(verdicts))}</p>\n"
        + "\n".join(sections)
        + "\n</html>\n"
    )


def _show_proven(one: Proven) -> str:
    said = SAID[one.verdict]
    sure = f"{one.probability:.0%} sure" + (f"; {one.reason}" if one.reason and one.reason != NO_SENTENCE else "")
    quotes = "".join(map(_quote_citation, one.citations))
    if one.dispute:
        quotes += f"<p><b>{escape(one.dispute)}</b></p>" + "".join(map(_quote_citation, one.differing))
    return _section(one.verdict, one.text, f"{said} <small>{escape(sure)}</small>", quotes)


def _quote_citation(citation: Citation) -> str:
    return _quote(citation.quote, f"{citation.article.title} ({citation.article.source or citation.article.id})")


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
