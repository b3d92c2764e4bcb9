"""A document's text cut into what a page shows: blocks, the marked quotation, page starts.

Every character of the text but the line breaks between blocks stands in exactly one part, so what is marked is the
quotation to the character.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from corpus.document import BULLET, Document, Span

Style = Literal["heading", "paragraph", "item", "note"]


@dataclass(frozen=True, slots=True)
class Part:
    """Words of one block that are all marked or all not. `page` is the number of the page that begins with them."""

    text: str
    marked: bool
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring parts that are all marked or all not; `first` is the run in which the quotation begins."""

    parts: tuple[Part, ...]
    marked: bool
    first: bool


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, item or note; `quoted` when the organisation shows these words but does not say them."""

    style: Style
    runs: tuple[Run, ...]
    quoted: bool


def blocks_of(document: Document, mark: Span | None = None) -> tuple[Block, ...]:
    """The document's blocks in order, with `mark` marked."""
    blocks = []
    begun = False
    for style, span in _spans(document):
        runs = _runs(document, span, mark, begun=begun)
        begun = begun or any(run.first for run in runs)
        shown: Style = "note" if _within(document.notes, span) else style
        blocks.append(Block(shown, runs, _within(document.quotations, span)))
    return tuple(blocks)


def _spans(document: Document) -> Iterator[tuple[Style, Span]]:
    """Headings and items are lines; other lines up to a blank one make a paragraph."""
    headings = {section.start: section.heading for section in document.sections if section.heading}
    paragraph: Span | None = None
    for line in _lines(document.text):
        words = document.text[line.start : line.end]
        heading = headings.get(line.start)
        style: Style = "item" if words.startswith(BULLET) else "paragraph"
        if heading is not None and words.strip() == heading:
            style = "heading"
        if paragraph and (style != "paragraph" or not words.strip()):
            yield "paragraph", paragraph
            paragraph = None
        if style != "paragraph":
            yield style, line
        elif words.strip():
            paragraph = Span(paragraph.start if paragraph else line.start, line.end)
    if paragraph:
        yield "paragraph", paragraph


def _lines(text: str) -> Iterator[Span]:
    start = 0
    for line in text.split("\n"):
        yield Span(start, start + len(line))
        start += len(line) + 1


def _runs(document: Document, span: Span, mark: Span | None, *, begun: bool) -> tuple[Run, ...]:
    """The span's runs; `begun` when the quotation began in an earlier block."""
    runs: list[Run] = []
    for cut in _cut(document, span, mark):
        marked = mark is not None and mark.start <= cut.start < mark.end
        part = Part(document.text[cut.start : cut.end], marked, _page_begun(document, cut.start))
        if runs and runs[-1].marked == marked:
            runs[-1] = replace(runs[-1], parts=(*runs[-1].parts, part))
        else:
            runs.append(Run((part,), marked, marked and not begun))
    return tuple(runs)


def _cut(document: Document, span: Span, mark: Span | None) -> Iterator[Span]:
    """The span cut where a page or the mark begins or ends."""
    bounds = (mark.start, mark.end) if mark else ()
    cuts = {at for at in (*document.page_starts, *bounds) if span.start < at < span.end}
    for start, end in pairwise(sorted({span.start, span.end} | cuts)):
        yield Span(start, end)


def _page_begun(document: Document, offset: int) -> int | None:
    """Number of the page that begins at `offset`, or in the blank lines right before it."""
    page = document.page_at(offset)
    if page is None:
        return None
    start = document.page_starts[page - 1] if page else 0
    return page if page and not document.text[start:offset].strip() else None


def _within(quotations: tuple[Span, ...], span: Span) -> bool:
    return any(quoted.start < span.end and span.start < quoted.end for quoted in quotations)
