"""The two journeys, end to end, with the models that come with the product."""

import json
import socket
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from qa.answer import answer_to_json
from qa.bot import Bot, open_bot
from qa.chat import Understood
from qa.clock import Clock
from qa.errors import IndexLockedError, NoIndexError, QuestionError
from qa.filters import Filters
from qa.index.build import build_index
from qa.index.contents import opening_library
from qa.records import Answer, Turn
from qa.settings import Settings, load_settings
from qa.split import split_sentences
from qa.store.folder import IndexFolder
from qa.store.holdings import list_asks, list_starters
from tests.conftest import write_articles

QUESTIONS = [
    ("How much will the repair of the bridge cost?", "The repair will cost $4.2 million and take 14 months."),
    ("How many cars crossed the bridge every day?", "About 9,000 cars crossed the bridge every day."),
    ("How long does a ferry crossing take?", "A crossing takes 12 minutes."),
    ("When do grey herons nest?", "Grey herons nest in March."),
]


def assert_exact(bot: Bot, answer: Answer) -> None:
    for citation in (*answer.citations, *answer.nearest):
        article = bot.get_article(citation.article.id)
        assert article is not None
        start, end = citation.sentence.start, citation.sentence.end
        assert article.text[start:end] == citation.quote
        assert article.sha256 == citation.article.sha256
        assert (start, end) in {(s.start, s.end) for s in split_sentences(article.text)}, "a whole sentence"


@pytest.mark.parametrize(("question", "sentence"), QUESTIONS)
def test_the_first_citation_is_the_whole_sentence_that_answers(small_bot: Bot, question: str, sentence: str) -> None:
    answer = small_bot.ask(question)
    assert answer.outcome == "answered"
    assert answer.citations[0].quote == sentence
    assert_exact(small_bot, answer)


@pytest.mark.parametrize(
    "question", ["Who won the chess championship in Reykjavik?", "What is the boiling point of mercury?"]
)
def test_what_the_articles_do_not_say_is_not_answered(small_bot: Bot, question: str) -> None:
    answer = small_bot.ask(question)
    assert answer.outcome == "not_found"
    assert answer.statements == answer.citations == ()
    assert len(answer.nearest) == 3
    assert_exact(small_bot, answer)


