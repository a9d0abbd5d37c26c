"""PDF files: lines become paragraphs again, and what cannot be read is told."""

import io
import logging
import textwrap
from pathlib import Path

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.office import score_pdfs
from qa.errors import ArticleError
from qa.load import pdf
from qa.load.paper import margins
from qa.load.paper.legible import part_legible
from qa.load.paper.reflow import reflow as reflow_lines
from qa.load.paper.rows import PageLine
from qa.records import Article, Skipped
from tests.load.makers import draw_pdf, make_pdf, place_text

PAGE = [
    "Bridge to close",
    "The council of Dorle said on Monday that the old bridge would stay",
    "closed for two years, because engin-",
    "eers had found a crack in its northern pier that nobody knew of.",
    "Work starts in May.",
    "What happens next",
    "Lanes close first, the council said in a letter to all who live near",
    "the bridge:",
    "• Buses move to the ferry, which runs from six in the morning and",
    "until late.",
    "• Cars wait.",
]


def load_pdf(data: bytes, article_id: str) -> Article:
    _, article = next(item for item in pdf.load_pdf(data, "a.pdf", article_id) if not isinstance(item, Skipped))
    return article


def strip_margins(pages: list[list[str]]) -> list[list[str]]:
    kept = margins.strip_margins([[PageLine(line, 0.0) for line in page] for page in pages])
    return [[line.text for line in page] for page in kept]


def reflow(pages: list[list[str]]) -> str:
    lines = [PageLine(" ".join(line.split()), 0.0) for page in strip_margins(pages) for line in page]
    return "\n".join(reflow_lines(lines))


BULLET = "•"


def test_lines_become_paragraphs_headings_and_list_items_again() -> None:
    assert load_pdf(make_pdf(PAGE[:8]), "a").text.split("\n") == [
        "Bridge to close",
        "The council of Dorle said on Monday that the old bridge would stay closed for two years, because engineers had"
        " found a crack in its northern pier that nobody knew of. Work starts in May.",
        "What happens next",
        "Lanes close first, the council said in a letter to all who live near the bridge:",
    ]
    assert reflow([PAGE]).split("\n")[-2:] == [
        "Buses move to the ferry, which runs from six in the morning and until late.",
        "Cars wait.",
    ]


def test_a_sentence_goes_on_over_a_page_break_with_its_head_and_number() -> None:
    pages = [
        ["The Daily", "The council of Dorle said on Monday that the old bridge would", "1"],
        ["The Daily", "stay closed for two years. Nobody may cross it until then, and", "2"],
        ["The Daily", "the ferry will run.", "3"],
    ]
    assert reflow(pages) == (
        "The Daily\nThe council of Dorle said on Monday that the old bridge would stay closed for two years."
        " Nobody may cross it until then, and the ferry will run."
    )


def test_lines_that_only_one_page_has_are_no_margin() -> None:
    pages = [["Part 1", "One.", "the end"], ["Part 2", "Two.", "more"], ["Part 3", "Three.", "yet more"]]
    assert strip_margins(pages) == [["Part 1", "One.", "the end"], ["Two.", "more"], ["Three.", "yet more"]]
    assert strip_margins([["One."], ["Two."]]) == [["One."], ["Two."]]


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["the long discus-", "sion of it"], "the long discussion of it"),
        (["a well-known man and a well-", "known woman"], "a well-known man and a well-known woman"),
        (["from the North-", "South line"], "from the North-South line"),
        (["the COVID-", "19 outbreak"], "the COVID-19 outbreak"),
        (["the dis\u00ad", "cussion"], "the discussion"),
        (["it was – he", "said – enough"], "it was – he said – enough"),
    ],
)
def test_a_word_broken_at_the_end_of_a_line_is_made_whole(lines: list[str], text: str) -> None:
    assert reflow([lines]) == text


def test_properties_become_the_fields() -> None:
    info = "/Title (Bridge shut) /Author (Ann Lee) /CreationDate (D:20240501120000+02'00')"
    article = load_pdf(make_pdf(PAGE, info=info), "a")
    assert (article.title, article.author) == ("Bridge shut", "Ann Lee")
    assert article.published == "", "the day on which the file was made is not that of publication"


