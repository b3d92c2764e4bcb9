"""Documents, passages and the outcome of every item, in SQLite.

Row numbers are never used again (AUTOINCREMENT), so vectors and keywords may refer to them. A document is kept as it is
shown once staff's corrections were laid over it, which is what everything else sees, and beside that what it had
otherwise when it was read.
One that the desk corrects is also kept as it would be shown without it, so that this is undone without its source.
Documents that say what another one says are kept, marked, and have no passages.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Self

import numpy as np

from corpus.document import Document, Origin, Span
from index.library.audience import hide_internal
from index.library.columns import columns
from index.library.coverage import Coverage, coverage_of
from index.library.schema import INDEXES, SCHEMA
from index.library.selection import passing, publishers_of, values_of
from index.library.stored import ItemState, apart, from_json, passage_of, shown_json, spans_as_bytes, together
from index.query import Filters
from index.ranking import Rows
from index.texts.passages import Passage


class Store:
    """One SQLite file. Opened for reading it never changes; for writing it belongs to one rebuild."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    @classmethod
    def create(cls, path: Path) -> Self:
        """A new, empty store."""
        connection = sqlite3.connect(path, isolation_level=None)
        connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + SCHEMA)
        return cls(connection)

    @classmethod
    def write(cls, path: Path) -> Self:
        """A private copy that a rebuild changes; no journal, since a failed rebuild throws the copy away."""
        connection = sqlite3.connect(path, isolation_level=None)
        connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + INDEXES)
        return cls(connection)

    @classmethod
    def nothing(cls) -> Self:
        """An empty store that is kept nowhere."""
        return cls.create(Path(":memory:"))

    @classmethod
    def read(cls, path: Path) -> Self:
        """A published store; may be used from several threads."""
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        return cls(connection)

    @classmethod
    def for_everybody(cls, path: Path) -> Self:
        """A published store as everybody may see it: without internal documents. From several threads, as `read`."""
        store = cls.read(path)
        hide_internal(store.connection)
        return store

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    # Reading.

    def document(self, row: int) -> Document:
        """The document of a row, as shown. Raises KeyError when there is none."""
        return _document(self.connection.execute("SELECT shown FROM documents WHERE row = ?", (row,)).fetchone(), row)

    def document_named(self, name: str) -> Document:
        """The document of an id, as shown. Raises KeyError when there is none."""
        return _document(self.connection.execute("SELECT shown FROM documents WHERE id = ?", (name,)).fetchone(), name)

    def documents(self) -> Iterator[Document]:
        """Every document that can be found, as shown, in the order of ids."""
        for record in self.connection.execute("SELECT shown FROM documents WHERE duplicate_of = '' ORDER BY id"):
            yield _document(record, None)

    def passages(self, rows: Iterable[int]) -> dict[int, tuple[int, Passage]]:
        """(row of its document, passage) by the passage's row."""
        wanted = [int(row) for row in rows]
        marks = ",".join("?" * len(wanted))
        found = self.connection.execute(
            "SELECT p.row, p.document, p.id, d.id, p.heading, p.start, p.end, p.sentences FROM passages p "
            f"JOIN documents d ON d.row = p.document WHERE p.row IN ({marks})",
            wanted,
        )
        return {row: (document, passage_of(*rest)) for row, document, *rest in found}

    def telling(self, rows: Sequence[int]) -> list[tuple[int, bytes, float]]:
        """(row of its document, digests of its sentences, how much it can tell) of each of these passages, in their
        order.
        """
        marks = ",".join("?" * len(rows))
        found = self.connection.execute(
            f"SELECT row, document, words, telling FROM passages WHERE row IN ({marks})", list(rows)
        )
        by_row = {row: (document, words, telling) for row, document, words, telling in found}
        return [by_row[row] for row in rows]

    def spans(self, rows: Rows) -> dict[int, Span]:
        """Where passages stand in their documents, by their rows."""
        found = self.connection.execute(
            "SELECT row, start, end FROM passages WHERE row IN (SELECT value FROM json_each(?))",
            (json.dumps(rows.tolist()),),
        )
        return {row: Span(start, end) for row, start, end in found}

    def document_rows(self, filters: Filters, values_of: Callable[[str], Sequence[str]] | None = None) -> Rows:
        """Rows of the documents that pass, ascending, int64 of shape (n,); `values_of` may remember."""
        return passing(self.connection, filters, values_of or self.values_of)

    def internal_rows(self) -> Rows:
        """Rows of the internal documents, ascending, int64 of shape (n,)."""
        return columns(self.connection.execute("SELECT row FROM main.documents WHERE internal = 1 ORDER BY row"))[0]

    def values_of(self, field: str) -> tuple[str, ...]:
        """The values that documents have in a field of Filters."""
        return values_of(self.connection, field)

    def passage_owners(self) -> tuple[Rows, Rows]:
        """Rows of all passages, ascending, and the row of each one's document; both int64 of shape (n,)."""
        rows, documents = columns(self.connection.execute("SELECT row, document FROM passages ORDER BY document"))
        order = np.argsort(rows)
        return rows[order], documents[order]

    def rows_of(self, name: str) -> Rows:
        """Rows of a document's passages in their order, int64; none for a document that repeats another one."""
        found = self.connection.execute(
            "SELECT p.row FROM passages p JOIN documents d ON d.row = p.document WHERE d.id = ? ORDER BY p.start",
            (name,),
        )
        return np.array([row for (row,) in found], np.int64)

    def subjects(self) -> tuple[Rows, Rows]:
        """Rows of all passages, ascending, and for each the number of its subject: passages of one document, and of
        documents of one title, have the same. Both int64 of shape (n,).
        """
        rows, owners = self.passage_owners()
        found = self.connection.execute(
            "SELECT row, dense_rank() OVER (ORDER BY ifnull(nullif(lower(trim(title)), ''), row)) FROM documents"
        )
        documents, subjects = columns(found)
        by_document = np.zeros(int(documents.max(initial=0)) + 1, np.int64)
        by_document[documents] = subjects
        return rows, by_document[owners]

    def languages(self) -> tuple[str, ...]:
        """Languages of the documents that can be found."""
        found = self.connection.execute("SELECT DISTINCT language FROM documents WHERE duplicate_of = '' ORDER BY 1")
        return tuple(language for (language,) in found)

    def notices(self) -> tuple[str, ...]:
        """The different notices of the documents that can be found, "" among them where one has none."""
        found = self.connection.execute(
            "SELECT DISTINCT json_extract(shown, '$.notice') FROM documents WHERE duplicate_of = '' ORDER BY 1"
        )
        return tuple(notice for (notice,) in found)

    def titles(self) -> list[tuple[str, tuple[str, ...]]]:
        """(title, topics) of every document that can be found."""
        topics: dict[int, list[str]] = {}
        for row, topic in self.connection.execute("SELECT document, topic FROM topics ORDER BY 1, 2"):
            topics.setdefault(row, []).append(topic)
        found = self.connection.execute("SELECT row, title FROM documents WHERE duplicate_of = '' ORDER BY row")
        return [(title, tuple(topics.get(row, ()))) for row, title in found]

    def coverage(self) -> Coverage:
        """What the library holds."""
        return coverage_of(self.connection)

    def sources(self) -> dict[str, str]:
        """Fingerprint of its catalogue by the address of each source."""
        return dict(self.connection.execute("SELECT address, catalogue FROM sources ORDER BY rowid"))

    def internal_sources(self) -> frozenset[str]:
        """The addresses of sources all of whose documents are internal."""
        return frozenset(
            address for (address,) in self.connection.execute("SELECT address FROM sources WHERE internal")
        )

    def items(self, source: str) -> dict[str, ItemState]:
        """What is remembered of a source's items, by name."""
        found = self.connection.execute("SELECT * FROM items WHERE source = ? ORDER BY rowid", (source,))
        return {record[1]: ItemState(*record) for record in found}

    def identities(self, source: str) -> dict[str, list[tuple[str, str]]]:
        """(id, id of the document it repeats or "") of each item's documents, by the item's name."""
        found: dict[str, list[tuple[str, str]]] = {}
        for item, name, original in self.connection.execute(
            "SELECT item, id, duplicate_of FROM documents WHERE source = ? ORDER BY row", (source,)
        ):
            found.setdefault(item, []).append((name, original))
        return found

    def older_versions(self, source: str) -> dict[str, str]:
        """Id of the newest version at the same address, by the id of each older one."""
        found = self.connection.execute(
            "SELECT id, replaced_by FROM documents WHERE source = ? AND replaced_by != ''", (source,)
        )
        return dict(found.fetchall())

    def texts(self) -> Iterator[tuple[str, str, str, str, str]]:
        """(id, language, address, alternates as JSON, id of what it translates) of every document, as shown."""
        found = self.connection.execute(
            "SELECT id, language, json_extract(shown, '$.url'), json_extract(shown, '$.alternates'), "
            "json_extract(shown, '$.translation_of') FROM documents WHERE duplicate_of = '' ORDER BY row"
        )
        return iter(found.fetchall())

    def translations_of(self, name: str) -> tuple[tuple[str, str, str], ...]:
        """(id, language, title) of the same text in other languages, by language."""
        found = self.connection.execute(
            "SELECT id, language, title FROM documents WHERE id != ?1 AND work != '' AND duplicate_of = '' "
            "AND work = (SELECT work FROM documents WHERE id = ?1) ORDER BY language, id",
            (name,),
        )
        return tuple(found.fetchall())

    def identities_of(self, source: str, item: str) -> tuple[str, ...]:
        """Ids of one item's documents."""
        found = self.connection.execute("SELECT id FROM documents WHERE source = ? AND item = ?", (source, item))
        return tuple(name for (name,) in found)

    def owner_of(self, name: str) -> tuple[str, str] | None:
        """(source, item) of the document of an id; None when the id is free."""
        query = "SELECT source, item FROM documents WHERE id = ?"
        found: tuple[str, str] | None = self.connection.execute(query, (name,)).fetchone()
        return found

    def document_as_read(self, row: int) -> Document:
        """The document of a row before the catalogue was laid over it."""
        return from_json(self.read_json(row))

    def read_json(self, row: int) -> str:
        """The document of a row before the catalogue was laid over it, as JSON. Raises KeyError when there is none."""
        found = self.connection.execute("SELECT read, shown FROM documents WHERE row = ?", (row,)).fetchone()
        if found is None:
            raise KeyError(row)
        return together(*found)

    def origins_of(self, name: str) -> tuple[Origin, ...]:
        """Where a PDF's text comes from. Kept apart: what is shown is read with every hit. Raises KeyError."""
        found = self.connection.execute("SELECT read, shown FROM documents WHERE id = ?", (name,)).fetchone()
        if found is None:
            raise KeyError(name)
        return from_json(together(*found)).origins

    def is_duplicate(self, row: int) -> bool:
        """Whether the document of a row repeats another one."""
        return bool(self.connection.execute("SELECT duplicate_of FROM documents WHERE row = ?", (row,)).fetchone()[0])

    def passages_with_documents(self, rows: Sequence[int]) -> Iterator[tuple[Document, Passage]]:
        """The passages of these rows, in their order, each with its document."""
        held: tuple[int, Document] | None = None
        found = self.passages(rows)
        for row in rows:
            document_row, passage = found[row]
            if held is None or held[0] != document_row:
                held = (document_row, self.document(document_row))
            yield held[1], passage

    # Writing, for a rebuild's private copy.

    def insert_document(self, document: Document, source: str, item: str) -> int:
        """Add a document that came as an item; its row. What was read and what is shown of it are set afterwards."""
        cursor = self.connection.execute(
            "INSERT INTO documents "
            "(id, source, item, internal, read, shown, body, title, published, kind, language, status, teaser) "
            "VALUES (?, ?, ?, 1, x'', '', '', '', NULL, '', '', '', ?)",  # internal until it is known what is shown
            (document.id, source, item, document.teaser),
        )
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def set_read(self, row: int, read: str, body: str, place: str) -> None:
        """Set what was read of a document, the digest of its words, and the place of its address; `turn` counts up."""
        (shown,) = self.connection.execute("SELECT shown FROM documents WHERE row = ?", (row,)).fetchone()
        self.connection.execute(
            "UPDATE documents SET read = ?, body = ?, place = ?, turn = (SELECT max(turn) + 1 FROM documents) "
            "WHERE row = ?",
            (apart(read, shown), body, place, row),
        )

    def show(self, row: int, document: Document, beneath: Document | None = None) -> bool:
        """Set what is shown of a document, and what would be without the desk; whether it is shown differently."""
        shown, without = shown_json(document), shown_json(beneath or document)
        kept = "" if without == shown else without
        read, before = self.connection.execute("SELECT read, shown FROM documents WHERE row = ?", (row,)).fetchone()
        if before == shown:
            self.connection.execute("UPDATE documents SET beneath = ? WHERE row = ?", (kept, row))
            return False
        self.connection.execute(
            "UPDATE documents SET read = ?, shown = ?, beneath = ?, title = ?, published = ?, kind = ?, language = ?, "
            "status = ?, teaser = ?, internal = ? WHERE row = ?",
            (apart(together(read, before), shown), shown, kept, document.title,
             document.published and document.published.isoformat(), document.kind,
             document.language, document.status, document.teaser, document.internal, row),
        )  # fmt: skip
        self.connection.execute("DELETE FROM topics WHERE document = ?", (row,))
        self.connection.execute("DELETE FROM publishers WHERE document = ?", (row,))
        for table, values in (("topics", document.topics), ("publishers", publishers_of(document))):
            self.connection.executemany(f"INSERT OR IGNORE INTO {table} VALUES (?, ?)", [(row, one) for one in values])
        return True

    def drop_passages(self, document: int, keeping: Iterable[tuple[str, str]]) -> list[int]:
        """Remove a document's passages but those of these (id, digest); the rows that are gone."""
        kept = set(keeping)
        found = self.connection.execute("SELECT row, id, digest FROM passages WHERE document = ?", (document,))
        gone = [row for row, name, digest in found.fetchall() if (name, digest) not in kept]
        self.connection.executemany("DELETE FROM passages WHERE row = ?", [(row,) for row in gone])
        return gone

    def put_passage(
        self, document: int, passage: Passage, digest: str, telling: float = 1.0, words: bytes = b""
    ) -> tuple[int, bool]:
        """Add a passage, or move the one of this id to its new place; its row, and whether it is new. `telling` is how
        much it can tell, `words` the digests of its sentences, which passages that repeat it have too.
        """
        found = self.connection.execute("SELECT row FROM passages WHERE id = ?", (passage.id,)).fetchone()
        place = (passage.heading, passage.start, passage.end, spans_as_bytes(passage))
        if found:
            self.connection.execute(
                "UPDATE passages SET heading = ?, start = ?, end = ?, sentences = ? WHERE row = ?", (*place, found[0])
            )
            return int(found[0]), False
        cursor = self.connection.execute(
            "INSERT INTO passages (id, document, heading, start, end, sentences, digest, telling, words) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (passage.id, document, *place, digest, telling, words),
        )
        assert cursor.lastrowid is not None
        return cursor.lastrowid, True


def _document(record: tuple[str] | None, key: object) -> Document:
    if record is None:
        raise KeyError(key)
    return from_json(record[0])
