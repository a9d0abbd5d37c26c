"""What the gate knows of English words: which carry no content, which mean the same, and which mean the opposite.

The lists are short on purpose. They hold the common words of news and manuals; a word that is in none of them is
compared by its letters and, where there is an encoder, by its vector.
"""

from __future__ import annotations

from collections.abc import Iterable

from qa.check.verbs import find_base

# words that carry no content of their own: whether a statement has them or not is no difference
LIGHT = frozenset(
    """
    a about according account accounts actually additionally again ahead also although am among an and another
    any anyone approximately are around as ask asked at back based be became because become becomes becoming
    been being between both but by called came can case cases cite cited cites come comes did do does doing done
    down due during either else ended estimated even ever every example exist existed exists fact far for found
    from furthermore go goes going gone had happen happened happens has have having he hence her here hers
    herself him himself his how however i if in indeed indicate indicated instead into is it its itself just
    kind last lasted lasting lasts least let like made make makes making matter may me means might moreover much
    must my namely need needs no nor not now of off on once one ones onto or other others otherwise our out over
    own part per place put puts rather really reference referred regarding roughly s said same say saying says
    see seen sentence set shall she should since so some somebody someone something such take taken takes than
    that the their theirs them themselves then there thereby therefore these they thing things this those though
    through thus time to together too took towards type under until up upon us use used uses using very via was
    way ways we went were what whatever when where whereas whether which while who whoever whom whose why will
    with within without would yet you your
    """.split()
)

RELATIVES = frozenset("that which who whose".split())
PREPOSITIONS = frozenset("from to by against for into in at on with of about as over under after before near".split())
# forms of "be" and "get" that make a verb behind them passive
PASSIVE = frozenset("am is are was were be been being get gets got".split())

NEGATORS = frozenset(
    """
    no not never none nobody nothing neither nor without cannot nowhere unable unlikely impossible rarely rare hardly
    seldom scarcely barely
    """.split()
)
# verbs that negate: together with a "not" they say that it is so
DENYING = frozenset(
    "deny denies denied denying refuse refuses refused refusing "
    "fail fails failed failing lack lacks lacked lacking".split()
)

# possibility, plan and hope: what is said under one of them has not been said to be so
HEDGES = frozenset(
    """
    may might could perhaps possibly possible possibility probably likely presumably presume presumes presumed
    presumption supposedly apparently reportedly allegedly alleged seem seems seemed appear appears appeared suggest
    suggested suggests speculate speculated speculation speculating assume assumed assumption consider considers
    considered expect expects expected plan plans planned planning propose proposed proposes intend intends intended
    aim aims hope hopes hoped threaten threatened would conceivable conceivably uncertain unclear doubt doubts
    potential potentially able guess view think thinks thought believe believes believed capable whether opinion
    """.split()
)
ABILITY = frozenset("can able allow allows allowed capable".split())

ALL = frozenset(
    "all every everyone everything everybody each entire entirely whole wholly complete completely always any anyone "
    "anything anybody whoever fully totally total both invariably everywhere anywhere".split()
)
MOST = frozenset(
    "most mostly majority mainly largely usually generally normally broadly typically predominantly".split()
)
SOME = frozenset(
    "some several few certain partly partially sometimes occasionally many various number numerous multiple often "
    "handful couple little".split()
)
ONLY = frozenset(
    "only solely exclusively just alone limited limit limits sole single except apart restricted confined just "
    "merely unless".split()
)

