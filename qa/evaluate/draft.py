"""Drafts of a question set, made from the articles by rule and without a model.

What it is worth: a start. The rules turn single, plainly built sentences into questions about their number, date or
name, in the very words of the sentence; where no rule fits, they leave a gap in it. A bot finds those more easily than
questions in a reader's own words, so that the scores on an unedited draft are too good, and some questions read badly.
The unanswerable ones exchange a name in a question for a name from another article, so that they ask for a fact that is
not in the articles; that no sentence answers them is checked by words only. Read every question, rewrite it as your
readers would ask, delete what is poor, and add the questions that you care about.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from qa.english.calendar import MONTH
from qa.english.numbers import NUMBER_WORDS
from qa.english.verbs import IRREGULAR_PASTS
from qa.english.words import FUNCTION_WORDS
from qa.records import Article, Sentence

SplitArticle = Callable[[Article], Sequence[Sentence]]

_TITLES = {"The", "Mr", "Mrs", "Ms", "Miss", "Dr", "Sir", "Lord", "Lady", "President", "Prime", "Professor", "Judge"}

UNANSWERABLE_SHARE = 0.25
"""So much of a draft is unanswerable, if the articles hold enough names."""

_SENTENCE_WORDS = range(6, 36)  # of a sentence that a question is made from

_DATE = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)? {MONTH}(?:,? \d{{4}})?|{MONTH} \d{{1,2}}(?:, \d{{4}})?|"
    rf"{MONTH} \d{{4}}|[12]\d{{3}})"
)
_NUMBER = (
    r"(?:(?:[Mm]ore than|[Ll]ess than|[Aa]t least|[Aa]bout|[Aa]round|[Nn]early|[Aa]lmost|[Ss]ome|[Oo]ver|[Uu]p to) )?"
    r"(?:\d[\d,.]*\d|\d|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en|[Ee]leven|[Tt]welve|"
    r"[Tt]wenty|[Tt]hirty|[Ff]orty|[Ff]ifty)(?: hundred| thousand| million| billion)?"
)
_THINGS = r"(?:[a-z][a-z-]+ ){0,2}(?:[a-z][a-z-]+s|people|men|women|children)"
_NAME = r"[A-Z][\w'’-]+(?: (?:[A-Z]\.|(?:de|van|von|der|al|bin|of|the) )?[A-Z][\w'’-]+){1,3}"
_SUBJECT = r"(?:(?!said |says |told |that |who |which |it |he |she |they |we |you )[\w$€£'’%&.-]+ ){1,8}?"

# capitalised at the start of a sentence, and part of no name
_OPENINGS = (
    r"(?:About|After|Although|Among|As|At|Because|Before|By|Despite|During|For|From|In|Like|On|Since|Though|To|Under|"
    r"Until|Unlike|With|Without|While) "
)

# a sentence that starts so leans on the one before it, so that a question made from it would not stand alone
_LEANING = re.compile(
    r"[\"“]?(?:he|she|it|they|we|i|you|his|her|its|their|our|my|this|that|these|those|there|here|who|which|what|when|if|"
    r"and|but|so|or|yet|however|then|also|meanwhile|instead|one|both|another|such|still)\b",
    re.IGNORECASE,
)

_WHEN = re.compile(
    rf"^(?P<subject>{_SUBJECT})(?P<verb>was|were|will be) (?P<rest>(?!said )[^,;:]+?) (?:in|on) "
    rf"(?P<answer>{_DATE})(?:[.,])"
)
_COUNT = re.compile(
    rf"^(?P<answer>{_NUMBER}) (?P<things>{_THINGS}) (?P<rest>(?:were|are|have|had|will|died|\w+ed) [^;:]+)\.$"
)
_HAS = re.compile(
    rf"^(?P<subject>{_SUBJECT})(?P<verb>has|have|had) (?P<answer>{_NUMBER}) (?P<things>{_THINGS})"
    r"(?P<rest> [^,;:]+)?[.,]"
)
_SIZE = re.compile(
    rf"^(?P<subject>{_SUBJECT})(?P<verb>is|are|was|were) (?P<answer>{_NUMBER}) "
    r"(?P<unit>[a-z]+) (?P<size>long|tall|high|wide|deep|old|away|thick)\b"
)
_SAID = re.compile(rf"^[\"“](?P<words>[^\"“”]{{20,160}}?)[,.]?[\"”],? (?:said|says) (?P<answer>{_NAME})(?:[.,]|$)")
_WHO = re.compile(
    rf"^(?!{_OPENINGS})(?P<answer>{_NAME}) (?P<rest>(?:is|was|has|had|will|{'|'.join(sorted(IRREGULAR_PASTS))}|"
    rf"\w{{3,}}ed) [^;:]+)\.$"
)

_QUANTIFIERS = {"some", "many", "most", "several", "few"}
# another subject with a verb of its own: the question would be about that one, too
_SECOND_CLAUSE = re.compile(
    rf"(?:,|\b(?:and|but|or|so|while|whereas|as|because|when|after|before|although|if))\s(?:(?:the|an?|its?|his|her|their|"
    rf"h?e|she|they|we|one|both|others?|some|many|few)\b|[A-Z\d])[^,]*?"
    rf"\b(?:is|are|was|were|has|have|had|will|would|can|could|{'|'.join(sorted(IRREGULAR_PASTS))}|\w{{3,}}ed)\b"
)

_GAPS = tuple(
    re.compile(pattern)
    for pattern in (rf"\b((?:(?:in|on) )?{_DATE})(?![\w%])", rf"\b({_NUMBER}) {_THINGS}", rf"[a-z,] ({_NAME})")
)
# only where a small letter or a comma stands before it: at the start of a sentence, any word is capitalised
_NAMED = re.compile(rf"(?<=[a-z,] ){_NAME}")


@dataclass(frozen=True, slots=True)
class DraftedQuestion:
    """A question made by rule; ``rule`` names the rule, ``note`` says what to check before it is used."""

    question: str
    answerable: bool
    rule: str
    answer: str = ""
    article_id: str = ""
    quote: str = ""
    start: int = 0
    end: int = 0
    note: str = ""


def draft_questions(
    articles: Sequence[Article], count: int, *, split: SplitArticle, seed: int = 0
) -> tuple[DraftedQuestion, ...]:
    """Return up to ``count`` questions, spread over the articles and the rules; the same seed gives the same ones.

    About a quarter is unanswerable. There are fewer where the articles hold too few sentences that a rule fits.
    """
    chooser = random.Random(seed)
    found = [list(_draft_from(article, split(article))) for article in articles]
    drafted = _spread(found, chooser)
    wanted_unanswerable = round(count * UNANSWERABLE_SHARE)
    unanswerable = _exchange_names(drafted, articles, split, wanted_unanswerable, chooser)
    answerable = drafted[: count - len(unanswerable)]
    return (*answerable, *unanswerable)


def draft_to_json(number: int, drafted: DraftedQuestion) -> dict[str, object]:
    """Return a drafted question in the layout of a question set, marked as a draft."""
    evidence = {"article_id": drafted.article_id, "quote": drafted.quote, "start": drafted.start, "end": drafted.end}
    shown: dict[str, object] = {
        "id": f"draft-{number:03}",
        "question": drafted.question,
        "answerable": drafted.answerable,
        "answers": [drafted.answer] if drafted.answerable else [],
        "evidence": [evidence] if drafted.answerable else [],
        "draft": True,
        "rule": drafted.rule,
    }
    return shown | ({"note": drafted.note} if drafted.note else {})


def _draft_from(article: Article, sentences: Sequence[Sentence]) -> Iterator[DraftedQuestion]:
    for sentence in sentences:
        text = article.text[sentence.start : sentence.end]
        flat = " ".join(text.split())
        if len(flat.split()) not in _SENTENCE_WORDS or _LEANING.match(flat):
            continue
        for rule, make in _RULES:
            made = make(flat)
            if made is not None:
                yield DraftedQuestion(made[0], True, rule, made[1], article.id, text, sentence.start, sentence.end)
                break


# rules: a sentence -> a question and its answer, or None


def _ask_when(sentence: str) -> tuple[str, str] | None:
    if not (m := _WHEN.match(sentence)):
        return None
    be, tail = m["verb"].split()[0], " be" if m["verb"] == "will be" else ""
    return f"When {be} {_inside(m['subject'].rstrip())}{tail} {m['rest']}?", m["answer"]


def _ask_count(sentence: str) -> tuple[str, str] | None:
    m = _COUNT.match(sentence)
    return (f"How many {m['things']} {m['rest']}?", m["answer"]) if m else None


def _ask_has(sentence: str) -> tuple[str, str] | None:
    if not (m := _HAS.match(sentence)):
        return None
    do = {"has": "does", "have": "do", "had": "did"}[m["verb"]]
    return f"How many {m['things']} {do} {_inside(m['subject'].rstrip())} have{m['rest'] or ''}?", m["answer"]


def _ask_size(sentence: str) -> tuple[str, str] | None:
    if not (m := _SIZE.match(sentence)):
        return None
    return f"How many {m['unit']} {m['size']} {m['verb']} {_inside(m['subject'].rstrip())}?", m["answer"]


def _ask_said(sentence: str) -> tuple[str, str] | None:
    m = _SAID.match(sentence)
    return (f"Whose words are these: “{m['words']}”?", m["answer"]) if m else None


def _ask_who(sentence: str) -> tuple[str, str] | None:
    m = _WHO.match(sentence)
    return (f"Who or what {m['rest']}?", m["answer"]) if m and not _SECOND_CLAUSE.search(m["rest"]) else None


def _ask_gap(sentence: str) -> tuple[str, str] | None:
    for pattern in _GAPS:
        if m := pattern.search(sentence):
            return f"What belongs into the gap: “{sentence[: m.start(1)]}____{sentence[m.end(1) :]}”?", m[1]
    return None


_RULES: tuple[tuple[str, Callable[[str], tuple[str, str] | None]], ...] = (
    ("when", _ask_when),
    ("how many", _ask_count),
    ("how many", _ask_has),
    ("how much", _ask_size),
    ("quoted", _ask_said),
    ("who", _ask_who),
    ("gap", _ask_gap),
)


def _inside(subject: str) -> str:
    """Return a sentence's subject as it reads inside a sentence: ``The bridge`` becomes ``the bridge``."""
    first, space, rest = subject.partition(" ")
    is_plain = first.lower() in FUNCTION_WORDS | NUMBER_WORDS.keys() | _QUANTIFIERS and first != "I"
    return f"{first.lower()}{space}{rest}" if is_plain else subject


