"""What is found with the model as OpenVINO runs it here, beside the same in float32: `make precision`, or
`python -m benchmarks.precision EVAL [SET...]`.

Each set is indexed and asked twice by the commands, the second time as on a processor without bfloat16. There the
vectors are those of sentence-transformers to a millionth (`tests/index/models/test_precision.py`), which itself would
take hours for the larger sets. Rows of sets that are not named are kept.
"""

import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import quality_sets
from benchmarks.report import machine, read_table, table, write_section

IN_FLOAT32 = "from index.models import network\n\nnetwork.precision_here = lambda: network.FLOAT32\n"
"""Python runs this before a command."""
LOST = 0.005
"""The goal: so much less than in float32, as a share, is not exceeded."""
HEADS = ("set", "measure", "as it runs here", "float32", "difference", "goal", "met")
Figures = dict[tuple[str, str], float]


def main() -> None:
    """Measure both, print and write the table."""
    root, names = Path(sys.argv[1]).absolute(), sys.argv[2:] or quality_sets.NAMES
    here = figures(quality_sets.scored(root, names))
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "sitecustomize.py").write_text(IN_FLOAT32, encoding="utf-8")
        os.environ["PYTHONPATH"] = folder
        plain = figures(quality_sets.scored(root, names))
    text = table(HEADS, merged(read_table("precision", HEADS), compared(here, plain)))
    write_section("precision", f"{machine()}\n`make precision`.\n\n{text}")
    sys.stdout.write(text + "\n")


def figures(scored: Iterator[tuple[str, Sequence[quality_sets.Scored]]]) -> Figures:
    """Each figure of each set, by (set, measure), as it was told: a rounded one may be off by what is looked for."""
    return {
        (name, measure): float(one.scores[measure])
        for name, told in scored
        for one in told
        for measure in one.scoring.figures
    }


def compared(here: Figures, plain: Figures) -> Sequence[tuple[str, ...]]:
    """The rows of the table."""
    rows = []
    for (name, measure), value in here.items():
        other = plain[name, measure]
        lost = (other - value) / other
        met = "yes" if lost <= LOST else "**no**"
        rows.append((name, measure, f"{value:.4f}", f"{other:.4f}", f"{-100 * lost:+.2f} %", f"≥ -{100 * LOST} %", met))
    return rows


def merged(before: Sequence[tuple[str, ...]], now: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The new rows in the place of those of the same sets."""
    measured = {one[0] for one in now}
    return [*(one for one in before if one[0] not in measured), *now]


if __name__ == "__main__":
    main()