REPORTING = {
    "say": """say says said saying state states stated stating tell tells told telling add adds added note notes noted
        observe observed remark remarked mention mentions mentioned report reports reported reporting write writes wrote
        written announce announced announces explain explained explains describe describes described declare declares
                declared comment commented comments speak speaks spoke spoken according estimate estimates estimated
        find finds found account account's view
        indicate indicates indicated reveal revealed reveals disclose disclosed argue argues argued stress stressed
        stresses emphasise emphasised emphasize emphasized put puts voice reply replied recall recalled""",
    "deny": "deny denies denied denying denial dispute disputes "
    "disputed reject rejects rejected refute refuted refutes",
    "admit": "admit admits admitted admitting concede concedes conceded confess confesses confessed",
    "confirm": "confirm confirms confirmed confirming acknowledge "
    "acknowledges acknowledged verify verified prove proved "
    "proves proven establish established",
    "claim": "claim claims claimed claiming allege alleges alleged insist insists insisted assert asserts asserted "
    "maintain maintained contend contends contended",
    "warn": "warn warns warned warning caution cautions cautioned",
    "suggest": "suggest suggests suggested speculate speculates speculated speculating speculation presume presumes "
    "presumed presumption assume assumes assumed assumption believe believes believed think thinks thought hint hinted "
    "guess guessed consider considers considered",
    "promise": "promise promises promised vow vows vowed pledge pledges pledged guarantee guarantees guaranteed",
    "demand": "demand demands demanded order orders ordered urge urges urged request requested insist",
}
# what a sentence with the first kind of verb also carries; "say" is neutral and carried by all but a denial
CARRIED_KINDS = {
    "say": {"say"},
    "deny": {"deny"},
    "admit": {"admit", "say", "confirm"},
    "confirm": {"confirm", "say"},
    "claim": {"claim", "say"},
    "warn": {"warn", "say"},
    "suggest": {"suggest", "say"},
    "promise": {"promise", "say"},
    "demand": {"demand", "say"},
}

