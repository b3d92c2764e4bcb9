from benchmarks.faults.library.killing import trials
from benchmarks.faults.trial import Size


def test_a_library_survives_being_killed_at_any_moment() -> None:
    for trial in trials(Size.SHORT):
        assert (trial.tried > 0, trial.failed) == (True, 0), trial
