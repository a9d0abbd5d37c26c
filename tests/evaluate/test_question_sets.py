"""Question sets: what is read from each layout, and what is said of each thing that is wrong with one."""

import csv
import json
from pathlib import Path

import pytest

from qa.errors import QuestionSetError
from qa.evaluate.layouts import read_squad, squad_articles
from qa.evaluate.questions import Question, Span
from qa.evaluate.validate import locate_evidence, read_question_set
from qa.records import Article, Turn
from tests.evaluate.scripted import ARTICLES, BOATS, BUILT, NILE, SEA
from tests.test_foreign import BOMB

ECHO = Article("echo", "Echo", "na na na. The owl calls.\nThe owl  sleeps. The owl calls.")
CORPUS = ARTICLES | {"echo": ECHO}


def read(path: Path, articles: dict[str, Article] | None = None) -> tuple[Question, ...]:
    written = read_question_set(path, question_characters=2_000)
    return locate_evidence(written, (articles or CORPUS).get, path=path)


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


# ---- what is read

WHOLE = (
    Question("q1", "Where does the Nile end?", True, ("the sea", "sea"), ((SEA,),)),
    Question(
        "q2",
        "And what goes on it?",
        True,
        (),
        ((NILE, BOATS), (BUILT,)),
        (Turn("Where does the Nile end?"), Turn("What is it?", "A river.")),
    ),
    Question("7", "Who built it?", False),
)
JSONL = """
{"id": "q1", "question": "Where does the Nile end?", "answerable": true, "answers": ["the sea", "sea"],
 "evidence": [{"article_id": "river", "quote": "It ends in the sea."}]}
{"id": "q2", "question": "And what goes on it?", "answerable": true, "answers": [], "evidence": [
 {"article_id": "river", "quote": "The Nile is long.", "start": 0, "end": 17},
 {"article_id": "river", "quote": "Boats go on it.", "start": null, "end": null}],
 "alternative_evidence": [[{"article_id": "tower", "quote": "The tower was built in 1889."}]],
 "history": ["Where does the Nile end?", {"question": "What is it?", "answer": "A river."}], "paragraph": [0, 9]}
{"id": 7, "question": "Who built it?", "answerable": false}
""".replace("\n ", " ")
YAML = """
questions:
- id: q1
  question: Where does the Nile end?
  answerable: true
  answers: [the sea, sea]
  evidence:
  - {article_id: river, quote: It ends in the sea.}
- id: q2
  question: And what goes on it?
  answerable: yes
  evidence:
  - {article_id: river, quote: The Nile is long.}
  - article_id: river
    quote: Boats go on it.
  alternative_evidence: [[{article_id: tower, quote: The tower was built in 1889.}]]
  history:
  - Where does the Nile end?
  - {question: What is it?, answer: A river.}
- id: 7
  question: Who built it?
  answerable: false
"""


def test_the_layouts_say_the_same(tmp_path: Path) -> None:
    rows = [json.loads(line) for line in JSONL.splitlines() if line]
    assert read(write(tmp_path, "q.jsonl", JSONL)) == WHOLE
    assert read(write(tmp_path, "q.yaml", YAML)) == WHOLE
    assert read(write(tmp_path, "q.json", json.dumps(rows))) == WHOLE


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    for name, text in (("q.jsonl", JSONL), ("q.yaml", YAML)):
        assert read(write(tmp_path, name, b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())) == WHOLE


def test_a_line_separator_inside_a_text_is_no_line_end(tmp_path: Path) -> None:
    line = json.dumps({"id": "a", "question": "one\u2028two?", "answerable": False}, ensure_ascii=False)
    assert read(write(tmp_path, "q.jsonl", line))[0].question == "one\u2028two?"


