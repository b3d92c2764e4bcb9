from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Document, Section
from index.library.store import Store
from index.local.keywords import Keywords
from index.local.narrowing import Narrowing
from index.query import Filters
from index.ranking import among

ROWS = st.lists(st.integers(1, 50), max_size=20)


@given(ROWS, ROWS)
def test_rows_are_among_the_chosen_ones_that_sorting_finds(rows: list[int], chosen: list[int]) -> None:
    one, other = np.array(rows, np.int64), np.array(chosen, np.int64)
    np.testing.assert_array_equal(among(one, other), np.isin(one, other))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Forty documents, each of one of four topics and of two kinds."""
    made = Store.create(tmp_path / "library.sqlite")
    plain = Document("", "Title", "Some words.", (Section("", 0, 11),))
    for number in range(40):
        topics, kind = (f"topic {number % 4}",), ("post", "page")[number % 2]
        one = replace(plain, id=f"d{number}", topics=topics, kind=kind, published=date(2000 + number, 1, 1))
        made.show(made.insert_document(one, "source", one.id), one)
    return made


FILTERS = (
    Filters(topics=("topic 1",)),
    Filters(topics=("TOPIC 2", "topic 3")),
    Filters(topics=("none",)),
    Filters(topics=("topic 1",), kinds=("page",), since=date(2010, 1, 1)),
    Filters(kinds=("post",)),
)


def test_a_field_s_values_are_looked_up_once_and_a_filter_once(store: Store, tmp_path: Path) -> None:
    narrowing, asked = Narrowing(store, Keywords.create(tmp_path / "k")), list[str]()
    expected = [store.document_rows(filters).tolist() for filters in FILTERS]
    store.connection.set_trace_callback(asked.append)
    for _ in range(2):
        assert [narrowing.passing(filters).tolist() for filters in FILTERS] == expected
    assert len([one for one in asked if "DISTINCT" in one]) == len({"topics", "kinds"})
    assert len(asked) == len(FILTERS) + len({"topics", "kinds"})
