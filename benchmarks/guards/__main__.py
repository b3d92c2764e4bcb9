"""Take each guard away in a copy of the project, run its test, and write the table of docs/security.md.

python -m benchmarks.guards            all of them
python -m benchmarks.guards R3 R11     those of some promises; the rows of others are kept
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from benchmarks.guards.guard import Guard
from benchmarks.report import read_table, table, write_section

PROJECT = Path(__file__).parent.parent.parent
SECURITY = PROJECT / "docs" / "security.md"
PARTS: tuple[str, ...] = (
    "content", "crawling", "drafts", "kept", "library", "load", "parsing", "readers", "supply", "visitors",
)  # fmt: skip
"""Modules beside this one; each has `GUARDS`. A test holds that none is left out."""
HEADS = ("promise", "without the guard that keeps", "in", "test", "without it")
Row = tuple[str, ...]
PASSED, FAILED = 0, 1
"""What pytest ends with; any other number says that the test was not run at all."""


def guards() -> list[Guard]:
    """All of them, by the promises' numbers."""
    found: list[Guard] = [one for part in PARTS for one in import_module(f"benchmarks.guards.{part}").GUARDS]
    return sorted(found, key=lambda one: int(one.promise.removeprefix("R")))


def without(text: str, guard: Guard) -> str:
    """The text of a guard's file when the guard is away. Raises ValueError unless its code stands there once."""
    if text.count(guard.code) != 1:
        raise ValueError(f"{guard.file} has {text.count(guard.code)} times: {guard.code}")
    return text.replace(guard.code, guard.instead)


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of the project in which guards are taken away."""

    folder: Path
    passing: set[str] = field(default_factory=set)
    """Tests that were seen to pass."""

    @classmethod
    def made(cls, below: Path) -> "Copy":
        """What git would commit, where the tests find what lies beside the project."""
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=PROJECT, capture_output=True, check=True, text=True,
        ).stdout  # fmt: skip
        folder = below / "project"
        for name in listed.split("\0")[:-1]:
            if (PROJECT / name).is_file():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(PROJECT / name, folder / name)
        if (PROJECT.parent / "shared").is_dir():
            (below / "shared").symlink_to(PROJECT.parent / "shared")
        return cls(folder)

    def ended(self, test: str) -> int:
        """The number that pytest ends with."""
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *test.split()]
        environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(self.folder)}
        return subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, check=False).returncode

    def passes(self, test: str) -> bool:
        """Whether a test passes as things are; each is run once."""
        if test not in self.passing and self.ended(test) == PASSED:
            self.passing.add(test)
        return test in self.passing

    def tried(self, guard: Guard) -> str:
        """How the test ends without the guard."""
        file = self.folder / guard.file
        text = file.read_text(encoding="utf-8")
        file.write_text(without(text, guard), encoding="utf-8")
        try:
            ended = self.ended(guard.test)
        finally:
            file.write_text(text, encoding="utf-8")
        if ended == FAILED and self.passes(guard.test):
            return "fails"
        return "PASSES" if ended == PASSED else f"NOT SHOWN ({ended})"


def row(guard: Guard, found: str) -> Row:
    """A row of the table."""
    tests = ", ".join(f"`{one}`" for one in guard.test.split())
    return (guard.promise, guard.keeps, f"`{guard.file}`", tests, found)


def rows_of(every: Sequence[Guard], known: Mapping[tuple[str, ...], Row]) -> list[Row]:
    """The rows that are known, in the order of the guards; those of guards that are no more are left out."""
    return [known[one.promise, one.keeps] for one in every if (one.promise, one.keeps) in known]


def main(arguments: Sequence[str] | None = None) -> None:
    """Try them, write the table, and end with status 1 where a test does not need its guard."""
    parser = argparse.ArgumentParser(description="Tests without the guards that they are there for.")
    parser.add_argument("promises", nargs="*", help="such as R3; all, where none is named")
    named = parser.parse_args(arguments).promises
    every = guards()
    known = {one[:2]: one for one in read_table("guards", HEADS, SECURITY)}
    with tempfile.TemporaryDirectory() as below:
        copy = Copy.made(Path(below))
        for one in every:
            if not named or one.promise in named:
                known[one.promise, one.keeps] = row(one, copy.tried(one))
                print(*known[one.promise, one.keeps], sep=" | ", flush=True)
                write_section("guards", table(HEADS, rows_of(every, known)), SECURITY)
    sys.exit(0 if all(one[-1] == "fails" for one in rows_of(every, known)) else 1)


if __name__ == "__main__":
    main()
