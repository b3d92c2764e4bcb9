"""The forms of what is asked."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from assistant.api import LISTED, Told
from assistant.api import Said as Conversation
from assistant.conversation import LONGEST_QUESTION
from corpus.sources.item import storable

LONGEST_HISTORY = 200
"""Turns that are taken; the last few are read."""
LONGEST_TURN = 20_000
"""Characters of something said before."""
VALUES = 50
"""Values of one filter."""
LONGEST_VALUE = 200
MOST_FIELDS = 50
"""Fields of one object that are looked at, several times what any form has: each that has no name here is an error of
its own.
"""
PER_PAGE, MOST_PER_PAGE, MOST_PAGES = 50, 200, 100_000


class Asked(BaseModel):
    """What a client sends: nothing but the fields that are named."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)

    @model_validator(mode="before")
    @classmethod
    def _few(cls, told: object) -> object:
        if isinstance(told, dict) and len(told) > MOST_FIELDS:
            raise ValueError(f"There are {len(told)} fields; at most {MOST_FIELDS} are looked at")
        return told


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _whole(text: str) -> str:
    if not storable(text):
        raise ValueError("Halves of characters are no text")
    return text


# Longer ones are refused in a sentence of the assistant's own, so the length is told to clients and not checked here.
Question = Annotated[
    str, AfterValidator(_whole), Field(json_schema_extra={"minLength": 1, "maxLength": LONGEST_QUESTION})
]
Day = Annotated[str, Field(max_length=10, pattern=r"^[0-9]{4}(-[0-9]{2}-[0-9]{2})?$")]
Value = Annotated[str, Field(min_length=1, max_length=LONGEST_VALUE)]
Values = Annotated[list[Value], Field(max_length=VALUES), BeforeValidator(_listed)]


class Narrowed(Asked):
    """Which documents may answer: of one filter any value may match, of several filters all must."""

    since: Day | None = None
    """Only documents of this year or day, or later."""
    until: Day | None = None
    """Only documents of this year or day, or earlier."""
    kind: Values | None = None
    """Only documents of these kinds, such as "statement"."""
    topic: Values | None = None
    """Only documents with these topics."""
    language: Values | None = None
    """Only documents in these languages, ISO 639-1."""
    status: Values | None = None
    """Only documents that are "current", "superseded" or "historic"."""
    publisher: Values | None = None
    """Only documents in which these organisations speak."""

    def told(self) -> Told:
        """The filters that are set."""
        named = {name: getattr(self, name) for name in Narrowed.model_fields}
        told: Told = {name: value for name, value in named.items() if value is not None}  # type: ignore[assignment]
        return told


Said = Annotated[str, Field(max_length=LONGEST_TURN)]
Turn = Annotated[
    tuple[Said, Said],
    WithJsonSchema(
        {"type": "array", "items": {"type": "string", "maxLength": LONGEST_TURN}, "minItems": 2, "maxItems": 2}
    ),
]
"""Who spoke, "user" for the one who asks, and the words."""


class Ask(Asked):
    """A question, what was said before it, and which documents may answer."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"question": "What is EAEA's position on micro-credentials?", "filters": {"since": "2019"}},
                {
                    "question": "and for refugees?",
                    "history": [["user", "What is EAEA's position on micro-credentials?"]],
                },
            ]
        }
    )

    question: Question
    """At most 1,000 characters."""
    history: Annotated[list[Turn], Field(max_length=LONGEST_HISTORY)] = []
    """What was said before, oldest first: of each turn who spoke ("user", or anybody else), and the words."""
    filters: Narrowed = Narrowed()
    """Which documents may answer."""
    all_years: bool = False
    """Whether years in the question are left out, and narrow nothing."""

    @property
    def said(self) -> Conversation:
        """What was said before."""
        return [("user" if speaker == "user" else "agent", words) for speaker, words in self.history]


class Search(Ask):
    """A question, and how many passages are wanted."""

    k: Annotated[int, Field(ge=1, le=1000)] = LISTED
    """How many passages."""


class Text(Asked):
    """A draft as plain text."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"text": "“Micro-credentials should never be a complement to full qualifications.”"}]
        }
    )

    text: Annotated[str, AfterValidator(_whole)]
    """At most 1,000,000 characters."""


class Words(Narrowed):
    """Words and filters, as an address tells them."""

    q: Question
    """What is asked or looked for, at most 1,000 characters."""


class AskWords(Words):
    """A question in an address."""

    all_years: bool = False
    """Whether years in the question are left out, and narrow nothing."""


class SearchWords(AskWords):
    """A search in an address."""

    k: Annotated[int, Field(ge=1, le=1000)] = LISTED
    """How many passages."""


class Pages(Asked):
    """Which part of a list."""

    page: Annotated[int, Field(ge=1, le=MOST_PAGES)] = 1
    """The number of the page, from 1."""
    per_page: Annotated[int, Field(ge=1, le=MOST_PER_PAGE)] = PER_PAGE
    """How many documents a page has."""


class FindWords(Words, Pages):
    """What is looked for, in an address."""


class Listed(Narrowed, Pages):
    """Which documents are listed, in an address."""

    q: Annotated[str, Field(max_length=LONGEST_QUESTION)] = ""
    """Words that the id, title, kind, date, language, status or topics of a document hold."""
