"""From the boxes of single characters to the rectangles that mark words: one a line, and nothing else inside."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

Direction = Literal["row", "column", "oblique"]
"""How the line of a character runs on its page."""
SAME_LINE = 0.5
"""Share of the lower of two neighbouring boxes that they have in common across their line."""
WIDEST_SPACE = 3.0
"""Times the height of a line; a wider gap is one between columns or cells."""


@dataclass(frozen=True, slots=True)
class Box:
    """Left, bottom, right and top in points of the page's own space, whose y grows upwards."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def empty(self) -> bool:
        """Whether nothing can be seen in it."""
        return not (self.left < self.right and self.bottom < self.top)

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in it."""
        return self.left <= x <= self.right and self.bottom <= y <= self.top

    def around(self, other: "Box") -> "Box":
        """The smallest box that holds both."""
        return Box(
            min(self.left, other.left),
            min(self.bottom, other.bottom),
            max(self.right, other.right),
            max(self.top, other.top),
        )

    def turned(self) -> "Box":
        """With the two axes exchanged."""
        return Box(self.bottom, self.left, self.top, self.right)


@dataclass(frozen=True, slots=True)
class Sign:
    """A character that is seen: number `at` on its page."""

    at: int
    box: Box
    """What its ink fills."""
    line: Box
    """As high as its font's letters can be, so that neighbours on a line have it in common."""
    direction: Direction = "row"


def marks_around(signs: Sequence[Sign], parted: Callable[[int, int], bool]) -> list[Box]:
    """The smallest boxes around signs that follow each other on one line, in the order of the signs.

    `parted` says whether something else is printed between two characters, by their numbers: they share no box then.
    """
    return [_around(run) for run in _runs(signs, parted)]


def _around(run: Sequence[Sign]) -> Box:
    box = run[0].box
    for sign in run[1:]:
        box = box.around(sign.box)
    return box


def _runs(signs: Sequence[Sign], parted: Callable[[int, int], bool]) -> Iterator[list[Sign]]:
    run = list(signs[:1])
    for before, sign in pairwise(signs):
        if not _go_together(before, sign) or parted(before.at, sign.at):
            yield run
            run = []
        run.append(sign)
    if run:
        yield run


def _go_together(before: Sign, sign: Sign) -> bool:
    """Whether two signs are neighbours on one line; letters that stand askew have a box each."""
    if before.direction != sign.direction or sign.direction == "oblique":
        return False
    one, other = before.line, sign.line
    if sign.direction == "column":
        one, other = one.turned(), other.turned()
    lower = min(one.top - one.bottom, other.top - other.bottom)
    common = min(one.top, other.top) - max(one.bottom, other.bottom)
    gap = max(other.left - one.right, one.left - other.right)
    return common >= SAME_LINE * lower and gap <= WIDEST_SPACE * lower
