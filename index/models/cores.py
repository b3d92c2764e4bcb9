"""How many cores this process may keep busy. OpenVINO sees the processor, but not what a container is allowed."""

import math
import os
import re
from collections.abc import Collection, Iterator
from pathlib import Path

PLACE = re.compile(r"^(processor|physical id|core id)\s*:\s*(\d+)$", re.MULTILINE)
"""What /proc/cpuinfo tells of where a logical processor is."""


def cores_here() -> int:
    """The cores of this machine that this process may use."""
    return usable_cores(os.sched_getaffinity(0), Path("/"))


def usable_cores(allowed: Collection[int], root: Path) -> int:
    """The cores of the logical processors that a process may run on, and no more than its control groups give it time
    for, rounded up; at least one. `root` is where proc and sys lie.
    """
    shares = [_share(group) for group in _groups(root)]
    return max(1, math.ceil(min([float(_cores_of(allowed, root)), *shares])))


def _cores_of(allowed: Collection[int], root: Path) -> int:
    """Two threads of one core share what multiplies, so they count once; one of which nothing is told, for itself."""
    places = {one: ("", str(one)) for one in allowed}
    for block in _told(root / "proc/cpuinfo").split("\n\n"):
        told = dict(PLACE.findall(block))
        if "core id" in told and int(told.get("processor", -1)) in places:
            places[int(told["processor"])] = (told.get("physical id", "0"), told["core id"])
    return len(set(places.values()))


def _groups(root: Path) -> Iterator[Path]:
    """The folders of a process's control groups, of both versions, with all that they lie in: each one may limit it.

    In a container the path may be the host's, which is not there; the container's own limit lies at the top.
    """
    for line in _told(root / "proc/self/cgroup").splitlines():
        _, controllers, path = line.split(":", 2)
        if not controllers or "cpu" in controllers.split(","):
            top = root / "sys/fs/cgroup" / ("cpu" if controllers else "")
            group = top / path.lstrip("/")
            yield from (group, *(above for above in group.parents if above.is_relative_to(top)))


def _share(group: Path) -> float:
    """How many cores' time a group may take; infinite where it is not limited (cgroups(7), cpu.max and cpu.cfs_*)."""
    both = _told(group / "cpu.max") or f"{_told(group / 'cpu.cfs_quota_us')} {_told(group / 'cpu.cfs_period_us')}"
    limit = re.fullmatch(r"(\d+)\s+([1-9]\d*)\s*", both)
    return int(limit[1]) / int(limit[2]) if limit else math.inf


def _told(path: Path) -> str:
    """What a file tells; nothing where there is none, or it may not be read."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
