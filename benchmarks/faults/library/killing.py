"""A sync, and a correction of staff, killed with `kill -9`: at moments of its life, and before steps on the disk.

Moments are drawn over the whole life of an undisturbed command; steps are what Python does with files below the
library, which no moment might hit. Afterwards a server that ran meanwhile and one that starts answer as the library did
before or as it does after; the same command then succeeds, and leaves nothing but what it always leaves.
"""

import select
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from statistics import median

from assistant.library import LiveLibrary
from benchmarks.faults.library.forked import Trouble
from benchmarks.faults.library.known import (
    RELABEL,
    SYNC,
    Known,
    generations_of,
    known,
    problems_of,
    rubbish_in,
    told_by,
)
from benchmarks.faults.library.outcomes import trial_of
from benchmarks.faults.trial import Size, Trial

SEED = 1
COUNTS = {Size.SHORT: (3, 3), Size.FULL: (100, 100)}
"""How many moments and steps of each command."""
GOOD = ("old", "new")
"""The generation that is served afterwards."""
AFTERWARDS = 1.05
"""The last moments are after the end of most lives, so that no end is left out."""
ANOTHER = (*RELABEL[:-1], "superseded")
"""A change that makes one more generation."""


@dataclass(frozen=True, slots=True)
class Killed:
    """A command to be killed, and what the library answers once it has succeeded."""

    known: Known
    command: tuple[str, ...]
    later: str

    def at_moments(self, number: int) -> list[str]:
        """What each of so many kills at random moments came to."""
        chance = Random(SEED)
        life = self._life()
        moments = [chance.uniform(0, life * AFTERWARDS) for _ in range(number)]
        return [self._tried(partial(self._after, seconds=one)) for one in moments]

    def at_steps(self, number: int) -> list[str]:
        """What each of so many kills before a step came to."""
        with self.known.copy() as library:
            steps = self.known.commands.run(library, self.command).steps
        chosen = sorted(Random(SEED).sample(range(1, steps + 1), min(number, steps)))
        return [self._tried(partial(self._before, step=one)) for one in chosen]

    def _life(self) -> float:
        """Seconds of an undisturbed command."""
        lives = []
        for _ in range(3):
            with self.known.copy() as library:
                began = time.monotonic()
                self.known.commands.run(library, self.command)
                lives.append(time.monotonic() - began)
        return median(lives)

    def _after(self, library: Path, seconds: float) -> None:
        running = self.known.commands.started(library, self.command)
        select.select([running.answers], [], [], seconds)  # it may end sooner
        running.kill()
        running.ended()

    def _before(self, library: Path, step: int) -> None:
        self.known.commands.run(library, self.command, Trouble(die_at=step))

    def _tried(self, kill: Callable[[Path], None]) -> str:
        """`old` or `new`, whichever was served after a kill; else what was wrong."""
        with self.known.copy() as library:
            running = LiveLibrary(library, self.known.encoder)
            kill(library)
            generations = {self.known.answers: "old", self.later: "new"}
            served = generations.get(self.known.told(library), "")
            wrong = [] if served else ["another generation is served"]
            wrong += [] if told_by(running.current) in generations else ["a server that ran answers otherwise"]
            wrong += problems_of(library) + self._again(library)
        return "; ".join(wrong) or served

    def _again(self, library: Path) -> list[str]:
        """What is wrong after the same command, undisturbed."""
        ended = self.known.commands.run(library, self.command)
        if ended.status:
            return [f"the next one ended with {ended.status}: {ended.sentence or ended.said}"]
        wrong = [] if self.known.told(library) == self.later else ["the next one did not do it all"]
        if len(generations_of(library)) > 2:  # killed before the oldest was removed, and the next had nothing to do
            self.known.commands.run(library, ANOTHER)
        return wrong + problems_of(library) + [f"{name} is left" for name in rubbish_in(library)]


def trials(size: Size) -> list[Trial]:
    """Kills of both commands, at moments and before steps."""
    moments, steps = COUNTS[size]
    found = []
    with known(size) as library:
        for what, command, later in (("sync", SYNC, library.later), ("correction", RELABEL, library.relabelled)):
            killed = Killed(library, command, later)
            at = {"at a random moment": killed.at_moments(moments), "before a step on disk": killed.at_steps(steps)}
            found += [trial_of("R1", f"a {what} killed {when}", came, GOOD, SEED) for when, came in at.items()]
    return found
