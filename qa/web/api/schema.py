"""What programs send and get over HTTP, as models: the schema, its words and its examples are read off them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from qa.filters import Filters, is_day
from qa.records import Dropped, Outcome, StatementKind, Turn, VerdictName, Writing
from qa.wrong_values import saying


def _check_day(day: str) -> str:
    if day and not is_day(day):
        raise ValueError(day)  # its form is right, but no calendar has it
    return day


Day = Annotated[
    str,
    StringConstraints(pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$"),
    AfterValidator(_check_day),
    saying("write a day as 2026-01-31"),
]
"""A day such as 2025-03-01, or nothing."""
# What \S is, written out: the dialects that read this do not agree on what a space is, and this is Python's answer.
NO_SPACE = r"[^\t-\r\u001c-\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
ADDRESS = rf"https?://{NO_SPACE}+"
ADDRESS_MEND = saying("write an address of at most 2,000 characters, such as https://wiki.example/bridge")
WebAddress = Annotated[str, StringConstraints(max_length=2_000, pattern=rf"^({ADDRESS})?$"), ADDRESS_MEND]
"""An address such as https://wiki.example/bridge, or nothing."""
_ID = "news/old-mill-bridge"
_QUOTE = "The repair will cost $4.2 million and take 14 months."
_SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
EXAMPLE_CITATION: dict[str, Any] = {
    "number": 1,
    "article_id": _ID,
    "title": "Old Mill Bridge closed after crack is found",
    "source": "Valley Post",
    "published": "2025-03-04",
    "url": "https://valley-post.example/bridge",
    "quote": _QUOTE,
    "start": 214,
    "end": 267,
    "sha256": _SHA256,
    "speaker": "",
    "section": "Costs",
    "also_in": [],
}
_ANSWER: dict[str, Any] = {
    "question": "And what will it cost?",
    "standalone": "What will the repair of the Old Mill Bridge cost?",
    "outcome": "answered",
    "confidence": 0.93,
    "answer": f"$4.2 million. [1] {_QUOTE} [1]",
    "statements": [
        {"text": "$4.2 million.", "citations": [1], "verdict": "supported", "kind": "lead"},
        {"text": _QUOTE, "citations": [1], "verdict": "supported", "kind": "quote"},
    ],
    "citations": [EXAMPLE_CITATION],
    "conflicts": [],
    "nearest": [],
    "timings_ms": {"encode": 4.1, "retrieve": 6.3, "read": 52.0},
    "note": "",
    "dropped": [],
    "writing": None,
    "groups": [],
    "more": [],
    "named": [],
    "scope": "",
    "scopes": {},
    "suggestions": [],
    "language": "en",
}


# ---- what is sent


class Earlier(BaseModel):
    """An earlier question of the conversation and what was answered."""

    model_config = ConfigDict(extra="forbid")

    question: Annotated[str, StringConstraints(max_length=4_000)]
    answer: Annotated[str, StringConstraints(max_length=20_000)] = ""


class Asked(BaseModel):
    """A question, with the conversation it belongs to and what it is limited to."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "question": "And what will it cost?",
                    "history": [{"question": "Why was the Old Mill Bridge closed?", "answer": "A crack was found."}],
                    "outlets": ["Valley Post"],
                    "since": "2025-03-01",
                },
                {"question": "What does “Old Mill Bridge” say about cars?", "page": "https://wiki.example/bridge"},
            ]
        },
    )

    question: str = Field(description="the question; a follow-up is read against the history")
    history: list[Earlier] = Field(default=[], description="earlier turns, oldest first")
    outlets: list[str] = Field(default=[], description="only articles of these outlets may answer; empty lets all")
    collections: list[str] = Field(
        default=[],
        description='only articles of these collections may answer; empty lets all but "Help", which answers what is '
        "asked about Sourceline itself",
    )
    since: Day = Field(
        default="", description="only articles published on this day or later may answer, such as 2025-03-01"
    )
    until: Day = Field(default="", description="only articles published on this day or earlier may answer")
    page: WebAddress = Field(
        default="",
        description="the web page that the question is about, such as https://wiki.example/bridge: where an indexed "
        "article has this url and a sentence that may answer, it alone does; fragment and trailing slash make no "
        "difference",
    )

    def turns(self, most: int) -> tuple[Turn, ...]:
        """Return the last turns of the conversation, oldest first."""
        return tuple(Turn(turn.question, turn.answer) for turn in self.history[-most:]) if most else ()

    def filters(self) -> Filters:
        """Return what the question is limited to."""
        return Filters(tuple(self.outlets), self.since, self.until, tuple(self.collections))


# ---- what is answered


class Copy(BaseModel):
    """Where a cited sentence stands again: the slice ``[start, end)`` of another article's text."""

    article_id: str
    title: str
    source: str = Field(description="the outlet; empty where the article names none")
    published: str = Field(description="when the article appeared; empty where it does not say")
    url: str = Field(description="where the article came from on the web; empty where it came from a file")
    start: int = Field(description="first character of the sentence, counted in the article's text")
    end: int = Field(description="one after its last character")
    sha256: str = Field(description="hash of the article's text, in hex")


