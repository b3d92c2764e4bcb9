"""Instructions in texts, hidden and plain."""

from benchmarks.faults.content.instructions import trials
from benchmarks.faults.trial import Size


def test_what_a_text_says_changes_nothing_but_its_words() -> None:
    for trial in trials(Size.SHORT):
        assert trial.tried > 0
        assert trial.failed == 0, trial.told
