"""What everybody may see of a store: its tables without internal documents, and without what tells of them.

Views of the same names hide the tables from every query on the connection, so no query has to remember the audience
(promise R18). They have the columns that reading needs; what staff alone look at is not among them, and asking for it
fails. A public document that names an internal one (as what replaced it, what it translates, what presents it) is told
without that; one that is superseded only by a newer version at its address which is internal is current for everybody.
"""

import sqlite3
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from corpus.address import place_of
from corpus.document import Document
from index.library.stored import apart, as_json, from_json, together

TABLE = (
    "CREATE TEMP TABLE told (row INTEGER PRIMARY KEY, read BLOB NOT NULL, shown TEXT NOT NULL, status TEXT NOT NULL)"
)
"""The documents of which everybody is told something else than staff."""
VIEWS = (
    "CREATE TEMP VIEW documents AS SELECT d.row, d.id, d.source, d.item, ifnull(t.read, d.read) AS read, "
    "ifnull(t.shown, d.shown) AS shown, d.duplicate_of, d.work, d.title, d.published, d.kind, d.language, "
    "ifnull(t.status, d.status) AS status, d.teaser "
    "FROM main.documents d LEFT JOIN temp.told t ON t.row = d.row WHERE d.internal = 0",
    "CREATE TEMP VIEW passages AS SELECT * FROM main.passages p "
    "WHERE EXISTS (SELECT 1 FROM main.documents d WHERE d.row = p.document AND d.internal = 0)",
    "CREATE TEMP VIEW sentence_vectors AS SELECT * FROM main.sentence_vectors s WHERE EXISTS (SELECT 1 "
    "FROM main.passages p JOIN main.documents d ON d.row = p.document WHERE p.row = s.passage AND d.internal = 0)",
    "CREATE TEMP VIEW topics AS SELECT * FROM main.topics t "
    "WHERE EXISTS (SELECT 1 FROM main.documents d WHERE d.row = t.document AND d.internal = 0)",
    "CREATE TEMP VIEW publishers AS SELECT * FROM main.publishers p "
    "WHERE EXISTS (SELECT 1 FROM main.documents d WHERE d.row = p.document AND d.internal = 0)",
    "CREATE TEMP VIEW items AS SELECT * FROM main.items i WHERE EXISTS (SELECT 1 "
    "FROM main.documents d WHERE d.source = i.source AND d.item = i.name AND d.internal = 0)",
    "CREATE TEMP VIEW sources AS SELECT * FROM main.sources s "
    "WHERE EXISTS (SELECT 1 FROM main.documents d WHERE d.source = s.address AND d.internal = 0)",
)
"""One for every table that holds anything of documents; a test compares them with the schema."""


def hide_internal(connection: sqlite3.Connection) -> None:
    """From now on the connection, which is open for reading, shows what everybody may see."""
    told = list(_told_otherwise(connection))
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute(TABLE)
    connection.executemany("INSERT INTO temp.told VALUES (?, ?, ?, ?)", told)
    for view in VIEWS:
        connection.execute(view)
    connection.commit()


@dataclass(frozen=True, slots=True)
class _Public:
    """The ids of what everybody may see, and the places (see `corpus.address`) of internal documents alone."""

    ids: Collection[str]
    hidden: Collection[str]

    def told(self, document: Document) -> Document:
        """A public document without what it tells of internal ones."""
        return replace(
            document,
            superseded_by=self._known(document.superseded_by),
            translation_of=self._known(document.translation_of),
            presented_by="" if place_of(document.presented_by) in self.hidden else document.presented_by,
            alternates=tuple(one for one in document.alternates if place_of(one) not in self.hidden),
        )

    def _known(self, name: str) -> str:
        return name if name in self.ids else ""


def _told_otherwise(connection: sqlite3.Connection) -> Iterator[tuple[int, bytes, str, str]]:
    """(row, as read, as shown, status) of each public document that names an internal one."""
    public = _public(connection)
    found = connection.execute(
        "SELECT row, replaced_by, read, shown FROM main.documents WHERE internal = 0 AND ("
        "json_extract(shown, '$.superseded_by') != '' OR json_extract(shown, '$.translation_of') != '' OR "
        "json_extract(shown, '$.presented_by') != '' OR json_extract(shown, '$.alternates') != '[]')"
    )
    for row, newer, kept, as_shown in found:
        read, shown = from_json(together(kept, as_shown)), from_json(as_shown)
        told = public.told(shown)
        if newer and newer == shown.superseded_by and not told.superseded_by:
            told = replace(told, status="current")
        if told != shown or public.told(read) != read:
            yield row, apart(as_json(public.told(read)), as_json(told)), as_json(told), told.status


def _public(connection: sqlite3.Connection) -> _Public:
    found = connection.execute("SELECT id, json_extract(shown, '$.url'), internal FROM main.documents").fetchall()
    places = [{place_of(url) for _, url, internal in found if bool(internal) is hidden} for hidden in (False, True)]
    return _Public({name for name, _, internal in found if not internal}, places[1] - places[0] - {""})
