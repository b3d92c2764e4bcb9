"""Thirty hard PDFs of others end as documents or sentences, and the words that are known of them are read."""

import re
from pathlib import Path

import pytest

from corpus.document import Document
from corpus.errors import ReadError
from corpus.isolate import Job, ReaderPool
from corpus.pdf.reader import read_pdf

HARD = {
    "r6-user-password.pdf": "needs a password",
    "encryption_openpassword.pdf": "needs a password",
    "libreoffice-writer-password.pdf": "needs a password",
    "empty.pdf": "0 bytes",
    "many-nulls.pdf": "no text layer",
    "T02-02_002_page-tree-kids-links-recursive.pdf": "damaged",
    "unreadablemetadata.pdf": "damaged",
}
"""Of the hard files: what the sentence says of those that cannot be read."""


@pytest.fixture(scope="module")
def hard(shared: Path) -> dict[str, Document | ReadError]:
    files = sorted((shared / "hard" / "pdfs").glob("*.pdf"))
    if not files:
        pytest.skip("the hard files are not there")
    with ReaderPool() as pool:
        read = pool.read_all((path.name, Job("pdf", path.name, path.read_bytes())) for path in files)
        return {name: found if isinstance(found, ReadError) else found.documents[0] for name, found in read}


def test_every_hard_file_ends_as_a_document_or_a_sentence(hard: dict[str, Document | ReadError]) -> None:
    refused = {name: str(found) for name, found in hard.items() if isinstance(found, ReadError)}
    assert len(hard) == 30
    assert refused.keys() == HARD.keys()
    for name, sentence in refused.items():
        assert sentence.startswith(name)
        assert HARD[name] in sentence


@pytest.mark.parametrize(
    ("name", "pages", "least"),
    [("027613.pdf", 429, 632_000), ("freeculture.pdf", 352, 680_000), ("bug1978317.pdf", 1, 16_000)],
)
def test_long_and_slow_files_are_read_whole(
    hard: dict[str, Document | ReadError], name: str, pages: int, least: int
) -> None:
    document = hard[name]
    assert isinstance(document, Document)
    assert (len(document.page_starts), len(document.text) >= least) == (pages, True)
    assert list(document.page_starts) == sorted(document.page_starts)


def shingles(text: str) -> set[str]:
    squeezed = re.sub(r"\W", "", text).casefold()
    return {squeezed[at : at + 8] for at in range(len(squeezed) - 7)}


@pytest.mark.parametrize(
    ("name", "oracle", "least"),
    [
        ("PDFBOX-3044-010197-p5-ligatures.pdf", "PDFBOX-3044-010197-p5-ligatures.pdf.txt", 0.97),
        ("PDFBOX-2984-rotations.pdf", "PDFBOX-2984-rotations.pdf.txt", 0.97),
    ],
)
def test_hard_files_hold_the_words_that_they_are_known_to_hold(
    hard: dict[str, Document | ReadError], shared: Path, name: str, oracle: str, least: float
) -> None:
    document = hard[name]
    assert isinstance(document, Document)
    expected = shingles((shared / "hard" / "pdfs" / oracle).read_text(encoding="utf-8-sig"))
    assert len(expected & shingles(f"{document.title} {document.text}")) >= least * len(expected)


def test_columns_are_read_one_after_the_other(hard: dict[str, Document | ReadError]) -> None:
    document = hard["multicolumn.pdf"]
    assert isinstance(document, Document)
    foot_of_the_first, head_of_the_second = "Donec nonummy pellentesque ante.", "Phasellus adipiscing semper elit."
    assert f"{foot_of_the_first} {head_of_the_second}" in document.text
    assert "filled with Lorem Ipsum text. Lorem ipsum dolor sit amet, consectetuer adipiscing elit." in document.text


def test_an_empty_password_and_a_missing_permission_keep_nobody_out(hard: dict[str, Document | ReadError]) -> None:
    for name in ("r6-empty-password.pdf", "encryption_notextaccess.pdf"):
        assert isinstance(hard[name], Document)


def test_a_scan_that_holds_a_few_signs_is_told_to_need_ocr(shared: Path) -> None:
    reading = read_pdf((shared / "hard" / "pdfs" / "scan-bad.pdf").read_bytes(), "scan-bad.pdf")
    assert "almost no text (6 characters in all)" in reading.note
