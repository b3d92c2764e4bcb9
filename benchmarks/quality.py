"""Quality on evaluation sets, scored by the sets' own scorer.

    python -m benchmarks.quality FOLDER      FOLDER holds score.py and one folder a set (see its README)

The batch commands are run as a person would run them; nothing of the sets is used for anything else.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.articles import score
from benchmarks.paged import measure
from benchmarks.report import machine, table, write_section


@dataclass(frozen=True, slots=True)
class Task:
    """One set: its folder, what is synced from it, and the scorings (command, figures, simple reference, goal)."""

    folder: str
    source: str
    scorings: tuple[tuple[str, tuple[str, ...], str, str], ...]


TASKS = (
    Task(
        "doc2dial",
        "corpus.jsonl",
        (
            ("spans", ("span_hit@1", "span_hit@5", "span_hit@10"), ".447 .847 .923", ".52 .90 .95"),
            ("quotes", ("token_f1",), "-", ".45"),
        ),
    ),
)


def main() -> None:
    """Run every set that is there; print and write the table."""
    root = Path(sys.argv[1]).absolute()
    with tempfile.TemporaryDirectory() as folder:
        rows = [row for task in TASKS if (root / task.folder).is_dir() for row in _rows(task, root, Path(folder))]
    if not rows:
        sys.exit(f"{root} holds none of the evaluation sets: {', '.join(task.folder for task in TASKS)}.")
    _write_reading(root)
    text = table(("set", "figure", "ours", "simple reference", "goal", "questions", "seconds"), rows)
    write_section("sets", f"{machine()}\n`make quality`.\n\n{text}")
    sys.stdout.write(text + "\n")


def _write_reading(root: Path) -> None:
    """The table of how well and fast posts and reports are read, where the files are there."""
    rows: list[tuple[object, ...]] = []
    if (root.parent / "hard" / "html").is_dir():
        told = score(root.parent / "hard" / "html")
        figures = f"{told.f1:.4f} (precision {told.precision:.3f}, recall {told.recall:.3f})"
        rows.append((f"article body F1, {told.pages} pages", figures, "≥ .965", "trafilatura .964, newspaper4k .949"))
    if (root / "financebench").is_dir():
        read = measure(root / "financebench")
        rate = f"{read.pages / read.seconds:.0f} pages/s"
        rows.append((f"reading {read.files} reports, {read.pages} pages, 2 processes", rate, "≥ 60 pages/s", ""))
        share = f"{read.right} of {read.found} found ({read.asked} asked)"
        rows.append(("lines of evidence on the page that is told", share, "100 %", ""))
    if rows:
        text = table(("figure", "ours", "goal", "reference"), rows)
        write_section("reading", f"{machine()}\n`make quality`.\n\n{text}")
        sys.stdout.write(text + "\n")


def _rows(task: Task, root: Path, folder: Path) -> list[tuple[object, ...]]:
    library, source = folder / task.folder, root / task.folder
    _assistant("sync", str(source / task.source), "--index", str(library))
    rows = []
    for command, figures, reference, goal in task.scorings:
        began = time.monotonic()
        scores = _scores(command, source, library, root)
        ours = " ".join(f"{scores[figure]:.3f}".lstrip("0") for figure in figures)
        seconds = f"{time.monotonic() - began:.0f}"
        rows.append((task.folder, ", ".join(figures), ours, reference, goal, scores["questions"], seconds))
    return rows


def _scores(command: str, source: Path, library: Path, root: Path) -> dict[str, Any]:
    questions, output = source / "queries.jsonl", library.with_suffix(f".{command}.jsonl")
    if command == "spans":
        _assistant("search", "--queries", str(questions), "--run", str(output), "--index", str(library))
        options = ["--run", str(output)]
    else:
        _assistant("ask", "--queries", str(questions), "--answers", str(output), "--index", str(library))
        options = ["--answers", str(output), "--corpus", str(source / "corpus.jsonl")]
    told: dict[str, Any] = json.loads(_run([str(root / "score.py"), command, *options, "--questions", str(questions)]))
    return told


def _assistant(*arguments: str) -> None:
    _run(["-m", "assistant.cli", *arguments])


def _run(arguments: Sequence[str]) -> str:
    environment = {**os.environ, "HF_HUB_OFFLINE": "1"}
    run = subprocess.run([sys.executable, *arguments], check=True, capture_output=True, text=True, env=environment)
    return run.stdout


if __name__ == "__main__":
    main()
