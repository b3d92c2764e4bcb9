"""What a sync did: one outcome for every item that the sources hold, and what staff want to know of it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from corpus.causes import WITHOUT_TEXT_LAYER, Cause
from corpus.message import noted
from index.reports.changes import DocumentChange

Outcome = Literal["added", "changed", "unchanged", "removed", "duplicate", "skipped"]
OUTCOMES: tuple[Outcome, ...] = (
    noted("added"), noted("changed"), noted("unchanged"), noted("removed"), noted("duplicate"), noted("skipped"),
)  # fmt: skip


class Progress(Protocol):
    """Told how far a stage of long work is; `total` 0 means that it is not known yet."""

    def __call__(self, stage: str, done: int, total: int, item: str = "") -> None:
        """`stage` is a word for people, such as "Reading"; `item` what was just done, "" where it has no name."""


def silent(stage: str, done: int, total: int, item: str = "") -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True, slots=True)
class ItemOutcome:
    """What became of one item. `reason` is empty where the outcome says it all.

    `documents` are the ids of those that can be found, `repeats` pairs of (id, id of the document that says the same).
    """

    source: str
    name: str
    outcome: Outcome
    reason: str = ""
    documents: tuple[str, ...] = ()
    cause: Cause = ""
    repeats: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """A document in a list of the report. `published` is ISO 8601, "" where it has no date."""

    source: str
    item: str
    document: str
    title: str
    kind: str
    published: str


@dataclass(frozen=True, slots=True)
class Holding:
    """How many items a source holds now; for one that failed, how many it held when it was last looked at."""

    source: str
    holds: int


@dataclass(frozen=True, slots=True)
class Failure:
    """A source that could not be looked at, and why. All that was read of it stays."""

    source: str
    why: str


@dataclass(frozen=True, slots=True)
class Report:
    """All outcomes of one sync, what changed by it, and what the library holds after it.

    `finished` is UTC, ISO 8601. `added` and `removed` are documents, not items; one that repeats another is not
    among the `added`. `undated` are all documents of the library that have no date, new or not. `saved_questions` is
    what was told of them after the sync, in JSON: kept with the report, with "changed" for those answered differently.
    """

    items: tuple[ItemOutcome, ...]
    generation: str
    published: bool
    documents: int
    passages: int
    embedded: int
    seconds: float
    notes: tuple[str, ...] = ()
    finished: str = ""
    holdings: tuple[Holding, ...] = ()
    failed: tuple[Failure, ...] = ()
    changes: tuple[DocumentChange, ...] = ()
    added: tuple[Listed, ...] = ()
    removed: tuple[Listed, ...] = ()
    undated: tuple[Listed, ...] = ()
    saved_questions: Mapping[str, Any] | None = None

    @property
    def quiet(self) -> bool:
        """Whether neither the library nor an answer to a saved question is another one than before."""
        return not self.published and not (self.saved_questions or {}).get("changed")

    @property
    def counts(self) -> Counter[str]:
        """Number of items by outcome; adds up to the number of items."""
        return Counter(item.outcome for item in self.items)

    def counts_of(self, source: str) -> Counter[str]:
        """Number of items by outcome of one source; all but "removed" add up to what it holds."""
        return Counter(item.outcome for item in self.items if item.source == source)

    @property
    def unreadable(self) -> tuple[ItemOutcome, ...]:
        """Items that were looked at and not read, but for scans."""
        return tuple(
            item
            for item in self.items
            if item.outcome == "skipped" and item.cause not in WITHOUT_TEXT_LAYER | {"not looked at"}
        )

    @property
    def not_looked_at(self) -> tuple[ItemOutcome, ...]:
        """Items that stay as they were, since their source or folder could not be looked at."""
        return tuple(item for item in self.items if item.cause == "not looked at")

    @property
    def without_text_layer(self) -> tuple[ItemOutcome, ...]:
        """Items that are scans, wholly or on some pages: not read, or read with gaps, or recognised."""
        return tuple(item for item in self.items if item.cause in WITHOUT_TEXT_LAYER and item.outcome != "removed")
