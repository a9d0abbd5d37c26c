"""Which words of a text are verbs: what begins a clause of its own, and what is done.

A list of common verbs with their forms, and the word before: "the report" is a thing, "they report" is not.
"""

from __future__ import annotations

from collections.abc import Sequence

_REGULAR = """
    abandon absorb accept accompany accuse achieve acquire act adapt add adjust admit adopt advance advise
    affect afford agree aim alert allege allow alter amount analyse analyze announce answer anticipate appeal
    appear append apply appoint approach approve argue arise arm arrange arrest arrive ask assault assemble
    assert assess assign assist assume assure attach attack attempt attend attract avert avoid award back ban
    base battle be beat become beg begin behave believe belong benefit bind blame block blow boost borrow break
    brighten bring broadcast broaden build burn bury buy calculate call cancel capture care carry cast catch
    cause cease celebrate challenge change charge chase check choose cite claim clarify clean clear click climb
    close collapse collect combine come command commend comment commit communicate compare compel compete
    complain complete complicate comprise compute conceal concede concern conclude condemn conduct configure
    confirm confront confuse connect consider consist constitute construct consult consume contact contain
    contest continue contradict contrast contribute control convert convict convince cook cooperate copy correct
    correspond cost count cover crash create criticise criticize cross cut damage darken deal debate decide
    declare decline decrease decrypt deepen defeat defend defer define delay delete deliver demand demolish
    demonstrate deny depart depend deploy derive describe deserve design destroy detach detail detect
    deteriorate determine develop die differ direct disagree disappear disclose discover discuss dismiss display
    dispute disregard distinguish distribute divide do donate double doubt download draft drag draw drive drop
    duplicate earn ease eat edit elect eliminate emerge emphasise emphasize employ enable encounter encourage
    encrypt end endorse enforce engage enhance enjoy enlist ensure enter enumerate equal erect escape establish
    estimate evacuate evaluate exceed exchange exclude exist expand expect expel experience expire explain
    explode explore export expose express extend face fail fall fasten favor favour fear feature feed feel fight
    file fill finance find finish fire fit fix flatten flee float fly focus follow force forget form found free
    frighten fund gain gather generate get give go govern grant greet grow guarantee guard guess guide handle
    hang happen harden harm hasten hate have head hear help hide highlight hint hire hit hold hope host hurt
    identify ignore illustrate imagine imply impose improve include increase index indicate influence inform
    initiate injure insert insist inspect install instruct intend intensify interpret interrupt introduce invade
    invest investigate invite involve issue join judge jump justify keep kick kill knock know lack land last
    launch lay lead leak learn leave lend lengthen let lie lift lighten limit link list listen live load lock
    log look loosen lose love lower maintain make manage march mark match matter mean measure meet mention merge
    mind miss monitor move murder name need negotiate note notice notify number obey object observe obstruct
    obtain occupy occur offer omit open operate oppose opt order organise organize originate outlaw outvote
    overcome overlook owe own pack parse participate pass pause pay perform permit persuade pick place plan play
    plead please pledge plunge point possess post postpone pour practise praise precede predict prefer prepare
    present preserve press presume prevail prevent print proceed process produce prohibit promise promote prompt
    propose prosecute protect protest prove provide publish pull punish purchase pursue push put qualify
    question quicken quit quote raise rank reach react read realise realize reboot rebuild recall receive reckon
    recognise recognize recommend record recover recruit reduce refer reflect refuse regain regard register
    regret regroup regulate reinforce reject relate release reload rely remain remark remember remind remove
    rename render renovate rent repair repeat replace reply report represent request require rescue resemble
    reserve resign resist resolve respect respond rest restart restore restrict result retain retire retreat
    return reveal reverse review reward ride ring ripen rise risk rob roll rotate ruin rule run rush sadden save
    say scan scare score scrap scroll search see seek seem seize select sell send separate serve set settle
    shake shape share sharpen shell shield shift shine shoot shorten show shut sign simplify sink sit skip sleep
    slip slow smile soften sort sound speak spend split spoil spot spread stand start starve state stay steal
    step stick stiffen stop store straighten strengthen stress stretch strike strip struggle study submit
    succeed suffer suffice suggest suit sum summarise summarize supply support suppose surprise surrender
    surround survive suspect suspend swap swear sweep swim swing switch take talk target teach tear tell tend
    test testify thank thicken think threaten throw tie tighten touch trace trade train transfer translate
    transport travel treat trigger trim truncate trust try turn type uncover understand undertake unite update
    upgrade upload urge use validate vanish vary verify view violate visit vote vow wage wait wake walk want
    warn wash waste watch weaken wear weigh welcome widen win wish withdraw witness wonder work worry worsen
    wound wreck write yield
"""
# base, past and participle where they are not made by rule
_IRREGULAR = """
    be am is are was were been being | have has had | do does did done | go goes went gone | say said | make made |
    get got gotten | take took taken | see saw seen | come came | know knew known | give gave given | find found |
    think thought | tell told | become became | show showed shown | leave left | feel felt | put | bring brought |
    begin began begun | keep kept | hold held | write wrote written | stand stood | hear heard | let | mean meant |
    set | meet met | run ran | pay paid | sit sat | speak spoke spoken | lie lay lain lying | lead led | read | grow
    grew grown | lose lost | fall fell fallen | send sent | build built | understand understood | draw drew drawn |
    break broke broken | spend spent | cut | rise rose risen | drive drove driven | buy bought | wear wore worn |
    choose chose chosen | seek sought | throw threw thrown | catch caught | deal dealt | win won | hit | fight
    fought | sell sold | fly flew flown | eat ate eaten | hang hung | hide hid hidden | shoot shot | shut | sink
    sank sunk | steal stole stolen | strike struck | swear swore sworn | sweep swept | swim swam swum | swing swung
    | teach taught | tear tore torn | wake woke woken | withdraw withdrew withdrawn | arise arose arisen | beat
    beaten | bind bound | blow blew blown | broadcast | burn burnt | cast | cost | feed fed | flee fled | forget
    forgot forgotten | lay laid | lend lent | overcome overcame | quit | ride rode ridden | ring rang rung | shake
    shook shaken | sleep slept | split | spread | stick stuck | undertake undertook undertaken | rebuild rebuilt |
    hurt | learn learnt | forbid forbade forbidden | tie tying | die dying
"""
# the first form of each is its base; none of these is ever a thing
AUXILIARIES = frozenset(
    """
    am is are was were be been being has have had do does did will would can could may might must shall should cannot
    """.split()
)
# the forms of these with an -s are as often things: "the reports", "its claims"
_THINGS_TOO = frozenset(
    """
    act address advance aim alert amount answer appeal approach arm arrest assault attack attempt award base battle beat
    benefit block blow boost break broadcast call cause challenge change charge check claim climb collapse command
    comment contact contrast control copy cost count cover crash cross cut damage deal debate decrease delay demand
    design detail display dispute document doubt draft drop edit end equal escape estimate exchange experience
    export face fall favour favor fear feature feed fight file fill finance fire fit fix focus force form fund gain
    group guarantee guard guess guide hand head help highlight hint hit hold hope host hurt increase index insert
    issue judge jump kick kill lack land launch lead leak lift limit link list load lock look love march mark match
    matter measure merge mind move murder name need note notice number object offer order pack pass pause pay permit
    pick place plan play plunge point post practise praise press print process project promise prompt protest pull
    purchase push question quote rank reach read record release remark rent repair reply report request rescue
    reserve rest result retreat return reverse review reward ride ring rise risk roll rule run rush save scan scare
    score search sense set shake shape share shell shift show sign slip smile sort sound spot spread start
    state stay step stick stop store stress stretch strike struggle study suit sum supply support surprise suspect
    swing switch talk target tear test thank touch trace trade train transfer travel treat trigger trust try turn
    type update upload use view visit vote wage wait walk want wash waste watch wear win wish witness wonder work
    worry wound yield
    """.split()
)
ADVERBS = frozenset("all both still now often always just even already ever rather hardly seldom".split())
_BEFORE_THINGS = frozenset(
    """
    the a an this these those its his her their our my your no any each every some another other of in on at with by for
    from about as into per own first last
    """.split()
)
_ARTICLES = frozenset("a an the its his her their our my your no every each".split())
_DESCRIBED = 4  # words before a thing among which its article is looked for
_BEFORE_FORMS = frozenset("it he she who which that and".split())
_BEHIND_VERBS = frozenset(
    """
    the a an its his her their this these those no any each every all some how what whether that it them up on to only
    one two three four five six seven eight nine ten about more less as not
    """.split()
)
_BEFORE_VERBS = frozenset(
    "them us to not never also only i you we they he she it who which that and or nor neither".split()
)


