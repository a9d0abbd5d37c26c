"""Name who says it: the speaker or the source to whom a sentence attributes what it reports.

Rules over verbs of saying and noun phrases; the name is a slice of the text. None is named rather than a wrong one.
What they do not see: speakers that are named only further back than the two sentences before, and names in scripts
without capital letters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.english.calendar import DATE_WORDS
from qa.english.endings import TITLES
from qa.english.names import find_names, same_person
from qa.english.phrases import OPENING_MARKS, Clause, Phrase
from qa.english.pronouns import find_person
from qa.english.sayings import find_said, find_sayings
from qa.english.subjects import find_subject
from qa.english.words import words

LONGEST_SENTENCE = 1_200
"""Characters; a longer one is a table or a list and says nothing. Of 51,747 sentences of news the longest has 1,063."""

SENTENCES_BEFORE = 2
"""So many sentences before one are looked at for what its pronoun means."""

NOTE_SENTENCES_BEFORE = 10
"""So many sentences before one are looked at for whom the "He" that it begins with means."""

SENTENCES_AFTER = 4
"""So many sentences behind one are looked at for the end of the quotation that it is in, and who speaks it."""

_OWNER = re.compile(r"['’]s?(?: (?:own )?(?:account|version|words|(?:claim|estimate|figure|report|statement)s?))?\Z")
_BARE_OWNER = re.compile(r"['’]s?\Z")
_FOLLOW = words("the this his her their its")
# "QA_UPLOADS says who may", "added by running it again": a setting and a way of doing it say nothing
_NO_SPEAKER = re.compile(r"\w*_\w*|(?:running|using|typing|setting|calling|clicking|adding|writing|naming|giving)\b")


def find_speaker(sentence: str, before: Sequence[str] = (), after: Sequence[str] = ()) -> str:
    """Return who the sentence says it is from, as written there, or an empty string.

    ``before`` holds the sentences just before it, nearest last: "He added" and "the minister added" take their name
    from them, where only one person can be meant. Within a quotation that goes over several sentences the speaker
    stands before it or, in ``after``, the sentences just after it, nearest first, behind it.
    """
    if len(sentence) > LONGEST_SENTENCE:
        return ""
    before = [earlier for earlier in before[-SENTENCES_BEFORE:] if len(earlier) <= LONGEST_SENTENCE]
    clause = Clause(sentence)
    opened = _is_open(before)
    own = "" if opened and not clause.has_marks else _find_own(clause, before)
    if own and not _NO_SPEAKER.match(own):
        return own
    if opened:
        return _find_around(sentence, before, after)
    if not clause.words or clause.words[0].text not in OPENING_MARKS:
        return ""
    if _is_open([sentence]):
        return _find_around(sentence, [], after)
    return find_speaker(before[-1], before[:-1]) if before and Clause(before[-1]).has_marks else ""


def _find_own(clause: Clause, before: Sequence[str]) -> str:
    """Return the speaker that the sentence itself names, by a name, an office or a pronoun."""
    who = find_said(clause)
    if who is not None and who.kind == "pronoun":
        meant = _resolve(who.head, clause.text, before)
        if meant:
            return meant
        who = next((other for other in find_sayings(clause) if other.kind != "pronoun"), None)
    if who is None:
        return ""
    if who.kind == "role" and who.text.split()[0].lower() in _FOLLOW:
        return _resolve_role(who, before) or who.text
    return _drop_account(who.text)


def _drop_account(text: str) -> str:
    """Return the owner, "Brandt" of "Brandt's account"; "Monday's report" stays, and "a new MPs' report"."""
    owner = _OWNER.sub("", text)
    last = owner.rsplit(" ", 1)[-1]
    whole = not last[:1].isupper() or last.lower() in DATE_WORDS or text.lower().startswith(("a ", "an "))
    return text if whole and owner != text and not _BARE_OWNER.search(text) else owner


def _is_open(sentences: Sequence[str]) -> bool:
    """Say whether a quotation is open after these sentences."""
    opened = False
    for sentence in sentences:
        opened = {"open": True, "close": False}.get(Clause(sentence).last_mark, opened)
    return opened


def _find_around(sentence: str, before: Sequence[str], after: Sequence[str]) -> str:
    """Return the speaker of a quotation that began before the sentence or ends after it."""
    for place in reversed(range(len(before))):
        if Clause(before[place]).last_mark == "open":
            named = find_speaker(before[place], before[:place])
            if named:
                return named
            break
    ended = Clause(sentence).last_mark == "close"
    for place, later in enumerate(after[:SENTENCES_AFTER]):
        if len(later) > LONGEST_SENTENCE:
            break
        if (clause := Clause(later)).has_marks:
            named = find_speaker(later, [*before, sentence, *after[:place]])
            return "" if ended and _introduces(clause, named) else named
    return ""


def _introduces(clause: Clause, named: str) -> bool:
    """Say whether a sentence presents somebody new before it quotes: 'The number one, Andy Murray, said: "'."""
    first, *others = named.split() or [""]
    known = first.strip(".").lower() in TITLES or (not others and first[:1].isupper())
    return clause.words[0].text not in OPENING_MARKS and named in clause.text and not known


def explain_pronoun(sentence: str, before: Sequence[str] = (), opening: Sequence[str] = ()) -> str:
    """Return whom "He", "She" or "They" at the start of a sentence means, or an empty string.

    ``before`` holds the sentences just before it, nearest last; ``opening`` the article's title and first sentence.
    """
    pronoun = sentence[:5].split(" ", 1)[0]
    if pronoun not in {"He", "She", "They"} or len(sentence) > LONGEST_SENTENCE:
        return ""
    short = [earlier for earlier in before[-NOTE_SENTENCES_BEFORE:] if len(earlier) <= LONGEST_SENTENCE]
    return _resolve(pronoun.lower(), sentence, short, [text[:LONGEST_SENTENCE] for text in opening])


def _resolve(pronoun: str, sentence: str, before: Sequence[str], about: Sequence[str] = ()) -> str:
    if pronoun in {"he", "she"}:
        return find_person(pronoun, sentence, before, about)
    if pronoun not in {"they", "it"} or not before:
        return ""
    clause = Clause(before[-1])
    who = find_said(clause) or find_subject(clause)
    if who is None:
        return ""
    kinds = {"people", "organisation"} if pronoun == "they" else {"organisation", "document", "outlet", "name"}
    return who.text if who.kind in kinds else ""


def _resolve_role(who: Phrase, before: Sequence[str]) -> str:
    """Return the only person of the sentences before, if they give that person this office."""
    persons: list[str] = []
    for earlier in before:
        for name in find_names(earlier):
            if name.kind == "person" and not any(same_person(name.text, known) for known in persons[:8]):
                persons.append(name.text)
    if len(persons) != 1:
        return ""
    told = frozenset(" ".join(before).lower().replace(",", " ").split())
    return persons[0] if who.head in told else ""
