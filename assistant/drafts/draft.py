"""What a draft is: paragraphs in the order of reading, each with its number."""

from dataclasses import dataclass

from corpus.document import Span
from corpus.message import Message, noted, one_of

LONGEST_TOLD = 200
"""Characters of a heading as it is told with each place below it; of a longer one, its beginning."""
PARTS = (noted("table"), noted("text box"), noted("footnote"), noted("endnote"))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, list item, table cell or note. `number` counts from 1 through the whole draft.

    `text` keeps the line breaks of the draft, since a word may be broken there. `marks` are the spans of `text` that
    the file itself sets as superscript or as the mark of a note, ascending.
    """

    number: int
    text: str
    heading: str = ""
    """The nearest heading above it; "" where there is none."""
    part: str = ""
    """What it belongs to, where that is not the body: "table", "text box", "footnote", "endnote"."""
    quoted: bool = False
    """Whether it is set as a block quotation."""
    is_heading: bool = False
    marks: tuple[Span, ...] = ()

    @property
    def place(self) -> str:
        """Where it stands, in words."""
        where = Message("paragraph {number}", {"number": str(self.number)})
        if self.part:
            where = Message("{paragraph} ({part})", {"paragraph": where, "part": one_of(PARTS, self.part)})
        if self.heading:
            return Message("{paragraph}, below “{heading}”", {"paragraph": where, "heading": self.heading})
        return where


def heading_of(text: str) -> str:
    """A heading as places below it name it."""
    words = text.strip()
    return words if len(words) <= LONGEST_TOLD else f"{words[:LONGEST_TOLD]}…"


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as it was read. `name` is that of its file."""

    name: str
    paragraphs: tuple[Paragraph, ...]

    def paragraph(self, number: int) -> Paragraph:
        """The paragraph of a number. Raises IndexError."""
        return self.paragraphs[number - 1]
