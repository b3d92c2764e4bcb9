"""Baskets and permanent names of quotations, in the desk's file."""

import json
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from assistant.basket.contents import Basket, checked_name
from assistant.basket.kept import KeptQuote
from assistant.desk_file import DeskFile, Tables, damaged
from corpus.errors import Conflict, NotKept
from corpus.message import Message

TABLES = Tables(
    "basket",
    (
        "CREATE TABLE baskets (name TEXT PRIMARY KEY, revision INTEGER NOT NULL, quotes TEXT NOT NULL) STRICT",
        "CREATE TABLE permalinks (name TEXT PRIMARY KEY, quote TEXT NOT NULL) STRICT",
        "ALTER TABLE baskets ADD COLUMN changed TEXT NOT NULL DEFAULT ''",
        "UPDATE baskets SET changed = date('now')",
        "CREATE INDEX baskets_changed ON baskets (changed)",
    ),
)
"""A basket is one row: its quotations are changed together or not at all, and never looked for one by one. `changed` is
the day of that, in UTC.
"""


@dataclass(frozen=True, slots=True)
class QuoteDesk:
    """What staff collected; safe to share between threads and processes.

    Every method raises StorageError when the disk refuses, and DamagedDesk when the file cannot be used.
    """

    desk: DeskFile

    def names(self) -> tuple[tuple[str, int], ...]:
        """(name, number of quotations) of every basket that holds some."""
        with self.desk.reading(TABLES) as connection:
            found = connection.execute("SELECT name, json_array_length(quotes) FROM baskets ORDER BY name").fetchall()
        return tuple((name, count) for name, count in found if count)

    def basket(self, name: str) -> Basket:
        """The basket of a name; an empty one where nothing was kept. Raises BasketError for what is no name."""
        with self.desk.reading(TABLES) as connection:
            return self._basket(connection, checked_name(name))

    def change(self, name: str, seen: int, how: Callable[[Basket], Basket]) -> Basket:
        """Change a basket that the caller saw in revision `seen`; the basket as it is then.

        Raises Conflict when somebody changed it since, BasketError as `how` does; then it stays as it was.
        """
        name = checked_name(name)
        with self.desk.changing(TABLES) as connection:
            now = self._basket(connection, name)
            if now.revision != seen:
                raise Conflict(
                    Message(
                        'The basket "{name}" was changed by somebody else meanwhile (quotations now: {number}). '
                        "Nothing was overwritten: look at it again, and repeat your change.",
                        {"name": name, "number": len(now.quotes)},
                    )
                )
            wanted = how(now)
            if wanted.quotes == now.quotes:
                return now
            changed = replace(now, revision=now.revision + 1, quotes=wanted.quotes)
            connection.execute(
                "INSERT OR REPLACE INTO baskets VALUES (?, ?, ?, date('now'))",
                (name, changed.revision, _as_json([quote.as_record() for quote in changed.quotes])),
            )
            for quote in changed.quotes:
                _link(connection, quote)
            return changed

    def forget(self, names: str, before: date) -> None:
        """Remove the baskets whose names are of a pattern (SQLite's GLOB), and that nobody changed since a day."""
        with self.desk.changing(TABLES) as connection:
            connection.execute(
                "DELETE FROM baskets INDEXED BY baskets_changed WHERE changed < ? AND name GLOB ?",
                (before.isoformat(), names),
            )

    def link(self, quote: KeptQuote) -> str:
        """Keep a quotation under its permanent name, as it is when this is first asked for; the name."""
        with self.desk.changing(TABLES) as connection:
            _link(connection, quote)
        return quote.name

    def linked(self, name: str) -> KeptQuote:
        """The quotation of a permanent name, as it was when it was first linked. Raises NotKept."""
        with self.desk.reading(TABLES) as connection:
            found = connection.execute("SELECT quote FROM permalinks WHERE name = ?", (name,)).fetchone()
        if not found:
            raise NotKept(Message("No quotation is kept under this name. Check that the address is whole."))
        return self._quotes(f"[{found[0]}]")[0]

    def _basket(self, connection: sqlite3.Connection, name: str) -> Basket:
        found = connection.execute("SELECT revision, quotes FROM baskets WHERE name = ?", (name,)).fetchone()
        return Basket(name, found[0], self._quotes(found[1])) if found else Basket(name)

    def _quotes(self, told: str) -> tuple[KeptQuote, ...]:
        try:
            return tuple(KeptQuote.from_record(record) for record in json.loads(told))
        except (ValueError, KeyError, TypeError, AttributeError):
            raise damaged(self.desk.path) from None


def _link(connection: sqlite3.Connection, quote: KeptQuote) -> None:
    kept = _as_json(replace(quote, note="").as_record())  # whoever has the address reads it: notes stay in the basket
    connection.execute("INSERT OR IGNORE INTO permalinks VALUES (?, ?)", (quote.name, kept))


def _as_json(told: object) -> str:
    return json.dumps(told, ensure_ascii=True)  # halves of signs, which SQLite refuses, are escaped
