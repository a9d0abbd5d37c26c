"""Common verbs, and whether a word is a form of one."""

from __future__ import annotations

import re
from functools import lru_cache

from qa.english.stems import list_forms
from qa.english.words import words

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
_ENDINGS = (
    ("", ""),
    ("s", ""),
    ("es", ""),
    ("ies", "y"),
    ("ed", ""),
    ("d", ""),
    ("ied", "y"),
    ("ing", ""),
    ("ing", "e"),
)
_UNCHANGED = words("bet cost let quit spread")
_AFTER_CONSONANT = re.compile(r"[^aeiou]y$")
# one short vowel under stress before one consonant, where the past doubles it: "plan" and "admit", not "visit"
_DOUBLING = re.compile(
    r"^[^aeiou]*[aeiou][^aeiouwxy]$|(?:ad|per|com|sub|o|e|trans)mit$|(?:pre|re|in|con|de|trans)fer$|cur$|trol$|pel$|"
    r"regret$|equip$"
)
_THIRD_PERSONS = {"be": "is", "have": "has"}
IRREGULAR_PASTS = words("""
    ate became began bought broke brought built came chose did died drew drove fell felt fought found gave got grew had
    heard held kept knew laid led left lent lost made meant met paid put ran read rose said sang sank sat saw sent set
    shot showed shut sold spent spoke stole stood struck swam taught thought threw told took went woke won wore wrote
    hit hurt cut beat outbid overtook oversaw withdrew
""")


@lru_cache(maxsize=4096)
def is_verb(word: str) -> bool:
    """Say whether a word, in lower case, is a form of a known verb."""
    for ending, base in _ENDINGS:
        stem = word[: len(word) - len(ending)] + base
        if word.endswith(ending) and (stem in VERBS or (stem[:-1] in VERBS and stem[-1:] == stem[-2:-1])):
            return True
    return False


def past_of(verb: str) -> str:
    """Return the past of a verb in its base form: "buy" is "bought", "stop" is "stopped"."""
    if verb in _UNCHANGED:
        return verb
    forms = list_forms(verb)
    if irregular := [form for form in forms if form in IRREGULAR_PASTS] or forms[1:]:
        return irregular[0]
    if verb.endswith("e"):
        return f"{verb}d"
    if _AFTER_CONSONANT.search(verb):
        return f"{verb[:-1]}ied"
    return f"{verb}{verb[-1]}ed" if _DOUBLING.search(verb) else f"{verb}ed"


def third_person_of(verb: str) -> str:
    """Return the form of a verb that "he" has: "employ" is "employs"."""
    if irregular := _THIRD_PERSONS.get(verb):
        return irregular
    if _AFTER_CONSONANT.search(verb):
        return f"{verb[:-1]}ies"
    return f"{verb}es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else f"{verb}s"


def is_past(word: str) -> bool:
    """Say whether a word, in lower case, is the past of a verb, as far as its form tells."""
    return word in IRREGULAR_PASTS or (word.endswith("ed") and len(word) > 4)
