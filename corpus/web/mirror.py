"""What was fetched of sites, kept in one SQLite file beside the index.

It is a cache: where anything of it is damaged all is fetched again, and nothing of it is served. Every fetched piece
is committed at once, so a sync that was interrupted goes on where it stopped.
"""

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

MIRROR = "fetched.sqlite"
"""Its name in the folder of an index."""
VERSION = 2
SCHEMA = """
CREATE TABLE IF NOT EXISTS pieces (
    site TEXT NOT NULL, key TEXT NOT NULL, name TEXT NOT NULL, form TEXT NOT NULL, version TEXT NOT NULL,
    about TEXT NOT NULL, problem TEXT NOT NULL, digest TEXT NOT NULL, body BLOB NOT NULL, gone INTEGER NOT NULL,
    seal TEXT NOT NULL, PRIMARY KEY (site, key));
CREATE TABLE IF NOT EXISTS sites (site TEXT PRIMARY KEY, state TEXT NOT NULL, seal TEXT NOT NULL);
"""
SEALED = "site, key, name, form, version, about, problem, digest, gone"
"""What the seal of a piece is made of; its bytes have their digest, and are looked at when they are read."""
SEAL = f"sealed({', '.join(f'CAST({column} AS BLOB)' for column in SEALED.split(', '))})"
COUNT, UPDATE = "SELECT count(*) FROM", "UPDATE pieces SET"
UNSEALED = f"{COUNT} pieces WHERE seal <> {SEAL}"
UNSEALED_SITES = f"{COUNT} sites WHERE seal <> sealed(CAST(site AS BLOB), CAST(state AS BLOB))"
SELECT = "SELECT key, name, form, version, about, problem, digest FROM pieces WHERE site = ?"
LARGEST_PIECE = 200_000_000


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing of a site as it was fetched, without its bytes."""

    key: str
    """What the site's listing calls it: an id or an address."""
    name: str
    """Name of the item it becomes."""
    form: str
    version: str
    """Equal versions mean that the site need not be asked again."""
    about: dict[str, Any] = field(default_factory=dict)
    """What the site told about it outside its bytes."""
    problem: str = ""
    """Why there are no bytes, or no new ones."""
    digest: str = ""
    """sha256 of the bytes; "" where there are none."""


