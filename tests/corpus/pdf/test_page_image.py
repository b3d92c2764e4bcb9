"""A mark covers the quoted words and nothing else, or there is none: PDFium's search in a rectangle is the judge."""

import random
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageChops

import corpus.sample
from benchmarks.page_images import letters
from corpus.pdf.page_image import pictures
from corpus.pdf.picture import LONGEST_SIDE, MOST_PIXELS, Picture
from corpus.pdf.quoted import Doubt, Part, Stretch, parts_of
from corpus.pdf.reader import read_pdf
from index.texts.sentences import sentences
from tests.corpus.pdf.files import Drawing, Shown, below, pdf_of
from tests.corpus.pdf.paged import LINES, SENTENCE, covered, drawn, page_of, read, set_on

STATEMENTS = sorted((corpus.sample.content() / "statements").glob("*.pdf"))
RED = "1 0 0 rg"


def doubts(found: Sequence[Picture]) -> set[Doubt]:
    assert not any(one.marks for one in found)
    return {one.doubt for one in found if one.doubt}


def image_of(picture: Picture) -> Image.Image:
    return Image.frombytes(picture.mode, (picture.width, picture.height), picture.pixels)


@pytest.mark.parametrize("path", STATEMENTS, ids=lambda path: path.stem)
def test_every_sentence_of_the_sample_is_marked_whole_and_alone(path: Path) -> None:
    data = path.read_bytes()
    (document,) = read_pdf(data, path.name).documents
    for span in sentences(document.text, document.language):
        words = document.text[span.start : span.end]
        quoted = parts_of(document.text, document.origins, span.start, span.end)
        found = pictures(data, quoted.parts, 1.0)
        assert [one.doubt for one in found] == [""] * len(found), words
        assert covered(data, found) == letters(words)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", ["0 0 595 842", "40 600 500 760"], ids=["whole", "cropped"])
@pytest.mark.parametrize("scale", [1.0, 2.5])
def test_turned_and_cropped_pages_are_marked_where_the_words_are_seen(turn: int, crop: str, scale: float) -> None:
    """The words are red; all that is red lies in the marks, and each mark holds something red."""
    words = Drawing(f"q {RED} BT /F 10 Tf 50 640 Td ({SENTENCE}) Tj ET Q")
    data = set_on(page_of(words, lines=LINES[:2]), turn, crop)
    (found,) = drawn(data, SENTENCE, scale)
    assert covered(data, [found]) == letters(SENTENCE)
    (mark,) = found.marks
    image = image_of(found)
    assert image.mode == "RGB"
    red, green, _ = image.split()
    where = ImageChops.subtract(red, green).point([255 * (value > 80) for value in range(256)]).getbbox()
    assert where == pytest.approx(mark.scaled(image.width, image.height), abs=2)
    across, down = found.points
    assert (image.width, image.height) == pytest.approx((across * scale, down * scale), abs=1)


def test_two_lines_have_two_marks() -> None:
    words = f"{LINES[0]} {LINES[1]}"
    (found,) = drawn(page_of(), words)
    assert len(found.marks) == 2
    assert covered(page_of(), [found]) == letters(words)


def test_a_part_of_a_line_is_marked_alone() -> None:
    (found,) = drawn(page_of(), "a fair share")
    assert covered(page_of(), [found]) == "afairshare"


def test_a_word_broken_over_two_lines_is_marked_on_both() -> None:
    lines = [
        "Education is for all, and the education of adults is edu\xad",
        "cation for all, whatever they have learned.",
    ]
    data = page_of(lines=lines)
    words = "the education of adults is education for all"
    (found,) = drawn(data, words)
    assert len(found.marks) == 2 and covered(data, [found]) == letters(words)


def test_a_footnote_mark_inside_a_quotation_is_left_out() -> None:
    sentence = Drawing(
        "BT /F 10 Tf 50 640 Td (Adults learn in all places) Tj /F 5 Tf 4 Ts (12) Tj "
        "/F 10 Tf 0 Ts ( and at all times of life.) Tj ET"
    )
    data = page_of(sentence, lines=LINES[:2])
    words = "Adults learn in all places and at all times of life."
    (found,) = drawn(data, words)
    assert len(found.marks) == 2 and covered(data, [found]) == letters(words)


def test_columns_are_marked_apart() -> None:
    left = [f"This is the left column, line {n} of it," for n in range(8)]
    right = [f"while the right one says {n} others," for n in range(8)]
    data = pdf_of([*below(left), *below(right, left=320)])
    words = f"{left[7]} {right[0]}"
    (found,) = drawn(data, words)
    assert covered(data, [found]) == letters(words)


