from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.local.inverted import inverted
from index.local.vectors import APART, ExactVectors, FaissVectors, VectorIndex

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


def in_lists() -> FaissVectors:
    """An inverted file without vectors, so few lists that all are read."""
    known = vectors(99, 400)
    return FaissVectors(inverted(len(known), DIMENSION, lambda places: known[places]))


KINDS: tuple[Callable[[], VectorIndex], ...] = (
    lambda: ExactVectors(DIMENSION),
    lambda: FaissVectors.empty(DIMENSION),
    in_lists,
)


@pytest.mark.parametrize("made", KINDS[1:], ids=("flat", "inverted"))
@given(STEPS, st.integers(0, 15), ALLOWED, st.integers(0, 5))
def test_faiss_finds_what_exact_search_finds(
    made: Callable[[], VectorIndex],
    steps: list[tuple[str, int | list[int]]],
    k: int,
    allowed: list[int] | None,
    seed: int,
) -> None:
    exact, faiss = applied(ExactVectors(DIMENSION), steps), applied(made(), steps)
    (question,) = vectors(1000 + seed, 1)
    rows = None if allowed is None else np.array(allowed, np.int64)
    expected, found = exact.search(question, k, rows), faiss.search(question, k, rows)
    assert len(faiss) == len(exact)
    assert found.rows.tolist() == expected.rows.tolist()
    np.testing.assert_allclose(found.scores, expected.scores, atol=1e-6)
    np.testing.assert_allclose(
        faiss.similarities(question, expected.rows), exact.similarities(question, expected.rows), atol=1e-6
    )


@pytest.mark.parametrize("made", KINDS, ids=("exact", "flat", "inverted"))
def test_nothing_allowed_finds_nothing(made: Callable[[], VectorIndex]) -> None:
    index = made()
    index.add(np.arange(5, dtype=np.int64), vectors(1, 5))
    nothing = index.search(vectors(2, 1)[0], 3, np.empty(0, np.int64))
    assert (nothing.rows.tolist(), nothing.scores.tolist()) == ([], [])
    assert len(index.search(vectors(2, 1)[0], 3, None).rows) == 3


@pytest.mark.parametrize("made", KINDS, ids=("exact", "flat", "inverted"))
def test_a_vector_is_nearest_to_itself(made: Callable[[], VectorIndex]) -> None:
    index = made()
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


LARGE, WIDTH = 20_000, 32


def kept(index: FaissVectors, rows: np.ndarray) -> ExactVectors:
    """These rows with the vectors that an index keeps of them."""
    exact = ExactVectors(WIDTH)
    exact.add(rows, index.vectors_of(rows))
    return exact


@pytest.fixture(scope="module")
def large() -> tuple[ExactVectors, FaissVectors, np.ndarray]:
    """Vectors in clouds, some of them wide, as those of texts are; and questions near them."""
    chance = np.random.default_rng(5)
    middles = chance.normal(size=(300, WIDTH))
    drawn = middles[chance.integers(300, size=LARGE)] + chance.normal(size=(LARGE, WIDTH))
    unit = (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32)
    exact, listed, rows = ExactVectors(WIDTH), FaissVectors.empty(WIDTH), np.arange(LARGE, dtype=np.int64)
    exact.add(rows, unit)
    listed.add(rows, unit)
    listed.settle(LARGE)
    asked = unit[:100] + 0.3 * chance.normal(size=(100, WIDTH)) / WIDTH**0.5
    return exact, listed, (asked / np.linalg.norm(asked, axis=1, keepdims=True)).astype(np.float32)


@pytest.mark.parametrize("share", [1.0, 0.7, 0.1, 0.005, 0.002])
def test_lists_miss_few_of_the_first_ten_whatever_a_filter_leaves(
    large: tuple[ExactVectors, FaissVectors, np.ndarray], share: float
) -> None:
    exact, listed, asked = large
    chosen = np.random.default_rng(3).random(LARGE) < share
    rows = None if share == 1.0 else np.flatnonzero(chosen).astype(np.int64)
    found = [
        len(np.intersect1d(exact.search(one, 10, rows).rows, listed.search(one, 200, rows).rows[:10])) for one in asked
    ]
    assert sum(found) / (10 * len(asked)) >= 0.99


