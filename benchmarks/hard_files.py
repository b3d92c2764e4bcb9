"""What becomes of thirty hard PDFs beside what must become of them; every verdict is computed.

Expected texts lie beside the files. Where none does, the reference is another engine's reading of the same file.
"""

import re
import time
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path

import pypdf
import pypdfium2 as pdfium

from benchmarks.children import peak_memory
from corpus.draft import Reading
from corpus.errors import ReadError
from corpus.isolate import Job, Limits, ReaderPool

LIMITS = Limits()
SHINGLE = 4
"""Words whose order is compared at once."""


@dataclass(frozen=True, slots=True)
class Read:
    """What became of one file: its text with the title above it, or the sentence of refusal."""

    file: Path
    title: str
    text: str
    starts: tuple[int, ...]
    """Where each page begins."""
    note: str
    refused: str
    seconds: float
    memory: int
    """Largest resident memory of the reader in bytes; 0 when it was ended."""


Check = Callable[[Read], tuple[bool, str]]
"""Whether what was expected holds, and the figure that says so."""


def refused(words: str) -> Check:
    """The file is refused with a sentence that holds these words."""
    return lambda read: (words in read.refused, "")


def has_outcome(read: Read) -> tuple[bool, str]:
    """Text or a sentence, within the reader's limits."""
    bounded = read.seconds <= LIMITS.wall_seconds and read.memory <= LIMITS.memory_bytes
    return bounded and bool(read.text or read.refused.startswith(read.file.name)), _cost(read)


def holds(least: int) -> Check:
    """At least so many characters, within the limits."""
    return lambda read: (len(read.text) >= least and has_outcome(read)[0], _cost(read))


def noted(words: str) -> Check:
    """The note holds these words."""
    return lambda read: (words in read.note, "")


def whole(pages: int, share: float) -> Check:
    """All pages, and as many letters and digits as PDFium gives, but for a share (running heads are left out)."""

    def check(read: Read) -> tuple[bool, str]:
        with pdfium.PdfDocument(read.file) as file:
            theirs = sum(len(_letters(page.get_textpage().get_text_range())) for page in file)
        found = len(_letters(f"{read.title} {read.text}")) / theirs
        return len(read.starts) == pages and abs(found - 1) <= share, f"{found:.1%} of PDFium's letters"

    return check


def same_as_opened(locked: str, password: str) -> Check:
    """The letters are those of another file, opened by PDFium with its password."""

    def check(read: Read) -> tuple[bool, str]:
        with pdfium.PdfDocument(read.file.parent / locked, password=password) as file:
            expected = " ".join(page.get_textpage().get_text_range() for page in file)
        return _letters(read.text) == _letters(expected), ""

    return check


def similar(least: float, *wanted: str) -> Check:
    """`difflib` ratio over words (NFKC, small letters, hyphenation joined) with the text beside the file.

    `wanted` are letters: every word of the expected text that holds them must be found.
    """

    def check(read: Read) -> tuple[bool, str]:
        expected = _words(Path(f"{read.file}.txt").read_text(encoding="utf-8-sig"))
        found = _words(f"{read.title}\n{read.text}")
        bare = _words(read.text)
        ratio = max(SequenceMatcher(None, expected, words, autojunk=False).ratio() for words in (found, bare))
        lost = {word for word in expected if any(sign in word for sign in wanted)} - set(found)
        return ratio >= least and not lost, f"similarity {ratio:.3f}" + (f", lost {sorted(lost)}" if lost else "")

    return check


def alike(least: float) -> Check:
    """`difflib` ratio over signs (NFKC, white space folded) with the text beside the file: for mixed directions."""

    def check(read: Read) -> tuple[bool, str]:
        told = Path(f"{read.file}.txt").read_text(encoding="utf-8-sig")
        expected, found = (" ".join(unicodedata.normalize("NFKC", text).split()) for text in (told, read.text))
        ratio = SequenceMatcher(None, expected, found, autojunk=False).ratio()
        return ratio >= least, f"similarity {ratio:.3f} by signs"

    return check


def columns_apart(oracle: str, middle: int) -> Check:
    """No sentence of the first page mixes columns: each stands in the expected text, cut at column `middle`."""

    def check(read: Read) -> tuple[bool, str]:
        lines = (read.file.parent / oracle).read_text(encoding="utf-8").splitlines()
        lines = [line for line in lines if not line.strip().isdigit()]  # the number of the page
        cut = [middle if line[middle - 1 : middle + 1].isspace() else len(line) for line in lines]  # titles go across
        pairs = [(line[:at], line[at:]) for line, at in zip(lines, cut, strict=True)]
        columns = [left for left, _ in pairs], [right for _, right in pairs]
        expected = "".join(_words("\n".join(line.strip() for column in columns for line in column)))
        first_page = read.text[: read.starts[1]] if len(read.starts) > 1 else read.text
        sentences = (_words(one) for one in re.split(r"(?<=[.!?])\s+|\n\n", first_page))
        mine = ["".join(words) for words in sentences if len(words) >= SHINGLE]
        whole = sum(sentence in expected for sentence in mine)
        return bool(mine) and whole == len(mine), f"{whole} of {len(mine)} sentences whole"

    return check


