"""Documents as JSON objects, for the pipe to the reader's process, the store, and export. Lossless both ways."""

from dataclasses import fields as fields_of
from datetime import date
from typing import Any

from corpus.document import Document, Link, Origin, Section, Span

Record = dict[str, Any]
DAYS = ("published", "modified")
SPANS = ("quotations", "notes")
LISTS = ("topics", "page_starts", "page_labels", "authors", "signatories", "alternates")


def to_record(document: Document) -> Record:
    """A JSON object that `from_record` turns back into an equal document."""
    record = {field.name: getattr(document, field.name) for field in fields_of(Document)}
    for name in DAYS:
        record[name] = record[name] and record[name].isoformat()
    for name in LISTS:
        record[name] = list(record[name])
    record["sections"] = [[s.heading, s.start, s.end] for s in document.sections]
    record["links"] = [[link.start, link.end, link.address] for link in document.links]
    for name in SPANS:
        record[name] = [[span.start, span.end] for span in getattr(document, name)]
    record["origins"] = [[o.start, o.end, o.page, o.first, o.last] for o in document.origins]
    return record


def from_record(record: Record) -> Document:
    """The document of a record. Raises KeyError, TypeError or ValueError on anything `to_record` did not make."""
    fields = dict(record)
    for name in DAYS:
        fields[name] = date.fromisoformat(fields[name]) if fields[name] else None
    fields["sections"] = tuple(Section(heading, start, end) for heading, start, end in fields["sections"])
    fields["links"] = tuple(Link(start, end, address) for start, end, address in fields["links"])
    fields["origins"] = tuple(Origin(*numbers) for numbers in fields["origins"])
    for name in SPANS:
        fields[name] = tuple(Span(start, end) for start, end in fields[name])
    for name in LISTS:
        fields[name] = tuple(fields[name])
    return Document(**fields)


def public_record(document: Document) -> Record:
    """The record that `assistant documents` prints: names as other programs expect them (see docs/api.md)."""
    return {
        "_id": document.id,
        "url": document.url,
        "title": document.title,
        "kind": document.kind,
        "published": document.published.isoformat() if document.published else None,
        "modified": document.modified.isoformat() if document.modified else None,
        "authors": list(document.authors),
        "signatories": list(document.signatories),
        "language": document.language,
        "topics": list(document.topics),
        "status": document.status,
        "superseded_by": document.superseded_by,
        "translation_of": document.translation_of,
        "speaker": document.speaker,
        "presented_by": document.presented_by,
        "notice": document.notice,
        "internal": document.internal,
        "text": document.text,
        "sections": [[section.heading, section.start, section.end] for section in document.sections],
        "page_starts": list(document.page_starts),
        "page_labels": list(document.page_labels),
        "quotations": [[span.start, span.end] for span in document.quotations],
        "notes": [[span.start, span.end] for span in document.notes],
    }
