"""What a rebuild of a large folder takes when little or nothing of it changed.

A folder of made-up posts is built once and kept where `--folder` says; each figure is that of `sync` in a process of
its own with everything imported, and of that whole process. `--profile` records the calls of each with py-spy.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.made_posts import QuickEncoder, post, write_posts
from benchmarks.report import machine, table, write_section
from corpus.catalogue import FILE_NAME
from corpus.sources import open_source
from index.build import sync

RUNS = 5
POSTS = 10_000
ADDED, CHANGED = "added.html", "000/post-000007.html"


@dataclass(frozen=True, slots=True)
class Run:
    """One `sync`: its seconds, those of the processor that it took itself, and those of its whole process; megabytes
    read, written and resident at most, and the passages that it embedded.
    """

    seconds: float
    processor: float
    whole: float
    read: float
    written: float
    resident: float
    embedded: int


@dataclass(frozen=True, slots=True)
class Change:
    """Something that is done to the folder before a sync, and what the sync may take in seconds."""

    name: str
    do: Callable[[Path, int], None]
    goal: float


def _nothing(_: Path, __: int) -> None:
    """Leave the folder as it is."""


def _add(root: Path, number: int) -> None:
    (root / ADDED).write_text(post(10_000_000 + number), encoding="utf-8")


def _change(root: Path, number: int) -> None:
    (root / CHANGED).write_text(post(20_000_000 + number), encoding="utf-8")


def _delete(root: Path, _: int) -> None:
    (root / ADDED).unlink()


def _correct(root: Path, number: int) -> None:
    told = f'[documents."{CHANGED}"]\ntitle = "A better title {number}"\n'
    (root / FILE_NAME).write_text(told, encoding="utf-8")


CHANGES = (
    Change("nothing changed", _nothing, 3),
    Change("one post added", _add, 1),
    Change("one post deleted", _delete, 1),
    Change("one post changed", _change, 1),
    Change("one correction in the catalogue", _correct, 1),
)


def main() -> None:
    """Measure, print and write the table; or be the process that is measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, help="where the posts and the library are kept for the next time")
    parser.add_argument("--posts", type=int, default=POSTS)
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--profile", type=Path, help="a folder for py-spy's records; nothing is written to the table")
    parser.add_argument("--once", action="store_true", help=argparse.SUPPRESS)
    told = parser.parse_args()
    if told.once:
        sys.stdout.write(json.dumps(_once(told.folder)))
        return
    with tempfile.TemporaryDirectory() as made:
        folder = told.folder or Path(made)
        first = built(folder, told.posts)
        runs = measured(folder, told.runs, told.profile)
    rows = [_row(change, runs[change.name]) for change in CHANGES]
    rows[:0] = [_row(Change("the first build", _nothing, float("inf")), [first])] if first else []
    heads = (
        "figure",
        "`sync`",
        "range",
        "processor",
        "whole process",
        "read",
        "written",
        "memory",
        "embedded",
        "goal",
        "met",
    )
    text = table(heads, rows)
    sys.stdout.write(text + "\n")
    if not told.profile:
        what = f"{told.posts:,} posts, medians of {told.runs} runs, `python -m benchmarks.rebuild`."
        write_section("rebuild", f"{machine()}\n{what}\n\n{text}")


def built(folder: Path, posts: int) -> Run | None:
    """Make the posts and their library unless they are there; what the build took."""
    if (folder / "library" / "current").exists():
        return None
    write_posts(folder / "posts", posts)
    return run(folder)


def measured(folder: Path, runs: int, profile: Path | None) -> dict[str, list[Run]]:
    """The runs of each change, by its name; one of each before that is not counted, and all in turns."""
    found: dict[str, list[Run]] = {change.name: [] for change in CHANGES}
    for number in range(runs + 1):
        for change in CHANGES:
            change.do(folder / "posts", number)
            took = run(folder, profile / f"{change.name.replace(' ', '-')}.txt" if profile else None)
            found[change.name] += [took] if number or profile else []
    return found


def run(folder: Path, profile: Path | None = None) -> Run:
    """One sync in a process of its own. Raises CalledProcessError when it fails."""
    command = [sys.executable, "-m", "benchmarks.rebuild", "--once", "--folder", str(folder)]
    if profile:
        command = ["py-spy", "record", "-r", "200", "-f", "raw", "-o", str(profile), "--", *command]
    began = time.monotonic()
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    record = json.loads(told[told.index("{") : told.rindex("}") + 1])
    return Run(whole=time.monotonic() - began, **record)


def _once(folder: Path) -> dict[str, float]:
    source, encoder = open_source(str(folder / "posts")), QuickEncoder()
    before = _moved()
    began, busy = time.monotonic(), time.process_time()
    report = sync(folder / "library", [source], encoder)
    seconds, processor = time.monotonic() - began, time.process_time() - busy
    read, written = (after - then for after, then in zip(_moved(), before, strict=True))
    resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    return {
        "seconds": seconds, "processor": processor, "read": read, "written": written, "resident": resident,
        "embedded": report.embedded,
    }  # fmt: skip


def _moved() -> tuple[float, float]:
    """Megabytes that this process has read and written so far, from memory or disk (proc(5))."""
    lines = Path("/proc/self/io").read_text(encoding="ascii").splitlines()
    told = {name: int(value) / 1e6 for name, _, value in (line.partition(": ") for line in lines)}
    return told["rchar"], told["wchar"]


def _row(change: Change, runs: list[Run]) -> tuple[str, ...]:
    seconds = [one.seconds for one in runs]
    middle = median(seconds)
    bounded = change.goal < float("inf")
    return (
        change.name,
        f"{middle:.2f} s",
        f"{min(seconds):.2f}–{max(seconds):.2f}" if len(runs) > 1 else "",
        f"{median(one.processor for one in runs):.2f} s",
        f"{median(one.whole for one in runs):.2f} s",
        f"{median(one.read for one in runs):.1f} MB",
        f"{median(one.written for one in runs):.1f} MB",
        f"{max(one.resident for one in runs):.0f} MB",
        f"{runs[-1].embedded}",
        f"≤ {change.goal:g} s" if bounded else "",
        ("yes" if middle <= change.goal else "**no**") if bounded else "",
    )


if __name__ == "__main__":
    main()
