"""What is laid over documents as they were read: versions and staff's corrections.

Of staff's corrections those of a catalogue come first and those of the desk last, so the desk wins where both speak.

Everything here is computed anew with every rebuild from what the store holds, so it is undone by itself: an older
version is current again when the newer one goes.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from corpus.catalogue import Catalogue
from corpus.document import Document
from corpus.records import from_record
from index.building.intake import Intake
from index.building.surveys import Survey, digest_of
from index.building.versions import Edition, superseded
from index.library.store import Store
from index.library.stored import shown_json


def lay_over(surveys: Sequence[Survey], intakes: Sequence[Intake], store: Store, desk: Catalogue) -> set[int]:
    """Show each document that may have changed as its versions and staff's corrections tell; staff decide. Rows of
    those that the desk alone changed are returned, the others are told in the intakes.
    """
    looked_at = [told.source.address for told in surveys]
    revised = _mark_versions(store, looked_at)
    for told, intake in zip(surveys, intakes, strict=True):
        _show(told, intake, store, revised, desk)
    return lay_desk(store, desk)


def hide(store: Store, sources: Collection[str], desk: Catalogue) -> set[int]:
    """Show every document of sources that cannot be looked at now as internal, unless the desk says otherwise; rows of
    those that are shown differently.
    """
    store.connection.executemany("UPDATE sources SET internal = 1 WHERE address = ?", [(one,) for one in sources])
    found = store.connection.execute(
        "SELECT row, id, shown, ifnull(nullif(beneath, ''), shown) FROM documents "
        "WHERE source IN (SELECT value FROM json_each(?)) ORDER BY row",
        (json.dumps(list(sources)),),
    )
    held = [_OfDesk(row, name, shown, from_record(json.loads(beneath))) for row, name, shown, beneath in found]
    return {one.row for one in held if _lay(store, one.row, one.name, replace(one.beneath, internal=True), desk)}


def lay_desk(store: Store, desk: Catalogue) -> set[int]:
    """Show the documents of every source as the desk corrects them now; rows of those that are shown differently. What
    it corrects no longer is shown as it is without it.
    """
    return {one.row for one in _of_desk(store, desk) if _lay(store, one.row, one.name, one.beneath, desk)}


def desk_is_laid(store: Store, desk: Catalogue) -> bool:
    """Whether every document is shown as the desk corrects it now."""
    return all(one.shown == shown_json(_corrected(one.beneath, one.name, desk)) for one in _of_desk(store, desk))


def _mark_versions(store: Store, sources: Collection[str]) -> set[int]:
    """Bring `replaced_by` of the documents of these sources up to date; rows where it changed.

    Other sources failed: their corrections are not known, so what is shown of them stays.
    """
    shared = store.connection.execute(
        "SELECT row, turn, id FROM documents WHERE place IN "
        "(SELECT place FROM documents WHERE place != '' GROUP BY place HAVING count(DISTINCT body) > 1)"
    )
    older = superseded(
        Edition(row, turn, replace(store.document_as_read(row), id=name)) for row, turn, name in shared.fetchall()
    )
    known = store.connection.execute(
        "SELECT row, source, replaced_by FROM documents WHERE row IN ("
        "SELECT row FROM documents WHERE replaced_by != '' UNION SELECT value FROM json_each(?))",
        (json.dumps(list(older)),),
    ).fetchall()
    wrong = {row for row, source, before in known if source in sources and before != older.get(row, "")}
    for row in wrong:
        store.connection.execute("UPDATE documents SET replaced_by = ? WHERE row = ?", (older.get(row, ""), row))
    return wrong


def _show(told: Survey, intake: Intake, store: Store, revised: Collection[int], desk: Catalogue) -> None:
    touched = intake.changed.union(revised, _recorrected(told, store))
    found = store.connection.execute(
        "SELECT row, id, replaced_by FROM documents WHERE source = ? AND row IN (SELECT value FROM json_each(?))",
        (told.source.address, json.dumps(list(touched))),
    )
    for row, name, newer in found.fetchall():
        document = store.document_as_read(row)
        if newer:
            document = replace(document, status="superseded", superseded_by=newer)
        # The catalogue of a source knows its documents as they were read, without what made their ids free.
        if _lay(store, row, name, told.corrections.applied_to(document), desk):
            intake.changed.add(row)


def _recorrected(told: Survey, store: Store) -> set[int]:
    """Rows of the documents of which the catalogue says something else than before. It knows them without the name of
    their source, which may stand before what they are called here.
    """
    if told.recorrected == frozenset():
        return set()
    names = told.recorrected
    found = store.connection.execute("SELECT row, id FROM documents WHERE source = ?", (told.source.address,))
    return {row for row, name in found if names is None or not names.isdisjoint(map(digest_of, _called(name)))}


def _called(name: str) -> tuple[str, str]:
    """What the catalogue of its source may call a document of an id."""
    return name, name.partition("/")[2]


def _lay(store: Store, row: int, name: str, beneath: Document, desk: Catalogue) -> bool:
    """Show a document with the desk's corrections over it; whether it is shown differently than before."""
    return store.show(row, _corrected(beneath, name, desk), replace(beneath, id=name))


def _corrected(beneath: Document, name: str, desk: Catalogue) -> Document:
    """A document with the desk's corrections, which knows it by its id in the library."""
    return desk.applied_to(replace(beneath, id=name))


@dataclass(frozen=True, slots=True)
class _OfDesk:
    """A document that the desk corrects, or corrected when it was last shown; `shown` is kept as JSON."""

    row: int
    name: str
    shown: str
    beneath: Document
    """As it is without the desk."""


def _of_desk(store: Store, desk: Catalogue) -> list[_OfDesk]:
    found = store.connection.execute(
        "SELECT row, id, shown, ifnull(nullif(beneath, ''), shown) FROM documents "
        "WHERE row IN (SELECT row FROM documents WHERE beneath != '' UNION SELECT row FROM documents "
        "WHERE id IN (SELECT value FROM json_each(?))) ORDER BY row",
        (json.dumps(list(desk.documents)),),
    )
    return [_OfDesk(row, name, shown, from_record(json.loads(beneath))) for row, name, shown, beneath in found]
