"""Staff's corrections of documents, in the desk's file: what holds now, and who changed what, when and why."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from assistant.desk.signed import Signature, checked
from assistant.desk.values import (
    NO_DOCUMENT,
    Correction,
    DocumentOf,
    Value,
    as_record,
    checked_successor,
    from_record,
)
from assistant.desk_file import DeskFile, Tables, damaged
from corpus.catalogue import Catalogue
from corpus.errors import Conflict, DeskError
from corpus.message import Message

TABLES = Tables(
    "corrections",
    (
        "CREATE TABLE corrections (document TEXT PRIMARY KEY, revision INTEGER NOT NULL, fields TEXT NOT NULL) STRICT",
        "CREATE TABLE correction_history (number INTEGER PRIMARY KEY AUTOINCREMENT, document TEXT NOT NULL, "
        "revision INTEGER NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL, by TEXT NOT NULL, at TEXT NOT NULL, "
        "note TEXT NOT NULL) STRICT",
        "CREATE INDEX correction_history_by_document ON correction_history (document)",
    ),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants of a document: fields to be set, and fields whose corrections are taken back."""

    document: str
    fields: Mapping[str, object] = field(default_factory=dict)
    taken_back: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One change: the corrections of a document before and after it. `revision` is that after it."""

    document: str
    revision: int
    before: Mapping[str, Value]
    after: Mapping[str, Value]
    signed: Signature

    @property
    def names(self) -> tuple[str, ...]:
        """The fields that it changed."""
        return tuple(name for name in {**self.before, **self.after} if self.before.get(name) != self.after.get(name))

    def as_record(self) -> dict[str, Any]:
        """The change in JSON."""
        return {
            "document": self.document,
            "revision": self.revision,
            "before": as_record(self.before),
            "after": as_record(self.after),
        } | self.signed.as_record()


@dataclass(frozen=True, slots=True)
class CorrectionDesk:
    """What staff correct; safe to share between threads and processes.

    Every method raises StorageError when the disk refuses, and DamagedDesk when the file cannot be used.
    """

    desk: DeskFile

    def correction(self, document: str) -> Correction:
        """What is corrected of a document; nothing where nobody ever did."""
        with self.desk.reading(TABLES) as connection:
            return self._correction(connection, document)

    def corrections(self) -> dict[str, Correction]:
        """All that is corrected, or once was, by the ids of the documents, whether the library holds them or not."""
        with self.desk.reading(TABLES) as connection:
            return self._all(connection)

    def in_force(self) -> Catalogue:
        """All that is laid over the documents, as `index.build.sync` and `index.relabel.relabel` want it."""
        return Catalogue({}, {name: one.laid for name, one in self.corrections().items() if one.fields})

    def history(self, document: str) -> tuple[Change, ...]:
        """Every change of what is corrected of a document, the newest first."""
        with self.desk.reading(TABLES) as connection:
            found = connection.execute(
                "SELECT document, revision, before, after, by, at, note FROM correction_history WHERE document = ? "
                "ORDER BY number DESC",
                (document,),
            ).fetchall()
        return tuple(self._change(*row) for row in found)

    def change(self, wanted: Wanted, seen: int, signed: Signature, document_of: DocumentOf) -> Correction:
        """Change what is corrected of a document, which the caller saw in revision `seen`; what holds then. The index
        shows it when it is relabelled: see assistant.desk.showing.

        Raises Conflict when somebody changed it since, and DeskError where it cannot be meant or names no document;
        then everything stays as it was. What is corrected of a document that is gone can be taken back.
        """
        signed = checked(signed)
        with self.desk.changing(TABLES) as connection:
            now = self._correction(connection, wanted.document)
            if now.revision != seen:
                raise Conflict(_told(wanted.document, self._last(connection, wanted.document)))
            if wanted.fields:
                _must_exist(wanted.document, document_of)
            fields = now.setting(wanted.fields, wanted.taken_back)
            if fields == now.fields:
                return now
            changed = Correction(wanted.document, now.revision + 1, fields)
            self._keep(connection, now, changed, signed)
            self._check_successor(connection, wanted, document_of)
            return changed

    def _check_successor(self, connection: sqlite3.Connection, wanted: Wanted, document_of: DocumentOf) -> None:
        """A refusal undoes the transaction."""
        if {"status", "superseded_by"} & {*wanted.fields, *wanted.taken_back}:
            laid = {name: one.laid for name, one in self._all(connection).items()}
            checked_successor(wanted.document, laid, document_of)

    def _keep(self, connection: sqlite3.Connection, before: Correction, after: Correction, signed: Signature) -> None:
        connection.execute(
            "INSERT OR REPLACE INTO corrections VALUES (?, ?, ?)",
            (after.document, after.revision, _as_json(after.fields)),
        )
        connection.execute(
            "INSERT INTO correction_history (document, revision, before, after, by, at, note) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (after.document, after.revision, _as_json(before.fields), _as_json(after.fields), signed.by,
             signed.at.isoformat(), signed.note),
        )  # fmt: skip

    def _correction(self, connection: sqlite3.Connection, document: str) -> Correction:
        found = connection.execute("SELECT * FROM corrections WHERE document = ?", (document,)).fetchone()
        return self._read(*found) if found else Correction(document)

    def _all(self, connection: sqlite3.Connection) -> dict[str, Correction]:
        rows = connection.execute("SELECT * FROM corrections ORDER BY document").fetchall()
        return {row[0]: self._read(*row) for row in rows}

    def _last(self, connection: sqlite3.Connection, document: str) -> Sequence[str]:
        found: Sequence[str] = connection.execute(
            "SELECT by, at FROM correction_history WHERE document = ? ORDER BY number DESC", (document,)
        ).fetchone() or ("nobody", "")
        return found

    def _read(self, document: str, revision: int, fields: str) -> Correction:
        return Correction(document, revision, self._fields(fields))

    def _change(self, *row: Any) -> Change:
        document, revision, before, after, by, at, note = row
        try:
            signed = Signature(by, datetime.fromisoformat(at), note)
        except ValueError:
            raise damaged(self.desk.path) from None
        return Change(document, revision, self._fields(before), self._fields(after), signed)

    def _fields(self, told: str) -> dict[str, Value]:
        try:
            return from_record(json.loads(told))
        except (DeskError, ValueError, TypeError, AttributeError):
            raise damaged(self.desk.path) from None


def _must_exist(name: str, document_of: DocumentOf) -> None:
    try:
        document_of(name)
    except KeyError:
        raise DeskError(Message(NO_DOCUMENT, {"document": name})) from None


def _told(document: str, last: Sequence[str]) -> str:
    by, at = last
    return Message(
        "What the desk sets of {document} was changed meanwhile by {name}, {time}. Nothing was overwritten: look at it "
        "again, and repeat your change.",
        {"document": document, "name": by, "time": at[:16].replace("T", " ")},
    )


def _as_json(fields: Mapping[str, Value]) -> str:
    return json.dumps(as_record(fields), ensure_ascii=True)
