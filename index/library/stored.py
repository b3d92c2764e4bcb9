"""What a store keeps of documents and items, in the form in which it keeps it."""

import json
from dataclasses import dataclass, replace

from corpus.causes import Cause
from corpus.document import Document
from corpus.records import from_record, to_record


@dataclass(frozen=True, slots=True)
class ItemState:
    """What is remembered of an item: enough to know that it did not change, and why it was not read."""

    source: str
    name: str
    stamp: str
    digest: str
    refusal: str = ""
    note: str = ""
    cause: Cause = ""
    """What `refusal` or `note` is about, for programs."""


def as_json(document: Document) -> str:
    """A document as the store keeps it; equal documents give equal strings."""
    return json.dumps(to_record(document), ensure_ascii=False, sort_keys=True)


def shown_json(document: Document) -> str:
    """A document as the store keeps what is shown of it."""
    return as_json(replace(document, origins=()))


def from_json(told: str) -> Document:
    """The document that `as_json` was told of. Raises KeyError, TypeError or ValueError for anything else."""
    return from_record(json.loads(told))
