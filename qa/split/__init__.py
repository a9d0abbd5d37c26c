"""Split an article into sentences, and its sentences into passages; only white space is left out."""

from __future__ import annotations

from qa.split.identity import identify_splitter
from qa.split.passages import group_passages
from qa.split.sentences import split_sentences

__all__ = ["group_passages", "identify_splitter", "split_sentences"]
