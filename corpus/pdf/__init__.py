"""Statement PDFs: from bytes to documents whose every word is tied to its place on a page."""

from corpus.pdf.reader import read_pdf

__all__ = ["read_pdf"]
