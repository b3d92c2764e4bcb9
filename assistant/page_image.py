"""The page that a quotation stands on, as an image, with exactly the quoted words marked or nothing marked at all."""

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from PIL import Image, ImageChops, ImageDraw

from corpus.document import Document, Origin
from corpus.drawing import MOST_PAGES, Drawer
from corpus.errors import PageError
from corpus.message import Message, joined, noted
from corpus.pdf.picture import Mark, Picture
from corpus.pdf.quoted import Doubt, Part, Quoted, parts_of

SCALE = 1.5
"""Pixels a point; times two for a screen that has two pixels where others have one."""
MARKER = (255, 236, 128)
"""Multiplied with what is below it, as a text marker does: black letters stay black."""
QUICK = 3
"""zlib's level; 6 makes files no smaller here and takes half as long again."""
UNMARKED: dict[Doubt, str] = {
    "untraced": noted(
        "The quoted words are not marked: where they stand on it is not known (it was recognised from a scan, or read "
        "by other means)."
    ),
    "other words": noted("The quoted words are not marked: the page does not hold them where they were read."),
    "unseen": noted("The quoted words are not marked: some of them cannot be seen on it."),
    "beside others": noted("The quoted words are not marked: a mark would cover other words too."),
}
"""Why words are not marked on their page."""


class Files(Protocol):
    """What is asked of a library; `index.searching.originals.Originals` knows it."""

    def file_of(self, name: str) -> bytes:
        """The bytes of the file that the document of an id was read from. Raises ReadError when they are gone."""

    def origins_of(self, name: str) -> Sequence[Origin]:
        """Where its text comes from, ascending."""


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page of the quotation's PDF.

    `png` is the page as it is, `width` by `height` pixels; `points` is its size in points. `marks` are the rectangles
    around the quoted words, in shares of width and height from the upper left corner, in the order of the words; none
    unless `marked`. `told` is a sentence for the reader: why nothing is marked, or where the quotation goes on; or "".
    """

    png: bytes
    page: int
    width: int
    height: int
    points: tuple[float, float]
    marks: tuple[Mark, ...]
    marked: bool
    told: str

    def marked_png(self) -> bytes:
        """The page with the marks drawn on it."""
        with Image.open(io.BytesIO(self.png)) as page:
            ink = Image.new("RGB", page.size, "white")
            pen = ImageDraw.Draw(ink)
            for mark in self.marks:
                left, top, right, bottom = mark.scaled(*page.size)  # every pixel that it touches, so that it is seen
                last = math.ceil(right) - 1, math.ceil(bottom) - 1
                pen.rectangle((math.floor(left), math.floor(top), *last), fill=MARKER)
            return _png(ImageChops.multiply(page.convert("RGB"), ink))


def page_images(
    document: Document, start: int, end: int, files: Files, drawer: Drawer, scale: float = SCALE
) -> tuple[PageImage, ...]:
    """The pages that `document.text[start:end]` stands on, the first two where they are more; `scale` pixels a point.

    All are marked or none is. Raises PageError when there is no such page to be shown, ReadError when the file is gone,
    has changed since it was read, or cannot be drawn, PageBusy when too many pages are asked for.
    """
    if not document.page_starts:
        raise PageError(Message("{document} has no pages; only PDFs do.", {"document": document.id}))
    if not 0 <= start < end <= len(document.text):
        raise PageError(
            f"{document.id} has no words from {start} to {end}: its text has {len(document.text)} characters."
        )
    data = files.file_of(document.id)
    quoted = parts_of(document.text, files.origins_of(document.id), start, end)
    parts = quoted.parts or _unmarked_parts(document, start, end)
    pictures = drawer.draw(data, document.id, parts, scale)
    told = _told(quoted, pictures, parts)
    return tuple(_image(picture, told) for picture in pictures)


def _unmarked_parts(document: Document, start: int, end: int) -> tuple[Part, ...]:
    """The pages of words whose places are not known."""
    first, last = document.page_at(start) or 1, document.page_at(end - 1) or 1
    return tuple(Part(page, ()) for page in range(first, last + 1))


def _image(picture: Picture, told: str) -> PageImage:
    image = Image.frombytes(picture.mode, (picture.width, picture.height), picture.pixels)
    size = (picture.width, picture.height)
    return PageImage(_png(image), picture.page, *size, picture.points, picture.marks, bool(picture.marks), told)


def _told(quoted: Quoted, pictures: Sequence[Picture], parts: Sequence[Part]) -> str:
    """What a person should know about the pictures."""
    doubts = [doubt for doubt in (quoted.doubt, *(picture.doubt for picture in pictures)) if doubt]
    sentences = [Message(UNMARKED[doubts[0]])] if doubts else []
    pages = {"first": str(parts[0].page), "last": str(parts[-1].page)}
    if len(parts) > MOST_PAGES:
        sentences.append(
            Message("The quotation runs from page {first} to page {last}; the first two are shown.", pages)
        )
    elif len(parts) > 1:
        sentences.append(Message("The quotation runs from page {first} to page {last}.", pages))
    return joined(sentences)


def _png(image: Image.Image) -> bytes:
    data = io.BytesIO()
    image.save(data, "PNG", compress_level=QUICK)
    return data.getvalue()
