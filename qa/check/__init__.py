"""Check a claim against the sentences it cites: it is shown only if they carry it.

>>> check("The repair costs $4.2 billion.", ["The repair will cost $4.2 million and take 14 months."]).name
'contradicted'
>>> check("The repair will cost 4.2 million dollars.", ["The repair will cost $4.2 million and take 14 months."]).name
'supported'
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa.check.alignment import align, are_same
from qa.check.judge import Encode, Judge
from qa.check.lexicon import KIND_OF
from qa.check.names import begins_pointing
from qa.check.pair import Pair
from qa.check.polarity import find_flips
from qa.check.rewording import reword
from qa.check.rules import RULES
from qa.check.words import Word, read_words
from qa.records import VerdictName

COSINE_FLOOR = 0.45  # of claim and sentences; unrelated sentences of one article reach 0.4
JUDGE_FLOOR = 0.2  # of 381 claims that pass the rules it turns away one of ten false ones, and none of the true
_CONTEXT_WORTH = 0.5  # of a word that only the context carries; a name counts in full, it only says who is meant
_OWN_SHARE = 0.6  # of the words that are no names, which the sentence itself must carry
# of a predicate that says nothing by itself
_EMPTY = frozenset("do does did done it this that so them him her be is are was were has have had will would".split())


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the check of one claim came to; ``score`` is between 0 and 1, and higher is better carried.

    Only a supported claim scores 0.5 or more. ``reason`` is one plain phrase, empty for a supported claim.
    """

    name: VerdictName
    score: float
    reason: str = ""


def check(
    claim: str,
    sentences: Sequence[str],
    *,
    context: Sequence[str] = (),
    encode: Encode | None = None,
    judge: Judge | None = None,
) -> Verdict:
    """Return whether the sentences, read together, carry the claim.

    ``context`` holds the title of their article and the sentences just before: they may name who "he" is, and carry
    nothing else alone. ``encode`` adds the cosine of the pair, ``judge`` the score of a model.
    """
    if _normalise(claim) in map(_normalise, sentences):
        return Verdict("supported", 1.0)
    evidence = reword(" ".join(" ".join(sentence.split()) for sentence in sentences))
    written, claim = claim, reword(" ".join(claim.split()))
    words = read_words(claim)
    if not evidence or not _says_something(words):
        return Verdict("not_found", 0.0, "there is nothing to compare")
    around = read_words(" . ".join(context))
    pair = Pair(claim, evidence, tuple(context), align(words, read_words(evidence)), around)
    coverage, missing = _cover(pair)
    cosine = _compare(claim, evidence, encode)
    score = coverage if cosine is None else (coverage + cosine) / 2
    for rule in RULES:
        finding = rule(pair)
        if finding:
            return Verdict(finding.verdict, round(score * 0.4, 4), finding.reason)
    if missing:
        return Verdict("not_found", round(score * 0.49, 4), f"the sentence does not say “{missing}”")
    if cosine is not None and cosine < COSINE_FLOOR:
        return Verdict("not_found", round(score * 0.49, 4), "the sentence is about something else")
    if judge is not None and (judged := judge(written, " ".join(sentences))) < JUDGE_FLOOR:
        return Verdict("not_found", round(min(score, judged) * 0.49, 4), "the sentence does not seem to say so")
    return Verdict("supported", round(0.5 + score / 2, 4))


def count_shared(claim: str, sentence: str) -> int:
    """Return how many words of content the two share, in any form; a quick first look before `check`."""
    stems = [{word.stem for word in read_words(text) if word.is_content} for text in (claim, sentence)]
    return len(stems[0] & stems[1])


def _says_something(words: Sequence[Word]) -> bool:
    """Whether a claim has more than its subject: "the mayor did it" has not."""
    verb = next((i for i, word in enumerate(words) if word.is_verb), 0)
    if not any(word.is_content or word.is_number for word in words):
        return False
    return any(word.is_content or word.is_number or word.lower not in _EMPTY for word in words[verb:])


def _normalise(text: str) -> str:
    return " ".join(text.split()).rstrip(".").lower()


def _cover(pair: Pair) -> tuple[float, str]:
    """Return the share of the claim's content that is carried, and the first words that are not."""
    claim = pair.aligned.claim
    content = [i for i, word in enumerate(claim) if word.is_content]
    if not content:
        return 1.0, ""
    turned = find_flips(pair.aligned)  # "not often" carries "rarely": that the two agree is for the rules to see
    missing = [i for i in pair.aligned.missing if i not in turned and not _is_report(claim[i])]
    known = [i for i in missing if _is_meant(i, pair)]
    own = [i for i in content if not claim[i].is_name]
    carried = sum(i not in missing for i in own)
    worth = len(content) - len(missing) + sum(1 if claim[i].is_name else _CONTEXT_WORTH for i in known)
    lost = [i for i in missing if i not in known]
    if carried < _OWN_SHARE * len(own) or not (own or any(word.is_number for word in claim)):
        lost = missing or content  # the context may say who is meant, not what is said
    return worth / len(content), ", ".join(claim[i].text for i in lost[:3])


def _is_meant(index: int, pair: Pair) -> bool:
    """Whether the context names who or what is meant: a name, or a thing that the claim is about."""
    word = pair.aligned.claim[index]
    before = [other for other in pair.aligned.claim[:index] if other.clause == word.clause]
    leads = not any(other.is_verb for other in before)
    meant = word.is_name or (leads and begins_pointing(pair.evidence))
    return meant and any(are_same(word, other) for other in pair.around)


def _is_report(word: Word) -> bool:
    return KIND_OF.get(word.lower) == "say" and word.is_verb


def _compare(claim: str, evidence: str, encode: Encode | None) -> float | None:
    if encode is None:
        return None
    one, other = encode([claim, evidence])
    return max(0.0, min(1.0, float(one @ other)))
