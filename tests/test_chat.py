"""A follow-up is made to stand alone, and a question that stands alone stays as it is."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.chat import Weigh, cut_history, understand
from qa.chat.fragments import corrects
from qa.models.left_out import TOKENS, BuiltInLeftOut, encode_conversation
from qa.models.session import WEIGHTS_DIR, open_tokenizer
from qa.records import Turn

CLOSURE = Turn(
    "Who closed the Old Mill Bridge?", "Ada Brandt, the chief engineer, closed the Old Mill Bridge in March."
)
FERRY = Turn("Who runs the ferry?", "The Dorle Ferry Company runs the ferry between Dorle and Eastbank.")
CROSSED = Turn("How many people crossed the bridge?")


SACKED = Turn("Which Norda striker failed a test?", "Norda have sacked Tomas Reyes after he failed a drugs test.")
CHIEF = Turn("Who did Ada Brandt take over from?", "Brandt took over from Ivo Lund, who died in April.")
FINAL = Turn("Who won the Alva Cup?", "Spain won the Alva Cup when Tomas Reyes beat Per Lund.")


def likely(words: str) -> Weigh:
    """Return a model that holds these words to be left out and no others."""

    def weigh(question: str, history: Sequence[Turn]) -> Mapping[str, float]:
        return dict.fromkeys(words.split(), 0.9)

    return weigh


@pytest.fixture(scope="module")
def built_in() -> Weigh:
    return BuiltInLeftOut().weigh


# ---- the rules, with a model whose judgement is given


@pytest.mark.parametrize(
    ("question", "turn", "words", "standalone"),
    [
        ("Which office does she lead?", CLOSURE, "ada brandt", "Which office does Ada Brandt lead?"),
        ("What is her title?", CLOSURE, "ada brandt", "What is Ada Brandt's title?"),
        ("Is it open again?", CLOSURE, "old mill bridge", "Is the Old Mill Bridge open again?"),
        ("How long is the bridge?", CLOSURE, "old mill bridge", "How long is the Old Mill Bridge?"),
        ("What did Brandt say?", CLOSURE, "", "What did Ada Brandt say?"),
        ("What are their fares?", FERRY, "dorle ferry company", "What are the Dorle Ferry Company's fares?"),
        ("Is there a school there?", FERRY, "eastbank", "Is there a school in Eastbank?"),
        (
            "How much had they paid for him?",
            SACKED,
            "norda tomas reyes",
            "How much had Norda paid for Tomas Reyes?",
        ),
        ("How long is he banned?", SACKED, "striker tomas reyes", "How long is Tomas Reyes banned?"),
        ("Had they won it before?", FINAL, "spain alva cup", "Had Spain won the Alva Cup before?"),
        ("What did that one die of?", CHIEF, "ada brandt", "What did Ivo Lund die of (Ada Brandt)?"),
        (
            "And his signed picture?",
            Turn("What did the Garth tapes go for?", "The tapes of Jim Garth failed to sell."),
            "jim garth",
            "What did Jim Garth's signed picture go for?",
        ),
    ],
)
def test_what_is_left_out_is_put_where_it_reads_best(question: str, turn: Turn, words: str, standalone: str) -> None:
    assert understand(question, [turn], weigh=likely(words)).standalone == standalone


@pytest.mark.parametrize(
    ("question", "turn", "standalone"),
    [
        ("And how many cars?", CROSSED, "How many cars crossed the bridge?"),
        ("What about boats?", CROSSED, "How many boats crossed the bridge?"),
        ("Why?", Turn("Did she close the bridge?"), "Why did she close the bridge?"),
        ("Why?", CLOSURE, "Why is it that Ada Brandt, the chief engineer, closed the Old Mill Bridge in March?"),
        ("And in 2019?", Turn("How many people crossed in 2018?"), "How many people crossed in 2019?"),
        ("And Lund?", Turn("What does Ada Kern earn outside Parliament?"), "What does Lund earn outside Parliament?"),
        ("Lund?", Turn("What does Ada Kern earn outside Parliament?"), "What does Lund earn outside Parliament?"),
        ("And the Kern tapes?", Turn("What did the Garth suits go for?"), "What did the Kern tapes go for?"),
        ("And Lund's guitar in Oslo?", Turn("What did his picture go for?"), "What did Lund's guitar in Oslo go for?"),
        ("And the fog?", Turn("Who is Ada Kern?"), "And the fog?"),
        ("And Dorle?", Turn("Who is the boss of Eastbank?"), "Who is the boss of Dorle?"),
        ("And Lund?", Turn("What did the mayor say?"), "What did Lund say?"),
        ("What about Ivo Lund?", Turn("Will she run in Dorle?"), "Will Ivo Lund run in Dorle?"),
        ("What about Grey Herons?", Turn("Who directed it?"), "Who directed Grey Herons?"),
        ("What about Rome?", Turn("How long does it take?"), "What about Rome?"),
        ("And how many were hurt?", CROSSED, "How many people were hurt?"),
        ("And Sideways?", Turn("Who directed The Aviator?"), "Who directed Sideways?"),
        ("And Dorle?", Turn("How fast is it?"), "How fast is Dorle?"),
        ("What about Dorle?", Turn("What are heron nests?"), "What about Dorle?"),
        ("And Ivo Lund?", Turn("Which member resigned over the leak?"), "And Ivo Lund?"),
        ("And Norda's?", Turn("Who is Vistula's coach?"), "Who is Norda's coach?"),
        ("How many of them were hurt?", CROSSED, "How many of them were hurt?"),
    ],
)
def test_a_piece_of_a_question_takes_the_rest_from_the_one_before(question: str, turn: Turn, standalone: str) -> None:
    assert understand(question, [turn], weigh=likely("")).standalone == standalone


@pytest.mark.parametrize(
    ("question", "is_unclear"),
    [
        ("Who is his wife?", True),
        ("Will she run again?", True),
        ("When did Kern say she would run?", False),
        ("Which mayor said he would resign?", False),
        ("How long does it take?", False),
        ("Which nurse lost her job?", False),
        ('Who said "he is a liar"?', False),
    ],
)
def test_who_is_meant_by_nobody_that_is_named_is_unclear(question: str, is_unclear: bool) -> None:
    assert understand(question, [], weigh=likely("")).unclear == is_unclear
    assert understand(question, [Turn("How deep is the sea?")], weigh=likely("")).unclear == is_unclear


BUILT = Turn("When was the tower built (Dorle)?", "The tower was built in 1911.")


@pytest.mark.parametrize(
    ("correction", "standalone"),
    [
        ("no I mean the mill", "When was the mill built?"),
        ("No, the mill.", "When was the mill built?"),
        ("I meant the mill", "When was the mill built?"),
        ("Sorry, the mill I meant", "When was the mill built?"),
        ("not the tower, the mill", "When was the mill built?"),
        ("no, I mean who built it?", "Who built the tower?"),
    ],
)
def test_a_correction_asks_the_question_before_of_what_was_meant(correction: str, standalone: str) -> None:
    assert understand(correction, [BUILT], weigh=likely("tower")).standalone == standalone
    assert corrects(correction)
    assert not corrects(standalone)


@pytest.mark.parametrize(
    "said", ["I mean it", "Do you know what I mean?", "No.", "The mill", "Not now, thanks", "no no"]
)
def test_what_names_nothing_else_corrects_nothing(said: str) -> None:
    assert not corrects(said)


def test_a_correction_takes_the_place_of_a_pronoun() -> None:
    asked = understand("no, I mean the mill", [Turn("When was it built?")], weigh=likely(""))
    assert asked.standalone == "When was the mill built?"


def test_what_leans_is_searched_for_with_the_whole_question_before_it() -> None:
    history = [CLOSURE, Turn("Who does she work for?", "She works for the city.")]
    asked = understand("Since when?", history, weigh=likely("ada brandt"))
    assert asked.before == "Who does Ada Brandt work for?"


@pytest.mark.parametrize(
    "question",
    [
        "Which office does she lead?",
        "Is it open again?",
        "Where do five chicks nest?",
        "What did the spokesman of the ministry say about the fares?",
        "How long does it take to cross?",
        "Is there any other crossing?",
    ],
)
def test_where_nothing_is_likely_nothing_changes(question: str) -> None:
    assert understand(question, [CLOSURE, FERRY], weigh=likely("")).standalone == question


def test_what_the_last_turn_is_about_comes_before_older_things() -> None:
    history = [
        Turn("Who heads Norda Group?", "Per Lund heads Norda Group."),
        Turn("Who runs Vistula Bank?", "Vistula Bank has named Ada Kern."),
    ]
    weighed = {
        "norda": 0.4,
        "group": 0.4,
        "vistula": 0.3,
        "bank": 0.3,
        "ada": 0.6,
        "kern": 0.6,
        "per": 0.7,
        "lund": 0.7,
    }
    asked = understand("Will she leave it?", history, weigh=lambda question, turns: weighed)
    assert asked.standalone == "Will Ada Kern leave Vistula Bank?"


def test_a_question_with_a_subject_of_its_own_outweighs_what_was_before_it() -> None:
    history = [
        Turn("Who steered the ferry Halvard?", "Greta Osmund."),
        Turn("What will the repair of the library cost?"),
    ]

    def weigh(question: str, turns: Sequence[Turn]) -> Mapping[str, float]:
        words = {word.strip("?.").lower() for turn in turns for word in f"{turn.question} {turn.answer}".split()}
        return (
            {} if "repair" in question else {"ferry": 0.9, "halvard": 0.9} if "halvard" in words else {"library": 0.6}
        )

    assert understand("When was it opened?", history, weigh=weigh).standalone == "When was the library opened?"
    kept = [history[0], Turn("How many people were on board?")]
    assert understand("When was it built?", kept, weigh=weigh).standalone == "When was Halvard built?"


@pytest.mark.parametrize(
    ("question", "bare"),
    [
        ("Who orders the boxes?", "Who orders the boxes?"),
        ("How high is the rent of the flat?", "How high is the rent of the flat?"),
        ("What are the fares?", ""),
        ("What did the owner say?", ""),
        ("And who orders the boxes?", ""),
    ],
)
def test_a_question_that_may_stand_alone_is_known_without_what_was_added(question: str, bare: str) -> None:
    asked = understand(question, [FERRY], weigh=likely("dorle ferry company"))
    assert "Dorle" in asked.standalone
    assert asked.bare == bare


@pytest.mark.parametrize(
    ("question", "fuller"),
    [
        ("What do the passengers think?", "What do the passengers think (Dorle Ferry Company)?"),
        ("Who else owns shares?", "Who else owns shares (Dorle Ferry Company)?"),
        ("What does Ada Kern think?", ""),
    ],
)
def test_a_question_that_names_nothing_may_be_on_what_the_last_turn_names(question: str, fuller: str) -> None:
    asked = understand(question, [FERRY], weigh=likely(""))
    assert (asked.standalone, asked.fuller) == (question, fuller)


def test_a_piece_begins_no_subject_of_its_own() -> None:
    talk = [Turn("Who directed Grey Herons?", "Ada Brandt directed it."), Turn("What about Old Mills?", "Ivo Lund.")]
    assert understand("And Red Foxes?", talk, weigh=likely("")).standalone == "Who directed Red Foxes?"


def test_what_is_asked_for_comes_before_the_place_that_it_is_in() -> None:
    turn = Turn("Who won the prize in Dorle?", "Ada Kern won it.")
    asked = understand("How much is it worth?", [turn], weigh=likely("dorle"))
    assert asked.standalone == "How much is the prize worth (Dorle)?"


def test_the_only_one_that_it_can_be_needs_to_be_less_likely() -> None:
    def weigh(question: str, history: Sequence[Turn]) -> Mapping[str, float]:
        return {"greta": 0.13, "osmund": 0.09}

    turn = Turn("Who was the captain?", "Greta Osmund.")
    assert understand("Why was she suspended?", [turn], weigh=weigh).standalone == "Why was Greta Osmund suspended?"


@pytest.mark.parametrize(("question", "standalone"), [
    ("By when?", "By when (Who orders the boxes)?"),
    ("In which month?", "In which month (Who orders the boxes)?"),
])  # fmt: skip
def test_a_bare_question_with_its_preposition_takes_up_the_last(question: str, standalone: str) -> None:
    asked = understand(question, [Turn("Who orders the boxes?", "Agnes Thiel.")], weigh=likely(""))
    assert asked.standalone == standalone


def test_of_two_names_one_in_the_other_the_fuller_is_added() -> None:
    turn = Turn("Who was hurt?", "On Line 9 nobody was hurt. The Line 9 crash was a shock.")
    weigh = likely("line 9 crash")
    assert understand("Who said so?", [turn], weigh=weigh).standalone == "Who said so (Line 9 crash)?"


def test_who_after_a_briefing_is_of_its_topic() -> None:
    turn = Turn("What is the latest on the Dorle dam?", "The dam was closed.")
    assert understand("Who?", [turn], weigh=likely("dorle dam")).standalone == "Who (Dorle dam)?"


def test_at_most_one_bracket_is_added_and_no_person_twice() -> None:
    history = [Turn("How did Theo van Garth die?", "Van Garth was shot in Alvik.")]
    asked = understand("When was that again?", history, weigh=likely("theo van garth alvik shot die"))
    assert asked.standalone.count("(") <= 1
    assert asked.standalone.count("Garth") <= 1


def test_a_bridge_is_never_she() -> None:
    standalone = understand(
        "When did she retire?", [Turn("How long is the bridge?")], weigh=likely("bridge")
    ).standalone
    assert standalone == "When did she retire (bridge)?"


def test_a_name_that_the_question_has_is_not_added_again() -> None:
    question = "When did Ada Brandt open the Old Mill Bridge?"
    assert understand(question, [CLOSURE], weigh=likely("ada brandt old mill bridge")).standalone == question


def test_a_question_that_names_something_needs_more_to_be_added_to() -> None:
    def weigh(question: str, history: Sequence[Turn]) -> Mapping[str, float]:
        return {"ferry": 0.4}

    assert understand("What are the fares?", [FERRY], weigh=weigh).standalone == "What are the fares (ferry)?"
    assert understand("What are the fares to Kell?", [FERRY], weigh=weigh).standalone == "What are the fares to Kell?"


def test_the_marks_of_citations_and_refusals_are_not_read() -> None:
    turns = cut_history([Turn("Who?", "I do not know who."), Turn("Where?", "In Dorle [1].")])
    assert turns == [Turn("Who?", ""), Turn("Where?", "In Dorle.")]


@pytest.mark.parametrize("question", ["Why?", "And he?", "", "  ", "?!", "Почему?", "他是谁?"])
def test_without_history_nothing_changes(question: str) -> None:
    assert understand(question, [], weigh=likely("he")).standalone == question


TEXTS = st.text(max_size=80) | st.lists(
    st.sampled_from(
        "Who what did he she it they there Ada Brandt the bridge Dorle and of in other ? , . \" ' 2019".split()
    )
).map(" ".join)


@settings(deadline=None)  # a slow computer is no failure
@given(TEXTS, st.lists(st.tuples(TEXTS, TEXTS), max_size=4), st.sampled_from([0.0, 0.5, 1.0]))
def test_no_conversation_is_too_strange(question: str, history: list[tuple[str, str]], likelihood: float) -> None:
    def weigh(question: str, history: Sequence[Turn]) -> Mapping[str, float]:
        words = {word.lower() for turn in history for word in f"{turn.question} {turn.answer}".split()}
        return dict.fromkeys(words, likelihood)

    standalone = understand(question, [Turn(*turn) for turn in history], weigh=weigh).standalone
    assert bool(standalone.strip()) == bool(question.strip())


# ---- the model that comes with the product


@settings(deadline=None)
@given(TEXTS, st.lists(st.tuples(TEXTS, TEXTS), max_size=12))
def test_every_token_read_has_its_place_and_every_word_its_token(question: str, history: list[tuple[str, str]]) -> None:
    tokenizer = open_tokenizer(WEIGHTS_DIR / "encoder" / "tokenizer.json")
    encoded = encode_conversation(tokenizer, question, [Turn(*turn) for turn in history])
    assert len(encoded.ids) == len(encoded.types) <= TOKENS
    said = " ".join(part for turn in history for part in turn).lower()
    assert all(word.lower in said and 0 < word.token < len(encoded.ids) for word in encoded.words)


def test_a_follow_up_leaves_out_a_name_rather_than_another_word(built_in: Weigh) -> None:
    weights = built_in("Which office does she lead?", [CLOSURE])
    assert weights["ada"] > 0.5 > weights["march"]


def test_an_answer_without_words_is_weighed_as_nothing(built_in: Weigh) -> None:
    assert built_in("Why?", [Turn("?!", "...")]) == {}
    assert built_in("Why?", []) == {}


NEWS = [
    (
        "Which newspaper did he speak to?",
        [
            Turn(
                "Who commented on the North Koreans for the Special Operations Forces?",
                "Colonel Oleksandr Kindratenko, their spokesman, told Ukrainska Pravda that no North Koreans had been"
                " noticed for about three weeks.",
            )
        ],
        "Which newspaper did Colonel Oleksandr Kindratenko speak to?",
    ),
    (
        "What is he waiting to find out?",
        [Turn("Who is Kyrylo Budanov?", "The head of Ukraine's intelligence.")],
        "What is Kyrylo Budanov waiting to find out?",
    ),
    (
        "What does he get in exchange?",
        [Turn("What has Kim Jong Un given to Russia?", "Soldiers and resources, reportedly.")],
        "What does Kim Jong Un get in exchange?",
    ),
    (
        "Why did they leave?",
        [Turn("Where did the North Korean soldiers fight?", "In Russia's Kursk region.")],
        "Why did North Korean soldiers leave?",
    ),
    (
        "What is its default?",
        [Turn("What does the setting QA_SCORE_FLOOR do?", "An answer that is less sure than this is not given.")],
        "What is QA_SCORE_FLOOR's default?",
    ),
]


@pytest.mark.parametrize(("question", "history", "standalone"), NEWS)
def test_dialogues_about_our_own_articles_are_understood(
    question: str, history: list[Turn], standalone: str, built_in: Weigh
) -> None:
    assert understand(question, history, weigh=built_in).standalone == standalone


@pytest.mark.parametrize(
    "question",
    [
        "When was the Eiffel Tower built?",
        "How many people live in Lisbon?",
        "Who wrote the report on the harbour of Rotterdam?",
        "What did Mayor Tomas Reyes say about the ferry?",
        "Is the widget for wikis available?",
        "Where do five chicks nest?",
        "Which port does the chat page use by default?",
        "How many North Korean soldiers were killed in Kursk?",
    ],
)
@pytest.mark.parametrize("turn", [CLOSURE, FERRY])
def test_a_question_that_stands_alone_stays_as_it_is(question: str, turn: Turn, built_in: Weigh) -> None:
    assert understand(question, [turn], weigh=built_in).standalone == question


# ---- the whole conversation


def test_a_pronoun_means_the_person_of_the_last_answer(built_in: Weigh) -> None:
    talk = [
        Turn(
            "Who closed the harbour bridge?", "Mayor Odile Brandt closed the harbour bridge to all traffic on Monday."
        ),
        Turn("When did she resign?", "Mayor Brandt was not there; she had resigned in June."),
        Turn("Who runs the bus company?", "Ina Voss, who runs the bus company, said nine percent would ruin it."),
    ]
    assert understand("What did she say?", talk, weigh=built_in).standalone == "What did Ina Voss say?"


def test_a_piece_of_a_piece_is_made_whole(built_in: Weigh) -> None:
    talk = [
        Turn("How much does a change to winter tyres cost for the Alva?", "A change to winter tyres costs 89 euros."),
        Turn("What about a service?", "A service costs 210 euros."),
    ]
    understood = understand("And a windscreen replacement?", talk, weigh=built_in)
    assert understood.standalone == "How much does a windscreen replacement cost for the Alva?"


@pytest.mark.parametrize("question", ["thanks", "Hello!", "ok thanks, bye", "How many articles do you have?"])
def test_small_talk_is_not_rewritten(question: str, built_in: Weigh) -> None:
    assert understand(question, [CLOSURE, FERRY], weigh=built_in).standalone == question


def test_a_greeting_before_a_question_is_no_history(built_in: Weigh) -> None:
    question = "Who closed the bridge?"
    assert understand(question, [Turn("Good morning", "Hello!")], weigh=built_in).standalone == question
