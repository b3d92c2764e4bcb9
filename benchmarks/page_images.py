"""Whether exactly the quoted words are marked on the pages of real reports, and how long a page takes.

``python -m benchmarks.page_images ../shared/eval/financebench`` takes 500 sentences by chance. What a mark covers is
told by PDFium's own search in a rectangle, which knows nothing of the characters that the marks were made from.
"""

import argparse
import json
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from ctypes import byref, c_double
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from statistics import median, quantiles
from typing import Self

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from assistant.page_image import PageImage, page_images
from benchmarks.report import machine
from corpus.document import Document, Origin
from corpus.drawing import Drawer
from corpus.errors import ReadError
from corpus.folding import fold
from corpus.isolate import Job, ReaderPool
from corpus.pdf.picture import Mark
from corpus.records import from_record, to_record
from index.texts.sentences import sentences

GRID = 1_000_000
SHRUNK = 0.1
"""Points that are left out at the edges of a mark: PDFium tells every character that a rectangle touches."""
PAUSE = 0.3
"""Seconds between two pages: people look at one before they ask for the next, and its child starts meanwhile."""
NO_LETTERS = str.maketrans("", "", "\x02\ufffe\u00ad-\u2010")
"""Hyphens may be there for the end of a line only."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A sentence `text[start:end]` of a document."""

    document: Document
    start: int
    end: int

    @property
    def words(self) -> str:
        """The sentence."""
        return self.document.text[self.start : self.end]


@dataclass(slots=True)
class Figures:
    """`wrong` are marked sentences, each with what its marks cover; `told` counts why others are not marked."""

    asked: int = 0
    found: int = 0
    wrong: list[tuple[str, str]] = field(default_factory=list)
    told: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    worked: list[float] = field(default_factory=list)
    """Seconds of the processor, of this process and the child: what a busy machine does not change."""

    def lines(self) -> Iterator[str]:
        """The figures for people."""
        yield f"{self.found} of {self.asked} sentences marked ({self.found / max(self.asked, 1):.1%})"
        yield f"{len(self.wrong)} marked wrongly"
        yield f"{_spread(self.seconds)} a quotation, of the processor {_spread(self.worked)}"
        yield from (f"{times} not marked: {why}" for why, times in self.told.most_common())
        yield from (f"wrong: {words!r} is marked as {covered!r}" for words, covered in self.wrong)


@dataclass(frozen=True, slots=True)
class Reports:
    """Files as a library gives them: read again and compared each time, places from their stored form."""

    folder: Path
    stored: Mapping[str, str]

    @classmethod
    def of(cls, folder: Path, documents: Iterable[Document]) -> Self:
        """The reports of a folder, with what was read of them."""
        return cls(folder, {name: json.dumps(to_record(one)) for name, one in {d.id: d for d in documents}.items()})

    def file_of(self, name: str) -> bytes:
        """The bytes of a report."""
        data = (self.folder / name).read_bytes()
        sha256(data).hexdigest()  # the library compares it
        return data

    def origins_of(self, name: str) -> tuple[Origin, ...]:
        """Where its text comes from."""
        return from_record(json.loads(self.stored[name])).origins


def measure(folder: Path, count: int, seed: int) -> Figures:
    """Figures over `count` sentences of the PDFs in a folder, taken by chance from all of them."""
    documents = read_all(folder)
    chosen = chosen_from(documents, count, seed)
    reports = Reports.of(folder, [one.document for one in chosen])
    figures = Figures()
    with Drawer(ahead=True) as drawer:
        for asked in chosen:
            time.sleep(PAUSE)
            _ask(asked, reports, drawer, figures)
    return figures


def _ask(asked: Asked, reports: Reports, drawer: Drawer, figures: Figures) -> None:
    """Draw the page of one sentence, as a server does, and judge it."""
    began, worked = time.perf_counter(), _processor()
    images = page_images(asked.document, asked.start, asked.end, reports, drawer)
    figures.seconds.append(time.perf_counter() - began)
    figures.worked.append(_processor() - worked)
    figures.asked += 1
    if not images[0].marked:
        figures.told[images[0].told] += 1
        return
    figures.found += 1
    covered = covered_words((reports.folder / asked.document.id).read_bytes(), images)
    if letters(covered) != letters(asked.words):
        figures.wrong.append((asked.words, covered))


def _processor() -> float:
    """Seconds of the processor that this process and the children that ended have used."""
    told = os.times()
    return told.user + told.system + told.children_user + told.children_system


def _spread(seconds: Sequence[float]) -> str:
    slowest = quantiles(seconds, n=20)[-1] if len(seconds) > 1 else max(seconds, default=0.0)
    return f"{1000 * median(seconds):.0f} ms (p95 {1000 * slowest:.0f})"


def read_all(folder: Path) -> list[Document]:
    """The documents of the PDFs in a folder, as the readers give them."""
    with ReaderPool() as pool:
        jobs = ((path.name, Job("pdf", path.name, path.read_bytes())) for path in sorted(folder.glob("*.pdf")))
        read = [told for _, told in pool.read_all(jobs) if not isinstance(told, ReadError)]
    return [document for reading in read for document in reading.documents[:1]]


def chosen_from(documents: list[Document], count: int, seed: int) -> list[Asked]:
    """Sentences as the index splits them, all equally likely."""
    every = [Asked(one, span.start, span.end) for one in documents for span in sentences(one.text, one.language)]
    return random.Random(seed).sample(every, min(count, len(every)))


def covered_words(data: bytes, images: tuple[PageImage, ...]) -> str:
    """What PDFium finds in the marks, mark by mark."""
    with pdfium.PdfDocument(data) as file:
        return " ".join(bounded_text(file[image.page - 1], mark) for image in images for mark in image.marks)


def letters(text: str) -> str:
    """A text without white space and hyphens, folded."""
    return "".join(fold(text).translate(NO_LETTERS).split())


def bounded_text(page: pdfium.PdfPage, mark: Mark) -> str:
    """The text of the characters in a rectangle of a page as it is shown."""
    (left, right), (bottom, top) = (
        sorted(values)
        for values in zip(_point(page, mark.left, mark.top), _point(page, mark.right, mark.bottom), strict=True)
    )
    less = min(SHRUNK, (right - left) / 4, (top - bottom) / 4)
    found: str = page.get_textpage().get_text_bounded(left + less, bottom + less, right - less, top - less)
    return found


def _point(page: pdfium.PdfPage, across: float, down: float) -> tuple[float, float]:
    x, y = c_double(), c_double()
    place = round(across * GRID), round(down * GRID)
    pdfium_c.FPDF_DeviceToPage(page, 0, 0, GRID, GRID, 0, *place, byref(x), byref(y))
    return x.value, y.value


def main() -> None:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="with the folder `pdfs`")
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=5)
    told = parser.parse_args()
    figures = measure(told.folder / "pdfs", told.count, told.seed)
    sys.stdout.write("\n".join([machine(), *figures.lines()]) + "\n")


if __name__ == "__main__":
    main()