TABLE = [
    ["id", "Question", " answerable", "answers", "article_id", "quote", "start", "end", "history"],
    ["q1", "Where does the Nile end?", "true", "the sea | sea", "river", "It ends in the sea.", "", "", ""],
    ["q2", "And; what,\tgoes\non it?", "yes", "", "river", "Boats go on it.", "40", "55", "Where?|What is it?"],
    [],
    ["q3", 'Who "built" it?', "No", "", "", "", "", "", ""],
]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_table_is_read_with_any_of_the_usual_separators(tmp_path: Path, separator: str) -> None:
    path = tmp_path / "q.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=separator).writerows(TABLE)
    assert read(path) == (
        Question("q1", "Where does the Nile end?", True, ("the sea", "sea"), ((SEA,),)),
        Question("q2", "And; what,\tgoes\non it?", True, (), ((BOATS,),), (Turn("Where?"), Turn("What is it?"))),
        Question("q3", 'Who "built" it?', False),
    )


SQUAD = {
    "version": "v2.0",
    "data": [
        {
            "title": "The_Nile",
            "paragraphs": [
                {
                    "context": "The Nile is long. The Nile ends in the sea.",
                    "qas": [
                        {
                            "id": "s1",
                            "question": "What is long?",
                            "is_impossible": False,
                            "answers": [
                                {"text": "The Nile", "answer_start": 0},
                                {"text": "Nile", "answer_start": 4},
                                {"text": "The Nile", "answer_start": 0},
                            ],
                        },
                        {
                            "id": "s2",
                            "question": "Who is long?",
                            "is_impossible": True,
                            "answers": [],
                            "plausible_answers": [{"text": "The Nile", "answer_start": 0}],
                        },
                    ],
                },
                {"context": "Boats go on it.", "qas": []},
            ],
        }
    ],
}


def test_a_squad_file_brings_its_paragraphs_as_articles(tmp_path: Path) -> None:
    path = write(tmp_path, "squad.json", json.dumps(SQUAD))
    squad = read_squad(path)
    assert squad is not None
    articles = {a["id"]: Article(a["id"], a["title"], a["text"]) for a in squad_articles(squad)}
    assert {i: (a.title, a.text) for i, a in articles.items()} == {
        "The Nile/1": ("The Nile", "The Nile is long. The Nile ends in the sea."),
        "The Nile/2": ("The Nile", "Boats go on it."),
    }
    first, second = Span("The Nile/1", 0, 8), Span("The Nile/1", 4, 8)
    assert read(path, articles) == (
        # what annotators marked differently is another complete set of evidence
        Question("s1", "What is long?", True, ("The Nile", "Nile"), ((first,), (second,), (first,))),
        Question("s2", "Who is long?", False),
    )


def test_other_json_is_no_squad(tmp_path: Path) -> None:
    assert read_squad(write(tmp_path, "q.json", "[]")) is None
    assert read_squad(write(tmp_path, "q.json", "{")) is None
    assert read_squad(write(tmp_path, "q.jsonl", json.dumps(SQUAD))) is None


# ---- what is wrong


def row(**changes: object) -> str:
    whole: dict[str, object] = {"id": "a", "question": "Why?", "answerable": True, "answers": [], "evidence": []}
    whole |= changes
    return json.dumps({name: value for name, value in whole.items() if value != "ABSENT"})


def evidence(**changes: object) -> str:
    return row(evidence=[{"article_id": "river", "quote": "The Nile is long."} | changes])


