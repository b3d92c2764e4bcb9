"""Every PDF ends with an outcome, within 30 s and 1.5 GB, and the process that asks survives (promises R6 and R7).

python -m benchmarks.outcomes FOLDER...             every *.pdf below the folders, as it is
python -m benchmarks.outcomes --damage N FOLDER...  each of them damaged in N seeded ways
"""

import argparse
import re
import sys
import time
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from resource import RUSAGE_CHILDREN, getrusage

from benchmarks.children import peak_memory
from benchmarks.report import machine, table, write_section
from corpus.errors import ReadError
from corpus.isolate import Job, ReaderPool

SEED = 2611
LARGE = 500_000
"""Bytes from which a file is damaged a tenth as often: it takes as long as ten others."""
SLOW, ENDED = "over the time limit", "reader ended"
REASONS = {
    "took longer": SLOW, "ended its reader": ENDED, "password": "needs a password",
    "no text layer": "no text layer", "damaged": "damaged", "not a PDF": "not a PDF", "empty": "empty",
    "cannot be read": "error in a reader",
}  # fmt: skip
"""Classes of refusals by words of their sentences; the first that fits counts."""
NUMBER = re.compile(rb"\b\d{1,5}(?= 0 (?:R|obj)\b)")


@dataclass(slots=True)
class Outcomes:
    """What became of many files."""

    classes: Counter[str] = field(default_factory=Counter)
    longest: tuple[float, str] = (0.0, "")
    """Wall seconds of one file, with its name; the start of a new reader counts too, which the limit does not hold."""
    memory: int = 0
    """Largest resident memory of a reader in bytes."""
    told: list[str] = field(default_factory=list)
    """Sentences about files that ended their reader, took too long, or showed an error in a reader."""

    @property
    def files(self) -> int:
        """How many."""
        return self.classes.total()

    def row(self, name: str) -> tuple[str, ...]:
        """A row of the table."""
        ended = self.classes[ENDED] + self.classes[SLOW]
        told = [f"{count} {what}" for what, count in self.classes.most_common() if what != "read"]
        seconds = f"{self.longest[0]:.1f} s ({Path(self.longest[1]).name})"
        return (
            name, str(self.files), str(self.classes["read"]), ", ".join(told) or "none", str(ended), seconds,
            f"{self.memory / 1e6:.0f} MB",
        )  # fmt: skip


HEADS = ("files", "number", "read", "refused", "readers ended", "longest", "largest reader")


def outcomes_of(files: Iterable[tuple[str, bytes]], workers: int = 2) -> Outcomes:
    """Read files through the reader pool. Whatever is raised but ReadError is a bug, and is raised here too."""
    outcomes, before = Outcomes(), _largest_ended()
    waiting = deque[Future[_One]]()
    with ReaderPool(workers) as pool, ThreadPoolExecutor(workers) as threads:
        for name, data in files:
            waiting.append(threads.submit(_read, pool, name, data))
            if len(waiting) > 2 * workers:
                _count(outcomes, waiting.popleft().result())
        for one in waiting:
            _count(outcomes, one.result())
    if _largest_ended() > before:  # by a reader: whatever else this process had started had ended earlier
        outcomes.memory = max(outcomes.memory, _largest_ended())
    return outcomes


def _largest_ended() -> int:
    """Largest resident memory of any child of this process that has ended, in bytes."""
    return 1024 * getrusage(RUSAGE_CHILDREN).ru_maxrss


@dataclass(frozen=True, slots=True)
class _One:
    """How one file ended."""

    name: str
    refused: str
    seconds: float
    memory: int


def _read(pool: ReaderPool, name: str, data: bytes) -> _One:
    began, why = time.monotonic(), ""
    try:
        pool.read(Job("pdf", name, data))
    except ReadError as error:
        why = str(error).removeprefix(name)
    return _One(name, why, time.monotonic() - began, peak_memory())


def _count(outcomes: Outcomes, one: _One) -> None:
    kind = next((kind for words, kind in REASONS.items() if words in one.refused), "another reason")
    outcomes.classes[kind if one.refused else "read"] += 1
    outcomes.longest = max(outcomes.longest, (one.seconds, one.name))
    outcomes.memory = max(outcomes.memory, one.memory)
    if one.refused and kind in (ENDED, SLOW, "error in a reader", "another reason"):
        outcomes.told.append(f"{one.name}{one.refused}")


def damaged(data: bytes, random: Random) -> bytes:
    """Data with one to three mistakes of the kinds that disks, mail and old programs make."""
    whole = data
    for _ in range(random.randint(1, 3)):
        at = random.randrange(max(len(data), 1))
        length = min(int(random.expovariate(1 / 300)) + 1, 20_000)
        match random.randrange(5):
            case 0:
                flipped = bytearray(data)
                for place in random.sample(range(len(data)), min(length, len(data), 40)):
                    flipped[place] ^= 1 << random.randrange(8)
                data = bytes(flipped)
            case 1:
                data = data[: max(at, 1024)]
            case 2:
                data = data[:at] + data[at + length :]
            case 3:
                data = data[: at + length] + data[at:]
            case _:
                data = _renumbered(data, random)
    return data if data != whole else data[: len(data) // 2]


def _renumbered(data: bytes, random: Random) -> bytes:
    """Some objects called by the numbers of others."""
    numbers = NUMBER.findall(data) or [b"0"]
    share = random.choice((0.01, 0.1, 0.5))
    return NUMBER.sub(lambda told: random.choice(numbers) if random.random() < share else told[0], data)


def damaged_files(files: Iterable[Path], times: int) -> Iterator[tuple[str, bytes]]:
    """Each file in so many damaged forms, in a tenth as many when it is large; the same ones every time."""
    for path in files:
        data = path.read_bytes()
        for number in range(times if len(data) <= LARGE else max(times // 10, 1)):
            yield f"{path.stem}-{number}.pdf", damaged(data, Random(f"{SEED} {path.name} {number}"))


def pdfs_below(folders: Iterable[Path]) -> list[Path]:
    """Every PDF below these folders, by name."""
    return sorted(path for folder in folders for path in folder.rglob("*") if path.suffix.lower() == ".pdf")


def main() -> None:
    """Read, print and, with --write, put the rows into docs/quality.md."""
    parser = argparse.ArgumentParser(description="Outcomes of PDFs, as they are or damaged.")
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--damage", type=int, default=0, metavar="N", help="read each file in N damaged forms instead")
    parser.add_argument("--write", action="store_true", help="write the table into docs/quality.md")
    options = parser.parse_args()
    files = pdfs_below(options.folders)
    whole = ((str(path), path.read_bytes()) for path in files)
    found = outcomes_of(damaged_files(files, options.damage) if options.damage else whole)
    name = f"{len(files)} files, each damaged up to {options.damage} times" if options.damage else "as they are"
    text = table(HEADS, [found.row(name)])
    if options.write:
        write_section("faults", f"{machine()}\n`make faults`.\n\n{text}")
    sys.stdout.write(text + "\n" + "".join(f"{one}\n" for one in found.told))


if __name__ == "__main__":
    main()
