"""The forms of answers, of what was found, and of positions over the years."""

from assistant.answer import Status
from assistant.web.api.forms import Counted, Form, Numbers, Offsets, Read


class Place(Form):
    """Where words stand."""

    document: str
    """Id of the document."""
    start: int
    """Where they begin in its text, in characters."""
    end: int
    """Where they end, exclusive."""
    page: int | None
    """The page on which they begin, from 1; null for web text."""


class OtherPlace(Place):
    """Another place of the same words."""

    title: str
    """Title of the document."""
    published: str | None
    """Day of publication, ISO 8601."""
    url: str
    """Address of the original, "" where it has none."""


class Citation(OtherPlace):
    """A quotation: the words `[start, end)` of a document, to the letter."""

    number: int
    """The number by which the text of the answer names it."""
    quote: str
    """The words."""
    kind: str
    """What the document is, such as "post" or "statement"."""
    section: str
    """The heading that the words stand under, "" before the first."""
    language: str
    """The language of the document, ISO 639-1."""
    status: str
    """Whether the document is "current", "superseded" or "historic"."""
    superseded_by: str
    """Id of the document that replaced it, "" where none is known."""
    speaker: str
    """Who speaks, where it is not the organisation alone; else ""."""
    notice: str
    """A sentence to be shown wherever the document is, "" for none."""
    elsewhere: list[OtherPlace]
    """Other places of the same words."""


class Answer(Read):
    """What the library says to a question, in its own words, or that it says nothing."""

    question: str
    """The question, as it was typed."""
    status: Status
    """Only "answered" has citations."""
    confidence: float
    """How likely the citations answer the question, from 0 to 1."""
    text: str
    """The answer as plain text, with the quotations and their numbers."""
    citations: list[Citation]
    """The quotations, in the order of their numbers."""
    suggestions: list[str]
    """Topics of the library that come nearest, where nothing was found."""
    earlier: list[str]
    """The earlier questions that it was read with."""
    contrasts: list[Numbers]
    """Numbers of quotations from different years, the older first, that do not say the same."""
    pinned: list[int]
    """Numbers of the quotations that staff chose for this question."""
    notices: list[str]
    """What must be shown beside the quotations."""
    generation: str
    """The generation of the library that answered."""


class Hit(Place):
    """A passage that was found."""

    score: float
    """Its rank among the hits of one question, from 0 to 1."""
    copies: list[Place]
    """Other places, all of whose sentences the hit has."""
    text: str
    """The words of the passage."""


class Found(Read):
    """The passages nearest to a question, best first."""

    question: str
    """The question, as it was typed."""
    nothing: str
    """Why there are no hits and what to relax; "" where there are some."""
    hits: list[Hit]
    """The passages."""
    generation: str
    """The generation of the library that was searched."""


class Position(Citation):
    """The one best sentence of a document on a topic."""

    states: bool
    """Whether it takes a position, or tells of the topic."""
    reported: str
    """The body whose view it tells, "" where it tells none."""


class Timeline(Read):
    """What was said of a topic over the years, the oldest first, what has no date last."""

    topic: str
    """The topic, as it was typed."""
    coverage: str
    """Which years have documents, and which have none, in words."""
    nothing: str
    """Why there is no position; "" where there are some."""
    further: int
    """How many documents mention the topic and have no sentence here."""
    by_year: dict[str, int]
    """Documents by year, "" without a date."""
    by_kind: dict[str, int]
    """Documents by kind."""
    positions: list[Position]
    """The positions."""
    generation: str
    """The generation of the library that was searched."""


class Sentence(Form):
    """A sentence that mentions what was looked for."""

    start: int
    """Where it begins in the text of the document, in characters."""
    end: int
    """Where it ends, exclusive."""
    page: int | None
    """The page on which it begins, from 1; null for web text."""
    section: str
    """The heading that it stands under, "" before the first."""
    sentence: str
    """The words."""
    matches: list[Offsets]
    """Where the text of the document matches."""


class Mentioning(Form):
    """A document that mentions what was looked for."""

    document: str
    """Id of the document."""
    title: str
    """Title of the document."""
    kind: str
    """What it is, such as "post" or "statement"."""
    published: str | None
    """Day of publication, ISO 8601."""
    language: str
    """Its language, ISO 639-1."""
    status: str
    """Whether it is "current", "superseded" or "historic"."""
    url: str
    """Address of the original, "" where it has none."""
    in_title: list[Offsets]
    """Where the title matches."""
    sentences: list[Sentence]
    """Every sentence that mentions it."""


class Paged(Form):
    """One page of a list."""

    page: int
    """The number of this page, from 1."""
    per_page: int
    """How many documents a page has."""
    total: int
    """How many documents there are on all pages."""
    next: str | None
    """Address of the next page, relative to this host; null on the last one."""
    generation: str
    """The generation of the library that was searched; it changes between two pages when a sync ends."""


class Mentions(Paged):
    """Every document that mentions something, the newest first."""

    text: str
    """What was looked for."""
    nothing: str
    """Why there is none and what to relax; "" where there are some."""
    by_year: list[Counted]
    """Documents of all pages by year, "" without a date."""
    by_kind: list[Counted]
    """Documents of all pages by kind."""
    documents: list[Mentioning]
    """The documents of this page."""