MALFORMED = {
    "empty": ("q.jsonl", "", "q.jsonl: the file is empty: write one question a line, see 'qa eval --help'"),
    "only white space": ("q.jsonl", " \n\n", "q.jsonl: the file is empty: write one question a line"),
    "another kind of file": ("q.txt", "hello", "q.txt: a question set ends in .jsonl, "),
    "no JSON": ("q.jsonl", row() + "\n{'id': 1}", "q.jsonl, line 2: not JSON at column 2 (Expecting property name"),
    "a list on a line": ("q.jsonl", "[1, 2]", "q.jsonl, line 1: expected a JSON object with the question, got [1, 2]"),
    "null on a line": ("q.jsonl", "null", "q.jsonl, line 1: expected a question, got null: remove it"),
    "YAML that is nested without end": (
        "q.yaml",
        "- " * 20_000 + "a",
        "q.yaml: a number is too long or the values are",
    ),
    "YAML that names itself": (
        "q.yaml",
        "- &a [*a]",
        "q.yaml, question 1: expected id, question and answerable, got [[",
    ),
    "YAML of a few lines and a billion values": ("q.yaml", BOMB, "q.yaml: expected a list of questions, got {'a': ["),
    "brackets without end": ("q.jsonl", "[" * 100_000, "q.jsonl, line 1: "),
    "Latin-1": ("q.jsonl", b'{}\n{"id": "caf\xe9"}', "q.jsonl, line 2: not UTF-8 text: save the file as UTF-8"),
    "UTF-16": ("q.csv", "id,question".encode("utf-16"), "q.csv, line 1: not UTF-8 text: save the file as UTF-8"),
    "no id": ("q.jsonl", row(id="ABSENT"), """q.jsonl, line 1: "id" is missing (found: question, answerable, """),
    "empty id": ("q.jsonl", row(id=" "), """q.jsonl, line 1 (id ''): "id" holds an empty text: fill it in or remove"""),
    "id is a list": ("q.jsonl", row(id=[1]), """q.jsonl, line 1: "id" is [1]: write it as a text in quotes"""),
    "the same id twice": (
        "q.jsonl",
        row() + "\n\n" + row(),
        "q.jsonl, line 3 (id 'a'): the id is taken by line 1: give each question an id of its own",
    ),
    "no question": ("q.jsonl", row(question=None), """line 1 (id 'a'): "question" is missing (found: id, question, """),
    "blank question": (
        "q.jsonl",
        row(question="\n"),
        """line 1 (id 'a'): "question" holds an empty text: fill it in""",
    ),
    "question is a number": ("q.jsonl", row(question=4), """(id 'a'): "question" is 4: write it as a text in quotes"""),
    "1 MB question": (
        "q.jsonl",
        row(question="why " * 262_144),
        "line 1 (id 'a'): the question has 1,048,576 characters, the limit is 2,000: shorten it",
    ),
    "1 MB question in a table": (
        "q.csv",
        'id,question,answerable\na,b,no\nc,"' + "why " * 262_144 + '",no',
        "q.csv, row 3: not CSV (field larger than field limit (131072)): put quotes around text",
    ),
    "half a character": (
        "q.jsonl",
        row(question="\ud83d?"),
        "q.jsonl, line 1: a text holds half of a surrogate pair (\\ud800 to \\udfff): write the character itself",
    ),
    "answerable missing": ("q.jsonl", row(answerable="ABSENT"), """"answerable" is missing (found: id, question, """),
    "answerable mistyped": (
        "q.jsonl",
        row(answerable="ABSENT", answerble=True),
        ': rename "answerble" to "answerable"',
    ),
    "answerable is a text": (
        "q.jsonl",
        row(answerable="yes"),
        """(id 'a'): "answerable" is 'yes': write true or false""",
    ),
    "answers is a text": ("q.jsonl", row(answers="Paris"), """(id 'a'): "answers" is 'Paris': write a list, [...]"""),
    "answers hold a number": (
        "q.jsonl",
        row(answers=[4]),
        """(id 'a'): "answers" is 4: write it as a text in quotes""",
    ),
    "evidence is an object": ("q.jsonl", row(evidence={}), """(id 'a'): "evidence" is {}: write a list, [...]"""),
    "evidence is a text": (
        "q.jsonl",
        row(evidence=["The Nile"]),
        """(id 'a'): "evidence" holds 'The Nile': write an object with article_id and quote""",
    ),
    "evidence without a quote": (
        "q.jsonl",
        evidence(quote=None),
        "(id 'a'): evidence without quote: add what is missing",
    ),
    "start without end": (
        "q.jsonl",
        evidence(start=3),
        "(id 'a'): evidence from 3 to None: give start and end as whole",
    ),
    "start after end": ("q.jsonl", evidence(start=9, end=3), "(id 'a'): evidence from 9 to 3: give start and end as"),
    "offsets are texts": ("q.jsonl", evidence(start="0", end="17"), "evidence from '0' to '17': give start and end as"),
    "alternative evidence is flat": (
        "q.jsonl",
        row(alternative_evidence=[{"article_id": "river", "quote": "It"}]),
        """"alternative_evidence" holds {'article_id': 'river', 'quote': 'It'}: write a list of lists, [[...]]""",
    ),
    "history is a text": ("q.jsonl", row(history="Who?"), """(id 'a'): "history" is 'Who?': write a list, [...]"""),
    "history holds a number": (
        "q.jsonl",
        row(history=[5]),
        """"history" holds 5: write texts, or objects with question""",
    ),
    "a turn without a question": (
        "q.jsonl",
        row(history=[{"answer": "No."}]),
        """(id 'a'): "history" holds a turn without "question": add it""",
    ),
    "unknown article": (
        "q.jsonl",
        evidence(article_id="sky"),
        "q.jsonl, line 1 (id 'a'): article 'sky' is not in the corpus: correct the article_id, or add the article",
    ),
    "quote not in the article": (
        "q.jsonl",
        row() + "\n" + evidence(quote="The Nile is short.").replace('"a"', '"b"'),
        "q.jsonl, line 2 (id 'b'): the quote 'The Nile is short.' is not in article 'river': copy it exactly from the",
    ),
    "quote with other white space": (
        "q.jsonl",
        evidence(article_id="echo", quote="The owl sleeps."),
        "the quote 'The owl sleeps.' is not in article 'echo': copy its white space exactly as in the article",
    ),
    "quote twice without offsets": (
        "q.jsonl",
        evidence(article_id="echo", quote="The owl calls."),
        "the quote 'The owl calls.' occurs more than once in article 'echo': add \"start\" and \"end\", or quote more",
    ),
    "quote twice, overlapping itself": ("q.jsonl", evidence(article_id="echo", quote="na na"), "occurs more than once"),
    "offsets elsewhere": (
        "q.jsonl",
        evidence(start=1, end=18),
        "the quote 'The Nile is long.' is not at 1 to 18 of article 'river', which reads 'he Nile is long.' there: ",
    ),
    "offsets beyond the end": (
        "q.jsonl",
        evidence(start=90, end=107),
        "is not at 90 to 107 of article 'river', which ends at 55: correct start and end, or leave them out",
    ),
    "YAML that is none": ("q.yaml", "- id: 'a\n  b: [", "q.yaml, line "),
    "YAML without a list": ("q.yaml", "id: a\nquestion: b", "q.yaml: expected a list of questions, got {'id': 'a', "),
    "YAML with a text for a question": (
        "q.yaml",
        "- just words",
        "q.yaml, question 1: expected id, question and answer",
    ),
    "an empty YAML list": ("q.yaml", "[]", "q.yaml: the list holds no question: write at least one"),
    "a date for an id": (
        "q.yaml",
        "- {id: 2024-01-01, question: Why?, answerable: no}",
        """question 1: "id" is datetime""",
    ),
    "other JSON": (
        "q.json",
        '{"questions": 1}',
        'q.json: expected SQuAD JSON ({"data": [...]}) or a list of questions',
    ),
    "SQuAD without paragraphs": ("q.json", '{"data": []}', 'q.json: no paragraphs under "data": name a SQuAD file'),
    "SQuAD without questions": (
        "q.json",
        '{"data": [{"title": "A", "paragraphs": [{"context": "x"}]}]}',
        """q.json, paragraph 'A/1': "context" or "qas" is missing: restore it, or remove the paragraph""",
    ),
    "a table without a header": (
        "q.csv",
        "q1,Why?,true\nq2,How?,true",
        "q.csv, row 1: no column id or question or answerable (found: q1, why?, true): make the first row the header",
    ),
    "a table with other columns": (
        "q.csv",
        "number,text\n1,Why?",
        "q.csv, row 1: no column id or question or answerable",
    ),
    "a table with a row too long": (
        "q.csv",
        "id,question,answerable\na,Why, oh why?,true",
        "q.csv, row 2: 4 cells under 3 columns: put quotes around text that holds the separator",
    ),
    "a table with a quote left open": ("q.csv", 'id,question,answerable\na,"Why?,true', "q.csv, row 2: not CSV ("),
    "a table with only a header": ("q.csv", "id,question,answerable\n", "q.csv: no question was found: write one"),
    "a table with maybe": (
        "q.csv",
        "id,question,answerable\na,Why?,maybe",
        """row 2 (id 'a'): "answerable" is 'maybe'""",
    ),
}