@pytest.mark.parametrize(
    "title", ["Microsoft Word - final3.docx", "untitled", "bridge.indd", "PowerPoint Presentation", ""]
)
def test_a_title_made_by_a_program_gives_way_to_the_first_line(title: str) -> None:
    article = load_pdf(make_pdf(PAGE, info=f"/Title ({title}) /CreationDate (yesterday)"), "a")
    assert (article.title, article.published) == ("Bridge to close", "")


LEFT = [
    "The council of Dorle said on Monday that the",
    "old bridge would stay closed for two years.",
    "Engineers had found a crack in its pier that",
    "nobody knew of, and the ferry is too small.",
]
RIGHT = [
    "The mill was sold to a brewery on Friday, as",
    "the owner had wanted since the fire of 2009.",
    "Its roof has to be rebuilt before the winter",
    "and the wheel is to turn again by next May.",
]


def test_columns_are_read_one_after_the_other_though_they_are_drawn_row_by_row() -> None:
    drawn = [place_text(60, 800, "Two stories of the week", 18)]
    for number, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
        drawn += [place_text(60, 770 - 14 * number, left), place_text(320, 770 - 14 * number, right)]
    assert load_pdf(draw_pdf(drawn), "a").text == "Two stories of the week\n" + " ".join(LEFT + RIGHT)


STORY = (
    "The council of Dorle said on Monday that the old bridge would stay closed for two years. Engineers had found a"
    " crack in its pier that nobody knew of, and the ferry is too small for all the cars that wait. The mill beside it"
    " was sold to a brewery on Friday, as its owner had wanted since the fire of 2009. The roof has to be rebuilt"
    " before the winter comes, and the wheel is to turn again by next May. Nobody could say who would pay for it."
)


