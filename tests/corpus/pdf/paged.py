"""Pages with words to be marked: read as a library reads them, drawn as the child draws them."""

from collections.abc import Sequence

import pypdfium2 as pdfium

from benchmarks.page_images import bounded_text, letters
from corpus.document import Document
from corpus.pdf.page_image import pictures
from corpus.pdf.picture import Picture
from corpus.pdf.quoted import parts_of
from corpus.pdf.reader import read_pdf
from tests.corpus.pdf.files import Drawing, Shown, below, pdf_of

LINES = (
    "Adult education is a right, and every adult must be able to use it,",
    "wherever he or she lives and whatever he or she has learned before.",
    "The association therefore asks for a fair share of the funds.",
)
SENTENCE = "The association therefore asks for a fair share of the funds."


def page_of(*more: Shown | Drawing, lines: Sequence[str] = LINES) -> bytes:
    """A page of these lines and of what else is drawn on it."""
    return pdf_of([*below(lines), *more])


def set_on(data: bytes, turn: int = 0, crop: str = "0 0 595 842") -> bytes:
    """The same pages turned clockwise by `turn` degrees, and cropped to "left bottom right top"."""
    media = b"/MediaBox[0 0 595 842]"
    assert media in data
    return data.replace(media, media + f"/CropBox[{crop}]/Rotate {turn}".encode())


def read(data: bytes) -> Document:
    """The document of a file."""
    return read_pdf(data, "a.pdf").documents[0]


def drawn(data: bytes, words: str, scale: float = 1.5, told: Document | None = None) -> list[Picture]:
    """The pages on which the words stand that a file, or `told`, holds."""
    document = told or read(data)
    start = document.text.index(words)
    quoted = parts_of(document.text, document.origins, start, start + len(words))
    assert not quoted.doubt
    return pictures(data, quoted.parts, scale)


def covered(data: bytes, found: Sequence[Picture]) -> str:
    """What PDFium finds in the marks, without white space and hyphens."""
    with pdfium.PdfDocument(data) as file:
        return letters(" ".join(bounded_text(file[one.page - 1], mark) for one in found for mark in one.marks))
