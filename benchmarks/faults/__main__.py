"""Every fault in full, as the table of docs/quality.md has it.

python -m benchmarks.faults               all of them
python -m benchmarks.faults killing ...   some of them; the rows of others are kept
"""

import argparse
import sys
import time
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType

from benchmarks.faults.trial import Size, Trial
from benchmarks.report import machine, read_table, table, write_section

FAULTS = {
    **dict.fromkeys(("bombs", "files", "instructions", "scripts"), "content"),
    **dict.fromkeys(
        ("clock", "cutting", "desk_damage", "flipping", "full_disk", "killing", "permissions", "two_rebuilds"),
        "library",
    ),
    **dict.fromkeys(("crowds", "swapping"), "load"),
    **dict.fromkeys(("internal", "routes", "ssrf"), "visitors"),
}
"""Modules with the folder of each; each has `trials(size)`, a list of Trial. A test holds that none is left out."""
HEADS = ("promise", "fault", "tried", "failed", "seed", "told", "by")
Row = tuple[str, ...]


def module_of(name: str) -> ModuleType:
    """The module of a kind of fault."""
    return import_module(f"benchmarks.faults.{FAULTS[name]}.{name}")


def row(trial: Trial, module: str) -> Row:
    """A row of the table."""
    seed = str(trial.seed) if trial.seed else "-"
    return (trial.promise, trial.fault, f"{trial.tried:,}", f"{trial.failed:,}", seed, trial.told or "-", module)


def merged(before: Sequence[Row], module: str, now: Sequence[Row]) -> list[Row]:
    """The rows of a module take the place of its former ones; sorted by the promises' numbers."""
    kept = [one for one in before if one[-1] != module and one[-1] in FAULTS]
    return sorted([*kept, *now], key=lambda one: int(one[0].removeprefix("R").split()[0].rstrip(",")))


def main() -> None:
    """Make the faults, write the table, and end with status 1 where a promise was broken."""
    parser = argparse.ArgumentParser(description="Faults made on purpose.")
    parser.add_argument("names", nargs="*", choices=[*FAULTS, []], help="which; all, where none is named")
    broken = 0
    for name in parser.parse_args().names or FAULTS:
        began = time.monotonic()
        found: list[Trial] = module_of(name).trials(Size.FULL)
        rows = merged(read_table("promises", HEADS), name, [row(one, name) for one in found])
        write_section("promises", f"{machine()}\n\n{table(HEADS, rows)}")
        broken += sum(one.failed for one in found)
        print(f"{name}: {time.monotonic() - began:.0f} s", *found, sep="\n  ")
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()
