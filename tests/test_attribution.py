"""A sentence's speaker is named as the sentence, or the one before it, names them."""

import pytest

from qa.attribution import explain_pronoun, find_speaker


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("“We saw nobody,” said Colonel Ivan Hrytsenko.", "Colonel Ivan Hrytsenko"),
        ("Mayor Tomas Reyes denied that the ferry would stay.", "Mayor Tomas Reyes"),
        ("Ada Brandt, the chief engineer, confirmed the closure.", "Ada Brandt"),
        ("According to the county, 9,000 cars crossed it.", "the county"),
        ("The bridge is safe, according to Dr. Ada Brandt.", "Dr. Ada Brandt"),
        ("However, Ada Brandt later said it was safe.", "Ada Brandt"),
        ("The UK Defence Ministry indicated heavy losses.", "The UK Defence Ministry"),
        ("A spokesperson confirmed that the bridge is shut.", "A spokesperson"),
        ("The head of the Road Office, Major Lena Wolf, confirmed it.", "Major Lena Wolf"),
        ("According to U.S. officials, the bridge may open again.", "U.S. officials"),
        ("An Austrian police chief, Max Huber, said no.", "Max Huber"),
        ("The bridge was closed in March.", ""),
        ("In Dorle the ferry was said to be late.", ""),
        ("", ""),
    ],
)
def test_the_speaker_is_found_in_the_sentence(sentence: str, speaker: str) -> None:
    assert find_speaker(sentence) == speaker


def test_a_pronoun_takes_its_name_from_the_sentence_before() -> None:
    before = ["The bridge was closed in March.", "Ada Brandt said that the pier was cracked."]
    assert find_speaker("She added that it would not last.", before) == "Ada Brandt"
    assert find_speaker("She added that it would not last.") == ""


@pytest.mark.parametrize(
    ("sentence", "before", "meant"),
    [
        ("He asked for patience.", ["“It will take months,” said Tomas Reyes."], "Tomas Reyes"),
        ("She lives in Dorle.", ["Ada Brandt is the county's engineer."], "Ada Brandt"),
        ("They nest in March.", ["Herons live by the river."], ""),
        ("He asked for patience.", [], ""),
        ("The mayor asked for patience.", ["“It will take months,” said Tomas Reyes."], ""),
    ],
)
def test_a_pronoun_at_the_start_is_explained_by_the_sentence_before(
    sentence: str, before: list[str], meant: str
) -> None:
    assert explain_pronoun(sentence, before) == meant
