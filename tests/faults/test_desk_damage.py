from benchmarks.faults.library.desk_damage import trials
from benchmarks.faults.trial import Size


def test_what_lies_beside_the_index_may_be_damaged_and_takes_nothing_down() -> None:
    for trial in trials(Size.SHORT):
        assert (trial.tried > 0, trial.failed) == (True, 0), trial
