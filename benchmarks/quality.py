"""Quality of reading, and of finding on evaluation sets, scored by the sets' own scorer.

    python -m benchmarks.quality FOLDER [PART...]      FOLDER holds score.py and one folder a set (see its README)

Parts: reading, hard, site, sets; all of them unless some are named. Each writes a table of its own into
docs/quality.md. The batch commands are run as a person would run them; nothing of the sets is used for anything else.
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
from typing import Any

from benchmarks import hard_files, site
from benchmarks.articles import score
from benchmarks.paged import measure, plain_rate
from benchmarks.report import machine, table, write_section

Row = tuple[object, ...]
Table = tuple[tuple[str, ...], Sequence[Row]]
"""Heads and rows; no rows when there is nothing to measure."""


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
    Task("mtrag-clapnq", "corpus.jsonl", (("retrieval", ("nDCG@10",), ".436", ".50"),)),
    Task("mtrag-cloud", "corpus.jsonl", (("retrieval", ("nDCG@10",), ".325", ".38"),)),
    Task("squad2", "corpus.jsonl", (("answers", ("auroc",), ".617", ".75"),)),
    Task("financebench", "pdfs", (("pages", ("page_hit@1", "page_hit@5"), "-", ".35 .60"),)),
)
SETS = tuple(one.folder for one in TASKS)
RUNS = ("spans", "retrieval", "pages")
"""Scorings of hits; the others are of answers."""


def main() -> None:
    """Measure the parts; print and write their tables."""
    root, asked = Path(sys.argv[1]).absolute(), sys.argv[2:]
    unknown = set(asked) - PARTS.keys() - set(SETS)
    if unknown:
        sys.exit(f"{', '.join(sorted(unknown))}: no such part; there are {', '.join((*PARTS, *SETS))}.")
    named = [name for name in SETS if name in asked]
    parts = [name for name in PARTS if name in asked or (name == "sets" and named)]
    for name in parts or PARTS:
        heads, rows = _sets(root, named or SETS) if name == "sets" else PARTS[name](root)
        if rows:
            text = table(heads, rows)
            write_section(name, f"{machine()}\n`make quality`.\n\n{text}")
            sys.stdout.write(f"{text}\n\n")
        else:
            sys.stdout.write(f"{name}: not measured, its files are not beside {root}.\n")


def _reading(root: Path) -> Table:
    """How well and fast posts and reports are read."""
    rows: list[Row] = []
    if (root.parent / "hard" / "html").is_dir():
        told = score(root.parent / "hard" / "html")
        figures = f"{told.f1:.4f} (precision {told.precision:.3f}, recall {told.recall:.3f})"
        rows.append((f"article body F1, {told.pages} pages", figures, "≥ .965", "trafilatura .964, newspaper4k .949"))
    if (root / "financebench").is_dir():
        alone = f"PDFium alone {plain_rate(root / 'financebench'):.0f} pages/s"
        read = measure(root / "financebench")
        rate = f"{read.pages / read.seconds:.0f} pages/s"
        rows.append((f"reading {read.files} reports, {read.pages} pages, 2 processes", rate, "≥ 60 pages/s", alone))
        share = f"{read.right} of {read.found} found ({read.asked} asked)"
        rows.append(("lines of evidence on the page that is told", share, "100 %", ""))
    return ("figure", "ours", "goal", "reference"), rows


def _hard(root: Path) -> Table:
    """What becomes of hard PDFs."""
    folder = root.parent / "hard"
    return hard_files.HEADS, list(hard_files.rows(folder)) if (folder / "pdfs.tsv").is_file() else []


def _site(_root: Path) -> Table:
    """What a sync of a site takes."""
    return ("figure", "ours", "goal", "note"), list(site.rows())


def _sets(root: Path, names: Sequence[str] = SETS) -> Table:
    """What is found on these evaluation sets."""
    tasks = [task for task in TASKS if task.folder in names and (root / task.folder).is_dir()]
    with tempfile.TemporaryDirectory() as folder:
        rows = [row for task in tasks for row in _rows(task, root, Path(folder))]
    return ("set", "figure", "ours", "simple reference", "goal", "questions", "seconds"), rows


PARTS: dict[str, Callable[[Path], Table]] = {"reading": _reading, "hard": _hard, "site": _site, "sets": _sets}


def _rows(task: Task, root: Path, folder: Path) -> list[Row]:
    library, source = folder / task.folder, root / task.folder
    _assistant("sync", str(source / task.source), "--index", str(library))
    rows = list[Row]()
    for command, figures, reference, goal in task.scorings:
        began = time.monotonic()
        scores = _scores(command, source, library, root)
        ours = " ".join(f"{scores[figure]:.3f}".lstrip("0") for figure in figures)
        seconds = f"{time.monotonic() - began:.0f}"
        rows.append(
            (
                task.folder,
                ", ".join(figures),
                ours,
                reference,
                goal,
                scores.get("questions", scores.get("queries", "")),
                seconds,
            )
        )
    return rows


def _scores(command: str, source: Path, library: Path, root: Path) -> dict[str, Any]:
    questions, output = source / "queries.jsonl", library.with_suffix(f".{command}.jsonl")
    verb, option = ("search", "--run") if command in RUNS else ("ask", "--answers")
    _assistant(verb, "--queries", str(questions), option, str(output), "--index", str(library))
    gold = source / "questions.jsonl"  # where the questions that are asked are apart from what is known of them
    options = {
        "retrieval": ["--qrels", str(source / "qrels.tsv")],
        "quotes": ["--questions", str(questions), "--corpus", str(source / "corpus.jsonl")],
    }.get(command, ["--questions", str(gold if gold.is_file() else questions)])
    told: dict[str, Any] = json.loads(_run([str(root / "score.py"), command, option, str(output), *options]))
    return told


def _assistant(*arguments: str) -> None:
    _run(["-m", "assistant.cli", *arguments])


def _run(arguments: Sequence[str]) -> str:
    environment = {**os.environ, "HF_HUB_OFFLINE": "1"}
    run = subprocess.run([sys.executable, *arguments], check=True, capture_output=True, text=True, env=environment)
    return run.stdout


if __name__ == "__main__":
    main()
