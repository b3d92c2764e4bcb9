"""Footnotes leave the sentences that they stand between, and their page."""

from hypothesis import given
from hypothesis import strategies as st

from corpus.pdf.layout import paragraphs
from corpus.pdf.line import Line
from corpus.pdf.notes import placed_among, without_notes
from corpus.pdf.paragraph import Paragraph
from corpus.pdf.traced import Traced


def lines(*texts: str, top: float = 100, size: float = 10, page: int = 1) -> list[Line]:
    return [Line(Traced.nowhere(text), page, 50, 300, top + 12 * at, size) for at, text in enumerate(texts)]


BODY = lines("A paragraph stands here and", "takes three lines of the page", "before it comes to its end.")


def notes(*texts: str, size: float = 7.5, top: float = 700) -> list[str]:
    split = without_notes([*BODY, *lines(*texts, top=top, size=size)], body_size=10)
    return [" ".join(line.text for line in note) for note in split.notes]


def test_small_print_with_a_mark_at_the_foot_is_a_note_with_all_of_its_lines() -> None:
    assert notes("1 See the survey of", "our members in 2019.", "2 Council conclusions") == [
        "1 See the survey of our members in 2019.",
        "2 Council conclusions",
    ]


def test_a_note_without_a_full_stop_ends_where_the_next_number_stands() -> None:
    assert notes("4 Council conclusions", "5 Ibid") == ["4 Council conclusions", "5 Ibid"]


def test_a_number_at_the_beginning_of_a_line_is_no_mark_inside_a_sentence() -> None:
    assert notes("3 The reply came within", "90 days of the call.") == ["3 The reply came within 90 days of the call."]


def test_print_as_large_as_the_text_or_high_on_the_page_is_no_note() -> None:
    assert notes("1 Summary", size=10) == []
    split = without_notes([*lines("1 See the survey.", size=7, top=50), *BODY, *lines("End.", top=700)], 10)
    assert split.notes == []


def test_a_file_whose_engine_tells_no_sizes_has_no_notes() -> None:
    assert without_notes([Line(Traced.nowhere("1 See the survey."), 1)], 0).notes == []


PARTS = st.lists(st.integers(1, 3), min_size=1, max_size=5)


@given(PARTS, st.lists(st.integers(1, 6), max_size=4))
def test_notes_stand_on_their_own_page_whatever_runs_over_it(spans: list[int], pages: list[int]) -> None:
    """`spans` says how many pages each paragraph touches; the next begins on the page where the last ended."""
    body, page = list[Paragraph](), 1
    for span in spans:
        breaks = tuple((3 * at, page + at) for at in range(1, span))
        body.append(Paragraph(Traced.nowhere("ab " * span), "paragraph", page, breaks))
        page += span - 1
    asked = sorted(number for number in pages if number <= page)
    placed = placed_among(body, [Paragraph(Traced.nowhere("1 N"), "note", number) for number in asked])
    last = 1
    for part in placed:
        assert part.page >= last
        last = part.last_page
    assert [part.page for part in placed if part.style == "note"] == asked
    assert "".join(p.words for p in placed if p.style != "note").replace(" ", "") == "ab" * sum(spans)


def test_a_sentence_that_fills_a_page_with_a_note_is_parted_where_that_page_ends() -> None:
    pages = [
        lines("It began on the first page", page=1),
        [*lines("and it fills the second one", page=2), *lines("1 A note.", top=700, size=7, page=2)],
        lines("before it ends on the third.", page=3),
    ]
    assert [(part.words, part.page) for part in paragraphs(pages)] == [
        ("It began on the first page and it fills the second one", 1),
        ("1 A note.", 2),
        ("before it ends on the third.", 3),
    ]
