"""Files, drafts, exports and sites that ask for much, at a small scale."""

from benchmarks.faults.content.bombs import trials
from benchmarks.faults.trial import Size


def test_whatever_asks_for_much_ends_with_an_outcome() -> None:
    for trial in trials(Size.SHORT):
        assert trial.tried > 0
        assert trial.failed == 0, trial.told
