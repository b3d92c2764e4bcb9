"""Rectangles around characters hold all of them, one run a line, and no more than they need."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.pdf.marks import Box, Direction, Sign, marks_around
from corpus.pdf.page_image import _direction

POINTS = st.floats(-500, 500, allow_nan=False)
SIDES = st.floats(0.1, 60)


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    left, bottom = draw(POINTS), draw(POINTS)
    return Box(left, bottom, left + draw(SIDES), bottom + draw(SIDES))


@st.composite
def some_signs(draw: st.DrawFn) -> list[Sign]:
    directions: st.SearchStrategy[Direction] = st.sampled_from(["row", "column", "oblique"])
    found = draw(st.lists(st.tuples(boxes(), directions), min_size=1, max_size=12))
    return [Sign(at, box, box, direction) for at, (box, direction) in enumerate(found)]


def typed(lines: list[str], left: float = 50, top: float = 700, wide: float = 5, high: float = 10) -> list[Sign]:
    """Signs of lines as a typewriter sets them; spaces are no signs."""
    found, at = list[Sign](), 0
    for down, line in enumerate(lines):
        for across, sign in enumerate(line):
            x, y = left + across * wide, top - down * 1.2 * high
            box = Box(x, y, x + wide, y + high)
            if sign != " ":
                found.append(Sign(at, box, box))
            at += 1
    return found


def never(_one: int, _other: int) -> bool:
    return False


def inside(inner: Box, outer: Box) -> bool:
    return (
        outer.left <= inner.left <= inner.right <= outer.right
        and outer.bottom <= inner.bottom <= inner.top <= outer.top
    )


@given(some_signs())
def test_every_sign_lies_in_a_mark_and_every_mark_is_as_small_as_can_be(signs: list[Sign]) -> None:
    marks = marks_around(signs, never)
    assert all(any(inside(sign.box, mark) for mark in marks) for sign in signs)
    for mark in marks:
        within = [sign.box for sign in signs if inside(sign.box, mark)]
        assert mark.left in {one.left for one in within} and mark.right in {one.right for one in within}
        assert mark.top in {one.top for one in within} and mark.bottom in {one.bottom for one in within}


@given(some_signs())
def test_signs_that_are_parted_share_no_mark(signs: list[Sign]) -> None:
    assert marks_around(signs, lambda _one, _other: True) == [sign.box for sign in signs]


@given(some_signs(), POINTS, POINTS)
def test_marks_move_with_their_signs(signs: list[Sign], across: float, up: float) -> None:
    def moved(box: Box) -> Box:
        return Box(box.left + across, box.bottom + up, box.right + across, box.top + up)

    there = marks_around([Sign(s.at, moved(s.box), moved(s.line), s.direction) for s in signs], never)
    here = [moved(mark) for mark in marks_around(signs, never)]
    if len(there) == len(here):  # at the very limits of nearness rounding decides
        for one, other in zip(here, there, strict=True):
            assert (one.left, one.bottom, one.right, one.top) == pytest.approx(
                (other.left, other.bottom, other.right, other.top)
            )


@given(st.lists(st.lists(st.text("abc", min_size=1, max_size=6), min_size=1, max_size=6), min_size=1, max_size=5))
def test_a_line_of_words_has_one_mark(lines: list[list[str]]) -> None:
    marks = marks_around(typed([" ".join(words) for words in lines]), never)
    assert len(marks) == len(lines)
    assert [round(mark.top - mark.bottom) for mark in marks] == [10] * len(lines)
    assert [mark.top for mark in marks] == sorted((mark.top for mark in marks), reverse=True)


def test_a_gap_between_columns_parts_a_line() -> None:
    assert len(marks_around(typed(["one  two"]), never)) == 1
    assert len(marks_around(typed(["one        two"]), never)) == 2


def test_what_stands_between_is_left_out() -> None:
    signs = typed(["word", ""])
    assert len(marks_around(signs, lambda one, other: (one, other) == (1, 2))) == 2


def test_lines_that_run_upwards_have_one_mark_each() -> None:
    turned = [Sign(s.at, s.box.turned(), s.line.turned(), "column") for s in typed(["a line", "and more"])]
    assert len(marks_around(turned, never)) == 2


def test_letters_askew_have_a_mark_each() -> None:
    askew = [Sign(s.at, s.box, s.line, "oblique") for s in typed(["abc"])]
    assert len(marks_around(askew, never)) == 3


@pytest.mark.parametrize(
    ("degrees", "direction"), [(0, "row"), (90, "column"), (180, "row"), (270, "column"), (360, "row"), (30, "oblique")]
)
def test_lines_run_as_their_letters_are_turned(degrees: int, direction: str) -> None:
    assert _direction(math.radians(degrees)) == direction
