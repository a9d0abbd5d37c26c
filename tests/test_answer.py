"""The answer quotes whole sentences, shows where sources differ, and says plainly when nothing answers."""

from dataclasses import replace

import pytest

from qa.answer import answer_to_json, quote_answer
from qa.copies import says_the_same
from qa.reading.leads import Lead
from qa.reading.read import Reading
from qa.records import Answer, Article, Evidence, Sentence, StoredArticle
from qa.split import split_sentences

TEXTS = {
    "a": "Tomas Reyes opened the meeting. He spoke for two hours about the bridge. Nobody left early.",
    "b": "The mayor spoke for three hours, according to the clerk. About 90 people came.",
    "c": "Wire report. About 90 people came!",
    "e": "Relay\n1. Open the lid.\n2. Press S3.\n3. Close the lid.\n4. Wait.\nIt is green.",
    "d": "The fee for a boat is:\n- up to six metres: 4 euros\n- longer boats: 9 euros",
}


def store(article_id: str) -> StoredArticle:
    article = Article(article_id, f"Title {article_id}", TEXTS[article_id], source=f"Paper {article_id}")
    sentences = split_sentences(article.text, article_id=article_id)
    return StoredArticle(article, article.version, tuple((s.start, s.end) for s in sentences))


ARTICLES = {article_id: store(article_id) for article_id in TEXTS}


def evidence(article_id: str, index: int, score: float, phrase: str = "") -> Evidence:
    sentence: Sentence = ARTICLES[article_id].sentences[index]
    start = TEXTS[article_id].index(phrase, sentence.start) if phrase else 0
    return Evidence(ARTICLES[article_id], sentence, score, (start, start + len(phrase)) if phrase else None)


def make_lead(article_id: str, index: int, phrase: str) -> Lead:
    sentence: Sentence = ARTICLES[article_id].sentences[index]
    start = TEXTS[article_id].index(phrase, sentence.start)
    return Lead(sentence, (start, start + len(phrase)))


def answer(
    question: str, *pieces: Evidence, confidence: float = 0.9, most: int = 3, lead: Lead | None = None
) -> Answer:
    return quote_answer(
        question,
        question,
        Reading(pieces, confidence, lead),
        score_floor=0.5,
        perhaps_floor=0.2,
        sentence_floor=0.6,
        max_sentences=most,
        nearest_sentences=2,
        timings_ms={},
    )


def test_a_word_of_ours_stands_above_the_sentence_that_says_so() -> None:
    said = answer("Did anybody leave?", evidence("a", 2, 0.9), lead=Lead(ARTICLES["a"].sentences[2], word="No"))
    assert [(s.text, s.kind) for s in said.statements] == [("No.", "lead"), ("Nobody left early.", "quote")]
    assert said.citations[0].phrase is None


def test_each_quoted_sentence_is_a_statement_with_its_number() -> None:
    given = answer("What happened?", evidence("a", 2, 0.9), evidence("b", 1, 0.8))
    assert given.text == "Nobody left early. [1] About 90 people came. [2]"
    assert [c.quote for c in given.citations] == ["Nobody left early.", "About 90 people came."]


def test_every_quote_is_the_slice_of_its_article() -> None:
    given = answer("How long?", evidence("a", 1, 0.9), evidence("b", 0, 0.8), evidence("c", 1, 0.7))
    for citation in given.citations:
        sentence = citation.sentence
        assert citation.article.text[sentence.start : sentence.end] == citation.quote


def test_only_sentences_close_to_the_best_are_quoted() -> None:
    given = answer("What happened?", evidence("a", 2, 0.9), evidence("b", 1, 0.5))
    assert [c.quote for c in given.citations] == ["Nobody left early."]
    assert len(given.ranked) == 2


def test_what_only_introduces_a_list_is_not_quoted_beside_its_item() -> None:
    introduces, short, longer = (evidence("d", index, score) for index, score in ((0, 0.8), (1, 0.9), (2, 0.7)))
    assert [c.quote for c in answer("What is the fee?", short, introduces, longer).citations] == [
        "- up to six metres: 4 euros",
        "- longer boats: 9 euros",
    ]
    assert answer("What is the fee?", introduces, short).citations[0].quote == "The fee for a boat is:"


@pytest.mark.parametrize(("own_score", "quoted"), [(0.97, 2), (0.9, 1)])
def test_a_sentence_that_is_sure_by_itself_is_quoted_beside_a_far_better_one(own_score: float, quoted: int) -> None:
    other = replace(evidence("b", 1, 0.1), own_score=own_score)
    assert len(answer("What happened?", evidence("a", 2, 0.9), other).citations) == quoted


