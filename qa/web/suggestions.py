"""Questions to begin with: made by rule from sentences of the indexed articles, and kept only if the bot answers them.

The rules read English. Where none fits, the titles of the articles are offered instead: as a query, a headline finds its
own article.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from qa.bot import Bot
from qa.evaluate.draft import draft_questions
from qa.records import Article, Sentence
from qa.split import split_sentences

SUGGESTED = 5
"""Questions offered at once."""

_ARTICLES_READ = 80  # enough for a handful of good questions, and quick on a large library
_TRIED = 40  # questions asked at most to find them
_SAME_KIND = 2  # of one rule, at most so many are offered
_CHARACTERS = range(12, 81)  # a longer question is no invitation
_NATURAL_DRAFTS = ("when", "how many", "how much")  # the other rules of drafts ask like an examiner

_NAME = r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){1,2}"
_NOT_NAMES = re.compile(
    r"\b(?:The|An?|In|On|At|By|For|With|After|Before|Colonel|President|Mayor|Minister|Dr|Mr|Mrs|Ms) "
)
_THING = r"(?:The|An?) (?:[a-z][\w-]* ){0,2}[a-z][\w-]*"

_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"(?P<name>{_NAME}), (?:the|an?) [a-z][\w’' -]+(?:,|\.$)"), "Who is {name}?"),
    (
        re.compile(rf"^(?:\w+ )?(?P<name>{_NAME})(?:,[^,]+,)? (?:said|says|told|warned|denied)\b"),
        "What did {name} say?",
    ),
    (re.compile(rf"^(?P<thing>{_THING}) (?:is|means) (?:the|an?) "), "What is {thing}?"),
    (
        re.compile(r"^The (?P<thing>(?:command|option|setting|field) `?[\w -]+?`?) [a-z]+s "),
        "What does the {thing} do?",
    ),
    (
        re.compile(r"^(?P<subject>[^,;:]{3,40}?) (?P<be>was|were|is|are) (?P<rest>[^,;:]+?),? because "),
        "Why {be} {subject} {rest}?",
    ),
)


def suggest_questions(articles: Sequence[Article], bot: Bot, *, seed: int) -> list[str]:
    """Return a few short questions of different kinds that the bot answers; the same seed offers the same ones."""
    chosen = random.Random(seed).sample(articles, min(_ARTICLES_READ, len(articles)))
    made = [*_make_questions(chosen), *_draft(chosen, seed)]
    random.Random(seed).shuffle(made)
    found = list(islice(_keep_answered(made, bot), SUGGESTED))
    titles = (article.title for article in chosen if len(article.title) in _CHARACTERS)
    return found or list(islice(titles, SUGGESTED))


def make_question(sentence: str) -> tuple[str, str] | None:
    """Return a natural question that this sentence answers and the rule that made it, or None where no rule fits."""
    for pattern, form in _RULES:
        if match := pattern.search(sentence):
            parts = {name: _inside(text) for name, text in match.groupdict().items()}
            return form.format(**parts), form
    return None


def _inside(part: str) -> str:
    """Return a part of a sentence as it reads inside a question: no title before a name, no capital article."""
    if _NOT_NAMES.match(part) and not part.startswith(("The ", "A ", "An ")):
        part = _NOT_NAMES.sub("", part, count=1)
    return re.sub(r"^(?:The|An?) ", lambda article: article[0].lower(), part)


def _make_questions(articles: Iterable[Article]) -> Iterator[tuple[str, str, str]]:
    for article in articles:
        for sentence in _split(article):
            made = make_question(" ".join(article.text[sentence.start : sentence.end].split()))
            if made is not None:
                yield (*made, article.id)


def _draft(articles: Sequence[Article], seed: int) -> Iterator[tuple[str, str, str]]:
    for draft in draft_questions(articles, 10 * _TRIED, split=_split, seed=seed):
        if draft.answerable and draft.rule in _NATURAL_DRAFTS:
            yield draft.question, draft.rule, draft.article_id


def _keep_answered(made: Iterable[tuple[str, str, str]], bot: Bot) -> Iterator[str]:
    """Yield the questions that are answered from the article they were made from: one an article, few of a kind."""
    taken: set[str] = set()
    kinds: Counter[str] = Counter()
    fitting = (one for one in made if len(one[0]) in _CHARACTERS and not re.search(r"\w[./]\w", one[0]))
    for question, kind, article_id in islice(fitting, _TRIED):
        if article_id in taken or question in taken or kinds[kind] == _SAME_KIND:
            continue
        if any(citation.article.id == article_id for citation in bot.ask(question).citations):
            taken |= {article_id, question}
            kinds[kind] += 1
            yield question


def _split(article: Article) -> Sequence[Sentence]:
    return split_sentences(article.text, article_id=article.id)