_SYNONYMS = """
withdraw withdrew withdrawn withdrawal withdrawing leave left leaving depart departed departure pull pulled pull-back pullback retreat retreated removed remove removal quit exit vanish vanished disappear disappeared gone
send sent sending deploy deployed deployment dispatch dispatched supply
soldier soldiers troops troop military serviceman servicemen fighters men forces force army
casualty casualties loss losses
killed kill dead died die fallen fell deaths death slain
wounded wound injured injure hurt injuries
spokesman spokeswoman spokesperson
see seen saw sees observe observed observes notice noticed notices spot spotted sight sighted sightings note noted detect detected
fight fought fighting combat battle battles battlefield clashes
front frontline battlefield line
attack attacks attacked assault assaults offensive strike strikes
new newly fresh renewed again another additional further more extra recent recently
help helps helped aid aided assist assists assisted assistance support supports supported back backed
expel expelled drive drove driven oust ousted push pushed repel
return returned returning back comeback
newspaper paper daily
relative relatives family families kin
document documents papers paper paperwork non-disclosure file files
sign signs signed signing signature signatures
obligation obligations obliged oblige obligatory required require must compulsory mandatory duty have forced
silence secrecy silent quiet non-disclosure nondisclosure
choice choose chosen chooses select selected selects voluntary optional pick picks picked option
chief head heads leader leads led boss director
leader leadership president
begin began begun begins beginning start started starts commence
end ended ends finish finished finishes finally conclude concluded complete completed close closing stop stops stopped
show shows shown showed display displays displayed appear appears present presents presented
contain contains contained hold holds held include includes included consist consists
keep keeps kept store stores stored stay stays stayed remain remains remained retain retained save saves saved preserve
make made build built create created creates produce produces produced generate generated construct constructs constructed
begins opens open opened opening launch launches launched
run runs ran running execute executes executed
folder folders directory directories
number numbers figure figures digit digits count quantity quantities total
differ differs differing different difference disagree disagrees vary varies various
same identical equal equals alike equally
large larger big bigger great greater considerable heavy severe substantial major
small smaller little slight minor light
many numerous lot lots plenty numbers
few little scarcely rare rarely seldom
quick quickly fast soon rapid rapidly
often frequently commonly
wait waits waited waiting
warn warns warned warning caution cautions cautioned cautious
completely entirely fully wholly totally altogether
destroy destroyed destroys destruction wiped wipe annihilated annihilate eliminated
suffice sufficed sufficient enough insufficient adequate
confident sure certain convinced certainty
uncertain unclear unsure unknown unsettled doubtful open
possible possibly may might could conceivable perhaps possibility can potential potentially
assumption presumption presume presumed presumably assume assumed suppose supposed speculation speculate speculated speculating guess guessed conjecture supposition suspects suspected
explain explains explained explanation reason reasons why cause caused causes account because
grow grows grew growing increase increases increased strengthen strengthens strengthened strengthening strong stronger strength expand build rise rises rose rising
less fewer reduced diminished decrease decreased decline
active activity busy
few days couple
region area areas sector sectors zone part district place places
own
question questions query queries ask asked asking asks inquiry
answer answers answered answering reply replies replied response responses respond
article articles text texts piece report
quote quotes quoted quotation quotations cite cites cited citation citations
sentence sentences
word words term terms
vector vectors
phrase phrased wording formulate
find finds found finding discover locate located
search searches searched searching look looks looked sought seek
read reads reading
write writes written wrote writing
change changes changed changing alter alters altered modify modified modification
delete deletes deleted remove removes removed deletion erase erased
replace replaces replaced substitute
limit limits limited restrict restricts restricted cap capped maximum ceiling confine confined bound
refuse refuses refused refusal reject rejects rejected decline declines declined
permit permits permitted allow allows allowed let lets
skip skips skipped omit omitted ignore ignored passed
error errors fault mistake mistakes failure message problem wrong
correct corrects right accurate true fix mend
wrong false incorrect mistaken
computer machine machines
laptop machine
internet network online web
page pages site sites website websites
address addresses url link location
picture pictures image images photo photos
person people someone somebody anyone reader human readers user users
everybody everyone everyone's
program programs software tool application
command commands instruction
option options flag setting settings
default defaults standard normally unless
value values amount
score scores grade mark scored
measure measures measured metric metrics
share proportion percentage fraction part
mean average
need needs needed require requires required necessary needing
company firm business vendor
free gratis
account accounts
password login
date dates day
empty blank nothing
damaged broken corrupt corrupted
plain simple
shorten shortened abbreviated abbreviation short shorter
name names named called call calls known naming
belong belongs part
mark marks marked label labelled flagged sign
link links linked
protect protects protection secure safe safely
danger risk
harm damage
process processes program
twice two
half halves
second seconds
whole entire complete full
purpose deliberately intentionally intended on-purpose
judge judges judged assess decide decides
decide decides decided determine determines determined decision
trust rely relies relied depend depends depended based
identify recognise recognize recognised recognized recognizes recognises
distinct separate separates separated separately
divide divides divided split splits cut cuts
group grouped groups
combine combined combines merge merged fuse fused fusion joint
compare compared comparison compares
near nearest close closest
explicit clear plainly
understand understands understood comprehend
easy easier simple simply
hard difficult
important matter matters
automatic automatically
without lacks lacking no
lack lacks lacked lacking absent absence missing away
money fund funds cash
bring brings brought
demand demands demanded require requires insists
authority agency body
give gave gives given provide provides provided offer offers offered supply supplies supplied state states
receive receives received get gets got obtain
in-exchange exchange return
pause pauses rest respite break breaks
regroup regrouping reorganise reorganize
train training trained
once after when
accept take
clash contact met meet meets meeting encounter encountered
cooperation cooperate cooperating collaboration ties alliance partnership
intelligence spy
officer official officials
ministry ministries department minister
international global
sanction sanctions
complicate complicates complicated complex harder
contribute contributed contributes factor
vehicle vehicles
armor armour armored armoured
little few scant scarce
alone themselves own fend left
reach reached arrive arrived arrival came come
oppose against counter
publish published publication
verify verified check checks checked verification control
same-time simultaneously while
independent independently
planned future coming yet intended
colour color
begin-with first initially
later subsequently afterwards
beside alongside next
former earlier previous previously before formerly
tell tells told inform informed informs
interpretation meaning meanings
neighbouring neighboring adjacent
size sizes large length big
time times period duration long length
pretty fairly quite
sure certain confident confidence
truth true authoritative
lock locks locked
several couple multiple various few
limit threshold floor
occur occurs occurred happen take-place appear appears
scan scanned
spoken spoke speak speaks talk talked said
anew again afresh
evidence proof
cover covers covered include includes included contain contains
many number numbers count
become becomes becoming became get gets getting grow grows growing turn turns turned
stand withstand resist cope
sector part area
force forced forces necessary need oblige obliged compel compelled
truly really actually
continue continues continued continuing goes lasts last lasted
small-number few
give gives gave given supply supplies supplied provide provides provided donate hand
receive receives received get gets
describe describes described description
mention mentions mentioned came
neighbouring neighboring
averages averaged average
length duration
notice noticed noted notes
absent absence away missing gone
decline declined less lower reduced drop
sure surer certain
error errors mistake mistakes wrong
cooperation military-cooperation
set sets limited determines determined
seldom rarely rare
type typed kind
obtain get
cost costs price priced
travel travelled move moves
crack split fissure
crossing cross crosses crossed
pile heap stack
strengthen deepen intensify reinforce
apply count hold
immediately instantly straightaway promptly
buy purchase
aim goal purpose objective
task job
method way manner approach
consequence result outcome effect
intense fierce heavy
start commence initiate
receive obtain acquire gain get
attempt try effort
vital crucial essential key important
danger threat hazard
idea notion thought
rule regulation
child kid children kids
car automobile
doctor physician
teacher instructor
town city municipality
street road
ship boat vessel
plane aircraft airplane
blaze fire
illness disease sickness
salary wage pay
employee worker staff
customer client buyer
agreement deal accord pact
treaty agreement pact
talks negotiations negotiation
meeting gathering summit
forbid ban prohibit bar outlaw
permit allow let enable
build construct erect
repair fix mend renovate
destroy ruin wreck demolish
hurt harm damage injure
rescue save
flee escape
seize capture
release free
raise lift increase
lower reduce cut decrease
fall drop decline decrease
widen broaden expand extend
worsen deteriorate
improve enhance better
praise commend
criticise criticize condemn
approve endorse
cancel scrap
postpone delay defer
resign quit
hire employ recruit
dismiss fire sack
inhabitant resident
country nation state
border frontier
winner victor
contest competition
famous renowned
usual ordinary common typical
gradual slow
silent quiet
modern contemporary
attach append
insert put
press click push
type enter
hide conceal
highlight mark emphasise emphasize
list enumerate
sort order rank
upgrade update
telephone phone smartphone mobile
mail email e-mail
administrator admin
duplicate copy
bug fault defect
title heading headline
example instance
guide manual handbook
topic subject theme
language tongue
speed pace
remainder rest
edge margin
centre center middle
correct proper right
suitable fitting appropriate
useful helpful
available accessible reachable
required needed necessary
similar comparable alike akin
single sole
nearly almost
exactly precisely
mainly mostly chiefly primarily largely
usually normally generally typically
always constantly
sometimes occasionally
now currently nowadays today
suddenly abruptly
finally eventually
jointly together
deliver bring supply
carry transport
comprise consist include
connect link join
detach separate
gather collect
spread distribute
wish want desire
fear worry concern
plan intend
prove demonstrate show
reveal disclose uncover expose
imply suggest hint
assert claim maintain
dispute contest challenge
pledge promise vow
instruct command order
recommend suggest advise
invite ask
welcome greet
guard protect defend
watch monitor observe
inspect examine check
study examine analyse analyze research
calculate compute
estimate reckon
test try
teach instruct train
remember recall
ignore disregard overlook
solve resolve settle
clarify explain
prevent avert block
block obstruct
compel force make
persuade convince
cause trigger prompt
affect influence impact
"""  # noqa: E501 - a line is a group of words

