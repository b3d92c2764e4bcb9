from benchmarks.faults.trial import Size
from benchmarks.faults.two_rebuilds import trials


def test_two_rebuilds_at_once_do_not_meet() -> None:
    for trial in trials(Size.SHORT):
        assert (trial.tried > 0, trial.failed) == (True, 0), trial
