"""What a conversation has mentioned so far, each of its questions in the form that stands alone."""

from __future__ import annotations

from dataclasses import dataclass, field

from qa.chat.mentions import KnownNames, read_mentions, stem_words
from qa.chat.salience import Gap, Occurrence, Thing, choose, gather_things
from qa.chat.words import FUNCTION_WORDS


@dataclass(slots=True)
class Conversation:
    """Grows turn by turn; ``question`` and ``answer`` are the last, ``focus`` is what last filled each sort of gap."""

    names: KnownNames
    question: str = ""
    answer: str = ""
    turns: int = 0
    things: list[Thing] = field(default_factory=list)
    stems: set[str] = field(default_factory=set)
    focus: dict[Gap, frozenset[str]] = field(default_factory=dict)
    _occurrences: list[Occurrence] = field(default_factory=list)

    def add(self, question: str, answer: str) -> None:
        """Take in one turn."""
        for text in (question, answer):
            mentions = read_mentions(text, self.names)
            crowd = max(1, sum(mention.kind != "noun" for mention in mentions))
            self._occurrences += [Occurrence(mention, self.turns, text is question, crowd) for mention in mentions]
            self.stems |= stem_words(text) - FUNCTION_WORDS
        self.question, self.answer = question, answer
        self.turns += 1
        self.things = gather_things(self._occurrences)

    def fill(self, gap: Gap, taken: frozenset[str]) -> Thing | None:
        """Return what a gap means, None where that is open; ``taken`` holds the words that the question has itself."""
        thing = choose(self.leave_out(taken), gap, self.turns, self.focus.get(gap, frozenset()))
        if thing is not None:
            self.focus[gap] = thing.stems
        return thing

    def leave_out(self, taken: frozenset[str]) -> list[Thing]:
        """Return the things that are not already named by these words."""
        return [thing for thing in self.things if not thing.stems <= taken]


def name_thing(thing: Thing, *, possessive: bool = False) -> str:
    """Return the words that stand for a thing inside a sentence."""
    text = thing.text
    if not thing.plural and any(occurrence.mention.article for occurrence in thing.occurrences):
        text = "the " + text.removeprefix("the ")
    if possessive:
        text += "'" if text.endswith("s") else "'s"
    return text


def capitalise(text: str) -> str:
    """Return the text with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def split_mark(question: str) -> tuple[str, str]:
    """Split a question into its words and its closing marks."""
    words = question.rstrip(" ?.!…")
    return words, question[len(words) :].strip()
