"""What stands around an article and within it without being any of it, and the asides that are.

Consent to cookies, newsletters on offer, the tools of wikis and blogs, labels of advertisements, and what else there is
to read; a box of facts belongs to the article.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml.html import HtmlElement

from qa.load.page.lines import UNSEEN, read_lines
from qa.load.page.tree import count_letters, count_linked, name_words

BOX_TAGS = ("div", "section", "aside", "p", "dialog", "form")
CONSENT = re.compile(
    r"cookie|consent|gdpr|(?:^|[\s_-])(?:onetrust|didomi|usercentrics|truste|osano|borlabs|qc-cmp|cc-window|sp_message)"
)
OFFER = re.compile(r"newsletter|subscribe(?!r)|sign-?up|mailing-?list")
OFFERS = re.compile(r"\b(?:subscrib|sign(?:ing)? up|newsletter|in-?box|e-?mail|abonn|inscri)", re.IGNORECASE)
# names of MediaWiki's, Confluence's and WordPress's own parts
TOOL = re.compile(
    r"(?:^|\s)(?:mw-(?:editsection|jump-link|cite-backlink|indicators)|jump-to-nav|site(?:notice|sub)|contentsub|printfooter"
    r"|catlinks|noprint|toc|navbox|breadcrumb-section|page-metadata|pagesection|sharedaddy|jp-relatedposts)(?:\s|$)"
)
OFFER_CHARACTERS = 600  # the longest offer; a newsletter's own article is longer
CONSENT_CHARACTERS = 2_000  # the longest box that may hold more than the article does
MOST = 0.5  # of the letters in a page's paragraphs

BOX_WORDS = 6  # the fewest of a line that says something
MOST_LINKED = 0.3  # of the letters of a box of facts
OTHER_BOX = re.compile(
    r"relat|recommend|promo|\bads?\b|advert|sponsor|newsletter|sign-?up|subscri|author|\bbio|by-?line|share|social|nav|menu"
    r"|comment|sidebar|side-bar|widget|popular|trending|most-|latest|more-|read-?more|quote|recirc|cookie|consent|gallery"
    r"|video|audio|player|caption|credit|toc\b|contents|topic|\btags?\b|donat|paywall|banner|modal|popup|teaser|\brail"
)
OTHER_HEADING = re.compile(
    r"\W*(?:related|more\b|most\b|read (?:more|also|next)|see also|also (?:read|on)|recommended|sign up|subscribe"
    r"|newsletter|share|follow|about the (?:author|writer)|advert|sponsored|latest|popular|trending|topics|tags"
    r"|contents|in this (?:article|story)|join|download|watch|listen|support|contact|mehr|lesen sie|à lire)\b",
    re.IGNORECASE,
)

BLOCK_TAGS = ("p", "div", "li", "h2", "h3", "h4", "h5", "h6", "aside", "section", "blockquote")
AD_LABEL = re.compile(
    r"\W*(?:(?:(?:story|article) continues|scroll|continue reading) (?:below|after) (?:this |the )?ad(?:vertisement)?"
    r"|(?:skip )?(?:ads?|advertisements?|advertising)|sponsored content"
    r"|anzeige|werbung|publicité|publicidad|publicidade|pubblicità|advertentie|annonse?|reklama?|реклама)\W*",
    re.IGNORECASE,
)
ELSEWHERE = re.compile(
    r"\W*(?:(?:more|related) (?:articles?|stor(?:y|ies)|reading|coverage|content|news|links|posts|topics|videos)"
    r"|(?:read|see|watch) (?:also|more|next)|also (?:read|see|on|in)|more(?: (?:on|from) this)?|related"
    r"|you (?:may|might) also like|don['’]t miss|lesen sie (?:(?:auch|dazu) (?:dazu|auch)|auch|mehr|hier)"
    r"|mehr (?:zum thema|dazu)|auch interessant|siehe auch"
    r"|(?:à )?lire (?:aussi|également)|(?:lea|lee|leer|ver|vea) (?:también|además|más)|(?:leia|veja) (?:também|mais)"
    r"|leggi (?:anche|pure)|(?:czytaj|zobacz) (?:też|także|również)|lees (?:ook|verder)|läs (?:också|även|mer)|les også"
    r"|читайте (?:також|также|ще|ещё|еще)|(?:дивіться|смотрите) (?:також|также)|по темі|по теме)(?!\w)",
    re.IGNORECASE,
)
LONGEST_POINTER = 250  # characters of such a line
MOSTLY_LINKED = 0.7  # of the letters behind its opening
INNER_END = re.compile(r"[^\W\d_]{2}[.!?][\"'”’»)]*\s+\S")  # no headline holds the end of a sentence


def is_tool(element: HtmlElement, page: HtmlElement, counts: Mapping[HtmlElement, int]) -> bool:
    """Say whether an element is a part of a wiki or a blog that is there to be used, not read, by its names."""
    is_named = TOOL.search(list_names(element)) is not None and counts[element] <= MOST * counts[page]
    return is_named and next(element.iter("h1"), None) is None


def list_names(element: HtmlElement) -> str:
    """Return the classes and the id of an element, in small letters."""
    return f"{element.get('class', '')} {element.get('id', '')}".lower()


def is_box(element: HtmlElement, page: HtmlElement, counts: Mapping[HtmlElement, int]) -> bool:
    """Say whether an element is such a box by its names, and not the article by what it holds.

    ``counts`` are the letters in the paragraphs of each element. A box may hold most of a short page, if there is a
    headline and a paragraph beside it.
    """
    names = list_names(element)
    is_consent = CONSENT.search(names) is not None
    if not is_consent and not OFFER.search(names):
        return False
    if next(element.iter("h1", "article", "main"), None) is not None:
        return False
    text = " ".join("".join(map(str, element.itertext())).split())
    if not is_consent and (len(text) > OFFER_CHARACTERS or not OFFERS.search(text)):
        return False
    if counts[element] <= MOST * counts[page]:
        return True
    is_beside = counts[element] < counts[page] and next(page.iter("h1", "article", "main"), None) is not None
    return is_beside and len(text) <= CONSENT_CHARACTERS


def is_fact_box(aside: HtmlElement) -> bool:
    """Say whether an aside stands in the article and belongs to it, as a box of facts does."""
    if next(aside.iterancestors("article", "main"), None) is None:
        return False
    lines = [line.text for line in read_lines(aside, UNSEEN)]
    if not lines or OTHER_BOX.search(name_words(aside)) or OTHER_HEADING.match(lines[0]):
        return False
    is_linked = count_linked(aside) > MOST_LINKED * count_letters(aside)
    says = any(len(line.split()) >= BOX_WORDS for line in lines)
    return says and not is_linked and next(aside.iter("form", "input", "blockquote"), None) is None


def list_pointers(page: HtmlElement) -> list[HtmlElement]:
    """Return the paragraphs and boxes that label an advertisement or name other articles, with their lists."""
    found: list[HtmlElement] = []
    for element in page.iter(*BLOCK_TAGS):
        first = next((piece for piece in map(str, element.itertext()) if not piece.isspace()), "")
        if not (AD_LABEL.fullmatch(first) or ELSEWHERE.match(first)):
            continue
        text = " ".join(element.text_content()[: 2 * LONGEST_POINTER].split())
        if AD_LABEL.fullmatch(text):
            found.append(element)
        elif (opening := ELSEWHERE.match(text)) and len(text) <= LONGEST_POINTER:
            found += _list_elsewhere(element, text[opening.end() :])
    return found


def _list_elsewhere(element: HtmlElement, rest: str) -> list[HtmlElement]:
    """Return a line that names another article by a link or behind a colon, or opens a list below it."""
    named = rest.lstrip(" :–—-→»>|")
    if not named:
        below = element.getnext()
        is_list = below is not None and below.tag in {"ul", "ol"} and _is_linked(below, count_letters(below))
        return [element, below] if is_list else [element]
    is_headline = rest.lstrip().startswith(":") and not INNER_END.search(named)
    return [element] if is_headline or _is_linked(element, len(named)) else []


def _is_linked(element: HtmlElement, letters: int) -> bool:
    return 0 < count_linked(element) >= MOSTLY_LINKED * letters
