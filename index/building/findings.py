"""What a sync found, for its report: outcomes of items, and how the library differs from the one before."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from corpus.catalogue import EMPTY, Catalogue
from corpus.document import Document
from corpus.records import from_record
from index.building.intake import outcomes_of
from index.building.surveys import Failed, Survey, Told
from index.library.coverage import counts_of
from index.library.generation import STORE, Generation
from index.library.store import Store
from index.reports.changes import DocumentChange, change_between
from index.reports.report import Failure, Holding, ItemOutcome, Listed, Report

Key = tuple[str, str, str]
"""Source, item and id of a document: another item's document of the same id is another document."""


@dataclass(frozen=True, slots=True)
class Differences:
    """How the documents of a library differ from those of the generation before.

    `unknown` is the number of documents whose former version is of a form that is no longer understood.
    """

    changes: tuple[DocumentChange, ...] = ()
    added: tuple[Listed, ...] = ()
    removed: tuple[Listed, ...] = ()
    unknown: int = 0


def differences(
    before: Generation | None, store: Store, changed: Collection[int], removed: Collection[int] | None
) -> Differences:
    """Compare a rebuilt store with the generation before; `changed` are the rows that may be shown differently, and
    `removed` those that are gone where rows are the same in both; None where they are not.
    """
    now = _documents(store, None if removed is None else changed)
    if before is None:
        return Differences(added=_listed(now.values()))
    with closing(Store.read(before.folder / STORE)) as former:
        then = _documents(former, None if removed is None else {*changed, *removed})
        added = [one for key, one in now.items() if key not in then]
        gone = tuple(one.listed for key, one in then.items() if key not in now)
        both = [(key, then[key].row, one.row) for key, one in now.items() if key in then and one.row in changed]
        changes, unknown = list[DocumentChange](), 0
        for (source, item, _), old_row, new_row in both:
            new = store.document(new_row)
            old = _former(former, old_row)
            unknown += not old
            changes += [change_between(one, new, source, item) for one in old if one != new]
    return Differences(tuple(one for one in changes if one.differs), _listed(added), gone, unknown)


@dataclass(frozen=True, slots=True)
class SourceTold:
    """What is told of one source: how many items it holds, each item's outcome by name, and why it failed, if so."""

    holds: int
    outcomes: Mapping[str, Told]
    failure: str = ""


def told_of(
    surveys: Sequence[Survey], outcomes: Sequence[Mapping[str, Told]], failed: Sequence[Failed]
) -> dict[str, SourceTold]:
    """What is told of every source, by its address; `outcomes` are those of the surveys."""
    told = {
        survey.source.address: SourceTold(survey.holds, items) for survey, items in zip(surveys, outcomes, strict=True)
    }
    return told | {one.address: SourceTold(one.holds, one.remembered_outcomes(), str(one.error)) for one in failed}


def report_of(
    store: Store, told: Mapping[str, SourceTold], found: Differences, notes: tuple[str, ...], generation: str = ""
) -> Report:
    """The report of a sync that published nothing, as far as it can be told before its end."""
    documents, passages = counts_of(store.connection)
    return Report(
        items=_outcomes(store, told, found.changes),
        generation=generation,
        published=False,
        documents=documents,
        passages=passages,
        embedded=0,
        seconds=0.0,
        notes=notes,
        finished=datetime.now(UTC).isoformat(timespec="seconds"),
        holdings=tuple(Holding(address, source.holds) for address, source in told.items()),
        failed=tuple(Failure(address, source.failure) for address, source in told.items() if source.failure),
        changes=found.changes,
        added=found.added,
        removed=found.removed,
        undated=_undated(store),
    )


def unknown_corrections(surveys: Sequence[Survey], store: Store) -> tuple[str, ...]:
    """Corrections that no document takes, most likely misspelled."""
    return tuple(
        f'{told.source.address}: the catalogue names "{name}", which no document is called.'
        for told in surveys
        for name in told.corrections.documents
        if store.owner_of(name) is None
    )


def about_desk(surveys: Sequence[Survey], store: Store, desk: Catalogue) -> tuple[str, ...]:
    """What staff must know of the desk's corrections: which no document takes, and where a catalogue differs."""
    catalogues = {told.source.address: told.corrections for told in surveys}
    notes = list[str]()
    for name, entry in desk.documents.items():
        found = store.connection.execute("SELECT row, source FROM documents WHERE id = ?", (name,)).fetchone()
        if found is None:
            notes.append(f'The desk corrects "{name}", which no document is called now. The correction is kept.')
            continue
        row, source = found
        corrections = catalogues.get(source, EMPTY).documents.get(store.document_as_read(row).id, {})
        both = [key for key, value in entry.items() if key in corrections and corrections[key] != value]
        if both:
            notes.append(
                f'The desk and the catalogue of {source} say different things of "{name}": {", ".join(both)}. The desk '
                "holds."
            )
    return tuple(notes)


def _outcomes(
    store: Store, told: Mapping[str, SourceTold], changes: Sequence[DocumentChange]
) -> tuple[ItemOutcome, ...]:
    """Every item's outcome; of an item that was not read anew, what the catalogue corrected."""
    corrected: dict[tuple[str, str], list[str]] = {}
    for change in changes:
        corrected.setdefault((change.source, change.item), []).extend(fact.name for fact in change.facts)
    found = (one for address, source in told.items() for one in outcomes_of(address, source.outcomes, store))
    return tuple(_with_corrections(one, corrected.get((one.source, one.name), ())) for one in found)


def _undated(store: Store) -> tuple[Listed, ...]:
    """Every document that can be found and has no date."""
    found = store.connection.execute(
        "SELECT source, item, id, title, kind, '' FROM documents WHERE duplicate_of = '' AND published ISNULL "
        "ORDER BY row"
    )
    return tuple(Listed(*told) for told in found)


@dataclass(frozen=True, slots=True)
class _Entry:
    row: int
    listed: Listed
    repeats: bool


def _documents(store: Store, rows: Collection[int] | None) -> dict[Key, _Entry]:
    """The documents of these rows, or all."""
    which = "" if rows is None else "WHERE row IN (SELECT value FROM json_each(?))"
    found = store.connection.execute(
        f"SELECT row, source, item, id, title, kind, ifnull(published, ''), duplicate_of FROM documents {which} "
        "ORDER BY row",
        () if rows is None else (json.dumps(list(rows)),),
    )
    return {(told[0], told[1], told[2]): _Entry(row, Listed(*told), bool(original)) for row, *told, original in found}


def _listed(entries: Iterable[_Entry]) -> tuple[Listed, ...]:
    return tuple(one.listed for one in entries if not one.repeats)


def _former(store: Store, row: int) -> list[Document]:
    """The former version of a document; none where an older version of this software wrote it in another form."""
    (shown,) = store.connection.execute("SELECT shown FROM documents WHERE row = ?", (row,)).fetchone()
    try:
        return [from_record(json.loads(shown))]
    except (KeyError, TypeError, ValueError):
        return []


def _with_corrections(item: ItemOutcome, names: Sequence[str]) -> ItemOutcome:
    if not names or item.outcome in ("added", "changed", "removed"):
        return item
    corrected = f"corrected: {', '.join(dict.fromkeys(names))}"
    return replace(item, reason="; ".join(part for part in (item.reason, corrected) if part))
