from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.vectors import ExactVectors, FaissVectors, VectorIndex

DIMENSION = 8


def vectors(seed: int, count: int) -> np.ndarray:
    """Unit vectors of numbers that bfloat16 has, so that both indexes hold the same."""
    drawn = np.random.default_rng(seed).normal(size=(count, DIMENSION)).astype(np.float32)
    return rounded(drawn / np.linalg.norm(drawn, axis=1, keepdims=True))


def rounded(numbers: np.ndarray) -> np.ndarray:
    return ((numbers.view(np.uint32) + 0x8000) & 0xFFFF0000).astype(np.uint32).view(np.float32)


STEPS = st.lists(
    st.tuples(st.just("add"), st.integers(0, 12))
    | st.tuples(st.just("remove"), st.lists(st.integers(0, 40), max_size=8)),
    max_size=6,
)
ALLOWED = st.none() | st.lists(st.integers(0, 60), max_size=20)


def applied(index: VectorIndex, steps: list[tuple[str, int | list[int]]]) -> VectorIndex:
    following = 0
    for at, (_step, what) in enumerate(steps):
        if isinstance(what, int):
            index.add(np.arange(following, following + what, dtype=np.int64), vectors(at, what))
            following += what
        else:
            index.remove(np.array(what, np.int64))
    return index


@given(STEPS, st.integers(0, 15), ALLOWED, st.integers(0, 5))
@settings(deadline=None)
def test_faiss_finds_what_exact_search_finds(
    steps: list[tuple[str, int | list[int]]], k: int, allowed: list[int] | None, seed: int
) -> None:
    exact, faiss = applied(ExactVectors(DIMENSION), steps), applied(FaissVectors.empty(DIMENSION), steps)
    (question,) = vectors(1000 + seed, 1)
    rows = None if allowed is None else np.array(allowed, np.int64)
    expected, found = exact.search(question, k, rows), faiss.search(question, k, rows)
    assert len(faiss) == len(exact)
    assert found.rows.tolist() == expected.rows.tolist()
    np.testing.assert_allclose(found.scores, expected.scores, atol=1e-6)
    np.testing.assert_allclose(
        faiss.similarities(question, expected.rows), exact.similarities(question, expected.rows), atol=1e-6
    )


@pytest.mark.parametrize("index", [ExactVectors(DIMENSION), FaissVectors.empty(DIMENSION)], ids=["exact", "faiss"])
def test_nothing_allowed_finds_nothing(index: VectorIndex) -> None:
    index.add(np.arange(5, dtype=np.int64), vectors(1, 5))
    nothing = index.search(vectors(2, 1)[0], 3, np.empty(0, np.int64))
    assert (nothing.rows.tolist(), nothing.scores.tolist()) == ([], [])
    assert len(index.search(vectors(2, 1)[0], 3, None).rows) == 3


@pytest.mark.parametrize("index", [ExactVectors(DIMENSION), FaissVectors.empty(DIMENSION)], ids=["exact", "faiss"])
def test_a_vector_is_nearest_to_itself(index: VectorIndex) -> None:
    index.add(np.array([7, 3, 9], np.int64), vectors(1, 3))
    for row, vector in zip([7, 3, 9], vectors(1, 3), strict=True):
        found = index.search(vector, 1)
        assert found.rows.tolist() == [row]
        assert found.scores[0] == pytest.approx(1, abs=0.01)


def test_few_of_the_nearest_are_missed_by_rounding() -> None:
    drawn = np.random.default_rng(1).normal(size=(5000, 384)).astype(np.float32)
    unit = drawn / np.linalg.norm(drawn, axis=1, keepdims=True)
    exact, faiss, rows = ExactVectors(384), FaissVectors.empty(384), np.arange(5000, dtype=np.int64)
    exact.add(rows, unit)
    faiss.add(rows, unit)
    missed = [set(exact.search(one, 10).rows.tolist()) - set(faiss.search(one, 10).rows.tolist()) for one in unit[:50]]
    assert sum(map(len, missed)) <= 5
    np.testing.assert_allclose(faiss.similarities(unit[0], rows), exact.similarities(unit[0], rows), atol=0.002)


def test_an_index_survives_its_file(tmp_path: Path) -> None:
    index = FaissVectors.empty(DIMENSION)
    index.add(np.array([4, 2**40], np.int64), vectors(1, 2))
    index.save(tmp_path / "v")
    loaded = FaissVectors.load(tmp_path / "v")
    (question,) = vectors(3, 1)
    assert loaded.search(question, 5).rows.tolist() == index.search(question, 5).rows.tolist()
    loaded.remove(np.array([4], np.int64))
    assert loaded.search(question, 5).rows.tolist() == [2**40]
