"""What is kept of a quotation: enough to cite it years later, when its document may be another one or gone."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Self

from assistant.answer import Citation
from assistant.quotes import located
from corpus.document import Document, Span
from corpus.errors import BasketError
from corpus.folding import fold
from corpus.message import Message
from index.texts.sentences import sentences

NAME_LENGTH = 16
"""Hexadecimal digits of a name: 64 bits, so that among a million quotations two hardly ever share one."""
DAYS = ("published", "collected")
LONGEST = 5000
"""Characters of words that are kept: more than two pages of a paper, and whoever needs more quotes the document."""
LONGEST_AROUND = 2 * LONGEST
"""Characters of the sentences around them; a text without any end of a sentence is one of any length."""


@dataclass(frozen=True, slots=True)
class KeptQuote:
    """A quotation as it stood on the day it was collected: `words` were `text[start:end]` of the document.

    Two are equal when all that is kept of them is; they are the same quotation when they have the same `name`.
    """

    document: str
    start: int
    end: int
    words: str
    sentence: str
    """The whole sentences that hold the words: with another sentence around them they may say something else."""
    title: str
    kind: str
    published: date | None
    page: int | None
    """Page on which it begins, counted from 1; None for web text."""
    page_label: str
    """What that page is called in print."""
    section: str
    address: str
    status: str
    superseded_by: str
    """Id of the document that replaced this one, and its title where it was known."""
    successor: str
    speaker: str
    """Who speaks, where it is not the organisation alone."""
    language: str
    notice: str
    others_words: bool
    """Whether the document itself quotes some of it from somebody else."""
    collected: date
    """The access date."""
    note: str = ""
    """What the person who collected it wrote beside it."""
    internal: bool = False
    """Whether its document was for staff only."""

    @property
    def name(self) -> str:
        """Its permanent name: the same wherever a rebuild moves the words in their document."""
        told = f"{self.document}\n{fold(self.words)}"
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:NAME_LENGTH]

    @property
    def is_superseded(self) -> bool:
        """Whether its document no longer held when these facts were read."""
        return self.status == "superseded"

    def as_record(self) -> dict[str, Any]:
        """All of it in JSON, with its name."""
        record = {"name": self.name} | asdict(self)
        for day in DAYS:
            record[day] = record[day] and record[day].isoformat()
        return record

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Self:
        """What `as_record` gave. Raises KeyError, TypeError or ValueError on anything else."""
        told = {key: value for key, value in record.items() if key != "name"}
        for day in DAYS:
            told[day] = date.fromisoformat(told[day]) if told[day] else None
        kept = cls(**told)
        if kept.name != record["name"]:
            raise ValueError(f"{record['name']} is not the name of its words")
        return kept

    @property
    def withheld(self) -> Self:
        """What is left of it for whoever may not see its document: the note that was written beside it."""
        told = replace(self, document="", start=0, end=0, words="", sentence="", title="", kind="", published=None)
        told = replace(told, page=None, page_label="", section="", address="", status="current", superseded_by="")
        return replace(told, successor="", speaker="", language="", notice="", others_words=False, internal=True)


def keep(document: Document, start: int, end: int, collected: date, successor: str = "") -> KeptQuote:
    """Keep `document.text[start:end]`, without white space at its ends. `successor` is the title of the document that
    replaced this one.

    Raises BasketError where there are no words or too many, or where they begin or end within a word.
    """
    words = document.text[start:end] if 0 <= start < end <= len(document.text) else ""
    inside = [span for span in located(document, words) if start <= span.start and span.end <= end]
    if not inside:
        raise BasketError(
            Message(
                "{document} holds no whole words from {start} to {end}. Choose words from where the first one begins "
                "to where the last one ends.",
                {"document": document.id, "start": str(start), "end": str(end)},
            )
        )
    span = inside[0]
    if (number := span.end - span.start) > LONGEST:
        raise BasketError(
            Message(
                "These words have {number} characters; a quotation has at most {most}. Choose fewer words.",
                {"number": number, "most": LONGEST},
            )
        )
    return kept_at(document, span, collected, successor)


def kept_at(document: Document, span: Span, collected: date, successor: str = "") -> KeptQuote:
    """What is kept of words that are known to stand in a document, at this place."""
    around = sentences_around(document, span)
    return KeptQuote(
        document.id,
        span.start,
        span.end,
        document.text[span.start : span.end],
        document.text[around.start : around.end],
        document.title,
        document.kind,
        document.published,
        document.page_at(span.start),
        document.page_label_at(span.start),
        document.section_at(span.start).heading,
        document.url,
        document.status,
        document.superseded_by,
        successor,
        document.speaker,
        document.language,
        document.notice,
        any(other.start < span.end and span.start < other.end for other in document.quotations),
        collected,
        internal=document.internal,
    )


def keep_citation(citation: Citation, collected: date, successor: str = "") -> KeptQuote:
    """Keep a quotation of an answer. Raises BasketError when its document does not hold the chosen words."""
    if not citation.exact:
        document = {"document": citation.document.id}
        raise BasketError(Message("{document} no longer holds this quotation. Ask the question again.", document))
    return keep(citation.document, citation.start, citation.end, collected, successor)


def sentences_around(document: Document, span: Span) -> Span:
    """The whole sentences that a span touches; the span alone where they have more than LONGEST_AROUND characters. Only
    its own paragraphs are split, which is enough.
    """
    text = document.text
    before, after = text.rfind("\n\n", 0, span.start), text.find("\n\n", span.end)
    first, last = before + 2 if before >= 0 else 0, after if after >= 0 else len(text)
    touched = [
        one
        for one in sentences(text[first:last], document.language)
        if first + one.start < span.end and span.start < first + one.end
    ]
    if not touched:
        return span
    whole = Span(min(span.start, first + touched[0].start), max(span.end, first + touched[-1].end))
    return whole if whole.end - whole.start <= LONGEST_AROUND else span
