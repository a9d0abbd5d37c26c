"""Full stops of other languages than English: their abbreviations, and numbers that count ("am 12. Juni")."""

from __future__ import annotations

import re

from qa.english.lines import GERMAN_STARTERS
from qa.english.words import words
from qa.split.marks import Mark

# abbreviations that a name, a number or the rest of their phrase follows
BEFORE_MORE = words("""
    n° nº med phil jur theol habil dipl-ing
    ing prof kath evang röm geb gest verh str abs abt bd hrsg evtl ggf sog allg bes
    mind max inkl zzgl fa usf resp lic arq abg dña dn sres avda avd cra párr párrf parrf núm num pág págs tfno tel
    avv dott dott.ssa geom rag arch sig sig.ra sigg egr gent psicol on dir amm ecc mons
    napr tzv např tzn mudr phdr ingr judr rndr doc čl odst ul nám sv tř č
    пгт проф доц акад ул пер просп пл наб кв обл р-н гл рис табл стр см т.е т.к им св ст пос дер тел
    вул просп буд м смт акад обл рис див ст ім
    κ κα κκ δρ αρ σελ τηλ
    січ лют берез квіт трав черв лип серп верес жовт листоп груд пп чл зв
""")
# "97,5 Mio. Euro", "20 Min. Fahrt": what is counted follows, with a capital as any German noun
AMOUNTS = words("mio mrd tsd mia bio min std sek")
# "ст." and the like stay with a number behind them; before anything else they may end a sentence
AFTER_NUMBERS = words("г гг р рр в вв тыс тис млн млрд трлн руб коп грн в.в")
CYRILLIC_AMOUNTS = words("тыс тис млн млрд трлн")
BEFORE_DIGITS = words("ч п")  # of a law and of an hour
UNITS = words("м см мм")  # behind a number or a square they end a sentence, elsewhere they open a name ("м. Київ")
SQUARES = words("кв куб")
MONTHS = words("""
    januar februar märz april mai juni juli august september oktober november dezember jänner feber
    január február marec apríl máj jún júl október január januára februára marca apríla mája júna júla augusta septembra
    októbra novembra decembra ledna února března dubna května června července srpna září října listopadu prosince
    stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia
    januari februari maart mei augustus oktober maj juni juli augusti joulukuuta tammikuuta
""")
BEFORE_ORDINALS = words("""
    der die das dem den des im am vom zum zur bis ab seit beim ein eine einem einen einer jeder jede jedes und
    den det ve do od na
""")
COUNTED = words("jahrhundert jahrhunderts jh weltkrieg weltkriegs bundesliga klasse stock etage geburtstag platz")
ENGLISH = re.compile(r"\b(?:the|of|and|that|with|which|were|they|their|said|has|have|his|her|for|from|it)\b")
QUOTES = frozenset("\"'“„‚«»")
WINDOW = 100  # characters on either side in which English shows itself
ELISION = re.compile(r"^(?:[ldnsmctj]|qu|dell|all|nell|sull|dall|un)['’]", re.IGNORECASE)
ORDINAL_RANGE = re.compile(r"[-–]\d{1,2}\.")  # the end of "1. -3. Jahrhundert"
LETTER_PAIR = re.compile(r"[^\W\d_]\.")
PAIRED = frozenset("zudiosvaäe")  # first letters of "z. B.", "u. a.", "d. h.", "i. d. R.", "o. ä."


def ends_after_foreign(mark: Mark) -> bool | None:
    """Return False at a full stop that another language sets within a sentence, or None where none does."""
    if mark.kind != "." or not mark.word or mark.tail:
        return None
    if ENGLISH.search(mark.text, max(mark.begin, mark.start - WINDOW), mark.start + WINDOW):
        return None  # "on." and "arch." are words there
    if mark.word.isdigit() and len(mark.word) <= 2:
        return _ends_after_ordinal(mark)
    if len(mark.word) == 1 and (mark.word in PAIRED or mark.previous[:1] in PAIRED):
        return _ends_in_pair(mark)
    word = ELISION.sub("", mark.word).lower()
    if word in UNITS and (mark.previous[-1:].isdigit() or mark.previous.rstrip(".") in SQUARES):
        return None
    if (word.endswith("str") or word in BEFORE_DIGITS) and mark.following[0].isdigit():
        return False  # "Müllerstr. 5"
    if word in BEFORE_MORE and not (mark.word.isascii() and mark.word.isupper()):
        return False if mark.following[0].isalnum() else None
    if word in AMOUNTS and mark.previous[-1:].isdigit():
        return mark.next_word in GERMAN_STARTERS or any(opener in QUOTES for opener in mark.opening)
    is_amount = mark.previous[-1:].isdigit() or mark.previous.rstrip(".") in CYRILLIC_AMOUNTS
    return False if (word in AFTER_NUMBERS and not is_amount) or _is_second_name(mark) else None


def _is_second_name(mark: Mark) -> bool:
    """Whether a mark is that of "Hans-J. Vogt"."""
    is_initial = len(mark.word) == 1 and mark.word.isupper() and mark.text[mark.start - 2 : mark.start - 1] == "-"
    return is_initial and mark.following[0].isupper() and mark.next_word not in GERMAN_STARTERS


def _ends_after_ordinal(mark: Mark) -> bool | None:
    if mark.next_word in MONTHS or mark.next_word in COUNTED or ORDINAL_RANGE.fullmatch(mark.following):
        return False
    return False if mark.previous.lower() in BEFORE_ORDINALS and mark.following[0].isalpha() else None


def _ends_in_pair(mark: Mark) -> bool | None:
    """Return False within "z. B. Wasser": behind the first letter, and behind the second."""
    if mark.word in PAIRED and mark.word.islower() and LETTER_PAIR.match(mark.following):
        return False
    pair = mark.previous[-2:]
    return False if len(pair) == 2 and pair[1] == "." and pair[0] in PAIRED and mark.previous == pair else None
