"""Documents for staff, at every route (promise R18)."""

from collections.abc import Iterator

import pytest

from benchmarks.faults.trial import Size
from benchmarks.faults.visitors.internal import Places, asked, places, walked


@pytest.fixture(scope="module")
def both() -> Iterator[Places]:
    with places() as made:
        yield made


def test_no_route_tells_who_is_not_staff_of_a_document_for_staff(both: Places) -> None:
    trial = walked(both, Size.SHORT)
    assert trial.tried > 500 and trial.failed == 0, trial


def test_nothing_that_the_ask_page_calls_tells_of_one(both: Places) -> None:
    trial = asked(both, Size.SHORT)
    assert trial.tried > 50 and trial.failed == 0, trial
