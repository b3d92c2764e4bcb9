import sqlite3
from pathlib import Path

import numpy as np
import pytest

from index.library.sentence_vectors import SentenceVectors
from index.library.store import Store


def unit(count: int, seed: int) -> np.ndarray:
    vectors = np.random.default_rng(seed).standard_normal((count, 384)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.fixture
def connection(tmp_path: Path) -> sqlite3.Connection:
    return Store.create(tmp_path / "library.sqlite").connection


def test_cosines_are_those_of_the_vectors_but_for_a_hundredth(connection: sqlite3.Connection) -> None:
    kept = {5: unit(3, 1), 9: unit(1, 2), 2: unit(0, 3), 7: unit(6, 4)}
    SentenceVectors(connection).put(list(kept), list(kept.values()))
    question = unit(1, 9)[0]
    for rows in ([9, 5, 7], [2], [7, 2, 5], []):
        found = SentenceVectors(connection).cosines(question, np.array(rows, np.int64))
        assert len(found) == len(rows)
        for row, cosines in zip(rows, found, strict=True):
            np.testing.assert_allclose(cosines, kept[row] @ question, atol=0.01)


def test_they_go_with_their_passage(connection: sqlite3.Connection) -> None:
    connection.execute("INSERT INTO passages VALUES (5, 'a', 1, '', 0, 9, '', '', 1.0, '')")
    SentenceVectors(connection).put([5, 6], [unit(1, 1), unit(1, 2)])
    connection.execute("DELETE FROM passages WHERE row = 5")
    assert connection.execute("SELECT passage FROM sentence_vectors").fetchall() == [(6,)]