def test_what_was_added_to_a_question_is_left_out_where_the_question_alone_is_answered(
    small_bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = Understood("When do grey herons nest (chess club, Lisbon)?", leans=True, bare="When do grey herons nest?")
    monkeypatch.setattr("qa.bot.understand", lambda *_, **__: told)
    answer = small_bot.ask("When do grey herons nest?", [Turn("Where is the chess club of Lisbon?")])
    assert (answer.standalone, answer.outcome) == (told.bare, "answered")


@pytest.mark.parametrize(
    ("topic", "adds"),
    [("herons", True), ("Grey herons", True), ("Old Mill Bridge", False)],
)
def test_what_the_last_turn_names_is_added_where_its_articles_answer(
    small_bot: Bot, monkeypatch: pytest.MonkeyPatch, topic: str, *, adds: bool
) -> None:
    question, fuller = "When do they nest?", f"When do they nest ({topic})?"
    monkeypatch.setattr("qa.bot.understand", lambda *_, **__: Understood(question, leans=True, fuller=fuller))
    answer = small_bot.ask(question, [Turn("Where do they live?")])
    assert answer.standalone == (fuller if adds else question)


def test_who_asked_does_not_see_the_words_in_which_an_answer_is_looked_for(
    small_bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.bot.reword", lambda question: question.replace("breed", "nest"))
    steps = list(small_bot.ask_in_steps("When do grey herons breed? "))
    assert {answer.standalone for _, answer in steps} == {"When do grey herons breed?"}
    plain = small_bot.ask("When do grey herons nest?")
    assert (steps[-1][1].statements, steps[-1][1].confidence) == (plain.statements, plain.confidence)


def test_what_is_asked_of_nobody_is_no_more_than_perhaps_answered(small_bot: Bot) -> None:
    answer = small_bot.ask("How long will his repair take?")
    assert answer.outcome == "perhaps"
    assert not [one for one in answer.statements if one.kind == "lead"]
    assert small_bot.ask("How long will the repair take?").outcome == "answered"


def test_a_correction_is_no_talk(small_bot: Bot) -> None:
    answer = small_bot.ask("no, I mean grey herons", [Turn("When do storks nest?")])
    assert answer.standalone == "When do grey herons nest?"
    assert answer.citations[0].quote == "Grey herons nest in March."


def test_ranked_sentences_are_the_whole_order_and_distinct(small_bot: Bot) -> None:
    ranked = small_bot.ask("Who denied that the ferry would stay?").ranked
    places = [(e.sentence.article_id, e.sentence.start) for e in ranked]
    assert len(set(places)) == len(places) >= 10
    assert [e.score for e in ranked] == sorted((e.score for e in ranked), reverse=True)


def test_the_same_question_gets_the_same_answer(small_bot: Bot) -> None:
    first, second = (answer_to_json(small_bot.ask("When was the bridge closed?")) for _ in range(2))
    first.pop("timings_ms"), second.pop("timings_ms")
    assert first == second


@pytest.mark.parametrize("question", ["", "  \n", "x" * 2001, "?!", "\x00", "😀" * 100, "\u202e?"])
def test_a_question_that_cannot_be_asked_is_refused_in_one_line(small_bot: Bot, question: str) -> None:
    with pytest.raises(QuestionError) as caught:
        small_bot.ask(question)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "question", ["a\x00", "😀" * 100 + "a", "a" * 2000, "שלום", "'; DROP TABLE articles; --", "\u202ea?"]
)
def test_a_strange_question_is_only_a_question(small_bot: Bot, question: str) -> None:
    assert small_bot.ask(question, [Turn("\ud83d", "\x00")]).outcome in {"answered", "perhaps", "not_found"}


def test_many_threads_may_ask_at_once(small_bot: Bot) -> None:
    found: list[str] = []
    threads = [
        threading.Thread(target=lambda q=q: found.append(small_bot.ask(q).citations[0].quote)) for q, _ in QUESTIONS * 3
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == sorted(sentence for _, sentence in QUESTIONS * 3)


def test_no_question_opens_a_connection(small_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*address: object, **_: object) -> None:
        raise AssertionError(f"a connection to {address}")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    bot = open_bot(small_settings)
    assert bot.ask("How long does a ferry crossing take?").outcome == "answered"
    bot.close()


def test_there_is_nothing_to_open_before_an_index_is_built(tmp_path: Path) -> None:
    with pytest.raises(NoIndexError, match="run 'qa index' first"):
        open_bot(load_settings(index_dir=tmp_path))


def test_a_question_that_takes_too_long_gives_its_place_to_the_next(
    small_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot = open_bot(small_settings.model_copy(update={"question_seconds": 0.001}))
    steps = bot.ask_in_steps("How long does a ferry crossing take?")
    with pytest.raises(QuestionError, match=r"longer than 0\.001 seconds: ask a shorter one"):
        list(steps)
    bot.close()


def test_the_time_in_which_the_models_load_is_not_the_questions(
    small_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = []

    class WatchedClock(Clock):
        def __init__(self, seconds: float) -> None:
            loaded.append(bot._parts.loaded)
            super().__init__(seconds)

    monkeypatch.setattr("qa.bot.Clock", WatchedClock)
    bot = open_bot(small_settings)
    bot.ask("How long does a ferry crossing take?")
    bot.close()
    assert loaded == [True]


def test_a_lone_surrogate_is_a_letter_that_no_article_has(small_bot: Bot) -> None:
    assert small_bot.get_article("\ud83d") is None
    with pytest.raises(QuestionError, match="no outlet"):
        small_bot.ask("Where is \ud83d?", filters=Filters(outlets=("\ud83d",)))


def run_index(index_dir: Path, *places: Path) -> dict[str, object]:
    command = [sys.executable, "-m", "qa.cli", "index", *map(str, places), "--index-dir", str(index_dir), "--json"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_running_bot_sees_what_another_process_indexed(tmp_path: Path) -> None:
    articles, index_dir = write_articles(tmp_path / "articles"), tmp_path / "index"
    build_index([articles], load_settings(index_dir=index_dir))
    bot = open_bot(load_settings(index_dir=index_dir))
    question = "Who designed the new lighthouse?"
    assert bot.ask(question).outcome == "not_found"
    (articles / "lighthouse.txt").write_text("The new lighthouse was designed by Ines Okafor.", encoding="utf-8")
    assert run_index(index_dir, articles)["added"] == 1
    assert bot.ask(question).citations[0].quote == "The new lighthouse was designed by Ines Okafor."
    (articles / "lighthouse.txt").unlink()
    build_index([articles], load_settings(index_dir=index_dir), prune=True)
    assert bot.ask(question).outcome == "not_found"
    bot.close()


def test_other_settings_rebuild_the_index_beside_the_old_one(tmp_path: Path) -> None:
    articles, index_dir = write_articles(tmp_path / "articles"), tmp_path / "index"
    build_index([articles], load_settings(index_dir=index_dir))
    bot = open_bot(load_settings(index_dir=index_dir))
    other = load_settings(index_dir=index_dir, encoder="tests.toys:ToyEmbedding")
    with pytest.raises(NoIndexError, match="was made with another encoder: run 'qa index'"):
        open_bot(other)
    report = build_index([], other)
    assert (report.rebuilt, report.articles) == (True, 3)
    assert bot.ask("How long does a ferry crossing take?").outcome == "answered", "the old one goes on serving"
    assert "was made with another encoder" in bot.find_trouble()
    fresh = open_bot(other)
    assert fresh.ask("How long does a ferry crossing take?").outcome == "answered"
    fresh.close()


def test_the_size_of_a_passage_is_no_part_of_an_index(tmp_path: Path) -> None:
    articles, index_dir = write_articles(tmp_path / "articles"), tmp_path / "index"
    build_index([articles], load_settings(index_dir=index_dir))
    other = load_settings(index_dir=index_dir, passage_tokens=64)
    open_bot(other).close()
    assert not build_index([articles], other).rebuilt


def test_without_a_named_collection_the_sub_folder_is_one(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    (folder / "wire" / "may").mkdir(parents=True)
    (folder / "plain.txt").write_text("The plain is wide.", encoding="utf-8")
    (folder / "wire" / "may" / "deep.txt").write_text("The sea is deep.", encoding="utf-8")
    (folder / "wire" / "rows.jsonl").write_text(json.dumps({"id": "row", "text": "The row is red."}), encoding="utf-8")
    (folder / "wire" / "own.md").write_text("---\ncollection: Guides\n---\nThe guide is green.", encoding="utf-8")
    settings = load_settings(index_dir=tmp_path / "index", encoder="tests.toys:ToyEmbedding")
    build_index([folder], settings)
    with closing(open_bot(settings)) as bot:
        found = {article.id: article.collection for article in bot.articles()}
    assert found == {"plain": "", "wire/may/deep": "wire", "row": "wire", "wire/own": "Guides"}


def test_questions_to_begin_with_come_from_articles_and_from_a_file_and_go_with_them(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    article, file = folder / "sea.md", folder / "starters.toml"
    article.write_text("---\nask:\n- How deep is the sea?\n- Is it  cold?\n---\nThe sea is deep.", encoding="utf-8")
    file.write_text('questions = ["Who swims?"]', encoding="utf-8")
    settings = load_settings(index_dir=tmp_path / "index", encoder="tests.toys:ToyEmbedding")
    report = build_index([folder], settings)
    assert (report.articles, dict(report.passed_over), report.skipped) == (1, {}, ())
    assert list_questions(settings) == ("Who swims?", "How deep is the sea?", "Is it cold?")
    settings = load_settings(index_dir=tmp_path / "index")
    build_index([], settings)  # made anew from what it holds
    assert list_questions(settings) == ("Who swims?", "How deep is the sea?", "Is it cold?")
    file.unlink()
    build_index([folder], settings)
    assert list_questions(settings) == ("How deep is the sea?", "Is it cold?")
    article.write_text("The sea is deep.", encoding="utf-8")
    build_index([folder], settings)
    assert list_questions(settings) == ()
    assert build_index([folder], settings).mended == ()


def test_what_the_articles_that_come_with_it_ask_they_answer_themselves(corpus_settings: Settings) -> None:
    with closing(open_bot(corpus_settings)) as bot:
        asks = {question: article.id for article in bot.articles() for question in article.asks}
        answers = {question: bot.ask(question) for question in bot.starters()}
    assert len(asks) >= 30
    missed = [question for question, answer in answers.items() if answer.outcome in ("perhaps", "not_found")]
    from_elsewhere = [
        question
        for question, article_id in asks.items()
        if article_id not in {citation.article.id for citation in answers[question].citations}
    ]
    assert len({*missed, *from_elsewhere}) <= len(answers) / 20, (missed, from_elsewhere)


def list_questions(settings: Settings) -> tuple[str, ...]:
    with opening_library(IndexFolder(settings.index_dir)) as library:
        return (*list_starters(library), *list_asks(library))


@pytest.mark.parametrize("text", ["questions = 3", "questions = [1]", "[", "", 'questions = "Who swims?"'])
def test_a_file_of_questions_that_is_none_is_named_with_what_to_write(tmp_path: Path, text: str) -> None:
    (tmp_path / "sea.txt").write_text("The sea is deep.", encoding="utf-8")
    (tmp_path / "starters.toml").write_text(text, encoding="utf-8")
    settings = load_settings(index_dir=tmp_path / "index", encoder="tests.toys:ToyEmbedding")
    report = build_index([tmp_path / "sea.txt", tmp_path], settings)
    assert report.articles == 1
    assert all('write questions = ["...", "..."]' in skipped.reason for skipped in report.skipped)
    assert report.skipped


def test_articles_are_put_into_a_collection_unless_they_name_one(tmp_path: Path) -> None:
    articles, settings = write_articles(tmp_path / "articles"), load_settings(index_dir=tmp_path / "index")
    (articles / "own.md").write_text("---\ncollection: Guides\n---\nThe guide is green.", encoding="utf-8")
    line = {"id": "row", "text": "The row is red.", "collection": "Rows"}
    (articles / "rows.jsonl").write_text(json.dumps(line), encoding="utf-8")
    build_index([articles], settings, collection="Help")
    bot = open_bot(settings)
    found = {article.id: article.collection for article in bot.articles()}
    assert found == {"birds/heron": "Help", "bridge": "Help", "ferry": "Help", "own": "Guides", "row": "Rows"}
    question = "How long does a ferry crossing take?"
    assert bot.ask(question, filters=Filters(collections=("Help",))).outcome == "answered"
    for others in (Filters(collections=("Guides", "Rows")), Filters(without_collections=("Help",))):
        assert "Help" not in {c.article.collection for c in bot.ask(question, filters=others).nearest}
    bot.close()


def test_an_unchanged_corpus_is_not_written_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    articles, settings = write_articles(tmp_path / "articles"), load_settings(index_dir=tmp_path / "index")
    build_index([articles], settings)
    monkeypatch.setattr("qa.store.vectors.VectorStore", None)  # opening the derived stores would fail
    report = build_index([articles], settings)
    assert (report.added, report.changed, report.unchanged) == (0, 0, 3)


def test_a_second_writer_is_told_who_holds_the_index(tmp_path: Path) -> None:
    settings = load_settings(index_dir=tmp_path / "index")
    with IndexFolder(settings.index_dir).lock(), pytest.raises(IndexLockedError, match=r"process \d+ on .* since"):
        build_index([tmp_path], settings)


def test_an_index_killed_while_it_was_written_heals(tmp_path: Path) -> None:
    from benchmarks.crash import check_crashes

    assert check_crashes(2, articles=25, seed=7).total() >= 2
