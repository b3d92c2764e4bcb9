import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from itertools import pairwise

import pypdfium2 as pdfium
import pytest
from pypdf import PdfReader, PdfWriter

import corpus.sample
from corpus.document import Document
from corpus.errors import ReadError
from corpus.pdf.reader import read_pdf
from index.texts.passages import passages_of
from tests.corpus.pdf.files import Drawing, Shown, below, pdf_of

STATEMENTS = corpus.sample.content() / "statements"
SOURCES = corpus.sample.content().parent / "source"
NAMES = sorted(path.stem for path in SOURCES.glob("*.md"))


def statement(name: str) -> Document:
    (document,) = read_pdf((STATEMENTS / f"{name}.pdf").read_bytes(), f"{name}.pdf").documents
    return document


def source(name: str) -> tuple[dict[str, str], str]:
    _, head, body = (SOURCES / f"{name}.md").read_text(encoding="utf-8").split("---\n", 2)
    return dict(line.split(": ", 1) for line in head.splitlines()), body


def blocks_of(name: str) -> Iterator[str]:
    """The source's blocks in order, as a reader should give them: footnote marks are no part of a sentence."""
    _, body = source(name)
    text = re.sub(r"^\[\^\d+\]: .+$", "", body, flags=re.M)
    text = re.sub(r"^(?:- |#+ )", "\n\n", re.sub(r"\[\^\d+\]", "", text), flags=re.M)
    yield from (block.strip() for block in re.split(r"\n\n+", text) if block.strip())


def notes_of(name: str) -> list[str]:
    return [f"{number} {words}" for number, words in re.findall(r"^\[\^(\d+)\]: (.+)$", source(name)[1], re.M)]


def sentences_of(block: str) -> list[str]:
    return re.split(r"(?<=[.!?])\s+(?=[A-Z])", block)


@pytest.mark.parametrize("name", NAMES)
def test_every_sentence_of_the_source_is_read_in_order(name: str) -> None:
    text = " ".join(statement(name).text.split())
    at = 0
    for block in blocks_of(name):
        for sentence in sentences_of(block):
            assert sentence in text[at:]
            at = text.index(sentence, at) + len(sentence)


@pytest.mark.parametrize("name", NAMES)
def test_every_block_of_the_source_is_a_block_of_the_text(name: str) -> None:
    document = statement(name)
    blocks = [line.removeprefix("• ") for part in document.text.split("\n\n") for line in part.split("\n")]
    assert [block for block in blocks if block not in notes_of(name)] == list(blocks_of(name))


@pytest.mark.parametrize("name", NAMES)
def test_headings_of_the_source_begin_sections(name: str) -> None:
    headings = re.findall(r"^#+ (.+)$", source(name)[1], re.M)
    document = statement(name)
    assert [section.heading for section in document.sections if section.heading] == headings
    assert all(left.end == right.start for left, right in pairwise(document.sections))


@pytest.mark.parametrize("name", NAMES)
def test_each_sentence_is_on_the_page_it_was_set_on(name: str) -> None:
    """The pages as the second engine, which knows nothing of layout, reads them."""
    pypdf = pytest.importorskip("pypdf")
    squeezed = [
        re.sub(r"[\W_]", "", page.extract_text().replace("ﬁ", "fi").replace("ﬂ", "fl"))
        for page in pypdf.PdfReader(STATEMENTS / f"{name}.pdf").pages
    ]
    document = statement(name)
    assert len(document.page_starts) == len(squeezed)
    at = 0
    for block in blocks_of(name):
        for sentence in sentences_of(block):
            start = document.text.index(sentence, at)
            at = start + len(sentence)
            first = document.page_at(start)
            last = document.page_at(at - 1)
            assert first is not None
            assert last is not None
            if first == last:
                assert re.sub(r"[\W_]", "", sentence) in squeezed[first - 1]
            else:
                break_at = document.page_starts[last - 1]
                assert re.sub(r"[\W_]", "", document.text[start:break_at]) in squeezed[first - 1]
                assert re.sub(r"[\W_]", "", document.text[break_at:at]) in squeezed[last - 1]


