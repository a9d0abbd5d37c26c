"""The words that the reading of questions hangs on, in lower case."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """Return the words of ``text``, which white space separates."""
    return frozenset(text.split())


# Words that name nothing.
BE = words("is are was were be been being am 's 're isn't aren't wasn't weren't isnt arent wasnt werent")
AUXILIARIES = BE | words("""
    do does did has have had can could will would shall should may might must cannot don't doesn't didn't hasn't
    haven't hadn't can't couldn't won't wouldn't shouldn't dont doesnt didnt hasnt havent hadnt cant couldnt wont
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
POSSESSIVES = words("his hers its their theirs thier")
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
NOT_ADVERBS = words("family supply reply ally assembly monopoly")  # the other words in -ly are adverbs

ADJECTIVES = words("""
    different common important popular big good best better great greater main major new old famous notable interesting
    similar other able significant specific certain large small high low likely possible necessary difficult easy safe
    successful true involved known available expensive cheap bad worse worst long short early late recent modern current
    real effective useful noteworthy key typical general additional extra own biggest largest greatest highest
""")
EMPTY_ADJECTIVES = words("other different interesting specific certain able possible")

# Forms of these in -s, -ed and -ing are known too.
VERBS = words("""
    accept achieve act add affect allow announce appear apply argue arrive ask attack attend attract avoid ban become
    became begin began begun believe boost break broke broken bring brought build built buy bought call cause change
    choose chose chosen claim collaborate come came compare compete complete confirm consider contain continue
    contribute cost create criticize deal decide describe design develop die discover disband divorce do done earn eat
    ate end enjoy enter exist expand expect explain face fall fell feel felt fight fought find found finish fix follow
    form gain get got gotten give gave given go gone went govern grow grew grown handle happen have hear heard help hire
    hold held hurt improve include increase influence inspire invent invest join keep kept kill know knew known last
    lead led learn leave left let lie like live lose lost love make made manage marry mean meant meet met mention move
    need occur offer open operate originate own pass pay paid perform plan play prefer prevent produce promote prove
    provide publish pull put quit raise reach react read realize receive recommend record recover reduce refer relate
    release remain remember remove replace report require resign respond result retire return reveal rise rose run ran
    say said see saw seen seem sell sold send sent serve set share shoot show shown sign sing sang speak spoke spoken
    spend spent split start state stay stop struggle study succeed suffer suggest support survive take took taken talk
    teach taught tell told think thought tour travel treat try turn understand use visit vote wait walk want watch wear
    win won wish wonder work worry write wrote written
""")

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
WORKS = words("""
    album song single film movie book novel show play series episode poem musical opera game documentary magazine
    soundtrack newspaper
""")
NOT_NAMES = words("""
    january february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday christmas i i'm i'd i've i'll
""")
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
