"""Questions to begin with: written by people or made by rule, asked, and kept only where the bot answers them.

They ask for what cannot be nonsense: a briefing on somebody or something that several articles name, and what somebody
said who is named in full and quoted as the speaker.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice, zip_longest

from qa.english.names import Name, find_names, same_person
from qa.records import Answer, Article

HELP = "Help"  # a collection that is about the bot, and no news

Ask = Callable[[str], Answer]

_ANSWERED = frozenset({"answered", "briefing", "about"})
_OPENING_CHARACTERS = 500  # of an article: what it names there it is about
_ARTICLES_OF_A_NAME = 3  # one less where there are few articles
_FEW_ARTICLES = 100  # up to so many, a name needs one article less
_LEAST_CONFIDENCE = 0.75  # of an answer that is offered: well above both floors
_LEAST_CITED = 4  # sentences of a briefing that is offered
_TRIED = 60  # questions asked at most: some seconds
_CHARACTERS = range(12, 81)  # of a question: it stands on one or two lines
_OFTEN = 0.4  # of its occurrences in which a name has "the" before it, or an "s" behind it
_NAME_WORDS = 4  # at most; a longer name is rarely one
_KINDS = frozenset({"person", "organisation", "place"})
_BRIEFING, _LATEST = "What do the articles say about {name}?", "Summarise the news about {name}"
_SAID = "What did {name} say?"


def find_starters(articles: Iterable[Article], ask: Ask, *, most: int, written: Sequence[str] = ()) -> list[str]:
    """Return up to ``most`` questions that the bot answers: the written ones first, then such as are made by rule.

    What is made is about different things, and kept only where it is answered surely.
    """
    answered = (question for question in written if ask(question).outcome in _ANSWERED)
    made = _keep_answered(_make(list(articles)), ask)
    return list(islice(chain(answered, made), most))


def _make(articles: Sequence[Article]) -> list[tuple[str, str]]:
    """Return questions and the names that they are about: of the names that most articles open with, in turns."""
    counts: Counter[str] = Counter()
    people: set[str] = set()
    places: set[str] = set()
    for article in articles:
        if article.collection == HELP:
            continue
        names = {name.bare: name for name in find_names(article.text[:_OPENING_CHARACTERS]) if is_whole(name)}
        counts.update(names.keys())
        people |= {bare for bare, name in names.items() if name.kind == "person" and " " in bare}
        places |= {bare for bare, name in names.items() if name.kind == "place"}
    outlets = {article.source for article in articles} | {article.author for article in articles}
    least = _ARTICLES_OF_A_NAME if len(articles) > _FEW_ARTICLES else _ARTICLES_OF_A_NAME - 1
    common = [name for name, count in counts.most_common() if count >= least and name not in outlets]
    common.sort(key=lambda name: name in places)  # a country is a wide topic
    texts = "\n".join(article.text[:_OPENING_CHARACTERS] for article in articles)
    named = [(name, written) for name in common if (written := write_name(name, texts))]
    briefings = [
        ((_BRIEFING, _LATEST)[place % 2].format(name=written), name) for place, (name, written) in enumerate(named)
    ]
    said = [(_SAID.format(name=name), name) for name in common if name in people]
    turns = [one for pair in zip_longest(briefings, said) for one in pair if one is not None]
    return [one for one in turns if len(one[0]) in _CHARACTERS][:_TRIED]


def write_name(name: str, texts: str) -> str:
    """Return a name as it stands in texts, "the Grand Slam" or "Tony Blair"; empty where it is a part of a word there.

    >>> write_name("Grand Slam", "They won the Grand Slam."), write_name("Oscar", "The Oscars are on Sunday.")
    ('the Grand Slam', '')
    """
    found = [text.lower() for text in re.findall(rf"(?:\b[Tt]he )?\b{re.escape(name)}(?:s\b)?", texts)]
    if sum(text.endswith(f"{name.lower()}s") for text in found) > _OFTEN * len(found):
        return ""
    return f"the {name}" if sum(text.startswith("the ") for text in found) > _OFTEN * len(found) else name


def is_whole(name: Name) -> bool:
    """Say whether a name stands well in a question: of a known kind, few whole words, no mark or figure in it."""
    parts = name.bare.split()
    return (
        name.kind in _KINDS
        and 0 < len(parts) <= _NAME_WORDS
        and all(part.replace("-", "").replace("'", "").isalpha() and len(part) > 1 for part in parts)
        and parts[0][0].isupper()
        and not any(part.isupper() for part in parts)  # an abbreviation is as often one of a technique or an outlet
    )


def _keep_answered(made: Iterable[tuple[str, str]], ask: Ask) -> Iterator[str]:
    taken: list[str] = []
    for question, name in made:
        if any(name in other or other in name for other in taken):
            continue
        if _is_surely_answered(ask(question), name):
            taken.append(name)
            yield question


def _is_surely_answered(answer: Answer, name: str) -> bool:
    if answer.confidence < _LEAST_CONFIDENCE:
        return False
    if answer.outcome == "briefing":
        naming = sum(name in citation.quote for citation in answer.citations)
        return len(answer.citations) >= _LEAST_CITED and 2 * naming >= len(answer.citations)
    return answer.outcome == "answered" and any(
        same_person(name, citation.speaker) for citation in answer.citations[:1]
    )
