from benchmarks.faults.library.flipping import trials
from benchmarks.faults.trial import Size


def test_a_flipped_bit_is_never_served() -> None:
    for trial in trials(Size.SHORT):
        assert (trial.tried > 0, trial.failed) == (True, 0), trial
