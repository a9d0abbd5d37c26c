"""A sentence's speaker is named as the sentence, or the one before it, names them."""

import json
from pathlib import Path

import pytest

from qa.english.speakers import explain_pronoun, find_speaker


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("“We saw nobody,” said Colonel Ivan Hrytsenko.", "Colonel Ivan Hrytsenko"),
        ("Mayor Tomas Reyes denied that the ferry would stay.", "Mayor Tomas Reyes"),
        ("According to Ada Brandt's account, the bridge held.", "Ada Brandt"),
        ("QA_UPLOADS (default local) says who may add articles from the page.", ""),
        ("New articles are added by running qa index again.", ""),
        ("World number one Roger Federer added the Dubai trophy to his long list of successes - but it was close.", ""),
        ("Ada Brandt added the visit to the school was a success.", "Ada Brandt"),
        ("Leading economists said that prices would rise.", "Leading economists"),
        ("According to Zelenskyy's account, because their forces did not suffice, they came.", "Zelenskyy"),
        ("Colonel K. told Ukrainska Pravda that his unit had left.", "Colonel K."),
        ("According to the Kestrel Courier, Ada Brandt said it was safe.", "Ada Brandt"),
        ("The Kestrel Courier reported that the bridge is shut.", "The Kestrel Courier"),
        ("A spokesman for Ada Brandt said it was safe.", "A spokesman for Ada Brandt"),
        ("The bridge, it is said, is unsafe.", ""),
        ("Ada Brandt did not say when it would open.", ""),
        ("She was told by Mayor Reyes that it was safe.", "Mayor Reyes"),
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


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("Engineer Lena Wolf was asked by county ministers to carry out a study of the pier.", ""),
        ("The ferry was told by the regulator to stop.", ""),
        ("The ferry was told by the regulator that it had to stop.", "the regulator"),
        ("The owners have been accused by unions of awarding themselves high salaries.", ""),
        ("Traffic over the bridge is expected to grow by 5.7% in 2027.", ""),
        ("Spending is forecast to rise by 3.5% to 2.5 million euros.", ""),
        ("The plan was rejected by the board.", ""),
        (
            "The plan was criticised by harbour campaigners for putting too much weight on one pier.",
            "harbour campaigners",
        ),
        ("The closure was confirmed on Monday, and later by nobody.", ""),
        ("The closure was officially confirmed by the harbour office.", "the harbour office"),
        ("The new pier was described by Ada Brandt as a gift.", "Ada Brandt"),
    ],
)
def test_by_names_who_says_it_and_not_who_asks_or_how_much(sentence: str, speaker: str) -> None:
    assert find_speaker(sentence) == speaker


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("Mr Reyes, who on Monday won £90,000 in damages from the Kestrel Courier said he would stand.", "Mr Reyes"),
        ("Mr Reyes, who owns the Dorle Otters team, hopes this will lead to a sale.", "Mr Reyes"),
        ("Ada Brandt, who presents The Long Crossing told the court that it was late.", "Ada Brandt"),
        ("They met a man with long hair and a beard, who said he had drifted for a year.", "a man with long hair"),
        (
            "The figures contradict a survey from the Harbour Office, which said trade was up.",
            "a survey from the Harbour Office",
        ),
        ("It came with an email from Mr Reyes which said the pier was safe.", "an email from Mr Reyes"),
        ("A spokesman for the club, who said it was quiet, left early.", "A spokesman for the club"),
        ("The bill, which critics say is too long, was passed.", ""),
        ("It also rained in places that walkers said might stay dry.", ""),
        ("The town surprised some walkers who had expected rain.", ""),
        ("There is no law that says ferries must wait.", ""),
        ("Ada Brandt, head of piers at Norda said it was safe.", "Ada Brandt"),
    ],
)
def test_a_relative_clause_is_its_noun_s_and_no_object_is_a_speaker(sentence: str, speaker: str) -> None:
    assert find_speaker(sentence) == speaker


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        (
            "Prices of boats in Dorle rose a steady 0.5% in May, says the Harbour building society.",
            "the Harbour building society",
        ),
        ("Sailors remain cautious over buying new ropes, said DRC director general Ada Brandt.", "Ada Brandt"),
        (
            "The number of ferries could spell trouble for small ports, warns pier monitoring company Norda.",
            "pier monitoring company Norda",
        ),
        (
            "More ropes will be sold in Dorle by May than last year, says a report from the council.",
            "a report from the council",
        ),
        ("Ferries are late once a week, say researchers who counted them.", "researchers"),
        ("There are ferries that have two decks said Mr Reyes.", "Mr Reyes"),
        ("Ferries could stop if the county cuts their pay, warn union leaders.", "union leaders"),
        ("Ada Brandt, 45, says the club needs players.", "Ada Brandt"),
        ("Ada Brandt, based in Oslo, said the bridge was shut.", "Ada Brandt"),
    ],
)
def test_the_speaker_behind_the_verb_is_found(sentence: str, speaker: str) -> None:
    assert find_speaker(sentence) == speaker


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("According to Norda Research 44% of walkers use one pier, 48% use two.", "Norda Research"),
        ("According to boat analysis firm Norda the number of piers has doubled.", "boat analysis firm Norda"),
        ("According to Ada Brandt prices will rise.", "Ada Brandt"),
        ("According to statistics 50% of all thefts happen on piers.", "statistics"),
        ("According to a 2010 report, piers last long.", "a 2010 report"),
        ("According to a survey of 1,300 sailors, piers last long.", "a survey of 1,300 sailors"),
        ("According to Radio 4 News, piers last long.", "Radio 4 News"),
        ("Piers last long, according to the law firm the Norda Group.", "the law firm the Norda Group"),
        ("It was priced according to how long it was.", ""),
    ],
)
def test_a_source_ends_before_what_it_says(sentence: str, speaker: str) -> None:
    assert find_speaker(sentence) == speaker


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("Oil fell to a low of six months after Norda said on Monday that its tanks were full.", ""),
        ("The parties put on a show of unity after councillors criticised Ada Brandt over the row.", ""),
        ("After Tomas Reyes said he had sold it, Ada Brandt may lose the pier.", ""),
        ("After Tomas Reyes said he had sold it, Ada Brandt said the pier was lost.", "Ada Brandt"),
        ('The row began when Ada Brandt said: "The pier is lost."', "Ada Brandt"),
        ("The ruling came after two parents said they believed in it.", ""),
        ("They also plan a house where social workers tell people how much money there is.", ""),
        ("So good was the pier that sailors called for it to be kept.", ""),
        ("He was tired of meeting women who said that they were not ready.", ""),
        ("The sailor who said he built the pier has been left out.", ""),
        ("The ads were shown to Ada Brandt who said they were a smear.", "Ada Brandt"),
        ("As the mayor warned, the pier is lost.", "the mayor"),
    ],
)
def test_who_says_only_a_part_of_the_sentence_is_not_its_speaker(sentence: str, speaker: str) -> None:
    assert find_speaker(sentence) == speaker


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("A study by the Kestrel Internet and Norland Life Project found that piers last.", ""),
        (
            "The firm was admonished by the Securities and Exchange Commission, which said it had made errors.",
            "the Securities and Exchange Commission",
        ),
        ("Figures on searches in Norland and Vistula carried out in May showed that they rose.", ""),
        ("Tomas Reyes, who acts for Mr Brandt and Mr Wolf, said it was late.", "Tomas Reyes"),
        ("Following the row, lawyer Tomas Reyes, who acts for Mr Brandt and Mr Wolf, said it was late.", ""),
        ("He was linked with Norda and Reyes said he would stay.", "Reyes"),
        ("The Forum for the Future said that it was safe.", "The Forum for the Future"),
        ("The Harbour Office on Monday said that it was safe.", "The Harbour Office"),
    ],
)
def test_the_end_of_a_list_or_of_a_name_is_no_speaker(sentence: str, speaker: str) -> None:
    assert find_speaker(sentence) == speaker


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("Meanwhile Ada Brandt's mother has said that it was safe.", "Ada Brandt's mother"),
        ("However Reyes warned his side not to wait.", "Reyes"),
        ("Last month the county said it would watch the ferries.", "the county"),
        ("And last week Harbour Secretary Tomas Reyes told them that it was safe.", "Harbour Secretary Tomas Reyes"),
        ("Two weeks ago the group announced that it would move.", "the group"),
        ("Mr Reyes last week said he wanted it to end.", "Mr Reyes"),
        ("The chancellor meanwhile insisted his plans were sound.", "The chancellor"),
        ("Last April's report by the council said there was no need.", "Last April's report by the council"),
        ("Wednesday's statement said the hearing was open.", "Wednesday's statement"),
    ],
)
def test_no_time_and_no_adverb_is_part_of_a_speaker(sentence: str, speaker: str) -> None:
    assert find_speaker(sentence) == speaker


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("Some 82% said they had seen the pier.", ""),
        ("A total of 53% of those polled said they had seen the pier.", "A total of 53% of those polled"),
        ("Number 10 said it was safe.", "Number 10"),
        ("The pier opened and the county's proposed toll is open to question.", ""),
        ("Ada Brandt claimed her third title over the distance.", ""),
        ("Ada Brandt claimed the title was hers.", "Ada Brandt"),
        ("The harbour think tank said that it was safe.", "The harbour think tank"),
        ("The county is building a police state.", ""),
        ("Ada Brandt gave her support to the plan but said it was late.", "Ada Brandt"),
        ("The county's public spending watchdog has said so.", "The county's public spending watchdog"),
    ],
)
def test_a_figure_is_no_speaker_and_a_noun_is_no_verb(sentence: str, speaker: str) -> None:
    assert find_speaker(sentence) == speaker


