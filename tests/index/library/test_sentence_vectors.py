from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index.library.sentence_vectors import DEAD, SentenceVectors, append, without_dead
from index.library.store import Store
from index.ranking import Vectors

DIMENSION = 384


def unit(count: int, seed: int) -> Vectors:
    vectors = np.random.default_rng(seed).standard_normal((count, DIMENSION)).astype(np.float32)
    found: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return found


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "library.sqlite")


def put(store: Store, path: Path, rows: Sequence[int], vectors: Sequence[Vectors]) -> None:
    """Keep vectors, and passages that they belong to."""
    with path.open("ab") as file:
        append(store.connection, file, rows, vectors, DIMENSION)
    passages = [(row, f"passage {row}") for row in rows]
    store.connection.executemany("INSERT INTO passages VALUES (?, ?, 1, '', 0, 9, '', '', 1.0, '')", passages)


def opened(store: Store, path: Path) -> SentenceVectors:
    return SentenceVectors.open(path, store.connection, DIMENSION)


def test_cosines_are_those_of_the_vectors_but_for_a_hundredth(store: Store, tmp_path: Path) -> None:
    kept = {5: unit(3, 1), 9: unit(1, 2), 2: unit(0, 3), 7: unit(6, 4)}
    put(store, tmp_path / "file", [5, 9], [kept[5], kept[9]])
    put(store, tmp_path / "file", [2, 7], [kept[2], kept[7]])
    question = unit(1, 9)[0]
    for rows in ([9, 5, 7], [2], [7, 2, 5], []):
        found = opened(store, tmp_path / "file").cosines(question, np.array(rows, np.int64))
        assert len(found) == len(rows)
        for row, cosines in zip(rows, found, strict=True):
            np.testing.assert_allclose(cosines, kept[row] @ question, atol=0.01)
        read = opened(store, tmp_path / "file").read(np.array(rows, np.int64))
        expected = np.concatenate([unit(0, 0), *(kept[row] for row in rows)])
        np.testing.assert_allclose(read @ question, expected @ question, atol=0.01)


def test_a_file_without_vectors_is_read(store: Store, tmp_path: Path) -> None:
    put(store, tmp_path / "file", [3], [unit(0, 1)])
    assert opened(store, tmp_path / "file").read(np.array([3], np.int64)).shape == (0, DIMENSION)


def test_they_go_with_their_passage(store: Store, tmp_path: Path) -> None:
    put(store, tmp_path / "file", [5, 6], [unit(1, 1), unit(1, 2)])
    store.connection.execute("DELETE FROM passages WHERE row = 5")
    with pytest.raises(KeyError):
        opened(store, tmp_path / "file").read(np.array([5], np.int64))
    assert len(opened(store, tmp_path / "file").read(np.array([6], np.int64))) == 1


@pytest.mark.parametrize("seed", range(5))
def test_without_the_dead_the_living_read_the_same(store: Store, tmp_path: Path, seed: int) -> None:
    path, chance = tmp_path / "file", np.random.default_rng(seed)
    rows = chance.permutation(40).tolist()
    put(store, path, rows, [unit(int(chance.integers(0, 6)), row) for row in rows])
    left = list(rows)
    while left:
        gone = left.pop(int(chance.integers(len(left))))
        before = opened(store, path).read(np.array(left, np.int64))
        store.connection.execute("DELETE FROM passages WHERE row = ?", (gone,))
        size = path.stat().st_size
        dead = size - before.size
        assert without_dead(store.connection, path, DIMENSION) == (dead > DEAD * size)
        assert path.stat().st_size == (before.size if dead > DEAD * size else size)
        np.testing.assert_array_equal(opened(store, path).read(np.array(left, np.int64)), before)
    assert [one.name for one in tmp_path.iterdir() if "anew" in one.name] == []