def test_no_more_sentences_are_quoted_than_allowed() -> None:
    given = answer("What happened?", evidence("a", 2, 0.9), evidence("b", 1, 0.9), evidence("a", 0, 0.9), most=2)
    assert len(given.citations) == 2


@pytest.mark.parametrize("confidence", [0.0, 0.19])
def test_below_the_floor_the_nearest_are_shown_and_nothing_is_stated(confidence: float) -> None:
    pieces = evidence("a", 2, 0.9), evidence("b", 1, 0.8), evidence("a", 0, 0.7)
    given = answer("What happened?", *pieces, confidence=confidence)
    assert (given.outcome, given.text, given.statements, given.citations) == ("not_found", "", (), ())
    assert [c.number for c in given.nearest] == [1, 2]


@pytest.mark.parametrize("confidence", [0.2, 0.49])
def test_between_the_floors_the_best_sentence_is_shown_as_what_perhaps_answers(confidence: float) -> None:
    pieces = evidence("b", 1, 0.4, phrase="90 people"), evidence("a", 0, 0.3), evidence("c", 1, 0.3)
    given = answer("How many people came?", *pieces, confidence=confidence)
    assert given.outcome == "perhaps"
    assert given.text == "About 90 people came. [1][2]", "no headline, and the copy of the sentence beside it"
    assert [s.kind for s in given.statements] == ["quote"]
    assert [(c.number, c.quote) for c in given.nearest] == [(3, "Tomas Reyes opened the meeting.")]


def test_without_evidence_nothing_is_found() -> None:
    assert answer("What happened?").outcome == "not_found"


def test_the_same_sentence_of_another_article_is_cited_beside_the_first() -> None:
    given = answer("How many people came?", evidence("b", 1, 0.9), evidence("a", 2, 0.85), evidence("c", 1, 0.8))
    assert given.text == "About 90 people came. [1][2] Nobody left early. [3]"
    assert [c.article.id for c in given.citations] == ["b", "c", "a"]


def test_a_sentence_that_says_the_same_as_two_others_is_cited_once() -> None:
    first = "The council of Dorle agreed on Monday to close the old mill bridge after engineers found cracks in a pier"
    texts = {"d": f"{first}.", "e": f"{first} that night.", "f": f"{first} late that night."}
    assert [says_the_same(texts[a], texts[b]) for a, b in ("de", "ef", "df")] == [True, True, False]
    pieces = []
    for (name, text), score in zip(texts.items(), (0.9, 0.8, 0.85), strict=True):
        article = Article(name, name, text)
        pieces.append(Evidence(stored := StoredArticle(article, name, ((0, len(text)),)), stored.sentence(0), score))
    given = answer("Why was it closed?", *pieces)
    assert [c.article.id for c in given.citations] == ["d", "e", "f"]
    assert [[c.number for c in s.citations] for s in given.statements] == [[1, 2], [3]]


def test_the_headline_comes_first_where_one_is_earned() -> None:
    given = answer("How many people came?", evidence("b", 1, 0.9), lead=make_lead("b", 1, "90 people"))
    assert given.text == "About 90 people. [1] About 90 people came. [1]"
    assert [s.kind for s in given.statements] == ["lead", "quote"]
    start, end = given.citations[0].phrase or (0, 0)
    assert TEXTS["b"][start:end] == "90 people"


@pytest.mark.parametrize(
    ("text", "phrase", "headline"),
    [
        ("boatctl list shows them.", "boatctl list", "boatctl list."),
        ("Type boatctl list --all to see them.", "boatctl list --all", "boatctl list --all."),
        ("They stand in boats.yaml there.", "boats.yaml", "boats.yaml."),
        ("They call it the iBoat there.", "iBoat", "iBoat."),
        ("They are red - all of them.", "red - all of them", "Red - all of them."),
        ("Ann came in the morning.", "in the morning", "In the morning."),
    ],
)
def test_a_command_and_the_name_of_a_file_keep_their_case(text: str, phrase: str, headline: str) -> None:
    stored = StoredArticle(Article("f", "F", text), "f", ((0, len(text)),))
    span = text.index(phrase), text.index(phrase) + len(phrase)
    lead = Lead(stored.sentence(0), span)
    assert answer("What?", Evidence(stored, stored.sentence(0), 0.9), lead=lead).statements[0].text == headline


def test_a_phrase_that_has_not_earned_it_is_no_headline() -> None:
    given = answer("How many people came?", evidence("b", 1, 0.9, phrase="90 people"))
    assert [s.kind for s in given.statements] == ["quote"]


def test_the_sentence_of_the_headline_is_cited_first() -> None:
    pieces = evidence("a", 0, 0.9), evidence("b", 1, 0.8)
    given = answer("How many people came?", *pieces, lead=make_lead("b", 1, "90 people"))
    assert given.text == "About 90 people. [1] About 90 people came. [1] Tomas Reyes opened the meeting. [2]"