def test_a_pronoun_takes_its_name_from_the_sentence_before() -> None:
    before = ["The bridge was closed in March.", "Ada Brandt said that the pier was cracked."]
    assert find_speaker("She added that it would not last.", before) == "Ada Brandt"
    assert find_speaker("She added that it would not last.") == ""


def test_a_pronoun_that_could_mean_two_persons_has_no_speaker() -> None:
    before = ["Ada Brandt and Lena Wolf looked at the pier."]
    assert find_speaker("She said that it would not last.", before) == ""
    assert find_speaker("He said that it would not last.", ["Mrs Brandt looked at the pier."]) == ""


def test_an_office_takes_the_name_of_its_only_holder() -> None:
    before = ["The spokesman of the forces, Colonel Ivan Hrytsenko, gave three weeks.", "It rained."]
    assert find_speaker("The spokesman added that it was quiet.", before) == "Colonel Ivan Hrytsenko"
    assert find_speaker("The spokesman added that it was quiet.") == "The spokesman"


LONG_QUOTE = [
    "“We speak of our areas only.",
    "Nobody was seen there for three weeks.",
    "They left,” said Ivan Hrytsenko.",
]


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_quotation_of_several_sentences_has_one_speaker(place: int) -> None:
    assert find_speaker(LONG_QUOTE[place], LONG_QUOTE[:place], LONG_QUOTE[place + 1 :]) == "Ivan Hrytsenko"


