"""A briefing quotes whole sentences of several articles, says nothing twice, and is laid out by date and outlet."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from benchmarks.briefings import tell_answer, tell_briefing
from qa.answer import answer_to_json
from qa.bot import Bot, open_bot
from qa.brief import keep_namesakes_out
from qa.brief.layout import list_named
from qa.brief.starters import find_starters
from qa.brief.suggestions import _find_described, is_described_person
from qa.brief.topics import find_topics, write_name
from qa.chat.dates import (
    Event,
    asks_for_latest,
    find_event,
    find_limit,
    limit_by_event,
    limit_by_sentences,
    names_day,
    widen_for_reports,
)
from qa.chat.kinds import Asked
from qa.chat.replies import Corpus
from qa.check import open_gate
from qa.errors import QuestionError
from qa.filters import Filters
from qa.index.build import build_index
from qa.itself import answer_itself, say_absent, say_mentions
from qa.records import Answer, Article, Statement, StoredArticle, Turn
from qa.retrieve import Candidate
from qa.settings import load_settings
from qa.split import split_sentences
from qa.web.completions.text import annotate, write_content
from qa.write import write_summary

ARTICLES = [
    {
        "id": "strike-1",
        "title": "Ferry crews vote to strike",
        "text": "Ferry crews in Dorle voted on Monday to strike over pay. The union wants a rise of 8 percent. "
        "It said talks had failed. The weather was mild.",
        "source": "Dorle Post",
        "date": "2005-01-10",
    },
    {
        "id": "strike-2",
        "title": "Ferry strike begins",
        "text": "The strike of the Dorle ferry crews began on Saturday and stopped all crossings. "
        "Ada Brandt, head of the union, said it would last until the company pays 8 percent more.",
        "source": "Valley News",
        "date": "2005-02-05",
    },
    {
        "id": "strike-3",
        "title": "Ferry strike ends",
        "text": "The strike of the Dorle ferry crews ended on Friday after the company agreed to a rise of 6 percent. "
        "Ada Brandt called it a fair deal for the crews. Ferries will sail again on Sunday.",
        "source": "Dorle Post",
        "date": "2005-03-04",
    },
    {
        "id": "bridge",
        "title": "Bridge to be painted",
        "text": "The Old Mill Bridge will be painted green in May. The work costs 200,000 euros.",
        "source": "Dorle Post",
        "date": "2005-03-01",
    },
    {
        "id": "help",
        "title": "Adding articles",
        "text": "Articles are added with the command qa index and the path of a file or a folder.",
        "collection": "Help",
    },
]


@contextmanager
def open_over(folder: Path, rows: Sequence[Mapping[str, str]]) -> Iterator[Bot]:
    """Lend a bot over an index of these articles."""
    path = folder / "articles.jsonl"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    settings = load_settings(index_dir=folder / "index")
    build_index([path], settings)
    with closing(open_bot(settings)) as opened:
        yield opened


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    with open_over(tmp_path_factory.mktemp("briefing"), ARTICLES) as opened:
        yield opened


@pytest.fixture(scope="module")
def lighthouse_bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    lighthouse = {
        "id": "lamp",
        "title": "Lighthouse opens its doors",
        "text": "The lighthouse of Skerry opened to visitors on Sunday. Its lamp went out in the storm of 1820. "
        "The web was invented in 1989, a panel in it says.",
    }
    with open_over(tmp_path_factory.mktemp("lighthouse"), [*ARTICLES, lighthouse]) as opened:
        yield opened


def test_a_briefing_quotes_whole_sentences_in_order_of_publication_by_outlet(bot: Bot) -> None:
    answer = bot.ask("Summarise the ferry strike")
    assert answer.outcome == "briefing"
    assert [group.title for group in answer.groups] == ["Dorle Post", "Valley News"]
    for citation in (*answer.citations, *answer.more):
        assert citation.quote == citation.article.text[citation.sentence.start : citation.sentence.end]
        assert citation.article.id.startswith("strike")
    for group in answer.groups:
        days = [citation.article.published for citation in group.citations]
        assert days == sorted(days)
    numbers = [citation.number for citation in (*answer.citations, *answer.more)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert [c for group in answer.groups for c in group.citations] == list(answer.citations)
    assert "The weather was mild." not in answer.text


def test_the_latest_comes_first_and_is_said(bot: Bot) -> None:
    answer = bot.ask("latest on the ferry strike")
    assert (answer.citations[0].article.id, answer.scope) == ("strike-3", "Newest first")


def test_without_dates_it_is_said_that_the_latest_are_in_no_order_of_time(tmp_path: Path) -> None:
    with open_over(tmp_path, [{**row, "date": ""} for row in ARTICLES]) as undated:
        answer = undated.ask("latest on the ferry strike")
        of_time = undated.ask("What happened in December?")
    assert (answer.outcome, answer.scope) == ("briefing", "None of these has a date, so they are in no order of time")
    assert (of_time.outcome, of_time.scope) == ("not_found", "No article has a date, so “in December” limits nothing")


def test_one_date_in_words_neither_hides_the_other_dates_nor_passes_for_the_newest(tmp_path: Path) -> None:
    rows = [{**row, "date": "Spring 2004" if row["id"] == "strike-1" else row.get("date", "")} for row in ARTICLES]
    with open_over(tmp_path, rows) as opened:
        latest = opened.ask("latest on the ferry strike")
        of_time = opened.ask("Summarise the ferry strike since March 2005")
    assert [group.citations[0].article.id for group in latest.groups] == ["strike-3", "strike-2"]
    assert {citation.article.id for citation in latest.groups[0].citations} == {"strike-3", "strike-1"}
    assert {citation.article.id for citation in of_time.citations} == {"strike-3"}
    assert of_time.scope == "Articles since 1 March 2005"


def test_a_briefing_of_one_article_has_more_than_two_sentences(bot: Bot) -> None:
    answer = bot.ask("What do the articles say about the ferry strike in January 2005?")
    assert {citation.article.id for citation in answer.citations} == {"strike-1"}
    assert len(answer.citations) > 2


def test_words_of_an_event_without_a_known_day_stay_in_the_topic(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []

    def note_topic(known: Answer, _asked: Asked, topic: str, *_: object) -> Answer:
        told.append(topic)
        return replace(known, outcome="briefing")

    monkeypatch.setattr(bot._stages, "_brief", note_topic)
    bot.ask("What is the latest on the ferry after its sinking?")
    assert told == ["the ferry after its sinking"]


def test_names_that_look_like_another_language_are_keywords_where_the_articles_have_them(bot: Bot) -> None:
    """A language-identification model takes these for Portuguese."""
    assert bot.ask("Ada Brandt Dorle ferry").outcome == "briefing"
    assert bot.ask("Grega Brunzol Norde ferata").outcome in ("about", "not_found")


def test_a_topic_may_be_limited_to_a_time(bot: Bot) -> None:
    answer = bot.ask("What do the articles say about the ferry strike in February 2005?")
    assert {citation.article.id for citation in answer.citations} == {"strike-2"}
    assert answer.scope == "Articles of February 2005"


def test_a_comparison_has_two_sides(bot: Bot) -> None:
    answer = bot.ask("Compare the ferry strike and the Old Mill Bridge")
    assert [group.title for group in answer.groups] == ["the ferry strike", "the Old Mill Bridge"]
    assert {group.kind for group in answer.groups} == {"side"}
    assert {citation.article.id for citation in answer.groups[1].citations} == {"bridge"}


def test_a_comparison_of_two_times_has_a_side_for_each(bot: Bot) -> None:
    answer = bot.ask("Compare the ferry strike in January 2005 and the ferry strike in March 2005")
    assert [(group.title, {one.article.id for one in group.citations}) for group in answer.groups] == [
        ("the ferry strike in January 2005", {"strike-1"}),
        ("the ferry strike in March 2005", {"strike-3"}),
    ]
    assert answer.scope == "Articles of January 2005, articles of March 2005"


def test_one_article_tells_of_both_sides_of_a_comparison(bot: Bot) -> None:
    answer = bot.ask("Compare the ferry strike in January 2005 and the union in January 2005")
    assert [(group.title, {one.article.id for one in group.citations}) for group in answer.groups] == [
        ("the ferry strike", {"strike-1"}),
        ("the union", {"strike-1"}),
    ]


def test_a_comparison_of_a_thing_with_itself_tells_of_it_without_sides(bot: Bot) -> None:
    answer = bot.ask("Compare the ferry strike and the ferry strike")
    assert [(group.title, group.kind) for group in answer.groups] == [
        ("Dorle Post", "outlet"),
        ("Valley News", "outlet"),
    ]
    assert {one.article.id for one in answer.citations} == {"strike-1", "strike-2", "strike-3"}


class ScriptedWriter:
    name = "scripted"

    def __init__(self, text: str) -> None:
        self.text = text

    def write(self, prompt: str, *, timeout_seconds: float) -> Iterator[str]:
        yield from self.text


def summarise(bot: Bot, text: str) -> Answer:
    briefing = bot.ask("Summarise the ferry strike")
    writer = ScriptedWriter(text)
    return write_summary(briefing, writer=writer, prompt_tokens=3_000, timeout_seconds=5, gate=open_gate())


def test_a_summary_stands_above_the_sentences_of_a_briefing_and_cites_them(bot: Bot) -> None:
    quoted = bot.ask("Summarise the ferry strike")
    place = 1 + [c.quote.startswith("The strike of the Dorle ferry crews ended") for c in quoted.citations].index(True)
    true, false = "The strike ended after the company agreed to a rise of 6 percent.", "The strike lasted 90 years."
    answer = summarise(bot, f"{true} [S{place}]\n{false} [S{place}]")
    first, *rest = answer.statements
    assert (first.kind, first.text) == ("written", "The strike ended after the company agreed to a rise of 6 percent.")
    assert first.citations == (quoted.citations[place - 1],)
    assert tuple(rest) == quoted.statements
    assert [dropped.text for dropped in answer.dropped] == ["The strike lasted 90 years."]
    assert "6 percent. [" in write_content(answer).split("**")[0]


def test_without_a_statement_that_passes_the_sentences_of_a_briefing_stand_alone(bot: Bot) -> None:
    answer = summarise(bot, "The strike lasted 90 years. [S1]")
    assert answer.statements == bot.ask("Summarise the ferry strike").statements
    assert answer.note.endswith("The sentences stand alone.")


def test_what_several_sentences_name_can_be_chosen(bot: Bot) -> None:
    named = {one.name: len(one.citations) for one in bot.ask("Summarise the ferry strike").named}
    assert named["Ada Brandt"] == 2
    assert "8 percent" in named
    cited = bot.ask("Summarise the ferry strike").citations[0]
    both = [
        replace(cited, quote=f"Ukrainian troops met {one}.") for one in ("Ada Brandt", "Ada Brandt and Tim Kern", "him")
    ]
    assert [one.name for one in list_named(both, "the ferry strike")] == ["Ada Brandt"]


def test_what_only_opens_a_sentence_is_no_part_of_a_name_to_choose(bot: Bot) -> None:
    cited = bot.ask("Summarise the ferry strike").citations[0]
    quotes = ("Injured Chelsea winger Robben left.", "It was Chelsea's day.", "Nobody won.", "It rained.")
    assert [one.name for one in list_named([replace(cited, quote=quote) for quote in quotes], "football")] == [
        "Chelsea"
    ]


def test_the_topic_is_no_filter_and_an_office_no_part_of_a_name(bot: Bot) -> None:
    cited = bot.ask("Summarise the ferry strike").citations[0]
    quotes = [
        "Home Secretary Charles Clarke met Norda on Monday.",
        "Charles Clarke spoke to Norda.",
        "Norda agreed, said Charles Clarke.",
        "Nobody else came.",
        "The talks went on.",
    ]
    several = [replace(cited, quote=quote) for quote in quotes]
    assert {one.name for one in list_named(several, "pay")} == {"Charles Clarke", "Norda"}
    assert [one.name for one in list_named(several, "what Norda pays")] == ["Charles Clarke"]


@pytest.mark.parametrize(
    ("question", "outcome", "quote"),
    [
        ("What happened to the lamp of the lighthouse in the storm?", "answered", "went out in the storm"),
        ("What happened to the ferry crews?", "briefing", "Ferry crews in Dorle"),
        ("Summarise the lighthouse", "briefing", "opened to visitors"),
        ("when was the web invented", "answered", "1989"),
        ("how much does it cost", "about", ""),
    ],
)
def test_what_one_article_tells_is_answered_and_what_several_tell_is_briefed(
    lighthouse_bot: Bot, question: str, outcome: str, quote: str
) -> None:
    answer = lighthouse_bot.ask(question)
    assert (answer.outcome, quote in " ".join(one.quote for one in answer.citations)) == (outcome, True)


@pytest.mark.parametrize(
    ("topic", "kept"),
    [
        ("the Omar Kern case", {"sought"}),
        ("Kern", {"sought", "mayor"}),
        ("Jon Kern", {"sought", "mayor"}),  # nowhere named so: as near as it gets
    ],
)
def test_a_briefing_on_somebody_leaves_namesakes_out(topic: str, kept: set[str]) -> None:
    texts = {"sought": "Omar Kern escaped. Police seek Kern.", "mayor": "Ada Kern was elected. Kern won by 40 votes."}
    candidates = []
    for name, text in texts.items():
        article, spans = Article(name, "Kern", text), [(s.start, s.end) for s in split_sentences(text, article_id=name)]
        stored = StoredArticle(article, article.version, tuple(spans))
        candidates += [Candidate(stored, sentence, 0.5, None, 0.5) for sentence in stored.sentences]
    assert {one.sentence.article_id for one in keep_namesakes_out(topic, candidates)} == kept


def test_a_topic_that_the_articles_lack_has_no_briefing(bot: Bot) -> None:
    assert bot.ask("Summarise the war on Mars").outcome == "not_found"
    assert bot.ask("quantum computers").outcome == "not_found"


@pytest.mark.parametrize(
    "question", ["How are articles added?", "How do I add articles?", "Summarise how to add articles"]
)
def test_what_is_about_the_bot_is_asked_of_the_help_alone(bot: Bot, question: str) -> None:
    helped = bot.ask(question)
    assert helped.scope == "From the help"
    assert {citation.article.id for citation in (*helped.citations, *helped.nearest)} == {"help"}


@pytest.mark.parametrize(
    "question",
    [
        "What did the union want?",
        "Who added a path to the ferry folder?",
        "ferry strike",
        "What happened to the handbook in January?",
        "What is going on with the index?",
    ],
)
def test_help_is_never_mixed_into_the_news(bot: Bot, question: str) -> None:
    answer = bot.ask(question)
    assert answer.scope != "From the help"
    assert "help" not in {piece.sentence.article_id for piece in answer.ranked}


def test_what_the_bot_can_do_is_said_in_its_own_words() -> None:
    """However sure a sentence of the help is."""
    sure = Answer("?", "?", "answered", 0.9, (Statement("Check what they are told.", (), kind="lead"),))
    answer = answer_itself("What can you do?", Asked("about", subject="ability", language="en"), Corpus(90, 900), sure)
    assert [one.text[:33] for one in answer.statements] == ["I answer questions from 90 articl"]


def test_what_is_near_to_nothing_is_not_asked_of_the_help(bot: Bot) -> None:
    assert "help" not in {citation.article.id for citation in bot.ask("Who painted the Mona Lisa?").nearest}


@pytest.mark.parametrize(("question", "is_near"), [("Who wrote Hamlet?", False), ("Which formats are read?", True)])
def test_a_question_without_a_word_for_the_program_has_to_be_nearer_to_the_help(
    bot: Bot, monkeypatch: pytest.MonkeyPatch, question: str, is_near: bool
) -> None:
    stages = bot._stages
    monkeypatch.setattr("qa.asking.near.LIKE", -1.0)  # the help of these articles is one sentence
    vector = stages.encode("How are articles added by a command?")
    monkeypatch.setattr("qa.asking.near.LIKE_UNNAMED", 2.0)
    assert stages.is_near_help(question, vector) is is_near


def test_the_days_of_the_news_are_told_without_those_of_the_help(tmp_path: Path) -> None:
    with open_over(tmp_path, [ARTICLES[3], ARTICLES[4] | {"date": "2026-11-27"}]) as opened:
        assert opened.days() == ("2005-03-01", "2026-11-27")
        assert opened.days(without="Help") == ("2005-03-01", "2005-03-01")


def test_a_collection_that_is_asked_for_answers_alone(bot: Bot) -> None:
    answer = bot.ask("What did the union want?", filters=Filters(collections=("Help",)))
    assert {piece.sentence.article_id for piece in answer.ranked} == {"help"}


@pytest.mark.parametrize(
    ("question", "language", "words"),
    [
        ("Hello!", "en", "5 articles"),
        (
            "Wie viele Artikel hast du?",
            "de",
            "5 Artikel mit zusammen 12 Sätzen, aus 2 Quellen: Dorle Post, Valley News. Davon Artikel der Hilfe: 1.",
        ),
        ("Скільки у тебе статей?", "uk", "статей тут: 5"),
        ("thanks", "en", "welcome"),
    ],
)
def test_small_talk_and_itself_are_answered_in_the_language_of_the_question_without_a_search(
    bot: Bot, question: str, language: str, words: str
) -> None:
    answer = bot.ask(question)
    assert (answer.outcome, answer.language, answer.citations, answer.ranked) == ("about", language, (), ())
    assert words in answer.text
    assert answer_to_json(answer)["statements"] == [
        {"text": answer.text, "citations": [], "verdict": "supported", "kind": "own"}
    ]


@pytest.mark.parametrize(
    ("question", "language", "words"),
    [
        ("Wie lange dauerte der Streik der Fähren?", "de", "auf Englisch"),
        ("Скільки тривав страйк поромів?", "uk", "англійською"),
        ("Combien de temps a duré la grève des ferries ?", "en", "in English"),
    ],
)
def test_a_question_in_another_language_is_told_so_in_it(bot: Bot, question: str, language: str, words: str) -> None:
    answer = bot.ask(question)
    assert (answer.outcome, answer.language) == ("about", language)
    assert words in answer.text
    assert answer.nearest


def test_nobody_is_told_to_ask_in_english_where_no_article_is_in_it(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    described = replace(bot._stages.describe(), languages=frozenset({"de"}))
    monkeypatch.setattr(bot._stages, "describe", lambda: described)
    answer = bot.ask("How tall is the lighthouse?")
    assert (answer.outcome, answer.text) == ("not_found", "")


def test_a_question_about_now_shows_the_day_of_the_newest_article(bot: Bot) -> None:
    assert bot.ask("Who is head of the union now?").scope.endswith("The newest article is from 4 March 2005.")
    assert bot.ask("Who governs the moon now?").scope == "The newest article is from 4 March 2005."
    assert bot.ask("Who is head of the union?").scope == ""


def test_the_latest_of_several_answers_is_the_newest_article_s_and_said_in_each_language(latest: Bot) -> None:
    answer = latest.ask("What is the latest unemployment rate in Dorle?")
    assert "7.9 percent" in answer.citations[0].quote
    assert {citation.article.id for citation in answer.citations} == {"march"}
    assert answer.scopes == {
        "en": "From the newest article that answers, of 14 March 2005",
        "de": "Aus dem neuesten Artikel, der antwortet, vom 14. März 2005",
        "uk": "З найновішої статті, що відповідає: 14 березня 2005",
    }


def test_keywords_for_the_present_are_briefed_newest_first(latest: Bot) -> None:
    answer = latest.ask("unemployment rate now")
    days = [citation.article.published for citation in answer.citations]
    assert answer.outcome in ("briefing", "answered")
    assert days == sorted(days, reverse=True)


def test_the_latest_is_of_an_article_that_answers(latest: Bot) -> None:
    """The newest article of all is about something else."""
    answer = latest.ask("Who is the current mayor of Dorle?")
    assert answer.citations[0].article.id == "march"
    assert "14 March 2005" in answer.scope


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("What is the latest figure?", True),
        ("Who is the current chancellor?", True),
        ("How many have died so far?", True),
        ("How large is the current account deficit?", False),
        ("Who was chancellor?", False),
    ],
)
def test_whether_the_latest_is_asked_for_is_told(question: str, asks: bool) -> None:
    assert asks_for_latest(question) == asks


@pytest.fixture(scope="module")
def latest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    rates = {"january": ("2005-01-12", "9.1", "Ada Brandt"), "march": ("2005-03-14", "7.9", "Jon Roth")}
    texts = {
        name: f"The unemployment rate in Dorle was {rate} percent. {mayor}, the mayor of Dorle, called it fair."
        for name, (_, rate, mayor) in rates.items()
    }
    rows = [{"id": name, "title": "Unemployment", "text": texts[name], "date": rates[name][0]} for name in rates]
    rows.append({"id": "café", "title": "Café opens", "text": "A café opened at the harbour.", "date": "2005-04-02"})
    with open_over(tmp_path_factory.mktemp("latest"), rows) as opened:
        yield opened


def test_the_annotations_of_a_briefing_are_at_its_marks(bot: Bot) -> None:
    """Also behind a summary, a scope and letters outside of ASCII."""
    briefing = bot.ask("latest on the ferry strike")
    cited = [
        replace(one, article=replace(one.article, url=f"https://x.example/{one.number}")) for one in briefing.citations
    ]
    groups = (replace(briefing.groups[0], title="Łódź 🚢", citations=tuple(cited)),)
    written = Statement("Crews — naïve or not — struck.", (cited[1], cited[0]), kind="written")
    statements = (written, *(replace(one, citations=(c,)) for one, c in zip(briefing.statements, cited, strict=True)))
    answer = replace(briefing, citations=tuple(cited), groups=groups, statements=statements)
    content = write_content(answer)
    found = [one["url_citation"] for one in annotate(answer)]
    marks = [(content[one["start_index"] : one["end_index"]], one["url"]) for one in found]
    numbers = [2, 1, *(c.number for c in cited)]
    assert marks == [(f"[{number}]", f"https://x.example/{number}") for number in numbers]
    for one, citation in zip(found[2:], cited, strict=True):
        assert content[: one["start_index"]].endswith(f"- {citation.quote} ")


@pytest.mark.parametrize(
    ("topic", "rest", "since", "until"),
    [
        ("unemployment in January 2005", "unemployment", "2005-01-01", "2005-01-31"),
        ("the strike since Monday", "the strike", "2005-02-14", ""),
        ("Yukos before 14 February", "Yukos", "0001-01-01", "2005-02-13"),
        ("In early 2005, what did Kern say?", "what did Kern say", "2005-01-01", "2005-04-30"),
        ("What did Kern say last week about taxes?", "What did Kern say about taxes", "2005-02-07", "2005-02-13"),
        ("last week's news on taxes", "news on taxes", "2005-02-07", "2005-02-13"),
    ],
)
def test_the_days_of_a_topic_are_read(topic: str, rest: str, since: str, until: str) -> None:
    found = find_limit(topic, date(2005, 2, 16), "2005-02-15")
    assert found is not None
    assert found.period is not None
    assert (found.rest, found.period.since, found.period.until) == (rest, since, until)


@pytest.mark.parametrize(
    ("topic", "said"),
    [
        ("Yukos before Christmas 2004", "Articles before 25 December 2004"),
        ("Yukos after the summer of 2004", "Articles after 31 August 2004"),
        ("Yukos before 2005", "Articles before 2005"),
        ("Yukos after May 2004", "Articles after May 2004"),
        ("Yukos until June 2004", "Articles until 30 June 2004"),
        ("Yukos since May 2004", "Articles since 1 May 2004"),
    ],
)
def test_of_several_days_the_one_that_limits_is_said(topic: str, said: str) -> None:
    found = find_limit(topic, date(2005, 2, 16), "2005-02-15")
    assert found is not None
    assert found.period is not None
    assert found.period.scopes["en"] == said


def test_a_month_without_a_year_is_one_of_the_articles_where_they_are_of_long_ago() -> None:
    found = find_limit("unemployment in January", date(2026, 11, 26), "2005-03-04")
    assert found is not None
    assert found.period is not None
    assert (found.period.since, found.period.until) == ("2005-01-01", "2005-01-31")


@pytest.mark.parametrize(
    ("topic", "phrase", "since", "until", "words"),
    [
        (
            "Yukos before the auction",
            "on 19 December 2004",
            "0001-01-01",
            "2004-12-18",
            "Articles before 19 December 2004",
        ),
        ("talks since the strike", "Saturday", "2005-02-05", "", "Articles since 5 February 2005"),
        ("talks after the strike", "in May", "2004-06-01", "", "Articles after May 2004"),
    ],
)
def test_an_event_limits_by_its_day(topic: str, phrase: str, since: str, until: str, words: str) -> None:
    event = find_event(topic)
    assert event is not None
    period = limit_by_event(event, phrase, "2005-02-08")
    assert period is not None
    assert (period.since, period.until) == (since, until)
    assert period.scopes["en"] == f"{words} ({event.name})"


@pytest.mark.parametrize("question", ["Who looks after the pumps?", "Who was named after the harbour?"])
def test_what_is_looked_after_is_no_event(question: str) -> None:
    assert find_event(question) is None


@pytest.mark.parametrize("published", ["2004-02-27", "2005-02-08"])
def test_an_event_on_a_leap_day_is_of_the_leap_year_that_is_nearest(published: str) -> None:
    period = limit_by_event(Event("Yukos", "before", "the auction"), "on 29 February", published)
    assert period is not None
    assert period.until == "2004-02-28"


@pytest.mark.parametrize(
    "phrase", ["on 30 February", "on 29 February 2003", "soon", "between 3 May and 5 May", "the 1990s"]
)
def test_an_event_without_one_day_limits_nothing(phrase: str) -> None:
    event = find_event("Yukos before the auction")
    assert event is not None
    assert limit_by_event(event, phrase, "2005-02-08") is None


@pytest.mark.parametrize(
    ("question", "scope", "ids"),
    [
        (
            "What did the union want in January 2005?",
            "Articles of 1 January 2005 to 3 March 2005",
            {"strike-1", "strike-2", "bridge"},
        ),
        (
            "Which rise did the company agree to since March 2005?",
            "Articles since 1 March 2005",
            {"strike-3", "bridge"},
        ),
    ],
)
def test_a_fact_of_a_time_is_looked_for_in_the_articles_of_it(
    bot: Bot, question: str, scope: str, ids: set[str]
) -> None:
    answer = bot.ask(question)
    assert (answer.outcome, answer.scope) == ("answered", scope)
    assert {piece.sentence.article_id for piece in answer.ranked} == ids


def test_where_nothing_answers_what_the_articles_of_the_time_may_say_is_shown(bot: Bot) -> None:
    answer = bot.ask("What did Brandt demand since February 2005?")
    assert (answer.outcome, answer.scope) == ("perhaps", "Articles since 1 February 2005")
    assert [citation.article.id for citation in answer.citations] == ["strike-2"]


def test_a_year_of_which_no_article_answers_is_the_fact_s_own_and_limits_nothing(bot: Bot) -> None:
    answer = bot.ask("Who was head of the union in 1999?")
    assert answer.scope == ""
    assert "strike-1" in {piece.sentence.article_id for piece in answer.ranked}


@pytest.mark.parametrize(
    ("question", "scope"),
    [
        ("Who was head of the union on 3 May 1999?", "Articles of 3 May 1999 – none"),
        ("Summarise the ferry strike in May 1999", "Articles of May 1999 – none answers, so all were asked"),
        ("Summarise the ferry strike before the flood", "The articles do not say when “the flood” was, so all"),
        ("What happened before the flood?", "The articles do not say when “the flood” was, so all"),
        ("Summarise the ferry strike last week", "The newest article is from 4 March 2005."),
        ("What happened in February 2005?", "Articles of February 2005"),
        ("What was in the news between 1 and 9 March 2005?", "Articles of 1 to 9 March 2005"),
        ("latest news this week", "The newest are from 26 February 2005 to 4 March 2005, newest first"),
        ("Compare the ferry strike and the Old Mill Bridge in March 2005", "Articles of March 2005"),
        ("Compare the ferry strike in January 2005 and the bridge in March 2005", "Articles of January 2005, articles"),
        (
            "What happened in January 1999?",
            "No article is from January 1999. The newest are from 26 February 2005 to 4 March 2005",
        ),
    ],
)
def test_a_time_is_always_said(bot: Bot, question: str, scope: str) -> None:
    assert scope in bot.ask(question).scope


@pytest.mark.parametrize(
    "question",
    [
        "What did Ada Brandt say before the flood?",
        "What did the union want after the strike?",
        "Who was hurt before the match?",
        "Was the bridge closed after the ceremony?",
        "How many crews were there since the vote?",
    ],
)
def test_an_event_in_a_question_on_a_fact_limits_nothing_and_nothing_is_said_of_it(bot: Bot, question: str) -> None:
    assert bot.ask(question).scope == ""


def test_where_no_article_has_a_date_an_event_is_not_looked_for(tmp_path: Path) -> None:
    articles = [{"id": "mill", "title": "Mill", "text": "The fair of Alvik was on 3 May. The mill burnt down."}]
    with open_over(tmp_path, articles) as opened:
        scope = opened.ask("What happened after the fair?").scope
    assert scope == "No article has a date, so “after the fair” limits nothing"


def test_what_happened_on_a_day_is_told_by_the_sentences_that_name_it(tmp_path: Path) -> None:
    mill = "The mill of Alvik burnt down on 28 June. Nobody was hurt. Its owner had left for Dorle on 27 June."
    fair = "The summer fair of Alvik begins on Friday. A ticket costs six crowns."
    articles = [
        {"id": "mill", "title": "Mill to be rebuilt", "text": mill, "published": "2026-07-15"},
        {"id": "fair", "title": "Fair in Alvik", "text": fair, "published": "2026-07-20"},
    ]
    with open_over(tmp_path, articles) as opened:
        happened, other = opened.ask("What happened on 28 June?"), opened.ask("What happened on 3 May 2026?")
    assert [citation.quote for citation in happened.citations] == ["The mill of Alvik burnt down on 28 June."]
    assert (happened.outcome, happened.scope) == ("briefing", "Sentences that name 28 June 2026")
    assert other.outcome == "not_found"


@pytest.mark.parametrize(
    ("text", "published", "named"),
    [
        ("It burnt down on 28 June.", "2026-07-15", True),
        ("It burnt down on 28 June 2026.", "", True),
        ("It burnt down on 28 June 2025.", "2026-07-15", False),
        ("It burnt down on 28 June.", "2025-07-15", False),
        ("It burnt down on 27 June.", "2026-07-15", False),
    ],
)
def test_a_sentence_names_a_day_by_its_date(text: str, published: str, named: bool) -> None:
    assert names_day(text, published, date(2026, 6, 28)) == named


def test_a_time_in_the_question_narrows_the_filters(bot: Bot) -> None:
    answer = bot.ask("Summarise the ferry strike since February 2005", filters=Filters(until="2005-02-28"))
    assert {citation.article.id for citation in answer.citations} == {"strike-2"}


def test_without_dates_it_is_said_that_a_time_limits_nothing() -> None:
    limit = find_limit("Summarise the strike in January", date(2005, 2, 16))
    assert limit is not None
    assert (limit.rest, limit.period) == ("Summarise the strike", None)
    assert limit.missed["de"] == "Kein Artikel hat ein Datum, daher schränkt nichts ein: „in January“"


@pytest.mark.parametrize(
    ("question", "quotes", "said"),
    [
        ("What did Kern say on Monday?", "Kern said so.", True),
        ("What did Kern say on Monday?", "Kern said so on Monday.", False),
        ("What did Kern say in 2004?", "Kern said so.", False),
    ],
)
def test_of_a_fact_a_time_that_limits_nothing_is_said_unless_the_fact_has_it(
    question: str, quotes: str, said: bool
) -> None:
    limit = find_limit(question, date(2005, 2, 16), "2005-02-15")
    assert limit is not None
    assert bool(limit.say_missed(quotes)) == said


@pytest.mark.parametrize(
    "topic", ["What will it cost by 2020?", "the war in Iraq", "North Korean losses", "", "in", "the march for peace"]
)
def test_a_topic_without_days_has_none(topic: str) -> None:
    assert find_limit(topic, date(2005, 2, 16)) is None


@pytest.mark.parametrize("topic", ["news on 2024-99-03", "news in 2024-13-01"])
def test_a_day_that_no_calendar_has_limits_nothing(topic: str) -> None:
    assert find_limit(topic, date(2005, 2, 16)) is None


@pytest.mark.parametrize("published", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("how", ["before", "after", "since"])
@pytest.mark.parametrize("phrase", ["29 February", "31 December", "on Monday"])
def test_an_article_of_the_first_or_last_day_there_is_limits_as_well(phrase: str, how: str, published: str) -> None:
    period = limit_by_event(Event("Yukos", how, "the auction"), phrase, published)
    assert period is not None
    assert period.since or period.until
    assert widen_for_reports(period, "Yukos")


@pytest.mark.parametrize("question", ["What rise does the union want?", "Summarise the ferry strike"])
def test_questions_to_ask_next_are_answered_from_the_same_articles(bot: Bot, question: str) -> None:
    answer = bot.ask(question)
    cited = {citation.article.id for citation in answer.citations}
    assert answer.suggestions
    for suggestion in answer.suggestions:
        follow_up = bot.ask(suggestion)
        assert follow_up.outcome in {"answered", "briefing"}
        assert cited & {citation.article.id for citation in follow_up.citations}


def test_who_is_asks_for_a_person(latest: Bot) -> None:
    answer = latest.ask("What is the latest unemployment rate in Dorle?")
    assert "Who is Jon Roth?" in answer.suggestions


def test_nobody_is_asked_about_by_half_a_name() -> None:
    def find(name: str) -> list[tuple[str, int]]:
        text = f"Mr {name}, a former president of the bank, wrote the draft."
        article = Article("a", "", text)
        stored = StoredArticle(article, article.version, ((0, len(text)),))
        return list(_find_described(stored, Answer("?", "?", "answered", 1.0)))

    assert [name for name, _ in find("Valery Kern")] == ["Valery Kern"]
    assert find("Valery Giscard d'Estaing") == []


def test_nothing_is_suggested_that_was_asked_before_or_where_nothing_answers(bot: Bot) -> None:
    first = bot.ask("What rise does the union want?")
    asked = [Turn(suggestion) for suggestion in first.suggestions]
    assert not set(first.suggestions) & set(bot.ask("What rise does the union want?", asked).suggestions)
    assert bot.ask("Who painted the Mona Lisa?").suggestions == ()


@pytest.mark.parametrize(
    "question", ["How do I add a password?", "How do I change the language?", "How do I remove a file?"]
)
def test_how_something_is_done_is_answered_from_the_help(helped: Bot, question: str) -> None:
    """If need be by its nearest sentences; never by how articles are added, which is another thing."""
    answer = helped.ask(question)
    shown = answer.citations or answer.nearest
    assert answer.scope == "From the help"
    assert {citation.article.id for citation in shown} <= {"access", "help"}
    assert "qa index PATH" not in answer.text


@pytest.fixture(scope="module")
def helped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    text = "The command qa user add writes a name with its password. The language of the page is chosen at its foot."
    rows = [*ARTICLES, {"id": "access", "title": "Names and passwords", "text": text, "collection": "Help"}]
    with open_over(tmp_path_factory.mktemp("helped"), rows) as opened:
        yield opened


def test_starters_are_asked_and_only_those_that_are_surely_answered_are_offered(bot: Bot) -> None:
    asked: list[str] = []

    def ask(question: str) -> Answer:
        asked.append(question)
        return bot.ask(question)

    starters = find_starters(bot.articles(), ask, most=5)
    assert set(starters) <= set(asked)
    for starter in starters:
        answer = bot.ask(starter)
        assert answer.outcome in {"briefing", "answered"}
        assert answer.confidence >= 0.75


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Grand Slam", "the Grand Slam"),
        ("Ada Brandt", "Ada Brandt"),
        ("Oscar", "the Oscars"),
        ("Premier League", "the Premier League"),
        ("World Cup", ""),
        ("Slave Labour", ""),
        ("Institute of Personnel", ""),
    ],
)
def test_a_name_is_written_as_the_articles_write_it(name: str, written: str) -> None:
    texts = """
        Ada Brandt has won the Grand Slam. The Grand Slam is hers. The Oscars are on Sunday, and all Oscar winners go to
        the Oscars. Ada Brandt is in the Premier League for a World Cup. This year's World Cup follows the Premier
        League. The mural “Slave Labour” is gone, "Slave Labour" is missed. The Institute of Personnel and Development
        said so. So the Institute of Personnel and Development has said.
    """
    assert write_name(name, " ".join(texts.split())) == written


def test_a_topic_explains_itself() -> None:
    """A part of a name, an outlet, a place that is everywhere and an office before a name are no topics."""
    opening = "Tony Kern, the chairman, met Norda Bank in Oslo. Mr Kern told Reuters that Prime Minister Ada Roth left."
    others = "Tony Kern met Ada Roth in Oslo. Later Tony Kern told Reuters of Ada Roth."
    openings = [f"{opening} Tony Kern left Norda Bank with Ada Roth."] * 6 + [others] * 6
    assert [topic.written for topic in find_topics(openings)] == ["Tony Kern", "Ada Roth", "Norda Bank"]


def test_a_question_that_takes_too_long_is_no_starter(bot: Bot) -> None:
    def take_too_long(question: str) -> Answer:
        raise QuestionError("the question took longer than 20 seconds")

    assert find_starters(bot.articles(), take_too_long, most=5, written=("Who is head of the union?",)) == []


def test_a_written_starter_comes_first_where_it_is_answered(bot: Bot) -> None:
    written = ("Who is head of the union?", "Who painted the Mona Lisa?", "What can you do?")
    starters = find_starters(bot.articles(), bot.ask, most=3, written=written)
    assert starters[:2] == ["Who is head of the union?", "What can you do?"]
    assert "Who painted the Mona Lisa?" not in starters


@pytest.mark.parametrize(("confidence", "offered"), [(0.41, []), (0.6, ["Who leads the union?"])])
def test_a_written_starter_that_is_answered_unsurely_is_not_offered(confidence: float, offered: list[str]) -> None:
    def ask(question: str) -> Answer:
        return Answer(question, question, "answered", confidence)

    assert find_starters([], ask, most=5, written=["Who leads the union?"]) == offered


def test_a_starter_that_is_not_answered_is_not_offered(bot: Bot) -> None:
    def refuse(question: str) -> Answer:
        return Answer(question, question, "not_found", 0.0)

    assert find_starters(bot.articles(), refuse, most=5) == []


def test_keywords_that_ask_a_fact_are_answered_and_a_bare_topic_is_briefed(bot: Bot) -> None:
    fact = bot.ask("old mill bridge work costs euros")
    assert fact.outcome == "answered"
    assert "200,000 euros" in fact.citations[0].quote
    assert bot.ask("ferry strike").outcome == "briefing"


def test_the_program_that_measures_briefings_tells_what_is_told(bot: Bot) -> None:
    assert {one.article_id for one in tell_briefing(bot, "Summarise the ferry strike")} > {"strike-1"}
    assert tell_answer(bot, "Summarise the ferry strike") == tell_briefing(bot, "Summarise the ferry strike")


@pytest.mark.parametrize(
    ("is_all", "text"),
    [
        (True, "Articles that mention “Blair”: 12 of 90"),
        (False, "Articles that mention “Blair”: ≥ 12 of 90"),
    ],
)
def test_a_briefing_says_how_many_articles_mention_its_topic(is_all: bool, text: str) -> None:
    briefing, asked = Answer("?", "?", "briefing", 1.0), Asked("briefing", topic="Blair", subject="mentions")
    assert say_mentions(briefing, briefing, asked, 12, 90, is_all=is_all).scope == text


@pytest.mark.parametrize(
    ("topic", "text"),
    [
        ("unicorn taxes", "No article has “unicorn”, so these are only the nearest"),
        ("the wedding of Princess Unicorn in spring", "No article has “Unicorn”, so these are only the nearest"),
        ("the unicorn about identity cards", ""),
        ("the row about identity cards", ""),
    ],
)
def test_a_briefing_says_which_words_no_article_has_where_they_are_names_or_half_of_the_topic(
    topic: str, text: str
) -> None:
    briefing = Answer("?", "?", "briefing", 1.0)
    assert say_absent(briefing, topic, lambda word: word.lower() == "unicorn").scope == text


def test_articles_that_mention_something_are_counted_among_the_news(bot: Bot) -> None:
    assert bot.ask("How many articles mention Brandt?").scope == "Articles that mention “Brandt”: 2 of 4"
    assert bot.ask("How many articles mention the command index?").outcome == "about"


def test_what_no_article_mentions_is_said_plainly() -> None:
    asked = Asked("briefing", topic="unicorns", subject="mentions")
    known = Answer("?", "?", "not_found", 0.0)
    told = say_mentions(known, None, asked, 0, 90)
    assert [one.text for one in told.statements] == ["No article here mentions “unicorns”."]


@pytest.mark.parametrize(
    ("name", "told", "is_person"),
    [
        ("Norda Megastores", "the Harbour chain of hotels and the owner's shops", False),
        ("Norda Incorporated", "the owner of the rights to the cat", False),
        ("Young People", "Minister for Children", False),
        ("Dorle-based Norda", "the owner", False),
        ("Zhang Hemin", "director of the Dorle nature reserve", True),
        ("Jez San", "the man behind the games group", True),
        ("Ada Kern", "one of a kind", True),
    ],
)
def test_who_somebody_is_is_asked_of_people_alone(name: str, told: str, is_person: bool) -> None:
    assert is_described_person(name, [told]) == is_person


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("The premier called an early election for 23 March.", "2005-03-22"),
        ("The election was held on 4 December.", "2004-12-03"),
        ("The election campaign of the premier, who is ill, will be over on 23 March.", None),
        ("The strike began on 23 March.", None),
        ("The election was moved from 23 March to 4 April.", None),
    ],
)
def test_an_event_is_of_the_day_that_a_sentence_names_with_it(text: str, until: str | None) -> None:
    period = limit_by_sentences(Event("Yukos", "before", "the election"), [(text, "2005-02-13")])
    assert (period.until if period else None) == until
