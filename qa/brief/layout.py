"""How a briefing is laid out: in order of publication, by outlet or by side, with what its sentences name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from qa.brief.ranking import Telling
from qa.citing import cite, quote
from qa.english.names import Name, find_names, same_person
from qa.english.people import DEMONYM_ENDINGS
from qa.english.quantities import find_quantities
from qa.english.verbs import is_past, is_verb
from qa.records import Citation, Group, Named, Statement

NO_OUTLET = "Without an outlet"
_NAMED = 6  # of each kind
_SEVERAL = 2  # sentences that name something before it is worth choosing
_MOST_SHARE = 0.7  # of the sentences: what all of them name chooses nothing


def order_by_date(telling: Sequence[Telling], *, newest_first: bool) -> list[Telling]:
    """Return sentences in order of publication, those of one article as they stand in it; undated ones come last."""
    places: dict[str, int] = {}
    for one in telling:
        places.setdefault(one.stored.article.id, len(places))
    times = sorted({one.stored.article.published for one in telling if one.stored.article.year}, reverse=newest_first)
    ranks = {time: rank for rank, time in enumerate(times)}
    return sorted(
        telling,
        key=lambda one: (
            ranks.get(one.stored.article.published, len(times)),
            places[one.stored.article.id],
            one.sentence.index,
        ),
    )


def group_by_outlet(telling: Sequence[Telling]) -> dict[str, list[Telling]]:
    """Return the sentences by outlet, in their order; outlets come as their first sentences do."""
    groups: dict[str, list[Telling]] = defaultdict(list)
    for one in telling:
        groups[one.stored.article.source or NO_OUTLET].append(one)
    return dict(groups)


def cite_groups(groups: Mapping[str, Sequence[Telling]], *, are_sides: bool) -> tuple[Group, ...]:
    """Return the groups with their sentences as citations, numbered through."""
    cited, first = [], 1
    for title, telling in groups.items():
        cited.append(Group(title, cite_all(telling, first=first), "side" if are_sides else "outlet"))
        first += len(telling)
    return tuple(cited)


def cite_all(telling: Iterable[Telling], *, first: int = 1) -> tuple[Citation, ...]:
    """Return sentences as citations, numbered from ``first``."""
    return tuple(
        cite(number, one.stored, one.sentence, copies=one.copies) for number, one in enumerate(telling, start=first)
    )


def quote_all(telling: Iterable[Telling], citations: Sequence[Citation]) -> tuple[Statement, ...]:
    """Return each sentence as a statement."""
    return tuple(quote(one.stored, [citation]) for one, citation in zip(telling, citations, strict=True))


def list_named(citations: Sequence[Citation], topic: str) -> tuple[Named, ...]:
    """Return the names and figures that some of the sentences share, those that most name first.

    What the topic names itself chooses nothing.
    """
    names: dict[str, list[Citation]] = {}
    figures: dict[str, list[Citation]] = {}
    told = "\n".join(citation.quote for citation in citations)
    for citation in citations:
        found = [name for name in find_names(citation.quote) if not (_is_of_a_nation(name) or name.bare in topic)]
        for name in {_leave_opener_out(name, told): None for name in found}:
            _add(names, _find_same(name, names), name, citation)
        for figure in {
            citation.quote[one.start : one.end].strip(): None
            for one in find_quantities(citation.quote)
            if one.unit and one.unit != "date"
        }:
            _add(figures, figure if figure in figures else "", figure, citation)
    most = _MOST_SHARE * len(citations)
    return (*_make_named(names, "name", most), *_make_named(figures, "figure", most))


def _is_of_a_nation(name: Name) -> bool:
    return name.kind == "name" and name.bare.endswith(DEMONYM_ENDINGS)  # "North Korean" chooses nothing


def _leave_opener_out(name: Name, told: str) -> str:
    """Return a name without what only opens its sentence: "Injured Chelsea" where the rest tells of Chelsea."""
    first, _, rest = name.bare.partition(" ")
    is_described = name.start == 0 and rest and (is_past(first.lower()) or is_verb(first.lower()))
    alone = is_described and re.search(rf"(?<!{re.escape(first)} )\b{re.escape(rest)}\b", told)
    return rest if alone else name.bare


def _find_same(name: str, names: Mapping[str, list[Citation]]) -> str:
    alike = (known for known in names if same_person(known, name) or _leave_office_out(known, name))
    return name if name in names else next(alike, "")


def _leave_office_out(one: str, other: str) -> str:
    """Return the shorter of two names of which one ends in the other: of "Home Secretary Ada Kern" and "Ada Kern"."""
    short, long = sorted((one, other), key=len)
    return short if " " in short and long.endswith(f" {short}") else ""


def _add(table: dict[str, list[Citation]], known: str, name: str, citation: Citation) -> None:
    cited = table.pop(known, []) if known else []
    if citation not in cited:
        cited = [*cited, citation]
    table[_leave_office_out(known, name) or max(known, name, key=len)] = cited


def _make_named(table: Mapping[str, list[Citation]], kind: str, most: float) -> list[Named]:
    several = [(name, cited) for name, cited in table.items() if _SEVERAL <= len(cited) <= most]
    several.sort(key=lambda one: -len(one[1]))
    return [Named(name, "name" if kind == "name" else "figure", tuple(cited)) for name, cited in several[:_NAMED]]
