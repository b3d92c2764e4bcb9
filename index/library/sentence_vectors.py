"""Vectors of the sentences of passages, a byte a number: what tells which sentence of a passage is meant.

They are kept in the store, one value a passage, and read for the few passages that a question finds. Eight bits change
the cosine of a sentence by less than .01.
"""

import sqlite3
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.ranking import Rows, Vectors

SCHEMA = """
CREATE TABLE sentence_vectors (passage INTEGER PRIMARY KEY, vectors BLOB NOT NULL);
CREATE TRIGGER sentences_go_with_passages AFTER DELETE ON passages
BEGIN DELETE FROM sentence_vectors WHERE passage = OLD.row; END;
"""
LARGEST = 127


class SentenceVectors:
    """The table in a store's file, by rows of passages."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def put(self, rows: Sequence[int], vectors: Sequence[Vectors]) -> None:
        """Keep the vectors of the sentences of each passage, shape (sentences, dimension) each."""
        records = [(row, _as_bytes(found)) for row, found in zip(rows, vectors, strict=True)]
        self._connection.executemany("INSERT OR REPLACE INTO sentence_vectors VALUES (?, ?)", records)

    def read(self, rows: Rows, dimension: int) -> Vectors:
        """Unit vectors of the sentences of passages, in the order of `rows`, shape (sentences, dimension)."""
        parts = self._kept(rows, dimension)
        whole = np.concatenate(parts).astype(np.float32) if parts else np.empty((0, dimension), np.float32)
        unit: Vectors = whole / _lengths(whole)[:, np.newaxis]
        return unit

    def cosines(self, vector: Vectors, rows: Rows) -> list[NDArray[np.float32]]:
        """The cosine of a unit vector of shape (dimension,) with each sentence of each of these passages."""
        parts = self._kept(rows, len(vector))
        if not parts:
            return []
        whole = np.concatenate(parts).astype(np.float32)
        cosines = whole @ vector / _lengths(whole)
        return np.split(cosines, np.cumsum([len(part) for part in parts])[:-1])

    def _kept(self, rows: Rows, dimension: int) -> list[NDArray[np.int8]]:
        marks = ",".join("?" * len(rows))
        found = dict(
            self._connection.execute(
                f"SELECT passage, vectors FROM sentence_vectors WHERE passage IN ({marks})", rows.tolist()
            )
        )
        return [np.frombuffer(found[row], np.int8).reshape(-1, dimension) for row in rows.tolist()]


def _lengths(vectors: Vectors) -> NDArray[np.float32]:
    """The lengths of vectors; 1 of one of length 0, of words that the model does not know."""
    lengths: NDArray[np.float32] = np.linalg.norm(vectors, axis=1)
    return np.where(lengths > 0, lengths, np.float32(1))


def _as_bytes(vectors: Vectors) -> bytes:
    largest = np.abs(vectors).max(axis=1, keepdims=True, initial=1e-9)
    told: bytes = np.rint(vectors * (LARGEST / largest)).astype(np.int8).tobytes()
    return told