@pytest.mark.parametrize("case", MALFORMED)
def test_a_malformed_set_gives_one_line_with_file_row_and_mend(case: str, tmp_path: Path) -> None:
    name, content, message = MALFORMED[case]
    with pytest.raises(QuestionSetError) as caught:
        read(write(tmp_path, name, content))
    said = str(caught.value)
    assert message in said
    assert "\n" not in said
    assert said.startswith(name)
    assert len(said) < 400


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(QuestionSetError, match=r"none.jsonl: No such file or directory: name a file that can"):
        read(tmp_path / "none.jsonl")


def test_all_problems_are_told_at_once_up_to_twenty(tmp_path: Path) -> None:
    lines = [row(id=str(n), question=4, answerable=1, answers=[""] if n == 0 else []) for n in range(15)]
    with pytest.raises(QuestionSetError) as caught:
        read(write(tmp_path, "q.jsonl", "\n".join(lines)))
    said = str(caught.value).splitlines()
    assert said[:3] == [
        """q.jsonl, line 1 (id '0'): "question" is 4: write it as a text in quotes""",
        """q.jsonl, line 1 (id '0'): "answerable" is 1: write true or false""",
        """q.jsonl, line 1 (id '0'): "answers" holds an empty text: fill it in or remove it""",
    ]
    assert said[-1] == "and 24 more problems"
    assert len(said) == 8  # of what is wrong in the same way, three rows stand for all


