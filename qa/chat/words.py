"""The words that the reading of questions hangs on, in lower case."""

from __future__ import annotations

# re-exported: whoever reads questions finds all its words here
from qa.english.calendar import MONTHS, WEEKDAYS
from qa.english.people import WORKS as WORKS
from qa.english.verbs import VERBS as VERBS
from qa.english.words import ADVERBS as ADVERBS
from qa.english.words import AUXILIARIES as AUXILIARIES
from qa.english.words import BE as BE
from qa.english.words import CLAUSE_STARTERS as CLAUSE_STARTERS
from qa.english.words import CONJUNCTIONS as CONJUNCTIONS
from qa.english.words import DEMONSTRATIVES as DEMONSTRATIVES
from qa.english.words import DETERMINERS as DETERMINERS
from qa.english.words import FUNCTION_WORDS as FUNCTION_WORDS
from qa.english.words import NOT_ADVERBS as NOT_ADVERBS
from qa.english.words import OBJECTS as OBJECTS
from qa.english.words import PREPOSITIONS as PREPOSITIONS
from qa.english.words import PRONOUNS as PRONOUNS
from qa.english.words import QUESTION_WORDS as QUESTION_WORDS
from qa.english.words import SUBJECTS as SUBJECTS
from qa.english.words import words as words

POSSESSIVES = words("his hers its their theirs thier")

ADJECTIVES = words("""
    different common important popular big good best better great greater main major new old famous notable interesting
    similar other able significant specific certain large small high low likely possible necessary difficult easy safe
    successful true involved known available expensive cheap bad worse worst long short early late recent modern current
    real effective useful noteworthy key typical general additional extra own biggest largest greatest highest
""")
EMPTY_ADJECTIVES = words("other different interesting specific certain able possible")

# What a name is the name of.
ROLES = words("""
    mr mrs ms miss dr sir lord lady king queen prince princess president senator governor general colonel captain major
    lieutenant sergeant professor judge minister chancellor pope saint emperor empress secretary spokesman spokeswoman
    spokesperson director singer guitarist drummer bassist actor actress author writer poet composer producer player
    coach manager founder wife husband brother sister mother father son daughter friend chairman officer journalist
    reporter lawyer activist artist scientist philosopher politician mayor champion vocalist musician rapper comedian
    novelist analyst commander historian physician engineer economist chief
""")
PEOPLE = ROLES | words("who someone anyone man woman boy girl person guy child student patient teacher")
OBSERVERS = words("critics fans people audience audiences reviewers listeners viewers readers reporters")
GROUPS = words("""
    band group team company party orchestra forces brigade university college school committee council ministry agency
    league club association society institute foundation corporation inc ltd army navy police government union
    department bank museum church united administration organization organisation bureau commission
""")
PLACES = words("""
    city town village county state country region island islands river lake mountain mountains street road park valley
    province district sea ocean bay desert kingdom republic empire house hall castle palace building
""")
NATIONS = words("""
    africa america argentina asia australia austria azerbaijan belarus belgium brazil britain bulgaria canada chile
    china colombia croatia cuba denmark egypt england estonia ethiopia europe finland france georgia germany greece
    hungary india indonesia iran iraq ireland israel italy jamaica japan kenya korea kosovo latvia lebanon libya
    lithuania london malaysia mexico moldova morocco moscow myanmar nepal netherlands nigeria norway pakistan palestine
    paris peru philippines poland portugal romania russia scotland serbia singapore slovakia slovenia somalia spain
    sudan sweden switzerland syria taiwan thailand tunisia turkey uganda uk ukraine us usa venezuela vietnam wales
    washington yemen zealand zimbabwe
""")
NOT_NAMES = frozenset(MONTHS) | frozenset(WEEKDAYS) | words("christmas i i'm i'd i've i'll")
NAME_JOINERS = words("of de da del della di du von van der den la le al bin ibn &")

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