def test_a_quotation_goes_on_in_the_next_sentence() -> None:
    assert find_speaker('It was cold."', ['Ada Brandt said: "It rained.']) == "Ada Brandt"
    assert find_speaker('"It was cold."', ['"It rained," Ada Brandt said.']) == "Ada Brandt"
    assert find_speaker("It was cold.", ['"It rained," Ada Brandt said.']) == ""
    assert find_speaker("The mayor said so.", ["“It rained.", "It was cold.”"]) == "The mayor"


@pytest.mark.parametrize(
    ("later", "speaker"),
    [
        ('The county engineer, Ada Brandt, said: "It was warm."', ""),
        ('A spokesman for Norda Bank said: "It was warm."', ""),
        ('Mrs Brandt also said: "It was warm."', "Mrs Brandt"),
        ('Brandt called it "a warm day".', "Brandt"),
        ('"It was warm," said Ada Brandt.', "Ada Brandt"),
    ],
)
def test_who_is_presented_behind_a_quotation_did_not_speak_it(later: str, speaker: str) -> None:
    assert find_speaker('Nobody came."', ['"It was cold.'], [later]) == speaker


GOLD = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "gold" / "speakers.jsonl").read_text(encoding="utf-8").splitlines()
]


def simplify(name: str) -> list[str]:
    """Return the words of a name without its article and full stops."""
    words = name.lower().replace("’", "'").replace(".", "").split()
    return words[1:] if words[:1] in (["the"], ["a"], ["an"]) else words


