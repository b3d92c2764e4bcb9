"""Documents as JSON objects, for the pipe to the reader's process, the store, and export. Lossless both ways."""

from dataclasses import asdict
from datetime import date
from typing import Any

from corpus.document import Document, Link, Section, Span

Record = dict[str, Any]


def to_record(document: Document) -> Record:
    """A JSON object that `from_record` turns back into an equal document."""
    record = asdict(document)
    record["published"] = document.published.isoformat() if document.published else None
    record["sections"] = [[s.heading, s.start, s.end] for s in document.sections]
    record["links"] = [[link.start, link.end, link.address] for link in document.links]
    record["quotations"] = [[span.start, span.end] for span in document.quotations]
    return record


def from_record(record: Record) -> Document:
    """The document of a record. Raises KeyError, TypeError or ValueError on anything `to_record` did not make."""
    fields = dict(record)
    published = fields["published"]
    fields["published"] = date.fromisoformat(published) if published else None
    fields["sections"] = tuple(Section(heading, start, end) for heading, start, end in fields["sections"])
    fields["links"] = tuple(Link(start, end, address) for start, end, address in fields["links"])
    fields["quotations"] = tuple(Span(start, end) for start, end in fields["quotations"])
    fields["topics"] = tuple(fields["topics"])
    fields["page_starts"] = tuple(fields["page_starts"])
    return Document(**fields)


def public_record(document: Document) -> Record:
    """The record that `assistant documents` prints: names as other programs expect them (see docs/api.md)."""
    return {
        "_id": document.id,
        "url": document.url,
        "title": document.title,
        "kind": document.kind,
        "published": document.published.isoformat() if document.published else None,
        "language": document.language,
        "topics": list(document.topics),
        "status": document.status,
        "superseded_by": document.superseded_by,
        "speaker": document.speaker,
        "presented_by": document.presented_by,
        "notice": document.notice,
        "text": document.text,
        "sections": [[section.heading, section.start, section.end] for section in document.sections],
        "page_starts": list(document.page_starts),
    }
