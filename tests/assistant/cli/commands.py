"""Commands as a person types them: real processes, exit statuses, one clear sentence for bad input."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.assistant.cli.forked import run

POST = """12.07.2021 funding

A fair share

EAEA calls for a fair share of funding for adult education in every programme.
"""
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3]), "HF_HUB_OFFLINE": "1"}


def assistant(
    *arguments: object, cwd: Path | None = None, prefix: tuple[str, ...] = (), stdin: str = ""
) -> "subprocess.CompletedProcess[str]":
    """One command. With a `prefix`, such as one that takes rights away, it is a process from its very beginning."""
    if not prefix:
        return run(list(map(str, arguments)), cwd or Path.cwd(), stdin)
    command = [*prefix, sys.executable, "-m", "assistant.cli", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, errors="surrogateescape", input=stdin, cwd=cwd, env=ENVIRONMENT,
        check=False,
    )  # fmt: skip


def rows_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def refused(run: "subprocess.CompletedProcess[str]") -> str:
    """The one sentence of a command that did not do its job."""
    assert run.returncode != 0
    assert "Traceback" not in run.stderr, run.stderr
    assert run.stderr.startswith("assistant: ")
    assert len(run.stderr.strip().splitlines()) == 1
    return run.stderr
