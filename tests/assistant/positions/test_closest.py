"""Which sentences of two sides are close, and what it costs to know."""

import random
import tracemalloc
from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from assistant.positions import closest
from assistant.positions.closest import likeness_of, said_in
from index.search import Searcher

Rows = Sequence[Mapping[str, float]]
ROWS = st.lists(st.dictionaries(st.sampled_from("abcdefgh"), st.floats(1, 11), max_size=8), min_size=1, max_size=12)


def dense(left: Rows, right: Rows) -> NDArray[np.float32]:
    """The cosines by a table of all sentences by all stems."""
    places = {stem: at for at, stem in enumerate(sorted({stem for row in (*left, *right) for stem in row}))}
    table = np.zeros((len(left) + len(right), len(places)), np.float32)
    for at, row in enumerate((*left, *right)):
        for stem, weight in row.items():
            table[at, places[stem]] = weight
    unit = table / np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9)
    found: NDArray[np.float32] = unit[: len(left)] @ unit[len(left) :].T
    return found


def report(seed: int, sentences: int, stems: int) -> Rows:
    """Sentences of twelve stems, of which some stand in most and others in few, as they do in texts."""
    chance = random.Random(seed)
    return [{str(int(stems ** chance.random())): chance.uniform(1, 10) for _ in range(12)} for _ in range(sentences)]


@given(ROWS, ROWS)
def test_cosines_are_those_of_a_table_of_all_stems(left: Rows, right: Rows) -> None:
    np.testing.assert_allclose(likeness_of(left, right), dense(left, right), atol=1e-6)


def test_cosines_of_long_texts_are_those_of_a_table_of_all_stems() -> None:
    left, right = report(1, 300, 5000), report(2, 200, 5000)
    np.testing.assert_allclose(likeness_of(left, right), dense(left, right), atol=1e-6)


@pytest.mark.parametrize("year", [2016, 2022])
def test_pairs_are_those_of_a_table_of_all_stems(year: int, sample: Searcher, monkeypatch: pytest.MonkeyPatch) -> None:
    documents = [sample.document(f"statements/{one}-learning-accounts.pdf") for one in (year, 2016 + 2022 - year)]
    sides = [said_in(one, sample) for one in documents]
    found = closest.closest(*sides, sample)
    monkeypatch.setattr(closest, "likeness_of", dense)
    assert found == closest.closest(*sides, sample) != []


def test_two_long_texts_of_many_words_take_little_memory() -> None:
    left = [{f"{at}-{n}": 1.0 for n in range(20)} | {"everywhere": 5.0} for at in range(400)]
    right = [*reversed(left)]
    tracemalloc.start()
    found = likeness_of(left, right)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found.shape == (400, 400) and found.min() > 0.5
    assert peak < 20_000_000, "a table of all stems takes 26 MB, twice"
