"""The records of Sourceline, in the order in which they are born.

Every record is frozen: a stage returns new ones. Offsets always count Unicode characters in ``Article.text``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

from qa.headings import Heading, name_sections

Outcome = Literal["answered", "perhaps", "not_found", "briefing", "about"]
StatementKind = Literal["lead", "quote", "written", "own"]
Place = tuple[str, int]  # an article's id and the index of one of its sentences
VerdictName = Literal["supported", "contradicted", "misattributed", "not_found"]


@dataclass(frozen=True, slots=True)
class Article:
    """One article as it was loaded; ``text`` is what every offset counts in.

    ``asks`` are questions that it answers; ``headings`` are where lines begin that its file marks so, with their level.
    """

    id: str
    title: str
    text: str
    source: str = ""
    published: str = ""
    author: str = ""
    url: str = ""
    sha256: str = ""
    collection: str = ""
    asks: tuple[str, ...] = ()
    headings: tuple[Heading, ...] = ()

    def __post_init__(self) -> None:
        """Fill in the hash of the text, so that it can never disagree with it."""
        object.__setattr__(self, "sha256", hashlib.sha256(self.text.encode()).hexdigest())

    @property
    def year(self) -> str:
        """The year in which it was published; empty where that is not told, or only in words ("March 2025")."""
        year = self.published[:4]
        return year if year.isdecimal() else ""

    @property
    def day(self) -> str:
        """The day on which it was published, such as 2025-03-04; empty where that is not told in figures."""
        try:
            return date.fromisoformat(self.published[:10]).isoformat()
        except ValueError:
            return ""

    @property
    def shown_date(self) -> str:
        """When it was published as people read it: the day, where it is told in figures, else as it was given."""
        return self.day or self.published

    @property
    def version(self) -> str:
        """A key for exactly this article: 32 hex digits over every field, so that a new title is a new version."""
        fields: tuple[str, ...] = (self.id, self.title, self.text, self.source, self.published, self.author, self.url)
        fields += (self.collection,) if self.collection or self.asks else ()
        fields += ("\n".join(self.asks),) if self.asks else ()
        fields += (f"headings {self.headings}",) if self.headings else ()
        digest = hashlib.sha256()
        for value in fields:
            data = value.encode()
            digest.update(len(data).to_bytes(8, "big") + data)
        return digest.hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that was not loaded, and why; ``name`` is the file, line, page or entry as a person would name it.

    ``is_unread`` where articles may be there that could not be read, so that none of them has vanished.
    """

    name: str
    reason: str
    is_unread: bool = True

    def __str__(self) -> str:
        """One line, whatever the name holds: line breaks in file names are shown escaped."""
        name = self.name.encode("unicode_escape").decode() if not self.name.isprintable() else self.name
        return f"{name}: {' '.join(self.reason.split())}"


@dataclass(frozen=True, slots=True)
class Loaded:
    """An article and its origin: the absolute path of the file, or the address, that it was loaded from.

    ``note`` says in one line what a person should know of it, such as that it got another id. ``folder`` is the first
    sub-folder of the indexed folder on the way to its file, empty where there is none.
    """

    article: Article
    origin: str
    note: str = ""
    folder: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A whole sentence, heading or list line: the slice ``text[start:end]`` of one article."""

    article_id: str
    index: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of consecutive whole sentences of one article."""

    id: str
    article_id: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class StoredArticle:
    """An article with the places of its sentences, as they were when it was indexed.

    ``entered`` grows from article to article as they come into the index.
    """

    article: Article
    version: str
    offsets: tuple[tuple[int, int], ...]
    entered: int = field(default=0, compare=False)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences in reading order."""
        return tuple(self.sentence(index) for index in range(len(self.offsets)))

    @cached_property
    def sections(self) -> tuple[str, ...]:
        """The headings above each sentence, empty where there is none."""
        return name_sections(self.article.text, self.offsets, self.article.title, self.article.headings)

    def sentence(self, index: int) -> Sentence:
        """Return one of the sentences, without making the others."""
        return Sentence(self.article.id, index, *self.offsets[index])

    def quote(self, sentence: Sentence) -> str:
        """Return the text of one of the article's sentences."""
        return self.article.text[sentence.start : sentence.end]

    def quote_before(self, index: int, most: int) -> list[str]:
        """Return the texts of up to ``most`` sentences just before one, nearest last."""
        return [self.article.text[start:end] for start, end in self.offsets[max(0, index - most) : index]]

    def quote_after(self, index: int, most: int) -> list[str]:
        """Return the texts of up to ``most`` sentences just after one, nearest first."""
        return [self.article.text[start:end] for start, end in self.offsets[index + 1 : index + 1 + most]]

    def quote_beside(self, index: int) -> str:
        """Return the texts of the sentences before and after one."""
        return " ".join((*self.quote_before(index, 1), *self.quote_after(index, 1)))


