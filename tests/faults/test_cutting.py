from benchmarks.faults.library.cutting import trials
from benchmarks.faults.trial import Size


def test_a_file_that_is_cut_or_planted_is_never_served() -> None:
    for trial in trials(Size.SHORT):
        assert (trial.tried > 0, trial.failed) == (True, 0), trial
