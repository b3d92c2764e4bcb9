"""What an answer is: a status, and quotations that are slices of their documents."""

from dataclasses import dataclass
from typing import Any, Literal

from corpus.document import Document

Status = Literal["answered", "not_found", "mentioned_only", "unclear_question"]


@dataclass(frozen=True, slots=True)
class Citation:
    """A quotation: `document.text[start:end]`, never a copy. `paragraph_start` and `paragraph_end` bound the paragraph
    or list item around it; `terms` are the question's words (stems) that it holds.
    """

    number: int
    document: Document
    start: int
    end: int
    paragraph_start: int
    paragraph_end: int
    terms: tuple[str, ...] = ()

    @property
    def quote(self) -> str:
        """The quoted words."""
        return self.document.text[self.start : self.end]

    @property
    def page(self) -> int | None:
        """Page on which the quotation begins; None for web text."""
        return self.document.page_at(self.start)

    @property
    def heading(self) -> str:
        """Heading of the section that it stands in; "" before the first."""
        return self.document.section_at(self.start).heading

    def as_record(self) -> dict[str, Any]:
        """The citation in JSON."""
        document = self.document
        return {
            "number": self.number,
            "document": document.id,
            "start": self.start,
            "end": self.end,
            "page": self.page,
            "quote": self.quote,
            "title": document.title,
            "kind": document.kind,
            "published": document.published.isoformat() if document.published else None,
            "section": self.heading,
            "url": document.url,
            "status": document.status,
            "superseded_by": document.superseded_by,
            "speaker": document.speaker,
            "notice": document.notice,
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """What the library says to a question, in its own words, or that it says nothing.

    `opening` and `suggestions` are the assistant's words; everything quoted is the organisation's. An answer of any
    status but "answered" cites nothing. `confidence` in [0, 1] is how likely the citations answer the question.
    `earlier` holds the earlier questions that this one was read with, `readings` how abbreviations and old names were
    read ("ALE read as adult learning and education").
    """

    question: str
    status: Status
    confidence: float
    opening: str
    citations: tuple[Citation, ...] = ()
    suggestions: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    generation: str = ""
    readings: tuple[str, ...] = ()

    @property
    def documents(self) -> tuple[Document, ...]:
        """The cited documents, in the order of their first citation."""
        return tuple({citation.document.id: citation.document for citation in self.citations}.values())

    @property
    def notices(self) -> tuple[str, ...]:
        """What must be told beside the quotations, each once."""
        return tuple(dict.fromkeys(document.notice for document in self.documents if document.notice))

    @property
    def text(self) -> str:
        """The answer as plain text: the opening, then each quotation with its number."""
        lines = [self.opening, *(f"“{citation.quote}” [{citation.number}]" for citation in self.citations)]
        if self.suggestions:
            lines.append("Nearest topics: " + "; ".join(self.suggestions) + ".")
        return "\n\n".join([*lines, *self.notices])

    def as_record(self) -> dict[str, Any]:
        """The answer in JSON."""
        return {
            "question": self.question,
            "status": self.status,
            "confidence": round(self.confidence, 4),
            "text": self.text,
            "citations": [citation.as_record() for citation in self.citations],
            "suggestions": list(self.suggestions),
            "earlier": list(self.earlier),
            "readings": list(self.readings),
            "notices": list(self.notices),
            "generation": self.generation,
        }
