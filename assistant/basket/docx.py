"""Quotations as a Word document, with a footnote for each source."""

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Mm
from docx.text.run import Run

from assistant.basket.citing import CLOSING, OPENING, paragraphs_of, source_of, told_day, warnings_of
from assistant.basket.footnotes import Footnotes, Piece
from assistant.basket.kept import KeptQuote

A4 = (Mm(210), Mm(297))


def as_docx(quotes: Sequence[KeptQuote], organisation: str, day: date) -> bytes:
    """Each quotation in paragraphs of the style "Quote", between quotation marks; warnings and notes below it. `day` is
    that of the export.
    """
    document = Document()
    document.sections[0].page_width, document.sections[0].page_height = A4
    _describe(document, f"Quotations: {organisation}", organisation, day)
    footnotes = Footnotes(document)
    document.add_heading(f"Quotations: {organisation}", level=1)
    document.add_paragraph(f"Exported on {told_day(day)}.")
    for quote in quotes:
        _add_quote(document, footnotes, quote, organisation)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _add_quote(document: WordDocument, footnotes: Footnotes, quote: KeptQuote, organisation: str) -> None:
    words = paragraphs_of(quote.words)
    words[0], words[-1] = OPENING + words[0], words[-1] + CLOSING if len(words) > 1 else OPENING + words[0] + CLOSING
    for told in words:
        paragraph = document.add_paragraph(style="Quote")
        _set_language(paragraph.add_run(told), quote.language)
    footnotes.add(paragraph, _source(quote, organisation))
    for told in warnings_of(quote):
        document.add_paragraph().add_run(told).bold = True
    if quote.note:
        document.add_paragraph(f"Note: {quote.note}")


def _source(quote: KeptQuote, organisation: str) -> list[Piece]:
    source = source_of(quote, organisation)
    address = [Piece(" "), Piece(source.address, address=source.address), Piece(".")] if source.address else []
    return [
        Piece(f"{source.speaker}, "),
        Piece(source.title, italic=True),
        Piece(f", {source.details}."),
        *address,
        Piece(f" {source.closing}"),
    ]


def _set_language(run: Run, language: str) -> None:
    """Spelling is checked in the language of the words."""
    told = OxmlElement("w:lang")
    told.set(qn("w:val"), language)
    run._r.get_or_add_rPr().append(told)


def _describe(document: WordDocument, title: str, author: str, day: date) -> None:
    facts = document.core_properties
    facts.title, facts.author, facts.comments = title, author, ""
    facts.created = facts.modified = datetime.combine(day, time(), UTC)
    facts.last_modified_by = author
