from benchmarks.faults.library.two_rebuilds import trials
from benchmarks.faults.trial import Size


def test_two_rebuilds_at_once_do_not_meet() -> None:
    for trial in trials(Size.SHORT):
        assert (trial.tried > 0, trial.failed) == (True, 0), trial