@pytest.mark.parametrize("count", [2, 3, 4])
@pytest.mark.parametrize("shift", [0, 6])
def test_narrow_columns_are_read_one_after_the_other(count: int, shift: int) -> None:
    width = {2: 46, 3: 28, 4: 21}[count]
    lines = textwrap.wrap(STORY, width)
    columns = [lines[n * len(lines) // count : (n + 1) * len(lines) // count] for n in range(count)]
    drawn = [place_text(60, 800, "A bridge and a mill", 20)]
    for number, column in enumerate(columns):  # every second column stands half a line lower, as below a picture
        top, left = 770 - shift * (number % 2), 60 + number * (width * 4.6 + 16)
        drawn += [place_text(left, top - 11 * n, line, 9) for n, line in enumerate(column)]
    assert load_pdf(draw_pdf(drawn), "a").text == f"A bridge and a mill\n{STORY}"


def test_a_table_in_one_column_stays_one_beside_the_prose_of_the_other() -> None:
    rows = [("Town", "Ships"), ("Dorle", "14"), ("Vell", "9"), ("Alba Nova", "112")]
    drawn = [place_text(60, 770 - 14 * n, line) for n, line in enumerate(LEFT + RIGHT)]
    drawn += [
        place_text(x, 770 - 28 * n, cell) for n, row in enumerate(rows) for x, cell in zip((340, 420), row, strict=True)
    ]
    text = load_pdf(draw_pdf(drawn), "a").text
    assert text.split("\n") == [" ".join(LEFT + RIGHT), *(" | ".join(row) for row in rows)]


def test_a_headline_parts_two_stories_of_columns() -> None:
    drawn = []
    for top, title, (left, right) in ((800, "A bridge", (LEFT, LEFT)), (700, "A mill", (RIGHT, RIGHT))):
        drawn += [place_text(60, top, title, 18)]
        drawn += [place_text(60, top - 24 - 14 * n, line) for n, line in enumerate(left)]
        drawn += [place_text(330, top - 24 - 14 * n, line) for n, line in enumerate(right)]
    text = load_pdf(draw_pdf(drawn), "a").text
    assert text.split("\n") == ["A bridge", " ".join(LEFT + LEFT), "A mill", " ".join(RIGHT + RIGHT)]


def test_the_bullets_of_lists_in_cells_are_no_cells() -> None:
    rows = [("Town", "Ships"), ("Dorle", "14"), ("Vell", "9"), ("Alba", "112")]
    places = (60, 80, 220, 240)
    drawn = [
        place_text(x, 770 - 14 * n, cell)
        for n, (town, ships) in enumerate(rows)
        for x, cell in zip(places, (BULLET, town, BULLET, ships), strict=True)
    ]
    assert load_pdf(draw_pdf(drawn), "a").text.split("\n") == [" | ".join(row) for row in rows]


def test_rows_of_a_table_stay_whole() -> None:
    rows = [("Town", "Ships"), ("Dorle", "14"), ("Vell", "9"), ("Alba", "112")]
    drawn = [
        place_text(x, 770 - 14 * n, cell) for n, row in enumerate(rows) for x, cell in zip((60, 220), row, strict=True)
    ]
    assert load_pdf(draw_pdf(drawn), "a").text.split("\n") == ["Town | Ships", "Dorle | 14", "Vell | 9", "Alba | 112"]


# a table of three columns: rows of cells, and a cell's lines
WORKS = [
    [["Work"], ["What it asks"], ["Due"]],
    [["Ferry"], ["It runs every twenty minutes until the", "bridge is open again both ways"], ["3 May", "2024"]],
    [["Repair of the", "northern pier"], ["Engineers close the crack and fill it"], ["1 October", "2024"]],
    [["Signals"], ["New ones at either end of the bridge"], ["July 2024"]],
    [
        ["Costs"],
        ["The council pays four million, and the", "state the rest, as it had promised in", "the spring"],
        ["2025"],
    ],
]
WORKS_READ = [" | ".join(" ".join(cell) for cell in row) for row in WORKS]
LEFTS = (60, 160, 390)


def draw_table(rows: list[list[list[str]]], *, padding: float, middle: bool = False, ruled: bool = False) -> list[str]:
    drawn, top = [], 780.0
    for row in rows:
        most = max(map(len, row))
        for left, cell in zip(LEFTS, row, strict=True):
            start = top - 13 * (most - len(cell)) / 2 if middle else top
            drawn += [place_text(left, start - 13 * number, line) for number, line in enumerate(cell)]
        top -= 13 * most + padding
        drawn += [f"50 {top + 10} m 450 {top + 10} l S"] if ruled else []
    return [*drawn, "50 793 m 450 793 l S"] if ruled else drawn


@pytest.mark.parametrize(
    "drawn",
    [
        pytest.param(draw_table(WORKS, padding=8), id="space between rows"),
        pytest.param(draw_table(WORKS, padding=8, middle=True), id="cells in the middle of their row"),
        pytest.param(draw_table(WORKS, padding=3, ruled=True), id="lines between rows"),
        pytest.param(draw_table(WORKS, padding=3, middle=True, ruled=True), id="lines, and cells in the middle"),
        pytest.param(draw_table(WORKS, padding=0), id="nothing between rows but the words"),
    ],
)
def test_cells_that_are_wrapped_stay_in_their_row(drawn: list[str]) -> None:
    assert load_pdf(draw_pdf(drawn), "a").text.split("\n") == WORKS_READ


def test_a_table_of_two_wide_columns_is_read_by_rows_and_not_by_columns() -> None:
    questions = [["Why is the old bridge of Dorle to be", "closed for two years?"]] * 4
    answers = [["Engineers found a crack in its pier that", "nobody knew of, and the ferry is", "too small."]] * 4
    drawn, top = [], 780
    for question, answer in zip(questions, answers, strict=True):
        drawn += [place_text(60, top - 13 * n, line) for n, line in enumerate(question)]
        drawn += [place_text(310, top - 13 * n, line) for n, line in enumerate(answer)]
        top -= 50
    row = f"{' '.join(questions[0])} | {' '.join(answers[0])}"
    assert load_pdf(draw_pdf(drawn), "a").text.split("\n") == [row] * 4


def test_rows_of_figures_and_names_stay_apart_though_nothing_is_drawn_between_them() -> None:
    rows = [
        [[town], [captain], [ships]]
        for town, captain, ships in zip("ABCD", ["Ann Cole", "Bo", "Cy", "Di"], "7293", strict=True)
    ]
    text = load_pdf(draw_pdf(draw_table(rows, padding=0)), "a").text
    assert text.split("\n") == ["A | Ann Cole | 7", "B | Bo | 2", "C | Cy | 9", "D | Di | 3"]


def test_a_line_above_a_table_is_no_row_of_it() -> None:
    drawn = [place_text(60, 806, "What is to be done before the winter comes"), *draw_table(WORKS, padding=8)]
    lines = load_pdf(draw_pdf(drawn), "a").text.split("\n")
    assert lines == ["What is to be done before the winter comes", *WORKS_READ]


def test_the_last_row_of_a_table_that_goes_on_over_pages_is_no_running_foot() -> None:
    pages = [
        draw_table([[[f"A 20{n}"], [f"{n},{n}00 {n},{n}01"], [f"{n}.1 {n}.2 {n}.3"]] for n in years], padding=0)
        for years in (range(11, 17), range(17, 23))
    ]
    text = load_pdf(draw_pdf(*pages), "a").text
    assert all(f"A 20{n} | " in text for n in range(11, 23))


def test_line_numbers_in_the_margin_are_left_out() -> None:
    lines = LEFT + RIGHT
    drawn = [place_text(90, 770 - 14 * n, line) for n, line in enumerate(lines)]
    drawn += [place_text(40, 770 - 14 * n, str(n + 1), 8) for n in range(len(lines))]
    assert load_pdf(draw_pdf(drawn), "a").text == " ".join(lines)


def test_a_note_at_the_foot_stands_apart_and_its_sentence_goes_on_over_the_page() -> None:
    first = [place_text(60, 770, "The captain had asked for a second lookout, but none was avail-")]
    second = [place_text(60, 770, "able that day. Nobody was hurt when the ferry struck the post at 7.15.")]
    foot = place_text(60, 60, "1 Duty roster of 3 May, annex B.", 8)
    assert load_pdf(draw_pdf([*first, foot], second), "a").text == (
        "The captain had asked for a second lookout, but none was available that day. Nobody was hurt when the ferry"
        " struck the post at 7.15.\n1 Duty roster of 3 May, annex B."
    )


@pytest.mark.parametrize("count", [2, 3, 4, 5, 7])
def test_heads_of_left_and_right_pages_and_page_numbers_are_left_out(count: int) -> None:
    sentence = "of {} people the ferry of Dorle will carry on that day until the bridge is open"
    names = "Ann Bo Cy Di Ed Flo Gus Hal Ida Jo Kim Lou Mo Nan Oda Pia Quin Ray Sue Tom Uwe".split()
    pages = []
    for number in range(count):
        head = "Harbour Board" if number % 2 == 0 else "Report on the ferry"
        title = [place_text(60, 780, "Report on the ferry", 16)] if number == 0 else []
        lines = [sentence.format(names[3 * number + line]) for line in range(3)]
        body = [place_text(60, 750 - 14 * line, text) for line, text in enumerate(lines)]
        foot = place_text(300, 30, f"Page {number + 1} of {count}", 8)
        pages.append([place_text(60, 815, head, 8), *title, *body, foot])
    text = load_pdf(draw_pdf(*pages), "a").text
    assert text.count("Report on the ferry") == 1
    assert "Page" not in text
    assert count == 2 or "Harbour Board" not in text
    assert all(sentence.format(name) in text for name in names[: 3 * count])


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["a state-", "funded house"], "a state-funded house"),
        (["the forty-year-", "old mill"], "the forty-year-old mill"),
        (["an inter-", "view with her"], "an interview with her"),
        (["the 2024-", "2028 plan"], "the 2024-2028 plan"),
        (["they recom-", "mended it"], "they recommended it"),
        (["a 14-", "year-old boy"], "a 14-year-old boy"),
        (["boys of 12-", "to 14-year-olds"], "boys of 12- to 14-year-olds"),
        (["für die Vor-", "und Nachsorge"], "für die Vor- und Nachsorge"),
        (["from the pota-", "to field"], "from the potato field"),
        (["the SPD-", "geführte Stadt"], "the SPD-geführte Stadt"),
        (["made a U-", "turn on it"], "made a U-turn on it"),
        (["all a-", "bout it"], "all about it"),
    ],
)
def test_a_compound_keeps_its_hyphen_and_a_broken_word_does_not(lines: list[str], text: str) -> None:
    assert reflow([lines]) == text


