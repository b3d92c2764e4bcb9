"""Statement PDFs: PDFium reads the pages, pypdf what the file says about itself and the pages that PDFium cannot."""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import accumulate

import pypdf
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from pypdf.errors import PdfReadError

from corpus.causes import Cause
from corpus.draft import Composer, Draft, Reading
from corpus.errors import ReadError
from corpus.layout import Line, Paragraph, paragraphs
from corpus.ocr import Recogniser
from corpus.posts import LONGEST_TITLE, documents_of

MONTHS = {
    month: number
    for number, names in enumerate(
        ("january janvier januar tammikuuta", "february février februar helmikuuta", "march mars märz maaliskuuta",
         "april avril huhtikuuta", "may mai toukokuuta", "june juin juni kesäkuuta", "july juillet juli heinäkuuta",
         "august août elokuuta", "september septembre syyskuuta", "october octobre oktober lokakuuta",
         "november novembre marraskuuta", "december décembre dezember joulukuuta"), start=1)
    for month in names.split()
}  # fmt: skip
WRITTEN_DATE = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th|er|\.)?\s+(\w{3,12})\s+((?:19|20)\d\d)\b")
PLACE_AND_DATE = re.compile(rf"(?:\w+, )?(?:le |den )?{WRITTEN_DATE.pattern}\.?")
FIRST_WORDS = 600
"""Characters of the first page in which a statement tells its date."""
POOR_TITLE = re.compile(
    r"^(?:untitled|microsoft word|word -|powerpoint|document\d*$|draft)|\.(?:docx?|odt|pages|pdf|indd)$", re.IGNORECASE
)
JOINT = re.compile(r"\bjoint (?:statement|position|letter|declaration)\b", re.IGNORECASE)
BOLD_WEIGHT = 600
FOOTNOTE_MARK = re.compile(r"(?<=[^\W\d]|[.,;:!?”\")])\d{1,3}(?=\s|$|[.,;:])")
MARK_SIZE = 0.8
"""Share of the line's size below which digits are a footnote mark."""
RECOGNISED = "Some of this text was recognised from a scan. Compare it with the original before quoting."
LEAST_TEXT = 50
"""Characters a page has on average; with less, most of what people see in the file is a picture."""
LETTERHEAD = 400
"""Characters that may stand above the title; more is text, not a letterhead."""


def read_pdf(data: bytes, name: str) -> Reading:
    """The text of a PDF with the page each character stands on.

    Raises ReadError when the file is no PDF, needs a password, or has no text layer.
    """
    if b"%PDF-" not in data[:1024]:
        raise ReadError(f"{name} is not a PDF, whatever its name says; replace or rename it.")
    scans = Recogniser()
    pages, told = _pages(data, name, scans)
    found = paragraphs(pages)
    if not found:
        raise ReadError(f"{name} has no text layer (a scan?); run OCR over it and add it again.", "no text layer")
    titled, title = _without_title(found, told.get("title", ""))
    composer = Composer()
    while titled and PLACE_AND_DATE.fullmatch(titled[0].words):
        del titled[0]
    starts = _compose(composer, titled, len(pages))
    opening = " ".join(part.words for part in found)[:FIRST_WORDS]
    draft = Draft(
        composer.text,
        tuple(composer.blocks),
        title=title,
        published=_written_date(opening) or _pdf_date(told.get("created", "")),
        kind="joint statement" if JOINT.search(f"{title} {opening}") else "statement",
        page_starts=tuple(starts),
    )
    documents = documents_of(draft, name)
    if scans.recognised:
        documents = tuple(replace(document, notice=RECOGNISED) for document in documents)
    note = _note(draft.text, len(pages), scans)
    return Reading(documents, note, _cause(note, scans))


def _note(text: str, pages: int, scans: Recogniser) -> str:
    """What a person should know of a file that is a scan, wholly or on some pages."""
    notes = []
    if scans.recognised:
        notes.append(f"page {_listed(scans.recognised)} recognised by OCR, compare before quoting")
    if scans.left_out:
        notes.append(f"no text on page {_listed(scans.left_out)}; if it is a scan, run OCR over it")
    if not notes and len(text) < LEAST_TEXT * pages:
        notes.append(f"almost no text ({len(text)} characters in all); if it is a scan, run OCR over it")
    return "; ".join(notes)


def _cause(note: str, scans: Recogniser) -> Cause:
    if scans.recognised and not scans.left_out:
        return "recognised"
    return "pages without text" if note else ""


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))


