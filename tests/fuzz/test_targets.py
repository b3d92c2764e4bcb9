"""Every parser over its kept inputs, each of which is a shape of content or once was a finding, and over made ones."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.fuzzing.__main__ import HEADS, row, told_by
from benchmarks.fuzzing.target import SEEDS, WORDS, Target
from benchmarks.fuzzing.targets import TARGETS

LARGEST_SEED = 6_000
"""Bytes."""
EXAMPLES = 80


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)  # the extractor tells of every page that it cannot read
    yield
    logging.disable(logging.NOTSET)


SEEDED = [pytest.param(one, seed, id=f"{one.name}-{seed.name}") for one in TARGETS.values() for seed in one.seeds()]


@pytest.mark.parametrize(("target", "seed"), SEEDED)
def test_what_was_found_once_is_no_finding_any_more(target: Target, seed: Path) -> None:
    target.run(seed.read_bytes())


@pytest.mark.parametrize("target", TARGETS.values(), ids=lambda target: target.name)
def test_made_bytes_are_read_or_refused(target: Target) -> None:
    words = st.sampled_from(target.known_words())
    kept = st.sampled_from([seed.read_bytes() for seed in target.seeds()])
    cut = st.tuples(kept, st.integers(0, 400), st.integers(0, 400), st.binary(max_size=4) | words).map(
        lambda told: told[0][: told[1]] + told[3] + told[0][told[2] :]
    )

    @settings(max_examples=EXAMPLES, derandomize=True, database=None, suppress_health_check=[*HealthCheck])
    @given(st.lists(words | st.binary(max_size=4), max_size=25).map(b"".join) | cut)
    def read_or_refused(data: bytes) -> None:
        target.run(data)

    read_or_refused()


def test_every_target_has_seeds_and_words_and_nothing_lies_there_for_none() -> None:
    assert {folder.name for folder in SEEDS.iterdir()} == set(TARGETS)
    assert all(target.seeds() and target.known_words() for target in TARGETS.values())
    assert {f"{name}.dict" for target in TARGETS.values() for name in target.words} == {
        file.name for file in WORDS.iterdir()
    }
    assert all(len(word) <= 64 for target in TARGETS.values() for word in target.known_words())  # libFuzzer's most
    assert max(seed.stat().st_size for target in TARGETS.values() for seed in target.seeds()) <= LARGEST_SEED


def test_a_target_that_finds_something_says_so() -> None:
    broken = Target("broken", "nothing", lambda data: bytes.fromhex(data.decode()) and None)
    with pytest.raises(ValueError):
        broken.run(b"x")


def test_what_a_run_prints_becomes_a_row() -> None:
    quiet = "#2\tINITED cov: 9 ft: 12 corp: 1/1b\n#2048\tDONE   cov: 90 ft: 120 corp: 34/5Kb\n"
    quiet += "stat::number_of_executed_units: 2100\n"
    told = told_by(quiet, 60.4)
    target = TARGETS["robots"]
    assert row(target, told) == ("robots", "a robots.txt", "2,100", "60", "90", "120", "34", "0")
    loud = " === Uncaught Python exception: ===\nTypeError: a | b\nTraceback\n#9\tNEW    cov: 1 ft: 2 corp: 3/4b\n"
    loud += "artifact_prefix='x/'; Test unit written to /x/crash-12ab\n"
    assert told_by(loud, 1.0).told == "TypeError: a / b (crash-12ab)"
    assert len(row(target, told_by(loud, 1.0))) == len(HEADS)
