"""What a document is: text that never changes, and what is known about it.

The text of a document is plain text with three conventions, the same for every format: a blank line ends a
paragraph, a line that starts with a bullet is a list item, and a single line break separates list items, table rows
and the lines of an address. Everything that points into it (sections, pages, links, quotations) does so by character
offsets, `end` exclusive.
"""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date

BULLET = "•"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the text below it, up to the next heading; the text before the first heading has heading ""."""

    heading: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Link:
    """A link in the text: `text[start:end]` led to `address`."""

    start: int
    end: int
    address: str


@dataclass(frozen=True, slots=True)
class Span:
    """`text[start:end]` of some document."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Origin:
    """`text[start:end]` of a document is read from the characters `[first, last)` that PDFium counts on `page`.

    Both are equally long and the same to the letter, but for one sign of the source that stands for several letters
    (a ligature). Text that no origin covers was put between lines: white space.
    """

    start: int
    end: int
    page: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Document:
    """One text that the organisation published.

    Two documents are equal when everything that was read and catalogued about them is. `id` is unique in a library
    and survives rebuilds: the path below a source's folder, with `#date-title` for a post that was found glued to
    another one. `sections` cover the text without gaps or overlaps, and no section is shared by two documents.
    """

    id: str
    title: str
    text: str
    sections: tuple[Section, ...]
    kind: str = "post"
    url: str = ""
    published: date | None = None
    modified: date | None = None
    """When the source says that it was last changed, where that is another day than `published`."""
    authors: tuple[str, ...] = ()
    """Who wrote it, as the source names them."""
    signatories: tuple[str, ...] = ()
    """Organisations that signed it together."""
    language: str = "en"
    topics: tuple[str, ...] = ()
    page_starts: tuple[int, ...] = ()
    """Offset of each page's first character, for paged formats; empty for web text."""
    page_labels: tuple[str, ...] = ()
    """What each page is called in print ("iv", "12"); empty where pages are called by their numbers."""
    links: tuple[Link, ...] = ()
    quotations: tuple[Span, ...] = ()
    """Block quotations: words that the organisation shows but does not say itself."""
    notes: tuple[Span, ...] = ()
    """Footnotes: kept apart from the sentences around them."""
    origins: tuple[Origin, ...] = ()
    """Where the characters of a PDF's text come from, ascending; see `Origin`."""
    alternates: tuple[str, ...] = ()
    """Addresses of this text in other languages, as its page tells them."""
    translation_of: str = ""
    """Id of the document that this one translates, where staff told it."""
    teaser: bool = False
    """Only the beginning of a text whose whole stands elsewhere."""
    speaker: str = ""
    """Who speaks, where it is not the organisation alone."""
    status: str = "current"
    """"current", "superseded" or "historic"."""
    superseded_by: str = ""
    """Id of the document that replaced this one."""
    presented_by: str = ""
    """Address of the post that presents this file, such as the one that announces a statement."""
    notice: str = ""
    """A sentence to be shown wherever the document is (such as: this is sample text)."""
    internal: bool = False
    """For staff only: nobody else is told anything of it, nor that it is there."""

    def page_at(self, offset: int) -> int | None:
        """Number, counted from 1, of the page that holds `offset`; None for a text without pages."""
        return bisect_right(self.page_starts, offset) if self.page_starts else None

    def page_label_at(self, offset: int) -> str:
        """What the page that holds `offset` is called in print; "" for a text without pages."""
        page = self.page_at(offset)
        if not page:
            return ""
        return self.page_labels[page - 1] if self.page_labels else str(page)

    def section_at(self, offset: int) -> Section:
        """The section that holds `offset`."""
        index = bisect_right(self.sections, offset, key=lambda section: section.start) - 1
        return self.sections[max(index, 0)]
