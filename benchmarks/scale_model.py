"""What a library of any size takes, told from two measured sizes and checked against a third; for docs/scale.md.

Everything grows by a line: something that is always there, and something for each passage. That tells bytes, memory and
the check of the files of a million within 15 %, and a question at twice its time, as vectors lie in lists. A power of
the passages tells it a fifth too quick; a line errs on the side of a larger machine.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from benchmarks.report import table

LARGER = (10**7, 10**8, 10**9)
MACHINE_MEMORY, MACHINE_DISK = 64e9, 2e12
"""Bytes of the machine that larger sizes are told in: an ordinary server."""
USED = 0.7
"""Share of a machine's memory and disk that is planned with; the rest is for the system and for a rebuild."""
DISK, MEMORY, CHECKING, QUESTION, BUILD = (
    "on disk beside the text, bytes",
    "memory of its own, bytes",
    "checking the files at the start, s",
    "a question on one machine, p50, ms",
    "encoding, hours on one machine",
)
TOLD = (DISK, MEMORY, CHECKING, QUESTION)
"""What was measured, and is told by a line."""
Law = Callable[[float], float]


@dataclass(frozen=True, slots=True)
class Point:
    """What was measured of a library of so many passages, by the names above."""

    passages: int
    measured: Mapping[str, float]


def line(one: tuple[float, float], other: tuple[float, float]) -> Law:
    """The line through two points (passages, value)."""
    each = (other[1] - one[1]) / (other[0] - one[0])
    return lambda passages: one[1] + each * (passages - one[0])


def checked(small: Point, middle: Point, large: Point) -> str:
    """A table: what the two smaller sizes tell of the largest, beside what was measured of it."""
    rows = []
    for name in TOLD:
        told, found = _law(name, small, middle)(large.passages), large.measured[name]
        off = f"{100 * (told / found - 1):+.0f} %"
        rows.append((name, *(form(one.measured[name]) for one in (small, middle)), form(told), form(found), off))
    heads = ("what", *(f"{one.passages:,}" for one in (small, middle)))
    return table((*heads, f"told for {large.passages:,}", "measured", "off by"), rows)


def larger(middle: Point, large: Point, rate: float) -> str:
    """A table of LARGER sizes, told by the two largest measured ones; `rate` is passages encoded a second."""
    rows = []
    for name in TOLD:
        told = _law(name, middle, large)
        rows.append((name, *(form(told(passages)) for passages in LARGER)))
    rows.append((BUILD, *(form(passages / rate / 3600) for passages in LARGER)))
    rows.append(("machines that hold it", *(str(_machines(middle, large, passages)) for passages in LARGER)))
    return table(("what", *(f"10^{len(str(passages)) - 1}" for passages in LARGER)), rows)


def form(value: float) -> str:
    """A number with the three digits that count, thousands as k, M, G or T."""
    for size, sign in ((1e12, " T"), (1e9, " G"), (1e6, " M"), (1e3, " k")):
        if abs(value) >= size:
            return f"{value / size:.3g}{sign}"
    return f"{value:.3g}"


def _machines(middle: Point, large: Point, passages: int) -> int:
    need = ((DISK, MACHINE_DISK), (MEMORY, MACHINE_MEMORY))
    shares: Sequence[float] = [_law(name, middle, large)(passages) / (USED * size) for name, size in need]
    return max(1, ceil(max(shares)))


def _law(name: str, one: Point, other: Point) -> Law:
    return line((one.passages, one.measured[name]), (other.passages, other.measured[name]))