def test_a_quotation_over_two_pages_is_marked_on_both() -> None:
    more = ("and for as long as there are adults who want to learn,", "which will be for some time to come.")
    data = pdf_of(below(LINES[:1]), below(more))
    words = f"{LINES[0]} {more[0]}"
    found = drawn(data, words)
    assert [one.page for one in found] == [1, 2] and all(one.marks for one in found)
    assert covered(data, found) == letters(words)


def test_where_one_page_leaves_a_doubt_no_page_is_marked() -> None:
    hidden = Drawing("q 1 1 1 rg 40 690 400 30 re f Q")
    more = "and for as long as there are adults who want to learn."
    data = pdf_of(below(LINES[:1]), [Shown(more), hidden])
    assert doubts(drawn(data, f"{LINES[0]} {more}")) == {"unseen"}


@pytest.mark.parametrize(
    ("how", "more"),
    [
        ("white", Drawing(f"q 1 1 1 rg BT /F 10 Tf 50 600 Td ({SENTENCE}) Tj ET Q")),
        ("invisible", Drawing(f"q BT 3 Tr /F 10 Tf 50 600 Td ({SENTENCE}) Tj ET Q")),
        ("clipped away", Drawing(f"q 0 0 10 10 re W n BT /F 10 Tf 50 600 Td ({SENTENCE}) Tj ET Q")),
        ("below a picture", Drawing(f"BT /F 10 Tf 50 600 Td ({SENTENCE}) Tj ET q .5 g 40 590 500 30 re f Q")),
        ("beside the page", Drawing(f"BT /F 10 Tf 450 600 Td ({SENTENCE}) Tj ET")),
    ],
)
def test_words_that_nobody_sees_are_not_marked(how: str, more: Drawing) -> None:
    assert doubts(drawn(page_of(more, lines=LINES[:2]), SENTENCE)) == {"unseen"}, how


def test_words_below_other_words_are_not_marked() -> None:
    over = Drawing("q 1 1 1 rg 40 595 500 20 re f Q"), Shown("The association rejects them all.", left=51, up=601)
    data = page_of(Shown(SENTENCE, up=600), *over, lines=LINES[:2])
    assert doubts(drawn(data, SENTENCE)) == {"beside others"}


def test_a_file_with_other_words_at_these_places_is_not_marked() -> None:
    told = read(page_of())
    for lines in ((*LINES[:2], SENTENCE.replace("fair", "weak")), LINES[1:], LINES[:1]):
        assert doubts(drawn(page_of(lines=lines), SENTENCE, told=told)) == {"other words"}


def test_other_words_in_the_text_are_not_marked() -> None:
    document = read(page_of())
    forged = replace(document, text=document.text.replace("a fair share", "a full share"))
    assert doubts(drawn(page_of(), SENTENCE.replace("fair", "full"), told=forged)) == {"other words"}


@pytest.mark.parametrize(("first", "last"), [(-1, 3), (5, 5), (0, 10**6), (10**9, 10**9 + 4)])
def test_places_that_are_none_are_not_marked(first: int, last: int) -> None:
    found = pictures(page_of(), [Part(1, (Stretch("Adult", first, last),))], 1.0)
    assert doubts(found) == {"other words"}


def test_pages_without_places_are_shown_unmarked() -> None:
    (found,) = pictures(page_of(), [Part(1, ())], 1.0)
    assert doubts([found]) == {"untraced"}
    assert image_of(found).convert("L").getextrema()[0] < 100


def test_chance_quotations_are_marked_whole_or_not_at_all() -> None:
    data = STATEMENTS[0].read_bytes()
    (document,) = read_pdf(data, "a.pdf").documents
    chance = random.Random(5)
    for _ in range(40):
        start = chance.randrange(len(document.text) - 200)
        end = start + chance.randrange(1, 200)
        quoted = parts_of(document.text, document.origins, start, end)
        found = pictures(data, quoted.parts, 1.0)
        if found and found[0].marks:
            assert covered(data, found) == letters(document.text[start:end].replace("•", ""))


@pytest.mark.parametrize(("across", "down"), [(14_400, 14_400), (14_400, 20), (20, 14_400), (3, 3)], ids=str)
def test_a_page_of_any_size_is_drawn_within_bounds(across: float, down: float) -> None:
    with pdfium.PdfDocument.new() as file:
        file.new_page(across, down)
        out = BytesIO()
        file.save(out)
    (found,) = pictures(out.getvalue(), [Part(1, ())], 4.0)
    assert found.width * found.height <= MOST_PIXELS + found.width + found.height + 1
    assert max(found.width, found.height) <= LONGEST_SIDE + 1
    assert (found.mode, len(found.pixels)) == ("L", found.width * found.height)
    assert found.points == pytest.approx((across, down))
    assert set(found.pixels) == {255}


def test_a_page_that_is_not_there_is_no_picture() -> None:
    with pytest.raises(pdfium.PdfiumError):
        pictures(page_of(), [Part(2, ())], 1.0)
