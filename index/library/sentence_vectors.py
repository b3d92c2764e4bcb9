"""Vectors of the sentences of passages, a byte a number: what tells which sentence of a passage is meant.

They lie in a file of their own, sentence after sentence, which is mapped and read for the few passages that a question
finds; the store tells where those of each passage begin. New ones are appended; those of passages that are gone lie
there until they are more than a quarter of all. Eight bits change the cosine of a sentence by less than .01.
"""

import os
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Self

import numpy as np
from numpy.typing import NDArray

from index.ranking import Rows, Vectors

SCHEMA = """
CREATE TABLE sentence_vectors (passage INTEGER PRIMARY KEY, first INTEGER NOT NULL, number INTEGER NOT NULL);
CREATE TRIGGER sentences_go_with_passages AFTER DELETE ON passages
BEGIN DELETE FROM sentence_vectors WHERE passage = OLD.row; END;
"""
LARGEST = 127
DEAD = 0.25
"""Share of the vectors that may be of passages that are gone before the file is written anew."""
TOGETHER = 1 << 16
"""Vectors that are copied in one go when the file is written anew: 25 MB of 384 numbers each."""


@dataclass(frozen=True, slots=True, eq=False)
class SentenceVectors:
    """Those of the passages that a store's connection shows, by rows of passages. `kept` has the file's vectors, shape
    (sentences, dimension).
    """

    connection: sqlite3.Connection
    kept: NDArray[np.int8]

    @classmethod
    def open(cls, path: Path, connection: sqlite3.Connection, dimension: int) -> Self:
        """The vectors in a file, mapped. Raises OSError."""
        return cls(connection, mapped(path, dimension))

    def read(self, rows: Rows) -> Vectors:
        """Unit vectors of the sentences of passages, in the order of `rows`, shape (sentences, dimension)."""
        parts = self._parts(rows)
        whole = np.concatenate([self.kept[:0], *parts]).astype(np.float32)
        unit: Vectors = whole / _lengths(whole)[:, np.newaxis]
        return unit

    def cosines(self, vector: Vectors, rows: Rows) -> list[NDArray[np.float32]]:
        """The cosine of a unit vector of shape (dimension,) with each sentence of each of these passages."""
        parts = self._parts(rows)
        if not parts:
            return []
        whole = np.concatenate(parts).astype(np.float32)
        cosines = whole @ vector / _lengths(whole)
        return np.split(cosines, np.cumsum([len(part) for part in parts])[:-1])

    def _parts(self, rows: Rows) -> list[NDArray[np.int8]]:
        marks = ",".join("?" * len(rows))
        found = self.connection.execute(
            f"SELECT passage, first, number FROM sentence_vectors WHERE passage IN ({marks})", rows.tolist()
        )
        places = {row: slice(first, first + number) for row, first, number in found}
        return [self.kept[places[row]] for row in rows.tolist()]


def mapped(path: Path, dimension: int) -> NDArray[np.int8]:
    """The vectors of a file, shape (sentences, dimension), which processes share. Raises OSError."""
    if not path.stat().st_size:  # which cannot be mapped
        return np.empty((0, dimension), np.int8)
    return np.asarray(np.memmap(path, np.int8, "r")).reshape(-1, dimension)  # a memmap takes long to be sliced


def append(
    connection: sqlite3.Connection, file: BinaryIO, rows: Sequence[int], vectors: Sequence[Vectors], dimension: int
) -> None:
    """Write the vectors of the sentences of each passage, shape (sentences, dimension) each, to the end of a file."""
    first = file.seek(0, os.SEEK_END) // dimension
    for row, found in zip(rows, vectors, strict=True):
        file.write(_as_bytes(found))
        connection.execute("INSERT OR REPLACE INTO sentence_vectors VALUES (?, ?, ?)", (row, first, len(found)))
        first += len(found)


def without_dead(connection: sqlite3.Connection, path: Path, dimension: int) -> bool:
    """Write the file anew, without vectors of passages that are gone, where these are more than DEAD of it; whether it
    was.
    """
    (living,) = connection.execute("SELECT ifnull(sum(number), 0) FROM sentence_vectors").fetchone()
    before = mapped(path, dimension)
    if len(before) - living <= DEAD * len(before):
        return False
    places = connection.execute("SELECT passage, first, number FROM sentence_vectors ORDER BY first").fetchall()
    kept = [np.arange(first, first + number) for _, first, number in places]
    order = np.concatenate([np.empty(0, np.int64), *kept])
    anew = path.with_suffix(".anew")
    with anew.open("wb") as file:
        for at in range(0, len(order), TOGETHER):
            file.write(before[order[at : at + TOGETHER]].tobytes())
    ends = np.cumsum([number for *_, number in places]).tolist()
    connection.executemany(
        "UPDATE sentence_vectors SET first = ? WHERE passage = ?",
        [(end - number, row) for end, (row, _, number) in zip(ends, places, strict=True)],
    )
    anew.replace(path)
    return True


def _lengths(vectors: Vectors) -> NDArray[np.float32]:
    """The lengths of vectors; 1 of one of length 0, of words that the model does not know."""
    lengths: NDArray[np.float32] = np.linalg.norm(vectors, axis=1)
    return np.where(lengths > 0, lengths, np.float32(1))


def _as_bytes(vectors: Vectors) -> bytes:
    largest = np.abs(vectors).max(axis=1, keepdims=True, initial=1e-9)
    told: bytes = np.rint(vectors * (LARGEST / largest)).astype(np.int8).tobytes()
    return told
