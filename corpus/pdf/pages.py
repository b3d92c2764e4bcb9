"""The lines of a page as PDFium reads them, each with its place, size and weight."""

import ctypes
import math
import re
from array import array
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from corpus.pdf.columns import in_reading_order
from corpus.pdf.line import Line
from corpus.pdf.traced import PAGE, Traced

LINE_HYPHENS = "\x02\ufffe"
"""What PDFium makes of a hyphen at the end of a line. It then goes on with the next line as if it were the same one,
though that may be another column or the running foot."""
LINE = re.compile(rf"[^\r\n{LINE_HYPHENS}]+[{LINE_HYPHENS}]?")
BOLD_WEIGHT = 600
FOOTNOTE_MARK = re.compile(r"(?<=[^\W\d]|[.,;:!?”\")])\d{1,3}(?=\s|$|[.,;:])")
RAISED_MARK = re.compile(r"(?<=[.,;:!?”\")])[⁰¹²³⁴-⁹]{1,3}(?=\s|$)")
"""After a stop alone: "m²" is no note."""
MARK_SIZE = 0.8
"""Share of the line's size below which digits are a footnote mark."""


def lines_of(page: pdfium.PdfPage, number: int) -> list[Line]:
    """The lines of a page in reading order, without footnote marks. Raises PdfiumError on a damaged page."""
    text_page = page.get_textpage()
    try:
        return in_reading_order(list(_lines(text_page, number, page.get_height())), text_page)
    finally:
        text_page.close()


def _lines(text_page: pdfium.PdfTextPage, number: int, height: float) -> Iterator[Line]:
    text = text_page.get_text_range()
    whole = Traced(text, _places(text_page, text, number))
    for found in LINE.finditer(text):
        words = whole.cut(found.start(), found.end()).stripped()
        if words.text:
            yield _placed(text_page, words, number, height)


def _places(text_page: pdfium.PdfTextPage, text: str, number: int) -> "array[int]":
    """Where PDFium counts each character of its text: in a row, but on pages with signs that it spells out or leaves
    out, or that UTF-16 writes in two.
    """
    start = number * PAGE
    if text_page.count_chars() == len(text):
        return array("q", range(start, start + len(text)))
    places, unit = array("q"), 0
    for sign in text:
        places.append(start + max(pdfium_c.FPDFText_GetCharIndexFromTextIndex(text_page, unit), 0))
        unit += 1 + (ord(sign) > 0xFFFF)
    return places


def _placed(text_page: pdfium.PdfTextPage, words: Traced, number: int, height: float) -> Line:
    first, last = words.places[0] % PAGE, words.places[-1] % PAGE
    left, _, right, top = text_page.get_charbox(first, loose=True)
    right = max(right, text_page.get_charbox(last, loose=True)[2])
    size = _size(text_page, first)
    bold = all(pdfium_c.FPDFText_GetFontWeight(text_page, at) >= BOLD_WEIGHT for at in (first, last))
    return Line(_without_marks(text_page, words, size), number, left, right, height - top, size, bold)


def _size(text_page: pdfium.PdfTextPage, at: int) -> float:
    """Size in points of a character as it is shown. Many files set a font of size 1 and enlarge it by the matrix."""
    nominal = float(pdfium_c.FPDFText_GetFontSize(text_page, at))
    matrix = pdfium_c.FS_MATRIX()
    known = pdfium_c.FPDFText_GetMatrix(text_page, at, ctypes.byref(matrix))
    return nominal * (math.hypot(matrix.c, matrix.d) if known else 1.0)


def _without_marks(text_page: pdfium.PdfTextPage, words: Traced, size: float) -> Traced:
    """A line without its footnote marks: digits, in smaller letters, right after a word or its full stop."""
    marks = [mark.span() for mark in RAISED_MARK.finditer(words.text)]
    for mark in FOOTNOTE_MARK.finditer(words.text):
        if _size(text_page, words.places[mark.start()] % PAGE) < MARK_SIZE * size:
            marks.append(mark.span())
    kept, after = Traced.nowhere(""), 0
    for start, end in sorted(marks):
        kept += words.cut(after, start)
        after = end
    return kept + words.cut(after, len(words.text)) if marks else words
