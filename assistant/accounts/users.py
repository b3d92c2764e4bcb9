"""The people whom staff added, in the desk's file."""

import sqlite3
from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant.accounts.people import ANONYMOUS, ROLES, Person, Role, checked_name, is_clear, key_of
from assistant.desk_file import DeskFile, Tables, damaged
from corpus.errors import AccountError, SignInRefused
from corpus.message import Message

TABLES = Tables(
    "accounts",
    (
        "CREATE TABLE users (key TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, password TEXT NOT NULL, "
        "created TEXT NOT NULL) STRICT",
        "CREATE TABLE sessions (token TEXT PRIMARY KEY, user TEXT NOT NULL, begun INTEGER NOT NULL, "
        "used INTEGER NOT NULL) STRICT",
        "ALTER TABLE sessions ADD COLUMN name TEXT NOT NULL DEFAULT ''",
    ),
)
"""`key` and `user` are names as they are compared, `password` a hash with its salt, `token` the sha256 of a session's
token; `begun` and `used` are seconds since 1970; `name` is that of who signed in elsewhere, "" with a password."""


@dataclass(frozen=True, slots=True)
class User:
    """A person who can sign in, without the password."""

    name: str
    role: Role
    created: date

    def as_record(self) -> dict[str, Any]:
        """The person in JSON."""
        return {"name": self.name, "role": self.role, "created": self.created.isoformat()}


@dataclass(frozen=True, slots=True)
class Users:
    """The people of a library; safe to share between threads and processes.

    Every method raises StorageError when the disk refuses, and DamagedDesk when the file cannot be used. Passwords are
    hashes throughout, "" for who signs in by other means alone.
    """

    desk: DeskFile

    def listed(self) -> tuple[User, ...]:
        """Everybody, by name."""
        with self.desk.reading(TABLES) as connection:
            rows = connection.execute("SELECT name, role, created FROM users ORDER BY key").fetchall()
        return tuple(self._user(*row) for row in rows)

    def add(self, name: str, role: Role, password: str, day: date) -> User:
        """Add a person. Raises AccountError for what is no name, and where there is one of that name."""
        user = User(checked_name(name), role, day)
        with self.desk.changing(TABLES) as connection:
            self._check_free(connection, user.name)
            row = (key_of(user.name), user.name, role, password, day.isoformat())
            connection.execute("INSERT INTO users VALUES (?, ?, ?, ?, ?)", row)
            if not is_clear(user.name):  # of somebody who is called like it, and was let in without having been added
                connection.execute("DELETE FROM sessions WHERE user = ?", row[:1])
        return user

    def check_free(self, name: str) -> None:
        """Raises AccountError as `add` would."""
        with self.desk.reading(TABLES) as connection:
            self._check_free(connection, checked_name(name))

    def change_password(self, name: str, password: str) -> User:
        """Give a person another password, and sign them out everywhere. Raises AccountError where there is none."""
        with self.desk.changing(TABLES) as connection:
            user = self._named(connection, name)
            connection.execute("UPDATE users SET password = ? WHERE key = ?", (password, key_of(name)))
            connection.execute("DELETE FROM sessions WHERE user = ?", (key_of(name),))
        return user

    def change_role(self, name: str, role: Role) -> User:
        """Give a person another role; it holds with their next click. Raises AccountError where there is none."""
        with self.desk.changing(TABLES) as connection:
            user = self._named(connection, name)
            connection.execute("UPDATE users SET role = ? WHERE key = ?", (role, key_of(name)))
        return User(user.name, role, user.created)

    def remove(self, name: str) -> User:
        """Remove a person, and sign them out everywhere. Raises AccountError where there is none."""
        with self.desk.changing(TABLES) as connection:
            user = self._named(connection, name)
            connection.execute("DELETE FROM users WHERE key = ?", (key_of(name),))
            connection.execute("DELETE FROM sessions WHERE user = ?", (key_of(name),))
        return user

    def named(self, name: str) -> User:
        """The person of a name. Raises AccountError where there is none."""
        with self.desk.reading(TABLES) as connection:
            return self._named(connection, name)

    def person(self, name: str) -> Person:
        """The person of a name, in their role; ANONYMOUS where nobody has it."""
        with self.desk.reading(TABLES) as connection:
            found = connection.execute("SELECT name, role FROM users WHERE key = ?", (key_of(name),)).fetchone()
        try:
            return Person(found[0], role_of(found[1])) if found else ANONYMOUS
        except ValueError:
            raise damaged(self.desk.path) from None

    def person_told(self, name: str) -> Person:
        """The person of a name that somebody else confirms; ANONYMOUS where nobody has it. Without a password,
        letters that count as others are not enough. Raises SignInRefused for a name that may be that of two people.
        """
        known = self.person(name)
        clear = is_clear(name) and is_clear(known.name)
        if not clear and name != known.name:
            raise SignInRefused(
                Message(
                    "The name {name} can be taken for that of somebody else. Ask whoever runs this program to add you.",
                    {"name": name},
                )
            )
        return known

    def password_of(self, key: str) -> str | None:
        """The hash that is kept for the key of a name; None where nobody has it, or signs in by other means."""
        with self.desk.reading(TABLES) as connection:
            found = connection.execute("SELECT password FROM users WHERE key = ?", (key,)).fetchone()
        return str(found[0]) if found and found[0] else None

    def _check_free(self, connection: sqlite3.Connection, name: str) -> None:
        if found := connection.execute("SELECT name FROM users WHERE key = ?", (key_of(name),)).fetchone():
            raise AccountError(
                f"There is already somebody called {found[0]}. Choose another name, or give a new password with "
                f"`assistant user password {found[0]}`."
            )

    def _named(self, connection: sqlite3.Connection, name: str) -> User:
        name = checked_name(name)
        found = connection.execute("SELECT name, role, created FROM users WHERE key = ?", (key_of(name),)).fetchone()
        if not found:
            raise AccountError(f"There is nobody called {name}. `assistant user list` shows everybody.")
        return self._user(*found)

    def _user(self, name: str, role: str, created: str) -> User:
        try:
            return User(name, role_of(role), date.fromisoformat(created))
        except ValueError:
            raise damaged(self.desk.path) from None


def role_of(told: str) -> Role:
    """A role that was kept. Raises ValueError for what is none."""
    return ROLES[ROLES.index(told)]
