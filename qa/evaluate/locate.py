"""Questions as written + the articles -> questions whose evidence is a place in the text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path

from qa.evaluate.problems import Problems, excerpt
from qa.evaluate.questions import Question, Quote, Span, WrittenQuestion
from qa.records import Article

GetArticle = Callable[[str], Article | None]


def locate_evidence(written: Iterable[WrittenQuestion], get_article: GetArticle, *, path: Path) -> tuple[Question, ...]:
    """Return the questions with every quote found in its article.

    A quote with offsets must read exactly so there; one without must occur exactly once. Raise `QuestionSetError` with
    one line for each quote that does not, the first twenty of them.
    """
    problems = Problems(path)
    get_text = remember_texts(get_article)
    questions = []
    for question in written:
        place = f"{question.place} (id {excerpt(question.id)})"
        gold = []
        for quotes in question.evidence:
            spans = (_locate(quote, get_text(quote.article_id), place, problems) for quote in quotes)
            gold.append(tuple(dict.fromkeys(span for span in spans if span is not None)))
        questions.append(
            Question(
                question.id,
                question.question,
                question.answerable,
                question.answers,
                tuple(gold),
                question.history,
                question.wrong,
            )
        )
    problems.raise_if_any()
    return tuple(questions)


def remember_texts(get_article: GetArticle) -> Callable[[str], str | None]:
    """Return what gives the text of an article by its id, None where there is none; those asked for last are kept."""

    @lru_cache(maxsize=64)
    def get_text(article_id: str) -> str | None:
        article = get_article(article_id)
        return article.text if article else None

    return get_text


def _locate(quote: Quote, text: str | None, place: str, problems: Problems) -> Span | None:
    name = excerpt(quote.article_id)
    if text is None:
        problems.add(
            place, f"article {name} is not in the corpus: correct the article_id, or add the article with --corpus"
        )
        return None
    if quote.start is not None and quote.end is not None:
        return _check_offsets(quote, quote.start, quote.end, text, place, problems)
    count = text.count(quote.text)
    # overlapping repeats ("na na" in "na na na") are two places, too, and str.count sees only one of them
    start = text.find(quote.text)
    if count == 1 and text.find(quote.text, start + 1) < 0:
        return Span(quote.article_id, start, start + len(quote.text))
    if count:
        problems.add(
            place,
            f"the quote {excerpt(quote.text)} occurs more than once in article {name}: "
            'add "start" and "end", or quote more of the sentence',
        )
    else:
        same_words = " ".join(quote.text.split()) in " ".join(text.split())
        mend = "copy its white space exactly as in the article" if same_words else "copy it exactly from the article"
        problems.add(place, f"the quote {excerpt(quote.text)} is not in article {name}: {mend}")
    return None


def _check_offsets(quote: Quote, start: int, end: int, text: str, place: str, problems: Problems) -> Span | None:
    if text[start:end] == quote.text:
        return Span(quote.article_id, start, end)
    found = f"reads {excerpt(text[start:end])}" if end <= len(text) else f"ends at {len(text):,}"
    problems.add(
        place,
        f"the quote {excerpt(quote.text)} is not at {start} to {end} of article {excerpt(quote.article_id)}, "
        f"which {found}{' there' if end <= len(text) else ''}: correct start and end, or leave them out",
    )
    return None
