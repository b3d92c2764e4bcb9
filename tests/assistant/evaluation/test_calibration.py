"""Figures of calibration against hand-worked values and an oracle of pairs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evaluation.calibration import auroc, calibrate, reliability

CONFIDENCES = st.lists(st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.9, 1.0]), min_size=1, max_size=8)


@given(CONFIDENCES, CONFIDENCES)
def test_auroc_is_the_share_of_pairs_in_order(positive: list[float], negative: list[float]) -> None:
    pairs = [(one > other) + (one == other) / 2 for one in positive for other in negative]
    assert auroc(positive, negative) == pytest.approx(sum(pairs) / len(pairs))


def test_without_one_side_there_is_no_auroc() -> None:
    assert auroc([0.5], []) is None
    assert auroc([], [0.5]) is None


def test_bins_hold_what_lies_in_them() -> None:
    bins = reliability([(0.8, True), (0.89, False), (1.0, True), (0.1, False)])
    assert [(one.low, one.high, one.answers, one.right) for one in bins] == [
        (0.1, 0.2, 1, 0),
        (0.8, 0.9, 2, 1),
        (0.9, 1.0, 1, 1),
    ]
    assert bins[1].confidence == pytest.approx(0.845)


def test_errors_of_a_confidence_that_is_too_high() -> None:
    told = calibrate([(0.9, True), (0.9, False), (0.4, False)], [0.9], [0.4])
    assert told.brier == pytest.approx((0.01 + 0.81 + 0.16) / 3)
    assert told.ece == pytest.approx((abs(1 - 1.8) + 0.4) / 3)
    assert told.auroc == 1.0


def test_without_answers_there_is_nothing_to_tell() -> None:
    told = calibrate([], [], [0.4])
    assert (told.brier, told.ece, told.auroc, told.bins) == (None, None, None, ())
