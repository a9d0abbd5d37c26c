"""The words that name nothing: articles, prepositions, pronouns, auxiliaries and the like, in lower case."""

from __future__ import annotations

import re
from typing import NamedTuple

_WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S.
    r"|\d+(?:[.,]\d+)*(?:st|nd|rd|th|bn|mn|tn|[kKmM])?(?![^\W_]|-[^\W\d_])"
    r"|\w+(?:[-&’'/]\w+)*(?:(?<=s)['’](?=\s\w))?"
    r"|[^\w\s]"
)
_WRITTEN_OUT = (
    ("’", "'"),
    ("can't", "can not"),
    ("cannot", "can not"),
    ("won't", "will not"),
    ("n't", " not"),
    ("%", " percent"),
    ("United States of America", "US"),
    ("United States", "US"),
    ("United Kingdom", "UK"),
    ("Great Britain", "Britain"),
)
_WHOLE = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def words(text: str) -> frozenset[str]:
    """Return the words of ``text``, which white space separates."""
    return frozenset(text.split())


class Word(NamedTuple):
    """A word, a number or a mark at ``[start, end)`` of its text; ``lower`` is how it is looked up in a list."""

    text: str
    lower: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[:1].isupper()

    @property
    def is_word(self) -> bool:
        """Whether it is no mark."""
        return self.text[0].isalnum() or self.text[0] == "_"


def cut_words(text: str) -> list[Word]:
    """Cut a text into words, numbers and marks; "Kern's" is one word, and white space is left out."""
    return [Word(m[0], m[0].lower().replace("’", "'"), m.start(), m.end()) for m in _WORD.finditer(text)]


BE = words("is are was were be been being am 's 're isn't aren't wasn't weren't isnt arent wasnt werent")
AUXILIARIES = BE | words("""
    do does did has have had can could will would shall should may might must cannot don't doesn't didn't hasn't
    haven't hadn't can't couldn't won't wouldn't shouldn't dont doesnt didnt hasnt havent hadnt cant couldnt wont
""")
NEGATIONS = words("""
    not no never nor none neither without cannot don't doesn't didn't hasn't haven't hadn't can't couldn't won't
    wouldn't shouldn't isn't aren't wasn't weren't
""")
QUESTION_WORDS = words("who whom whose what which when where why how whats whos")
PREPOSITIONS = words("""
    of in on at to for from by with about as into onto over under after before during since until between among against
    through without within around near like than per via toward towards across behind beyond upon off out up down
    besides despite regarding concerning
""")
DETERMINERS = words("""
    the a an some any each every no another other both all several many much more most few such own same his its their
    my your our this that these those
""")
DEMONSTRATIVES = words("this that these those")
SUBJECTS = words("i you he she it we they who")
OBJECTS = words("me you him her it us them")
POSSESSIVES = words("my your his her its our their")
DETERMINERS_OR_POSSESSIVES = DETERMINERS | POSSESSIVES
PRONOUNS = (
    SUBJECTS
    | OBJECTS
    | words("""
    my mine myself your yours yourself our ours his himself hers herself its itself their theirs themselves one ones
    someone anyone everyone somebody anybody everybody something anything everything nothing nobody
""")
)
CONJUNCTIONS = words("and or but nor so if because although though while whereas that whether then")
CLAUSE_STARTERS = words(
    "if when while because although though after before and but so since until or whether that than as"
)
ADVERBS = words("""
    not also too very just only even ever never always often still yet already again now today currently soon later next
    first else instead maybe perhaps there here well really quite rather exactly anyway together apart aside away back
    once twice please yes no ok okay oh thanks hi hello long far longer further earlier sometimes finally
""")
FUNCTION_WORDS = AUXILIARIES | QUESTION_WORDS | PREPOSITIONS | DETERMINERS | PRONOUNS | CONJUNCTIONS | ADVERBS
NOT_ADVERBS = words("family supply reply ally assembly monopoly italy july")  # the other words in -ly are adverbs

# With a capital at the head of a sentence they are still no names; function words are not repeated here.
OPENERS = words("""
    according additionally similarly moreover furthermore nevertheless nonetheless therefore thus hence however
    meanwhile otherwise previously presumably recently originally overall indeed following given asked speaking
    amid unlike unless though last once nine ten one two three four five six seven eight yesterday tomorrow tonight
    other others another analysts officials police critics experts investigators prosecutors authorities residents
    witnesses officers firefighters people scientists researchers doctors campaigners lawyers ministers union sources
    government ministry court judge president minister former new old young local national international world only
    since early late earlier later soon next this these those such nobody everyone anyone someone nothing
    here there why how again afterwards apparently certainly clearly fortunately sadly perhaps hopefully still
    sport business politics technology entertainment science health weather
""")


def list_content_words(text: str) -> list[str]:
    """Return the words of a text that name something, as they stand in it.

    >>> list_content_words("How many of the Bank's articles are there?")
    ['Bank', 'articles']
    """
    found = (word.removesuffix("'s").removesuffix("’s") for word in _WHOLE.findall(text))
    return [word for word in found if not is_function_word(word.lower())]


def is_function_word(word: str) -> bool:
    """Say whether a word, in lower case, names nothing: a function word or an adverb in -ly."""
    return word in FUNCTION_WORDS or (word.endswith("ly") and len(word) > 4 and word not in NOT_ADVERBS)


def write_out(text: str) -> str:
    """Return a text without contractions and curled apostrophes, its percent signs and great states written alike."""
    for short, written in _WRITTEN_OUT:
        text = text.replace(short, written)
    return text
