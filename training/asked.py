"""Our own questions and claims over news, as a question set: what articles answer, nearly answer, carry and do not.

    python -m training.asked --data FOLDER --work FOLDER

writes ``asked/articles.jsonl`` and ``asked/questions.jsonl`` to the work folder, laid out as the other sets are.

``asked.tsv`` holds what we wrote, a line each: article, kind, words, where the sentences begin that they are about.
A question has a phrase, too, by its place: the answer, or of a near miss what tempts. 448 articles are of our own
invention (``invented.jsonl``), the others of sets that may be trained on, of which nothing is stored here.
``documents.tsv`` is the same over 288 invented papers of 14 organisations, as the product loads them.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training.data import OWN_SET, SplitArticle, choose_fold, read_lines, split_text
from training.gold import NOT_SAID, REFUTED, SUPPORTED

LINES, INVENTED = (
    tuple(Path(__file__).with_name(name) for name in names)
    for names in (("asked.tsv", "documents.tsv"), ("invented.jsonl", "documents.jsonl"))
)
SOURCES = ("corpora/onestopenglish", "qa/wice", "qa/qamr_wikinews")
ANSWERED, NEAR_MISS, YES_NO = "A", "N", "Y"  # kinds of questions
DOCUMENT = "doc-"  # begins the ids of documents of organisations, all of which train
CARRIED, DENIED, UNSAID = "T", "F", "U"  # kinds of claims
LABELS = {CARRIED: SUPPORTED, DENIED: REFUTED, UNSAID: NOT_SAID}
_LONGEST_PAGE = 4200  # characters of a web page that were read
_LEAST_LINE = 90  # characters; shorter lines of a web page are its menus
_MENU = re.compile(r"cookie|subscrib|sign up|javascript|newsletter|copyright|privacy", re.IGNORECASE)
_ENDED = re.compile(r"[.!?][\"”’)]?$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of what we wrote: places count in the article's text; ``said`` is the answer that is "Yes" or "No"."""

    article: str
    kind: str
    text: str
    sentences: tuple[int, ...]
    phrase: tuple[int, int] | None
    said: str


def read_asked_lines(paths: Sequence[Path] = LINES) -> Iterator[Line]:
    """Yield what we wrote."""
    for row in (row for path in paths for row in path.read_text(encoding="utf-8").splitlines()):
        article, kind, text, places, phrase = row.split("\t")
        start, _, end = phrase.partition(":")
        span = (int(start), int(end)) if end else None
        yield Line(article, kind, text, tuple(map(int, places.split(","))), span, "" if end else phrase)


def load_asked_articles(data: Path) -> dict[str, dict[str, Any]]:
    """Return the articles that we wrote about by their id, cleaned as they were when the lines were written."""
    wanted = {line.article for line in read_asked_lines()}
    rows = [row for name in SOURCES for row in read_lines(data / name / "articles.jsonl")]
    rows += [row for path in INVENTED for row in read_lines(path)]
    kept = {row["id"]: {name: row.get(name) or "" for name in ("id", "title", "text")} for row in rows}
    for article in kept.values():
        if article["id"].startswith("wice"):
            article["text"] = _strip_page(article["text"])
        elif article["id"].startswith("qamr"):
            article["text"] = _join_tokens(article["text"])
    return {id_: article for id_, article in kept.items() if id_ in wanted}


def split_asked_articles(data: Path) -> dict[str, SplitArticle]:
    """Return the articles by their id, cut into sentences."""
    rows = load_asked_articles(data).values()
    articles = (SplitArticle(OWN_SET, r["id"], r["title"], r["text"], tuple(split_text(r["text"]))) for r in rows)
    return {article.id: article for article in articles}


def make_question(number: int, line: Line, article: SplitArticle) -> dict[str, Any]:
    """Return a line as `training.data.read_question` takes it; a near miss keeps what tempts beside."""
    spans = [article.sentences[find_sentence(article, place)] for place in line.sentences]
    phrase = article.text[slice(*line.phrase)] if line.phrase else line.said
    answered = line.kind != NEAR_MISS
    return {
        "id": f"{OWN_SET}-{number}",
        "kind": line.kind,
        "question": line.text,
        "answerable": answered,
        "answers": [phrase] if phrase and line.kind == ANSWERED else [],
        "evidence": [
            {"article_id": article.id, "quote": article.text[start:end], "start": start, "end": end}
            for start, end in spans
            if answered
        ],
        "article_id": article.id,
        "phrase": phrase,
        "sentence": line.sentences[0],
    }


def find_sentence(article: SplitArticle, place: int) -> int:
    """Return the index of the sentence that holds a place of the text, the last one where none does."""
    found = (index for index, (start, end) in enumerate(article.sentences) if start <= place < end)
    return next(found, len(article.sentences) - 1)


def list_claims(articles: Mapping[str, SplitArticle], fold: str) -> Iterator[tuple[Line, SplitArticle, int]]:
    """Yield the claims of a fold with their article and the index of their sentence."""
    for line in read_asked_lines():
        article = articles[line.article]
        if line.kind in LABELS and choose_fold(OWN_SET, article.title or article.id) == fold:
            yield line, article, find_sentence(article, line.sentences[0])


def _strip_page(text: str) -> str:
    """Return the prose of a web page, its menus left out."""
    lines = [line.strip() for line in text.split("\n")]
    kept = [
        line
        for line in lines
        if len(line) > _LEAST_LINE and _ENDED.search(line) and not line.startswith("(meta") and not _MENU.search(line)
    ]
    prose = "\n".join(kept)
    return prose[:_LONGEST_PAGE].rsplit("\n", 1)[0] if len(prose) > _LONGEST_PAGE else prose


def _join_tokens(text: str) -> str:
    """Return a text that was cut into tokens as people write it."""
    for pattern, joined in (
        (r" ([.,;:!?%)\]])", r"\1"),
        (r"([(\[$]) ", r"\1"),
        (r" ('s|n't|'re|'ve|'ll|'d|')\b", r"\1"),
    ):
        text = re.sub(pattern, joined, text)
    return text.replace("`` ", '"').replace(" ''", '"')


def main() -> None:
    """Write the set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds qa and corpora")
    parser.add_argument("--work", type=Path, required=True, help="folder to write to")
    options = parser.parse_args()
    target = options.work / OWN_SET
    target.mkdir(parents=True, exist_ok=True)
    articles = split_asked_articles(options.data)
    rows = [{"id": one.id, "title": one.title, "text": one.text} for one in articles.values()]
    asked = [line for line in read_asked_lines() if line.kind in {ANSWERED, NEAR_MISS, YES_NO}]
    questions = [make_question(number, line, articles[line.article]) for number, line in enumerate(asked)]
    for name, written in (("articles", rows), ("questions", questions)):
        lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in written]
        (target / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")
    print(f"{len(questions)} questions over {len(rows)} articles written to {target}")


if __name__ == "__main__":
    main()
