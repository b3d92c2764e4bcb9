"""Text of scanned pages, by tesseract where the system has it. What it gives is recorded as recognised, not read."""

import csv
import io
import os
import shutil
import subprocess
import time
from collections import defaultdict
from dataclasses import dataclass, field

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from corpus.pdf.line import Line
from corpus.pdf.traced import Traced

DOTS_PER_INCH = 200
"""Three pages of print of 10 points took 8 s and were read well; other values were not tried."""
LARGEST_SIDE = 3000
"""Pixels; a page that claims to be a wall is rendered smaller."""
SECONDS_A_FILE = 20.0
"""Of the reader's 30; pages beyond are told as not recognised."""
LEAST_SURE = 30.0
"""tesseract's confidence, of 100, below which a word is taken for a speck or a drawing."""
WORD = "5"
"""Level of a word in tesseract's table."""


@dataclass(slots=True)
class Recogniser:
    """Recognises the scanned pages of one file until its time is used up."""

    recognised: list[int] = field(default_factory=list)
    left_out: list[int] = field(default_factory=list)
    """Pages without text that were not recognised: no tesseract, no time, or drawings alone."""
    _deadline: float = field(default_factory=lambda: time.monotonic() + SECONDS_A_FILE)

    def lines(self, page: pdfium.PdfPage, number: int) -> list[Line]:
        """The lines of a page that has no text. A page with drawings alone is left out, a blank one is no gap."""
        if not any(page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=3)):
            self.left_out += [number] if any(page.get_objects(max_depth=1)) else []
            return []
        seconds = self._deadline - time.monotonic()
        program = shutil.which("tesseract")
        if program is None or seconds <= 0:
            self.left_out.append(number)
            return []
        scale = min(DOTS_PER_INCH / 72, LARGEST_SIDE / max(page.get_size()))
        picture = io.BytesIO()
        page.render(scale=scale, grayscale=True).to_pil().save(picture, "PNG")
        try:
            table = _table(program, picture.getvalue(), seconds)
        except subprocess.SubprocessError:
            self.left_out.append(number)
            return []
        self.recognised.append(number)
        return _lines(table, number, scale)


def _table(program: str, picture: bytes, seconds: float) -> str:
    """Tesseract's words with their places, as tab-separated values. Raises SubprocessError when it gives none."""
    run = subprocess.run(
        [program, "stdin", "stdout", "tsv"],
        input=picture,
        capture_output=True,
        timeout=seconds,
        check=True,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    )
    return run.stdout.decode("utf-8", "replace")


def _lines(table: str, number: int, scale: float) -> list[Line]:
    words: dict[tuple[str, ...], list[dict[str, str]]] = defaultdict(list)
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["level"] == WORD and row["text"].strip() and float(row["conf"]) >= LEAST_SURE:
            words[row["block_num"], row["par_num"], row["line_num"]].append(row)
    return [_line(found, number, scale) for found in words.values()]


def _line(words: list[dict[str, str]], number: int, scale: float) -> Line:
    left = min(float(word["left"]) for word in words) / scale
    right = max(float(word["left"]) + float(word["width"]) for word in words) / scale
    top = min(float(word["top"]) for word in words) / scale
    # Sizes of single lines differ with their letters; one size for all makes no headings, and no false ones.
    return Line(Traced.nowhere(" ".join(word["text"] for word in words)), number, left, right, top, size=10.0)