def test_where_sources_differ_no_phrase_stands_above_them() -> None:
    pieces = evidence("a", 1, 0.9), evidence("b", 0, 0.8)
    given = answer("How long did he speak?", *pieces, lead=make_lead("a", 1, "two hours"))
    assert given.conflicts
    assert {s.kind for s in given.statements} == {"quote"}
    assert [c.quote for c in given.citations] == [ARTICLES["a"].quote(pieces[0].sentence), pieces[1].text], "each once"


def test_a_pronoun_is_explained_outside_the_quote() -> None:
    given = answer("Who spoke?", evidence("a", 1, 0.9))
    assert given.text == "He spoke for two hours about the bridge. (He: Tomas Reyes) [1]"
    assert given.citations[0].quote == "He spoke for two hours about the bridge."


def test_sources_that_differ_are_both_cited_even_beyond_the_limit() -> None:
    given = answer("How long did he speak?", evidence("a", 1, 0.9), evidence("b", 0, 0.8), most=1)
    (conflict,) = given.conflicts
    assert [c.quote for c in conflict.citations] == [
        "He spoke for two hours about the bridge.",
        "The mayor spoke for three hours, according to the clerk.",
    ]
    assert conflict.about == "the length"
    assert set(conflict.citations) <= set(given.citations)
    assert given.citations[1].speaker == "the clerk"


def date(piece: Evidence, day: str) -> Evidence:
    return replace(piece, stored=replace(piece.stored, article=replace(piece.stored.article, published=day)))


def test_of_sources_that_differ_the_newest_stands_first_where_all_have_a_date() -> None:
    best, other = evidence("a", 1, 0.9), evidence("b", 0, 0.8)
    for days, first in ((("2024-01-05", "2025-03-01"), "b"), (("2025-03-01", "2024-01-05"), "a"), (("", "2024"), "a")):
        given = answer("How long did he speak?", date(best, days[0]), date(other, days[1]), most=1)
        (conflict,) = given.conflicts
        order = [first, "ab".replace(first, "")]
        assert [c.article.id for c in conflict.citations] == order
        assert [s.citations[0].article.id for s in given.statements] == order


def test_each_side_of_a_conflict_has_its_phrase_also_where_the_reader_marked_none() -> None:
    given = answer("How long did he speak?", evidence("a", 1, 0.9, phrase="two hours"), evidence("b", 0, 0.8))
    (conflict,) = given.conflicts
    marked = [TEXTS[c.article.id][slice(*c.phrase)] for c in conflict.citations if c.phrase]
    assert marked == ["two hours", "three hours"]


def test_the_json_of_an_answer_points_at_citations_by_number() -> None:
    given = answer_to_json(answer("How long did he speak?", evidence("a", 1, 0.9), evidence("b", 0, 0.8)))
    assert given["conflicts"] == [{"citations": [1, 2], "about": "the length"}]
    assert given["statements"][1] == {
        "text": "The mayor spoke for three hours, according to the clerk.",
        "citations": [2],
        "verdict": "supported",
        "kind": "quote",
    }


@pytest.mark.parametrize(("own_score", "shown"), [(0.3, [["b", "a"]]), (0.05, [])])
def test_a_weak_sentence_contradicts_the_best_only_where_it_is_read_as_an_answer(
    own_score: float, shown: list[list[str]]
) -> None:
    pieces = [evidence("b", 0, 0.9), replace(evidence("a", 1, 0.01), own_score=own_score)]
    said = answer("How long did he speak?", *pieces, lead=make_lead("b", 0, "three hours"))
    assert [[c.article.id for c in conflict.citations] for conflict in said.conflicts] == shown
    assert [s.text for s in said.statements if s.kind == "lead"] == ([] if shown else ["Three hours."])


def test_sentences_that_differ_beside_one_that_answers_are_no_conflict() -> None:
    others = [replace(evidence(article, index, 0.4), own_score=0.5) for article, index in (("b", 0), ("a", 1))]
    assert not answer("How long did he speak?", evidence("a", 2, 0.9), *others).conflicts


def test_who_asks_for_steps_gets_all_of_them_in_order_without_a_headline() -> None:
    pieces = (evidence("e", 2, 0.9), evidence("b", 1, 0.8))
    said = answer("How do I restart the relay?", *pieces, lead=make_lead("e", 2, "Press S3"))
    steps = ["1. Open the lid.", "2. Press S3.", "3. Close the lid.", "4. Wait."]
    assert [statement.text for statement in said.statements] == steps
    assert [c.quote for c in said.citations] == steps
    assert len(answer("When do I press S3?", *pieces).statements) == 2
