"""What a fault that was made many times came to."""

from dataclasses import dataclass
from enum import Enum


class Size(Enum):
    """How often a fault is made: a few times in the tests, as often as the promise says by `make faults`."""

    SHORT = "short"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Trial:
    """One row of the table: a promise (`R1`), a fault, how often it was made and how often the promise was broken.

    `seed` is 0 where nothing is left to chance. `told` holds the first failures, or what else is to be known, in one
    line.
    """

    promise: str
    fault: str
    tried: int
    failed: int
    seed: int = 0
    told: str = ""
