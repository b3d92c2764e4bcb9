"""Processes measured from outside: wall seconds, and the most memory that was resident."""

import json
import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CLOSED = {"HF_HUB_OFFLINE": "1", "ANONYMIZED_TELEMETRY": "False", "HAYSTACK_TELEMETRY_ENABLED": "False"}
"""No library asks a hub for a model, or tells its makers of its use."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a process told in its last line, its wall seconds, and its largest resident memory in bytes."""

    told: Mapping[str, Any]
    wall: float
    peak: int


def measured(command: Sequence[str], errors: Path) -> Run:
    """Run a process that ends with a line of JSON. Raises RuntimeError with its last words when it fails."""
    began = time.perf_counter()
    with errors.open("wb") as said:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=said, env={**os.environ, **CLOSED})
        assert process.stdout is not None
        with process.stdout:
            lines = process.stdout.read().decode().splitlines()
        _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)  # it has been waited for; Popen need not
    if process.returncode or not lines:
        last = errors.read_text(encoding="utf-8", errors="replace")[-2000:]
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}:\n{last}")
    return Run(json.loads(lines[-1]), wall, 1024 * usage.ru_maxrss)


def size_of(folder: Path) -> int:
    """Bytes of the files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