def _spread(found: Sequence[Sequence[DraftedQuestion]], chooser: random.Random) -> list[DraftedQuestion]:
    """Return all drafts, one of each article in turn, in an article the rarer rules first; gaps come last of all."""
    rules = Counter(one.rule for drafts in found for one in drafts)
    queues = []
    for drafts in found:
        queue = list(drafts)
        chooser.shuffle(queue)
        queue.sort(key=lambda one: rules[one.rule])
        queues.append(queue)
    chooser.shuffle(queues)
    longest = max((len(queue) for queue in queues), default=0)
    spread = [queue[turn] for turn in range(longest) for queue in queues if turn < len(queue)]
    return sorted(spread, key=lambda one: one.rule == "gap")


# unanswerable questions


def _exchange_names(
    drafted: Sequence[DraftedQuestion],
    articles: Sequence[Article],
    split: SplitArticle,
    wanted: int,
    chooser: random.Random,
) -> list[DraftedQuestion]:
    """Return questions with one name exchanged for that of another article, where no sentence seems to answer them."""
    texts = {article.id: article.text for article in articles}
    homes = {name: article.id for article in articles for name in sorted(_find_names(article.text))}
    made: list[DraftedQuestion] = []
    # from the end: those are the drafts that are least likely to be used as they are
    for one in reversed(drafted):
        if len(made) >= wanted:
            break
        inside = sorted(_find_names(one.question))
        if not inside or one.rule in ("quoted", "gap"):
            continue
        old = chooser.choice(inside)
        alike = [name for name in homes if _shape(name) == _shape(old) and name not in texts[one.article_id]]
        if not alike:
            continue
        new = chooser.choice(alike)
        question = one.question.replace(old, new)
        if not _is_told(question, new, articles, split):
            note = f"made by exchanging '{old}' for '{new}': make sure that no article answers it"
            made.append(DraftedQuestion(question, False, f"{one.rule}, name exchanged", note=note))
    return made


def _find_names(text: str) -> set[str]:
    return {name.removesuffix("'s").removesuffix("’s") for name in _NAMED.findall(text)}


def _shape(name: str) -> tuple[int, str]:
    """Return what two names must share to stand in for each other: the number of words, and a title such as ``Mr``."""
    words = name.split()
    return len(words), words[0] if words[0] in _TITLES else ""


def _is_told(question: str, name: str, articles: Iterable[Article], split: SplitArticle) -> bool:
    """Say whether a sentence with this name also holds a third or more of the question's other longer words."""
    words = _long_words(question) - _long_words(name)
    for article in articles:
        if name not in article.text:
            continue
        for sentence in split(article):
            text = article.text[sentence.start : sentence.end]
            if name in text and len(words & _long_words(text)) * 3 >= len(words):
                return True
    return False


def _long_words(text: str) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"\w+", text.lower()) if len(word) > 3)
