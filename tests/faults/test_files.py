"""Damaged and wordless files."""

from benchmarks.faults.content.files import trials
from benchmarks.faults.trial import Size


def test_every_file_ends_with_an_outcome() -> None:
    for trial in trials(Size.SHORT):
        assert trial.tried > 0
        assert trial.failed == 0, f"{trial.fault}: {trial.told}"
