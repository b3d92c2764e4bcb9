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
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from benchmarks.guards.guard import Guard
from benchmarks.report import read_table, table, write_section

PROJECT = Path(__file__).parent.parent.parent
SECURITY = PROJECT / "docs" / "security.md"
PARTS: tuple[str, ...] = ("content", "library", "load", "parsing", "readers", "supply", "visitors")
"""Modules beside this one; each has `GUARDS`. A test holds that none is left out."""
HEADS = ("promise", "without the guard that keeps", "in", "test", "without it")
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

    def tried(self, guard: Guard) -> str:
        """How the test ends without the guard."""
        file = self.folder / guard.file
        text = file.read_text(encoding="utf-8")
        file.write_text(without(text, guard), encoding="utf-8")
        try:
            ended = self.ended(guard.test)
        finally:
            file.write_text(text, encoding="utf-8")
        if ended == FAILED and self.ended(guard.test) == PASSED:
            return "fails"
        return "PASSES" if ended == PASSED else f"NOT SHOWN ({ended})"


def row(guard: Guard, found: str) -> tuple[str, ...]:
    """A row of the table."""
    tests = ", ".join(f"`{one}`" for one in guard.test.split())
    return (guard.promise, guard.keeps, f"`{guard.file}`", tests, found)


def main(arguments: Sequence[str] | None = None) -> None:
    """Try them, write the table, and end with status 1 where a test does not need its guard."""
    parser = argparse.ArgumentParser(description="Tests without the guards that they are there for.")
    parser.add_argument("promises", nargs="*", help="such as R3; all, where none is named")
    named = parser.parse_args(arguments).promises
    chosen = [one for one in guards() if not named or one.promise in named]
    before = [one for one in read_table("guards", HEADS, SECURITY) if named and one[0] not in named]
    rows = list[tuple[str, ...]]()
    with tempfile.TemporaryDirectory() as below:
        copy = Copy.made(Path(below))
        for one in chosen:
            rows.append(row(one, copy.tried(one)))
            print(*rows[-1], sep=" | ", flush=True)
    rows = sorted([*before, *rows], key=lambda one: int(one[0].removeprefix("R")))
    write_section("guards", table(HEADS, rows), SECURITY)
    sys.exit(0 if all(one[-1] == "fails" for one in rows) else 1)


if __name__ == "__main__":
    main()
