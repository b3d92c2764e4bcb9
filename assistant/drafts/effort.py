"""How much one draft may ask of the server: the seconds that are spent on it, and the places that are told of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

from corpus.errors import DraftError
from corpus.message import Message

MOST_SECONDS = 120
"""A paper of 30 pages with a hundred quotations takes some seconds; a heap of nearly right quotations takes minutes."""
MOST_PLACES = 50_000
"""Some 25 MB of JSON. A sentence that every document has at its end stands in as many places as there are documents."""


@dataclass(slots=True)
class Effort:
    """What is spent on a draft, whose name is told when it becomes too much. `clock` tells seconds."""

    name: str
    clock: Callable[[], float] = monotonic
    until: float = field(init=False)
    places: int = 0

    def __post_init__(self) -> None:
        self.until = self.clock() + MOST_SECONDS

    def spend(self, places: int) -> None:
        """Count the places of one quotation more. Raises DraftError where all or the time are more than a draft has."""
        self.places += places
        if self.places > MOST_PLACES:
            values = {"name": self.name, "number": MOST_PLACES}
            raise DraftError(
                Message("The quotations of {name} stand in more than {number} places; check it in parts.", values)
            )
        if self.clock() > self.until:
            values = {"name": self.name, "number": MOST_SECONDS}
            raise DraftError(Message("{name} takes longer than {number} seconds to check; check it in parts.", values))
