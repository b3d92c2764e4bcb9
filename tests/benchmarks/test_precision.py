"""What a model in another precision finds, beside float32."""

import os
import subprocess
import sys
from pathlib import Path

from benchmarks.precision import IN_FLOAT32, compared, figures, merged
from benchmarks.quality_sets import Scored, Scoring
from index.models.network import FLOAT32

SCORED = Scored(Scoring("spans", ("hit@1", "hit@5"), "-", "-", "-"), {"hit@1": 0.50049, "hit@5": 0.8, "asked": 3}, 1.0)


def test_each_figure_has_its_name() -> None:
    assert figures(iter([("a set", [SCORED])])) == {("a set", "hit@1"): 0.50049, ("a set", "hit@5"): 0.8}


def test_what_loses_more_than_half_a_percent_is_told() -> None:
    plain = {("a", "m"): 0.5, ("b", "m"): 0.5, ("c", "m"): 0.5}
    rows = compared({("a", "m"): 0.498, ("b", "m"): 0.497, ("c", "m"): 0.51}, plain)
    assert [(row[4], row[6]) for row in rows] == [("-0.40 %", "yes"), ("-0.60 %", "**no**"), ("+2.00 %", "yes")]


def test_rows_of_other_sets_are_kept() -> None:
    before = [("a", "m", "old"), ("b", "m", "old")]
    assert merged(before, [("a", "m", "new")]) == [("b", "m", "old"), ("a", "m", "new")]


def test_a_command_converts_the_model_for_float32(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(IN_FLOAT32, encoding="utf-8")
    asked = "from index.models import conversion; print(conversion.precision_here())"
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    run = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, env=environment)
    assert run.stdout.strip() == FLOAT32
