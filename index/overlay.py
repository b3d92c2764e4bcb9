"""What is laid over documents as they were read: versions, staff's corrections, repetitions, translations.

Everything here is computed anew with every rebuild from what the store holds, so it is undone by itself: an older
version is current again when the newer one goes.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

from index.duplicates import Identity, originals
from index.intake import Intake
from index.store import Store
from index.surveys import Survey
from index.translations import Text, works
from index.versions import Edition, superseded


def lay_over(surveys: Sequence[Survey], intakes: Sequence[Intake], store: Store) -> None:
    """Show each document that may have changed as its versions and staff's corrections tell; staff decide."""
    looked_at = [told.source.address for told in surveys]
    revised = _mark_versions(store, looked_at)
    for told, intake in zip(surveys, intakes, strict=True):
        _show(told, intake, store, revised)


def mark_duplicates(store: Store) -> set[int]:
    """Bring `duplicate_of` up to date; rows where it changed."""
    known = store.connection.execute("SELECT row, id, title, published, body, teaser, duplicate_of FROM documents")
    rows = known.fetchall()
    repeats = originals(
        Identity(row, name, title, day, body, bool(teaser)) for row, name, title, day, body, teaser, _ in rows
    )
    changed = {row for row, *_, before in rows if before != repeats.get(row, "")}
    for row in changed:
        store.connection.execute("UPDATE documents SET duplicate_of = ? WHERE row = ?", (repeats.get(row, ""), row))
    return changed


def mark_translations(store: Store) -> None:
    """Bring `work` up to date: which documents are one text in several languages."""
    together = works(Text.told(*told) for told in store.texts())
    store.connection.execute("UPDATE documents SET work = '' WHERE work != ''")
    store.connection.executemany(
        "UPDATE documents SET work = ? WHERE id = ?", [(work, name) for name, work in together.items()]
    )


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
    known = store.connection.execute("SELECT row, source, replaced_by FROM documents")
    wrong = {row for row, source, before in known if source in sources and before != older.get(row, "")}
    for row in wrong:
        store.connection.execute("UPDATE documents SET replaced_by = ? WHERE row = ?", (older.get(row, ""), row))
    return wrong


def _show(told: Survey, intake: Intake, store: Store, revised: Collection[int]) -> None:
    found = store.connection.execute(
        "SELECT row, id, replaced_by FROM documents WHERE source = ?", (told.source.address,)
    )
    for row, name, newer in found.fetchall():
        if told.corrected or row in intake.changed or row in revised:
            document = store.document_as_read(row)
            if newer:
                document = replace(document, status="superseded", superseded_by=newer)
            # The catalogue of a source knows its documents as they were read, without what made their ids free.
            if store.show(row, replace(told.corrections.applied_to(document), id=name)):
                intake.changed.add(row)
