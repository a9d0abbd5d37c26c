"""What may stand above the answer: the sentence beside a "Yes" can be read alone."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from qa.check import Gate
from qa.reading.leads import lead_by_verdict
from qa.records import Article, StoredArticle
from qa.retrieve import Candidate
from qa.split import split_sentences


class SureGate(Gate):
    """Takes "Yes" and the statement for supported, and "No" for the contrary."""

    def __init__(self) -> None:
        pass

    def judge_texts(self, claims: Sequence[str], texts: Sequence[str]) -> NDArray[np.float64]:
        return np.array([[-4.0, 4.0] if claim.endswith("No.") else [4.0, -4.0] for claim in claims])


def test_of_several_sentences_the_one_with_the_names_of_the_question_is_shown() -> None:
    text = "The gas deal is the latest that Norda has signed. Norda has signed a gas deal with Vistula."
    article = Article("gas", "Norda and Vistula sign gas deal", text)
    sentences = split_sentences(text, article_id="gas")
    stored = StoredArticle(article, article.version, tuple((s.start, s.end) for s in sentences))
    best = [Candidate(stored, sentence, 0.5, None, 0.5) for sentence in stored.sentences]
    lead, _ = lead_by_verdict("Has Norda signed a gas deal with Vistula?", best, SureGate())
    assert lead is not None
    assert (lead.word, lead.sentence.index) == ("Yes", 1)
