"""The rebuild: sources in, a new generation out, at the cost of what changed.

Everything happens in a private copy of the current generation; nothing is visible before `publish`, and a rebuild that
changes nothing publishes nothing.
"""

import hashlib
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from corpus.document import Document, Span
from corpus.errors import DamagedLibrary, NoLibrary, OtherVersion, SourceError
from corpus.formats import READER_VERSION
from corpus.isolate import ReaderPool
from corpus.sources import Source, open_source
from index.above import above, field_above
from index.archive import keep, noted
from index.copies import digests_of
from index.encoder import Encoder
from index.findings import Differences, differences, report_of, told_of, unknown_corrections
from index.generation import KEYWORDS, STORE, VECTORS, Contents, Generation, Recipe, open_current, publish, rebuilding
from index.intake import Intake, take_in
from index.keywords import Entry, Keywords
from index.overlay import lay_over, mark_duplicates, mark_translations
from index.passages import SPLITTER_VERSION, Passage, passages_of
from index.report import ItemOutcome, Progress, Report, silent
from index.sentence_vectors import SentenceVectors
from index.store import Store
from index.surveys import Failed, Survey, reopened, survey_all
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


def sync(
    library: Path,
    sources: Sequence[Source],
    encoder: Encoder,
    progress: Progress = silent,
    allow_empty: bool = False,
    opening: Callable[[str], Source] = open_source,
) -> Report:
    """Bring the library up to date with these sources; with none, with all that it knows, by `opening` their addresses.

    A source that fails is told in the report and keeps its documents, while the others are brought up to date.
    Raises SourceError or CatalogueError when none is left, LibraryBusy or StorageError; the library is then as it was.
    """
    began = time.monotonic()
    recipe = Recipe(encoder.name, encoder.fingerprint, encoder.dimension, READER_VERSION, SPLITTER_VERSION)
    with rebuilding(library) as staging:
        before, notes = _before(library, bool(sources))
        same = before is not None and before.recipe == recipe
        known = _known_sources(before)
        wanted = _wanted(sources, () if sources and same else known, opening)
        parts = _copied(before, staging) if same and before else _empty(staging, encoder.dimension)
        with closing(parts.store):
            surveys, failed = survey_all(wanted, parts.store, progress, allow_empty)
            if not same:
                _refuse_to_lose(failed, known)
            quiet = before and same and not before.warning and all(told.quiet for told in surveys)
            if before and quiet:
                told = told_of(surveys, [one.remembered_outcomes() for one in surveys], failed)
                report = report_of(parts.store, told, Differences(), notes, before.name)
                return noted(keep, library, replace(report, seconds=time.monotonic() - began))
            intakes = _take_in_all(surveys, parts.store, progress)
            embedded = _index_changes(parts, intakes, encoder, progress)
            found = differences(before, parts.store, {row for intake in intakes for row in intake.changed})
            notes += unknown_corrections(surveys, parts.store)
            notes += _about_anew(before, same, found)
            told = told_of(surveys, [intake.outcomes for intake in intakes], failed)
            report = report_of(parts.store, told, found, notes)
            if not report.documents and not allow_empty:
                raise SourceError(_nothing_read(report.items))
        parts.vectors.save(staging / VECTORS)
        contents = Contents(recipe, report.finished, report.documents, report.passages)
        name = publish(library, staging, contents, fallback=before.name if before else "")
        seconds = time.monotonic() - began
        report = replace(report, generation=name, published=True, embedded=embedded, seconds=seconds)
        return noted(keep, library, report)


def _before(library: Path, can_start_anew: bool) -> tuple[Generation | None, tuple[str, ...]]:
    """The generation to start from, None where there is none that can be used."""
    try:
        before = open_current(library)
    except NoLibrary:
        if not can_start_anew:
            raise
        return None, ()
    except (OtherVersion, DamagedLibrary) as error:
        if not can_start_anew:
            raise
        return None, (f"{error} It was built anew from the sources named.",)
    return before, (before.warning,) if before.warning else ()


def _known_sources(before: Generation | None) -> tuple[str, ...]:
    if before is None:
        return ()
    with closing(Store.read(before.folder / STORE)) as store:
        return tuple(store.sources())


def _wanted(sources: Sequence[Source], remembered: Iterable[str], opening: Callable[[str], Source]) -> list[Source]:
    """The named sources, then the remembered ones that are not among them."""
    named = {source.address: source for source in sources}
    return [*named.values(), *(reopened(address, opening) for address in remembered if address not in named)]


def _copied(before: Generation, staging: Path) -> Parts:
    shutil.copyfile(before.folder / STORE, staging / STORE)
    shutil.copytree(before.folder / KEYWORDS, staging / KEYWORDS)
    return Parts(
        Store.write(staging / STORE), FaissVectors.load(before.folder / VECTORS), Keywords.open(staging / KEYWORDS)
    )


def _empty(staging: Path, dimension: int) -> Parts:
    return Parts(Store.create(staging / STORE), FaissVectors.empty(dimension), Keywords.create(staging / KEYWORDS))


def _take_in_all(surveys: Sequence[Survey], store: Store, progress: Progress) -> list[Intake]:
    store.connection.execute("BEGIN")
    with ReaderPool() as pool:
        intakes = [take_in(told, store, pool, progress) for told in surveys]
    lay_over(surveys, intakes, store)
    store.connection.execute("COMMIT")
    return intakes


def _index_changes(parts: Parts, intakes: Sequence[Intake], encoder: Encoder, progress: Progress) -> int:
    """Bring passages, keywords and vectors up to date; how many passages were embedded."""
    removed = {row for intake in intakes for row in intake.removed}
    changed = {row for intake in intakes for row in intake.changed} | mark_duplicates(parts.store)
    changed -= removed
    parts.store.connection.execute("BEGIN")
    mark_translations(parts.store)
    stale: list[int] = []
    for row in removed:
        stale += parts.store.drop_passages(row, keeping=())
    fresh: list[int] = []
    entries = _split_again(parts.store, sorted(changed), stale, fresh)
    parts.keywords.update(sorted(removed | changed), entries)
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


def _nothing_read(outcomes: Sequence[ItemOutcome]) -> str:
    reasons = [one.reason for one in outcomes if one.reason]
    first = reasons[0] if reasons else "no item holds any text."
    return f"None of the {len(outcomes)} items could be read, so nothing was published. The first: {first}"


def _refuse_to_lose(failed: Sequence[Failed], known: Sequence[str]) -> None:
    """An index that is built anew starts empty: a source that failed would be gone from it."""
    for one in failed:
        if one.address in known:
            raise SourceError(
                f"{one.error} The index has to be built anew for this model and version, which needs all its sources; "
                "it is as it was."
            )


def _about_anew(before: Generation | None, same: bool, found: Differences) -> tuple[str, ...]:
    if before is None or same:
        return ()
    unknown = f" Of {found.unknown} documents the former words are in a form that is no longer read." * bool(
        found.unknown
    )
    return (
        "The index was built anew for another model or version of this software, so every item counts as added; the "
        f"documents listed are those that differ.{unknown}",
    )
