from benchmarks.faults.library.permissions import trials
from benchmarks.faults.trial import Size


def test_what_is_not_permitted_is_told_and_loses_nothing() -> None:
    for trial in trials(Size.SHORT):
        assert (trial.tried > 0, trial.failed) == (True, 0), trial