def is_right(found: str, labelled: str) -> bool:
    """Whether the label was found, a title or an office before a person's name left aside."""
    ours, theirs = simplify(found), simplify(labelled)
    return bool(ours and theirs) and ours[-len(theirs) :] == theirs


def test_speakers_of_labelled_sentences() -> None:
    """First measured, each part before tuning on it: precision .94, .92, 1.0, recall .90, .90, 1.0."""
    found = [(find_speaker(one["sentence"], one.get("before", [])), one["speaker"]) for one in GOLD]
    right = sum(is_right(ours, theirs) for ours, theirs in found)
    assert len(GOLD) >= 150
    assert right >= 0.95 * sum(bool(ours) for ours, _ in found)
    assert right >= 0.95 * sum(bool(theirs) for _, theirs in found)


@pytest.mark.parametrize(
    ("sentence", "before", "meant"),
    [
        ("He asked for patience.", ["“It will take months,” said Tomas Reyes."], "Tomas Reyes"),
        ("She lives in Dorle.", ["Ada Brandt is the county's engineer."], "Ada Brandt"),
        ("They nest in March.", ["Herons live by the river."], ""),
        ("He asked for patience.", [], ""),
        ("He asked for patience.", ["The Kestrel Courier reported on it."], ""),
        ("She had resigned.", ["Odile Brandt met Ina Voss."], ""),
        ("She had resigned.", ["Odile Brandt met Mr Voss."], "Odile Brandt"),
        ("The mayor asked for patience.", ["“It will take months,” said Tomas Reyes."], ""),
    ],
)
def test_a_pronoun_at_the_start_is_explained_by_the_sentence_before(
    sentence: str, before: list[str], meant: str
) -> None:
    assert explain_pronoun(sentence, before) == meant


def read_scenes() -> list[tuple[list[str], str, list[str]]]:
    """Return of each scene whom its last sentence means, the title and the sentences."""
    gold = Path(__file__).parents[1] / "gold" / "pronouns.txt"
    lines = [line.split(" :: ") for line in gold.read_text(encoding="utf-8").splitlines() if line.count(" :: ") == 2]
    return [(meant.split("|"), title, text.split(" ‖ ")) for meant, title, text in lines]


def test_a_pronoun_is_explained_where_a_reader_can_tell_and_almost_never_wrongly() -> None:
    found = [(explain_pronoun(text[-1], text[:-1], [title, text[0]]), meant) for meant, title, text in read_scenes()]
    right = sum(ours in meant for ours, meant in found)
    assert len(found) >= 60
    assert right >= 0.95 * sum(bool(ours) for ours, _ in found), [one for one in found if one[0] not in one[1]]
    assert right >= 0.6 * sum(meant != ["-"] for _, meant in found), [one for one in found if one[0] == ""]


@pytest.mark.parametrize(
    ("sentence", "before", "meant"),
    [
        ("He said so.", ["The tour of Greg Ruddock was cancelled."], ""),
        ('He told them: "No."', ["Lord Harrow, who is eighty, said Harry's action was unwise."], "Lord Harrow"),
        ("He said so.", ["Ada Brandt came."], ""),
        ("She said so.", ["Ada Brandt came."], "Ada Brandt"),
        ("He also spoke.", ["Peter Falk came.", "He met Ada Brandt."], "Peter Falk"),
        ("He was tired.", ["The prize went to Peter Falk's film."], ""),
    ],
)
def test_an_object_or_an_owner_is_not_meant(sentence: str, before: list[str], meant: str) -> None:
    assert explain_pronoun(sentence, before) == meant
