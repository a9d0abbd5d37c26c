"""One stem for all forms of a word: "sold" and "selling" are "sell", "men" is "man", "casualties" "casualti"."""

from __future__ import annotations

from functools import lru_cache

import Stemmer

from qa.english.words import list_content_words

_STEMMER = Stemmer.Stemmer("english")

# form: what the stemmer cannot know; each line is a base and its other forms
_IRREGULAR = """
be is are was were been being am
begin began begun
bear bore borne born
beat beaten
become became
break broke broken
bring brought
build built
buy bought
catch caught
choose chose chosen
come came
cut cuts cutting
deal dealt
die died dies dying dead death deaths
do did does done
draw drew drawn
drink drank drunk
drive drove driven
eat ate eaten
fall fell fallen
feed fed
feel felt
fight fought
find found
flee fled
fly flew flown flight flights
forbid forbade forbidden
forget forgot forgotten
freeze froze frozen
get got gotten
give gave given
go went gone goes
grow grew grown growth
have has had having
hear heard
hide hid hidden
hit hits hitting
hold held
keep kept
kill killed killing kills killings
know knew known
lay laid
lead led
leave left
lend lent
lie lay lain lying
light lit
lose lost losing loss losses
make made making
mean meant
meet met
pay paid payment payments
ride rode ridden
ring rang rung
rise rose risen
run ran
say said says
see saw seen
seek sought
sell sold
send sent
set sets setting
shake shook shaken
shoot shot
show showed shown
shut shuts shutting
sing sang sung
sink sank sunk
sit sat
sleep slept
speak spoke spoken
spend spent
stand stood
steal stole stolen
stick stuck
strike struck
swear swore sworn
sweep swept
swim swam swum
take took taken
teach taught
tear tore torn
tell told
think thought
throw threw thrown
understand understood
wake woke woken
wear wore worn
win won winning
write wrote written
person people persons
man men
woman women
child children
foot feet
tooth teeth
mouse mice
goose geese
wife wives
life lives
leaf leaves
half halves
euro euros
bus buses
"""
_FORMS = {line.split()[0]: tuple(line.split()) for line in _IRREGULAR.strip().splitlines()}
_BASES = {form: base for base, forms in _FORMS.items() for form in forms}


def list_forms(base: str) -> tuple[str, ...]:
    """Return a base and those of its other forms that no rule makes."""
    return _FORMS.get(base, (base,))


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return the stem of a word, in lower case; words of one stem are forms of one word, or nearly so."""
    lower = word.lower()[:64].replace("’", "'").removesuffix("'s")
    return str(_STEMMER.stemWord(_BASES.get(lower, lower)))


def list_content_stems(text: str) -> frozenset[str]:
    """Return the stems of the words of a text that name something.

    >>> sorted(list_content_stems("How many of the Bank's articles are there?"))
    ['articl', 'bank']
    """
    return frozenset(map(stem, list_content_words(text)))


@lru_cache(maxsize=4096)
def singular(word: str) -> str:
    """Return a noun, in lower case, without its plural ending."""
    if word in _PLURALS:
        return _PLURALS[word]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return word[:-1]
    return word


def is_plural(word: str) -> bool:
    """Say whether a noun, in lower case, looks plural."""
    return singular(word) != word


_PLURALS = {
    "people": "person",
    "men": "man",
    "women": "woman",
    "children": "child",
    "feet": "foot",
    "wives": "wife",
    "lives": "life",
    "buses": "bus",
    "series": "series",
    "species": "species",
    "news": "news",
    "movies": "movie",
}
