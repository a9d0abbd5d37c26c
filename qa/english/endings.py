"""The words that decide whether a mark ends a sentence: in lower case, without their last full stop."""

from __future__ import annotations

from qa.english.calendar import MONTHS as LONG_MONTHS
from qa.english.calendar import SHORT_MONTHS, SHORT_WEEKDAYS, WEEKDAYS
from qa.english.words import words

# A name follows; they end a sentence only before one of CLEAR_STARTERS ("lives on Elm Dr. The house ...").
TITLES = words("""
    mr mrs ms mx dr dres drs prof profs rev revs fr hon rt ven msgr mgr messrs mme mmes mlle sra srta dra
    gen lt col maj capt cmdr cdr comdr sgt cpl pvt pfc spc adm brig ens cpo ssgt gens lts cols majs capts
    gov govs sen sens rep reps pres supt insp det const amb atty attys asst dep ald treas
    st ste sts mt mts ft geo wm thos chas jas jos robt
""")

STREETS = words("st dr")  # after a name they are one: "on Main St. Police said ..."

# They belong to what follows, whatever it is.
NEVER_FINAL = words("e.g i.e eg ie v vs cf viz ca approx incl excl esp feat a.k.a f.k.a d.b.a c.f z.b d.h bzw vgl p.ej")

# A number follows ("No. 10", "pp. 4-7", "Rs. 500"); before anything else they are words like any other.
BEFORE_NUMBERS = words("""
    no nos nr p pp pg vol vols fig figs ch chap sec secs art arts sect par para op ver c d b r fl est circa rs
    tel ph ext rm apt bk pt eq
""")

# A letter may follow instead ("boards rev. C", "form ver. B"), alone or with a number.
BEFORE_LETTERS = words("rev ver")

# A number follows, unless one precedes ("10 min.") or it is a name ("He met Max.").
LIMITS = words("max min avg")

MONTHS, DAYS = SHORT_MONTHS, SHORT_WEEKDAYS
DATE_WORDS = MONTHS | DAYS | frozenset(LONG_MONTHS) | frozenset(WEEKDAYS)

# The end of a clock time; a zone or a day may follow and belongs to the sentence ("5 p.m. Eastern", "8 a.m. Monday").
TIMES = words("a.m p.m")
TIME_ZONES = words("eastern central mountain pacific greenwich")

# A state after its town ("in Denver, Colo."): inside a sentence a comma would follow it.
STATES = words("""
    ala ariz ark calif colo conn del fla ga ill ind kan kans ky la md mass mich minn miss mo mont neb nev
    n.h n.j n.m n.y n.c n.d okla ore pa penn r.i s.c s.d tenn tex vt va wash w.va wis wyo d.c alta ont que sask b.c
""")

# They stand inside as often as at the end: they end a sentence only before one of STARTERS.
MAYBE_FINAL = words("""
    inc corp corps co cos ltd llc plc lp pty pte bros mfg intl int'l nat'l assn ass'n assoc dept dist gov't govt univ
    jr jnr sr snr esq ave blvd rd hwy pkwy bldg al yu
""")

# Shouted names: the mark belongs to the name unless one of STARTERS follows.
NAMES_WITH_MARK = words("yahoo jeopardy kerrang wham campesinos joomla yum")

# Words before a letter that is a label, not an initial ("vitamin C. Oranges ...").
BEFORE_LABELS = words("""
    vitamin plan hepatitis influenza group section class grade category type appendix exhibit part phase schedule
    series division terminal gate platform war room stage league serie block option step level tier chapter article
""")

# Words before the pronoun, which is no initial ("taller than I. He ...").
BEFORE_PRONOUN = words("and or than as am do did so was nor but not can will should could would")

# The pronoun as careless writers write it.
SMALL_PRONOUNS = words("i im ive id ill")

# Words before "no." the answer, which is no number ("he said no. 10 of them ...").
BEFORE_ANSWER = words("said say says saying answer answers answered vote voted or")

# With a capital they start a sentence after nearly any abbreviation, pronouns even among the capitals of a headline.
PRONOUN_STARTERS = words("he she they we it he's she's they're we're it's i'm i've")
CLEAR_STARTERS = words("""
    the this that these those it she they his her its their our if when while where there here then however
    meanwhile according because although since after before during it's she's they're that's there's
""")
OTHER_STARTERS = words("""
    a i you my your but and or yet why how what who whose which whether as at by for from in on to with without until
    under over between among against about above below through within despite instead unlike like though unless once
    moreover furthermore therefore thus hence also still even only just perhaps maybe now today yesterday tomorrow
    some many most several all each every few not nor none nothing nobody everyone anyone someone other others another
    any much both neither either one two three four five six seven eight nine ten last earlier later soon
    recently finally first overall indeed nonetheless nevertheless does did is are was were has have had having
    could would should might must analysts officials police critics experts investigators prosecutors
    authorities residents witnesses officers firefighters people yes please thanks terms
""")
STARTERS = PRONOUN_STARTERS | CLEAR_STARTERS | OTHER_STARTERS

# Words before a time at the head of a sentence ("At 10 p.m. Smith ...").
BEFORE_TIMES = words("at by around about before after until since from shortly")

# Verbs that say who speaks: after a closing quotation mark they continue the sentence.
SPEECH_VERBS = words("""
    said say says asked ask asks added adds told tells replied replies answered wondered wonders wrote writes shouted
    cried yelled whispered exclaimed joked laughs laughed quipped tweeted posted demanded inquired explained explains
    recalled insisted insists declared continued concluded remarked mused muttered screamed chanted sang noted warned
    thought
""")

# What follows the dot in names of pages, files and programs ("example.Com", "Node.Js"): no space is missing there.
DOTTED_ENDINGS = words(
    "com org net edu gov info co uk io ai eu de fr js ts py md txt yaml json xml toml pdf csv html htm php asp exe zip"
)