_OPPOSITES = """
more|less fewer
higher high rise rises rose risen rising increase increases increased increasing grow grows grew growing growth up upward gained gain stronger strengthen strengthening strengthened|lower low fall falls fell fallen falling decrease decreases decreased decreasing decline declined declining shrink shrinks shrank shrinking drop dropped down downward lost weaker weaken weakening weakened
larger large bigger big largest|smaller small smallest
longer long longest|shorter short shortest briefer brief
better best improve improved|worse worst worsen worsened
earlier|later
early|late
first|last
begin began begun begins start starts started opens open opened|end ended ends finish finished close closed closes shut
above over exceeds exceed|below under
heavy severe large heavily|light slight minor small lightly
accept accepts accepted approve approved|reject rejects rejected refuse refuses refused
allow allows allowed permit permits permitted|forbid forbids forbade forbidden ban bans banned prohibit prohibits prohibited
support supports supported back backs help helps helped aid|oppose opposes opposed hinder hinders hindered
attack attacked attacks|defend defended defends
arrive arrived arrives came come enter entered join joined|leave left leaves depart departed withdraw withdrew withdrawn withdrawal pull-back
win won wins victory|lose loses defeat defeated
inside within|outside
include includes included|exclude excludes excluded
always|never
everybody everyone all|nobody none
true truth|false untrue
agree agrees agreed agreement|disagree disagrees disagreed differ differs
same identical equal equally alike|another different differing differently
safe safely|unsafe dangerous
certain certainty sure clear confident|uncertain uncertainty unsure unclear doubtful possibility
permanent permanently forever|temporary temporarily
dead killed|alive survived
killed|wounded injured
public|private secret
add adds added|remove removes removed delete deletes deleted
remember|forget
strong stronger strengthen|weak weaker weaken
often frequently frequent many|rarely rare seldom few little
fast faster quick|slow slower
easy easier|hard harder difficult
offline|online
complete completely entire entirely|partial partly incomplete
success succeed succeeded|failure fail failed
former|latter
north northern|south southern
east eastern|west western
day|night
winter|summer
free|paid
encrypted|unencrypted
new newer newest|old older oldest
best|worst
broadly confirms confirm confirmed|contradicts contradict contradicted
strict stricter|lenient looser laxer
obligation mandatory obligatory compulsory|choice optional voluntary
established fact|assumption presumption speculation guess
cooperation cooperate|conflict rivalry
destroyed|rebuilt
present|absent absence
lift lifts|impose imposes
maximum most largest|minimum least smallest
senior|junior
destroy|create
buy bought|sell sold
love|hate
import imports|export exports
push|pull
give gives gave|receive receives received take takes took
send sent|receive received
american|british
reader|writer
rich|poor
forced involuntary|voluntary voluntarily
right correct correctly true|wrong incorrect incorrectly false
many much|few little
whole entire|fragment part
encrypted|unencrypted
stay stays stayed remain remains remained keep keeps kept retain retains|leave leaves left go goes vanish vanishes vanished disappear disappears lose loses lost losing remove removes removed removal
increase building build builds|reducing reduce reduces reduced
strengthen strengthening strengthened strengthens|weaken weakening weakened weakens weaker
similar same|different
certainty fact|possibility
stricter|lenient
safe|dangerous
accepts made|rejected
cold|hot
well good|poorly badly poor bad
male men man|female women woman
top upper|bottom
wide broad widely|narrow narrowly
full|empty
common usual|uncommon unusual
visible|hidden
local|remote
internal|external
major|minor
majority|minority
close|distant
deep|shallow
bright|dark
warm|cool
modern|ancient
young|old
simple|complex complicated
profit|loss
friend ally allies|enemy enemies
innocent|guilty
legal|illegal
praise|criticise criticize condemn
hire|fire dismiss
pass|fail
promote|demote
upload|download
encrypt|decrypt
input|output
necessary|needless
protect preserve|endanger threaten destroy
positive|negative
real genuine|fake
expensive|cheap
healthy|sick ill
cause|prevent
past|future
optimistic|pessimistic
lend|borrow
start begin continue|stop cease
"""  # noqa: E501 - a line is a pair of groups

