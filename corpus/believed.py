"""What a reader's process tells is believed only where it makes sense: a file may have taken the reader over (R6)."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from itertools import pairwise
from typing import Any

from corpus.causes import cause_named
from corpus.document import Document, Link, Origin, Section, Span
from corpus.draft import Reading
from corpus.errors import ReadError
from corpus.records import LISTS, from_record

LARGEST_NUMBER = 2**31 - 1
"""Of an offset, a page, or a character on it."""
TEXTS = tuple(field.name for field in fields(Document) if field.type is str)
FLAGS = tuple(field.name for field in fields(Document) if field.type is bool)


def reading_of(answer: Mapping[str, Any], name: str) -> Reading:
    """What a reader answers about the item of this name.

    Raises ReadError where it refuses the item, or tells what cannot be meant.
    """
    try:
        if "refused" in answer:
            raise ReadError(_text(answer["refused"]), cause_named(answer.get("cause")))
        documents = tuple(document_of(record, name) for record in answer["documents"])
        return Reading(documents, _text(answer["note"]), cause_named(answer.get("cause")))
    except (KeyError, TypeError, ValueError):
        raise ReadError(
            f"{name} cannot be read (what its reader tells makes no sense); export it again from its source."
        ) from None


def document_of(record: object, name: str) -> Document:
    """The document of a record that was read from the item of this name.

    Raises KeyError, TypeError or ValueError unless it is one of that item's, each field holds what it may, its texts
    can be stored, its sections cover its text, all that points into the text lies in it, and each page has a label or
    none has.
    """
    if not isinstance(record, dict):
        raise TypeError("a document is an object")
    document = from_record(record)
    for told in _texts(document):
        _text(told)
    if document.id != name and not document.id.startswith(f"{name}#"):
        raise ValueError("a document is named as its item")
    if not all(isinstance(getattr(document, flag), bool) for flag in FLAGS):
        raise TypeError("a flag is true or false")
    _check_numbers(document)
    return document


def _text(told: object) -> str:
    """A text that can be stored. Raises TypeError, or ValueError for half of a character."""
    if not isinstance(told, str):
        raise TypeError("a text is needed")
    told.encode()
    return told


def _texts(document: Document) -> Iterator[object]:
    for field in TEXTS:
        yield getattr(document, field)
    for field in LISTS:
        yield from getattr(document, field) if field != "page_starts" else ()
    yield from (section.heading for section in document.sections)
    yield from (link.address for link in document.links)


def _check_numbers(document: Document) -> None:
    """Raises TypeError or ValueError."""
    spans: list[Section | Link | Span | Origin] = [
        *document.sections,
        *document.links,
        *document.quotations,
        *document.notes,
        *document.origins,
    ]
    numbers = [number for span in spans for number in (span.start, span.end)]
    numbers += [number for origin in document.origins for number in (origin.page, origin.first, origin.last)]
    numbers += document.page_starts
    if not all(type(number) is int and 0 <= number <= LARGEST_NUMBER for number in numbers):
        raise TypeError("a whole number is needed")
    length = len(document.text)
    starts = [*(section.start for section in document.sections), length]
    ends = [0, *(section.end for section in document.sections)]
    if not document.sections or starts != ends:
        raise ValueError("sections cover the text without gaps")
    if document.page_labels and len(document.page_labels) != len(document.page_starts):
        raise ValueError("each page has a label, or none has")
    ascending = all(one <= other for one, other in pairwise(document.page_starts))
    if not ascending or not all(span.start <= span.end <= length for span in spans):
        raise ValueError("what points into the text lies in it")
