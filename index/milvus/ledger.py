"""What one collection holds, in a SQLite file of this machine: which passages in which form, and how often each stem.

Milvus tells neither: no frequency of a word, which ranking and answers ask for, and what changed only at the cost of
reading it all. What is about to be written is noted before it is sent, so that after a lost connection it is
sent again; nothing here is ever ahead of the collection without saying so.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

SCHEMA = """
CREATE TABLE told (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE passages (row INTEGER PRIMARY KEY, form TEXT NOT NULL, stems BLOB NOT NULL);
CREATE TABLE stems (
    id INTEGER PRIMARY KEY, field TEXT NOT NULL, term TEXT NOT NULL, passages INTEGER NOT NULL, UNIQUE (field, term));
"""
READ_TOGETHER = 10_000
"""Passages that are read in one go: a reader that stayed open would see what is written meanwhile, or not."""
PENDING = ""
"""The form of a passage that was sent, or is about to be, and not yet confirmed."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What all records of a collection rest on; another basis needs another collection. `means` is the mean number of
    stems of a passage in each field, which the weights of stems are reckoned with.
    """

    model: str
    dimension: int
    means: Mapping[str, float]


class Ledger:
    """The ledger of one collection. One writer; may be read from many threads."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @classmethod
    def create(cls, path: Path, basis: Basis) -> Self:
        """A new ledger of an empty collection, in place of what lay there."""
        path.parent.mkdir(exist_ok=True)
        path.unlink(missing_ok=True)
        made = cls.open(path)
        made._connection.executescript(SCHEMA)
        told = json.dumps({"model": basis.model, "dimension": basis.dimension, "means": dict(basis.means)})
        made._connection.execute("INSERT INTO told VALUES ('basis', ?)", (told,))
        return made

    @classmethod
    def open(cls, path: Path) -> Self:
        """The ledger in a file."""
        return cls(sqlite3.connect(path, isolation_level=None, check_same_thread=False))

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def basis(self) -> Basis:
        """What the collection rests on."""
        (told,) = self._connection.execute("SELECT value FROM told WHERE name = 'basis'").fetchone()
        return Basis(**json.loads(told))

    def __len__(self) -> int:
        return int(self._connection.execute("SELECT count(*) FROM passages").fetchone()[0])

    def forms(self) -> Iterator[tuple[int, str]]:
        """(row, form) of each passage, ascending. What was told already may be noted anew meanwhile."""
        before = -1
        while page := self._connection.execute(
            "SELECT row, form FROM passages WHERE row > ? ORDER BY row LIMIT ?", (before, READ_TOGETHER)
        ).fetchall():
            yield from page
            before = page[-1][0]

    def frequency(self, field: str, term: str) -> tuple[int, int]:
        """The number of a stem in a field, and how many passages hold it there; (-1, 0) where none does."""
        found = self._connection.execute(
            "SELECT id, passages FROM stems WHERE field = ? AND term = ?", (field, term)
        ).fetchone()
        return (found[0], found[1]) if found and found[1] else (-1, 0)

    def intend(self, held: Mapping[int, Sequence[tuple[str, str]]]) -> dict[tuple[str, str], int]:
        """Note passages that are about to be sent, each with its (field, term) once; the number of each of these."""
        with self._together():
            numbers = self._numbers({stem for stems in held.values() for stem in stems})
            self._forget_stems(held)
            self._count(Counter(numbers[stem] for stems in held.values() for stem in stems))
            self._connection.executemany(
                "INSERT OR REPLACE INTO passages VALUES (?, ?, ?)",
                [
                    (row, PENDING, np.array([numbers[stem] for stem in stems], np.uint32).tobytes())
                    for row, stems in held.items()
                ],
            )
        return numbers

    def confirm(self, forms: Iterable[tuple[int, str]]) -> None:
        """Note that passages are there, as (row, form)."""
        with self._together():
            self._connection.executemany(
                "UPDATE passages SET form = ? WHERE row = ?", [(form, row) for row, form in forms]
            )

    def forget(self, rows: Sequence[int]) -> None:
        """Note that passages are gone."""
        with self._together():
            self._forget_stems(rows)
            self._connection.executemany("DELETE FROM passages WHERE row = ?", [(row,) for row in rows])

    def _forget_stems(self, rows: Iterable[int]) -> None:
        gone = Counter[int]()
        for row in rows:
            found = self._connection.execute("SELECT stems FROM passages WHERE row = ?", (row,)).fetchone()
            if found:
                gone.update(np.frombuffer(found[0], np.uint32).tolist())
        self._count({number: -times for number, times in gone.items()})

    def _count(self, changes: Mapping[int, int]) -> None:
        self._connection.executemany(
            "UPDATE stems SET passages = passages + ? WHERE id = ?",
            [(times, number) for number, times in changes.items()],
        )

    def _numbers(self, stems: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
        known = sorted(stems)
        self._connection.executemany("INSERT OR IGNORE INTO stems (field, term, passages) VALUES (?, ?, 0)", known)
        return {
            stem: self._connection.execute("SELECT id FROM stems WHERE field = ? AND term = ?", stem).fetchone()[0]
            for stem in known
        }

    @contextmanager
    def _together(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")
