"""Where people are signed in, in the desk's file."""

import secrets
import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from assistant.accounts.people import ANONYMOUS, Person, Role, key_of
from assistant.accounts.users import TABLES, role_of
from assistant.desk_file import DeskFile, damaged
from corpus.errors import SignInRefused, StorageError
from corpus.message import Message

IDLE, LONGEST = 12 * 3600, 7 * 24 * 3600
"""Seconds after which a session ends: unused, and in any case."""
NOTED_EVERY = 300
"""Seconds between two notes that a session is in use: a note is a write, and not every look at a page is worth one. So
an unused session may end by this much earlier."""
TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Sessions:
    """The sessions of a library; safe to share between threads and processes.

    Tokens are known to browsers alone: what is kept is their sha256, from which none can be made. `clock` gives seconds
    since 1970. Every method raises StorageError when the disk refuses, and DamagedDesk when the file cannot be used.
    """

    desk: DeskFile
    clock: Callable[[], float] = time.time
    guests: Role | Literal[""] = ""
    """The role of people who signed in elsewhere and are not among the users; "" where these are nobody."""

    def begin(self, key: str, password: str) -> str:
        """Sign in the person of a name's key, whose hash was just found right; the token of the new session.

        Raises SignInRefused when the password was changed, or the person removed, meanwhile.
        """
        token = secrets.token_urlsafe(TOKEN_BYTES)
        with self.desk.changing(TABLES) as connection:
            same = connection.execute("SELECT 1 FROM users WHERE key = ? AND password = ?", (key, password))
            if not same.fetchone():
                raise SignInRefused(Message("The password was changed at this moment. Sign in with the new one."))
            self._begin(connection, token, key, "")
        return token

    def begin_named(self, name: str) -> str:
        """Sign in a person of whom somebody else confirmed the name; the token of the new session."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        with self.desk.changing(TABLES) as connection:
            self._begin(connection, token, key_of(name), name)
        return token

    def _begin(self, connection: sqlite3.Connection, token: str, key: str, name: str) -> None:
        now = self._now
        connection.execute("DELETE FROM sessions WHERE used <= ? OR begun <= ?", (now - IDLE, now - LONGEST))
        connection.execute("INSERT INTO sessions VALUES (?, ?, ?, ?, ?)", (_digest(token), key, now, now, name))

    def person(self, token: str) -> Person:
        """Who is signed in with a token, in the role that they have now; ANONYMOUS where it is none (any more)."""
        now = self._now
        with self.desk.reading(TABLES) as connection:
            found = connection.execute(
                "SELECT ifnull(users.name, sessions.name), ifnull(users.role, ''), sessions.used "
                "FROM sessions LEFT JOIN users ON users.key = sessions.user "
                "WHERE (users.key NOTNULL OR sessions.name != '') AND token = ? AND used > ? AND begun > ?",
                (_digest(token), now - IDLE, now - LONGEST),
            ).fetchone()
        if not found:
            return ANONYMOUS
        name, role, used = found
        role = role or self.guests
        if not role:
            return ANONYMOUS
        if now - used >= NOTED_EVERY:
            self._note(token, now)
        try:
            return Person(name, role_of(role))
        except ValueError:
            raise damaged(self.desk.path) from None

    def end(self, token: str) -> None:
        """Sign out: this token is worth nothing from now on."""
        with self.desk.changing(TABLES) as connection:
            connection.execute("DELETE FROM sessions WHERE token = ?", (_digest(token),))

    def end_everywhere(self, token: str) -> None:
        """Sign out the person of a token on every machine."""
        with self.desk.changing(TABLES) as connection:
            connection.execute(
                "DELETE FROM sessions WHERE user IN (SELECT user FROM sessions WHERE token = ?)", (_digest(token),)
            )

    @property
    def _now(self) -> int:
        return int(self.clock())

    def _note(self, token: str, now: int) -> None:
        with suppress(StorageError), self.desk.changing(TABLES) as connection:  # a full disk signs nobody out at once
            connection.execute("UPDATE sessions SET used = ? WHERE token = ?", (now, _digest(token)))


def _digest(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
