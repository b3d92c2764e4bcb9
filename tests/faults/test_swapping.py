"""Reading goes on during rebuilds (promise R4): a server process, its clients, and rebuilds by the command line."""

from pathlib import Path

import pytest

from benchmarks.faults.load.generations import TOPICS, name_of, told_in, write_generation
from benchmarks.faults.load.swapping import Told, summed, trials
from benchmarks.faults.trial import Size


def test_no_answer_fails_or_mixes_generations_while_the_library_is_rebuilt() -> None:
    for trial in trials(Size.SHORT):
        assert trial.tried > 0 and trial.failed == 0, trial


def test_an_answer_of_two_generations_is_known_by_a_mark_or_by_a_date(tmp_path: Path) -> None:
    for number in (7, 8):
        write_generation(tmp_path / str(number), number)
    seven, eight = ((tmp_path / one / name_of(TOPICS[0])).read_text() for one in ("7", "8"))
    assert told_in(seven) == {7} and told_in(seven.splitlines()[-1] + eight) == {7, 8}
    assert told_in("In generation seven, published 2008-03-17") == {7, 8}
    assert told_in("17 March 2007") == told_in('{"generation":"000008"}') == {7} and told_in("nothing of any") == set()


@pytest.mark.parametrize(
    ("generations", "problem", "said"),
    [({0, 1}, "", "ask: generations zero, one"), (set(), "", "ask: generations none"), ({0}, "gone", "gone")],
)
def test_what_is_wrong_is_counted_and_told(generations: set[int], problem: str, said: str) -> None:
    right, wrong = Told("ask", 1, 0.1, frozenset({1})), Told("ask", 1, 0.1, frozenset(generations), problem)
    first, second = summed([right, wrong], [(0, 2)], [right, wrong])
    assert (first.tried, first.failed, second.failed) == (2, 1, 1) and said in first.told
    assert [one.failed for one in summed([right], [(0, 2)], [right])] == [0, 0]
