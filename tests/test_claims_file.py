"""The claims that the checker learns from: every line is read, and each sentence lies in one fold."""

from collections import Counter

from training.gold import CLAIMS, NOT_SAID, REFUTED, SUPPORTED, list_fold, read_claims


def test_each_line_is_a_claim_of_a_sentence_and_about_half_of_them_are_carried() -> None:
    marked = [line for line in CLAIMS.read_text(encoding="utf-8").splitlines() if line[:2] in ("+ ", "- ", "? ")]
    claims = list(read_claims())
    assert len(claims) == len(marked)
    assert all(one.claim and one.proof.text and (one.changed or one.label == SUPPORTED) for one in claims)
    counts = Counter(one.label for one in claims)
    assert 0.48 < counts[SUPPORTED] / len(claims) < 0.52
    assert min(counts[REFUTED], counts[NOT_SAID]) > 0.1 * len(claims)


def test_the_claims_of_a_sentence_lie_in_one_fold() -> None:
    sentences = [{one.proof.text for one in list_fold(fold)} for fold in ("train", "fusion", "dev")]
    assert not sentences[0] & sentences[1] | sentences[0] & sentences[2] | sentences[1] & sentences[2]
    assert sum(map(len, sentences)) == len({one.proof.text for one in read_claims()})
