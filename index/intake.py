"""From sources to the documents of a store: only items that changed are read, and what is gone is dropped."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import chain, count
from pathlib import Path

from corpus.document import Document
from corpus.draft import Reading
from corpus.errors import ReadError, SourceError
from corpus.isolate import Job, ReaderPool
from corpus.sources import Item, Source
from index.duplicates import body_of
from index.report import ItemOutcome, Outcome, Progress
from index.store import ItemState, Store, as_json

LOSS = 20
"""Items; when at least so many and more than half of a source are gone, a person must say that this is meant."""
UNSEEN = "{} was not looked at, since its folder cannot be listed. The version read before stays."


@dataclass(frozen=True, slots=True)
class Survey:
    """A source compared with what is remembered of it, before anything is read."""

    source: Source
    catalogue: str
    """Fingerprint of its catalogue."""
    known: dict[str, ItemState]
    unchanged: tuple[Item, ...]
    fresh: tuple[Item, ...]
    gone: tuple[str, ...]
    unseen: tuple[str, ...]
    """Items below a folder that cannot be listed now; what was read of them stays."""
    corrected: bool
    """Whether the catalogue changed."""

    @property
    def quiet(self) -> bool:
        """Whether nothing has to be done."""
        return not (self.fresh or self.gone or self.corrected)

    def remembered_outcomes(self) -> dict[str, tuple[Outcome, str]]:
        """(outcome, reason) of the items that did not change, by name."""
        told: dict[str, tuple[Outcome, str]] = {
            item.name: ("skipped", item.skipped) if item.skipped else _remembered(self.known[item.name])
            for item in self.unchanged
        }
        return told | {name: ("skipped", UNSEEN.format(name)) for name in self.unseen}


@dataclass(slots=True)
class Intake:
    """What taking in one source did to the store."""

    changed: set[int] = field(default_factory=set)
    """Rows of documents that are new or shown differently."""
    removed: set[int] = field(default_factory=set)
    outcomes: dict[str, tuple[Outcome, str]] = field(default_factory=dict)
    """(outcome, reason) by item; the documents are added when it is known which of them repeat others."""


def survey(source: Source, store: Store, progress: Progress, allow_empty: bool) -> Survey:
    """Compare a source with the store.

    Raises SourceError when the source holds nothing readable, unless it is new to nobody's loss or `allow_empty`.
    """
    known = store.items(source.address)
    catalogue = hashlib.sha256(repr(source.catalogue).encode()).hexdigest()
    unchanged, fresh, seen = list[Item](), list[Item](), set[str]()
    for item in source.items():
        seen.add(item.name)
        before = known.get(item.name)
        same = before is not None and (before.refusal == item.skipped if item.skipped else before.stamp == item.stamp)
        (unchanged if same else fresh).append(item)
        progress("Looking", len(seen), 0)
    readable = any(not item.skipped for item in (*unchanged, *fresh))
    if not readable and not allow_empty:
        raise SourceError(_nothing_in(source, fresh, bool(known)))
    closed = tuple(f"{item.name}/" for item in (*unchanged, *fresh) if item.closed)
    unseen = tuple(name for name in known if name not in seen and name.startswith(closed))
    gone = tuple(name for name in known if name not in seen and name not in unseen)
    if len(gone) >= LOSS and 2 * len(gone) > len(known) and not allow_empty:
        raise SourceError(
            f"{source.address} no longer holds {len(gone)} of {len(known)} items, which looks like a mistake; "
            "all were kept. If they were removed on purpose, sync it with --allow-empty."
        )
    corrected = store.sources().get(source.address) != catalogue
    return Survey(source, catalogue, known, tuple(unchanged), tuple(fresh), gone, unseen, corrected)


def take_in(told: Survey, store: Store, pool: ReaderPool, progress: Progress) -> Intake:
    """Bring the documents of one source up to date in the store."""
    intake = Intake(outcomes=told.remembered_outcomes())
    address = told.source.address
    for name in told.gone:
        intake.removed |= _drop(store, address, name, keeping=())
        store.connection.execute("DELETE FROM items WHERE source = ? AND name = ?", (address, name))
        intake.outcomes[name] = ("removed", "")
    for done, (item, state, result) in enumerate(_results(told, pool), start=1):
        _settle(store, intake, item, state, result)
        progress("Reading", done, len(told.fresh))
    _correct(told, store, intake)
    store.connection.execute("INSERT OR REPLACE INTO sources VALUES (?, ?)", (address, told.catalogue))
    return intake


def outcomes_of(source: str, intake: Intake, store: Store) -> Iterator[ItemOutcome]:
    """The recorded outcome of every item of a source, with the documents it ended as."""
    identities = store.identities(source)
    for name, (outcome, reason) in intake.outcomes.items():
        documents = identities.get(name, [])
        repeated = [(one, original) for one, original in documents if original]
        kept = tuple(one for one, original in documents if not original)
        told = [reason] if reason else []
        told += [f"{one} says what {original} says" for one, original in repeated]
        whole = outcome in ("added", "changed", "unchanged") and documents and documents[0][1]
        yield ItemOutcome(source, name, "duplicate" if whole else outcome, "; ".join(told), kept)


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
                settled.append((item, replace(state, note=before.note), None))
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
        state = replace(state, stamp=item.stamp if loaded else "", refusal=reason if loaded else str(result))
        intake.outcomes[item.name] = ("skipped", reason)
    elif result is None:
        intake.outcomes[item.name] = ("unchanged", state.note)
    else:
        result = _undated_ahead(result)
        ids = [_write(store, intake, state, item, document) for document in result.documents]
        dropped = _drop(store, state.source, item.name, keeping=ids)
        intake.removed |= dropped
        state = replace(state, note=result.note)
        if not ids:
            state = replace(state, refusal=f"{item.name} holds no text below its title; nothing was indexed.")
            intake.outcomes[item.name] = ("skipped", state.refusal)
        else:
            intake.outcomes[item.name] = ("changed" if held else "added", result.note)
    store.connection.execute(
        "INSERT OR REPLACE INTO items VALUES (?, ?, ?, ?, ?, ?)",
        (state.source, state.name, state.stamp, state.digest, state.refusal, state.note),
    )


def _undated_ahead(reading: Reading) -> Reading:
    """The reading without dates that lie ahead: what is published has a date behind it, the rest is a slip.

    A day's grace covers the time zones.
    """
    latest = date.today() + timedelta(days=1)
    ahead = [document for document in reading.documents if document.published and document.published > latest]
    if not ahead:
        return reading
    documents = tuple(replace(d, published=None) if d in ahead else d for d in reading.documents)
    days = ", ".join(str(document.published) for document in ahead)
    note = f"its date lies in the future ({days}), so it is kept undated; correct it in the catalogue"
    return Reading(documents, "; ".join(part for part in (reading.note, note) if part))


def _write(store: Store, intake: Intake, state: ItemState, item: Item, document: Document) -> str:
    """Insert or update one document as read; its id, made free where another item has it already."""
    name = _id(store, state, document.id)
    body = "" if item.form == "beir" else body_of(document)
    read = as_json(document)
    found = store.connection.execute("SELECT row, read FROM documents WHERE id = ?", (name,)).fetchone()
    if found and found[1] == read:
        return name
    if found:
        store.connection.execute("UPDATE documents SET read = ?, body = ? WHERE row = ?", (read, body, found[0]))
        row = found[0]
    else:
        row = store.insert_document(replace(document, id=name), state.source, item.name, read, body)
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
        store.connection.execute("DELETE FROM topics WHERE document = ?", (row,))
    return gone


def _correct(told: Survey, store: Store, intake: Intake) -> None:
    """Lay the catalogue over the documents that were read anew, or over all when the catalogue changed."""
    catalogue = told.source.catalogue
    found = store.connection.execute("SELECT row, id FROM documents WHERE source = ?", (told.source.address,))
    for row, name in found.fetchall():
        if told.corrected or row in intake.changed:
            document = replace(catalogue.applied_to(store.document_as_read(row)), id=name)
            if store.show(row, document):
                intake.changed.add(row)


def _remembered(state: ItemState) -> tuple[Outcome, str]:
    return ("skipped", state.refusal) if state.refusal else ("unchanged", state.note)


def _nothing_in(source: Source, items: Sequence[Item], known: bool) -> str:
    if known:
        return (
            f"{source.address} holds nothing that can be read, but held documents before; they were kept. "
            "If it was emptied on purpose, sync it with --allow-empty."
        )
    if items:
        return f"{source.address} holds nothing that can be read: {items[0].skipped}"
    return f"{source.address} is empty. Put posts (.html .md .txt) or statements (.pdf) there, or name another folder."
