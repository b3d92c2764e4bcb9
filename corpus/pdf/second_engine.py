"""The second engine, pypdf: slower and without places, but it reads some files and pages that PDFium reads badly.

PDFium reads every page first. Where it fails, or where what it read does not look like words, pypdf reads the page too,
and the sounder text is taken.
"""

import io
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

import pypdf

from corpus.errors import ReadError
from corpus.pdf.line import Line
from corpus.pdf.traced import Traced

Told = TypeVar("Told")

SECONDS_A_FILE = 12.0
"""Of the reader's 30; pages beyond are left as PDFium read them, or told as not read."""
DOUBTFUL = 0.08
"""Faults a word from which a page is read by pypdf too."""
SOUNDER = 0.5
"""Share of PDFium's faults that pypdf's text may have to be taken instead."""
AS_MUCH = 0.9
"""Share of PDFium's letters that pypdf's text must have to be taken instead."""
LARGEST_PAGE = 8_000
"""Characters of a page that is still read twice: pypdf cannot be stopped, and took 20 s for a drawing with 16,000."""
TRIES = 5
"""Pages in a row on which pypdf was no better, after which it is not asked again: the file is made of figures."""
FEWEST_WORDS = 20
"""Words under which a page's faults tell nothing."""
LONGEST_WORD = 30
"""Letters; longer stretches are words that lost the spaces between them, or addresses."""
LONE_LETTERS = frozenset("aeiouyàéèíóúAEIOYÀÉÍÓÚвиоукясВИОУКЯСzZwW&")
"""Letters that are words in some language of Europe."""
NO_LETTERS = re.compile(r"[\ufffd\ue000-\uf8ff\ufb50-\ufdff\ufe70-\ufefc\x00\x03-\x08\x0e-\x1f]")
"""Signs that stand for no letter, private ones, and Arabic letters by their shape instead of their name."""


def faults(text: str) -> float:
    """Faults a word of a text: lone letters, signs without meaning, and words without spaces between them."""
    words = text.split()
    if len(words) < FEWEST_WORDS and not NO_LETTERS.search(text):
        return 0.0
    inside = (word for line in text.splitlines() for word in line.split()[1:])  # at its beginning it is a bullet
    lone = sum(len(word) == 1 and word.isalpha() and word not in LONE_LETTERS for word in inside)
    glued = sum(len(word) // LONGEST_WORD for word in words if word.isalpha())
    return (lone + glued + len(NO_LETTERS.findall(text))) / max(len(words), 1)


@dataclass(slots=True)
class SecondEngine:
    """Reads single pages of one file with pypdf, until its time is used up."""

    data: bytes
    used: list[int] = field(default_factory=list)
    """Numbers of the pages whose text was taken from it."""
    failed: list[int] = field(default_factory=list)
    """Numbers of the pages that neither engine could read."""
    _file: pypdf.PdfReader | None = None
    _deadline: float = 0.0
    _in_vain: int = 0

    def opened(self) -> tuple[int, str]:
        """How many pages the file has, and the title that it tells of itself. Raises ReadError when it is damaged."""
        return self._asked(lambda file: (len(file.pages), str((file.metadata and file.metadata.title) or "")))

    def lines(self, number: int) -> list[Line]:
        """The lines of a page that PDFium cannot read, without places; none when this engine fails too."""
        try:
            text = self._read(number)
        except ReadError:
            self.failed.append(number)
            return []
        self.used.append(number)
        return _untraced(text, number)

    def better(self, lines: list[Line], number: int) -> list[Line]:
        """The lines of a page as PDFium read them, or with the words of this engine where those are sounder."""
        ours = "\n".join(line.text for line in lines)
        doubt = faults(ours)
        if doubt < DOUBTFUL or len(ours) > LARGEST_PAGE or self._in_vain >= TRIES:
            return lines
        try:
            theirs = self._read(number)
        except ReadError:
            return lines
        if faults(theirs) > SOUNDER * doubt or len(_squeezed(theirs)) < AS_MUCH * len(_squeezed(ours)):
            self._in_vain += 1
            return lines
        self._in_vain = 0
        self.used.append(number)
        return _with_spaces_of(lines, theirs.splitlines(), number)

    def _read(self, number: int) -> str:
        """The text of a page. Raises ReadError when there is none to be had, or no more time."""
        self._deadline = self._deadline or time.monotonic() + SECONDS_A_FILE
        if time.monotonic() >= self._deadline:
            raise ReadError("no more time")
        return self._asked(lambda file: str(file.pages[number - 1].extract_text()))

    def _asked(self, question: Callable[[pypdf.PdfReader], Told]) -> Told:
        """What pypdf says of the file. Raises ReadError for errors of any type: it leaks them on damaged files (R7)."""
        try:
            self._file = self._file or pypdf.PdfReader(io.BytesIO(self.data))
            return question(self._file)
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 - this is the reader's child; the parent records the outcome
            raise ReadError(f"{type(error).__name__}: {error}") from None


def _with_spaces_of(lines: Sequence[Line], texts: Sequence[str], number: int) -> list[Line]:
    """PDFium's lines with the other engine's spaces, where both read the same letters; else the other's lines."""
    spaced = {_squeezed(text): " ".join(text.split()) for text in texts}
    same = [line for line in lines if _squeezed(line.text) in spaced]
    if 2 * sum(len(line.text) for line in same) < sum(len(line.text) for line in lines):
        return _untraced("\n".join(texts), number)
    told = [(line, spaced.get(_squeezed(line.text))) for line in lines]
    return [line if text is None else replace(line, words=line.words.spaced_as(text)) for line, text in told]


def _untraced(text: str, number: int) -> list[Line]:
    return [Line(Traced.nowhere(line.strip()), number) for line in text.splitlines() if line.strip()]


def _squeezed(text: str) -> str:
    return "".join(text.split())