@pytest.mark.parametrize("count", [1, 30, LARGE // APART])
def test_few_rows_are_searched_exactly(large: tuple[object, FaissVectors, np.ndarray], count: int) -> None:
    _, listed, asked = large
    rows = np.sort(np.random.default_rng(count).choice(LARGE, count, replace=False).astype(np.int64))
    exact = kept(listed, rows)
    for question in asked[:10]:
        found, expected = listed.search(question, 20, rows), exact.search(question, 20)
        assert found.rows.tolist() == expected.rows.tolist()
        np.testing.assert_allclose(found.scores, expected.scores, atol=1e-6)


def test_of_few_rows_those_that_are_not_there_are_not_found(large: tuple[object, FaissVectors, np.ndarray]) -> None:
    _, listed, asked = large
    rows = np.arange(0, 300, 10, dtype=np.int64)
    found = listed.search(asked[0], 50, np.array([*rows, LARGE + 5], np.int64))
    assert sorted(found.rows.tolist()) == rows.tolist()
    expected = kept(listed, rows).search(asked[0], 50)
    np.testing.assert_allclose(found.scores, expected.scores, atol=0.002)


def test_lists_are_two_bytes_a_number_and_the_row(tmp_path: Path, large: tuple[object, FaissVectors, object]) -> None:
    large[1].save(tmp_path / "v", LARGE)
    lists = 4 * LARGE**0.5
    assert (tmp_path / "v").stat().st_size <= LARGE * (2 * WIDTH + 8) + lists * (4 * WIDTH + 16) + 1000


def test_form_follows_size_and_nothing_is_lost() -> None:
    index, exact = FaissVectors.empty(DIMENSION), ExactVectors(DIMENSION)
    for first, count in ((0, 90), (90, 30), (120, 600)):
        added = np.arange(first, first + count, dtype=np.int64)
        for one in (index, exact):
            one.add(added, vectors(first, count))
        index.settle(100)
        everything = index.search(vectors(1, 1)[0], 1000, np.arange(first + count, dtype=np.int64))
        assert sorted(everything.rows.tolist()) == list(range(first + count))
    lists = index.lists
    index.remove(np.arange(300, dtype=np.int64))
    index.settle(100)
    assert (index.lists, len(index)) == (lists, 420)
    index.remove(np.arange(300, 700, dtype=np.int64))
    index.settle(100)
    assert (index.lists, len(index)) == (0, 20)
    rows = np.arange(700, 720, dtype=np.int64)
    (question,) = vectors(3, 1)
    np.testing.assert_allclose(index.similarities(question, rows), exact.similarities(question, rows), atol=1e-6)


@pytest.mark.parametrize("flat_until", [51, 50], ids=("flat", "inverted"))
def test_what_is_opened_for_searching_is_not_written(tmp_path: Path, flat_until: int) -> None:
    index, rows = FaissVectors.empty(DIMENSION), np.arange(50, dtype=np.int64)
    index.add(rows, vectors(1, 50))
    index.save(tmp_path / "v", flat_until)
    before, opened = (tmp_path / "v").read_bytes(), FaissVectors.read(tmp_path / "v")
    (question,) = vectors(3, 1)
    assert opened.search(question, 9).rows.tolist() == index.search(question, 9).rows.tolist()
    np.testing.assert_array_equal(opened.similarities(question, rows), index.similarities(question, rows))
    with pytest.raises(TypeError):
        opened.add(rows + 50, vectors(2, 50))
    with pytest.raises(TypeError):
        opened.only(rows).remove(rows)
    assert (tmp_path / "v").read_bytes() == before
    with pytest.raises(FileNotFoundError):
        FaissVectors.read(tmp_path / "none")
