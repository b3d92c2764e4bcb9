"""The parts of a generation while they are rebuilt: what documents say now goes into passages, keywords and vectors."""

import hashlib
import shutil
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.document import Document, Span
from index.above import above, field_above
from index.copies import digests_of
from index.encoder import Encoder
from index.generation import KEYWORDS, STORE, VECTORS, Generation
from index.keywords import Entry, Keywords
from index.overlay import mark_duplicates, mark_translations
from index.passages import Passage, passages_of
from index.report import Progress
from index.sentence_vectors import SentenceVectors
from index.store import Store
from index.vectors import FaissVectors
from index.weights import brief, telling

ENCODED_TOGETHER = 2048
"""Passages that are embedded in one go; bounds the memory of a large build."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a generation, open for one rebuild."""

    store: Store
    vectors: FaissVectors
    keywords: Keywords

    @property
    def sentences(self) -> SentenceVectors:
        """The vectors of sentences, which the store's file holds."""
        return SentenceVectors(self.store.connection)


def copied(before: Generation, staging: Path) -> Parts:
    """A private copy of a generation's parts."""
    shutil.copyfile(before.folder / STORE, staging / STORE)
    shutil.copytree(before.folder / KEYWORDS, staging / KEYWORDS)
    return Parts(
        Store.write(staging / STORE), FaissVectors.load(before.folder / VECTORS), Keywords.open(staging / KEYWORDS)
    )


def empty(staging: Path, dimension: int) -> Parts:
    """New, empty parts; `dimension` is that of the vectors."""
    return Parts(Store.create(staging / STORE), FaissVectors.empty(dimension), Keywords.create(staging / KEYWORDS))


def index_changes(
    parts: Parts, changed: Collection[int], removed: Collection[int], encoder: Encoder, progress: Progress
) -> int:
    """Bring passages, keywords and vectors up to date with documents that are shown differently or gone, by their rows;
    how many passages were embedded.
    """
    again = (set(changed) | mark_duplicates(parts.store)) - set(removed)
    parts.store.connection.execute("BEGIN")
    mark_translations(parts.store)
    stale: list[int] = []
    for row in removed:
        stale += parts.store.drop_passages(row, keeping=())
    fresh: list[int] = []
    entries = _split_again(parts.store, sorted(again), stale, fresh)
    parts.keywords.update(sorted(again.union(removed)), entries)
    parts.store.connection.execute("COMMIT")
    parts.vectors.remove(np.array(stale, np.int64))
    parts.store.connection.execute("BEGIN")
    _embed(parts, fresh, encoder, progress)
    parts.store.connection.execute("COMMIT")
    return len(fresh)


def _split_again(store: Store, documents: Sequence[int], stale: list[int], fresh: list[int]) -> Iterator[Entry]:
    """Passages of changed documents as keyword entries; passages whose words stayed keep their rows and vectors.

    Fills `stale` with rows that are gone and `fresh` with rows to be embedded.
    """
    for document_row in documents:
        document = store.document(document_row)
        passages = [] if store.is_duplicate(document_row) else passages_of(document)
        digests = {passage.id: _digest(_embedded(document, passage)) for passage in passages}
        stale += store.drop_passages(document_row, keeping=digests.items())
        for passage in passages:
            words = document.text[passage.start : passage.end]
            told = telling(words, document.section_at(passage.start).heading) * brief(words)
            said = digests_of(document.text, passage.sentences)
            row, is_new = store.put_passage(document_row, passage, digests[passage.id], told, said)
            if is_new:
                fresh.append(row)
            yield Entry(row, document_row, document.language, field_above(document, passage), words)


def _embed(parts: Parts, fresh: Sequence[int], encoder: Encoder, progress: Progress) -> None:
    done = 0
    progress("Embedding", 0, len(fresh))

    def advance(count: int) -> None:
        nonlocal done
        done += count
        progress("Embedding", done, len(fresh))

    for first in range(0, len(fresh), ENCODED_TOGETHER):
        rows = fresh[first : first + ENCODED_TOGETHER]
        read = [_embedded(document, passage) for document, passage in parts.store.passages_with_documents(rows)]
        whole, inner = encoder.encode_passages([one.text for one in read], [one.sentences for one in read], advance)
        parts.vectors.add(np.array(rows, np.int64), whole)
        parts.sentences.put(rows, inner)


@dataclass(frozen=True, slots=True)
class _Embedded:
    """What the model reads of a passage: where it stands, then its words; and where its sentences are in that."""

    text: str
    sentences: tuple[Span, ...]


def _embedded(document: Document, passage: Passage) -> _Embedded:
    told = above(document, passage) + "\n"
    moved = len(told) - passage.start
    spans = tuple(Span(span.start + moved, span.end + moved) for span in passage.sentences)
    return _Embedded(told + document.text[passage.start : passage.end], spans)


def _digest(embedded: _Embedded) -> str:
    """Of the words and the sentences in them: another language may split them otherwise."""
    ends = ",".join(str(span.end) for span in embedded.sentences)
    return hashlib.sha256(f"{ends}\n{embedded.text}".encode()).hexdigest()
