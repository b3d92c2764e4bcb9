"""What a sync did: one outcome for every item that the sources hold."""

from collections import Counter
from dataclasses import dataclass
from typing import Any, Literal, Protocol

Outcome = Literal["added", "changed", "unchanged", "removed", "duplicate", "skipped"]


class Progress(Protocol):
    """Told how far a stage of long work is; `total` 0 means that it is not known yet."""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """`stage` is a word for people, such as "Reading"."""


def silent(stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True, slots=True)
class ItemOutcome:
    """What became of one item. `reason` is empty where the outcome says it all."""

    source: str
    name: str
    outcome: Outcome
    reason: str = ""
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """All outcomes of one sync, and what the library holds after it."""

    items: tuple[ItemOutcome, ...]
    generation: str
    published: bool
    documents: int
    passages: int
    embedded: int
    seconds: float
    notes: tuple[str, ...] = ()

    @property
    def counts(self) -> Counter[str]:
        """Number of items by outcome; adds up to the number of items."""
        return Counter(item.outcome for item in self.items)

    def as_record(self) -> dict[str, Any]:
        """The object that `sync --json` ends with."""
        names: tuple[Outcome, ...] = ("added", "changed", "unchanged", "removed", "duplicate", "skipped")
        return {
            "counts": {name: self.counts[name] for name in names},
            "generation": self.generation,
            "published": self.published,
            "documents": self.documents,
            "passages": self.passages,
            "embedded": self.embedded,
            "seconds": round(self.seconds, 3),
            "notes": list(self.notes),
            "items": [
                {"source": item.name, "of": item.source, "outcome": item.outcome, "reason": item.reason,
                 "documents": list(item.documents)}
                for item in self.items
            ],
        }  # fmt: skip