@pytest.mark.parametrize("name", NAMES)
def test_running_heads_numbers_and_labels_are_left_out(name: str) -> None:
    text = statement(name).text
    assert source(name)[0]["running"] not in text
    assert not re.search(r"Page \d+ of", text)
    assert "It is not a statement of EAEA" not in text


@pytest.mark.parametrize("name", NAMES)
def test_title_and_date_are_right_though_the_file_says_little(name: str) -> None:
    told, _ = source(name)
    document = statement(name)
    assert (document.title, document.published) == (told["title"], date.fromisoformat(told["date"]))


def test_kinds_are_known_by_their_words() -> None:
    kinds = {name: statement(name).kind for name in NAMES}
    assert kinds == dict.fromkeys(NAMES, "statement") | {
        "2020-digital-education": "consultation reply",
        "2021-micro-credentials": "consultation reply",
        "2023-joint-green-transition": "joint statement",
    }


def test_broken_words_and_ligatures_are_mended() -> None:
    text = statement("2020-digital-education").text
    assert not re.search(r"[\u00ad\ufb00-\ufb06\x02\ufffe]", text)
    assert not re.search(r"\w-\s", text)


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\nimage", b"<html>", b"%!PS-Adobe"])
def test_what_is_no_pdf_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(ReadError, match=r"^image\.pdf is not a PDF"):
        read_pdf(data, "image.pdf")


def test_a_cut_off_file_is_told_as_damaged() -> None:
    data = (STATEMENTS / f"{NAMES[0]}.pdf").read_bytes()
    with pytest.raises(ReadError, match=r"^cut\.pdf is damaged"):
        read_pdf(data[:200], "cut.pdf")


