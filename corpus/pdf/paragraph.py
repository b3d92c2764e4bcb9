"""What lines become: paragraphs, headings, list items and footnotes."""

from dataclasses import dataclass

from corpus.draft import Style
from corpus.pdf.traced import Traced


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words of one paragraph, heading, list item or footnote, the page it begins on, and where later pages begin."""

    traced: Traced
    style: Style
    page: int
    page_breaks: tuple[tuple[int, int], ...] = ()
    """(offset in `words`, page) of each page that begins inside."""
    size: float = 0.0
    """Height of its first letters in points, 0 when the engine does not tell."""

    @property
    def words(self) -> str:
        """The words without their places."""
        return self.traced.text

    @property
    def last_page(self) -> int:
        """The page it ends on."""
        return self.page_breaks[-1][1] if self.page_breaks else self.page
