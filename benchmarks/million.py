"""What a large library takes: `python -m benchmarks.million FOLDER EVAL [PASSAGES...]`.

Libraries of so many passages (10,000, 25,000, 100,000 and a million, unless others are named) are grown from those of
MTRAG ClapNQ (see `benchmarks.grown`) and kept in FOLDER from run to run, some 6 GB in all; the first run takes half an
hour. Each is measured by a process of its own (`benchmarks.asked_of_many`) that asks the set's rewritten questions.
"""

import json
import os
import sqlite3
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from benchmarks.grown import grow
from benchmarks.report import QUALITY, machine, read_table, table, write_section
from benchmarks.scale_model import CHECKING, DISK, MEMORY, QUESTION, Point, checked, larger
from benchmarks.speed import child
from index.library.generation import KEYWORDS, SENTENCES, STORE, VECTORS, open_current

SET = "mtrag-clapnq"
SIZES = (10_000, 25_000, 100_000, 1_000_000)
MODEL_SIZES = (10_000, 100_000, 1_000_000)
"""Two sizes that tell, and the one that they are checked with."""
SCALE = QUALITY.with_name("scale.md")
ENCODING_HEADS, ENCODED = ("what", "median", "range", "goal", "met"), "ours, passages a second"
"""The table of `benchmarks.encoding`, and its row with the rate."""
BYTES_GOAL, MEMORY_GOAL = 1200, 2500
"""Bytes a passage beside the text; megabytes."""
DOCUMENTS = "documents beside their text"
PARTS = {"documents": DOCUMENTS, "passages": "passages"}
"""What the largest tables of the store are called; of the documents' the text is taken away."""
Row = tuple[str, ...]


def main() -> None:
    """Grow what is not there, measure, print and write the tables."""
    folder, evaluation = Path(sys.argv[1]), Path(sys.argv[2])
    sizes = [int(told) for told in sys.argv[3:]] or SIZES
    disk, asked, points = list[Row](), list[Row](), dict[int, Point]()
    for passages in sizes:
        library = folder / str(passages)
        if not library.exists():
            grow(_seed(folder, evaluation), library, passages, _exact(library))
        parts = sizes_of(library)
        queries = evaluation / SET / "queries.jsonl"
        command = [str(library), str(_exact(library)), str(queries)]
        told = json.loads(child("benchmarks.asked_of_many", command, dict(os.environ)))
        disk += _on_disk(parts, passages)
        asked += _asked(passages, told)
        points[passages] = _point(passages, parts, told)
    text = (
        f"{machine()}\nGrown from MTRAG ClapNQ, `python -m benchmarks.million FOLDER EVAL`.\n\n"
        f"{table(('passages', 'on disk', 'MB', 'bytes a passage', 'goal', 'met'), disk)}\n\n"
        f"{table(('passages', 'what', 'p50', 'p95', 'goal', 'met', 'recall@10'), asked)}"
    )
    write_section("million", text)
    sys.stdout.write(text + "\n")
    if points.keys() >= set(MODEL_SIZES):
        _tell_model(*(points[passages] for passages in MODEL_SIZES))


def _tell_model(small: Point, middle: Point, large: Point) -> None:
    """Write what the measured sizes tell of larger ones into docs/scale.md."""
    rate = next(float(row[1]) for row in read_table("encoding", ENCODING_HEADS) if row[0] == ENCODED)
    told = (
        f"{checked(small, middle, large)}\n\nEncoding at {rate:.0f} passages a second:\n\n{larger(middle, large, rate)}"
    )
    text = f"{machine()}\n\n{told}"
    write_section("model", text, SCALE)
    sys.stdout.write(text + "\n")


def _point(passages: int, sizes: Mapping[str, int], told: Mapping[str, Any]) -> Point:
    measured = {
        DISK: sum(size for name, size in sizes.items() if name != "text"),
        MEMORY: 1e6 * told["own_mb"],
        CHECKING: told["checking_s"],
        QUESTION: next(iter(told["kinds"].values()))[0],
    }
    return Point(passages, measured)


def _seed(folder: Path, evaluation: Path) -> Path:
    """The library of real passages; made where it is not there."""
    seed = folder / "seed"
    if not seed.exists():
        environment = {**os.environ, "HF_HUB_OFFLINE": "1"}
        child("assistant.cli", ["sync", str(evaluation / SET / "corpus.jsonl"), "--index", str(seed)], environment)
    return seed


def _exact(library: Path) -> Path:
    return library.with_suffix(".exact")


def _on_disk(sizes: Mapping[str, int], passages: int) -> Iterator[Row]:
    text, beside = sizes["text"], {name: size for name, size in sizes.items() if name != "text"}
    whole = sum(beside.values())
    for name, size in sorted(beside.items(), key=lambda item: -item[1]):
        yield f"{passages:,}", name, f"{size / 1e6:,.0f}", f"{size / passages:,.0f}", "", ""
    met = "yes" if whole <= BYTES_GOAL * passages else "**no**"
    goal = f"≤ {BYTES_GOAL:,}"
    yield f"{passages:,}", "all of this", f"{whole / 1e6:,.0f}", f"{whole / passages:,.0f}", goal, met
    yield f"{passages:,}", "the text itself", f"{text / 1e6:,.0f}", f"{text / passages:,.0f}", "", ""


def sizes_of(library: Path) -> dict[str, int]:
    """Bytes of the parts of a library's current generation, and of the "text" of its documents, which no part has."""
    folder = open_current(library).folder
    with closing(sqlite3.connect(f"file:{folder / STORE}?mode=ro&immutable=1", uri=True)) as connection:
        text = connection.execute("SELECT sum(length(CAST(json_extract(shown, '$.text') AS BLOB))) FROM documents")
        sizes = {"text": int(text.fetchone()[0])}
        for table_name, size in connection.execute(
            "SELECT tbl_name, sum(pgsize) FROM dbstat LEFT JOIN sqlite_schema USING (name) GROUP BY 1"
        ):
            name = PARTS.get(table_name, "other tables")
            sizes[name] = sizes.get(name, 0) + int(size)
    sizes[DOCUMENTS] -= sizes["text"]
    sizes["sentences' vectors"] = (folder / SENTENCES).stat().st_size
    sizes["vectors"] = (folder / VECTORS).stat().st_size
    sizes["keywords"] = sum(path.stat().st_size for path in (folder / KEYWORDS).iterdir())
    return sizes


def _asked(passages: int, told: dict[str, float | dict[str, list[float]]]) -> Iterator[Row]:
    goal = 15 if passages <= 25_000 else 40
    number = f"{passages:,}"
    kinds = told["kinds"]
    assert isinstance(kinds, dict)
    for name, (p50, p95, recall) in kinds.items():
        met = "yes" if p50 <= goal and recall >= 0.98 else "**no**"
        yield number, name, f"{p50:.1f} ms", f"{p95:.1f} ms", f"p50 ≤ {goal} ms, ≥ .98", met, f"{recall:.3f}"
    memory = told["rss_mb"]
    met = "yes" if isinstance(memory, float) and memory <= MEMORY_GOAL else "**no**"
    yield (
        number,
        "resident memory of the process that answers",
        f"{memory:,.0f} MB",
        "",
        f"≤ {MEMORY_GOAL:,} MB",
        met,
        "",
    )
    yield number, "of this, memory of its own", f"{told['own_mb']:,.0f} MB", "", "", "", ""
    yield number, "opening, after the files were checked", f"{told['opening_s']:.2f} s", "", "", "", ""
    yield number, "checking the files", f"{told['checking_s']:.2f} s", "", "", "", ""


if __name__ == "__main__":
    main()
