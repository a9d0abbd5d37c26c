"""What a conversation has mentioned so far, and how likely its last question means each of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from qa.chat.mentions import KnownNames, find_names, read_mentions, stem_words
from qa.chat.things import Gap, Thing, fits, gather_things
from qa.english.stems import singular
from qa.english.words import FUNCTION_WORDS
from qa.records import Turn

_RECENT_SHARE = 0.5  # of the likeliest person's weight that one of the last answer needs to come before
_LEAST_LIKELIHOOD = 0.2  # of what fills a gap that is there to see: a wrong name is worse than a pronoun
_LEAST_OF_ONE = 0.1  # of the only one it can be


@dataclass(frozen=True, slots=True)
class Conversation:
    """The turns before a question; ``question`` and ``answer`` are those of the last.

    ``likely`` says for each stem how likely the question to come leaves it out, 0 to 1.
    """

    names: KnownNames
    question: str
    answer: str
    things: tuple[Thing, ...]
    stems: frozenset[str]
    likely: Mapping[str, float]

    def fill(self, gap: Gap, taken: frozenset[str]) -> Thing | None:
        """Return what a gap means, None where that is open; ``taken`` holds the words that the question has itself."""
        rest = self.leave_out(taken)
        things = [thing for thing in rest if fits(thing, gap)]
        if gap == "person":  # of names that may be people's or places', the subject acts
            things = [thing for thing in things if thing.kind == "person" or thing.acts] or things
            found = self._choose_recent(things, taken) or self.choose(things, taken)  # a bridge is never "she"
            found = found or self._find_only(things, taken)
            return self._prefer(found, [thing for thing in things if not thing.mentions[0].describes], taken)
        things = things or [thing for thing in rest if gap != "group" or thing.kind != "person"]
        recent = [thing for thing in things if thing.kind != "place"] if gap == "thing" else things
        found = self._choose_recent(recent, taken) or self.choose(things, taken)
        if gap == "thing" and found is not None and found.kind == "place":  # "Who won the prize in Dorle?"
            found = max(self._list_asked(recent), key=lambda thing: self.weigh(thing, taken), default=found)
        if gap == "group":  # "they" are more likely who did something than what it was done to
            return self._prefer(found, [thing for thing in things if thing.acts or thing.kind == "group"], taken)
        return found

    def _list_asked(self, things: Iterable[Thing]) -> list[Thing]:
        """Return the things that the last question has."""
        return [thing for thing in things if any(mention.text in self.question for mention in thing.mentions)]

    def _find_only(self, things: Iterable[Thing], taken: frozenset[str]) -> Thing | None:
        """Return the only one that the last turn names, which needs to be likely the less."""
        turn = f"{self.question} {self.answer}"
        told = [one for one in things if any(mention.text in turn for mention in one.mentions)]
        named = [one for one in told if not one.mentions[0].describes]
        return named[0] if len(named) == 1 and self.weigh(named[0], taken) >= _LEAST_OF_ONE else None

    def _prefer(self, found: Thing | None, things: Sequence[Thing], taken: frozenset[str]) -> Thing | None:
        """Return the likeliest of the things where it is not much less likely than what was found."""
        best = self.choose(things, taken)
        if best is None or found is None or found in things:
            return found
        return best if self.weigh(best, taken) >= _RECENT_SHARE * self.weigh(found, taken) else found

    def find_last_named(self, taken: frozenset[str]) -> Thing | None:
        """Return what the last answer names first and the question before it did not: "that one"."""
        asked = stem_words(self.question)
        named = [thing for thing in self.leave_out(taken) if not thing.mentions[0].describes]
        new = [thing for thing in named if not thing.stems & asked and self.answer.find(thing.mentions[0].text) >= 0]
        return min(new, key=lambda thing: self.answer.find(thing.mentions[0].text), default=None)

    def _choose_recent(self, things: Iterable[Thing], taken: frozenset[str]) -> Thing | None:
        """Return who or what the last turn is about: it comes before older things that are not much likelier."""
        things = list(things)
        turn = f"{self.question} {self.answer}"
        recent = [thing for thing in things if any(mention.text in self.answer for mention in thing.mentions)]
        recent = recent or [thing for thing in things if any(mention.text in turn for mention in thing.mentions)]
        best = self.choose(recent, taken)
        likeliest = max((self.weigh(thing, taken) for thing in things), default=0.0)
        return best if best is not None and self.weigh(best, taken) >= _RECENT_SHARE * likeliest else None

    def choose(self, things: Iterable[Thing], taken: frozenset[str]) -> Thing | None:
        """Return the likeliest of these things, None where none is likely."""
        best = max(things, key=lambda thing: self.weigh(thing, taken), default=None)
        return best if best is not None and self.weigh(best, taken) >= _LEAST_LIKELIHOOD else None

    def weigh(self, thing: Thing, taken: frozenset[str]) -> float:
        """Return how likely the question means a thing: the mean over its words that are not taken."""
        stems = thing.stems - taken - FUNCTION_WORDS
        return sum(self.likely.get(stem, 0.0) for stem in stems) / len(stems) if stems else 0.0

    def leave_out(self, taken: frozenset[str]) -> list[Thing]:
        """Return the things that are not already named by these words."""
        return [thing for thing in self.things if not thing.stems <= taken]


def read_conversation(turns: Sequence[Turn], likely: Mapping[str, float]) -> Conversation:
    """Read the turns, at least one; ``likely`` says for each word how likely the question to come leaves it out."""
    texts = [text for turn in turns for text in (turn.question, turn.answer)]
    names = find_names("\n".join(texts))
    stems: dict[str, float] = {}
    for word, likelihood in likely.items():
        stem = singular(word)
        stems[stem] = max(stems.get(stem, 0.0), likelihood)
    return Conversation(
        names=names,
        question=turns[-1].question,
        answer=turns[-1].answer,
        things=gather_things([mention for text in texts for mention in read_mentions(text, names)]),
        stems=frozenset().union(*(stem_words(text) for text in texts)) - FUNCTION_WORDS,
        likely=stems,
    )


def name_thing(thing: Thing, *, possessive: bool = False) -> str:
    """Return the words that stand for a thing inside a sentence."""
    text = thing.text
    if not thing.plural and any(mention.article for mention in thing.mentions):
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
