"""Whether a confidence can be believed: of the answers that were given with .8, eight in ten should be right."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

BINS = 10
"""Bins of equal width in [0, 1]."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers whose confidence lies in [`low`, `high`): how many, with which confidence on average, how many right."""

    low: float
    high: float
    answers: int
    confidence: float
    right: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """How confidence and being right go together. A figure is None where there is nothing to compute it from.

    `auroc` is the chance that a question that should be answered has a higher confidence than one that should not be
    (of `answerable` and `unanswerable` questions, whatever was answered); ties count half. `brier` is the mean squared
    difference of confidence and being right (Brier 1950), `ece` the mean absolute one over the bins, by their sizes
    (expected calibration error, Guo et al. 2017); both are of the answers that were given.
    """

    answerable: int
    unanswerable: int
    auroc: float | None
    answers: int
    brier: float | None
    ece: float | None
    bins: tuple[Bin, ...]

    def as_record(self) -> dict[str, Any]:
        """The figures in JSON."""
        return asdict(self) | {"bins": [asdict(one) for one in self.bins]}


def calibrate(
    given: Sequence[tuple[float, bool]], answerable: Sequence[float], unanswerable: Sequence[float]
) -> Calibration:
    """`given` holds (confidence, whether right) of the answers that were given; `answerable` and `unanswerable` the
    confidences of questions that should be answered and that should not be.
    """
    bins = reliability(given)
    brier = ece = None
    if given:
        brier = float(np.mean([(confidence - right) ** 2 for confidence, right in given]))
        ece = sum(abs(one.right - one.answers * one.confidence) for one in bins) / len(given)
    return Calibration(
        len(answerable), len(unanswerable), auroc(answerable, unanswerable), len(given), brier, ece, bins
    )


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float | None:
    """Area under the ROC curve: the share of pairs in which the positive one is above, ties counting half (Mann and
    Whitney 1947). None where one side is empty.
    """
    if not positive or not negative:
        return None
    below = np.sort(negative)
    lower = np.searchsorted(below, positive, side="left")
    tied = np.searchsorted(below, positive, side="right") - lower
    return float(np.mean((lower + tied / 2) / len(below)))


def reliability(given: Sequence[tuple[float, bool]]) -> tuple[Bin, ...]:
    """The bins that hold answers, lowest first; a confidence of 1 is in the last."""
    members: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in given:
        members.setdefault(min(int(confidence * BINS), BINS - 1), []).append((confidence, right))
    return tuple(
        Bin(
            number / BINS,
            (number + 1) / BINS,
            len(ones),
            float(np.mean([confidence for confidence, _ in ones])),
            sum(right for _, right in ones),
        )
        for number, ones in sorted(members.items())
    )