class Mirror:
    """The pieces of all sites of a library. Belongs to one sync at a time."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @classmethod
    def open(cls, path: Path | None) -> Self:
        """The mirror in a file, begun anew where the file is none, or damaged; in memory without a path."""
        if path is None:
            memory = sqlite3.connect(":memory:", isolation_level=None)
            memory.create_function("sealed", -1, _sealed, deterministic=True)
            return cls(_with_tables(memory))
        try:
            connection = _connected(path)
            if _is_whole(connection):
                return cls(connection)
            connection.close()
        except sqlite3.DatabaseError as error:
            # A file that is locked, or a disk that is full: other codes than that of a question it does not understand.
            if isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode != sqlite3.SQLITE_ERROR:
                raise
        for file in path.parent.glob(f"{path.name}*"):
            file.unlink()
        return cls(_connected(path))

    @classmethod
    def read(cls, path: Path) -> Self:
        """The mirror in a file, which stays as it is. Raises sqlite3.Error, also later, where it cannot be read."""
        return cls(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None))

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def state(self, site: str) -> dict[str, Any]:
        """What is remembered of a site as a whole."""
        found = self._connection.execute("SELECT state FROM sites WHERE site = ?", (site,)).fetchone()
        return dict(json.loads(found[0])) if found else {}

    def remember(self, site: str, state: dict[str, Any]) -> None:
        """Replace what is remembered of a site as a whole."""
        told = json.dumps(state)
        seal = _sealed(site.encode(), told.encode())
        self._connection.execute("INSERT OR REPLACE INTO sites VALUES (?, ?, ?)", (site, told, seal))

    def pieces(self, site: str, with_gone: bool = False) -> Iterator[Piece]:
        """All pieces of a site in the order they came, those that are gone only when asked for."""
        found = self._connection.execute(f"{SELECT} AND gone <= ? ORDER BY rowid", (site, int(with_gone)))
        return map(_piece, found.fetchall())

    def piece(self, site: str, key: str) -> Piece | None:
        """The piece of a key, even when it is gone; None where there is none."""
        found = self._connection.execute(f"{SELECT} AND key = ?", (site, key)).fetchone()
        return _piece(found) if found else None

    def put(self, site: str, pieces: Iterable[tuple[Piece, bytes | None]]) -> None:
        """Add or replace pieces with their bytes, all or none; None leaves the bytes that are held."""
        self._connection.execute("BEGIN")
        for piece, data in pieces:
            values = (piece.name, piece.form, piece.version, json.dumps(piece.about, ensure_ascii=False), piece.problem)
            self._connection.execute(
                "INSERT INTO pieces VALUES (?, ?, ?, ?, ?, ?, ?, '', x'', 0, '') ON CONFLICT DO UPDATE SET "
                "name = excluded.name, form = excluded.form, version = excluded.version, about = excluded.about, "
                "problem = excluded.problem, gone = 0",
                (site, piece.key, *values),
            )
            if data is not None:
                self._connection.execute(
                    "UPDATE pieces SET digest = ?, body = ? WHERE site = ? AND key = ?",
                    (hashlib.sha256(data).hexdigest(), zlib.compress(data, 6), site, piece.key),
                )
            self._seal(site, [piece.key])
        self._connection.execute("COMMIT")

    def drop(self, site: str, keys: Iterable[str]) -> None:
        """Mark pieces as gone, and forget those that were gone before: what a site loses by mistake is kept once."""
        self._connection.execute("BEGIN")
        self._connection.execute("DELETE FROM pieces WHERE site = ? AND gone = 1", (site,))
        left = list(keys)
        marks = [(site, key) for key in left]
        self._connection.executemany("UPDATE pieces SET gone = 1 WHERE site = ? AND key = ?", marks)
        self._seal(site, left)
        self._connection.execute("COMMIT")

    def revive(self, site: str, keys: Iterable[str]) -> None:
        """Take back that pieces are gone."""
        known = self._connection.execute("SELECT key FROM pieces WHERE site = ? AND gone = 1", (site,))
        back = sorted({key for (key,) in known.fetchall()}.intersection(keys))
        self._connection.execute("BEGIN")
        marks = [(site, key) for key in back]
        self._connection.executemany("UPDATE pieces SET gone = 0 WHERE site = ? AND key = ?", marks)
        self._seal(site, back)
        self._connection.execute("COMMIT")

    def data(self, site: str, key: str) -> bytes | None:
        """The bytes of a piece; None where there are none, or where the disk lost some."""
        found = self._connection.execute(
            "SELECT body, digest FROM pieces WHERE site = ? AND key = ?", (site, key)
        ).fetchone()
        if not found or not found[1]:
            return None
        try:
            data = zlib.decompressobj().decompress(found[0], LARGEST_PIECE)
        except zlib.error:
            return None
        return data if hashlib.sha256(data).hexdigest() == found[1] else None

    def doubt(self, site: str, key: str) -> None:
        """Forget which version of a piece is held, so that it is fetched again."""
        self._connection.execute("BEGIN")
        self._connection.execute("UPDATE pieces SET version = '', digest = '' WHERE site = ? AND key = ?", (site, key))
        self._seal(site, [key])
        self._connection.execute("COMMIT")

    def _seal(self, site: str, keys: Iterable[str]) -> None:
        marks = [(site, key) for key in keys]
        self._connection.executemany(f"{UPDATE} seal = {SEAL} WHERE site = ? AND key = ?", marks)


def _piece(record: tuple[str, str, str, str, str, str, str]) -> Piece:
    key, name, form, version, about, problem, digest = record
    return Piece(key, name, form, version, json.loads(about), problem, digest)


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.create_function("sealed", -1, _sealed, deterministic=True)
    connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;")
    if connection.execute("PRAGMA user_version").fetchone()[0] not in (0, VERSION):
        connection.executescript("DROP TABLE IF EXISTS pieces; DROP TABLE IF EXISTS sites;")
    connection.execute(f"PRAGMA user_version = {VERSION}")
    return _with_tables(connection)


def _sealed(*values: bytes | None) -> str:
    """A digest of values, each with its length before it."""
    return hashlib.sha256(b"".join(b"%d:%s" % (len(value or b""), value or b"") for value in values)).hexdigest()


def _is_whole(connection: sqlite3.Connection) -> bool:
    """Whether a file holds what was written to it, but for the bytes of pieces. Raises sqlite3.DatabaseError where it
    is too damaged to be asked.
    """
    if connection.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
        return False
    return not any(connection.execute(counting).fetchone()[0] for counting in (UNSEALED, UNSEALED_SITES))


def _with_tables(connection: sqlite3.Connection) -> sqlite3.Connection:
    connection.executescript(SCHEMA)
    return connection