class Citation(Copy):
    """A pointer at one whole sentence: ``quote`` is ``text[start:end]`` of the article whose text has this hash."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE_CITATION]})

    number: int = Field(description="its mark in the answer; 0 where the answer does not cite it")
    quote: str
    speaker: str = Field(description="who says so in the article, where the sentence reports speech")
    section: str = Field(
        default="", description="the heading that the sentence stands below; empty where there is none"
    )
    also_in: list[Copy] = Field(default=[], description="other articles in which the same sentence stands")


class Statement(BaseModel):
    """One thing that the answer says, and the numbers of the citations that carry it."""

    text: str
    citations: list[int]
    verdict: VerdictName
    kind: StatementKind = Field(
        description="the headline phrase, a quoted sentence, a writer model's words, or what the bot says of itself"
    )


class Conflict(BaseModel):
    """Numbers of citations that answer the same question differently."""

    citations: list[int]
    about: str = Field(description="what they differ in, such as 'the number of soldiers'")


class Group(BaseModel):
    """Numbers of a briefing's citations under one title: an outlet, or a side of a comparison."""

    title: str
    citations: list[int]
    kind: Literal["outlet", "side"]


class Named(BaseModel):
    """A name or figure of a briefing, and the numbers of the citations (those of ``more`` too) that name it."""

    name: str
    kind: Literal["name", "figure"]
    citations: list[int]


class Answer(BaseModel):
    """What a question came to; ``qa ask --json`` prints the same."""

    model_config = ConfigDict(json_schema_extra={"examples": [_ANSWER]})

    question: str
    standalone: str = Field(description="the question as it was understood, made to stand alone")
    outcome: Outcome = Field(
        description="answered; perhaps: a sentence may answer, but not surely; not_found; briefing: "
        "dated sentences on a topic; about: what Sourceline is and does"
    )
    confidence: float = Field(ge=0, le=1, description="how sure the answer is; higher is surer")
    answer: str = Field(description="the statements as one text with [n] marks; empty when nothing answered")
    statements: list[Statement]
    citations: list[Citation]
    conflicts: list[Conflict]
    nearest: list[Citation] = Field(description="sentences that came nearest when nothing answered; no evidence")
    timings_ms: dict[str, float]
    note: str = Field(description="why the answer is quoted although a writer model is set")
    dropped: list[Dropped]
    writing: Writing | None
    groups: list[Group] = Field(description="how a briefing is laid out; each of its citations is in one group")
    more: list[Citation] = Field(description="further sentences of a briefing, numbered on")
    named: list[Named] = Field(description="what several sentences of a briefing name, to show those alone")
    scope: str = Field(description="which articles were asked, where the question limits them")
    scopes: dict[str, str] = Field(description="the same in each language of the page")
    suggestions: list[str] = Field(description="questions to ask next")
    language: str = Field(description="language of the bot's own words, a code such as 'en'")


class Listed(BaseModel):
    """An article as a line of the list."""

    id: str
    title: str
    source: str
    published: str
    author: str
    collection: str = Field(description="empty where it was put into none")


class Article(Listed):
    """An article with the text that citations count in."""

    text: str
    url: str
    sha256: str


class Listing(BaseModel):
    """One page of the list of articles, the newest first, the help last."""

    found: int = Field(description="how many there are on all pages")
    articles: list[Listed]


class Counted(BaseModel):
    """An outlet or a collection, and its number of articles."""

    name: str
    articles: int


class Holdings(BaseModel):
    """What the library holds, and questions to begin with."""

    articles: int
    outlets: list[Counted]
    collections: list[Counted]
    first: str = Field(description="first day of publication")
    last: str = Field(description="last day of publication")
    questions: list[str]


class Health(BaseModel):
    """The process lives."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"status": "ok"}]})

    status: str


class Ready(BaseModel):
    """The index is open and the models are loaded."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"status": "ready", "articles": 30, "sentences": 412, "generation": 7}]}
    )

    status: str
    articles: int
    sentences: int
    generation: int = Field(description="a number that grows with every change of the index")
    trouble: str = Field("", description="why the newest state of the index is not served; missing when it is")


class Kept(BaseModel):
    """The vote is stored."""

    status: str


class Refusal(BaseModel):
    """Why a request was refused, in a word for programs and a line for people."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "not_found", "detail": "no such article"}]})

    reason: str
    detail: str
