"""Columns are read one after the other, however the file sets them; tables are left alone."""

import random

import pypdfium2 as pdfium
import pytest

from corpus.pdf.columns import in_reading_order
from corpus.pdf.line import Line
from corpus.pdf.reader import read_pdf
from corpus.pdf.traced import Traced
from tests.corpus.pdf.files import Shown, below, pdf_of

LEFT = [
    "Adult education changes lives,",
    "and it does so at any age. In",
    "the first column we say what",
    "our members told us about the",
    "last ten years of their work,",
    "with examples from many lands.",
    "Every adult has a right to",
    "learn, and governments should",
    "pay for it without delay.",
]
RIGHT = [
    "In the second column we ask",
    "for measures that are within",
    "reach: more money for small",
    "providers, more time for the",
    "learners, and fewer forms to",
    "fill in. We regret that none",
    "of this stands in the plan.",
    "It should be mended before",
    "the next council meets.",
]
THIRD = [
    "The third column closes with",
    "a promise: the association and",
    "all of its members will help",
    "where help is wanted, in rural",
    "areas as much as in the towns,",
    "for people who never learned",
    "to like school and for those",
    "who could not get enough of it",
    "when they were children.",
]


def text_of(*shown: Shown) -> str:
    (document,) = read_pdf(pdf_of(shown), "a.pdf").documents
    return " ".join(document.text.split())


def rows_of(*columns: list[Shown]) -> list[Shown]:
    """Set row by row, as a table is."""
    return [one for row in zip(*columns, strict=True) for one in row]


@pytest.mark.parametrize("order", ["by column", "by row", "at random"])
def test_three_columns_under_a_heading(order: str) -> None:
    columns = [below(words, left, 660, 9) for words, left in ((LEFT, 40), (RIGHT, 215), (THIRD, 390))]
    shown = rows_of(*columns) if order != "by column" else [one for column in columns for one in column]
    if order == "at random":
        random.Random(4).shuffle(shown)
    text = text_of(Shown("A heading that lies across two columns", 40, 700, 16), *shown)
    assert text == " ".join([*LEFT, *RIGHT, *THIRD])


def test_two_columns_above_and_below_a_line_across() -> None:
    across = "What follows was decided by the general assembly of the association in Helsinki last year."
    upper, lower = ([below(words, left, up) for words, left in ((LEFT, 50), (RIGHT, 320))] for up in (760, 500))
    text = text_of(*rows_of(*upper), Shown(across, 50, 560), *rows_of(*lower))
    assert text == " ".join([*LEFT, *RIGHT, across, *LEFT, *RIGHT])


def test_a_table_is_read_row_by_row() -> None:
    names = [f"Country number {number}" for number in range(12)]
    figures = [f"{number}00 learners" for number in range(12)]
    text = text_of(*rows_of(below(names, 50), below(figures, 320)))
    assert text.startswith("Country number 0 000 learners")
    companies = [f"Folk High School of the {where} Region" for where in ("North", "South", "East", "West") * 3]
    lands = ["Republic of Northern Landia", "Kingdom of Southern Landia"] * 6
    assert text_of(*rows_of(below(companies, 50), below(lands, 320))).startswith(f"{companies[0]} {lands[0]}")


def test_justified_lines_are_not_torn() -> None:
    """Wide spaces in every line of a single column are no gutter."""
    shown = [
        Shown(word, 50 + 60 * at, 700 - 14 * row)
        for row, line in enumerate(LEFT)
        for at, word in enumerate(line.split())
    ]
    assert text_of(*shown) == " ".join(LEFT)


@pytest.mark.parametrize("right", [1e9, 1e300, 60.0, float("inf")])
def test_lines_that_stand_anywhere_are_left_as_they_are(right: float) -> None:
    """As in damaged files: no page is so wide that its points are counted, no column so narrow that it has no width."""
    lines = [Line(Traced.nowhere("learning"), 1, 50, edge, 14 * row, 10) for row in range(9) for edge in (60, right)]
    with pdfium.PdfDocument(pdf_of(below(LEFT))) as file:
        assert in_reading_order(lines, file[0].get_textpage()) is lines
