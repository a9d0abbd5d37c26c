"""Questions to begin with: made by rule from sentences of the articles, and kept only if the bot answers them.

The rules read English. Where none fits, the titles of the articles are offered instead: as a query, a headline finds
its own article.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from qa.bot import Bot
from qa.evaluate.draft import draft_questions
from qa.records import Article, Sentence
from qa.split import split_sentences

SUGGESTED = 5
"""Questions offered at once."""

_ARTICLES_READ = 80  # enough for a handful of good questions, and quick on a large library
_TRIED = 40  # questions asked at most to find them
_SAME_RULE = 2  # of one rule, at most so many are offered
_CHARACTERS = range(12, 81)  # a longer question is no invitation
_NATURAL_DRAFTS = ("when", "how many", "how much")  # the other rules of drafts ask like an examiner

_NAME = r"\b[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){1,2}"
_NOT_NAMES = re.compile(
    r"\b(?:The|An?|In|On|At|By|For|With|After|Before|Colonel|President|Mayor|Minister|Dr|Mr|Mrs|Ms) "
)
_VAGUE = r"(?:first|second|third|next|last|same|other|only|best|whole|present|long|new|own|main|result|reason|answer)"
_THING = rf"(?:The|An?) (?!{_VAGUE}\b)(?:[a-z][\w-]* )?(?:of )?[a-z][\w-]*"
_SUBJECT = rf"(?:(?:The|An?) [\w’' -]{{3,40}}?|{_NAME})"

_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"(?P<name>{_NAME}), (?:the|an?) [a-z][\w’' -]+(?:,|\.$)"), "Who is {name}?"),
    (
        re.compile(rf"^(?:\w+ )?(?P<name>{_NAME})(?:,[^,]+,)? (?:said|says|told|warned|denied)\b"),
        "What did {name} say?",
    ),
    (re.compile(rf"^(?P<thing>{_THING}) (?:is|means) (?:the|an?) "), "What is {thing}?"),
    (
        re.compile(r"^The (?P<thing>(?:command|option|setting|field) `?[\w -]+?`?)(?<! then)(?<! also) [a-z]+s "),
        "What does the {thing} do?",
    ),
    (
        re.compile(rf"^(?P<subject>{_SUBJECT}) (?P<be>was|were|is|are) (?P<rest>[^,;:]+?),? because "),
        "Why {be} {subject} {rest}?",
    ),
)


@dataclass(frozen=True, slots=True)
class Made:
    """A question made from an article, and the rule that made it."""

    question: str
    rule: str
    article: Article


def suggest_questions(articles: Sequence[Article], bot: Bot, *, seed: int) -> list[str]:
    """Return a few short questions of different kinds that the bot answers; the same seed offers the same ones."""
    chosen = random.Random(seed).sample(articles, min(_ARTICLES_READ, len(articles)))
    made = _mix([*_make_questions(chosen), *_draft(chosen, seed)])
    found = list(islice(_keep_answered(made, bot), SUGGESTED))
    titles = (article.title for article in chosen if len(article.title) in _CHARACTERS)
    return found or list(islice(titles, SUGGESTED))


def make_question(sentence: str) -> tuple[str, str] | None:
    """Return a natural question that this sentence answers and the rule that made it, or None where no rule fits."""
    for pattern, form in _RULES:
        if match := pattern.search(sentence):
            parts = {name: _inside(text) for name, text in match.groupdict().items()}
            if "name" in parts and " " not in parts["name"]:
                continue
            return form.format(**parts), form
    return None


def _inside(part: str) -> str:
    """Return a part of a sentence as it reads inside a question: no title before a name, no capital article."""
    if _NOT_NAMES.match(part) and not part.startswith(("The ", "A ", "An ")):
        part = _NOT_NAMES.sub("", part, count=1)
    return re.sub(r"^(?:The|An?) ", lambda article: article[0].lower(), part)


def _make_questions(articles: Iterable[Article]) -> Iterator[Made]:
    for article in articles:
        for sentence in _split(article):
            made = make_question(" ".join(article.text[sentence.start : sentence.end].split()))
            if made is not None:
                yield Made(*made, article)


def _draft(articles: Sequence[Article], seed: int) -> Iterator[Made]:
    by_id = {article.id: article for article in articles}
    for draft in draft_questions(articles, 10 * _TRIED, split=_split, seed=seed):
        if draft.answerable and draft.rule in _NATURAL_DRAFTS:
            yield Made(draft.question, draft.rule, by_id[draft.article_id])


def _mix(made: Iterable[Made]) -> list[Made]:
    """Return the questions so that outlets and rules take turns: the first of each, then the second of each."""
    seen: Counter[tuple[str, str]] = Counter()
    ranked: list[tuple[int, int, Made]] = []
    for one in made:
        group = (one.article.source, one.rule)
        ranked.append((seen[group], len(ranked), one))
        seen[group] += 1
    return [one for _, _, one in sorted(ranked, key=lambda entry: entry[:2])]


def _keep_answered(made: Iterable[Made], bot: Bot) -> Iterator[str]:
    """Yield the questions that are answered from the article they were made from: one an article, few of a rule."""
    taken: set[str] = set()
    rules: Counter[str] = Counter()
    fitting = (one for one in made if len(one.question) in _CHARACTERS and not re.search(r"\w[./]\w", one.question))
    for one in islice(fitting, _TRIED):
        if taken & {one.article.id, one.question} or rules[one.rule] == _SAME_RULE:
            continue
        if any(citation.article.id == one.article.id for citation in bot.ask(one.question).citations):
            taken |= {one.article.id, one.question}
            rules[one.rule] += 1
            yield one.question


def _split(article: Article) -> Sequence[Sentence]:
    return split_sentences(article.text, article_id=article.id)
