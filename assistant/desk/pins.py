"""Answers that staff chose: a question, and the quotations that everybody is shown first who asks it."""

import hashlib
import json
import sqlite3
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from assistant.basket.kept import NAME_LENGTH, KeptQuote
from assistant.conversation import LONGEST_QUESTION
from assistant.desk.signed import Signature, checked
from assistant.desk_file import DeskFile, Tables, damaged
from corpus.errors import Conflict, DeskError
from corpus.folding import fold
from corpus.message import Message, noted
from corpus.sources.item import storable

TABLES = Tables(
    "pins",
    (
        "CREATE TABLE pins (name TEXT PRIMARY KEY, revision INTEGER NOT NULL, pin TEXT NOT NULL) STRICT",
        "CREATE TABLE pinned_wordings (folded TEXT PRIMARY KEY, pin TEXT NOT NULL) STRICT",
    ),
)
MOST_QUOTES, MOST_WORDINGS = 20, 50
CHANGED = noted(
    "What is pinned to this question was changed meanwhile by {name}. Nothing was overwritten: look at it again, and "
    "repeat your change."
)
GONE = noted(
    "What is pinned to this question was changed meanwhile: it is gone. Nothing was overwritten: look at it again, and "
    "repeat your change."
)
TAKEN = noted(
    "“{wording}” is a wording of “{question}”, to which an answer is pinned. Change that one, or unpin it first."
)
CLOSING = " .?!…:;,"
"""Signs at the end of a question that do not count."""


def folded(question: str) -> str:
    """A question as it is recognised: case, white space, the shape of quotation marks and what closes it do not count;
    every word does.
    """
    return fold(unicodedata.normalize("NFC", question)).casefold().strip().rstrip(CLOSING)


@dataclass(frozen=True, slots=True)
class Pin:
    """Quotations chosen for a question and other wordings of it, in the order in which they are shown.

    `name` stays when the question is worded anew; `revision` counts the changes, 0 is of one that is not kept yet.
    """

    name: str
    question: str
    quotes: tuple[KeptQuote, ...]
    wordings: tuple[str, ...]
    signed: Signature
    revision: int = 0

    @property
    def asked(self) -> tuple[str, ...]:
        """All that is recognised, folded."""
        return tuple(dict.fromkeys(map(folded, (self.question, *self.wordings))))

    def as_record(self) -> dict[str, Any]:
        """The pin in JSON."""
        return {
            "name": self.name,
            "revision": self.revision,
            "question": self.question,
            "wordings": list(self.wordings),
            "quotes": [quote.as_record() for quote in self.quotes],
        } | self.signed.as_record()


def pin_of(question: str, quotes: tuple[KeptQuote, ...], signed: Signature, wordings: tuple[str, ...] = ()) -> Pin:
    """A pin that may be kept. Raises DeskError where there is no question, no quotation, or too many."""
    told = [" ".join(one.split()) for one in (question, *wordings)]
    for one in told:
        if not folded(one) or len(one) > LONGEST_QUESTION or not storable(one):
            values = {"most": LONGEST_QUESTION}
            raise DeskError(
                Message("A question is pinned with 1 to {most} characters. Write it as people ask it.", values)
            )
    if not quotes or len(quotes) > MOST_QUOTES:
        raise DeskError(Message("Choose 1 to {most} quotations for a question.", {"most": MOST_QUOTES}))
    if len(wordings) > MOST_WORDINGS:
        raise DeskError(Message("A question may have {most} wordings.", {"most": MOST_WORDINGS}))
    name = hashlib.sha256(folded(told[0]).encode()).hexdigest()[:NAME_LENGTH]
    chosen = tuple({quote.name: quote for quote in quotes}.values())
    others = {folded(one): one for one in told[1:] if folded(one) != folded(told[0])}
    return Pin(name, told[0], chosen, tuple(others.values()), checked(signed))


@dataclass(frozen=True, slots=True)
class PinDesk:
    """What staff pinned; safe to share between threads and processes.

    Every method raises StorageError when the disk refuses, and DamagedDesk when the file cannot be used.
    """

    desk: DeskFile

    def pins(self) -> tuple[Pin, ...]:
        """Every pin, by its question."""
        with self.desk.reading(TABLES) as connection:
            rows = connection.execute("SELECT name, revision, pin FROM pins").fetchall()
        return tuple(sorted((self._read(*row) for row in rows), key=lambda pin: folded(pin.question)))

    def asked(self, question: str) -> tuple[Pin, ...]:
        """The pin of a question, if it has one."""
        if not storable(question) or not self.desk.path.exists():  # with each answer; empty tables would take longer
            return ()
        with self.desk.reading(TABLES) as connection:
            rows = connection.execute(
                "SELECT name, revision, p.pin FROM pinned_wordings w JOIN pins p ON p.name = w.pin WHERE folded = ?",
                (folded(question),),
            ).fetchall()
        return tuple(self._read(*row) for row in rows)

    def pin(self, pin: Pin, seen: int) -> Pin:
        """Keep a pin in the place of the one of its name, which the caller saw in revision `seen`, 0 for none.

        Raises Conflict when somebody changed it since, DeskError when another pin has one of its wordings.
        """
        with self.desk.changing(TABLES) as connection:
            kept = replace(pin, revision=self._expect(connection, pin.name, seen) + 1)
            connection.execute("DELETE FROM pinned_wordings WHERE pin = ?", (pin.name,))
            for wording in pin.asked:
                self._wording_is_free(connection, wording)
                connection.execute("INSERT INTO pinned_wordings VALUES (?, ?)", (wording, pin.name))
            record = {key: value for key, value in kept.as_record().items() if key != "revision"}
            told = json.dumps(record, ensure_ascii=True)
            connection.execute("INSERT OR REPLACE INTO pins VALUES (?, ?, ?)", (kept.name, kept.revision, told))
        return kept

    def unpin(self, name: str, seen: int) -> None:
        """Take a pin away, which the caller saw in revision `seen`. Raises Conflict when somebody changed it since."""
        with self.desk.changing(TABLES) as connection:
            self._expect(connection, name, seen)
            connection.execute("DELETE FROM pinned_wordings WHERE pin = ?", (name,))
            connection.execute("DELETE FROM pins WHERE name = ?", (name,))

    def _expect(self, connection: sqlite3.Connection, name: str, seen: int) -> int:
        found = connection.execute("SELECT name, revision, pin FROM pins WHERE name = ?", (name,)).fetchone()
        now = found[1] if found else 0
        if now != seen:
            raise Conflict(Message(CHANGED, {"name": self._read(*found).signed.by}) if found else Message(GONE))
        return int(now)

    def _wording_is_free(self, connection: sqlite3.Connection, wording: str) -> None:
        found = connection.execute(
            "SELECT p.name, p.revision, p.pin FROM pinned_wordings w JOIN pins p ON p.name = w.pin WHERE folded = ?",
            (wording,),
        ).fetchone()
        if found:
            values = {"wording": wording, "question": self._read(*found).question}
            raise DeskError(Message(TAKEN, values))

    def _read(self, name: str, revision: int, told: str) -> Pin:
        try:
            return _from_record(json.loads(told), name, revision)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise damaged(self.desk.path) from None


def _from_record(record: Mapping[str, Any], name: str, revision: int) -> Pin:
    signed = Signature(str(record["by"]), datetime.fromisoformat(record["at"]), str(record["note"]))
    quotes = tuple(KeptQuote.from_record(one) for one in record["quotes"])
    return Pin(name, str(record["question"]), quotes, tuple(map(str, record["wordings"])), signed, revision)
