"""What a client sends with a call, with the descriptions that a language model reads."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.api import Said
from assistant.web.api.asked import Narrowed

LONGEST_PIECE = 100_000
"""Characters of a document in one answer."""
Whole = Annotated[int, Field(strict=True)]
"""A whole number, and not a text or a truth value that could be read as one."""
Skip = Annotated[Whole, Field(ge=0, description="Leave out so many documents at the beginning.")]
Count = Annotated[Whole, Field(ge=1, le=200, description="How many documents.")]
AllYears = Annotated[bool, Field(description="Do not take years in the question for a filter.")]
Question = Annotated[str, Field(description="The question in plain words, at most 1,000 characters.")]


class Arguments(BaseModel):
    """A JSON object; a name that it does not know is told, never passed over."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Turn(Arguments):
    """Something that was said before."""

    speaker: Annotated[Literal["user", "agent"], Field(description="Who said it.")]
    text: Annotated[str, Field(description="What was said.")]


Filters = Annotated[Narrowed, Field(description="Which documents may answer; leave it out for all.")]
History = Annotated[
    tuple[Turn, ...], Field(description="What was said before, oldest first, for a question that leans on it.")
]
ANY = Narrowed()


def said(history: tuple[Turn, ...]) -> Said:
    """What was said before, as the Python API takes it."""
    return [(turn.speaker, turn.text) for turn in history]


class Asked(Arguments):
    """A question to be answered."""

    question: Question
    history: History = ()
    filters: Filters = ANY
    all_years: AllYears = False


class Searched(Arguments):
    """A question whose passages are looked for."""

    question: Question
    k: Annotated[Whole, Field(ge=1, le=100, description="How many passages.")] = 10
    history: History = ()
    filters: Filters = ANY
    all_years: AllYears = False


class Topic(Arguments):
    """A topic to be followed."""

    topic: Annotated[str, Field(description="A topic, such as: micro-credentials.")]
    filters: Filters = ANY


class Mention(Arguments):
    """Words to be found."""

    text: Annotated[str, Field(description="A word, or several in a row.")]
    filters: Filters = ANY
    skip: Skip = 0
    count: Count = 25


class Draft(Arguments):
    """A text to be checked."""

    text: Annotated[str, Field(description="The whole text, with its quotations in quotation marks.")]


class Listed(Arguments):
    """Documents to be listed."""

    text: Annotated[str, Field(description="Only documents whose title, kind, date or topics hold these words.")] = ""
    filters: Filters = ANY
    skip: Skip = 0
    count: Count = 50


class Piece(Arguments):
    """A piece of a document."""

    document: Annotated[str, Field(description="The id of a document, as results give it: `document` or `_id`.")]
    start: Annotated[Whole, Field(ge=0, description="Where the piece begins.")] = 0
    length: Annotated[Whole, Field(ge=1, le=LONGEST_PIECE, description="How many characters.")] = 20_000


class Nothing(Arguments):
    """No arguments."""
