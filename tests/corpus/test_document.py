from bisect import bisect_right
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Document, Section

SECTIONS = (Section("", 0, 10), Section("Aims", 10, 25), Section("Costs", 25, 40))
PAGED = Document("a.pdf", "A", "x" * 40, SECTIONS, page_starts=(0, 12, 12, 30))


@pytest.mark.parametrize(("offset", "page"), [(0, 1), (11, 1), (12, 3), (29, 3), (30, 4), (39, 4)])
def test_an_offset_stands_on_the_page_that_began_last(offset: int, page: int) -> None:
    assert PAGED.page_at(offset) == page


def test_web_text_has_no_pages() -> None:
    web = Document("a.html", "A", "text", (Section("", 0, 4),))
    assert web.page_at(2) is None
    assert web.page_label_at(2) == ""


def test_a_page_is_called_by_its_label_or_else_by_its_number() -> None:
    assert PAGED.page_label_at(12) == "3"
    assert replace(PAGED, page_labels=("i", "ii", "1", "2")).page_label_at(12) == "1"


@pytest.mark.parametrize(
    ("offset", "heading"), [(0, ""), (9, ""), (10, "Aims"), (24, "Aims"), (25, "Costs"), (39, "Costs")]
)
def test_an_offset_lies_in_the_section_that_covers_it(offset: int, heading: str) -> None:
    assert PAGED.section_at(offset).heading == heading


@given(st.lists(st.integers(1, 30), min_size=1, max_size=8), st.data())
def test_the_section_found_holds_the_offset(lengths: list[int], data: st.DataObject) -> None:
    bounds = [sum(lengths[:at]) for at in range(len(lengths) + 1)]
    sections = tuple(Section(str(at), bounds[at], bounds[at + 1]) for at in range(len(lengths)))
    document = Document("a", "A", "x" * bounds[-1], sections)
    offset = data.draw(st.integers(0, bounds[-1] - 1))
    found = document.section_at(offset)
    assert found.start <= offset < found.end
    assert found.heading == str(bisect_right(bounds, offset) - 1)
