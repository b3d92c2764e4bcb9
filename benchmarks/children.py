"""What reader processes take, as Linux tells it (proc(5))."""

import os
import re
from pathlib import Path

READER = b"corpus.reader_process"


def readers() -> list[int]:
    """Process ids of the readers that this process started and that still run."""
    found = []
    for path in Path(f"/proc/{os.getpid()}/task").glob("*/children"):
        for number in path.read_text(encoding="ascii").split():
            command = Path(f"/proc/{number}/cmdline")
            if command.exists() and READER in command.read_bytes():
                found.append(int(number))
    return found


def peak_memory() -> int:
    """Largest resident memory that any of them has had so far, in bytes; 0 when none runs."""
    return max((_peak(number) for number in readers()), default=0)


def _peak(number: int) -> int:
    try:
        told = Path(f"/proc/{number}/status").read_text(encoding="utf-8")
    except OSError:  # it ended just now
        return 0
    match = re.search(r"VmHWM:\s+(\d+) kB", told)
    return 1024 * int(match[1]) if match else 0
