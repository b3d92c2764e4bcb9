"""How sure an answer is."""

from dataclasses import astuple, fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.confidence import NOTHING, WEIGHTS, Signs, confidence
from assistant.answering.opposites import pairs

SHARE = st.floats(0, 1)
SIGNS = st.builds(Signs, *[SHARE] * len(fields(Signs)))


@given(SIGNS)
def test_it_is_a_probability(signs: Signs) -> None:
    assert 0 < confidence(signs) < 1


@given(SIGNS, st.sampled_from(fields(Signs)), SHARE, SHARE)
def test_each_sign_speaks_for_or_against_an_answer_alone(signs: Signs, field: object, one: float, other: float) -> None:
    name = field.name  # type: ignore[attr-defined]
    less, more = (confidence(replace(signs, **{name: value})) for value in sorted((one, other)))
    assert less <= more if getattr(WEIGHTS, name) >= 0 else less >= more


@pytest.mark.parametrize("name", ["rarest", "names", "numbers", "denies", "denied_otherwise", "opposite"])
def test_what_an_answer_lacks_or_contradicts_never_speaks_for_it(name: str) -> None:
    assert getattr(WEIGHTS, name) < 0


def test_nothing_found_is_no_answer() -> None:
    assert confidence(NOTHING) < 0.01


def test_the_best_that_can_be_seen_is_quite_sure() -> None:
    best = Signs(*[1.0 if weight > 0 else 0.0 for weight in astuple(WEIGHTS)])
    assert confidence(best) > 0.9


def test_no_word_is_its_own_opposite_and_no_pair_comes_twice() -> None:
    told = [frozenset(pair) for pair in pairs()]
    assert all(len(pair) == 2 for pair in told)
    assert len(set(told)) == len(told)
