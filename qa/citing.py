"""Cite a sentence: its quote, who it is from, and what a pronoun at its start means, read with the sentences around."""

from __future__ import annotations

from collections.abc import Sequence

from qa.english.speakers import (
    NOTE_SENTENCES_BEFORE,
    SENTENCES_AFTER,
    SENTENCES_BEFORE,
    explain_pronoun,
    find_speaker,
)
from qa.headings import BELOW
from qa.records import Citation, Copy, Sentence, Statement, StoredArticle


def cite(
    number: int,
    stored: StoredArticle,
    sentence: Sentence,
    phrase: tuple[int, int] | None = None,
    copies: tuple[Copy, ...] = (),
) -> Citation:
    """Return the citation of a sentence, with its speaker and where else it stands."""
    speaker = name_speaker(stored, sentence)
    section = stored.sections[sentence.index]
    return Citation(number, stored.article, sentence, stored.quote(sentence), speaker, phrase, copies, section)


def name_heads(citation: Citation) -> str:
    """Return the title of what is cited, with the heading that it stands below: "Tariff 2025 › Mill Lane"."""
    return BELOW.join(filter(None, (citation.article.title, citation.section)))


def name_speaker(stored: StoredArticle, sentence: Sentence) -> str:
    """Return who a sentence says it is from, read with the sentences around it, or an empty string."""
    before = stored.quote_before(sentence.index, SENTENCES_BEFORE)
    return find_speaker(stored.quote(sentence), before, stored.quote_after(sentence.index, SENTENCES_AFTER))


def quote(stored: StoredArticle, citations: Sequence[Citation]) -> Statement:
    """Return the statement that quotes the first citation, of this article; what its pronoun means stands outside."""
    first = citations[0]
    before = stored.quote_before(first.sentence.index, NOTE_SENTENCES_BEFORE)
    meant = explain_pronoun(first.quote, before, [stored.article.title, *stored.quote_after(-1, 1)])
    pronoun = first.quote.split(" ", 1)[0]
    text = f"{first.quote} ({pronoun}: {meant})" if meant else first.quote
    return Statement(text, tuple(citations))
