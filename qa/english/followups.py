"""The words that the reading of follow-ups hangs on."""

from __future__ import annotations

from qa.english.calendar import MONTHS, WEEKDAYS
from qa.english.words import words

OWNERS = words("his hers its their theirs thier")

ADJECTIVES = words("""
    different common important popular big good best better great greater main major new old famous notable interesting
    similar other able significant specific certain large small high low likely possible necessary difficult easy safe
    successful true involved known available expensive cheap bad worse worst long short early late recent modern current
    real effective useful noteworthy key typical general additional extra own biggest largest greatest highest
""")

OBSERVERS = words("critics fans people audience audiences reviewers listeners viewers readers reporters")
NOT_NAMES = frozenset(MONTHS) | frozenset(WEEKDAYS) | words("christmas i i'm i'd i've i'll")

# Nouns that are always of something: "the symptoms" asks for "of what?".
RELATIONAL = words("""
    type kind example symptom cause effect benefit advantage disadvantage characteristic feature origin root history
    role impact importance meaning definition purpose function difference reason result outcome consequence member
    founder director owner leader date name cost price salary population size capital treatment cure risk danger
    use application requirement step part element component aspect theme plot source ingredient variation alternative
    implication criticism reaction response detail fact information rule goal drawback pro
    con weakness strength limitation challenge problem issue solution location address age height weight color colour
    opinion view background status future default limit
""")
TIMES = words("time times period year years month week day days decade century moment point era date")
# "it is possible to ...", "it takes ...": here "it" stands for nothing.
EXPLETIVE_PREDICATES = words("""
    possible true important necessary safe better best good worth easy hard difficult common legal normal like mean ok
    okay said reported announced known believed thought called
""")
EXPLETIVE_VERBS = words("take takes took taken rain rains")
