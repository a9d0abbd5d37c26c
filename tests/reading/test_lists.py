"""Who asks for the steps or the items of a list gets all of them, each a sentence of its own; others get the one."""

import pytest

from qa.load.markdown import load_markdown
from qa.reading.lists import find_list
from qa.records import StoredArticle
from qa.split import split_sentences

GUIDE = """# Relay

## Restart

1. Open the lid. It has two screws.
2. Press S3 for five seconds.

   The lamp goes out.

3. Close the lid.

The lamp is green.

## 4.2 (released 4 March 2026)

- Dark colours on all screens
- Export as CSV

Fixed: the clock.

## Visit

Please bring:

- a badge
- passport: original or copy
- safety shoes. They have steel caps.

## House rules

1. Quiet hours are from 22 to 6.
2. A parking permit is issued by the caretaker.
3. Dogs are kept on a lead.

## Tools

The tools are kept in the shed.

Lost tools are paid.

## Papers

You need the following documents:

- Form 1
- Form 2
- Form 3
- Form 4
- Form 5
- Form 6
- Form 7
- Form 8
- Form 9
- Form 10
- Form 11
- Form 12
- Form 13

## Descale

1. Drain the tank:
   1. Open the valve.
   2. Tilt the kettle.
2. Fill in the acid.
3. Rinse it:
   1. Fill the tank.
   2. Drain it again.

   (a) Twice in winter.

It is clean.

## Hours

- Monday: 9 to 5
- Tuesday: 9 to 1
"""


def find(question: str, opening: str) -> list[str]:
    article = load_markdown(GUIDE.encode(), "a")
    offsets = tuple((one.start, one.end) for one in split_sentences(article.text, article_id="a"))
    stored = StoredArticle(article, "v", offsets)
    sentence = next(one for one in stored.sentences if stored.quote(one).startswith(opening))
    return [stored.quote(one) for one in find_list(question, stored, sentence)]


STEPS = [
    "1. Open the lid.",
    "It has two screws.",
    "2. Press S3 for five seconds.",
    "The lamp goes out.",
    "3. Close the lid.",
]


BRING = ["a badge", "passport: original or copy", "safety shoes.", "They have steel caps."]


RINSE = ["3. Rinse it:", "1. Fill the tank.", "2. Drain it again.", "(a) Twice in winter."]
DESCALE = ["1. Drain the tank:", "1. Open the valve.", "2. Tilt the kettle.", "2. Fill in the acid.", *RINSE]


@pytest.mark.parametrize(
    ("question", "opening", "listed"),
    [
        ("How do I restart the relay?", "2. Press", STEPS),
        ("what are the steps to restart a relay", "1. Open", STEPS),
        ("How to restart the relay?", "It has two", STEPS),
        ("How do I restart the relay?", "The lamp is", []),
        ("How long is S3 pressed?", "2. Press", []),
        ("What is new in 4.2?", "Export as", ["Dark colours on all screens", "Export as CSV", "Fixed: the clock."]),
        ("what do i need to bring", "a badge", BRING),
        ("what do i need to bring", "Please bring", BRING),
        ("Is it open on Monday", "Monday", []),
        ("Is CSV new?", "Export as", []),
        ("How do I get a parking permit?", "2. A parking", []),  # rules, not steps
        ("What is step 3 of the restart of the relay?", "3. Close", []),
        *(
            ("How do I descale it?", opening, DESCALE)
            for opening in ("1. Drain", "2. Tilt", "2. Fill", "1. Fill", "(a)")
        ),
        (
            "How do I rinse the tank?",
            "2. Drain it",
            ["1. Fill the tank.", "2. Drain it again.", "(a) Twice in winter."],
        ),
        ("How do I descale it?", "It is clean", []),
        ("Which tools can I borrow?", "Lost tools", []),  # sentences, not items
        ("Which documents do I need?", "Form 3", []),  # a part of so many would pass for the whole
    ],
)
def test_a_list_is_whole_where_all_of_it_is_asked_for(question: str, opening: str, listed: list[str]) -> None:
    assert find(question, opening) == listed