def in_order(least: float) -> Check:
    """Words come in the order of the file's content, as pypdf reads it: share of neighbouring phrases in order."""

    def check(read: Read) -> tuple[bool, str]:
        theirs = "\n".join(page.extract_text() for page in pypdf.PdfReader(read.file).pages)
        expected, found = _phrases(theirs), _phrases(read.text)
        places = [found[phrase] for phrase in expected if phrase in found]
        steps = [0 < after - before < 50 for before, after in pairwise(places)]
        share = sum(steps) / max(len(steps), 1)
        return share >= least, f"{share:.1%} of {len(steps)} phrases in order"

    return check


def without(*words: str) -> Check:
    """None of these words stands in the text, and there is one."""
    return lambda read: (bool(read.text) and not any(word in read.text for word in words), "")


def not_doubled(most: float) -> Check:
    """Share of signs that are followed by themselves; doubled glyphs give one half."""

    def check(read: Read) -> tuple[bool, str]:
        letters = _letters(read.text)
        share = sum(one == other for one, other in pairwise(letters)) / max(len(letters), 1)
        return share <= most, f"{share:.1%} of letters doubled"

    return check


def for_people(read: Read) -> tuple[bool, str]:
    """Only people can say; there is something to look at."""
    return bool(read.text), "for people to look at"


CHECKS: dict[str, Check] = {
    "r6-user-password.pdf": refused("needs a password"),
    "r6-empty-password.pdf": same_as_opened("r6-user-password.pdf", "asdfzxcv"),
    "libreoffice-writer-password.pdf": refused("needs a password"),
    "encryption_openpassword.pdf": refused("needs a password"),
    "encryption_notextaccess.pdf": holds(200),
    "corruptionOneByteMissing.pdf": has_outcome,
    "empty.pdf": refused("0 bytes"),
    "malformed-from-issue-932.pdf": has_outcome,
    "zen_of_python_corrupted.pdf": has_outcome,
    "unreadablemetadata.pdf": has_outcome,
    "bug1978317.pdf": holds(16_400),
    "027613.pdf": whole(429, 0.03),
    "freeculture.pdf": whole(352, 0.03),
    "bomb_giant.pdf": has_outcome,
    "many-nulls.pdf": has_outcome,
    "issue-1113-evil-xobjects.pdf": holds(260),
    "Pages-tree-refs.pdf": has_outcome,
    "T02-02_002_page-tree-kids-links-recursive.pdf": has_outcome,
    "scan-bad.pdf": noted("almost no text"),
    "Seige_of_Vicksburg_Sample_OCR.pdf": holds(10_000),
    "multicolumn.pdf": columns_apart("multicolumn-lorem-ipsum.txt", 66),
    "BidiSample.pdf": alike(0.93),
    "PDFBOX-3044-010197-p5-ligatures.pdf": similar(0.99, "fi", "fl", "ff"),
    "PDFBOX-2984-rotations.pdf": similar(0.99),
    "habibi-rotated.pdf": has_outcome,
    "with-attachment.pdf": without("PNG", "IHDR"),
    "javascript.pdf": without("alert", "Hello from"),
    "issue-71-duplicate-chars.pdf": not_doubled(0.05),
    "federal-register-2020-17221.pdf": in_order(0.95),
    "indirect-rotation.pdf": for_people,
}
"""What must hold of each file, by its name in pdfs.tsv."""
HEADS = ("file", "what came of it", "expected", "checked", "met")


def rows(folder: Path) -> Iterator[tuple[str, ...]]:
    """A row for each file that `pdfs.tsv` of a folder names."""
    for line in (folder / "pdfs.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        name, _, expected = line.split("\t")
        read = read_one(folder / "pdfs" / name)
        met, figure = CHECKS[name](read)
        came = read.refused.removeprefix(f"{name} ") or f"{_counted(len(read.starts))}, {len(read.text):,} characters"
        came += f" ({read.note})" if read.note else ""
        yield name, came.replace("|", "/"), expected.replace("|", "/"), figure, "yes" if met else "**no**"


def read_one(path: Path) -> Read:
    """One file through a reader of its own, so that its time and memory are its own."""
    with ReaderPool(workers=1) as pool:
        pool.read(Job("text", "first.txt", b"A reader that has started.\n"))
        began = time.monotonic()
        try:
            told = pool.read(Job("pdf", path.name, path.read_bytes()))
            why = ""
        except ReadError as error:
            told, why = Reading(()), str(error)
        seconds, memory = time.monotonic() - began, peak_memory()
    first = told.documents[0] if told.documents else None
    if first is None:
        return Read(path, "", "", (), told.note, why, seconds, memory)
    text = "\n".join(document.text for document in told.documents)
    return Read(path, first.title, text, first.page_starts, told.note, "", seconds, memory)


def _counted(pages: int) -> str:
    return "1 page" if pages == 1 else f"{pages} pages"


def _cost(read: Read) -> str:
    return f"{read.seconds:.1f} s, {read.memory / 1e6:.0f} MB" if read.memory else f"{read.seconds:.1f} s, reader ended"


def _letters(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKC", text) if sign.isalnum())


def _words(text: str) -> list[str]:
    joined = re.sub(r"(?<=\w)-\s*\n\s*", "", unicodedata.normalize("NFKC", text).casefold())
    return re.findall(r"\w+", joined)


def _phrases(text: str) -> dict[str, int]:
    """Where each phrase of SHINGLE words stands that stands once."""
    words = _words(text)
    places: dict[str, list[int]] = {}
    for at in range(len(words) - SHINGLE + 1):
        places.setdefault(" ".join(words[at : at + SHINGLE]), []).append(at)
    return {phrase: found[0] for phrase, found in places.items() if len(found) == 1}
