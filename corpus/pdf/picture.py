"""A page as a picture, with the rectangles that mark words on it. Light to import: nothing here opens a file."""

from dataclasses import dataclass
from typing import Literal

from corpus.pdf.quoted import Doubt

Mode = Literal["RGB", "L"]
"""What a pixel is: red, green and blue, or grey (as Pillow names them)."""
BYTES: dict[Mode, int] = {"RGB": 3, "L": 1}
"""Of a pixel."""

MOST_PIXELS = 5_000_000
"""Of one picture: A4 with three pixels a point. A page of 14,400 by 14,400 points (ISO 32000-1, annex C) is drawn with
fewer.
"""
SCALES = (1.0, 4.0)
"""Pixels a point at least and at most; with fewer, nobody can read the words."""
LONGEST_SIDE = 6_000
"""Pixels, for pages that are all length."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A rectangle, in shares of a page's width and height, from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    def scaled(self, width: float, height: float) -> tuple[float, float, float, float]:
        """Left, top, right and bottom on a page of this size, in its unit: points or pixels."""
        return self.left * width, self.top * height, self.right * width, self.bottom * height


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as people see it: `pixels` are rows from the top, `width` * `height` of BYTES[mode]."""

    page: int
    width: int
    height: int
    points: tuple[float, float]
    """The page's width and height."""
    mode: Mode
    pixels: bytes
    marks: tuple[Mark, ...] = ()
    doubt: Doubt = ""
