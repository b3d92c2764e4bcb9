from benchmarks.faults.library.full_disk import NOT_TRIED, trials
from benchmarks.faults.trial import Size


def test_a_full_disk_loses_nothing() -> None:
    for trial in trials(Size.SHORT):
        assert (trial.tried > 0 or NOT_TRIED in trial.told, trial.failed) == (True, 0), trial