@pytest.mark.parametrize(
    ("heads", "kept"),
    [
        (["The Post 1", "2 Mill for sale", "The Post 3"], ["", "", ""]),
        (["The Post 7", "Table 2", "2 Oak mills burn."], ["The Post 7 ", "Table 2 ", "2 Oak mills burn. "]),
    ],
)
def test_a_small_head_with_the_number_of_its_page_is_left_out_though_no_page_shares_it(
    heads: list[str], kept: list[str]
) -> None:
    bodies = [f"The {name} mill burned down to its walls on a day in May." for name in ("oak", "red", "old")]
    notes = ["1 Day of sale", "2 Area in acres", "3 Of oak"]
    pages = [
        [place_text(60, 800, head, 8), place_text(60, 770, body), place_text(60, 40, note, 8)]
        for head, body, note in zip(heads, bodies, notes, strict=True)
    ]
    said = [f"{head}{body}" for head, body in zip(kept, bodies, strict=True)]
    assert load_pdf(draw_pdf(*pages), "a").text.replace("\n", " ") == " ".join([*said, *notes])


def test_a_cell_between_two_lines_of_the_column_beside_it_does_not_run_them_together() -> None:
    drawn = [place_text(60, 770 - 14 * line, f"The mill in row {line} was sold in May") for line in range(8)]
    drawn += [place_text(400, 763 - 14 * line, f"{line}", 14) for line in range(2)]
    text = load_pdf(draw_pdf(drawn), "a").text
    assert "MayThe" not in text
    assert all(f"The mill in row {line} was sold in May" in text for line in range(8))


