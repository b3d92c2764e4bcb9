"""The keys by which other programs are known, in the desk's file."""

import json
import secrets
import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from assistant.accounts.origins import is_origin
from assistant.accounts.people import Person, Role, checked_name, key_of
from assistant.accounts.users import role_of
from assistant.desk_file import DeskFile, Tables, damaged
from corpus.errors import AccountError, KeyRefused, StorageError

TABLES = Tables(
    "keys",
    (
        "CREATE TABLE keys (key TEXT PRIMARY KEY, name TEXT NOT NULL, token TEXT NOT NULL UNIQUE, role TEXT NOT NULL, "
        "per_minute INTEGER NOT NULL, origins TEXT NOT NULL, created TEXT NOT NULL, used TEXT NOT NULL) STRICT",
    ),
)
"""`key` is the name as it is compared, `token` the sha256 of what the program sends, `origins` a JSON list; `used` is
the day of the last request, "" before the first."""
MARK = "aa_"
"""How every key begins, so that one that was published by mistake is found by a search."""
TOKEN_BYTES = 32
PER_MINUTE, MOST_PER_MINUTE = 60, 100_000
"""Requests, unless it is told how many; and the most that can be told."""


@dataclass(frozen=True, slots=True)
class Key:
    """A program that may ask, without its secret. `used` is the day of its last request, None before the first."""

    name: str
    role: Role
    per_minute: int
    origins: tuple[str, ...]
    """Sites whose pages may send it; none for a program that is no page."""
    created: date
    used: date | None = None

    @property
    def person(self) -> Person:
        """As whom it sees the library."""
        return Person(self.name, self.role)

    def as_record(self) -> dict[str, Any]:
        """The key in JSON."""
        return {
            "name": self.name,
            "role": self.role,
            "per_minute": self.per_minute,
            "origins": list(self.origins),
            "created": self.created.isoformat(),
            "used": self.used.isoformat() if self.used else None,
        }


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of a library; safe to share between threads and processes.

    What a program sends is known to it alone: its sha256 is kept, from which nothing can be sent. Every method raises
    StorageError when the disk refuses, and DamagedDesk when the file cannot be used.
    """

    desk: DeskFile

    def add(self, key: Key) -> str:
        """Let a program in; what it is to send, which cannot be told again. Raises AccountError for a name, a number or
        an origin that cannot be meant, and where there is a key of that name.
        """
        name, token = checked_name(key.name), MARK + secrets.token_urlsafe(TOKEN_BYTES)
        for origin in key.origins:
            if not is_origin(origin):
                raise AccountError(f"{origin} is no site. Write it as browsers do, such as https://www.example.org.")
        row = (key_of(name), name, _digest(token), key.role, _checked_number(key.per_minute))
        with self.desk.changing(TABLES) as connection:
            if found := connection.execute("SELECT name FROM keys WHERE key = ?", (row[0],)).fetchone():
                raise AccountError(
                    f"There is already a key called {found[0]}. Choose another name, or remove that one."
                )
            told = (json.dumps(key.origins), key.created.isoformat(), "")
            connection.execute("INSERT INTO keys VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*row, *told))
        return token

    def listed(self) -> tuple[Key, ...]:
        """All keys, by name."""
        with self.desk.reading(TABLES) as connection:
            rows = connection.execute(f"SELECT {COLUMNS} FROM keys ORDER BY key").fetchall()
        return tuple(self._key(*row) for row in rows)

    def limit(self, name: str, per_minute: int) -> Key:
        """Give a key another number of requests a minute. Raises AccountError where there is no such key or number."""
        with self.desk.changing(TABLES) as connection:
            told = (_checked_number(per_minute), key_of(self._named(connection, name).name))
            connection.execute("UPDATE keys SET per_minute = ? WHERE key = ?", told)
            return self._named(connection, name)

    def remove(self, name: str) -> Key:
        """Let a program in no more. Raises AccountError where there is no such key."""
        with self.desk.changing(TABLES) as connection:
            removed = self._named(connection, name)
            connection.execute("DELETE FROM keys WHERE key = ?", (key_of(removed.name),))
        return removed

    def holder(self, token: str, day: date) -> Key:
        """The key that a program sends, as it is now; notes the day on which it was used. Raises KeyRefused."""
        digest = _digest(token)
        with self.desk.reading(TABLES) as connection:
            found = connection.execute(f"SELECT {COLUMNS} FROM keys WHERE token = ?", (digest,)).fetchone()
        if not found:
            raise KeyRefused("This key is not known. Ask those who run this server for another one.")
        key = self._key(*found)
        if key.used != day:
            with suppress(StorageError), self.desk.changing(TABLES) as connection:  # a full disk refuses nobody
                connection.execute("UPDATE keys SET used = ? WHERE token = ?", (day.isoformat(), digest))
        return key

    def origins(self) -> frozenset[str]:
        """The sites that some key names."""
        return frozenset(origin for key in self.listed() for origin in key.origins)

    def _named(self, connection: sqlite3.Connection, name: str) -> Key:
        name = checked_name(name)
        row = connection.execute(f"SELECT {COLUMNS} FROM keys WHERE key = ?", (key_of(name),)).fetchone()
        if not row:
            raise AccountError(f"There is no key called {name}. `assistant key list` shows all.")
        return self._key(*row)

    def _key(self, name: str, role: str, per_minute: int, origins: str, created: str, used: str) -> Key:
        try:
            sites = tuple(map(str, json.loads(origins)))
            day = date.fromisoformat(used) if used else None
            return Key(name, role_of(role), per_minute, sites, date.fromisoformat(created), day)
        except (ValueError, TypeError):
            raise damaged(self.desk.path) from None


COLUMNS = "name, role, per_minute, origins, created, used"


def _checked_number(per_minute: int) -> int:
    if not 1 <= per_minute <= MOST_PER_MINUTE:
        raise AccountError(f"A key may ask 1 to {MOST_PER_MINUTE:,} times a minute, not {per_minute}.")
    return per_minute


def _digest(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
