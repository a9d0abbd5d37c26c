"""Score the loader of pages on public test sets: text, standfirst and date of publication.

python -m benchmarks.extraction --data FOLDER [--set NAME]... [--misses FILE]

FOLDER holds checkouts of the sets that are wanted: ``trafilatura``, ``article-extraction-benchmark``, ``readability``
and ``htmldate``, each under its own name. A page that the loader refuses counts as a page without text.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import statistics
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from lxml import html

from qa.errors import ArticleError
from qa.load.html import load_html
from qa.records import Article

STANDFIRST_AT_LEAST = 50  # characters; a shorter description is more often a slogan
SHINGLE = 4  # words


class Page(NamedTuple):
    """A page of a set: its name, address and bytes, and what the set says of it."""

    name: str
    url: str
    data: bytes
    gold: dict[str, object]


def load_page(page: Page) -> Article | None:
    """Return the article on a page, or None where the loader refuses it."""
    try:
        return load_html(page.data, page.name, page.url)
    except ArticleError:
        return None


def read_trafilatura(data: Path) -> Iterator[Page]:
    """Yield the pages of trafilatura's evaluation, with snippets that belong to the text and that do not."""
    tests = data / "trafilatura" / "tests"
    for url, item in json.loads((tests / "evaldata.json").read_text(encoding="utf-8")).items():
        path = next(p for f in ("cache", "eval") if (p := tests / f / item["file"]).exists())
        yield Page(item["file"], url, path.read_bytes(), item)


def read_article_extraction(data: Path) -> Iterator[Page]:
    """Yield the pages of the article extraction benchmark, with their whole text."""
    folder = data / "article-extraction-benchmark"
    for key, item in json.loads((folder / "ground-truth.json").read_text(encoding="utf-8")).items():
        page = gzip.decompress((folder / "html" / f"{key}.html.gz").read_bytes())
        yield Page(key, str(item.get("url") or ""), page, {"text": item.get("articleBody", "")})


def read_readability(data: Path) -> Iterator[Page]:
    """Yield the test pages of readability, with the text of the article as it is expected."""
    for folder in sorted((data / "readability" / "test" / "test-pages").iterdir()):
        expected = html.fromstring(f"<div>{(folder / 'expected.html').read_text(encoding='utf-8')}</div>")
        text = " ".join(expected.itertext())
        yield Page(folder.name, "", (folder / "source.html").read_bytes(), {"text": text})


def read_htmldate(data: Path) -> Iterator[Page]:
    """Yield the pages of htmldate's evaluation, with their dates."""
    tests = data / "htmldate" / "tests"
    for url, item in json.loads((tests / "eval_default.json").read_text(encoding="utf-8")).items():
        path = next(p for f in ("test_set", "cache", "eval") if (p := tests / f / item["file"]).exists())
        yield Page(item["file"], url, path.read_bytes(), item)


def score_snippets(pages: Iterator[Page], misses: list[str]) -> dict[str, float]:
    """Return precision, recall and F1 over snippets: of the text, and of what stands around it."""
    right = missed = wrong = 0
    for page in pages:
        article = load_page(page)
        text = squeeze(article.text if article else "")
        for snippet in page.gold["with"]:  # type: ignore[attr-defined]
            if squeeze(snippet) in text:
                right += 1
            else:
                missed += 1
                misses.append(f"{page.name}\tmissed\t{squeeze(snippet)}")
        for snippet in page.gold["without"]:  # type: ignore[attr-defined]
            if squeeze(snippet) in text:
                wrong += 1
                misses.append(f"{page.name}\ttoo much\t{squeeze(snippet)}")
    precision, recall = right / (right + wrong), right / (right + missed)
    return {"precision": precision, "recall": recall, "f1": 2 * precision * recall / (precision + recall)}