def test_a_raised_figure_is_a_power_or_the_mark_of_a_note() -> None:
    drawn = [
        *(
            place_text(60, 770, "It covers 40 m"),
            place_text(134, 774, "2", 6),
            place_text(140, 770, "of land, he said."),
        ),
    ]
    assert "40 m² of land" in load_pdf(draw_pdf(drawn), "a").text


def test_a_pdf_whose_fonts_name_no_letters_is_refused() -> None:
    with pytest.raises(ArticleError, match="letters cannot be read"):
        load_pdf(make_pdf(["\x01\x02\x03\x04 \x05\x06\x07 \x0e\x0f\x10 \x11\x12\x13 ab" for _ in range(5)]), "a")


def encrypt(data: bytes, password: str) -> bytes:
    writer = pypdf.PdfWriter(io.BytesIO(data))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (make_pdf(PAGE)[:-200], "cut off"),
        (make_pdf(PAGE)[:300] + b"%%EOF", "cannot be read"),
        (b"%PDF-1.4\n%%EOF", "cannot be read"),
        (encrypt(make_pdf(PAGE), "secret"), "encrypted"),
        (make_pdf([]), "scanned"),
    ],
)
def test_a_pdf_that_cannot_be_read_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(ArticleError, match=reason):
        load_pdf(data, "a")


def test_a_pdf_encrypted_without_a_password_is_read() -> None:
    assert load_pdf(encrypt(make_pdf(["Anyone may read this."]), ""), "a").text == "Anyone may read this."


def test_the_library_says_nothing_itself(caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]) -> None:
    damaged = make_pdf(PAGE).replace(b"0000000", b"0000001")  # every object looked for in the wrong place
    with caplog.at_level(logging.WARNING):
        assert load_pdf(damaged, "a").title == "Bridge to close"
    assert (caplog.messages, *capsys.readouterr()) == ([], "", "")


SEED = make_pdf(PAGE, PAGE, info="/Title (T) /CreationDate (D:20240501120000Z)")


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(SEED)), st.integers(0, 40), st.binary(max_size=20))
def test_a_damaged_pdf_is_read_or_refused(start: int, length: int, inserted: bytes) -> None:
    try:
        article = load_pdf(SEED[:start] + inserted + SEED[start + length :], "a")
    except ArticleError:
        return
    assert article.text.strip()


@given(st.lists(st.lists(st.text(st.characters(codec="utf-8"), max_size=40), max_size=8), max_size=4))
def test_reflow_invents_nothing(pages: list[list[str]]) -> None:
    seen = "".join("".join("".join(line.split()) for line in page) for page in pages)
    letters = iter(seen)
    assert all(letter in letters for letter in "".join(reflow(pages).split()))


def read_pages(*pages: list[str]) -> list[Skipped]:
    return [item for item in pdf.load_pdf(make_pdf(*pages), "a.pdf", "a") if isinstance(item, Skipped)]


SHIFTED = [" ".join("".join(chr(ord(c) - 29) if ord(c) > 61 else c for c in word) for word in PAGE[1].split())] * 3