def _pages(data: bytes, name: str, scans: Recogniser) -> tuple[list[list[Line]], dict[str, str]]:
    try:
        with pdfium.PdfDocument(data) as file:
            told = {"title": file.get_metadata_value("Title"), "created": file.get_metadata_value("CreationDate")}
            return [_page_lines(page, number, scans) for number, page in enumerate(file, start=1)], told
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise ReadError(f"{name} needs a password; save a copy without one and add that.", "password") from None
        return _pages_by_pypdf(data, name)


def _pages_by_pypdf(data: bytes, name: str) -> tuple[list[list[Line]], dict[str, str]]:
    """The second engine: slower, without places of lines, but it mends files that PDFium gives up."""
    try:
        file = pypdf.PdfReader(io.BytesIO(data))
        texts = [page.extract_text() for page in file.pages]
        told = {"title": str(file.metadata.title or "") if file.metadata else ""}
    except PdfReadError as error:
        raise ReadError(f"{name} is damaged ({error}); export it again from its source.", "damaged") from None
    return [[Line(line, number) for line in text.splitlines()] for number, text in enumerate(texts, start=1)], told


def _page_lines(page: pdfium.PdfPage, number: int, scans: Recogniser) -> list[Line]:
    try:
        return list(_lines(page, number)) or scans.lines(page, number)
    finally:
        page.close()


def _lines(page: pdfium.PdfPage, number: int) -> Iterator[Line]:
    height = page.get_height()
    text_page = page.get_textpage()
    try:
        text, at = text_page.get_text_range(), 0
        for line in re.split(r"(\r?\n)", text):
            words = line.strip()
            if words:
                start = at + line.index(words[0])
                placed = _placed(text_page, start, start + len(words) - 1, words, number, height)
                yield replace(placed, text=_without_marks(text_page, start, words, placed.size))
            at += len(line)
    finally:
        text_page.close()


def _without_marks(text_page: pdfium.PdfTextPage, start: int, words: str, size: float) -> str:
    """A line without its footnote marks: digits, in smaller letters, right after a word or its full stop."""
    kept, after = "", 0
    for mark in FOOTNOTE_MARK.finditer(words):
        if pdfium_c.FPDFText_GetFontSize(text_page, start + mark.start()) < MARK_SIZE * size:
            kept += words[after : mark.start()]
            after = mark.end()
    return kept + words[after:]


def _placed(text_page: pdfium.PdfTextPage, start: int, last: int, words: str, number: int, height: float) -> Line:
    left, _, _, top = text_page.get_charbox(start, loose=True)
    last_top = text_page.get_charbox(last, loose=True)[3] if last < text_page.count_chars() else top
    size = pdfium_c.FPDFText_GetFontSize(text_page, start)
    bold = all(pdfium_c.FPDFText_GetFontWeight(text_page, at) >= BOLD_WEIGHT for at in (start, last))
    return Line(words, number, left, height - top, height - last_top, size, bold)


def _without_title(found: list[Paragraph], told: str) -> tuple[list[Paragraph], str]:
    """The paragraphs below the title, and the title: the file's own where it means something, else the first page's."""
    good = told.strip() if told and not POOR_TITLE.search(told.strip()) else ""
    above = list(accumulate((len(part.words) for part in found[:8]), initial=0))
    for at, part in enumerate(found[:8]):
        if good and part.words.casefold() == good.casefold() and above[at] <= LETTERHEAD:
            return found[at + 1 :], good
    if good:
        return found, good
    headings = [
        at
        for at, part in enumerate(found[:8])
        if part.style == "heading" and part.page == 1 and len(part.words) <= LONGEST_TITLE and above[at] <= LETTERHEAD
    ]
    shown = max(headings, key=lambda at: len(found[at].words), default=None)
    return (found, "") if shown is None else (found[shown + 1 :], found[shown].words)


def _compose(composer: Composer, parts: list[Paragraph], pages: int) -> list[int]:
    """Fill the composer; the offset at which each page begins. A page without text begins where the next one does."""
    begins: dict[int, int] = {}
    for part in parts:
        composer.add(part.words, part.style)
        start = composer.blocks[-1].start
        begins.setdefault(part.page, start if begins else 0)
        for offset, page in part.page_breaks:
            begins.setdefault(page, start + offset)
    starts, after = [0] * pages, composer.length
    for page in range(pages, 0, -1):
        after = starts[page - 1] = begins.get(page, after)
    return [0, *starts[1:]]


def _written_date(text: str) -> date | None:
    for day, month, year in WRITTEN_DATE.findall(text):
        number = MONTHS.get(month.casefold())
        if number:
            try:
                return date(int(year), number, int(day))
            except ValueError:
                continue
    return None


def _pdf_date(value: str) -> date | None:
    """The day of a PDF date "D:YYYYMMDD..." (ISO 32000-1, 7.9.4)."""
    match = re.match(r"D:(\d{4})(\d\d)(\d\d)", value)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None
