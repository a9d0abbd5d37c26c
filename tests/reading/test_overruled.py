"""A sentence that takes back a value stands before the one that still says it."""

from collections.abc import Sequence

import pytest

from qa.reading.leads import Lead
from qa.reading.overruled import find_changes, put_changes_first, takes_back
from qa.reading.pins import read_pins
from qa.records import Article, Evidence, Sentence, StoredArticle


def put_first(question: str, evidence: Sequence[Evidence], lead: Lead | None) -> tuple[Sequence[Evidence], Lead | None]:
    return put_changes_first(question, read_pins(question), evidence, lead)


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("The limit is raised from 5 to 8.", [("5", "8")]),
        ("The bonus is increased from EUR 60 to EUR 85 per shift.", [("EUR 60", "EUR 85")]),
        ("The time for swaps is shortened from 72 to 48 hours.", [("72", "48 hours")]),
        ("Wards: Mon–Fri 15:00–20:00 (until now 14:00–19:30).", [("14:00–19:30", "15:00–20:00")]),
        ("Correction: the work costs €265,000, not €240,000.", [("€240,000", "€265,000")]),
        ("It comes on 8 June 2026 instead of 3 May.", [("3 May", "8 June 2026")]),
        ("The fee, previously 12 euros, is now 14 euros.", [("12 euros", "14 euros")]),
        ("The closing day moves from 3 March to 10 March.", [("3 March", "10 March")]),
        ('In § 3 the amount "€ 84.00" is replaced by the amount "€ 96.00".', [("€ 84.00", "€ 96.00")]),
        ('In place of "14 days" read "30 days".', [("14 days", "30 days")]),
        ("Replace 14 days with 30 days.", [("14 days", "30 days")]),
        ("Instead of 5 people, 8 came.", []),
        ("The 30 seats are reduced to 24.", [("30 seats", "24")]),
        ("At most 4 (was: 5)", [("5", "4")]),
        ("The office is open from 9:00 to 17:00.", []),
        ("It runs from 3 March to 10 March.", []),
        ("Profits rose from $2m in 2003 to $3m in 2004.", []),
        ("Due 48 hours before 1 May.", []),
        ("There were 5, and then 8.", []),
    ],
)
def test_what_a_text_takes_back(text: str, changes: list[tuple[str, str]]) -> None:
    assert [(text[slice(*one.old)], text[slice(*one.new)]) for one in find_changes(text)] == changes


def make_evidence(*told: tuple[str, str]) -> list[Evidence]:
    """Return evidence, best first, each of an article of a day of its own."""
    return [
        Evidence(
            StoredArticle(Article(f"a{number}", "Rules", text, published=day), "v", ((0, len(text)),)),
            Sentence(f"a{number}", 0, 0, len(text)),
            0.9 - number / 10,
        )
        for number, (text, day) in enumerate(told)
    ]


RULE = "A swap is entered at least 72 hours before."
CHANGE = "The limit for swaps is shortened from 72 to 48 hours."


def test_the_change_stands_first_and_its_new_value_is_the_headline() -> None:
    evidence = make_evidence((RULE, "2025-01-01"), ("Rest for 11 hours.", ""), (CHANGE, "2025-10-09"))
    lead = Lead(evidence[0].sentence, (RULE.index("72"), RULE.index(" before")))
    changed, now = put_first("How long before is a swap entered?", evidence, lead)
    assert [piece.text for piece in changed] == [CHANGE, RULE, "Rest for 11 hours."]
    assert now is not None
    assert CHANGE[slice(*(now.span or ()))] == "48 hours"
    assert changed[0].score == evidence[0].score


@pytest.mark.parametrize(
    ("question", "change", "day"),
    [
        ("How long before was a swap entered?", CHANGE, "2025-10-09"),  # what was
        ("How long before is a swap entered?", CHANGE, "2024-10-09"),  # an older change
        ("How long before is a swap entered?", "The rest is cut from 72 to 48 hours.", "2025-10-09"),  # of another
        ("How long before is a swap entered?", "The limit for swaps is cut from 96 to 48 hours.", "2025-10-09"),
        ("How long before is a swap entered?", "The swaps are cut from 72 to 48 people.", "2025-10-09"),
    ],
)
def test_what_takes_nothing_back_changes_nothing(question: str, change: str, day: str) -> None:
    evidence = make_evidence((RULE, "2025-01-01"), (change, day))
    lead = Lead(evidence[0].sentence, (RULE.index("72"), RULE.index(" before")))
    assert put_first(question, evidence, lead) == (evidence, lead)


def test_a_new_value_that_says_not_what_is_counted_is_no_headline() -> None:
    evidence = make_evidence((RULE, ""), ('For swaps the figure "72" is replaced by the figure "48".', ""))
    lead = Lead(evidence[0].sentence, (RULE.index("72"), RULE.index(" before")))
    changed, now = put_first("How long before is a swap entered?", evidence, lead)
    assert [piece.sentence.article_id for piece in changed] == ["a1", "a0"]
    assert now is None


