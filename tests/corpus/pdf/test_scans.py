"""Scanned pages are recognised, and said to be."""

import io
import re
import shutil

import pypdfium2 as pdfium
import pytest

import corpus.sample
from corpus.errors import ReadError
from corpus.pdf.reader import RECOGNISED, read_pdf

STATEMENT = corpus.sample.content() / "statements" / "2022-learning-accounts.pdf"
WORDS = "EAEA supports the introduction of individual learning accounts in all Member States"


def scanned(pages: int, dots_per_inch: int = 150) -> bytes:
    """The first pages of a statement as pictures in a PDF, as a scanner makes it."""
    with pdfium.PdfDocument(STATEMENT) as file:
        pictures = [file[at].render(scale=dots_per_inch / 72, grayscale=True).to_pil() for at in range(pages)]
    written = io.BytesIO()
    pictures[0].save(written, "PDF", save_all=True, append_images=pictures[1:], resolution=dots_per_inch)
    return written.getvalue()


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed")
def test_a_scan_is_recognised_and_says_so() -> None:
    reading = read_pdf(scanned(2), "scan.pdf")
    (document,) = reading.documents
    assert reading.note == "page 1, 2 recognised by OCR, compare before quoting"
    assert document.notice == RECOGNISED
    assert WORDS in re.sub(r"\s+", " ", document.text)
    assert document.page_at(document.text.index("EAEA supports the introduction")) == 1
    assert len(document.page_starts) == 2


def test_without_tesseract_a_scan_is_told_to_need_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ReadError, match="no text layer"):
        read_pdf(scanned(1, dots_per_inch=50), "scan.pdf")


def test_a_statement_with_text_is_not_recognised() -> None:
    reading = read_pdf(STATEMENT.read_bytes(), "statement.pdf")
    assert (reading.note, reading.documents[0].notice) == ("", "")