def _inflect(base: str) -> set[str]:
    """Return the forms that a regular verb may have; a few that none has do no harm."""
    stem = base.removesuffix("e")
    hissing = base.endswith(("s", "x", "z", "ch", "sh", "o"))
    forms = {base, base + ("es" if hissing else "s"), f"{stem}ed", f"{stem}ing"}
    if base.endswith("y") and base[-2] not in "aeiou":
        forms |= {f"{base[:-1]}ies", f"{base[:-1]}ied"}
    return forms | {f"{base}{base[-1]}ed", f"{base}{base[-1]}ing"}


_BASES = frozenset(_REGULAR.split()) | {line.split()[0] for line in _IRREGULAR.split("|")}
_FORMS = {form: base for base in _BASES for form in _inflect(base)}
_FORMS |= {form: line.split()[0] for line in _IRREGULAR.split("|") for form in line.split()}


def mark_verbs(words: Sequence[str]) -> list[bool]:
    """Return for each lower-case word of a text, in order, whether a clause is likely built around it."""
    return [
        _is_verb(word, _find_before(words, index), words[index + 1] if index + 1 < len(words) else "")
        and not _is_described(words, index)
        for index, word in enumerate(words)
    ]


def may_be_verb(word: str) -> bool:
    """Whether a lower-case word is a verb somewhere: "report" is, "folder" is not."""
    return word in AUXILIARIES or word in _FORMS or (word.endswith("ed") and len(word) > 4)