def test_of_a_change_itself_the_new_value_is_the_headline() -> None:
    (only,) = evidence = make_evidence((CHANGE, ""))
    lead = Lead(only.sentence, (CHANGE.index("72"), CHANGE.index(" to 48")))
    _, now = put_first("What is the limit for swaps?", evidence, lead)
    assert now is not None
    assert CHANGE[slice(*(now.span or ()))] == "48 hours"


def test_a_month_is_that_of_a_year_and_a_heading_says_of_what_a_change_is() -> None:
    said = "The launch of the ferry moves to November 2026."
    text = "Ferry\nMaiden trip on 26 October 2026 instead of November."
    stored = StoredArticle(Article("b", "Minutes", text), "v", ((0, 5), (6, len(text))))
    change = Evidence(stored, Sentence("b", 1, 6, len(text)), 0.1)
    evidence = [*make_evidence((said, "")), change]
    assert put_first("When is the ferry launched?", evidence, None)[0][0].sentence == change.sentence
    assert put_first("When is the tram launched?", evidence, None)[0] == evidence


def test_a_change_does_not_contradict_what_it_takes_back() -> None:
    rule, change, other = make_evidence((RULE, ""), (CHANGE, ""), ("A swap is entered 24 hours before.", ""))
    assert takes_back(change, rule)
    assert not takes_back(change, other)
    assert not takes_back(rule, change)


LEASE, NOTICE = "4.1 The deposit is EUR 200.", "Clause 4.1 of the lease is replaced by the following text:"
CURRENT = "The deposit is two months' rent."


def make_paper(title: str, lines: list[str], place: int, day: str) -> Evidence:
    text, offsets = "\n".join(lines), []
    for line in lines:
        start = offsets[-1][1] + 1 if offsets else 0
        offsets.append((start, start + len(line)))
    stored = StoredArticle(Article(title, title, text, published=day), f"v {title}", tuple(offsets))
    return Evidence(stored, Sentence(title, place, *offsets[place]), 0.5)


@pytest.mark.parametrize(
    ("notice", "number", "title", "day", "is_first"),
    [
        (NOTICE, "4.1", "Lease", "2025-05-01", True),
        ("Lease, § 4.1 now reads as follows:", "4.1", "Lease", "", True),
        (NOTICE, "4.2", "Lease", "2025-05-01", False),  # another clause
        (NOTICE, "4.1", "Parking rules", "2025-05-01", False),  # of another document
        (NOTICE, "4.1", "Lease", "2023-05-01", False),  # an older notice
        ("Clause 4.1 of the lease stays as it is.", "4.1", "Lease", "2025-05-01", False),
        ("Clause 4.1 of the pool rules is replaced by the following text:", "4.1", "House rules", "2025-05-01", False),
        ("If clause 4.1 of the lease is amended, all are told by letter.", "4.1", "Lease", "2025-05-01", False),
        ("Clause 30 of the lease is replaced by the following text:", "30 days:", "Lease", "2025-05-01", False),
    ],
)
def test_a_clause_that_is_replaced_as_a_whole_stands_behind_what_replaces_it(
    notice: str, number: str, title: str, day: str, *, is_first: bool
) -> None:
    old = make_paper(title, ["Terms", LEASE.replace("4.1", number)], 1, "2024-01-01")
    new = make_paper("Circular 3", ["Circular 3", notice, CURRENT], 2, day)
    lead = Lead(old.sentence, (len("Terms\n4.1 The deposit is "), len("Terms\n4.1 The deposit is EUR 200")))
    evidence, now = put_first("How much is the deposit?", [old, new], lead)
    assert (evidence[0].sentence == new.sentence, now is None) == (is_first, is_first)
    assert put_first("How long is the notice?", [old, new], lead)[0][0] is old


def test_what_only_speaks_of_a_change_of_a_clause_does_not_replace_it() -> None:
    old = make_paper("Lease", ["Terms", LEASE], 1, "2024-01-01")
    new = make_paper("Circular 3", ["Circular 3", "Clause 4.1 of the lease on the deposit is amended soon."], 1, "")
    assert put_first("How much is the deposit?", [old, new], None)[0][0] is old


def test_what_a_change_puts_there_for_others_is_no_answer() -> None:
    old, new = evidence = make_evidence(
        ("The wage is 4.85 euros.", ""), ("Adults get a wage of at least 5.05 euros an hour, up from 4.85.", "")
    )
    lead = Lead(old.sentence, (12, 16))
    assert put_first("What is the wage?", evidence, lead)[0][0].sentence == new.sentence
    assert put_first("What is the wage of young people?", evidence, lead) == (evidence, lead)