def score_texts(pages: Iterator[Page], misses: list[str]) -> dict[str, float]:
    """Return precision, recall and F1 over runs of four words, the mean over the pages, as the benchmark does."""
    precisions, recalls = [], []
    for page in pages:
        article = load_page(page)
        gold, found = shingles(str(page.gold["text"])), shingles(article.text if article else "")
        shared = (gold & found).total()
        precision = shared / found.total() if found else 0.0
        recall = shared / gold.total() if gold else 0.0
        if found:
            precisions.append(precision)
        if gold:
            recalls.append(recall)
        misses.append(f"{page.name}\t{precision:.3f}\t{recall:.3f}\t{page.url}")
    precision, recall = statistics.mean(precisions), statistics.mean(recalls)
    return {"precision": precision, "recall": recall, "f1": 2 * precision * recall / (precision + recall)}


def score_standfirsts(pages: Iterator[Page], misses: list[str]) -> dict[str, float]:
    """Return the share of pages that keep the description in their head, of those that also show it to a reader."""
    kept = shown = 0
    for page in pages:
        description = find_shown_description(page.data)
        if not description:
            continue
        shown += 1
        article = load_page(page)
        is_kept = letters(description) in letters(article.text if article else "")
        kept += is_kept
        if not is_kept:
            misses.append(f"{page.name}\t{description}")
    return {"pages": shown, "kept": kept / shown}


def score_dates(pages: Iterator[Page], misses: list[str]) -> dict[str, float]:
    """Return the share of pages whose day is right, and the precision over those where one was given."""
    right = given = total = 0
    for page in pages:
        article = load_page(page._replace(url=""))
        day = article.published[:10] if article else ""
        total += 1
        given += bool(day)
        right += day == page.gold["date"]
        if day != page.gold["date"]:
            misses.append(f"{page.name}\t{day}\t{page.gold['date']}")
    return {"right": right / total, "precision": right / given}


def find_shown_description(data: bytes) -> str:
    """Return og:description where one element of the page's body, with no other text in it, shows it whole."""
    tree = html.document_fromstring(data.decode("utf-8", "replace").encode(), parser=html.HTMLParser(encoding="utf-8"))
    found = tree.xpath("//meta[@property='og:description']/@content")
    description = squeeze(str(found[0])) if found else ""
    if len(description) < STANDFIRST_AT_LEAST:
        return ""
    wanted = letters(description)
    for element in tree.xpath("//body//*[not(self::script or self::style or self::noscript or self::template)]"):
        if isinstance(element.tag, str) and letters(" ".join(element.itertext())) == wanted:
            return description
    return ""


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Return the runs of four words of a text, each with its count."""
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[n : n + SHINGLE]) for n in range(max(1, len(words) - SHINGLE + 1)) if words)


def squeeze(text: str) -> str:
    """Return text with every run of white space as one space."""
    return " ".join(text.split())


def letters(text: str) -> str:
    """Return the letters and digits of a text alone."""
    return "".join(filter(str.isalnum, text))


Score = Callable[[Iterator[Page], list[str]], dict[str, float]]
SETS: dict[str, tuple[Callable[[Path], Iterator[Page]], Score]] = {
    "trafilatura": (read_trafilatura, score_snippets),
    "article-extraction": (read_article_extraction, score_texts),
    "readability": (read_readability, score_texts),
    "standfirst": (read_trafilatura, score_standfirsts),
    "standfirst of article-extraction": (read_article_extraction, score_standfirsts),
    "htmldate": (read_htmldate, score_dates),
}


def main() -> None:
    """Score the sets that are asked for and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with the checkouts")
    parser.add_argument("--set", action="append", choices=SETS, dest="names", help="one of the sets; all without it")
    parser.add_argument("--misses", type=Path, help="file for what went wrong, a line each")
    arguments = parser.parse_args()
    sys.setrecursionlimit(10_000)
    lines = []
    for name in arguments.names or SETS:
        read, score = SETS[name]
        misses: list[str] = []
        figures = score(read(arguments.data), misses)
        print(f"{name}: " + ", ".join(f"{key} {value:.3f}" for key, value in figures.items()), flush=True)
        lines += [f"{name}\t{miss}" for miss in misses]
    if arguments.misses:
        arguments.misses.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
