"""What an index still tells, also one of another version of this software: its sources, so that one command builds it
anew, and what staff corrected, so that this is not lost without a word.
"""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from index.library.generation import STORE, pointed_at

CATALOGUED = "SELECT address FROM sources WHERE json_valid(catalogue) AND json_extract(catalogue, '$[2]')"
"""The form of what is remembered of catalogues is that of `index.building.surveys`; older ones do not tell it."""


@dataclass(frozen=True, slots=True)
class Former:
    """The generation that was current, by its name, the addresses of its sources, and those for staff only.
    `corrected` are the ids of the documents that it shows as the desk corrected them, `catalogued` the addresses of
    the sources that had a catalogue.
    """

    name: str = ""
    addresses: tuple[str, ...] = ()
    internal: frozenset[str] = frozenset()
    corrected: frozenset[str] = frozenset()
    catalogued: frozenset[str] = frozenset()


def former_of(library: Path) -> Former:
    """What the current generation tells, whatever its version; no sources where it does not tell them as we do.

    Raises NoLibrary.
    """
    name = pointed_at(library)
    path = library / "generations" / name / STORE
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as store:
            addresses = _told(store, "sources", "address", "SELECT address FROM sources ORDER BY rowid")
            internal = _told(store, "sources", "internal", "SELECT address FROM sources WHERE internal")
            corrected = _told(store, "documents", "beneath", "SELECT id FROM documents WHERE beneath != ''")
            catalogued = _told(store, "sources", "catalogue", CATALOGUED)
            return Former(name, addresses, frozenset(internal), frozenset(corrected), frozenset(catalogued))
    except sqlite3.Error:
        return Former(name)


def _told(store: sqlite3.Connection, table: str, column: str, question: str) -> tuple[str, ...]:
    """The answer to a question; nothing where the table has no such column, as in older versions."""
    if not store.execute("SELECT 1 FROM pragma_table_info(?) WHERE name = ?", (table, column)).fetchone():
        return ()
    return tuple(str(one) for (one,) in store.execute(question))
