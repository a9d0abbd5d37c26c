"""The kind of a question is told right, and in doubt it is a fact."""

from pathlib import Path

import pytest

from qa.chat import understand
from qa.chat.kinds import Asked, drop_greeting, tell_kind, tell_kind_of_rest
from tests.hostile import assert_takes_at_most

ROWS = [
    tuple(line.split("\t")) for line in (Path(__file__).parent / "kinds.tsv").read_text(encoding="utf-8").splitlines()
]
MOST_WRONG = 0.05


def is_right(kind: str, question: str) -> bool:
    told = tell_kind(question).kind
    return told == kind or (told == "keywords" and kind in ("fact", "briefing"))


@pytest.mark.parametrize("language", ["en", "de", "uk"])
def test_nineteen_of_twenty_questions_are_told_right(language: str) -> None:
    rows = [row for row in ROWS if row[1] == language]
    wrong = [question for kind, _, question in rows if not is_right(kind, question)]
    assert len(wrong) <= MOST_WRONG * len(rows), wrong


def test_small_talk_and_questions_about_the_bot_are_told_right() -> None:
    rows = [row for row in ROWS if row[0] in ("small_talk", "about")]
    wrong = [question for kind, _, question in rows if not is_right(kind, question)]
    assert len(rows) >= 60
    assert len(wrong) <= MOST_WRONG * len(rows), wrong


@pytest.mark.parametrize(
    "question",
    [
        "What did the chancellor say about taxes?",
        "How many articles of the constitution were changed?",
        "How do I renew my passport?",
        "Who thanked the nurses?",
        "did the mayor say hello to the queen",
        "What happened on 12 May?",
        "what is new in version 4.2 of the harbour app?",
        "What's new in the latest firmware?",
        "what is new in Satchel 4.2?",
        "What about Nissan - who'll be running things there?",
        "Can you tell me when the strike ends?",
        "Did the bank compare the two offers?",
        "Thanks! And who is Budanov?",
        "How many sentences does a briefing have?",
        "What can you do about spam?",
        "What is your right to information under the new act?",
        "Do the Scottish Greens back the smoking ban?",
        "How many reporters' posts are going at the Telegraph papers?",
        "",
        "?",
        "x" * 2_000,
        "hello " * 300,
    ],
)
def test_in_doubt_it_is_a_fact(question: str) -> None:
    assert tell_kind(question).kind == "fact"


def test_a_briefing_knows_its_topic_its_sides_and_whether_the_latest_is_asked_for() -> None:
    row = tell_kind("Please summarise the row about identity cards!")
    assert (row.topic, row.latest, row.sides) == ("the row about identity cards", False, ())
    latest = tell_kind("latest on Yukos")
    assert (latest.topic, latest.latest) == ("Yukos", True)
    assert tell_kind("Compare the PSP and Nintendo's DS").sides == ("the PSP", "Nintendo's DS")
    assert tell_kind("Band Aid 20 - how did the record do?").topic == "Band Aid 20"


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("contrast Nokia with Ericsson", "Nokia and Ericsson"),
        ("Labour versus the Lib Dems", "Labour and the Lib Dems"),
        ("TL;DR: identity cards", "identity cards"),
        ("three bullet points about Yukos", "Yukos"),
        ("In a nutshell, what is the Gambling Bill about?", "the Gambling Bill"),
        ("house prices: the gist", "house prices"),
        ("pros and cons of a smoking ban", "a smoking ban"),
        ("Catch me up on Chelsea, please", "Chelsea"),
        ("Everything you have on Glazer", "Glazer"),
        ("anything new re: the Airbus A380?", "the Airbus A380"),
        ("Put Federer next to Roddick", "Federer and Roddick"),
        ("How does the PSP differ from the Nintendo DS?", "the PSP and the Nintendo DS"),
        ("Could you sum up what Glazer offered?", "Glazer offered"),
        ("what has been going on with Fiat?", "Fiat"),
        ("How has the opioid crisis developed over the past years?", "the opioid crisis developed over the past years"),
        ("What risks of crypto are mentioned in the press", "risks of crypto are mentioned in the press"),
    ],
)
def test_a_briefing_is_asked_for_in_many_words(question: str, topic: str) -> None:
    assert (tell_kind(question).kind, tell_kind(question).topic) == ("briefing", topic)


@pytest.mark.parametrize(
    "title", ["Thank You for Smoking", "Good Night and Good Luck", "the Thank You for Smoking film"]
)
def test_what_is_written_as_a_title_is_no_small_talk(title: str) -> None:
    assert tell_kind(title).kind != "small_talk"


