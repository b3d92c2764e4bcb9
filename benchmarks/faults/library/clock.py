"""Syncs and corrections under a clock that jumps by up to 25 years to the future and the past whenever it is read, of
files whose own times lie anywhere in between.

Generations follow each other by their numbers, whatever their times say: what was done last is served, the generation
before is kept and no other, no document loses its date, and the newest report is that of the last sync.
"""

import os
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from random import Random

from benchmarks.faults.library.forked import Trouble
from benchmarks.faults.library.jumping import YEARS
from benchmarks.faults.library.known import (
    CHANGED,
    CORRECTED,
    SYNC,
    Known,
    generations_of,
    known,
    problems_of,
    rubbish_in,
)
from benchmarks.faults.library.outcomes import trial_of
from benchmarks.faults.trial import Size, Trial
from index.library.generation import STORE, open_current
from index.library.store import Store
from index.reports.archive import kept_report

SEED = 5
COUNTS = {Size.SHORT: 3, Size.FULL: 60}
"""Rebuilds of each kind, one after the other in one library."""
RIGHT = "the last one is served"


def _write(path: Path, text: str, chance: Random) -> None:
    """Write a file, and say that it was at any time around now."""
    path.write_text(text, encoding="utf-8")
    moment = path.stat().st_mtime + chance.uniform(-YEARS, YEARS) * timedelta(days=365).total_seconds()
    os.utime(path, (moment, moment))


def _shown(copy: Path) -> dict[str, tuple[str, str, object]]:
    """Title, words and date of each document that is served."""
    with closing(Store.read(open_current(copy).folder / STORE)) as store:
        return {one.id: (one.title, one.text, one.published) for one in store.documents()}


def _rebuilt(library: Known, copy: Path, command: tuple[str, ...], chance: Random) -> str:
    """What a command under a jumping clock came to."""
    before, dates = generations_of(copy)[-1], {name: one[2] for name, one in _shown(copy).items()}
    ended = library.commands.run(copy, command, Trouble(clock=chance.randrange(1, 1 << 30)))
    wrong = [f"it ended with {ended.status}: {ended.said[-300:]}"] if ended.status else []
    shown, after = _shown(copy), generations_of(copy)
    if after != [before, f"{int(before) + 1:06d}"] or open_current(copy).name != after[-1]:
        wrong.append(f"after {before} there are {after}")
    wrong += [f"{name} lost its date" for name, day in dates.items() if name in shown and shown[name][2] != day]
    if command == SYNC and kept_report(copy).generation != after[-1]:
        wrong.append("the newest report is of another generation")
    return "; ".join(wrong + problems_of(copy) + rubbish_in(copy)) or RIGHT


def trials(size: Size) -> list[Trial]:
    """Syncs of a post that changes each time, and corrections, in turns."""
    chance, syncs, corrections = Random(SEED), list[str](), list[str]()
    with known(size) as library, library.copy() as copy:
        post = library.posts / CHANGED
        written = post.read_text(encoding="utf-8")
        for number in range(COUNTS[size]):
            said, title = f"Lighthouse {number} has a keeper who learns.", f"The keepers of lighthouse {number}"
            _write(post, f"{written}\n\n{said}\n", chance)
            came = _rebuilt(library, copy, SYNC, chance)
            syncs.append(came if said in _shown(copy)[CHANGED][1] else f"{came}; what changed is not served")
            came = _rebuilt(library, copy, ("desk", "set", CORRECTED, "--by", "Ida", "--title", title), chance)
            corrections.append(came if _shown(copy)[CORRECTED][0] == title else f"{came}; it is not shown")
    return [
        trial_of("R2", "a sync under a clock that jumps", syncs, (RIGHT,), SEED),
        trial_of("R2", "a correction under a clock that jumps", corrections, (RIGHT,), SEED),
    ]
