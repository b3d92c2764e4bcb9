"""A sync goes only where it was told to go (promise R11)."""

import pytest

from benchmarks.faults.trial import Size
from benchmarks.faults.visitors.hosts import ADDRESSES, NAMES, OUTSIDE, SPELLED_NAMES, SPELLINGS
from benchmarks.faults.visitors.ssrf import HOME, KINDS, PUBLIC, visited
from tests.corpus.servers import pages, serving


def test_the_table_is_long_and_names_nothing_twice() -> None:
    table = [*ADDRESSES, *SPELLINGS, *NAMES, *SPELLED_NAMES, *OUTSIDE]
    assert len(table) >= 150 and len(set(table)) == len(table)


def test_what_was_named_is_read_over_the_same_wire() -> None:
    with serving(pages({"/": "hello"})) as server:
        found = visited(server, HOME)
    assert found.read and found.opened == [(PUBLIC, 80)]


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_outside_is_connected_to(kind: str) -> None:
    trial = KINDS[kind](Size.SHORT)
    assert trial.tried > 0 and trial.failed == 0, trial
