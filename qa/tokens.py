"""Count tokens, the one way, everywhere."""

from __future__ import annotations

import os
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import tiktoken

ENCODING = "cl100k_base"


@lru_cache(maxsize=1)
def load_encoding() -> tiktoken.Encoding:
    """Return the encoding from the vocabulary that llama-index-core carries: tiktoken alone would ask the network."""
    spec = find_spec("llama_index.core")
    if spec is None or spec.origin is None:  # pragma: no cover - a broken installation
        raise ImportError("llama-index-core is not installed: run 'pip install sourceline' again")
    os.environ.setdefault("TIKTOKEN_CACHE_DIR", str(Path(spec.origin).parent / "_static" / "tiktoken_cache"))
    import tiktoken

    return tiktoken.get_encoding(ENCODING)


def count_tokens(text: str) -> int:
    """Return the number of tokens in ``text``; control words of models count as plain text."""
    return len(load_encoding().encode_ordinary(text))
