"""From sources to the documents of a store: only items that changed are read, and what is gone is dropped."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import chain, count
from pathlib import Path

from corpus.address import place_of
from corpus.document import Document
from corpus.draft import Reading
from corpus.errors import ReadError
from corpus.isolate import Job, ReaderPool
from corpus.sources import Item
from index.building.duplicates import body_of
from index.building.surveys import Survey, Told
from index.library.coverage import newest_day
from index.library.store import Store
from index.library.stored import ItemState, as_json
from index.reports.report import ItemOutcome, Progress


@dataclass(slots=True)
class Intake:
    """What taking in one source did to the store."""

    outcomes: dict[str, Told]
    latest: date
    changed: set[int] = field(default_factory=set)
    """Rows of documents that are new or shown differently."""
    removed: set[int] = field(default_factory=set)
    """By item; the documents are added when it is known which of them repeat others."""


def latest_day(store: Store) -> date:
    """The last day that a document may be of: tomorrow, which covers the time zones.

    A clock that stands before the newest document that is held was set back; by it dates would be dropped for good.
    """
    return max(date.today() + timedelta(days=1), newest_day(store.connection) or date.min)


def take_in(told: Survey, store: Store, pool: ReaderPool, progress: Progress, latest: date) -> Intake:
    """Bring the documents of one source up to date as they are read, and undated where they are of later than the
    `latest` day; `index.building.overlay` tells how they are shown.
    """
    intake = Intake(told.remembered_outcomes(), latest)
    address = told.source.address
    for name in told.gone:
        intake.removed |= _drop(store, address, name, keeping=())
        store.connection.execute("DELETE FROM items WHERE source = ? AND name = ?", (address, name))
        intake.outcomes[name] = Told("removed")
    for done, (item, state, result) in enumerate(_results(told, pool), start=1):
        _settle(store, intake, item, state, result)
        progress("Reading", done, len(told.fresh), item.name)
    internal = bool(told.corrections.defaults.get("internal"))
    store.connection.execute("INSERT OR REPLACE INTO sources VALUES (?, ?, ?)", (address, told.fingerprint, internal))
    return intake


def outcomes_of(source: str, outcomes: Mapping[str, Told], store: Store) -> Iterator[ItemOutcome]:
    """The recorded outcome of every item of a source, with the documents it ended as."""
    identities, older = store.identities(source), store.older_versions(source)
    for name, told in outcomes.items():
        documents = identities.get(name, [])
        repeats = tuple((one, original) for one, original in documents if original)
        kept = tuple(one for one, original in documents if not original)
        reasons = [told.reason] if told.reason else []
        reasons += [f"{one} says what {original} says" for one, original in repeats]
        reasons += [f"{one} is an older version of {older[one]}" for one in kept if one in older]
        whole = told.outcome in ("added", "changed", "unchanged") and documents and documents[0][1]
        outcome = "duplicate" if whole else told.outcome
        yield ItemOutcome(source, name, outcome, "; ".join(reasons), kept, told.cause, repeats)


def _results(told: Survey, pool: ReaderPool) -> Iterator[tuple[Item, ItemState, Reading | ReadError | None]]:
    """Every fresh item with its new state and its reading; None where only its time changed, not its bytes."""
    settled: list[tuple[Item, ItemState, ReadError | None]] = []

    def jobs() -> Iterator[tuple[tuple[Item, ItemState], Job]]:
        for item in told.fresh:
            state = ItemState(told.source.address, item.name, item.stamp, "")
            try:
                if item.skipped:
                    raise ReadError(item.skipped)
                data = item.load()
            except ReadError as error:
                settled.append((item, state, error))
                continue
            state = replace(state, digest=hashlib.sha256(data).hexdigest())
            before = told.known.get(item.name)
            if before is not None and before.digest == state.digest and not before.refusal:
                settled.append((item, replace(state, note=before.note, cause=before.cause), None))
            else:
                yield (item, state), Job(item.form, item.name, data)

    for (item, state), reading in pool.read_all(jobs()):
        yield item, state, reading
    yield from settled


def _settle(store: Store, intake: Intake, item: Item, state: ItemState, result: Reading | ReadError | None) -> None:
    """Record what became of one fresh item."""
    held = bool(store.identities_of(state.source, item.name))
    if isinstance(result, ReadError):
        reason = f"{result} The version read before stays." if held else str(result)
        loaded = bool(state.digest)  # else it may be had the next time
        stamp, refusal = (item.stamp, reason) if loaded else ("", str(result))
        state = replace(state, stamp=stamp, refusal=refusal, cause=result.cause)
        intake.outcomes[item.name] = Told("skipped", reason, result.cause)
    elif result is None:
        intake.outcomes[item.name] = Told("unchanged", state.note, state.cause)
    else:
        result = _undated_ahead(result, intake.latest)
        ids = [_write(store, intake, state, item, document) for document in result.documents]
        dropped = _drop(store, state.source, item.name, keeping=ids)
        intake.removed |= dropped
        state = replace(state, note=result.note, cause=result.cause)
        if not ids:
            state = replace(state, refusal=f"{item.name} holds no text below its title; nothing was indexed.")
            intake.outcomes[item.name] = Told("skipped", state.refusal, state.cause)
        else:
            intake.outcomes[item.name] = Told("changed" if held else "added", result.note, result.cause)
    store.connection.execute(
        "INSERT OR REPLACE INTO items VALUES (?, ?, ?, ?, ?, ?, ?)",
        (state.source, state.name, state.stamp, state.digest, state.refusal, state.note, state.cause),
    )


def _undated_ahead(reading: Reading, latest: date) -> Reading:
    """The reading without dates that lie ahead: what is published has a date behind it, the rest is a slip."""
    days = [document.published for document in reading.documents if document.published and document.published > latest]
    documents = tuple(
        replace(document, published=_behind(document.published, latest), modified=_behind(document.modified, latest))
        for document in reading.documents
    )
    told = ", ".join(map(str, days))
    note = f"its date lies in the future ({told}), so it is kept undated; correct it in the catalogue" if days else ""
    return replace(reading, documents=documents, note="; ".join(filter(None, (reading.note, note))))


def _behind(day: date | None, latest: date) -> date | None:
    return day if day and day <= latest else None


def _write(store: Store, intake: Intake, state: ItemState, item: Item, document: Document) -> str:
    """Insert or update one document as read; its id, made free where another item has it already."""
    name = _id(store, state, document.id)
    body = "" if item.form == "beir" else body_of(document)
    read = as_json(document)
    found = store.connection.execute("SELECT row FROM documents WHERE id = ?", (name,)).fetchone()
    if found and store.read_json(found[0]) == read:
        return name
    row = found[0] if found else store.insert_document(replace(document, id=name), state.source, item.name)
    store.set_read(row, read, body, "" if document.teaser else place_of(document.url))
    intake.changed.add(row)
    return name


def _id(store: Store, state: ItemState, wanted: str) -> str:
    """The id that a document of this item has already; else the one it wants, made free by its source's name."""
    for held in store.identities_of(state.source, state.name):
        if held == wanted or held.endswith(f"/{wanted}"):
            return held
    folder = Path(state.source).name
    names = chain((wanted, f"{folder}/{wanted}"), (f"{folder}-{number}/{wanted}" for number in count(2)))
    return next(name for name in names if store.owner_of(name) is None)


def _drop(store: Store, source: str, item: str, keeping: Sequence[str]) -> set[int]:
    """Remove an item's documents but those kept; the rows that are gone."""
    found = store.connection.execute("SELECT row, id FROM documents WHERE source = ? AND item = ?", (source, item))
    gone = {row for row, name in found.fetchall() if name not in keeping}
    for row in gone:
        store.connection.execute("DELETE FROM documents WHERE row = ?", (row,))
        for table in ("topics", "publishers"):
            store.connection.execute(f"DELETE FROM {table} WHERE document = ?", (row,))
    return gone
