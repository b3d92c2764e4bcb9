"""Speed and memory on the sample content, as a person meets them: whole processes, from outside.

Each figure is the median of several runs with its range. The goals are those of the first
milestone, but for the whole process of a question: 0.8 s instead of 1.2.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.report import machine, table, write_section
from corpus.sample import content

RUNS = 7
QUESTION = "What is EAEA's position on micro-credentials?"


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured, in `unit`, and what was hoped for."""

    name: str
    values: tuple[float, ...]
    unit: str
    goal: float

    def row(self) -> tuple[str, ...]:
        """A row of the table."""
        middle = median(self.values)
        spread = f"{min(self.values):.2f}–{max(self.values):.2f}" if len(self.values) > 1 else ""
        verdict = "yes" if middle <= self.goal else "**no**"
        return self.name, f"{middle:.2f} {self.unit}", spread, f"≤ {self.goal:g} {self.unit}", verdict


def main() -> None:
    """Measure, print and write the table."""
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(Path(folder))
    text = table(("figure", "median", "range", "goal", "met"), [figure.row() for figure in figures])
    write_section("speed", f"{machine()}\nMedians of {RUNS} runs, `make bench`.\n\n{text}")
    sys.stdout.write(text + "\n")


def measure(folder: Path) -> list[Figure]:
    """All figures; everything is written below `folder`."""
    library = folder / "library"
    fresh_cache = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache"), "HF_HUB_OFFLINE": "1"}
    sync = ["sync", str(content()), "--index", str(library)]
    first = timed(sync, fresh_cache)
    again = repeated(lambda: timed(sync, fresh_cache))
    asked = repeated(lambda: timed(["ask", QUESTION, "--index", str(library)], fresh_cache))
    served = json.loads(child("benchmarks.serving", [str(library)], fresh_cache))
    return [
        Figure("sample index from nothing, model conversion included", (first,), "s", 60),
        Figure("second `sync`, nothing changed", again, "s", 2),
        Figure("`assistant ask`, whole process, warm", asked, "s", 0.8),
        Figure("answer inside a server, new questions, p50", (served["p50_ms"],), "ms", 30),
        Figure("answer inside a server, new questions, p95", (served["p95_ms"],), "ms", 60),
        Figure("resident memory of the server after 200 questions", (served["rss_mb"],), "MB", 600),
    ]


def repeated(run: Callable[[], float]) -> tuple[float, ...]:
    """One run that is not counted, then RUNS that are."""
    run()
    return tuple(run() for _ in range(RUNS))


def timed(arguments: Sequence[str], environment: dict[str, str]) -> float:
    """Wall seconds of one command line."""
    began = time.monotonic()
    child("assistant.cli", arguments, environment)
    return time.monotonic() - began


def child(module: str, arguments: Sequence[str], environment: dict[str, str]) -> str:
    """What a process of its own prints. Raises CalledProcessError when it fails."""
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    main()
