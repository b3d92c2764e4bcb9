"""The judge of marks sees marks that are wrong; what it judges of real reports is right."""

from dataclasses import replace
from pathlib import Path

import pytest

import corpus.sample
from assistant.page_image import page_images
from benchmarks.page_images import Reports, covered_words, letters, measure, read_all
from corpus.drawing import Drawer
from corpus.pdf.picture import Mark

STATEMENTS = corpus.sample.content() / "statements"
SMALL_REPORTS = ("PEPSICO_2023_8K_dated-2023-05-05.pdf",)


def moved(mark: Mark, across: float, down: float) -> Mark:
    return Mark(mark.left + across, mark.top + down, mark.right + across, mark.bottom + down)


def test_marks_that_are_moved_or_cut_are_seen_to_be_wrong() -> None:
    document = read_all(STATEMENTS)[0]
    words = "adult education"
    start = document.text.index(words)
    reports = Reports.of(STATEMENTS, [document])
    (image,) = page_images(document, start, start + len(words), reports, Drawer())
    data = (STATEMENTS / document.id).read_bytes()
    (mark,) = image.marks
    assert letters(covered_words(data, (image,))) == letters(words)
    high, wide = mark.bottom - mark.top, mark.right - mark.left
    for wrong in (
        moved(mark, 0, 2 * high),
        moved(mark, wide / 8, 0),
        replace(mark, right=mark.right - wide / 8),
        replace(mark, right=mark.right + wide / 4),
        replace(mark, bottom=mark.bottom + 2 * high),
    ):
        assert letters(covered_words(data, (replace(image, marks=(wrong,)),))) != letters(words)
    assert covered_words(data, (replace(image, marks=()),)) == ""


def test_the_sample_is_marked_rightly() -> None:
    figures = measure(STATEMENTS, count=20, seed=5)
    assert (figures.asked, figures.found, figures.wrong) == (20, 20, [])
    assert next(figures.lines()) == "20 of 20 sentences marked (100.0%)"


@pytest.mark.parametrize("name", SMALL_REPORTS)
def test_reports_are_marked_rightly(shared: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes((shared / "eval" / "financebench" / "pdfs" / name).read_bytes())
    figures = measure(tmp_path, count=40, seed=5)
    assert figures.wrong == [] and figures.found >= 0.95 * figures.asked
