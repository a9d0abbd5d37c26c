"""The words at the ends and heads of printed lines that tell whether a line goes on with the one below it."""

from __future__ import annotations

import re

from qa.english.endings import CLEAR_STARTERS, PRONOUN_STARTERS
from qa.english.words import words

# at the end of a line they wait for what follows; German, French and Spanish ones, too
HANGING = words("""
    a an the of to in on at by for from with and or but that who which as after before than is are was were will be
    been has have had not his her its their this said into over under against between among during since until through
    about around near without within because if when where while whose so via like it he she they we you these those
    each every both any another such our your my did does do would could should can may might must told says called
    named beat
    der die das den dem des ein eine einen einem einer und im am vom zum zur auf mit für bei nach aus über hat ist
    le la les un une du et au aux en pour par sur de el los las una del al con por para que y
""")
# at the end of a line they go with the name at the head of the next
BEFORE_NAMES = words("""
    president chairman director governor head chief boss captain manager coach minister secretary mayor judge leader
    player star striker winger goalkeeper defender singer actor actress producer writer author poet professor owner
    founder mother father brother sister son daughter wife husband colleague spokesman spokeswoman analyst economist
    rival rivals veteran champion partner giant firm company group band bank film song album network airline retailer
    former late fellow then new young old top current leading biggest largest
""")
# behind a hyphen at the end of a line they do so, too: "the well-known⏎Kingfisher lager"
BEFORE_NAMES_JOINED = words("known called based owned backed born led style listed run")
# with a capital they begin a sentence in German, where every noun has one, too
GERMAN_STARTERS = words("""
    der die das den dem ein eine einen einem einer im am vom zum nach wegen mit für bei auf aus über seit vor
    trotz er sie es wir ihr ihre sein seine wenn weil als dass auch man dies diese dieser dieses damit dabei dazu
    davon dann danach außerdem zudem doch aber und so dort hier heute gestern bereits schon nur noch insgesamt
    zugleich gleichzeitig allerdings denn während nachdem laut zwischen unter durch gegen alle viele einige beide
    mindestens rund etwa
""")
# with a capital they begin a sentence, a verse or an item, and stand in mid-sentence only in names ("The Hague")
RESTARTS = (
    CLEAR_STARTERS
    | PRONOUN_STARTERS
    | GERMAN_STARTERS
    | words("""
        a an in on at by for from with but and as to some many no one two three four five six seven eight nine ten
    """)
)
SMALL_IN_TITLES = words("a an the of to in on at by for from with and or but nor as into over up off out vs via per")
# the first word of the line that opens a letter; what it opens begins with a small letter
SALUTATIONS = words("""
    dear hello hi hey good morning hallo guten liebe lieber sehr moin servus bonjour cher chère hola estimado buongiorno
    caro cara шановний шановна шановні добрий доброго вітаю привіт уважаемый уважаемая здравствуйте добрый привет
""")
# the head of a line that says one thing of its own: "Owner: Ann", "A (Ann): No.", "Late ticket (from 17:30): 2 €",
# "10-ride card: 42 €", "summer (May-Sep): 9 to 17", "Mon closed", "2.1 clubs", "a) clubs"
LABEL = re.compile(
    r"(?:[A-Z]|\d{1,3}-)[\w'’/&.-]*(?: [\w'’/&.()-]+(?::\d[\w)-]*)?){0,3}:\s|[a-z]+ \([^\s()]{1,20}\):\s"
    r"|(?:Mon|Tue|Tues|Wed|Wednes|Thu|Thurs|Fri|Sat|Satur|Sun)(?:day)?s?\b"
    r"|\(?(?:[a-z]\)|\d{1,2}\.\d{1,2}\.?)\s"
)
