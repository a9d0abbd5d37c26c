"""The words that the encoder's vocabulary holds whole: 22,000 of English, by how often they are written."""

from __future__ import annotations

from functools import lru_cache

from qa.models.session import WEIGHTS_DIR, open_tokenizer


@lru_cache(maxsize=1)
def read_vocabulary() -> frozenset[str]:
    """Return the words, in small letters."""
    pieces = open_tokenizer(WEIGHTS_DIR / "encoder" / "tokenizer.json").get_vocab()
    return frozenset(piece for piece in pieces if piece.isalpha())
