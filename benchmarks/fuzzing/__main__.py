"""Every target for a while under atheris (libFuzzer for Python), as the table of docs/quality.md has it.

python -m benchmarks.fuzzing --seconds 600               all of them, one after the other
python -m benchmarks.fuzzing export robots --seconds 60  some; the rows of others are kept

It needs the extra `fuzz`. What a finding was made with is written to the folder `.fuzzing/found`; what was tried lies
in `.fuzzing/corpus` and is gone on with the next time. A finding that is mended is kept in tests/fuzz/corpus.
"""

import argparse
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.fuzzing.target import PROJECT, SEEDS, Target
from benchmarks.fuzzing.targets import PLACES, TARGETS
from benchmarks.report import machine, read_table, table, write_section

PLACE = PROJECT / ".fuzzing"
HEADS = ("target", "what is read", "executions", "seconds", "edges", "features", "inputs kept", "findings")
LONGEST = 4096
"""Bytes of an input, but for kept ones that are longer."""
HANGS = 20
"""Seconds after which one input is a finding: the page's limit for reading is 30."""
MOST_MEMORY = 1_500
"""Megabytes, as readers have (promise R6)."""
KIND = re.compile(r"(crash|timeout|oom|slow-unit)-")


@dataclass(frozen=True, slots=True)
class Run:
    """What came of one target."""

    executions: int
    seconds: float
    edges: int
    features: int
    kept: int
    told: str = ""
    """How the first finding was told; "" for none."""


def fuzzed(target: Target, seconds: int) -> Run:
    """Run a target until its time is over, or to its first finding."""
    kept, found = PLACE / "corpus" / target.name, PLACE / "found" / target.name
    for folder in (kept, found):
        folder.mkdir(parents=True, exist_ok=True)
    words = PLACE / f"{target.name}.dict"
    words.write_text(target.dictionary, encoding="ascii")
    command = [
        sys.executable, "-m", "benchmarks.fuzzing.one", PLACES[target.name], target.name, str(kept),
        str(SEEDS / target.name), f"-max_total_time={seconds}", f"-max_len={LONGEST}", f"-dict={words}",
        f"-artifact_prefix={found}/", f"-timeout={HANGS}", f"-report_slow_units={HANGS}",
        f"-rss_limit_mb={MOST_MEMORY}", "-print_final_stats=1",
    ]  # fmt: skip
    began = time.monotonic()
    ended = subprocess.run(command, cwd=PROJECT, capture_output=True, check=False)
    output = (ended.stdout + ended.stderr).decode("utf-8", "replace")
    run = told_by(output, time.monotonic() - began)
    if ended.returncode and not run.told:
        raise SystemExit(f"{target.name} ended with {ended.returncode}:\n{output[-3000:]}")
    return run


def told_by(output: str, seconds: float) -> Run:
    """What libFuzzer and atheris print of a run."""
    states = re.findall(r"cov: (\d+) ft: (\d+) corp: (\d+)", output)
    edges, features, kept = map(int, states[-1]) if states else (0, 0, 0)
    told = re.search(r"stat::number_of_executed_units:\s*(\d+)", output)
    last = re.findall(r"^#(\d+)\s", output, re.MULTILINE)
    executions = int(told[1]) if told else int(last[-1]) if last else 0
    return Run(executions, seconds, edges, features, kept, _finding(output))


def _finding(output: str) -> str:
    """The error of a finding and the file that holds its input, in a line; "" where there was none."""
    written = re.search(r"Test unit written to (\S+)", output)
    if written is None:
        return ""
    error = re.search(r"=== Uncaught Python exception: ===\n(.+)", output)
    kind = KIND.search(Path(written[1]).name)
    what = error[1] if error else kind[1] if kind else "finding"
    return f"{what[:80]} ({Path(written[1]).name})".replace("|", "/").replace("\n", " ")


def row(target: Target, run: Run) -> tuple[str, ...]:
    """A row of the table."""
    numbers = (run.executions, round(run.seconds), run.edges, run.features, run.kept)
    return (target.name, target.reads, *(f"{number:,}" for number in numbers), run.told or "0")


def main(arguments: Sequence[str] | None = None) -> None:
    """Fuzz, write the table, and end with status 1 where there was a finding."""
    parser = argparse.ArgumentParser(description="Bytes that nobody meant, for every parser.")
    parser.add_argument("targets", nargs="*", choices=[*TARGETS, []], help="which; all, where none is named")
    parser.add_argument("--seconds", type=int, default=600, help="for each target (default: 600)")
    options = parser.parse_args(arguments)
    found = False
    for name in options.targets or TARGETS:
        run = fuzzed(TARGETS[name], options.seconds)
        rows = {one[0]: one for one in read_table("fuzzing", HEADS)} | {name: row(TARGETS[name], run)}
        write_section("fuzzing", f"{machine()}\n\n{table(HEADS, [rows[one] for one in TARGETS if one in rows])}")
        print(*rows[name], sep=" | ", flush=True)
        found = found or bool(run.told)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
