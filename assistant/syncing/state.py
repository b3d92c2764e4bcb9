"""How far a sync is: `DIR/sync.json`, beside the index, written by whoever syncs and read by whoever shows it.

It outlives a reload of the page, a restart of the server, and the sync itself, whose outcome it keeps. It is no part of
the index: whatever is wrong with it, the sync goes on.
"""

import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

from assistant.syncing.processes import birth_of
from corpus.message import noted
from index.library.sealed import sealed, unsealed

FILE = "sync.json"
Outcome = Literal["", "done", "failed", "cancelled"]
UP_TO_DATE, UNCHANGED = noted("Everything is up to date."), noted("Nothing had changed.")
INCOMPLETE = noted("Some sources could not be looked at; all that was read of them stays.")
STOPPED = noted("It was stopped. What had been fetched of sites is kept; the library is as it was.")
STOPPED_EARLY = noted("It was stopped before it began.")
BROKEN = noted("It broke off without a word. Nothing half is ever served: start it again.")
ENDED_EARLY = noted("It ended before it began.")
ENDS = (UP_TO_DATE, UNCHANGED, INCOMPLETE, STOPPED, STOPPED_EARLY, BROKEN, ENDED_EARLY)
"""What is told of a sync that ended, but for why it failed; kept in English."""
OUTCOMES: tuple[Outcome, ...] = ("", "done", "failed", "cancelled")


@dataclass(frozen=True, slots=True)
class SyncState:
    """A sync as it was last written down. Times are seconds since 1970, 0 for not yet.

    `born` tells the process from a later one with its number; `done` of `total` counts what the `stage` is about, of
    which `item` is the last one, `total` 0 where it is not known. Once it has `ended`, `told` is what a person should
    know, `counts` are items by outcome, `failed` the sources that could not be looked at, with the reason, and
    `unreadable` the number of items that were looked at and not read. `succeeded` and `seconds` are of the last one
    that brought every source up to date: when, and how long it took.
    """

    pid: int
    born: str
    began: float
    stage: str = ""
    stage_began: float = 0
    done: int = 0
    total: int = 0
    item: str = ""
    written: float = 0
    ended: float = 0
    outcome: Outcome = ""
    told: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    failed: tuple[tuple[str, str], ...] = ()
    succeeded: float = 0
    seconds: float = 0
    unreadable: int = 0

    @property
    def runs(self) -> bool:
        """Whether its process is there and has not come to an end."""
        return not self.ended and birth_of(self.pid) == self.born != ""

    @property
    def rest(self) -> float | None:
        """Seconds that the stage still takes if the rest goes as what is done; None while nobody can tell."""
        spent = self.written - self.stage_began
        if not 0 < self.done < self.total or spent <= 0:
            return None
        return spent / self.done * (self.total - self.done)


def kept_state(library: Path) -> SyncState | None:
    """What was last written down; None where no sync was, or where it cannot be read."""
    try:
        told = unsealed((library / FILE).read_text(encoding="utf-8"))
        failed = tuple((str(source), str(why)) for source, why in told.pop("failed"))
        state = SyncState(**told, failed=failed)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return state if _is_meant(state) else None


def keep_state(library: Path, state: SyncState) -> None:
    """Write it down, whole or not at all. Raises OSError."""
    unfinished = library / f"{FILE}.{os.getpid()}.part"
    try:
        unfinished.write_text(sealed(asdict(state)), encoding="utf-8")
        unfinished.replace(library / FILE)
    finally:
        unfinished.unlink(missing_ok=True)


def drop_unfinished(library: Path) -> None:
    """Remove what a process was writing down that was killed. Raises OSError."""
    for left in library.glob(f"{FILE}.*.part"):
        left.unlink(missing_ok=True)


def _is_meant(state: SyncState) -> bool:
    numbers = (state.began, state.stage_began, state.written, state.ended, state.succeeded, state.seconds)
    whole = (state.pid, state.done, state.total, state.unreadable)
    texts = (state.born, state.stage, state.item, state.told)
    return (
        all(isinstance(one, int | float) for one in numbers)
        and all(type(one) is int for one in whole)
        and all(isinstance(one, str) for one in texts)
        and state.outcome in OUTCOMES
        and isinstance(state.counts, dict)
    )
