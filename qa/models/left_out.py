"""Which words of a conversation its last question leaves out: the port, and the model that comes with the product.

The question and its history are read as one text by a network of ours that says of each word of the history how likely
the whole question would have it. "When did they disband?" leaves out the name of the band.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from qa.models.session import WEIGHTS_DIR, share_network
from qa.records import Turn

if TYPE_CHECKING:
    import tokenizers

TOKENS = 192  # question and history together; 50 ms on one slow core
CLS, SEP = 101, 102  # marks of the vocabulary
_LONGEST_QUESTION, _LONGEST_ANSWER = 300, 400  # characters
_LONGEST_BEFORE = 200  # characters of what was said before the last turn
_LEAST_ROOM = 4  # tokens; less of a text says nothing
_WORD = re.compile(r"[^\W_]+")
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")  # half of a surrogate pair, which the tokenizer refuses


class Word(NamedTuple):
    """A word of the history; ``token`` is the first of its tokens."""

    lower: str
    token: int


class EncodedConversation(NamedTuple):
    """A conversation as the network takes it, and the words of its history."""

    ids: list[int]
    types: list[int]
    words: list[Word]


def encode_conversation(tokenizer: tokenizers.Tokenizer, question: str, history: Sequence[Turn]) -> EncodedConversation:
    """Lay out ``[CLS] question [SEP] last question [SEP] last answer [SEP] first question [SEP] ...``, newest first.

    What is after the question is the second segment.
    """
    ids, words = [CLS], []
    for number, text in enumerate(_list_texts(question, history)):
        room = TOKENS - len(ids) - 1
        if room < _LEAST_ROOM:
            break
        encoded = tokenizer.encode(text, add_special_tokens=False)
        starts = {start: len(ids) + place for place, (start, _) in reversed([*enumerate(encoded.offsets[:room])])}
        if number:
            found = _WORD.finditer(text)
            words += [Word(one.group().lower(), starts[one.start()]) for one in found if one.start() in starts]
        ids += [*encoded.ids[:room], SEP]
    own = ids.index(SEP) + 1
    return EncodedConversation(ids, [0] * own + [1] * (len(ids) - own), words)


def _list_texts(question: str, history: Sequence[Turn]) -> list[str]:
    """Return the question, then the texts of its history in the order in which they are read."""
    texts: list[str] = []
    if history:
        texts += [history[-1].question[:_LONGEST_QUESTION], history[-1].answer[:_LONGEST_ANSWER]]
    if len(history) > 1:
        texts.append(history[0].question[:_LONGEST_BEFORE])
    for number, turn in reversed([*enumerate(history[:-1])]):
        texts += [turn.question[:_LONGEST_BEFORE]] if number else []
        texts.append(turn.answer[:_LONGEST_BEFORE])
    told = [text for text in texts if text.strip()]
    return [_HALF_CHARACTER.sub("\ufffd", text) for text in (question[:_LONGEST_QUESTION], *told)]


class BuiltInLeftOut:
    """Our network in 8-bit weights on onnxruntime, trained on conversations whose questions were rewritten by hand.

    Making one is cheap: the files are checked and the model is loaded at the first follow-up. Safe to use from
    several threads.
    """

    def __init__(self, folder: Path = WEIGHTS_DIR / "left_out") -> None:
        self._network = share_network(folder)

    def weigh(self, question: str, history: Sequence[Turn]) -> dict[str, float]:
        """Return for each word of the history, in lower case, how likely the question leaves it out: 0 to 1."""
        if not history:
            return {}
        encoded = encode_conversation(self._network.tokenizer, question, history)
        scores = self._network.run(encoded.ids, encoded.types)[:, 0]
        likely: dict[str, float] = {}
        for word in encoded.words:
            likely[word.lower] = max(likely.get(word.lower, 0.0), float(1 / (1 + np.exp(-scores[word.token]))))
        return likely