def find_base(word: str) -> str:
    """Return the base of a verb's form, "reject" for "rejected"; a word that is no verb's form as it is."""
    return _FORMS.get(word, word)


def _is_described(words: Sequence[str], index: int) -> bool:
    """Whether a word that is as often a thing stands behind an adjective of its own: "a short, complete [question]"."""
    if words[index] not in _BASES or words[index] in AUXILIARIES:
        return False
    before = words[max(0, index - _DESCRIBED) : index]
    opens = max((i for i, word in enumerate(before) if word in _ARTICLES), default=len(before))
    described = before[opens + 1 :]
    if set(described) & (AUXILIARIES | _BEFORE_THINGS | _BEFORE_VERBS):
        return False
    return bool(described) and _FORMS.get(described[-1]) == described[-1] and not described[-1].endswith("s")


def _find_before(words: Sequence[str], index: int) -> str:
    """Return the word before, passing over adverbs: "they [still] describe"."""
    while index and (words[index - 1] in ADVERBS or words[index - 1].endswith("ly")):
        index -= 1
    return words[index - 1] if index else ""


def _is_verb(word: str, before: str, after: str) -> bool:
    if word in AUXILIARIES:
        return True
    base = _FORMS.get(word)
    if before in _BEFORE_THINGS or (base is None and not (word.endswith("ed") and len(word) > 4)):
        return False
    if word.endswith("s") and base in _THINGS_TOO:
        return before in _BEFORE_FORMS or after in _BEHIND_VERBS or after[:1].isdigit()
    if word.endswith("ing") and word != base:
        return before in {"is", "are", "was", "were", "been", "be", "not"}
    if word == base:
        return before in _BEFORE_VERBS | AUXILIARIES | _BASES or before.endswith("s")
    return bool(before)
