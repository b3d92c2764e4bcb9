"""A straight line through measured points, by least squares."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, sqrt
from statistics import linear_regression

WIDTH = 1.96
"""Standard errors from a slope to either end of its 95 % interval, of many points (normal distribution)."""


@dataclass(frozen=True, slots=True)
class Line:
    """A slope and its standard error, in y a unit of x."""

    slope: float
    error: float

    @classmethod
    def through(cls, x: Sequence[float], y: Sequence[float]) -> "Line":
        """The line that is nearest to some points; of fewer than three nothing is certain."""
        if len(x) < 3:
            return cls(0.0, inf)
        slope, start = linear_regression(x, y)
        middle = sum(x) / len(x)
        left = sum((there - start - slope * here) ** 2 for here, there in zip(x, y, strict=True))
        spread = sum((here - middle) ** 2 for here in x)
        return cls(slope, sqrt(left / (len(x) - 2) / spread))

    @property
    def is_level(self) -> bool:
        """Whether its 95 % interval holds 0 or less."""
        return self.slope - WIDTH * self.error <= 0
