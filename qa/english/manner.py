"""How a thing is said: opposites, and words of doubt, of condition and of what is still to come."""

from __future__ import annotations

from qa.english.speech import SAYING
from qa.english.words import NEGATIONS, words

_PAIRS = words("""
    rise/fall rose/fell risen/fallen increase/decrease increased/decreased more/less more/fewer higher/lower gain/loss
    gained/lost won/lost win/lose beat/lost began/ended begin/end start/end started/ended opened/closed open/closed
    buy/sell bought/sold arrived/left before/after first/last largest/smallest larger/smaller biggest/smallest
    bigger/smaller highest/lowest oldest/youngest older/younger most/least best/worst better/worse longer/shorter
    north/south northern/southern east/west eastern/western early/late earlier/later above/below inside/outside
    father/mother son/daughter brother/sister brothers/sisters husband/wife king/queen man/woman men/women boys/girls
    accepted/rejected approved/rejected allowed/banned support/oppose supported/opposed praised/criticised joined/left
    built/destroyed success/failure successful/unsuccessful upper/lower rich/poor old/new guilty/innocent
    convicted/acquitted legal/illegal always/never admitted/denied confirmed/denied said/denied all/none
    everyone/nobody many/few like/unlike with/without former/current past/future public/private minimum/maximum
    up/down raised/lowered raised/reduced rose/declined cheap/expensive strong/weak safe/dangerous alive/dead
    arrested/released hired/fired still/longer same/different same/another newer/older allow/forbid allows/forbids
    allowed/forbidden stays/removed stay/leave needs/lacks like/dislike only/several alone/together near/far
    full/empty remembered/forgot managed/failed agreed/refused increase/reduce add/remove include/exclude
""")
OPPOSITES: dict[str, frozenset[str]] = {}
"""The opposites of a word."""
for _pair in _PAIRS:
    for _one, _other in (_pair.split("/"), reversed(_pair.split("/"))):
        OPPOSITES[_one] = OPPOSITES.get(_one, frozenset()) | {_other}

UNSURE = words("""
    may might could perhaps possibly probably apparently allegedly reportedly likely unlikely suspect suspects suspected
    believe believes believed think thinks thought fear fears feared expect expects expected hope hopes hoped suggest
    suggests suggested claim claims claimed plan plans planned intends wants would should considering doubt doubts
    unclear supposedly presumably maybe
""")
CONDITIONS = words("if unless whether")
COMING = words("will shall going due soon tomorrow")
TURNING = (
    NEGATIONS
    | CONDITIONS
    | UNSURE
    | SAYING
    | words("only most few almost nearly hardly barely scarcely fake false former half")
)
"""What stands behind one of these is said otherwise without it."""
QUALIFYING = CONDITIONS | SAYING | words("suspect suspects suspected reportedly allegedly")
"""They take back what stands before them."""
APART = words("and but while which who because so although")
"""After a comma they say no more of what stands before it."""
JOINING = words("and but or ; : while whereas")
