"""Questions to begin with: drawn from the indexed articles by rule, and kept only if the bot answers them rightly."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import islice

from qa.bot import Bot
from qa.evaluate.draft import DraftedQuestion, draft_questions
from qa.records import Answer, Article, Sentence
from qa.split import split_sentences

SUGGESTED = 6
"""Questions offered at once."""

_ARTICLES_READ = 60  # enough for six good questions, and quick on a large library
_TRIED = 30  # questions asked at most to find them
_CHARACTERS = range(15, 91)  # a longer question is no invitation
_RULES = ("when", "how many", "how much", "who")


def suggest_questions(articles: Sequence[Article], bot: Bot, *, seed: int) -> list[str]:
    """Return a few questions that the bot answers with the very sentence they were made from.

    Where no rule fits the language of the articles, their titles are offered instead. The same seed offers the same.
    """
    chosen = random.Random(seed).sample(articles, min(_ARTICLES_READ, len(articles)))
    drafts = draft_questions(chosen, 20 * _TRIED, split=_split, seed=seed)
    fitting = (one for one in drafts if one.answerable and one.rule in _RULES and len(one.question) in _CHARACTERS)
    found = list(islice(_answered(fitting, bot), SUGGESTED))
    titles = (article.title for article in chosen if len(article.title) in _CHARACTERS)
    return found or list(islice(titles, SUGGESTED))


def _answered(drafts: Iterator[DraftedQuestion], bot: Bot) -> Iterator[str]:
    """Yield the questions that find their own sentence, one an article."""
    asked: set[str] = set()
    for draft in islice(drafts, _TRIED):
        if draft.article_id not in asked and _finds(draft, bot.ask(draft.question)):
            asked.add(draft.article_id)
            yield draft.question


def _finds(draft: DraftedQuestion, answer: Answer) -> bool:
    return any(
        (citation.article.id, citation.sentence.start, citation.sentence.end)
        == (draft.article_id, draft.start, draft.end)
        for citation in answer.citations
    )


def _split(article: Article) -> Sequence[Sentence]:
    return split_sentences(article.text, article_id=article.id)
