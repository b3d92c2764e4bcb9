from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.vectors import ExactVectors, FaissVectors, VectorIndex

DIMENSION = 8


def vectors(seed: int, count: int) -> np.ndarray:
    drawn = np.random.default_rng(seed).normal(size=(count, DIMENSION)).astype(np.float32)
    return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)


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
        assert found.scores[0] == pytest.approx(1, abs=1e-6)


def test_an_index_survives_its_file(tmp_path: Path) -> None:
    index = FaissVectors.empty(DIMENSION)
    index.add(np.array([4, 2**40], np.int64), vectors(1, 2))
    index.save(tmp_path / "v")
    loaded = FaissVectors.load(tmp_path / "v")
    (question,) = vectors(3, 1)
    assert loaded.search(question, 5).rows.tolist() == index.search(question, 5).rows.tolist()
    loaded.remove(np.array([4], np.int64))
    assert loaded.search(question, 5).rows.tolist() == [2**40]
