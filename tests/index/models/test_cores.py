"""How many cores are counted on machines that are told by files made up for this."""

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from index.models.cores import cores_here, usable_cores

THREADS = [(0, 0), (0, 1), (0, 0), (0, 1)]
"""Socket and core of each logical processor: two cores of two threads each."""
SOCKETS = [(0, 0), (0, 1), (1, 0), (1, 1)]
EIGHT = [(0, core) for core in range(8)]


def machine(root: Path, places: Sequence[tuple[int, int]] = EIGHT, **files: str) -> Path:
    """A machine's files; those of control groups with "|" for "/"."""
    blocks = [
        f"processor\t: {at}\nvendor_id\t: x\nphysical id\t: {socket}\nsiblings\t: 4\ncore id\t\t: {core}\n"
        for at, (socket, core) in enumerate(places)
    ]
    told = {"proc/cpuinfo": "\n".join(blocks)} | {name.replace("|", "/"): text for name, text in files.items()}
    for name, text in told.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


@pytest.mark.parametrize(
    ("places", "allowed", "expected"),
    [
        (THREADS, {0, 1, 2, 3}, 2),
        (THREADS, {0, 2}, 1),
        (THREADS, {1, 2}, 2),
        (SOCKETS, {0, 1, 2, 3}, 4),
        (EIGHT, {3}, 1),
        (EIGHT, {6, 7, 8, 9}, 4),
        ([], {0, 1, 2}, 3),
    ],
    ids=["threads", "one core's threads", "threads of two", "sockets", "one", "some untold", "untold"],
)
def test_threads_of_one_core_count_once(
    tmp_path: Path, places: Sequence[tuple[int, int]], allowed: set[int], expected: int
) -> None:
    assert usable_cores(allowed, machine(tmp_path, places)) == expected


def test_processors_that_tell_no_cores_count_each_for_itself(tmp_path: Path) -> None:
    arm = "".join(f"processor\t: {at}\nBogoMIPS\t: 50.00\nCPU part\t: 0xd0c\n\n" for at in range(4))
    assert usable_cores({0, 1, 3}, machine(tmp_path, **{"proc|cpuinfo": arm})) == 3


@pytest.mark.parametrize(
    ("limit", "expected"),
    [("200000 100000\n", 2), ("150000 100000\n", 2), ("1000 100000\n", 1), ("max 100000\n", 8), ("900000 100000\n", 8)],
)
def test_a_group_may_take_so_much_time(tmp_path: Path, limit: str, expected: int) -> None:
    second = machine(tmp_path / "2", **{"proc|self|cgroup": "0::/a\n", "sys|fs|cgroup|a|cpu.max": limit})
    assert usable_cores(range(8), second) == expected
    quota, period = limit.replace("max", "-1").split()
    first = machine(
        tmp_path / "1",
        **{
            "proc|self|cgroup": "5:memory:/m\n4:cpu,cpuacct:/a\n0::/\n",
            "sys|fs|cgroup|cpu|a|cpu.cfs_quota_us": f"{quota}\n",
            "sys|fs|cgroup|cpu|a|cpu.cfs_period_us": f"{period}\n",
        },
    )
    assert usable_cores(range(8), first) == expected


@pytest.mark.parametrize(
    ("limited", "expected"), [("", 3), ("a|", 3), ("a|b.slice|", 3), ("a|b.slice|c|", 8), ("other|", 8)]
)
def test_the_groups_around_limit_it_too(tmp_path: Path, limited: str, expected: int) -> None:
    told = {"proc|self|cgroup": "0::/a/b.slice\n", f"sys|fs|cgroup|{limited}cpu.max": "300000 100000"}
    assert usable_cores(range(8), machine(tmp_path, **told)) == expected


@pytest.mark.parametrize("limit", ["", "0 0", "300000", "much 100000", "-5 100000", "\0\0"])
def test_a_limit_that_says_nothing_is_none(tmp_path: Path, limit: str) -> None:
    told = {"proc|self|cgroup": "0::/\n", "sys|fs|cgroup|cpu.max": limit}
    assert usable_cores(range(8), machine(tmp_path, **told)) == 8


def test_this_machine_has_a_core_and_no_more_than_it_has_processors() -> None:
    assert 1 <= cores_here() <= len(os.sched_getaffinity(0))