def test_a_page_whose_letters_stand_for_others_is_left_out_and_named() -> None:
    article = load_pdf(make_pdf(PAGE, SHIFTED, PAGE[:4]), "a")
    assert "Lanes close first" in article.text
    assert SHIFTED[0][:20] not in article.text
    (told,) = read_pages(PAGE, SHIFTED, PAGE[:4])
    assert str(told) == (
        "a.pdf page 2: letters that cannot be read are left out: run text recognition (OCR) on it first"
    )
    assert not told.is_unread
    assert read_pages(PAGE, PAGE) == []
    with pytest.raises(ArticleError, match="letters cannot be read"):
        load_pdf(make_pdf(SHIFTED, SHIFTED), "a")


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        (["묾푷 차세대 비\ue357체(1A7)\ue342킹 방지읊 퓒\ue32a 칺몮", "스마트 데이터 보안 기술"], [False, True]),
        (["국가 정보보안 기술 발전 방향 83", "8대 미래 유망 보안기술 도출"], [True, True]),
        (["\uf0b7 Buses move to the ferry.", "\uf0b7 Cars wait."], [True, True]),
        (["The rate \uf061 is small in all of the " + "many " * 40], [True]),
        (["\x04\x05\x06\x07 \x0f\x07\x05 \x10\x11\x12\x13"], [False]),
        (["人人生而自由，在尊严和权利上一律平等。"], [True]),
        (["呢啲權利同自由嘅行使，唔論享任何情形下都唔好違背宗旨。"], [True]),
        (["Strč prst skrz krk. Vlk zmrzl, zhltl hrst zrn. " + "Jednou šel medvěd lesem do města na trh. " * 8], [True]),
        (["KSK 3412 12.5 BLZ 70050 " * 12], [True]),
        (["14 3.2 112", "9 8.1 204"] * 9, [True] * 18),
        (["Wszyscy ludzie rodzą się wolni i równi w godności i prawach. " * 4], [True]),
        (["Всі люди народжуються вільними і рівними у своїй гідності та правах. " * 4], [True]),
        (["Тhe mаyоr сlоsed thе hаrbоur brіdge аftеr а " * 6], [False]),
    ],
)
def test_a_line_is_kept_where_its_letters_can_be_read(lines: list[str], kept: list[bool]) -> None:
    assert part_legible(lines) == kept


def test_pages_are_listed_in_runs() -> None:
    told = read_pages(SHIFTED, SHIFTED, PAGE, SHIFTED)
    assert told[0].name == "a.pdf pages 1-2, 4"


def test_a_dash_at_the_head_of_a_full_line_makes_no_item_and_a_title_stays_apart_from_text() -> None:
    lines = [
        "Dorle Sells the Old Mill and the Yard by the River Alba",
        "Nobody had thought that the council would sell the mill",
        "- least of all the people who live beside it and the two",
        "who own the yard. It was done on Friday.",
    ]
    assert reflow_lines([PageLine(line, 10.0) for line in lines]) == [lines[0], " ".join(lines[1:])]


def test_the_score_of_public_pdfs_counts_what_is_read_and_refused(tmp_path: Path, capsys) -> None:
    (tmp_path / "a.pdf").write_bytes(make_pdf(["It closed on Monday."]))
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.4")
    score_pdfs(tmp_path)
    assert capsys.readouterr().out.endswith("1 read, 1 refused, 0 over 20 s\n")


@pytest.mark.parametrize(
    ("ends", "kept"),
    [
        (("1", "2", "3"), ()),
        (("", "2", "3"), ()),
        (("", "", "3"), ()),
        (("17", "18"), ()),
        (("1", "1"), ()),
        (("2", ""), ("2",)),
        (("2004", "", "417"), ("2004", "417")),
        (("2004", "417", "12"), ("2004", "417", "12")),
        (("9", "4", "8", "1"), ()),
    ],
)
def test_a_number_alone_at_the_end_of_few_pages_is_that_of_a_page_where_it_counts(ends, kept) -> None:
    pages = [
        (f"The council of ward {'ABCD'[n]} closed the bridge.", *filter(None, [end])) for n, end in enumerate(ends)
    ]
    [(_, article)] = pdf.load_pdf(make_pdf(*pages), "a", "a")
    assert [line for line in article.text.replace("\n", " ").split() if line.isdigit()] == list(kept)
