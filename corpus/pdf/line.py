"""One line of a page, as an engine reads it."""

from dataclasses import dataclass

from corpus.pdf.traced import Traced


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one line, in points, `top` growing downwards; `size` 0 when the engine tells no places.

    `size` is the height of the letters as they are shown: what the font says times what the page makes of it.
    """

    words: Traced
    page: int
    left: float = 0.0
    right: float = 0.0
    top: float = 0.0
    size: float = 0.0
    bold: bool = False

    @property
    def text(self) -> str:
        """The words without their places."""
        return self.words.text
