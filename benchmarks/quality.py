"""Quality of reading, and of finding on evaluation sets, scored by the sets' own scorer.

    python -m benchmarks.quality FOLDER [PART...]      FOLDER holds score.py and one folder a set (see its README)

Parts: reading, hard, site, sets, or sets by their names; all of them unless some are named. Each writes a table of its
own into docs/quality.md; that of the sets keeps the rows of those that are not run. The batch commands are run as a
person would run them; nothing of the sets is used for anything else.
"""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks import hard_files, quality_sets, site
from benchmarks.articles import score
from benchmarks.paged import measure, plain_rate
from benchmarks.report import machine, read_table, table, write_section

Row = tuple[object, ...]
Table = tuple[tuple[str, ...], Sequence[Row]]
"""Heads and rows; no rows when there is nothing to measure."""


def main() -> None:
    """Measure the parts; print and write their tables."""
    root, asked = Path(sys.argv[1]).absolute(), sys.argv[2:]
    unknown = set(asked) - set(PARTS) - {"sets"} - set(quality_sets.NAMES)
    if unknown:
        known = ", ".join((*PARTS, "sets", *quality_sets.NAMES))
        sys.exit(f"{', '.join(sorted(unknown))}: no such part; there are {known}.")
    for name in [part for part in PARTS if part in asked or not asked]:
        heads, rows = PARTS[name](root)
        _told(name, table(heads, rows) if rows else "", root)
    named = [name for name in quality_sets.NAMES if name in asked]
    if named or "sets" in asked or not asked:
        _measure_sets(root, named or quality_sets.NAMES)


def _measure_sets(root: Path, names: Sequence[str]) -> None:
    """Each set is written as soon as it was measured: they take long, and the next one may fail."""
    text = ""
    for name, rows in quality_sets.measured(root, names):
        kept = read_table("sets", quality_sets.HEADS)
        text = table(quality_sets.HEADS, quality_sets.merged(kept, name, rows))
        _told("sets", text, root)
    if not text:
        _told("sets", "", root)


def _told(name: str, text: str, root: Path) -> None:
    if text:
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


PARTS: dict[str, Callable[[Path], Table]] = {"reading": _reading, "hard": _hard, "site": _site}
"""All but the sets, whose table grows set by set."""


if __name__ == "__main__":
    main()
