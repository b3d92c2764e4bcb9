"""What a process and its children have open and in memory, as Linux tells it (proc(5))."""

import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Figures:
    """`resident` and `children` (all processes below it) in MB; `descriptors` and `threads` of the process itself,
    `processes` below it, `files` in its temporary folder.
    """

    resident: float
    children: float
    descriptors: int
    threads: int
    processes: int
    files: int


def figures(process: int, temporary: Path) -> Figures:
    """Of a process, whose temporary folder is told. Raises FileNotFoundError when it has ended."""
    own = _command(process)
    # One that was forked and runs nothing of its own yet shares all that it has with the server.
    below = [one for one in _below(process) if _command(one) != own]
    return Figures(
        _resident(process),
        sum(_resident(one) for one in below),
        len(list(Path(f"/proc/{process}/fd").iterdir())),
        len(list(Path(f"/proc/{process}/task").iterdir())),
        len(below),
        sum(1 for one in temporary.rglob("*") if one.is_file()),
    )


def _below(process: int) -> list[int]:
    """All processes that it or its children started and that still run."""
    found = list[int]()
    for path in Path(f"/proc/{process}/task").glob("*/children"):
        for number in _read(path).split():
            found += [int(number), *_below(int(number))]
    return found


def _resident(process: int) -> float:
    match = re.search(r"VmRSS:\s+(\d+) kB", _read(Path(f"/proc/{process}/status")))
    return int(match[1]) / 1024 if match else 0.0


def _command(process: int) -> str:
    return _read(Path(f"/proc/{process}/cmdline"))


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace")
    except (FileNotFoundError, ProcessLookupError):  # it ended just now
        return ""
