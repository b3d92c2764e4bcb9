"""Damaged files: every one ends with an outcome, within limits, and harms nothing (promises R6 and R7)."""

from pathlib import Path
from random import Random

import pytest

import corpus.sample
from benchmarks.outcomes import damaged, damaged_files, outcomes_of, pdfs_below
from corpus.isolate import Limits
from tests.conftest import SHARED

HARD = SHARED / "hard" / "pdfs"
STATEMENTS = corpus.sample.content() / "statements"
DAMAGED = 100


def test_a_hundred_damaged_files_have_an_outcome_each() -> None:
    found = pdfs_below([HARD, STATEMENTS] if HARD.is_dir() else [STATEMENTS])
    small = [path for path in found if path.stat().st_size < 200_000]
    files = list(damaged_files(small, DAMAGED // len(small) + 1))[:DAMAGED]
    outcomes = outcomes_of(files)
    assert outcomes.files == DAMAGED
    assert outcomes.classes["reader ended"] == outcomes.classes["over the time limit"] == 0
    assert outcomes.classes["another reason"] == 0
    assert outcomes.classes["read"] > 0
    assert 0 < outcomes.memory <= Limits().memory_bytes


def test_outcomes_are_told_by_their_reasons(tmp_path: Path) -> None:
    good = (STATEMENTS / "2016-learning-accounts.pdf").read_bytes()
    outcomes = outcomes_of([("good.pdf", good), ("damaged.pdf", b"words"), ("none.pdf", b""), ("again.pdf", good)])
    assert outcomes.classes == {"read": 2, "not a PDF": 1, "empty": 1}
    assert outcomes.longest[0] > 0
    assert outcomes.told == []
    name, number, read, refused, ended, *_ = outcomes.row("four")
    assert (name, number, read, refused, ended) == ("four", "4", "2", "1 not a PDF, 1 empty", "0")


def test_damage_is_the_same_every_time_and_is_damage() -> None:
    files = list(damaged_files(pdfs_below([STATEMENTS]), 3))
    assert files == list(damaged_files(pdfs_below([STATEMENTS]), 3))
    assert len({data for _, data in files}) == len(files) == 15
    whole = {path.read_bytes() for path in pdfs_below([STATEMENTS])}
    assert not whole & {data for _, data in files}


@pytest.mark.parametrize("data", [b"", b"x", b"1 0 obj 2 0 R" * 100])
def test_anything_can_be_damaged(data: bytes) -> None:
    for seed in range(50):
        damaged(data, Random(seed))
