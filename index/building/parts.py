"""The parts of a generation while they are rebuilt: what documents say now goes into passages, keywords and vectors."""

import hashlib
import shutil
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.document import Document, Span
from index.building.marks import any_in_works, mark_duplicates, mark_translations
from index.building.rebuilt import RebuiltSentences, RebuiltVectors
from index.library.generation import KEYWORDS, SENTENCES, STORE, VECTORS, Generation
from index.library.store import Store
from index.local.keywords import Entry, Keywords
from index.models.encoder import Encoder
from index.reports.report import Progress
from index.texts.above import above, field_above
from index.texts.copies import digests_of
from index.texts.passages import Passage, passages_of
from index.texts.weights import brief, telling

ENCODED_TOGETHER = 2048
"""Passages that are embedded in one go; bounds the memory of a large build."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a generation, open for one rebuild; `before` is the one that they are a copy of."""

    store: Store
    vectors: RebuiltVectors
    sentences: RebuiltSentences
    keywords: Keywords
    before: Generation | None = None

    @property
    def as_before(self) -> dict[str, int]:
        """Bytes at the beginning of files, by their names, that are those of the generation before."""
        return {SENTENCES: self.sentences.as_before}

    def close(self) -> None:
        """Close what is open, once nothing is changed any more."""
        self.sentences.close()
        self.store.close()


def copied(before: Generation, staging: Path) -> Parts:
    """A private copy of a generation's parts: what damages one must leave the other to fall back to (promise R2), so
    not even files that no rebuild writes to are shared.
    """
    shutil.copyfile(before.folder / STORE, staging / STORE)
    shutil.copytree(before.folder / KEYWORDS, staging / KEYWORDS)
    vectors = RebuiltVectors(before.folder / VECTORS, before.recipe.dimension)
    sentences = RebuiltSentences.of(before, staging)
    return Parts(Store.write(staging / STORE), vectors, sentences, Keywords.open(staging / KEYWORDS), before)


def empty(staging: Path, dimension: int) -> Parts:
    """New, empty parts; `dimension` is that of the vectors."""
    vectors = RebuiltVectors(None, dimension)
    sentences = RebuiltSentences(staging, dimension)
    return Parts(Store.create(staging / STORE), vectors, sentences, Keywords.create(staging / KEYWORDS))


def index_changes(
    parts: Parts, changed: Collection[int], removed: Collection[int], encoder: Encoder, progress: Progress
) -> int:
    """Bring passages, keywords and vectors up to date with documents that are shown differently or gone, by their rows;
    how many passages were embedded.
    """
    parts.store.connection.execute("BEGIN")
    again = _marked(parts, set(changed), removed)
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
    if stale:
        parts.sentences.drop_dead(parts.store)
    parts.store.connection.execute("COMMIT")
    return len(fresh)


def _marked(parts: Parts, changed: set[int], removed: Collection[int]) -> set[int]:
    """Mark what repeats another document and what are translations; rows of those whose passages may be others now."""
    if parts.before is None:
        again = (changed | mark_duplicates(parts.store)) - set(removed)
        mark_translations(parts.store)
        return again
    again = (changed | mark_duplicates(parts.store, changed - set(removed))) - set(removed)
    with closing(Store.read(parts.before.folder / STORE)) as former:
        parted = any_in_works(former, removed)
    mark_translations(parts.store, None if parted else again)
    return again


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
        parts.sentences.add(parts.store, rows, inner)


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