_CLASSES = """
second minute hour day night week month year decade century
january february march april may june july august september october november december
monday tuesday wednesday thursday friday saturday sunday
spring summer autumn winter
morning noon afternoon evening night
red blue green yellow black white brown grey
north south east west
private sergeant lieutenant captain major colonel general admiral marshal
army navy air
spokesman commander minister president mayor king queen ambassador
killed wounded captured
terminal browser
token word character sentence paragraph
author hash title source outlet
newspaper television radio
economic military political cultural
brother sister father mother son daughter
folder file
speaker listener
read write
get post put
yesterday today tomorrow
kilobyte megabyte gigabyte
journalist lawyer doctor teacher engineer
"""

# temporal order: the first group says that what stands before it came first
EARLIER_FIRST = frozenset("before precede preceded precedes prior".split())
LATER_FIRST = frozenset("after follow followed follows following".split())

_ALIASES = {
    "us": "american america states washington",
    "u.s": "american america states us",
    "american": "us u.s america",
    "uk": "british britain",
    "british": "uk britain",
    "britain": "uk british",
    "nyt": "york times",
}


def _group(lines: Iterable[str]) -> dict[str, frozenset[int]]:
    groups: dict[str, set[int]] = {}
    for number, line in enumerate(lines):
        for word in line.split():
            groups.setdefault(word, set()).add(number)
    return {word: frozenset(numbers) for word, numbers in groups.items()}


