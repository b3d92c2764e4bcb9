"""Where in a text some words come nearest: the window that takes the fewest words changed, put in or left out.

Sellers' variant of edit distance (1980): the words may begin and end anywhere in the text at no cost. It takes as many
steps as one text has words times those of the other, a row of them at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

STEP = 10
"""Of a word put in or left out."""
CHANGED = 9
"""Of a word for another: a little less, so that the window takes in a word that was changed at its end."""

Costs = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Window:
    """Words `[start, end)` of a text. `likeness` in [0, 1] is the share of the words looked for that it holds in order,
    less what stands between them.
    """

    start: int
    end: int
    likeness: float


def nearest_window(words: Sequence[str], text: Sequence[str]) -> Window:
    """The window of a text that is nearest to some words; both have at least one."""
    numbers = {word: number for number, word in enumerate(dict.fromkeys(words))}
    wanted = np.array([numbers[word] for word in words], np.int32)
    held = np.array([numbers.get(word, -1) for word in text], np.int32)
    costs = _last_row(wanted, held, np.zeros(len(held) + 1, np.int32))
    end = int(costs.argmin())
    back = held[max(0, end - 2 * len(wanted)) : end][::-1]
    start = end - int(_last_row(wanted[::-1], back, np.arange(len(back) + 1, dtype=np.int32) * STEP).argmin())
    return Window(start, end, max(0.0, 1 - int(costs[end]) / (STEP * len(wanted))))


def _last_row(wanted: NDArray[np.int32], held: NDArray[np.int32], first: Costs) -> Costs:
    """The cost of all wanted words against each beginning of the held ones, int32 of shape (held + 1,)."""
    steps = np.arange(len(held) + 1, dtype=np.int32) * STEP
    row = first
    for word in wanted:
        least = np.empty_like(row)
        least[0] = row[0] + STEP
        np.minimum(row[:-1] + np.where(held == word, 0, CHANGED), row[1:] + STEP, out=least[1:])
        row = np.minimum.accumulate(least - steps) + steps
    return row
