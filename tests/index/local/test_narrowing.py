import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.ranking import among

ROWS = st.lists(st.integers(1, 50), max_size=20)


@given(ROWS, ROWS)
def test_rows_are_among_the_chosen_ones_that_sorting_finds(rows: list[int], chosen: list[int]) -> None:
    one, other = np.array(rows, np.int64), np.array(chosen, np.int64)
    np.testing.assert_array_equal(among(one, other), np.isin(one, other))
