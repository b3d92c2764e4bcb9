"""The file of what staff keep: `DIR/desk.sqlite`, beside the generations of the index, which it never touches.

What is in it cannot be had again from any source, so nothing but a person removes it. Each module that keeps something
has its own tables there::

    VERDICTS = Tables("verdicts", ("CREATE TABLE verdicts (...) STRICT",))

    with desk.changing(VERDICTS) as connection:      # one transaction: all of it, or nothing
        connection.execute("INSERT INTO verdicts ...")

Several processes and threads may use the file at once, with one connection a call. It has SQLite's rollback journal and
no write-ahead log: that one cannot even be read where the disk is full or the folder read-only, and a copy of the one
file would not be all of it.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import DamagedDesk, StorageError
from index.library.generation import disk_errors, pointed_at

FILE = "desk.sqlite"
PATIENCE = 10.0
"""Seconds that a writer waits for another one; a change takes a few milliseconds."""
APPLIED = "CREATE TABLE IF NOT EXISTS desk_tables (name TEXT PRIMARY KEY, applied INTEGER NOT NULL) STRICT"


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of one module. `statements` are run once each, in this order; a later version of the module adds some
    at the end and changes none that was ever released.
    """

    name: str
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeskFile:
    """The desk of a library; safe to share between threads."""

    library: Path

    @property
    def path(self) -> Path:
        """The file; it is made with the first change."""
        return self.library / FILE

    @contextmanager
    def reading(self, tables: Tables) -> Iterator[sqlite3.Connection]:
        """A connection to read from, of one moment; of empty tables where nothing was ever kept.

        Raises StorageError when the disk refuses, DamagedDesk when the file cannot be used.
        """
        with desk_errors(self.path), self._to_read(tables) as connection:
            _prepare(connection, tables, self.path)
            connection.execute("BEGIN")
            with _as_made(connection, tables, self.path):
                yield connection

    @contextmanager
    def _to_read(self, tables: Tables) -> Iterator[sqlite3.Connection]:
        """A connection to the file, or to nothing where it has no such tables: reading must not need to write."""
        if self.path.exists():
            with _connected(self.path) as connection:
                if _applied(connection, tables.name):
                    yield connection
                    return
        with _connected(":memory:") as connection:
            yield connection

    @contextmanager
    def changing(self, tables: Tables) -> Iterator[sqlite3.Connection]:
        """A connection in a transaction that nobody else writes beside; it is kept when the block ends, and undone when
        the block raises. Raises as `reading` does, and NoLibrary where there is no index.
        """
        pointed_at(self.library)
        with desk_errors(self.path), _connected(self.path) as connection:
            _prepare(connection, tables, self.path)
            with _transaction(connection), _as_made(connection, tables, self.path):
                yield connection


@contextmanager
def _as_made(connection: sqlite3.Connection, tables: Tables, path: Path) -> Iterator[None]:
    """Tells damage from mistakes in statements, which are bugs: of a name that SQLite does not find in tables that are
    not as they were made. Raises DamagedDesk.
    """
    try:
        yield
    except sqlite3.OperationalError as error:
        if "no such" not in str(error) and "no column" not in str(error):
            raise
        if _columns(connection) >= _columns_made(tables):
            raise
        raise damaged(path) from error


def _columns_made(tables: Tables) -> set[tuple[str, str]]:
    """The names of a module's tables and of their columns, as they are made."""
    with _connected(":memory:") as connection:
        for statement in tables.statements:
            connection.execute(statement)
        return _columns(connection)


def _columns(connection: sqlite3.Connection) -> set[tuple[str, str]]:
    found = connection.execute("SELECT m.name, t.name FROM sqlite_master m, pragma_table_info(m.name) t")
    return {(str(table), str(column)) for table, column in found}


@contextmanager
def _connected(place: Path | str) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(place, timeout=PATIENCE, isolation_level=None)) as connection:
        yield connection


def _prepare(connection: sqlite3.Connection, tables: Tables, path: Path) -> None:
    """Make the tables, or bring them up to date. Raises DamagedDesk when they are of a newer version."""
    if _applied(connection, tables.name) < len(tables.statements):
        with _transaction(connection):
            connection.execute(APPLIED)
            for statement in tables.statements[_applied(connection, tables.name) :]:
                connection.execute(statement)
            connection.execute(
                "INSERT OR REPLACE INTO desk_tables VALUES (?, ?)", (tables.name, len(tables.statements))
            )
    if _applied(connection, tables.name) > len(tables.statements):
        raise DamagedDesk(
            f"{path} was written by a newer version of this software. Use that version, or move the file away: "
            "an empty one takes its place."
        )


def _applied(connection: sqlite3.Connection, name: str) -> int:
    """How many statements of a module's tables the file has had."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'desk_tables'").fetchone():
        return 0
    found = connection.execute("SELECT applied FROM desk_tables WHERE name = ?", (name,)).fetchone()
    return int(found[0]) if found else 0


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:  # a full disk may have undone it already
            connection.execute("ROLLBACK")


@contextmanager
def desk_errors(path: Path) -> Iterator[None]:
    """Maps what SQLite says of the file to a sentence; the one seam for it."""
    try:
        with disk_errors(path):
            yield
    except sqlite3.OperationalError as error:
        if "Could not decode" in str(error):
            raise damaged(path) from error
        if "locked" not in str(error):
            raise
        raise StorageError(
            f"{path}: another program has been writing for {PATIENCE:.0f} seconds. Try again."
        ) from error
    except UnicodeDecodeError as error:  # of a message about a name that is damaged
        raise damaged(path) from error
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise
        raise damaged(path) from error


def damaged(path: Path) -> DamagedDesk:
    """What is told of a file that holds something that was never written into it."""
    return DamagedDesk(
        f"{path} is damaged. Put a copy of it back from your backup, or move it away: an empty one takes its place. "
        "The index is not affected."
    )
