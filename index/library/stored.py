"""What a store keeps of documents, passages and items, in the form in which it keeps it."""

import json
import zlib
from dataclasses import dataclass, replace

import numpy as np

from corpus.causes import Cause
from corpus.document import Document, Span
from corpus.records import from_record, to_record
from index.texts.passages import Passage


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


def apart(read: str, shown: str) -> bytes:
    """What a document as it was read has otherwise than as it is shown, both as JSON, packed; shown "" is of nothing.
    The words are the same, so this is short.
    """
    told, known = json.loads(read), json.loads(shown or "{}")
    differing = {name: value for name, value in told.items() if name not in known or known[name] != value}
    return zlib.compress(json.dumps(differing, ensure_ascii=False).encode()) if differing else b""


def together(kept: bytes, shown: str) -> str:
    """The document as it was read, as JSON, from what `apart` made of it and the same `shown`."""
    differing = json.loads(zlib.decompress(kept)) if kept else {}
    return json.dumps(json.loads(shown or "{}") | differing, ensure_ascii=False, sort_keys=True)


def passage_of(name: str, document: str, heading: str, start: int, end: int, sentences: bytes) -> Passage:
    """A passage from what is kept of it; `sentences` is made by `spans_as_bytes`."""
    spans = np.frombuffer(sentences, np.int32).reshape(-1, 2) + start
    return Passage(name, document, heading, start, end, tuple(Span(first, last) for first, last in spans.tolist()))


def spans_as_bytes(passage: Passage) -> bytes:
    """Where the sentences of a passage stand in it."""
    places = [(span.start - passage.start, span.end - passage.start) for span in passage.sentences]
    return np.array(places, np.int32).tobytes()
