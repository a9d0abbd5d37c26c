"""The standfirst of an article: the sentences between headline and text that say who did what."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml.etree import _Element
from lxml.html import HtmlElement

from qa.load.page.lines import FURNITURE, Line, read_lines
from qa.load.page.tree import count_letters, count_linked, name_words

OUTSIDE = FURNITURE | {"figure", "figcaption", "table", "video", "audio", "dialog", "label", "blockquote"}
STANDFIRST = re.compile(
    r"stand-?first|\b(?:[a-z-]*[-_])?(?:lead|lede|leads|leadtext|lead-text|dek|deck|intro|introduction|abstract|excerpt|summary|sub-?title"
    r"|sub-?head(?:line|ing)?|sub-?heading|strapline|description|desc|teaser|vorspann|chapo|chapeau|bajada|copete"
    r"|entradilla|sommario|occhiello|anons|headline-?text|preamble|ingress|kicker-?text|bottom-?line)\b"
)
OTHER_PART = re.compile(
    r"caption|credit|by-?line|author|\bdate|time|share|social|breadcrumb|\bnav|menu|related|recommend|promo|\bads?\b"
    r"|advert|newsletter|cookie|\btags?\b|comment|subscri|rating|gallery|meta\b|toolbar|sidebar|login|search|cookie"
    r"|topic|widget|popup|modal|banner|alert|player|breaking|ticker|disclaimer|toc\b|signup|sign-up|paywall"
)
BY_LINE = re.compile(
    r"(?:by|von|par|por|di|от|від)\s+[^\W\d_a-z]|(?:updated|published|posted|last modified|stand|veröffentlicht"
    r"|publié|publicado)\b"
    r"|(?:photo|foto|image|bild|picture|credit)s?\s*:|©|\d{1,2}[./:]\d{1,2}",
    re.IGNORECASE,
)
SENTENCE_END = re.compile(r"[.!?…][\"'”’»)]*$")
LEAST_WORDS, LEAST_SENTENCE_WORDS = 5, 8  # with a name that says so; by its form alone
LEAST_SMALL = 0.6  # of the words of a standfirst without a full stop that begin with a small letter; names do not
LISTED = re.compile(r"[|•·»>/]|\s[-–—]\s*$")
MOST_CHARACTERS = 1_200  # a longer block is the text itself
MOST_LINKED = 0.5  # of its letters
NEAR_LINES = 12  # between headline and text; more is another part of the page
LEAST_KNOWN = 12  # letters of a line of the article that are looked for on the page


def find_standfirst(page: HtmlElement, found: Sequence[str], descriptions: Sequence[str], title: str) -> list[str]:
    """Return the lines of the standfirst that are not among the lines ``found``, as the page shows them.

    A line is one where one of the page's descriptions says the same, or where it stands between headline and text and
    either its name says so or it reads like a sentence.
    """
    known = {letters(line) for line in found}
    for element in page.iter("aside", "blockquote"):
        if STANDFIRST.search(name_words(element)) and not OTHER_PART.search(name_words(element)):
            element.tag = "div"
    lines = list(read_lines(page, OUTSIDE))
    keys = [letters(line.text) for line in lines]
    wanted = [letters(description) for description in descriptions]
    headings = [_is_heading(line, key, letters(title)) for line, key in zip(lines, keys, strict=True)]
    start = next(
        (n for n, key in enumerate(keys) if len(key) >= LEAST_KNOWN and key in known and not headings[n]), len(lines)
    )
    heading = max((n for n in range(start) if headings[n]), default=-1)
    head = "".join(keys[max(0, heading) : heading + NEAR_LINES])
    body = "".join(letters(line) for line in found)
    is_between = [0 <= heading < number < min(start, heading + NEAR_LINES) for number in range(len(lines))]
    fits = [
        bool(key) and (_is_described(line, key, wanted) or (between and bool(head) and _reads_like_one(line, wanted)))
        for line, key, between in zip(lines, keys, is_between, strict=True)
    ]
    lists = {_find_list(line) for line, is_fit in zip(lines, fits, strict=True) if is_fit} - {None}
    chosen = []
    for line, key, between, is_fit in zip(lines, keys, is_between, fits, strict=True):
        is_point = between and _find_list(line) in lists and _is_text(line)  # of which another is chosen
        if (is_fit or is_point) and key and key not in body and key != keys[heading]:
            chosen.append(line.text)
            body += key
    return chosen


def _is_described(line: Line, key: str, wanted: Sequence[str]) -> bool:
    """Whether one of the page's descriptions says the same as a line."""
    is_same = any(key == one or (len(key) > len(one) * 0.9 and key.startswith(one)) for one in wanted)
    return is_same and _is_text(line)


def _find_list(line: Line) -> _Element | None:
    return next(line.element.iterancestors("ul", "ol"), None)


def letters(text: str) -> str:
    """Return the letters and digits of a text alone, in small letters."""
    return "".join(filter(str.isalnum, text)).lower()


def _is_heading(line: Line, key: str, title: str) -> bool:
    return _is_within(line.element, "h1") or (len(key) >= LEAST_KNOWN and key == title)


def _reads_like_one(line: Line, wanted: Sequence[str]) -> bool:
    words = len(line.text.split())
    if not _is_text(line) or len(line.text) > MOST_CHARACTERS or words < LEAST_WORDS or BY_LINE.match(line.text):
        return False
    names = _names_around(line.element)
    key = letters(line.text)
    if STANDFIRST.search(names) or any(key in one for one in wanted):
        return True
    if OTHER_PART.search(names):
        return False
    if line.element.tag in {"h2", "h3"}:
        return True
    return words >= LEAST_SENTENCE_WORDS and bool(SENTENCE_END.search(line.text) or _runs_like_prose(line.text))


def _runs_like_prose(text: str) -> bool:
    """Say whether a line without a full stop is one sentence all the same: most of its words are in small letters."""
    words = text.split()
    small = sum(word[0].islower() for word in words)
    return words[0][0].isupper() and small >= LEAST_SMALL * len(words) and not LISTED.search(text)


def _is_text(line: Line) -> bool:
    """Whether most of a line is no link."""
    return count_linked(line.element) <= MOST_LINKED * count_letters(line.element) and not _is_within(line.element, "a")


def _is_within(element: _Element, tag: str) -> bool:
    return element.tag == tag or next(element.iterancestors(tag), None) is not None


def _names_around(element: _Element) -> str:
    """Return the names of an element and of the few around it that hold nothing else."""
    names = [name_words(element)]
    size = count_letters(element)
    for above in element.iterancestors():
        if count_letters(above) > 1.5 * size:
            break
        names.append(name_words(above))
    return " ".join(names)
