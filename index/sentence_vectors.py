"""Vectors of the sentences of passages, four bits a number: what tells which sentence of a passage is meant.

They are kept in the store, one value a passage, and read for the few passages that a question finds. Each number is
told in steps of STEP of the vector's root mean square, LARGEST of them to either side; its length is lost, and not
needed. A cosine is off by .005 on an average.
"""

import sqlite3
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors
from index.vectors import Rows

SCHEMA = """
CREATE TABLE sentence_vectors (passage INTEGER PRIMARY KEY, vectors BLOB NOT NULL);
CREATE TRIGGER sentences_go_with_passages AFTER DELETE ON passages
BEGIN DELETE FROM sentence_vectors WHERE passage = OLD.row; END;
"""
LARGEST = 7
STEP = 0.36
"""The step that loses least of numbers that are spread normally, of as many as four bits tell beside 0 (Max 1960)."""


class SentenceVectors:
    """The table in a store's file, by rows of passages."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def put(self, rows: Sequence[int], vectors: Sequence[Vectors]) -> None:
        """Keep the vectors of the sentences of each passage, shape (sentences, dimension) each."""
        records = [(row, _packed(found)) for row, found in zip(rows, vectors, strict=True)]
        self._connection.executemany("INSERT OR REPLACE INTO sentence_vectors VALUES (?, ?)", records)

    def read(self, rows: Rows, dimension: int) -> Vectors:
        """Unit vectors of the sentences of passages, in the order of `rows`, shape (sentences, dimension)."""
        whole = _unpacked(b"".join(self._kept(rows)), dimension)
        unit: Vectors = whole / _lengths(whole)[:, np.newaxis]
        return unit

    def cosines(self, vector: Vectors, rows: Rows) -> list[NDArray[np.float32]]:
        """The cosine of a unit vector of shape (dimension,) with each sentence of each of these passages."""
        parts = self._kept(rows)
        if not parts:
            return []
        whole = _unpacked(b"".join(parts), len(vector))
        cosines = whole @ vector / _lengths(whole)
        counts = [len(part) // _bytes_of(len(vector)) for part in parts]
        return np.split(cosines, np.cumsum(counts)[:-1])

    def _kept(self, rows: Rows) -> list[bytes]:
        marks = ",".join("?" * len(rows))
        found: dict[int, bytes] = dict(
            self._connection.execute(
                f"SELECT passage, vectors FROM sentence_vectors WHERE passage IN ({marks})", rows.tolist()
            )
        )
        return [found[row] for row in rows.tolist()]


def _lengths(vectors: Vectors) -> NDArray[np.float32]:
    """The lengths of vectors; 1 of one of length 0, of words that the model does not know."""
    lengths: NDArray[np.float32] = np.linalg.norm(vectors, axis=1)
    return np.where(lengths > 0, lengths, np.float32(1))


def _bytes_of(dimension: int) -> int:
    """How many bytes a vector takes."""
    return (dimension + 1) // 2


def _packed(vectors: Vectors) -> bytes:
    """Each vector's first half of numbers in the lower four bits of its bytes, the second in the upper ones."""
    step = STEP * np.sqrt(np.square(vectors).mean(axis=1, keepdims=True, dtype=np.float32))
    told = np.rint(np.divide(vectors, step, out=np.zeros_like(vectors, np.float32), where=step > 0))
    numbers = (np.clip(told, -LARGEST, LARGEST) + LARGEST).astype(np.uint8)
    middle = _bytes_of(vectors.shape[1])
    packed = numbers[:, :middle].copy()
    packed[:, : vectors.shape[1] - middle] |= numbers[:, middle:] << 4
    kept: bytes = packed.tobytes()
    return kept


def _unpacked(kept: bytes, dimension: int) -> Vectors:
    """Vectors of some length, shape (sentences, dimension)."""
    packed = np.frombuffer(kept, np.uint8).reshape(-1, _bytes_of(dimension))
    numbers = np.concatenate([packed & 15, packed >> 4], axis=1)[:, :dimension]
    return numbers.astype(np.float32) - np.float32(LARGEST)
