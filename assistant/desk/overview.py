"""What the desk shows at once: the documents with what is corrected of them, what needs attention, what people ask."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from assistant.basket.following import Library
from assistant.desk.corrections import CorrectionDesk
from assistant.desk.feedback import Feedback, FeedbackDesk
from assistant.desk.gaps import Gap, GapDesk
from assistant.desk.pinned import PinStanding, standing_of
from assistant.desk.pins import PinDesk
from assistant.desk.values import Correction, Value, as_told
from corpus.document import Document
from corpus.errors import NoReport
from corpus.message import Message, noted
from index.library.listing import Entry, Layers, Listing, layers_of, listing_of, missing, undated, without_successor
from index.library.store import Store
from index.reports.archive import kept_report
from index.reports.report import Report

PAGE = 50
"""Documents that are shown together."""

Need = Literal["undated", "superseded without successor", "pin", "correction of no document"]
NEEDS: tuple[Need, ...] = (
    noted("undated"), noted("superseded without successor"), noted("pin"), noted("correction of no document"),
)  # fmt: skip
"""Named here so that they are in the catalogues of assistant/web/locale: the page translates the one it shows."""


@dataclass(frozen=True, slots=True)
class Desk:
    """All that staff keep of a library."""

    corrections: CorrectionDesk
    pins: PinDesk
    gaps: GapDesk
    feedback: FeedbackDesk


@dataclass(frozen=True, slots=True)
class Corrected:
    """One field that the desk sets: `without` is what would be shown otherwise. `also` says that a catalogue, or a
    newer version, tells something else and differs from what was read too; the desk holds.
    """

    name: str
    value: str
    without: str
    also: bool

    def as_record(self) -> dict[str, Any]:
        """The field in JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document, what the desk corrects of it, and in which revision that is, for whoever changes it."""

    entry: Entry
    revision: int
    corrected: tuple[Corrected, ...]

    def as_record(self) -> dict[str, Any]:
        """The document in JSON."""
        corrected = [one.as_record() for one in self.corrected]
        return asdict(self.entry) | {"revision": self.revision, "corrected": corrected}


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """One page of the documents that hold the words of `text`; `page` counts from 1."""

    text: str
    page: int
    pages: int
    total: int
    rows: tuple[DocumentRow, ...]

    def as_record(self) -> dict[str, Any]:
        """The page in JSON."""
        rows = [row.as_record() for row in self.rows]
        return {"text": self.text, "page": self.page, "pages": self.pages, "total": self.total, "documents": rows}


@dataclass(frozen=True, slots=True)
class Attention:
    """Something that staff should look at: a document by its id, or a pin by its name."""

    need: Need
    name: str
    title: str
    told: str

    def as_record(self) -> dict[str, Any]:
        """The entry in JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Overview:
    """The desk on a day. `report` is that of the last sync, none where none is kept."""

    documents: DocumentPage
    attention: tuple[Attention, ...]
    pins: tuple[PinStanding, ...]
    reports: tuple[Report, ...]
    gaps: tuple[Gap, ...]
    feedback: tuple[Feedback, ...]

    def as_record(self) -> dict[str, Any]:
        """The desk in JSON; the report is told by when its sync ended, and `assistant report --json` has it."""
        return {
            "documents": self.documents.as_record(),
            "attention": [one.as_record() for one in self.attention],
            "pins": [one.as_record() for one in self.pins],
            "report": self.reports[0].finished if self.reports else None,
            "gaps": [one.as_record() for one in self.gaps],
            "feedback": [one.as_record() for one in self.feedback],
        }


def documents_page(desk: CorrectionDesk, store: Store, text: str = "", page: int = 1, size: int = PAGE) -> DocumentPage:
    """One page of documents, the newest first; the last one where there are fewer pages."""
    corrections = desk.corrections()
    listing = listing_of(store, text, max(page - 1, 0) * size, size)
    pages = max(-(-listing.total // size), 1)
    page = min(max(page, 1), pages)
    if not listing.entries and listing.total:
        listing = listing_of(store, text, (page - 1) * size, size)
    rows = tuple(_row(store, entry, corrections) for entry in listing.entries)
    return DocumentPage(text, page, pages, listing.total, rows)


def document_row(desk: CorrectionDesk, store: Store, name: str) -> DocumentRow:
    """A document and what the desk corrects of it. Raises KeyError."""
    shown = layers_of(store, name).shown
    day = shown.published.isoformat() if shown.published else ""
    entry = Entry(
        shown.id, shown.title, shown.kind, day, shown.language, shown.status, shown.topics, shown.superseded_by,
        shown.speaker, shown.internal,
    )  # fmt: skip
    return _row(store, entry, {name: desk.correction(name)})


def pin_standings(desk: PinDesk, library: Library) -> tuple[PinStanding, ...]:
    """Every pin, and where its quotations stand."""
    return tuple(standing_of(pin, library) for pin in desk.pins())


def attention(desk: CorrectionDesk, store: Store, pins: Sequence[PinStanding]) -> tuple[Attention, ...]:
    """All that staff should look at: pins first, which everybody sees."""
    told = [Attention("pin", one.pin.name, one.pin.question, problem) for one in pins for problem in one.problems]
    corrections = {name: one for name, one in desk.corrections().items() if one.fields}
    told += [
        Attention("correction of no document", name, name, _told_of_gone(corrections[name]))
        for name in missing(store, corrections)
    ]
    unreplaced = Message("No document of the library replaced it.")
    told += _listed("superseded without successor", without_successor(store), unreplaced)
    told += _listed("undated", undated(store), Message("It has no date, so no filter by date finds it."))
    return tuple(told)


@dataclass(frozen=True, slots=True)
class Looked:
    """What the desk is looked at with: the store of a generation, a searcher of the same one, the index's folder."""

    store: Store
    library: Library
    folder: Path


def overview(desk: Desk, at: Looked, day: date, text: str = "", page: int = 1) -> Overview:
    """The desk on a day, with one page of the documents that hold the words of `text`.

    Raises StorageError and DamagedDesk.
    """
    pins = pin_standings(desk.pins, at.library)
    return Overview(
        documents_page(desk.corrections, at.store, text, page),
        attention(desk.corrections, at.store, pins),
        pins,
        _last_report(at.folder),
        desk.gaps.gaps(day),
        desk.feedback.feedback(),
    )


def _last_report(folder: Path) -> tuple[Report, ...]:
    try:
        return (kept_report(folder),)
    except NoReport:
        return ()


def _row(store: Store, entry: Entry, corrections: Mapping[str, Correction]) -> DocumentRow:
    correction = corrections.get(entry.id, Correction(entry.id))
    if not correction.fields:
        return DocumentRow(entry, correction.revision, ())
    layers = layers_of(store, entry.id)
    corrected = tuple(_corrected(name, value, layers) for name, value in correction.fields.items())
    return DocumentRow(entry, correction.revision, corrected)


def _corrected(name: str, value: Value, layers: Layers) -> Corrected:
    read, without = _field(layers.read, name), _field(layers.beneath, name)
    return Corrected(name, as_told(value), without, read != without != as_told(value))


def _field(document: Document, name: str) -> str:
    value = getattr(document, name)
    return "" if value is None else as_told(value)


def _told_of_gone(correction: Correction) -> str:
    fields = tuple(Message(name.replace("_", " ")) for name in correction.fields)
    return Message("No document is called so now. The correction is kept: {fields}.", {"fields": fields})


def _listed(need: Need, found: Listing, told: str) -> list[Attention]:
    return [Attention(need, one.id, one.title, told) for one in found.entries]
