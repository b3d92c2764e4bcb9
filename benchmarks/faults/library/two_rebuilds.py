"""Two commands that rebuild at once, one a moment after the other.

One of them waits for nothing: both succeed, or one is refused in a sentence because the other one rebuilds. What is
served afterwards is what those that succeeded made of the library, and the next sync does whatever was left.
"""

import select
from random import Random

from benchmarks.faults.library.forked import Commands, Ended, commands
from benchmarks.faults.library.known import RELABEL, SYNC, Command, Known, known, rubbish_in, wrong_in
from benchmarks.faults.library.outcomes import trial_of
from benchmarks.faults.trial import Size, Trial

SEED = 6
COUNTS = {Size.SHORT: 1, Size.FULL: 50}
"""How often each pair meets."""
LAG = 0.4
"""Seconds between their beginnings at most."""
BUSY = "Another process is rebuilding"
BOTH, ONE = "both succeeded", "one was refused with a sentence"
PAIRS: tuple[tuple[str, Command, Command], ...] = (
    ("two syncs", SYNC, SYNC),
    ("a sync and a correction", SYNC, RELABEL),
    ("a correction and a sync", RELABEL, SYNC),
)


def _met(library: Known, second: Commands, pair: tuple[Command, Command], lag: float) -> str:
    """What two commands came to, the second of which began so many seconds after the first."""
    with library.copy() as copy:
        one = library.commands.started(copy, pair[0])
        select.select([one.answers], [], [], lag)  # it may end sooner
        other = second.started(copy, pair[1])
        ended = [one.ended(), other.ended()]
        wrong = [_said(one) for one in ended if one.status and BUSY not in one.sentence]
        done = [command for one, command in zip(ended, pair, strict=True) if not one.status]
        wrong += wrong_in(copy, done) if done else ["both were refused"]
        again = library.commands.run(copy, SYNC)
        wrong += [_said(again)] if again.status else []
        wrong += wrong_in(copy, [*pair, SYNC]) + [f"{name} is left" for name in rubbish_in(copy)]
    return "; ".join(wrong) or (BOTH if len(done) == len(pair) else ONE)


def _said(ended: Ended) -> str:
    return f"it ended with {ended.status}: {ended.said[-300:]}"


def trials(size: Size) -> list[Trial]:
    """Pairs that meet, so many times each."""
    chance, found = Random(SEED), list[Trial]()
    with known(size) as library, commands(quick=size is Size.SHORT) as second:
        for name, *pair in PAIRS:
            lags = [chance.uniform(0, LAG) for _ in range(COUNTS[size])]
            came = [_met(library, second, (pair[0], pair[1]), lag) for lag in lags]
            found.append(trial_of("R1", f"{name} at once", came, (BOTH, ONE), SEED))
    return found
