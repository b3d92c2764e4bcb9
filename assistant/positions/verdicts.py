"""What staff say of two wordings: whether the position is the same. The program never says so itself.

A verdict belongs to the pair of sentences by their words, so it is found again after every rebuild, and is gone from
sight, not from the file, when one of them is worded otherwise.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant.desk_file import DeskFile, Tables
from corpus.errors import Conflict, QuestionError
from corpus.message import Message, noted

VERDICTS = (noted("same position"), noted("position changed"), noted("clarified"), noted("unclear"))
TABLES = Tables(
    "verdicts",
    (
        "CREATE TABLE verdicts (pair TEXT NOT NULL, revision INTEGER NOT NULL, verdict TEXT NOT NULL, "
        "note TEXT NOT NULL, by TEXT NOT NULL, day TEXT NOT NULL, old TEXT NOT NULL, new TEXT NOT NULL, "
        "PRIMARY KEY (pair, revision)) STRICT",
    ),
)
"""Every verdict on a pair stays: the one of the highest revision holds."""
LONGEST = 2000
"""Characters of a note."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a person said of a pair of sentences, whose words were `old` and `new`. `revision` counts from 1."""

    pair: str
    revision: int
    verdict: str
    note: str
    by: str
    day: date
    old: str
    new: str

    def as_record(self) -> dict[str, Any]:
        """The verdict in JSON, without the words."""
        told = {"verdict": self.verdict, "note": self.note, "by": self.by}
        return told | {"day": self.day.isoformat(), "revision": self.revision}


@dataclass(frozen=True, slots=True)
class VerdictDesk:
    """The verdicts of a library; safe to share between threads and processes.

    Every method raises StorageError when the disk refuses, and DamagedDesk when the file cannot be used.
    """

    desk: DeskFile

    def of(self, pairs: Iterable[str]) -> Mapping[str, Verdict]:
        """The verdict that holds on each of these pairs, by the pair's name; none where nobody said anything."""
        wanted = set(pairs)
        with self.desk.reading(TABLES) as connection:
            rows = connection.execute("SELECT * FROM verdicts ORDER BY pair, revision").fetchall()
        return {row[0]: _verdict(row) for row in rows if row[0] in wanted}

    def history(self, pair: str) -> tuple[Verdict, ...]:
        """Every verdict on a pair, the newest first."""
        with self.desk.reading(TABLES) as connection:
            rows = connection.execute(
                "SELECT * FROM verdicts WHERE pair = ? ORDER BY revision DESC", (pair,)
            ).fetchall()
        return tuple(map(_verdict, rows))

    def say(self, wanted: Verdict) -> Verdict:
        """Keep a verdict; its `revision` is the one that its author saw, 0 where there was none. As it was kept.

        Raises Conflict when somebody said something since, QuestionError for what is no verdict.
        """
        if wanted.verdict not in VERDICTS:
            raise QuestionError(f"“{wanted.verdict}” is no verdict; there are {', '.join(VERDICTS)}.")
        if len(wanted.note) > LONGEST:
            sizes = {"number": len(wanted.note), "most": LONGEST}
            raise QuestionError(Message("The note has {number} characters; {most} are kept. Shorten it.", sizes))
        with self.desk.changing(TABLES) as connection:
            (last,) = connection.execute(
                "SELECT ifnull(max(revision), 0) FROM verdicts WHERE pair = ?", (wanted.pair,)
            ).fetchone()
            if last != wanted.revision:
                raise Conflict(
                    Message(
                        "Somebody else gave a verdict on these sentences meanwhile. Nothing was overwritten: look at "
                        "it, and repeat yours."
                    )
                )
            told = (wanted.verdict, wanted.note, wanted.by, wanted.day.isoformat(), wanted.old, wanted.new)
            connection.execute("INSERT INTO verdicts VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (wanted.pair, last + 1, *told))
        return Verdict(wanted.pair, last + 1, *told[:3], wanted.day, *told[4:])


def _verdict(row: tuple[str, int, str, str, str, str, str, str]) -> Verdict:
    pair, revision, verdict, note, by, day, old, new = row
    return Verdict(pair, revision, verdict, note, by, date.fromisoformat(day), old, new)
