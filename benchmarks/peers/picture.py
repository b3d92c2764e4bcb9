"""A picture of the figures: bars with the range of the runs, one panel a figure, as SVG."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from statistics import median

from benchmarks.peers.contenders import OURS
from benchmarks.peers.contest import Measured
from benchmarks.peers.results import Results

WIDTH, NAMES, BAR, STEP, HEAD, ROOM = 760, 190, 14, 20, 34, 90
"""Pixels: the picture, its column of names, a bar, from bar to bar, above a panel, and right of the longest bar."""
INK, PALE, OWN, OTHER = "#222", "#666", "#0b57a4", "#9aa5b1"


@dataclass(frozen=True, slots=True)
class Panel:
    """A figure, whether more of it is better, and its unit."""

    title: str
    unit: str
    values: Callable[[Measured], Sequence[float]]


PANELS = (
    Panel("A build of all documents, whole process (less is better)", " s", lambda found: [found.build]),
    Panel("Passages a second in builds of a small part (more is better)", "", lambda found: found.rates),
    Panel("Taking one changed document in, whole process (less is better)", " s", lambda found: found.rebuilds),
    Panel("From the start of a process to its first answer (less is better)", " s", lambda found: found.firsts),
    Panel("Median of a question in a warm process (less is better)", " ms", lambda found: found.p50s),
)


def draw(results: Results, path: Path) -> None:
    """Write the picture."""
    height = len(PANELS) * (HEAD + STEP * len(results)) + 10
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        'role="img" font-family="sans-serif" font-size="12">',
        "<title>Ours beside other libraries: building, changing, starting and asking</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
    ]
    for number, panel in enumerate(PANELS):
        parts += _panel(panel, results, number * (HEAD + STEP * len(results)))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([*parts, "</svg>"]) + "\n", encoding="utf-8")


def _panel(panel: Panel, results: Results, top: int) -> list[str]:
    longest = max(max(panel.values(found)) for found in results.values())
    scale = (WIDTH - NAMES - ROOM) / longest
    parts = [f'<text x="8" y="{top + 22}" font-weight="bold" fill="{INK}">{escape(panel.title)}</text>']
    for at, (one, found) in enumerate(results.items()):
        values, y = panel.values(found), top + HEAD + at * STEP
        middle, low, high = (NAMES + scale * value for value in (median(values), min(values), max(values)))
        color, line = OWN if one.module == OURS else OTHER, y + BAR / 2
        parts += [
            f'<text x="{NAMES - 8}" y="{y + 11}" text-anchor="end" fill="{INK}">{escape(one.name)}</text>',
            f'<rect x="{NAMES}" y="{y}" width="{middle - NAMES:.1f}" height="{BAR}" fill="{color}"/>',
            f'<path d="M{low:.1f} {line}H{high:.1f}" stroke="{INK}" stroke-width="1.5"/>',
            f'<text x="{high + 6:.1f}" y="{y + 11}" fill="{PALE}">{median(values):,.1f}{panel.unit}</text>',
        ]
    return parts
