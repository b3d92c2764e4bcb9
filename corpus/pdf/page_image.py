"""A page as a picture, and where on it some of its characters stand.

Runs in a child process only (`corpus.drawing`): drawing a file is as dangerous as reading it. A place is told when
everything agrees: the characters are those that were quoted, they are painted, something is to be seen there, and no
other character lies in the rectangles. Else the picture comes with a doubt and without rectangles.
"""

import math
import unicodedata
from collections.abc import Iterable, Sequence
from ctypes import byref, c_int
from dataclasses import dataclass, replace

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image, ImageChops

from corpus.folding import fold
from corpus.pdf.marks import Box, Direction, Sign, marks_around
from corpus.pdf.picture import LONGEST_SIDE, MOST_PIXELS, SCALES, Mark, Mode, Picture
from corpus.pdf.quoted import Doubt, Part, Stretch

GRID = 1_000_000
"""Steps of a page's width and height in which PDFium is asked for places, since it tells whole numbers."""
EDGE = 0.002
"""Share of a page by which the ink of a letter may reach over its edge."""
LEAST_CONTRAST = 24
"""Of 255 greys, between the darkest and the lightest pixel of a word and its surroundings, from which it is seen."""
HYPHENS = {"\x02": "-", "\ufffe": "-"}
"""What PDFium makes of a hyphen at the end of a line; see `corpus.pdf.hyphens`."""
UNPAINTED = (pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP)
SQUARE_ANGLE = 0.01
"""Radians by which a line may be askew and still count as straight."""


@dataclass(frozen=True, slots=True)
class _Located:
    marks: tuple[Mark, ...]
    doubt: Doubt = ""


def pictures(data: bytes, parts: Iterable[Part], scale: float) -> list[Picture]:
    """The pages of these parts, `scale` pixels a point where that is not too much, each with the places of its words.

    Either all parts have marks or none has. Raises PdfiumError when the file or a page is damaged or not there.
    """
    with pdfium.PdfDocument(data) as file:
        drawn = [_picture(file, part, scale) for part in parts]
    sure = all(picture.marks for picture in drawn)
    return drawn if sure else [replace(picture, marks=()) for picture in drawn]


def _picture(file: pdfium.PdfDocument, part: Part, scale: float) -> Picture:
    page = file[part.page - 1]
    image = _drawn(page, scale)
    text_page = page.get_textpage()
    grey = image.convert("L")
    located = _located(page, text_page, part.stretches, grey) if part.stretches else _Located((), "untraced")
    text_page.close()
    mode: Mode = "RGB" if _has_colours(image) else "L"  # most pages have none; a third to carry and to encode
    pixels = (image if mode == "RGB" else grey).tobytes()
    return Picture(part.page, *image.size, page.get_size(), mode, pixels, located.marks, located.doubt)


def _has_colours(image: Image.Image) -> bool:
    red, green, blue = image.split()
    return any(ImageChops.difference(red, other).getbbox() is not None for other in (green, blue))


def _drawn(page: pdfium.PdfPage, scale: float) -> Image.Image:
    width, height = page.get_size()
    least, most = SCALES
    wanted = min(max(scale, least), most)
    bounded = min(wanted, math.sqrt(MOST_PIXELS / (width * height)), LONGEST_SIDE / max(width, height))
    image: Image.Image = page.render(scale=bounded, rev_byteorder=True).to_pil().convert("RGB")
    return image


def _located(
    page: pdfium.PdfPage, text_page: pdfium.PdfTextPage, stretches: Sequence[Stretch], grey: Image.Image
) -> _Located:
    """Where the words of a page's part stand, or why that is in doubt."""
    page_signs = _signs_of(text_page)
    if not all(_reads(stretch, page_signs) for stretch in stretches):
        return _Located((), "other words")
    numbers = [at for stretch in stretches for at in range(stretch.first, stretch.last)]
    seen = [at for at in numbers if not page_signs[at].isspace()]
    signs = [_placed(text_page, at) for at in seen]
    if not signs or any(sign.box.empty for sign in signs) or not all(_painted(text_page, at) for at in seen):
        return _Located((), "unseen")
    boxes = marks_around(signs, lambda one, other: _parted(page_signs, one, other))
    if _covers_others(text_page, page_signs, set(numbers), boxes):
        return _Located((), "beside others")
    marks = [_on_page(page, box) for box in boxes]
    words = [_on_page(page, box) for box in marks_around(signs, lambda one, other: other != one + 1)]
    if not all(map(_inside, marks)) or not _all_seen(words, grey):
        return _Located((), "unseen")
    return _Located(tuple(map(_clipped, marks)))


