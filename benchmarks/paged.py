"""How fast PDF reports are read, and whether the page told for a passage is the page it stands on."""

import json
import os
import re
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from benchmarks.speed import child
from corpus.document import Document
from corpus.errors import ReadError
from corpus.isolate import Job, ReaderPool

SHORTEST_LINE = 40
"""Letters and digits that a line of evidence must have; shorter ones stand on many pages."""


@dataclass(frozen=True, slots=True)
class Pages:
    """`found` of `asked` lines of evidence stand in the text as read, `right` of them on the page that people noted."""

    files: int
    pages: int
    seconds: float
    asked: int
    found: int
    right: int


def measure(folder: Path, every: int = 1) -> Pages:
    """Read `pdfs/*.pdf` of a folder through the reader pool, one of so many, and look for the evidence in its
    `questions.jsonl`.
    """
    files = sorted((folder / "pdfs").glob("*.pdf"))[::every]
    began = time.monotonic()
    with ReaderPool() as pool:
        jobs = ((path.stem, Job("pdf", path.name, path.read_bytes())) for path in files)
        read = {name: reading for name, reading in pool.read_all(jobs) if not isinstance(reading, ReadError)}
    seconds = time.monotonic() - began
    documents = {name: reading.documents[0] for name, reading in read.items()}
    squeezed = {name: _letters(document.text) for name, document in documents.items()}
    rows = [json.loads(line) for line in (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines()]
    asked = found = right = 0
    for evidence in (one for row in rows for one in row["evidence"] if one["doc_name"] in documents):
        for line in evidence["text"].splitlines():
            letters = _letters(line)[0]
            if len(letters) >= SHORTEST_LINE:
                name = evidence["doc_name"]
                pages = _pages_of(letters, documents[name], *squeezed[name])
                asked, found = asked + 1, found + bool(pages)
                right += evidence["page0"] + 1 in pages
    pages_read = sum(len(document.page_starts) for document in documents.values())
    return Pages(len(documents), pages_read, seconds, asked, found, right)


def plain_rate(folder: Path, processes: int = 2) -> float:
    """Pages a second that PDFium alone reads of the same files, in so many processes."""
    files = sorted((folder / "pdfs").glob("*.pdf"), key=lambda path: path.stat().st_size)
    shares = [[str(path) for path in files[first::processes]] for first in range(processes)]
    with ThreadPoolExecutor(processes) as threads:
        run = threads.map(lambda share: child("benchmarks.plain_pdfium", share, dict(os.environ)), shares)
        told = [json.loads(one) for one in run]
    return float(sum(one["pages"] for one in told) / max(one["seconds"] for one in told))


def _pages_of(letters: str, document: Document, whole: str, places: list[int]) -> set[int | None]:
    return {document.page_at(places[match.start()]) for match in re.finditer(letters, whole)}


def _letters(text: str) -> tuple[str, list[int]]:
    """The letters and digits of a text, and where each stands: engines differ in spaces and signs."""
    places = [match.start() for match in re.finditer(r"[^\W_]", text)]
    return "".join(text[at] for at in places), places
