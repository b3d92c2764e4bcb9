"""The page of a quotation as people get it: its image, its marks, and a sentence where there are none."""

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest
from PIL import Image, ImageChops

import corpus.sample
from assistant.page_image import PageImage, page_images
from benchmarks.page_images import covered_words, letters
from corpus.document import Document, Origin
from corpus.drawing import Drawer
from corpus.errors import PageError, ReadError
from corpus.pdf.reader import read_pdf
from tests.corpus.pdf.files import Drawing, Shown, below, pdf_of
from tests.corpus.pdf.paged import LINES, SENTENCE, page_of

STATEMENT = (corpus.sample.content() / "statements" / "2021-micro-credentials.pdf").read_bytes()


@dataclass(frozen=True)
class OneFile:
    """A library of one file."""

    data: bytes
    document: Document

    @classmethod
    def of(cls, data: bytes) -> "OneFile":
        return cls(data, read_pdf(data, "a.pdf").documents[0])

    def file_of(self, name: str) -> bytes:
        assert name == self.document.id
        return self.data

    def origins_of(self, name: str) -> Sequence[Origin]:
        assert name == self.document.id
        return self.document.origins

    def shown(self, words: str, scale: float = 1.5) -> tuple[PageImage, ...]:
        start = self.document.text.index(words)
        return page_images(self.document, start, start + len(words), self, Drawer(), scale)


def opened(png: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(png))
    assert image.format == "PNG"
    return image.convert("RGB")


def test_the_words_are_marked_and_nothing_but_the_marks_is_changed() -> None:
    words = "Micro-credentials should be a complement to full qualifications and never a substitute for them."
    (image,) = OneFile.of(STATEMENT).shown(words)
    assert (image.page, image.marked, image.told, len(image.marks)) == (1, True, "", 2)
    assert letters(covered_words(STATEMENT, (image,))) == letters(words)
    plain, marked = opened(image.png), opened(image.marked_png())
    assert plain.size == marked.size == (image.width, image.height)
    outside = ImageChops.difference(plain, marked)
    for mark in image.marks:
        left, top, right, bottom = mark.scaled(image.width, image.height)
        box = (math.floor(left), math.floor(top), math.ceil(right), math.ceil(bottom))
        assert outside.crop(box).getbbox() is not None
        outside.paste((0, 0, 0), box)
    assert outside.getbbox() is None
    darkest, _ = marked.convert("L").getextrema()
    assert darkest == plain.convert("L").getextrema()[0]  # letters stay as dark as they were


@pytest.mark.parametrize("scale", [1.0, 3.0])
def test_marks_are_the_same_shares_of_the_page_at_every_scale(scale: float) -> None:
    file = OneFile.of(page_of())
    (one,), (other,) = file.shown(SENTENCE), file.shown(SENTENCE, scale)
    assert one.marks == other.marks and one.points == other.points == pytest.approx((595, 842))
    assert (other.width, other.height) == (595 * scale, 842 * scale)
    left, top, right, bottom = one.marks[0].scaled(*one.points)
    # The third line stands 28 points below the first, which stands at 700 of 842.
    assert left == pytest.approx(50, abs=1) and top < 842 - 700 + 28 < bottom + 1 and right < 400


def test_a_quotation_over_two_pages_is_shown_on_both() -> None:
    more = "and for as long as there are adults who want to learn."
    images = OneFile.of(pdf_of(below(LINES[:1]), below([more]))).shown(f"{LINES[0]} {more}")
    assert [image.page for image in images] == [1, 2] and all(image.marked for image in images)
    assert {image.told for image in images} == {"The quotation runs from page 1 to page 2."}


def test_a_quotation_over_many_pages_is_begun() -> None:
    lines = [f"{LINES[0]} {number}" for number in range(4)]
    images = OneFile.of(pdf_of(*([Shown(line)] for line in lines))).shown(" ".join(lines))
    assert [image.page for image in images] == [1, 2]
    assert images[0].told == "The quotation runs from page 1 to page 4; the first two are shown."


def test_words_that_are_not_seen_leave_the_page_unmarked_and_it_is_told() -> None:
    hidden = Drawing(f"q 1 1 1 rg BT /F 10 Tf 50 600 Td ({SENTENCE}) Tj ET Q")
    (image,) = OneFile.of(page_of(hidden, lines=LINES[:2])).shown(SENTENCE)
    assert (image.marks, image.marked) == ((), False)
    assert image.told == "The quoted words are not marked: some of them cannot be seen on it."
    assert opened(image.marked_png()).tobytes() == opened(image.png).tobytes()


def test_words_without_places_leave_their_pages_unmarked() -> None:
    file = OneFile.of(pdf_of(below(LINES), below(["Nothing else is said on this page, which is the second."])))
    file = replace(file, document=replace(file.document, origins=()))
    (image,) = file.shown("Nothing else is said")
    assert (image.page, image.marked) == (2, False)
    assert "where they stand on it is not known" in image.told


def test_what_has_no_page_is_refused() -> None:
    file = OneFile.of(page_of())
    text = len(file.document.text)
    for start, end in ((-1, 5), (5, 5), (9, 5), (0, text + 1)):
        with pytest.raises(PageError, match=rf"a\.pdf has no words from {start} to {end}: .* {text} characters"):
            page_images(file.document, start, end, file, Drawer())
    with pytest.raises(PageError, match=r"a\.pdf has no pages; only PDFs do"):
        page_images(replace(file.document, page_starts=()), 0, 5, file, Drawer())


def test_a_file_that_cannot_be_drawn_is_told() -> None:
    file = replace(OneFile.of(page_of()), data=b"%PDF-1.4 and no more")
    with pytest.raises(ReadError, match=r"^a\.pdf cannot be drawn"):
        file.shown(SENTENCE)
