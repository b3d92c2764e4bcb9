"""Statement PDFs: PDFium reads the pages, pypdf those that PDFium reads badly, tesseract those that are pictures."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pypdfium2 as pdfium

from corpus.causes import Cause
from corpus.document import Origin
from corpus.draft import Composer, Draft, Reading
from corpus.errors import ReadError
from corpus.pdf.first_page import head_of, made_on, published
from corpus.pdf.layout import paragraphs
from corpus.pdf.line import Line
from corpus.pdf.pages import lines_of
from corpus.pdf.paragraph import Paragraph
from corpus.pdf.scans import Recogniser
from corpus.pdf.second_engine import SecondEngine
from corpus.pdf.traced import origins_of
from corpus.posts.documents import documents_of

RECOGNISED = "Some of this text was recognised from a scan. Compare it with the original before quoting."
LEAST_TEXT = 50
"""Characters a page has on average; with less, most of what people see in the file is a picture."""


@dataclass(frozen=True, slots=True)
class Pages:
    """The lines of every page, and what the file tells of itself ("" where it tells nothing)."""

    lines: list[list[Line]]
    title: str = ""
    made: str = ""
    labels: tuple[str, ...] = ()


def read_pdf(data: bytes, name: str) -> Reading:
    """The text of a PDF with the page each character stands on.

    Raises ReadError when the file is no PDF, needs a password, or has no text layer.
    """
    if b"%PDF-" not in data[:1024]:
        raise ReadError(f"{name} is not a PDF, whatever its name says; replace or rename it.")
    scans, second = Recogniser(), SecondEngine(data)
    pages = _pages(data, name, scans, second)
    found = paragraphs(pages.lines)
    if not found and second.failed:
        raise ReadError(f"{name} is damaged (no page of it can be read); export it again from its source.", "damaged")
    if not found:
        raise ReadError(f"{name} has no text layer (a scan?); run OCR over it and add it again.", "no text layer")
    draft, note = draft_of(found, pages)
    documents = documents_of(draft, name)
    if pages.labels:
        documents = tuple(replace(document, page_labels=pages.labels) for document in documents)
    if scans.recognised:
        documents = tuple(replace(document, notice=RECOGNISED) for document in documents)
    told, cause = _told(draft.text, len(pages.lines), scans, second)
    return Reading(documents, "; ".join(part for part in (note, told) if part), cause)


def draft_of(found: Sequence[Paragraph], pages: Pages) -> tuple[Draft, str]:
    """The draft of a file's paragraphs, and a note where its date is not told wholly."""
    day, note = published(found, made_on(pages.made))
    head = head_of(found, pages.title)
    draft = replace(
        _composed(head.text, len(pages.lines)),
        title=head.title,
        published=day,
        kind="statement",
        letterhead="\n".join(head.letterhead),
    )
    return draft, note


def _told(text: str, pages: int, scans: Recogniser, second: SecondEngine) -> tuple[str, Cause]:
    """What a person should know of a file that is a scan, wholly or on some pages, or is damaged in part."""
    notes = list[str]()
    cause: Cause = ""
    if second.failed:
        notes.append(f"page {_listed(second.failed)} is damaged and was not read; export the file again")
        cause = "damaged"
    if scans.recognised:
        notes.append(f"page {_listed(scans.recognised)} recognised by OCR, compare before quoting")
        cause = "recognised"
    if scans.left_out:
        notes.append(f"no text on page {_listed(scans.left_out)}; if it is a scan, run OCR over it")
        cause = "pages without text"
    if not notes and len(text) < LEAST_TEXT * pages:
        notes.append(f"almost no text ({len(text)} characters in all); if it is a scan, run OCR over it")
        cause = "pages without text"
    return "; ".join(notes), cause


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))


def _pages(data: bytes, name: str, scans: Recogniser, second: SecondEngine) -> Pages:
    try:
        with pdfium.PdfDocument(data) as file:
            count = len(file)
            return Pages(
                [_page_lines(file, number, scans, second) for number in range(1, count + 1)],
                file.get_metadata_value("Title"),
                file.get_metadata_value("CreationDate"),
                _labels([file.get_page_label(at) for at in range(count)]),
            )
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower() and b"/Encrypt" in data:  # the engine may tell the last file's error
            raise ReadError(f"{name} needs a password; save a copy without one and add that.", "password") from None
        return _pages_of_second(name, second)


def _pages_of_second(name: str, second: SecondEngine) -> Pages:
    """A file that PDFium cannot open, page by page with the second engine. Raises ReadError when that fails too."""
    try:
        count, title = second.opened()
    except ReadError as error:
        raise ReadError(f"{name} is damaged ({error}); export it again from its source.", "damaged") from None
    return Pages([second.lines(number) for number in range(1, count + 1)], title)


def _page_lines(file: pdfium.PdfDocument, number: int, scans: Recogniser, second: SecondEngine) -> list[Line]:
    try:
        page = file[number - 1]
        lines = lines_of(page, number)
    except pdfium.PdfiumError:
        return second.lines(number)
    try:
        return second.better(lines, number) if lines else scans.lines(page, number)
    finally:
        page.close()


def _labels(told: Sequence[str]) -> tuple[str, ...]:
    """What the pages are called in print; none where that is their number, or where a page is not named."""
    plain = [str(number) for number in range(1, len(told) + 1)]
    return tuple(told) if list(told) != plain and all(told) else ()


def _composed(parts: Sequence[Paragraph], pages: int) -> Draft:
    """The draft of a file's paragraphs. A page without text begins where the next one does."""
    composer, begins, origins = Composer(), dict[int, int](), list[Origin]()
    for part in parts:
        composer.add(part.words, part.style)
        start = composer.blocks[-1].start
        begins.setdefault(part.page, start if begins else 0)
        for offset, page in part.page_breaks:
            begins.setdefault(page, start + offset)
        origins.extend(origins_of(part.traced, start))
    starts, after = [0] * pages, composer.length
    for page in range(pages, 0, -1):
        after = starts[page - 1] = begins.get(page, after)
    return Draft(composer.text, tuple(composer.blocks), page_starts=(0, *starts[1:]), origins=tuple(origins))