EMPTY_PAGE = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj
trailer<</Root 1 0 R>>
%%EOF"""


def protected(password: str) -> bytes:
    """A statement that needs a password, which may be empty."""
    writer, data = PdfWriter(PdfReader(STATEMENTS / "2016-learning-accounts.pdf")), BytesIO()
    writer.encrypt(password, "owner", algorithm="AES-256")
    writer.write(data)
    return data.getvalue()


def test_a_file_that_needs_a_password_is_told_and_an_empty_one_opens_it() -> None:
    with pytest.raises(ReadError, match=r"^a\.pdf needs a password") as told:
        read_pdf(protected("secret"), "a.pdf")
    assert told.value.cause == "password"
    assert "learning account" in read_pdf(protected(""), "a.pdf").documents[0].text


def test_a_file_without_text_is_told_to_need_ocr() -> None:
    with pytest.raises(ReadError, match=r"^scan\.pdf has no text layer"):
        read_pdf(EMPTY_PAGE, "scan.pdf")


def test_a_statement_needs_no_note() -> None:
    assert read_pdf((STATEMENTS / f"{NAMES[0]}.pdf").read_bytes(), "a.pdf").note == ""


BODY = [
    "Adults learn for many reasons, and most of them have little to",
    "do with work, as our members in all the countries tell us when",
    "they are asked what their participants would like to learn now.",
]
MORE = [
    "Small providers cannot wait for their money until a course has",
    "ended, since teachers want to be paid while they teach, and the",
    "rent of a room is due on the first day of each and every month.",
]


def test_a_page_may_begin_inside_a_sentence() -> None:
    pages = (below([*BODY, "It began on the first page"]), below(["and it ends on the second page.", *BODY[:2]]))
    (document,) = read_pdf(pdf_of(*pages), "a.pdf").documents
    assert "It began on the first page and it ends" in document.text
    assert document.page_starts == (0, document.text.index("and it ends"))


def test_no_text_above_a_large_line_is_taken_for_a_letterhead() -> None:
    first = [Shown("EAEA", up=760), Shown("The true title of it", up=740, size=16), *below(BODY * 4)]
    later = [Shown("A much longer heading that comes later in the text", up=500, size=16), *below(BODY, up=480)]
    (document,) = read_pdf(pdf_of([*first, *later]), "a.pdf").documents
    assert document.title == "The true title of it"
    assert document.text.count("Adults learn") == 5


def test_pages_with_drawings_alone_are_told_and_blank_ones_are_no_gap() -> None:
    drawn = pdf_of(below(BODY * 2), [Drawing("0 0 m 9 9 l S")], below(BODY * 2), [])
    reading = read_pdf(drawn, "a.pdf")
    assert reading.note == "no text on page 2; if it is a scan, run OCR over it"
    (document,) = reading.documents
    assert len(document.page_starts) == 4
    assert document.page_at(len(document.text) - 1) == 3


def test_letters_are_as_large_as_they_are_shown() -> None:
    """Many programs set a font of size 1 and leave the rest to the matrix."""
    lines = [Shown("Adult learning needs money", up=760, size=18, enlarged=True)]
    lines += [Shown(words, up=700 - 14 * at, size=10, enlarged=True) for at, words in enumerate(BODY * 3)]
    (document,) = read_pdf(pdf_of(lines), "a.pdf").documents
    assert document.title == "Adult learning needs money"


def test_a_line_that_ends_in_a_hyphen_is_not_joined_with_the_running_foot() -> None:
    pages = [
        [*below([*BODY, "We speak of life-"]), Shown("EAEA position, page 1", up=40)],
        [*below(["long learning here.", *MORE]), Shown("EAEA position, page 2", up=40)],
    ]
    (document,) = read_pdf(pdf_of(*pages), "a.pdf").documents
    assert "We speak of lifelong learning here." in document.text
    assert "EAEA position" not in document.text


def test_pages_are_called_what_is_printed_on_them() -> None:
    labels = "/PageLabels<</Nums[0<</S/r>> 1<</S/D/St 1>>]>>"
    (document,) = read_pdf(pdf_of(below(BODY), below(BODY), below(BODY), catalogue=labels), "a.pdf").documents
    assert document.page_labels == ("i", "1", "2")
    (plain,) = read_pdf(pdf_of(below(BODY), below(BODY)), "a.pdf").documents
    assert plain.page_labels == ()


def test_a_damaged_page_is_told_and_the_others_are_read() -> None:
    whole = pdf_of(below(BODY), below(["This page is lost."]), below(BODY))
    reading = read_pdf(whole.replace(b"7 0 obj<</Type/Page/", b"7 0 obj<</Type/Lost/"), "a.pdf")
    (document,) = reading.documents
    assert reading.note == "page 2 is damaged and was not read; export the file again"
    assert (document.text.count("Adults learn"), len(document.page_starts)) == (2, 3)
    assert document.page_at(document.text.rindex("Adults learn")) == 3


@pytest.mark.parametrize("name", NAMES)
def test_every_letter_is_traced_to_its_place_on_a_page(name: str) -> None:
    """Whatever was mended: an origin is what PDFium reads there, but for hyphens at the end of lines and ligatures."""
    data = (STATEMENTS / f"{name}.pdf").read_bytes()
    document = statement(name)
    traced = set[int]()
    with pdfium.PdfDocument(data) as file:
        texts = [page.get_textpage().get_text_range().replace("\ufffe", "-") for page in file]
    for origin in document.origins:
        shown = texts[origin.page - 1][origin.first : origin.last]
        assert document.text[origin.start : origin.end] == unicodedata.normalize("NFKC", shown)
        assert document.page_at(origin.start) == origin.page
        traced.update(range(origin.start, origin.end))
    untraced = {at for at, sign in enumerate(document.text) if not sign.isspace() and at not in traced}
    assert {document.text[at] for at in untraced} <= {"•"}


def test_a_footnote_breaks_no_sentence_and_stays_on_its_page() -> None:
    note = [Shown("1 The figure is from the last survey of our members.", up=80, size=7)]
    first = [*below([*BODY, "The sentence began on the first page"]), *note]
    pages = (first, below(["and goes on here.", *MORE]))
    (document,) = read_pdf(pdf_of(*pages), "a.pdf").documents
    assert "The sentence began on the first page and goes on here." in document.text
    (span,) = document.notes
    assert document.text[span.start : span.end] == "1 The figure is from the last survey of our members."
    assert document.page_at(span.start) == 1
    passages = passages_of(document)
    assert [p for p in passages if p.start < span.end and span.start < p.end] == [
        p for p in passages if (p.start, p.end) == (span.start, span.end)
    ]
