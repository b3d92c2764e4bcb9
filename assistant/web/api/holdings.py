"""The forms of documents, and of what the library holds."""

from pydantic import ConfigDict, Field

from assistant.web.api.answers import Paged
from assistant.web.api.forms import Counted, Form, Offsets, Section


class Entry(Form):
    """A document, as it is listed."""

    model_config = ConfigDict(serialize_by_alias=True)

    id: str = Field(alias="_id")
    """The id by which other records name it."""
    title: str
    """Title of the document."""
    kind: str
    """What it is, such as "post" or "statement"."""
    published: str | None
    """Day of publication, ISO 8601."""
    language: str
    """Its language, ISO 639-1."""
    topics: list[str]
    """Its topics."""
    status: str
    """Whether it is "current", "superseded" or "historic"."""
    superseded_by: str
    """Id of the document that replaced it, "" where none is known."""
    speaker: str
    """Who speaks, where it is not the organisation alone; else ""."""


class Documents(Paged):
    """The documents of the library, the newest first, those without a date last."""

    documents: list[Entry]
    """The documents of this page."""


class Document(Entry):
    """A document with its text and all that is known of it. Offsets count characters of `text`."""

    url: str
    """Address of the original, "" where it has none."""
    modified: str | None
    """Day of the last change, where the source tells another one than that of publication."""
    authors: list[str]
    """Who wrote it, as the source names them."""
    signatories: list[str]
    """Organisations that signed it together."""
    internal: bool
    """Whether it is for staff only; only keys of staff are told of such."""
    translation_of: str
    """Id of the document that it translates, where staff told it; else ""."""
    presented_by: str
    """Address of the post that presents this file, "" for none."""
    notice: str
    """A sentence to be shown wherever the document is, "" for none."""
    text: str
    """The whole text."""
    sections: list[Section]
    """Heading, start and end of each section."""
    page_starts: list[int]
    """Where each page begins; empty for web text."""
    page_labels: list[str]
    """What the pages are called in print; empty where that is their number."""
    quotations: list[Offsets]
    """Other people's words that the document shows."""
    notes: list[Offsets]
    """Its footnotes."""
    translations: list[str]
    """Ids of documents that say the same in other languages."""
    generation: str
    """The generation of the library that it was read from."""


class Status(Form):
    """What the library holds."""

    generation: str
    """Its generation; each sync that changes something publishes another one."""
    created: str
    """When that was published, UTC, ISO 8601."""
    warning: str
    """What a person should know about it, "" for nothing."""
    model: str
    """The model that it was made with."""
    documents: int
    """How many documents can be found."""
    passages: int
    """How many passages they have."""
    first: str
    """Day of the oldest document, ISO 8601; "" where none has a date."""
    last: str
    """Day of the newest document, ISO 8601; "" where none has a date."""
    by_kind: list[Counted]
    """Documents by kind."""
    by_language: list[Counted]
    """Documents by language, ISO 639-1."""
    by_year: list[Counted]
    """Documents by year of publication."""
    by_topic: list[Counted]
    """Documents by topic."""
    by_status: list[Counted]
    """Documents by status."""
    by_publisher: list[Counted]
    """Documents by who speaks, "" the organisation itself; a joint one counts for each who signed it."""
