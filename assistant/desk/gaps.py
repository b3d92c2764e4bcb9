"""Questions that were asked and not answered, counted: what the library lacks, or calls otherwise.

Kept only where the settings say so, for as many days as they say. Of a question its words are kept, how often it was
asked and on which days; nothing of who asked it. A question that holds a mail address is not kept.
"""

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from assistant.answer import Answer
from assistant.desk.pins import folded
from assistant.desk_file import DeskFile, Tables
from corpus.message import noted
from corpus.posts.contacts import holds_address
from corpus.sources.item import storable
from index.query import Query

TABLES = Tables(
    "gaps",
    (
        "CREATE TABLE gaps (folded TEXT PRIMARY KEY, question TEXT NOT NULL, about TEXT NOT NULL, "
        "status TEXT NOT NULL, times INTEGER NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL) STRICT",
        "CREATE INDEX gaps_by_last ON gaps (last)",
    ),
)
TOLD = (noted("not found"), noted("mentioned only"), noted("unclear question"), noted("answered"))
"""What an answer can be, as people are told it."""
MOST = 2000
"""Questions that are kept; beyond that the ones go that were asked last the longest ago."""
LONGEST = 300
"""Characters that are kept of a question."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A question, as it was worded last, and what the answer was: "not_found", "mentioned_only" or "unclear_question".
    `about` is what a follow-up was taken to be about; days are ISO 8601.
    """

    question: str
    about: str
    status: str
    times: int
    first: str
    last: str

    def as_record(self) -> dict[str, Any]:
        """The question in JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class GapDesk:
    """The list of what was not found; safe to share between threads and processes. `keeping` False keeps nothing,
    `days` is how long a question is kept after it was asked last.

    Every method raises StorageError when the disk refuses, and DamagedDesk when the file cannot be used.
    """

    desk: DeskFile
    keeping: bool = False
    days: int = 180

    def note(self, query: Query, answer: Answer, day: date) -> None:
        """Count a question that a person asked, where nothing was quoted for it; one that is answered now is no gap any
        more. Questions that filters narrowed tell nothing of the library, and are left alone.
        """
        if not self.keeping or query.filters.narrow or not storable(answer.question):
            return
        about = " ".join(answer.understood.about.split())[:LONGEST] if storable(answer.understood.about) else ""
        question = " ".join(answer.question.split())[:LONGEST]
        key = f"{folded(question)}\n{folded(about)}"
        if answer.status == "answered":
            self._filled(key)
        elif not holds_address(f"{question} {about}"):
            self._count(key, Gap(question, about, answer.status, 1, day.isoformat(), day.isoformat()))

    def gaps(self, day: date) -> tuple[Gap, ...]:
        """The questions that are kept on a day, the one asked most often first."""
        with self.desk.reading(TABLES) as connection:
            rows = connection.execute(
                "SELECT question, about, status, times, first, last FROM gaps WHERE last >= ? "
                "ORDER BY times DESC, last DESC, folded",
                (self._oldest(day),),
            ).fetchall()
        return tuple(Gap(*row) for row in rows)

    def drop_old(self, day: date) -> None:
        """Remove what is kept for longer than `days`, if these settings are the ones that keep questions."""
        with self.desk.reading(TABLES) as connection:
            old = connection.execute("SELECT 1 FROM gaps WHERE last < ?", (self._oldest(day),)).fetchone()
        if self.keeping and old:
            with self.desk.changing(TABLES) as connection:
                connection.execute("PRAGMA secure_delete = ON")
                connection.execute("DELETE FROM gaps WHERE last < ?", (self._oldest(day),))

    def forget(self) -> None:
        """Remove every question."""
        with self.desk.changing(TABLES) as connection:
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("DELETE FROM gaps")

    def _count(self, key: str, gap: Gap) -> None:
        with self.desk.changing(TABLES) as connection:
            connection.execute("PRAGMA secure_delete = ON")  # what is dropped is overwritten in the file too
            connection.execute(
                "INSERT INTO gaps VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (folded) DO UPDATE SET "
                "question = excluded.question, status = excluded.status, times = times + 1, last = excluded.last",
                (key, *asdict(gap).values()),
            )
            connection.execute("DELETE FROM gaps WHERE last < ?", (self._oldest(date.fromisoformat(gap.last)),))
            connection.execute(
                "DELETE FROM gaps WHERE folded IN (SELECT folded FROM gaps WHERE folded != ? "
                "ORDER BY last DESC, times DESC LIMIT -1 OFFSET ?)",
                (key, MOST - 1),
            )

    def _filled(self, key: str) -> None:
        with self.desk.reading(TABLES) as connection:
            known = connection.execute("SELECT 1 FROM gaps WHERE folded = ?", (key,)).fetchone()
        if known:
            with self.desk.changing(TABLES) as connection:
                connection.execute("PRAGMA secure_delete = ON")
                connection.execute("DELETE FROM gaps WHERE folded = ?", (key,))

    def _oldest(self, day: date) -> str:
        return (day - timedelta(days=self.days)).isoformat()