def test_a_list_of_different_problems_ends_after_twenty(tmp_path: Path) -> None:
    lines = [row(id=str(n), question=n) for n in range(25)]
    with pytest.raises(QuestionSetError) as caught:
        read(write(tmp_path, "q.jsonl", "\n".join(lines)))
    assert str(caught.value).splitlines()[20:] == ["and 5 more problems"]


def test_what_is_missing_is_named_with_what_it_may_hold(tmp_path: Path) -> None:
    with pytest.raises(QuestionSetError, match=r'"answerable" is missing .*: add "answerable": true or false$'):
        read(write(tmp_path, "q.jsonl", '{"id": "a", "question": "Why?"}'))
    with pytest.raises(QuestionSetError, match='rename "answerble" to "answerable"'):
        read(write(tmp_path, "q.jsonl", '{"id": "a", "question": "Why?", "answerble": true}'))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        (
            "q.csv",
            "id,question,answerable,notes,anwser,artcle_id,\na,Why?,true,x,y,z,",
            "q.csv: not read: 'anwser' (did you mean 'answers'?), 'artcle_id' (did you mean 'article_id'?), 'notes'",
        ),
        ("q.csv", "id,question,answerable,wrong,history\na,Why?,true,x,y", ""),
        ("q.jsonl", row(Answer=["x"], team="a"), "q.jsonl: not read: 'Answer' (did you mean 'answers'?), 'team'"),
        ("q.jsonl", row(draft=True, rule="who", note="x",
                        evidence=[{"article_id": "echo", "quote": "na na na.", "strat": 1}],
                        history=[{"question": "c", "by": "d"}]),
         "q.jsonl: not read: 'strat' (did you mean 'start'?), 'by'"),
        ("q.jsonl", row(**{f"own{n:02}": n for n in range(30)}),
         "q.jsonl: not read: " + ", ".join(f"'own{n:02}'" for n in range(8)) + " and 22 more"),
        ("q.yaml", "- {id: a, question: Why?, answerable: true, 7: x}", "q.yaml: not read: '7'"),
    ],
)  # fmt: skip
def test_what_is_not_read_is_named_in_one_line(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, name: str, content: str, said: str
) -> None:
    assert len(read(write(tmp_path, name, content))) == 1
    assert caplog.messages == ([said] if said else [])


def test_a_table_may_hold_phrases_that_tempt(tmp_path: Path) -> None:
    (question,) = read(write(tmp_path, "q.csv", "id,question,answerable,wrong\na,Why?,true,1962 | fourteen metres"))
    assert question.wrong == ("1962", "fourteen metres")
