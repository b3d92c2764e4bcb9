"""Rows with scores: what every kind of search finds.

Rows are the numbers of passages in the store; they are never used again, so a row always means the same passage.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]
Vectors = NDArray[np.float32]
"""One unit vector of shape (dimension,), or one a row."""


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """Rows, best first, and their scores; both of shape (n,)."""

    rows: Rows
    scores: NDArray[np.float32]


NOTHING = Ranking(np.empty(0, np.int64), np.empty(0, np.float32))


def among(rows: Rows, chosen: Rows) -> NDArray[np.bool_]:
    """Of each of these rows, whether it is among the chosen. Rows count up from 1, so a table tells sooner than sorting
    a million of them.
    """
    told = np.zeros(int(max(rows.max(initial=0), chosen.max(initial=0))) + 1, bool)
    told[chosen] = True
    found: NDArray[np.bool_] = told[rows]
    return found