@dataclass(frozen=True, slots=True)
class Copy:
    """Where a sentence stands again, in the same words, in another article."""

    stored: StoredArticle = field(compare=False, repr=False)
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence of an article with how well it answers; a higher score is better.

    ``span`` is the answer phrase as offsets in the article's text, where one was found. The score weighs a sentence
    against all others; ``own_score`` is how likely it answers by itself, 0 to 1, and 0 where it was not read.
    ``copies`` is where it stands again: evidence once, however many papers print it.
    """

    stored: StoredArticle = field(compare=False, repr=False)
    sentence: Sentence
    score: float
    span: tuple[int, int] | None = None
    own_score: float = 0.0
    copies: tuple[Copy, ...] = ()

    @property
    def text(self) -> str:
        """The sentence as it stands in its article."""
        return self.stored.quote(self.sentence)

    @property
    def section(self) -> str:
        """The heading that it stands below, empty where there is none."""
        return self.stored.sections[self.sentence.index]

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.sentence.article_id, self.sentence.index


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered pointer at one sentence; ``quote`` is ``article.text[sentence.start:sentence.end]``.

    ``phrase`` is the part of it that answers, as offsets in the article's text, where one was found, and ``copies``
    where the same sentence stands in other articles. ``section`` is the heading that it stands below.
    """

    number: int
    article: Article
    sentence: Sentence
    quote: str
    speaker: str = ""
    phrase: tuple[int, int] | None = None
    copies: tuple[Copy, ...] = ()
    section: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing the answer says, and the citations that carry it.

    A ``lead`` is the headline phrase, a ``quote`` a sentence of the source, ``written`` a writer's words, ``own`` what
    the bot says of itself, which cites nothing.
    """

    text: str
    citations: tuple[Citation, ...]
    verdict: VerdictName = "supported"
    kind: StatementKind = "quote"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Citations that answer the same question differently; ``about`` names what they differ in."""

    citations: tuple[Citation, ...]
    about: str


@dataclass(frozen=True, slots=True)
class Group:
    """Citations of a briefing that are shown under one title: of one outlet, or on one side of a comparison."""

    title: str
    citations: tuple[Citation, ...]
    kind: Literal["outlet", "side"] = "outlet"


@dataclass(frozen=True, slots=True)
class Named:
    """A person, a place or a figure that several sentences of a briefing name: shows those alone when chosen."""

    name: str
    kind: Literal["name", "figure"]
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier question of the conversation and, where there was one, its answer."""

    question: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Dropped:
    """A statement that the writer drafted and that was not shown, and why in a plain phrase."""

    text: str
    verdict: VerdictName
    reason: str


@dataclass(frozen=True, slots=True)
class Writing:
    """What became of a writer's draft, in counts of statements; ``unknown_labels`` counts labels.

    ``repointed`` ones named the wrong sentence or none, and were shown with the one that carries them; ``bare`` ones
    named none that was shown to the writer.
    """

    writer: str
    drafted: int = 0
    shown: int = 0
    repointed: int = 0
    bare: int = 0
    unknown_labels: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question came to.

    ``confidence`` is between 0 and 1, and higher is surer. An outcome of ``perhaps`` has one statement, the sentence
    that may answer. ``nearest`` holds the sentences that came closest when nothing was sure to answer; they are not
    evidence. ``ranked`` is the best sentences in order, whether or not the question was answered; measuring reads it.
    Where a writer was asked, ``writing`` counts what became of its draft, ``dropped`` holds the statements that its
    sentences do not carry, and ``note`` says in one line why the answer is quoted after all.

    A briefing lays its citations out in ``groups``, each citation in one; ``more`` holds further sentences, numbered
    on, and ``named`` what several of all these sentences name. ``scopes`` says in words, in each language of the page,
    which articles were asked, where the question limits them ("articles of January 2005"). ``suggestions`` are
    questions to ask next. ``language`` is that of the bot's own words, a two-letter code.
    """

    question: str
    standalone: str
    outcome: Outcome
    confidence: float
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    nearest: tuple[Citation, ...] = ()
    ranked: tuple[Evidence, ...] = ()
    timings_ms: dict[str, float] = field(default_factory=dict)
    dropped: tuple[Dropped, ...] = ()
    writing: Writing | None = None
    note: str = ""
    groups: tuple[Group, ...] = ()
    more: tuple[Citation, ...] = ()
    named: tuple[Named, ...] = ()
    scopes: Mapping[str, str] = field(default_factory=dict)
    suggestions: tuple[str, ...] = ()
    language: str = "en"

    @property
    def scope(self) -> str:
        """Which articles were asked, in English; empty where the question does not limit them."""
        return self.scopes.get("en", "")

    @property
    def text(self) -> str:
        """The answer as one text, each statement followed by its ``[n]`` marks; empty when nothing answered."""
        return " ".join(
            " ".join([statement.text, "".join(f"[{c.number}]" for c in statement.citations)]).strip()
            for statement in self.statements
        )