def _signs_of(text_page: pdfium.PdfTextPage) -> list[str]:
    """The characters of a page, as PDFium counts them."""
    codes = (pdfium_c.FPDFText_GetUnicode(text_page, at) for at in range(text_page.count_chars()))
    signs = (chr(code) if code <= 0x10FFFF else "\ufffd" for code in codes)
    return [HYPHENS.get(sign, sign) for sign in signs]


def _reads(stretch: Stretch, page_signs: Sequence[str]) -> bool:
    """Whether the page has the words of a stretch at its place."""
    if not 0 <= stretch.first < stretch.last <= len(page_signs):
        return False
    return fold("".join(page_signs[stretch.first : stretch.last])) == fold(stretch.words)


def _placed(text_page: pdfium.PdfTextPage, at: int) -> Sign:
    line = Box(*text_page.get_charbox(at, loose=True))
    box = Box(*text_page.get_charbox(at))
    return Sign(at, line if box.empty else box, line, _direction(pdfium_c.FPDFText_GetCharAngle(text_page, at)))


def _direction(angle: float) -> Direction:
    """How a line runs whose letters are turned by an angle in radians."""
    quarters = angle / (math.pi / 2)
    if abs(quarters - round(quarters)) > SQUARE_ANGLE:
        return "oblique"
    return "column" if round(quarters) % 2 else "row"


def _painted(text_page: pdfium.PdfTextPage, at: int) -> bool:
    """Whether a character is painted at all: what OCR laid over a scan is not."""
    found = pdfium_c.FPDFText_GetTextObject(text_page, at)
    return not found or pdfium_c.FPDFTextObj_GetTextRenderMode(found) not in UNPAINTED


def _parted(page_signs: Sequence[str], one: int, other: int) -> bool:
    """Whether anything is printed between two characters: a footnote's mark that is no part of the words, say."""
    first, last = sorted((one, other))
    return any(_is_seen(sign) for sign in page_signs[first + 1 : last])


def _is_seen(sign: str) -> bool:
    return not sign.isspace() and unicodedata.category(sign) not in ("Cc", "Cf")


def _covers_others(
    text_page: pdfium.PdfTextPage, page_signs: Sequence[str], quoted: set[int], boxes: Sequence[Box]
) -> bool:
    """Whether the middle of a character that is not quoted lies in one of the boxes."""
    for at, sign in enumerate(page_signs):
        if at not in quoted and _is_seen(sign):
            box = Box(*text_page.get_charbox(at))
            x, y = (box.left + box.right) / 2, (box.bottom + box.top) / 2
            if any(one.holds(x, y) for one in boxes):
                return True
    return False


def _on_page(page: pdfium.PdfPage, box: Box) -> Mark:
    """A box of the page's own space on the page as it is shown: turned and cropped."""
    corners = [_corner(page, x, y) for x, y in ((box.left, box.bottom), (box.right, box.top))]
    (left, right), (top, bottom) = (sorted(values) for values in zip(*corners, strict=True))
    return Mark(left / GRID, top / GRID, right / GRID, bottom / GRID)


def _corner(page: pdfium.PdfPage, x: float, y: float) -> tuple[int, int]:
    across, down = c_int(), c_int()
    pdfium_c.FPDF_PageToDevice(page, 0, 0, GRID, GRID, 0, x, y, byref(across), byref(down))
    return across.value, down.value


def _inside(mark: Mark) -> bool:
    return min(mark.left, mark.top) >= -EDGE and max(mark.right, mark.bottom) <= 1 + EDGE


def _clipped(mark: Mark) -> Mark:
    return Mark(max(mark.left, 0.0), max(mark.top, 0.0), min(mark.right, 1.0), min(mark.bottom, 1.0))


def _all_seen(words: Iterable[Mark], grey: Image.Image) -> bool:
    """Whether there is something to be seen at each word: no white letters on white, no letters below a picture."""
    return all(_contrast(grey, word) >= LEAST_CONTRAST for word in words)


def _contrast(grey: Image.Image, mark: Mark) -> int:
    """Difference of the lightest and the darkest pixel in a rectangle and one pixel around it."""
    left, top, right, bottom = mark.scaled(*grey.size)
    wide = (
        max(math.floor(left) - 1, 0),
        max(math.floor(top) - 1, 0),
        min(math.ceil(right) + 1, grey.width),
        min(math.ceil(bottom) + 1, grey.height),
    )
    greys = grey.crop(wide).tobytes()
    return max(greys) - min(greys)