def _pair(text: str) -> dict[str, frozenset[str]]:
    opposites: dict[str, set[str]] = {}
    for line in text.strip().splitlines():
        one, other = (side.split() for side in line.split("|"))
        for word in one:
            opposites.setdefault(word, set()).update(other)
        for word in other:
            opposites.setdefault(word, set()).update(one)
    return {word: frozenset(others) for word, others in opposites.items()}


SYNONYM_GROUPS = _group(_SYNONYMS.strip().splitlines())
CLASSES = _group(_CLASSES.strip().splitlines())
OPPOSITES = _pair(_OPPOSITES)
ALIASES = {word: frozenset(others.split()) for word, others in _ALIASES.items()}
KIND_OF = {word: kind for kind, words in REPORTING.items() for word in words.split()}


def are_rivals(one: str, other: str) -> bool:
    """Whether two lower-case words name different members of one closed class, such as two months."""
    ours, theirs = (CLASSES.get(word) or CLASSES.get(word.removesuffix("s")) for word in (one, other))
    return bool(ours and theirs and ours & theirs and one.removesuffix("s") != other.removesuffix("s"))


def are_synonyms(one: str, other: str) -> bool:
    """Whether two lower-case words, or their bases, stand in one group of words that can take each other's place."""
    ours, theirs = ({word, find_base(word)} for word in (one, other))
    return any(_find_groups(a) & _find_groups(b) for a in ours for b in theirs)


def _find_groups(word: str) -> frozenset[int]:
    return SYNONYM_GROUPS.get(word) or SYNONYM_GROUPS.get(word.removesuffix("s"), frozenset())


def are_opposites(one: str, other: str) -> bool:
    """Whether two lower-case words say the opposite: by the list, or as "changed" and "unchanged"."""
    if any(one == before + other or other == before + one for before in ("un", "non", "non-", "dis", "in", "im", "ir")):
        return min(len(one), len(other)) > 3 and not {one, other} & {"form", "inform", "tend", "intend", "press"}
    ours, theirs = ({word, find_base(word)} for word in (one, other))
    listed = any(b in OPPOSITES.get(a, frozenset()) for a in ours for b in theirs)
    return listed and not ({one, other} & (NEGATORS | DENYING))
