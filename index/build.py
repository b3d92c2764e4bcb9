"""The rebuild: sources in, a new generation out, at the cost of what changed.

Everything happens in a private copy of the current generation; nothing is visible before `publish`, and a rebuild that
changes nothing publishes nothing.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.catalogue import EMPTY, Catalogue
from corpus.errors import DamagedLibrary, NoLibrary, OtherVersion, SourceError
from corpus.formats import READER_VERSION
from corpus.isolate import ReaderPool
from corpus.sources import Source, open_source
from corpus.sources.internal import InternalSource, internal_among
from index.building.findings import Differences, about_desk, differences, report_of, told_of, unknown_corrections
from index.building.intake import Intake, latest_day, take_in
from index.building.overlay import desk_is_laid, hide, lay_over
from index.building.parts import copied, empty, index_changes
from index.building.surveys import Failed, Survey, reopened, survey_all
from index.library.former import CATALOGUED, Former, former_of
from index.library.generation import STORE, VECTORS, Contents, Generation, Recipe, open_current, publish, rebuilding
from index.library.store import Store
from index.milvus.publishing import Place, Staged, is_there, sent
from index.models.encoder import Encoder
from index.reports.archive import keep, noted
from index.reports.report import ItemOutcome, Progress, Report, silent
from index.texts.passages import SPLITTER_VERSION

PUBLISHING = "Publishing"
"""The stage from which on a rebuild is seen through."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What a sync goes by beside the sources that are named: how those that the library knows are opened by their
    addresses, and the corrections of the staff's desk, of which what is not there (any more) is taken back.
    """

    opening: Callable[[str], Source] = open_source
    desk: Catalogue = EMPTY
    internal: tuple[str, ...] | None = None
    """Sources all of whose documents are for staff only; None where nothing is said: those that were stay so."""
    foreseen: tuple[str, ...] = ()
    """Sources that are synced at another time, and may be among the internal ones before they ever were."""
    place: Place | None = None
    """Where what is searched is kept, if not here alone."""


@dataclass(frozen=True, slots=True)
class _Taken:
    """What was taken in from each source, and the rows of documents that the desk shows differently."""

    intakes: Sequence[Intake]
    by_desk: set[int]

    @property
    def changed(self) -> set[int]:
        """Rows of documents that are new or shown differently."""
        return self.by_desk.union(*(intake.changed for intake in self.intakes))

    @property
    def removed(self) -> set[int]:
        """Rows of documents that are gone."""
        return set[int]().union(*(intake.removed for intake in self.intakes))


def sync(
    library: Path,
    sources: Sequence[Source],
    encoder: Encoder,
    progress: Progress = silent,
    allow_empty: bool = False,
    beside: Beside = Beside(),
) -> Report:
    """Bring the library up to date with these sources, with none, with all that it knows; and with the desk.

    A source that fails is told in the report and keeps its documents, while the others are brought up to date.
    Raises SourceError or CatalogueError when none is left, LibraryBusy or StorageError; the library is then as it was.
    """
    began = time.monotonic()
    recipe = Recipe(encoder.name, encoder.fingerprint, encoder.dimension, READER_VERSION, SPLITTER_VERSION)
    with rebuilding(library) as staging:
        progress("Opening the library", 0, 0)
        before, known, notes = _before(library, bool(sources))
        same = before is not None and before.recipe == recipe
        wanted = _wanted(sources, () if sources and same else known.addresses, beside.opening)
        internal = _internal(wanted, known, beside)
        wanted = [InternalSource(one) if one.address in internal else one for one in wanted]
        start = before if same else None
        with ExitStack() as opened:
            with ReaderPool() as pool:
                with closing(Store.read(start.folder / STORE) if start else Store.nothing()) as store:
                    surveys, failed = survey_all(wanted, store, progress, allow_empty, pool.start, known.catalogued)
                    if not same:
                        _refuse_to_lose(failed, known.addresses)
                    shut = [one.address for one in failed if one.address in internal - known.internal]
                    quiet = before and same and not before.warning and all(told.quiet for told in surveys) and not shut
                    if before and quiet and _is_kept(before, beside.place) and desk_is_laid(store, beside.desk):
                        told = told_of(surveys, [one.remembered_outcomes() for one in surveys], failed)
                        report = report_of(store, told, Differences(), notes, before.name)
                        return noted(keep, library, replace(report, seconds=time.monotonic() - began))
                parts = copied(start, staging) if start else empty(staging, encoder.dimension)
                opened.callback(parts.close)
                taken = _take_in_all(surveys, parts.store, pool, progress, beside.desk, shut)
            embedded = index_changes(parts, taken.changed, taken.removed, encoder, progress)
            found = differences(before, parts.store, taken.changed, taken.removed if same else None)
            notes += unknown_corrections(surveys, parts.store) + about_desk(surveys, parts.store, beside.desk)
            notes += _about_anew(before, same, found)
            told = told_of(surveys, [intake.outcomes for intake in taken.intakes], failed)
            report = report_of(parts.store, told, found, notes)
            if not report.documents and not allow_empty:
                raise SourceError(_nothing_read(report.items))
        progress(PUBLISHING, 0, 0)
        parts.vectors.save(staging / VECTORS)
        contents = Contents(recipe, report.finished, report.documents, report.passages)
        with sent(beside.place, Staged(staging, recipe, parts.vectors.vectors_of, before), progress):
            name = publish(library, staging, contents, known.name, start, parts.as_before)
        seconds = time.monotonic() - began
        report = replace(report, generation=name, published=True, embedded=embedded, seconds=seconds)
        return noted(keep, library, report)


def _is_kept(before: Generation, place: Place | None) -> bool:
    """Whether what is searched of a generation is where it is to be."""
    return place is None or is_there(place, before)


def _before(library: Path, can_start_anew: bool) -> tuple[Generation | None, Former, tuple[str, ...]]:
    """The generation to start from, None where there is none that can be used; its sources, and what to say of it."""
    try:
        before = open_current(library)
    except NoLibrary:
        if not can_start_anew:
            raise
        return None, Former(), ()
    except OtherVersion as error:
        known = former_of(library)
        if not (can_start_anew or known.addresses):
            raise
        return None, known, (f"{error} It was built anew from all its sources.",)
    except DamagedLibrary as error:
        if not can_start_anew:
            raise
        return None, Former(), (f"{error} It was built anew from the sources named.",)
    with closing(Store.read(before.folder / STORE)) as store:
        catalogued = frozenset(one for (one,) in store.connection.execute(CATALOGUED))
        known = Former(before.name, tuple(store.sources()), store.internal_sources(), catalogued=catalogued)
    return before, known, (before.warning,) if before.warning else ()


def _internal(wanted: Sequence[Source], known: Former, beside: Beside) -> frozenset[str]:
    """The addresses of sources all of whose documents are internal. Raises SourceError for a part of one, or none."""
    if beside.internal is None:
        return known.internal
    addresses = dict.fromkeys((*known.addresses, *(one.address for one in wanted)))
    return internal_among(addresses, beside.internal, beside.foreseen)


def _wanted(sources: Sequence[Source], remembered: Iterable[str], opening: Callable[[str], Source]) -> list[Source]:
    """The named sources, then the remembered ones that are not among them."""
    named = {source.address: source for source in sources}
    return [*named.values(), *(reopened(address, opening) for address in remembered if address not in named)]


def _take_in_all(
    surveys: Sequence[Survey],
    store: Store,
    pool: ReaderPool,
    progress: Progress,
    desk: Catalogue,
    shut: Sequence[str],
) -> _Taken:
    """Take in all surveys, and hide what is held of sources that failed and are `shut` from now on."""
    latest = latest_day(store)
    store.connection.execute("BEGIN")
    intakes = [take_in(told, store, pool, progress, latest) for told in surveys]
    by_desk = lay_over(surveys, intakes, store, desk) | hide(store, shut, desk)
    store.connection.execute("COMMIT")
    return _Taken(intakes, by_desk)


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
        "The index was built anew for another model, other prompts of it or another version of this software, so every "
        "item counts as added; the "
        f"documents listed are those that differ.{unknown}",
    )
