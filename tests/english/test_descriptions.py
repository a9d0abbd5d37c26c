"""What a sentence says that somebody or something is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.english.descriptions import find_descriptions

CASES = [
    ("Kern", "Ada Kern, head of the military archive, closed it.", "head of the military archive"),
    ("Kern", "The archive was closed by its head, Ada Kern.", None),
    ("Ada Kern", "Norland's intelligence chief, Ada Kern, urged caution.", "Norland's intelligence chief"),
    ("Ada Kern", "The head of the clinic, Ada Kern, left.", "The head of the clinic"),
    ("Ada Kern", "The play was praised by theatre critic Ada Kern.", "theatre critic"),
    ("Ada Kern", "It was praised by chief executive Ada Kern.", None),
    ("Ada Kern", "The firm, said Norda chief executive Ada Kern, will close.", "Norda chief executive"),
    ("Ada Kern", "Ada Kern is the youngest member of the club.", "the youngest member of the club"),
    ("Ada Kern", "Ada Kern, too, left the club.", None),
    ("Ada Kern", "Ada Kern, who left, said the club was ruined.", None),
    ("Ada Kern", "According to Ada Kern, the bank will close.", None),
    ("Ada Kern", "Ada Kern is leaving the clinic.", None),
    ("Ada Kern", "The mayor of Alvik, Ada Kern, business groups and the government agreed.", "The mayor of Alvik"),
    ("Ada Kern", "Per Lund, head of the clinic, met Ada Kern.", None),
    ("Norda", "Norda, the largest bank of Norland, made a loss.", "the largest bank of Norland"),
    ("Norda", "Norland oil and gas company Norda made a loss.", "Norland oil and gas company"),
    ("Norda", "The council is urging Norda, the largest bank, to stay.", "the largest bank"),
    ("Alva", "Alva is one of Norland's 23,000 ferries.", "one of Norland's 23,000 ferries"),
    ("Ada Kern", "Home Secretary Ada Kern resigned.", "Home Secretary"),
    ("Ada Kern", "Mr Kern and Per Lund left.", None),
    ("Norda", "The firms Vistula and Norda grew, and Norda", None),
    ("Norda", "and Norda", None),
]


@pytest.mark.parametrize(("named", "sentence", "description"), CASES)
def test_a_description_is_what_stands_beside_the_name(named: str, sentence: str, description: str | None) -> None:
    found = [sentence[start:end] for start, end in find_descriptions(sentence, named)]
    assert found[:1] == ([description] if description else [])


WORDS = st.sampled_from(
    ["Norda", "and", "the", ",", "head", "of", "company", "is", "a", "Ada", "Kern", "(", "said", "."]
)


@given(st.lists(WORDS, max_size=12))
def test_any_order_of_words_is_read(words: list[str]) -> None:
    sentence = " ".join(words)
    assert all(0 <= start < end <= len(sentence) for start, end in find_descriptions(sentence, "Norda"))


@given(st.text(max_size=120), st.text(max_size=20))
def test_any_text_is_read(sentence: str, named: str) -> None:
    assert all(0 <= start < end <= len(sentence) for start, end in find_descriptions(sentence, named))
