"""Plain text: kept to the character, with its title copied and its source line taken off."""

import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.english.titles import title_from_first_line
from qa.errors import ArticleError
from qa.load.text import load_text, split_source
from tests.load.makers import load_one

BODY = "The council met on Monday. It agreed to repair the bridge before winter.\nWork starts in May."


def test_the_text_of_a_file_is_kept_to_the_character(tmp_path: Path) -> None:
    text = "  A bridge closes\r\n\r\nIt closed.\tTwice \r\n\n\n"
    (tmp_path / "a.txt").write_bytes(text.encode())
    assert load_one(tmp_path / "a.txt").text == text


def test_a_first_line_like_a_headline_is_the_title_and_stays_in_the_text() -> None:
    article = load_text(f"Bridge to close for two years\n{BODY}".encode(), "a")
    assert article.title == "Bridge to close for two years"
    assert article.text.startswith(article.title)


@pytest.mark.parametrize(
    ("first", "is_title"),
    [
        ("Bridge to close", True),
        ("Will the bridge close?", True),
        ("“We had to act!”", True),
        ("Mayor: bridge 'will never reopen'", True),
        ("The council met on Monday.", False),
        ("The council met on Monday:", False),
        ("- a list item", False),
        ("* * *", False),
        ("1931", False),
        ("A paragraph that goes on and on " * 8, False),
    ],
)
def test_a_title_is_short_and_does_not_end_as_a_sentence_does(first: str, is_title: bool) -> None:
    assert bool(title_from_first_line(f"{first}\n{BODY}")) is is_title


def test_the_first_line_of_a_paragraph_wrapped_by_hand_is_no_title() -> None:
    wrapped = "The council of the old town met on Monday evening and agreed that\nNobody may cross"
    assert title_from_first_line(wrapped.replace("\nN", "\nn")) == ""
    column = (
        "When the council of Dorle met on Monday evening, Mayor\nReyes said that the bridge, which was built in 1931,\n"
        "would stay closed for two years while it is repaired\nand that nobody may cross it."
    )
    assert title_from_first_line(column) == ""


def test_a_headline_right_above_wrapped_text_is_the_title() -> None:
    body = "When the council of Dorle met on Monday evening, Mayor\nReyes said that the bridge would close."
    assert title_from_first_line(f"Bridge to close\n{body}") == "Bridge to close"


def test_words_broken_at_line_ends_stay_as_they_are_written() -> None:
    text = (
        "The council said on Monday that the foot-\nbridge beside the mill would be re-\r\npaired before the winter.\n"
    )
    assert load_text(text.encode(), "a").text == text


@pytest.mark.parametrize("width", range(40, 81, 4))
def test_the_title_of_a_wrapped_brief_without_a_headline_is_its_first_sentence_or_the_files_name(width: int) -> None:
    brief = "The ferry was late again, its owner Marta Vance said. Nobody on the quay knew when it would leave."
    wrapped = textwrap.fill(brief, width).encode()
    assert load_text(wrapped, "b17").title == "The ferry was late again, its owner Marta Vance said"
    assert load_text(wrapped, "ferry-late").title == "Ferry late"


def test_a_short_headline_above_a_short_line_is_the_title() -> None:
    for text in ("Ferry late again after storm\nIt left at noon.", "Storm hits coast\nTwo boats sank."):
        assert load_text(text.encode(), "b17").title == text.split("\n")[0]


def test_a_lone_line_is_not_its_own_title() -> None:
    assert title_from_first_line("Bridge to close") == ""


@pytest.mark.parametrize(
    ("name", "text", "title"),
    [
        ("2024/kursk-troops_withdrawn", BODY, "Kursk troops withdrawn"),
        ("000_7d03dedf7e6f6eec", BODY, "The council met on Monday"),
        ("notes", "Mr. J. Smith of No. 10 said so. Then he left.", "Mr. J. Smith of No. 10 said so"),
        ("notes", "word " * 60 + ".", "word " * 19 + "word …"),
        ("notes", "Said once.", "Said once"),
    ],
)
def test_without_a_headline_the_file_name_or_the_opening_words_are_the_title(name: str, text: str, title: str) -> None:
    assert load_text(text.encode(), name).title == title


def test_a_last_line_original_source_becomes_the_source_and_is_no_text() -> None:
    article = load_text(f"{BODY}\nOriginal Source: www.example.com".encode(), "a")
    assert (article.text, article.source, article.url) == (BODY + "\n", "www.example.com", "")


@pytest.mark.parametrize("end", ["", "\n", "\r\n\r\n", "  \n"])
def test_the_source_line_is_found_whatever_stands_behind_it(end: str) -> None:
    assert split_source(f"{BODY}\r\n\r\noriginal source : Valley Post{end}") == (BODY + "\r\n\r\n", "Valley Post")