@pytest.mark.parametrize("said", ["Thank You", "Thank You For Your Help", "Good Night", "thank you, Sourceline"])
def test_small_talk_may_have_capitals(said: str) -> None:
    assert tell_kind(said).kind == "small_talk"


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("Do you store my questions?", "privacy"),
        ("Is anything sent to a server?", "privacy"),
        ("Wird etwas ins Internet geschickt?", "privacy"),
        ("Чи зберігаєш ти мої запитання?", "privacy"),
        ("hello!", "greeting"),
        ("ok thanks, bye", "farewell"),
        ("Дякую!", "thanks"),
        ("Wie viele Artikel hast du?", "count"),
        ("help", "ability"),
        ("Дякую! Що ти вмієш?", "ability"),
        ("Danke dir, und woher kommen deine Artikel?", "outlets"),
        ("Hello, how are you?", "greeting"),
        ("Tell me about yourself", "self"),
        ("Erzähl mir etwas über dich", "self"),
        ("Tell me a joke", "joke"),
        ("How many sentences are there?", "count"),
        ("How do I add articles?", "usage"),
        ("How do I add a password?", "access"),
        ("Wie setze ich ein Passwort?", "access"),
        ("Brauche ich ein Konto?", "cost"),
        ("What's new?", "topics"),
        ("latest news", "topics"),
        ("Any news?", "topics"),
        ("What is the latest news?", "topics"),
        ("What's in the news today?", "topics"),
        ("give me a briefing", "topics"),
    ],
)
def test_small_talk_and_the_bot_have_a_subject(question: str, subject: str) -> None:
    assert tell_kind(question).subject == subject


@pytest.mark.parametrize(
    ("rest", "kind", "topic"),
    [
        ("What happened", "briefing", ""),
        ("the top stories", "briefing", ""),
        ("What did the outlets report", "briefing", ""),
        ("latest news", "briefing", ""),
        ("Summarise the strike", "briefing", "the strike"),
        ("What did Kern say", "fact", ""),
    ],
)
def test_what_is_left_of_a_question_without_its_time_may_be_a_briefing(rest: str, kind: str, topic: str) -> None:
    asked = tell_kind_of_rest(rest, Asked("fact"))
    assert (asked.kind, asked.topic) == (kind, topic)


@pytest.mark.parametrize("piece", ["hello ", "compare ", "the ", "tell me about ", " and ", "is ", "— ", "how "])
def test_no_pattern_takes_long(piece: str) -> None:
    assert_takes_at_most(0.5, lambda: [tell_kind((piece * 300)[:length]) for length in (50, 100, 299)])


@pytest.mark.parametrize(
    ("typed", "question"),
    [
        ("Good morning, who won the election?", "Who won the election?"),
        ("Hi! is the bridge open?", "Is the bridge open?"),
        ("hello there who won", "who won"),
        ("Hello, Dolly opened when?", "Hello, Dolly opened when?"),
        ("Good morning", "Good morning"),
        ("Who said good morning?", "Who said good morning?"),
        ("hi all, when is lunch?", "when is lunch?"),
        ("Good day to you all: what did he say?", "Good day to you all: what did he say?"),
        ("from which day do I need a note?", "from which day do I need a note?"),
        ("From what day can I carry over leave?", "From what day can I carry over leave?"),
        ("until which evening can I book a desk?", "until which evening can I book a desk?"),
        ("After which meeting was it decided?", "After which meeting was it decided?"),
        ("to whom do I send invoices?", "to whom do I send invoices?"),
    ],
)
def test_a_greeting_before_a_question_is_no_part_of_it(typed: str, question: str) -> None:
    assert drop_greeting(typed) == question
    assert understand(typed, [], weigh=lambda asked, turns: {}).standalone == question


@pytest.mark.parametrize("word", ["ethereum", "bitcoin", "uber", "asdfgh", "xyzzy"])
def test_a_word_that_nobody_greets_with_is_a_topic(word: str) -> None:
    assert tell_kind(word).kind == "keywords"


@pytest.mark.parametrize("word", ["hello", "Heyyyy!", "thanks", "ok", "danke", "привіт", "lol"])
def test_a_word_of_courtesy_is_small_talk(word: str) -> None:
    assert tell_kind(word).kind == "small_talk"


@pytest.mark.parametrize(
    ("question", "is_first"),
    [
        ("reset password", True),
        ("who can add users", True),
        ("where do I change my password", True),
        ("how do I delete a document?", True),
        ("Passwort zurücksetzen", True),
        ("Як змінити пароль?", True),
        ("help", False),
        ("thanks", False),
        ("Guten Morgen!", False),
        ("what can you do?", False),
        ("Which files can Sourceline read?", False),
        ("Kannst du PDF lesen?", False),
        ("Що ти вмієш?", False),
    ],
)
def test_talk_that_addresses_nobody_is_asked_of_the_articles_first(question: str, is_first: bool) -> None:
    asked = tell_kind(question)
    assert (asked.kind in ("about", "small_talk"), asked.doubtful) == (True, is_first)


@pytest.mark.parametrize(
    "question",
    ["sick leave", "lunch break", "expense report", "printer not working", "farewell party", "how do I book a room"],
)
def test_the_words_of_an_office_are_no_talk(question: str) -> None:
    assert tell_kind(question).kind in ("fact", "keywords")


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("until when is the Fern Lane gate closed", "fact"),
        ("how long is the Fern Lane gate closed", "fact"),
        ("what is the Mallow House charge", "fact"),
        ("When Harry Met Sally in cinemas", "keywords"),
        ("Doctor Who in Cardiff", "keywords"),
    ],
)
def test_a_question_word_with_small_letters_after_it_opens_a_question(question: str, kind: str) -> None:
    assert tell_kind(question).kind == kind


def test_where_nobody_talks_with_the_bot_it_is_asked_of_the_articles() -> None:
    assert tell_kind("reset password", talks=False) == Asked("keywords", doubtful=True)
    assert tell_kind("where do I change my password?", talks=False) == Asked("fact")
