import sqlite3
from pathlib import Path

import numpy as np
import pytest

from index.sentence_vectors import SentenceVectors
from index.store import Store


def unit(count: int, seed: int, dimension: int = 384) -> np.ndarray:
    vectors = np.random.default_rng(seed).standard_normal((count, dimension)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.fixture
def connection(tmp_path: Path) -> sqlite3.Connection:
    return Store.create(tmp_path / "library.sqlite").connection


def test_cosines_are_those_of_the_vectors_but_for_a_fiftieth(connection: sqlite3.Connection) -> None:
    kept = {5: unit(3, 1), 9: unit(1, 2), 2: unit(0, 3), 7: unit(6, 4)}
    SentenceVectors(connection).put(list(kept), list(kept.values()))
    question = unit(1, 9)[0]
    for rows in ([9, 5, 7], [2], [7, 2, 5], []):
        found = SentenceVectors(connection).cosines(question, np.array(rows, np.int64))
        assert len(found) == len(rows)
        for row, cosines in zip(rows, found, strict=True):
            np.testing.assert_allclose(cosines, kept[row] @ question, atol=0.02)


def test_they_go_with_their_passage(connection: sqlite3.Connection) -> None:
    connection.execute("INSERT INTO passages VALUES (5, 'a', 1, '', 0, 9, '', '', 1.0, '')")
    SentenceVectors(connection).put([5, 6], [unit(1, 1), unit(1, 2)])
    connection.execute("DELETE FROM passages WHERE row = 5")
    assert connection.execute("SELECT passage FROM sentence_vectors").fetchall() == [(6,)]


def test_they_are_off_by_half_a_hundredth_on_an_average(connection: sqlite3.Connection) -> None:
    kept = SentenceVectors(connection)
    vectors, question = unit(2000, 1), unit(1, 9)[0]
    kept.put([1], [vectors])
    (found,) = kept.cosines(question, np.array([1], np.int64))
    assert np.sqrt(np.square(found - vectors @ question).mean()) <= 0.006
    read = kept.read(np.array([1], np.int64), 384)
    np.testing.assert_allclose(np.linalg.norm(read, axis=1), 1, atol=1e-5)
    assert (read * vectors).sum(axis=1).mean() >= 0.99


def test_a_sentence_takes_half_a_byte_a_number(connection: sqlite3.Connection) -> None:
    SentenceVectors(connection).put([1], [unit(5, 1)])
    assert connection.execute("SELECT length(vectors) FROM sentence_vectors").fetchone() == (5 * 192,)


def test_odd_dimensions_and_sentences_of_no_known_word_are_kept(connection: sqlite3.Connection) -> None:
    vectors = unit(3, 1, dimension=7)
    vectors[1] = 0
    kept = SentenceVectors(connection)
    kept.put([1, 2], [vectors, vectors[:1]])
    np.testing.assert_allclose(kept.read(np.array([1, 2], np.int64), 7)[[0, 2]], vectors[[0, 2]], atol=0.12)
    first, second = kept.cosines(unit(1, 2, dimension=7)[0], np.array([1, 2], np.int64))
    assert (first[1], first[0]) == (0, second[0])