def test_a_source_that_is_an_address_is_the_url_too() -> None:
    article = load_text(f"{BODY}\nOriginal Source: https://example.com/a".encode(), "a")
    assert (article.source, article.url) == ("https://example.com/a",) * 2


@pytest.mark.parametrize(
    "text", [f"Original Source: x\n{BODY}", f"{BODY} Original Source: x", f"{BODY}\nOriginal Source:"]
)
def test_only_a_last_line_that_names_something_is_the_source(text: str) -> None:
    assert split_source(text) == (text, "")


def test_a_file_of_nothing_but_its_source_holds_no_text() -> None:
    with pytest.raises(ArticleError, match="no text"):
        load_text(b"Original Source: www.example.com", "a")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_with_a_byte_order_mark_is_read_and_the_mark_is_no_text(encoding: str) -> None:
    text = "Café – 10 €\nЛьвів 🚲 e\u0301\u00a0x"
    assert load_text(text.encode(encoding), "a").text == text


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "The mayor said “no” to the café’s plan. It cost £5 million – or 6 €."),
        ("latin-1", "L'été dernier, le maire a fermé l'école.\r\n\r\nÇa coûte 5 millions."),
        ("latin-1", "Der Bürgermeister hat die Brücke geöffnet. ¿Qué? Die Straße ist 5 m² groß."),
        ("cp1252", "It’s over."),
        ("cp1251", "Мэр сказал, что мост будет закрыт в понедельник."),
        ("cp1250", "Az elnök azt mondta, hogy a hidat hétfőtől lezárják, és a költségvetést újra tárgyalják."),
        ("cp1250", "Predsjednik je rekao da će most biti zatvoren i da će više ljudi čekati."),
        ("cp1250", "Președintele a spus că podul va fi închis și că va costa mai mult.".translate({0x219: 0x15F})),
        ("cp1250", "Předseda řekl, že most bude od pondělí uzavřen a že to přijde na více peněz."),
        ("cp1252", "Il a déjà dit que la forêt brûlait. På fredag är bron stängd för Müller från São Paulo."),
        ("cp1252", "The £bn plan, N° 5 and the 3ª. Ella preguntó: ¿Qué pasó?"),
        ("cp1250", "Wczoraj prezydent ogłosił, że żołnierze wrócą do domów. Łódź jest piękna."),
        ("shift_jis", "市長は月曜日に橋が閉鎖されると述べた。"),
    ],
)
def test_text_that_is_no_unicode_is_read_in_its_charset_to_the_character(encoding: str, text: str) -> None:
    assert load_text(text.encode(encoding), "a").text == text


@pytest.mark.parametrize(
    "data",
    ["Café".encode()[:-1], "Café über Größe".encode() + b" \xff.", b"x \xed\xa0\xbd y", b"\xa7\x12\xf3\x01" * 99],
)
def test_damaged_text_is_refused_with_the_first_byte_that_does_not_fit(data: bytes) -> None:
    with pytest.raises(ArticleError, match=r"not UTF-8 text: byte 0x\w\w at offset \d+: save it as UTF-8"):
        load_text(data, "a")


@given(st.text(st.characters(exclude_characters="\0", codec="utf-8")))
def test_stored_text_is_always_a_beginning_of_the_file(text: str) -> None:
    try:
        article = load_text(text.encode(), "some id")
    except ArticleError:
        return
    assert text.removeprefix("\ufeff").startswith(article.text)
    assert "\n" not in article.title


def test_a_zero_byte_here_and_there_is_damage_and_moves_no_offset() -> None:
    article = load_text(b"Bridge closed\n\nThe mayor closed the\0 bridge on Monday. Buses run.", "a")
    assert article.text == "Bridge closed\n\nThe mayor closed the  bridge on Monday. Buses run."


@pytest.mark.parametrize(
    ("first", "is_title"),
    [
        ("Harbour bridge closes", True),
        ("Who closed the bridge?", True),
        ("Mayor: “We had no choice”", True),
        ("Dr. Lund leaves the ferry", True),
        ("The mayor closed the bridge on Monday. Buses run from the old market", False),
        ("The mayor said: “We will close the bridge.”", False),
        ("The mayor closed it (inspectors had warned her.)", False),
        ("Was it safe to cross? Inspectors said it was not", False),
    ],
)
def test_only_a_first_line_that_reads_like_a_title_is_one(first: str, is_title: bool) -> None:
    assert (title_from_first_line(f"{first}\n\nThe repair takes eleven weeks.") == first) is is_title
