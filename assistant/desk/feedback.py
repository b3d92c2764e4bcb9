"""What people say of answers: right, wrong, or that the evidence is; staff deal with it."""

import json
import sqlite3
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from assistant.answer import Answer
from assistant.basket.kept import KeptQuote, keep_citation
from assistant.conversation import LONGEST_QUESTION
from assistant.desk.signed import Signature, checked
from assistant.desk_file import DeskFile, Tables, damaged
from corpus.errors import BasketError, Conflict, DeskError
from corpus.message import Message, noted
from corpus.sources.item import storable

Verdict = Literal["right", "wrong", "evidence wrong"]
VERDICTS: tuple[Verdict, ...] = (noted("right"), noted("wrong"), noted("evidence wrong"))
LONGEST_COMMENT = 2000
"""Characters."""
MOST = 5000
"""Remarks that are kept: beyond that the oldest go that were dealt with, and where there is none, no more are taken."""
TABLES = Tables(
    "feedback",
    (
        "CREATE TABLE feedback (number INTEGER PRIMARY KEY AUTOINCREMENT, question TEXT NOT NULL, "
        "verdict TEXT NOT NULL, comment TEXT NOT NULL, status TEXT NOT NULL, generation TEXT NOT NULL, "
        "quotes TEXT NOT NULL, day TEXT NOT NULL, by TEXT NOT NULL DEFAULT '', at TEXT NOT NULL DEFAULT '', "
        "note TEXT NOT NULL DEFAULT '') STRICT",
    ),
)
COLUMNS = "number, question, verdict, comment, status, generation, quotes, day, by, at, note"


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody says of an answer; nothing is kept of who it was. `quotes` are the permanent names of the
    quotations that the answer showed (see assistant.basket.kept), `day` is when it was said.
    """

    question: str
    verdict: Verdict
    comment: str
    status: str
    generation: str
    quotes: tuple[str, ...]
    day: date


@dataclass(frozen=True, slots=True)
class Feedback:
    """A remark as it is kept; `dealt_with` holds who dealt with it, and is empty while nobody did."""

    number: int
    remark: Remark
    dealt_with: tuple[Signature, ...] = ()

    def as_record(self) -> dict[str, Any]:
        """The remark in JSON."""
        remark = self.remark
        return {
            "number": self.number,
            "question": remark.question,
            "verdict": remark.verdict,
            "comment": remark.comment,
            "status": remark.status,
            "generation": remark.generation,
            "quotes": list(remark.quotes),
            "day": remark.day.isoformat(),
            "dealt_with": self.dealt_with[0].as_record() if self.dealt_with else None,
        }


def verdict_of(told: str) -> Verdict:
    """The verdict of a name. Raises DeskError where there is none."""
    for verdict in VERDICTS:
        if verdict == told:
            return verdict
    values = {"told": told, "verdicts": tuple(map(Message, VERDICTS))}
    raise DeskError(Message('"{told}" is no verdict; there are {verdicts}.', values))


def quotes_shown(answer: Answer, day: date) -> tuple[KeptQuote, ...]:
    """The quotations of an answer, to be linked under their permanent names (QuoteDesk.link)."""
    kept = list[KeptQuote]()
    for citation in answer.checked().citations:
        try:
            kept.append(keep_citation(citation, day))
        except BasketError:
            continue  # it ends within a word, as a sentence that was split wrongly: such words have no name
    return tuple(kept)


def remark_on(answer: Answer, verdict: str, comment: str, day: date) -> Remark:
    """What somebody says of an answer, as it may be kept. Raises DeskError where it cannot be meant."""
    comment = comment.strip()
    if not storable(comment):
        raise DeskError(Message("The comment holds signs that cannot be kept. Write it without them."))
    if len(comment) > LONGEST_COMMENT:
        values = {"most": LONGEST_COMMENT, "number": len(comment)}
        raise DeskError(Message("A comment may have {most} characters; this one has {number}. Shorten it.", values))
    if not storable(answer.question):
        raise DeskError(Message("The question holds signs that cannot be kept. Ask it again without them."))
    names = tuple(quote.name for quote in quotes_shown(answer, day))
    question = answer.question[:LONGEST_QUESTION]
    return Remark(question, verdict_of(verdict), comment, answer.status, answer.generation, names, day)


@dataclass(frozen=True, slots=True)
class FeedbackDesk:
    """What people said of answers; safe to share between threads and processes.

    Every method raises StorageError when the disk refuses, and DamagedDesk when the file cannot be used.
    """

    desk: DeskFile

    def say(self, remark: Remark) -> int:
        """Keep a remark; its number. Raises DeskError when too many wait to be dealt with."""
        with self.desk.changing(TABLES) as connection:
            _make_room(connection)
            cursor = connection.execute(
                "INSERT INTO feedback (question, verdict, comment, status, generation, quotes, day) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                (remark.question, remark.verdict, remark.comment, remark.status, remark.generation,
                 json.dumps(remark.quotes), remark.day.isoformat()),
            )  # fmt: skip
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def feedback(self, *, dealt_with: bool = False) -> tuple[Feedback, ...]:
        """The remarks that wait, the newest first; with those that were dealt with, all."""
        clause = "" if dealt_with else "WHERE at = '' "
        with self.desk.reading(TABLES) as connection:
            rows = connection.execute(f"SELECT {COLUMNS} FROM feedback {clause}ORDER BY number DESC").fetchall()
        return tuple(self._read(*row) for row in rows)

    def deal_with(self, number: int, signed: Signature) -> Feedback:
        """Mark a remark as dealt with. Raises Conflict where somebody did meanwhile, DeskError where there is none."""
        signed = checked(signed)
        with self.desk.changing(TABLES) as connection:
            found = connection.execute(f"SELECT {COLUMNS} FROM feedback WHERE number = ?", (number,)).fetchone()
            if not found:
                lacking = noted("There is no remark {number}. `assistant desk feedback --all` lists them.")
                raise DeskError(Message(lacking, {"number": str(number)}))
            known = self._read(*found)
            if known.dealt_with:
                values = {"name": known.dealt_with[0].by, "number": str(number)}
                raise Conflict(Message("{name} dealt with remark {number} meanwhile. Nothing was overwritten.", values))
            connection.execute(
                "UPDATE feedback SET by = ?, at = ?, note = ? WHERE number = ?",
                (signed.by, signed.at.isoformat(), signed.note, number),
            )
        return Feedback(number, known.remark, (signed,))

    def _read(self, *row: Any) -> Feedback:
        number, question, verdict, comment, status, generation, quotes, day, by, at, note = row
        try:
            names = tuple(map(str, json.loads(quotes)))
            remark = Remark(question, verdict_of(verdict), comment, status, generation, names, date.fromisoformat(day))
            return Feedback(number, remark, (Signature(by, datetime.fromisoformat(at), note),) if at else ())
        except (ValueError, TypeError, DeskError):
            raise damaged(self.desk.path) from None


def _make_room(connection: sqlite3.Connection) -> None:
    (count,) = connection.execute("SELECT count(*) FROM feedback").fetchone()
    if count < MOST:
        return
    gone = connection.execute(
        "DELETE FROM feedback WHERE number IN (SELECT number FROM feedback WHERE at != '' ORDER BY number LIMIT ?)",
        (count - MOST + 1,),
    )
    if not gone.rowcount:
        raise DeskError(
            Message("{number} remarks wait to be dealt with, and no more are taken. Tell the staff.", {"number": count})
        )
