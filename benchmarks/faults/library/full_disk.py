"""A sync on a disk that fills up while it runs, and one whose files may not grow beyond a size.

A small disk in memory is mounted where this user may, and a file on it leaves as much room as a trial gives. A sync
that does not get through says so in one sentence and ends with a status, the library answers as before, and nothing of
the sync is left; with room again the same sync succeeds.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from benchmarks.faults.library.forked import NONE, Ended, Trouble
from benchmarks.faults.library.known import SYNC, Known, known, problems_of, rubbish_in
from benchmarks.faults.library.outcomes import trial_of
from benchmarks.faults.trial import Size, Trial

SEED = 4
COUNTS = {Size.SHORT: 4, Size.FULL: 60}
DISK, PAGE = 16 << 20, 4096
"""Bytes of the disk in memory, and of what it gives at least."""
STOPPED, THROUGH = "stopped with a sentence", "got through"
GOOD = (STOPPED, THROUGH)
NOT_TRIED = "this user may mount no disk"


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk in memory, mounted for as long as a block runs. Raises PermissionError where this user may not mount."""
    disk = folder / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={DISK},mode=755", "faults", disk], capture_output=True, check=False
    )
    try:
        if mounted.returncode:
            raise PermissionError(mounted.stderr.decode().strip())
        yield disk
    finally:
        if not mounted.returncode:
            subprocess.run(["umount", "--lazy", disk], check=True)
        disk.rmdir()


def leave(disk: Path, room: int) -> None:
    """Fill a disk until so many bytes are left."""
    filling = disk / "filling"
    filling.unlink(missing_ok=True)
    with filling.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(shutil.disk_usage(disk).free - room, 1))


def _outcome(library: Known, copy: Path, ended: Ended, names: set[str]) -> str:
    """What a sync under trouble came to; `names` are what lay in the folder of the library before."""
    served, new = library.told(copy), ended.status == 0
    wrong = problems_of(copy)
    if served != (library.later if new else library.answers):
        wrong.append(f"ended with {ended.status} and another generation is served")
    if not new and not ended.sentence:
        wrong.append(f"ended with {ended.status} and said: {ended.said[-300:]}")
    left = {path.name for path in copy.iterdir()} - names - {"sync.json"}
    wrong += [f"{name} is left" for name in left]
    return "; ".join(wrong) or (THROUGH if new else STOPPED)


def _again(library: Known, copy: Path) -> list[str]:
    """What is wrong after a sync that has all the room that it needs."""
    ended = library.commands.run(copy, SYNC)
    if ended.status or library.told(copy) != library.later:
        return [f"with room again it ended with {ended.status}: {ended.said[-300:]}"]
    return problems_of(copy) + [f"{name} is left in the end" for name in rubbish_in(copy)]


def _tried(library: Known, copy: Path, trouble: Trouble, disk: Path | None = None) -> str:
    names = {path.name for path in copy.iterdir()}
    came = _outcome(library, copy, library.commands.run(copy, SYNC, trouble), names)
    if disk:
        (disk / "filling").unlink()
    return "; ".join((came, *_again(library, copy)))


def _filled(library: Known, rooms: list[int]) -> list[str]:
    """What a sync came to on a disk with so much room."""
    found = []
    with small_disk(library.folder) as disk:
        for room in rooms:
            with library.copy(disk) as copy:
                leave(disk, room)
                found.append(_tried(library, copy, NONE, disk))
            (disk / "filling").unlink(missing_ok=True)
    return found


def _limited(library: Known, sizes: list[int]) -> list[str]:
    """What a sync came to whose files may be so large."""
    found = []
    for size in sizes:
        with library.copy() as copy:
            found.append(_tried(library, copy, Trouble(largest=size)))
    return found


def _needed(library: Known) -> int:
    """Bytes that a sync writes, all of them together."""
    with library.copy() as copy:
        library.commands.run(copy, SYNC)
        newest = max((copy / "generations").iterdir())
        return sum(-(-path.stat().st_size // PAGE) * PAGE for path in newest.rglob("*") if path.is_file())


def trials(size: Size) -> list[Trial]:
    """Rooms from none to more than enough, and sizes likewise."""
    chance = Random(SEED)
    with known(size) as library:
        most = int(1.3 * _needed(library))
        levels = [0, PAGE, *(chance.randrange(most) for _ in range(COUNTS[size] - 2))]
        try:
            filled = trial_of("R5", "a disk filled up during a sync", _filled(library, levels), GOOD, SEED)
        except PermissionError as error:
            filled = Trial("R5", "a disk filled up during a sync", 0, 0, SEED, f"{NOT_TRIED}: {error}")
        limited = _limited(library, [max(one // 3, PAGE) for one in levels])
    return [filled, trial_of("R5", "files that may not grow during a sync", limited, GOOD, SEED)]
