"""What a reader saw in one item, before it is known how many documents the item holds.

Every reader composes a `Draft`; `corpus.posts.documents` turns drafts into documents.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal
from urllib.parse import urljoin, urlsplit

from corpus.causes import Cause
from corpus.document import BULLET, Document, Link, Origin, Section

Style = Literal["heading", "paragraph", "item", "row", "quotation", "note"]


@dataclass(frozen=True, slots=True)
class Block:
    """`text[start:end]` of a draft: one paragraph, heading, list item (without its bullet), table row or note. `quoted`
    where it lies in a block quotation; of style "quotation" is a paragraph that does.
    """

    start: int
    end: int
    style: Style
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """Text with its blocks in order, and what the item itself says about it ("" or None where it says nothing)."""

    text: str
    blocks: tuple[Block, ...]
    title: str = ""
    published: date | None = None
    modified: date | None = None
    authors: tuple[str, ...] = ()
    language: str = ""
    topics: tuple[str, ...] = ()
    url: str = ""
    kind: str = "post"
    alternates: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    page_starts: tuple[int, ...] = ()
    origins: tuple[Origin, ...] = ()
    letterhead: str = ""
    """What stands above the title of a first page, a line each, and is no part of the text."""

    def words_of(self, block: Block) -> str:
        """The text of a block."""
        return self.text[block.start : block.end]


@dataclass(frozen=True, slots=True)
class Reading:
    """The documents of one item; `note` tells what a person should know about how it was read."""

    documents: tuple[Document, ...]
    note: str = ""
    cause: Cause = ""
    """What `note` is about, for programs."""


@dataclass(slots=True)
class Composer:
    """Grows the text of a draft block by block, in the conventions of `corpus.document`."""

    _parts: list[str] = field(default_factory=list)
    _length: int = 0
    blocks: list[Block] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    def add(self, words: str, style: Style = "paragraph", links: tuple[Link, ...] = (), quoted: bool = False) -> None:
        """Append a block; `links` are offsets into `words`. Blocks without any sign are left out."""
        if not words.strip():
            return
        if self.blocks:
            close = style in ("item", "row") and self.blocks[-1].style == style
            self._write("\n" if close else "\n\n")
        if style == "item":
            self._write(BULLET + " ")
        start = self._length
        self._write(words)
        style = "quotation" if quoted and style == "paragraph" else style
        self.blocks.append(Block(start, self._length, style, quoted or style == "quotation"))
        self.links.extend(Link(start + link.start, start + link.end, link.address) for link in links)

    @property
    def length(self) -> int:
        """Characters composed so far."""
        return self._length

    @property
    def text(self) -> str:
        """Everything composed so far."""
        return "".join(self._parts)

    def _write(self, words: str) -> None:
        self._parts.append(words)
        self._length += len(words)


def sections_of(draft: Draft, start: int, end: int) -> tuple[Section, ...]:
    """Sections that cover `[start, end)` without gaps, one from each heading on; offsets count from `start`."""
    headings = [b for b in draft.blocks if b.style == "heading" and start <= b.start and b.end <= end]
    bounds = [(draft.words_of(block), block.start - start) for block in headings]
    if not bounds or bounds[0][1] > 0:
        bounds.insert(0, ("", 0))
    ends = [at for _, at in bounds[1:]] + [end - start]
    return tuple(Section(heading, at, until) for (heading, at), until in zip(bounds, ends, strict=True))


def web_address(base: str, address: str) -> str:
    """The web address that `address` names on a page at `base`; "" when it names none (a script, a mail address), or no
    host, such as "https:a/b", which a browser would read otherwise than RFC 3986 does.
    """
    try:
        joined = urljoin(base, address.strip())
        parts = urlsplit(joined)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return ""
        return joined if joined.startswith(("http://", "https://")) else parts.geturl()
    except ValueError:
        return ""
