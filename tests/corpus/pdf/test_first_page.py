"""Title and date as a statement shows them, where the file says little or something else."""

from datetime import date

import pytest

from corpus.pdf.first_page import Head, date_in_words, head_of, is_date_line, made_on, published
from corpus.pdf.paragraph import Paragraph
from corpus.pdf.traced import Traced


def part(words: str, size: float = 10, page: int = 1) -> Paragraph:
    return Paragraph(Traced.nowhere(words), "heading" if size > 11 else "paragraph", page, size=size)


TEXT = part("Adults learn for many reasons, and most of them have little to do with work. " * 2)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Brussels, 12 July 2021", date(2021, 7, 12)),
        ("Helsinki, 3rd of March 2019", date(2019, 3, 3)),
        ("July 12, 2021", date(2021, 7, 12)),
        ("Bruxelles, le 1er février 2020", date(2020, 2, 1)),
        ("Bonn, den 5. März 2018", date(2018, 3, 5)),
        ("Madrid, 4 de octubre de 2022", date(2022, 10, 4)),
        ("12.07.2021", date(2021, 7, 12)),
        ("12/07/2021", date(2021, 7, 12)),
        ("31 February 2021, then 2 March 2021", date(2021, 3, 2)),
        ("between 2014 and 2020", None),
        ("paragraph 12.7.20211", None),
        ("the 12 Guidelines 2021", None),
    ],
)
def test_dates_as_people_write_them(words: str, day: date | None) -> None:
    assert date_in_words(words) == day


@pytest.mark.parametrize("words", ["Brussels, 12 July 2021", "12.07.2021", "Bruxelles, le 1er février 2020."])
def test_a_place_and_a_date_are_no_sentence(words: str) -> None:
    assert is_date_line(words)


@pytest.mark.parametrize("words", ["On 12 July 2021 the consultation closed.", "Brussels", ""])
def test_a_sentence_with_a_date_is_kept(words: str) -> None:
    assert not is_date_line(words)


def test_a_line_of_its_own_tells_the_date_at_the_beginning_or_the_end() -> None:
    made = date(2024, 1, 1)
    assert published([part("Brussels, 12 July 2021"), TEXT], made) == (date(2021, 7, 12), "")
    assert published([TEXT] * 12 + [part("Helsinki, 3 May 2020")], made) == (date(2020, 5, 3), "")


def test_a_date_in_a_sentence_is_believed_only_when_the_file_was_made_then() -> None:
    sentence = part(
        "The Commission opened its consultation on the action plan on 18 June 2020, and EAEA sends this reply."
    )
    assert published([sentence], date(2020, 8, 30)) == (date(2020, 6, 18), "")
    assert published([sentence], date(2023, 8, 30)) == (date(2023, 8, 30), "")
    assert published([sentence], None) == (None, "")


def test_a_month_without_a_day_is_told_to_be_one() -> None:
    day, note = published([part("Statement, May 2015"), TEXT], date(2021, 2, 2))
    assert day == date(2015, 5, 1)
    assert "only the month" in note
    assert published([part("Statement, May 2015"), TEXT], date(2015, 5, 20)) == (date(2015, 5, 20), "")


def test_the_day_a_file_was_made() -> None:
    assert made_on("D:20210712093000+02'00'") == date(2021, 7, 12)
    assert made_on("D:20211399") is None
    assert made_on("") is None


def test_the_title_is_the_largest_heading_and_what_stands_above_is_a_letterhead() -> None:
    found = [part("EAEA, the association with a long name", 12), part("Small steps", 18), TEXT]
    told = head_of(found, "Microsoft Word - final.docx")
    assert told == Head("Small steps", ("EAEA, the association with a long name",), [TEXT])


def test_a_title_that_means_something_is_the_files_own() -> None:
    found = [part("Small steps", 18), TEXT]
    assert head_of(found, "Small Steps") == Head("Small Steps", (), [TEXT])
    assert head_of(found, "Another title") == Head("Another title", (), found)


def test_sentences_above_the_title_are_kept() -> None:
    found = [part("This text was written by all members together."), part("Small steps", 18), TEXT]
    assert head_of(found, "") == Head("Small steps", (), [found[0], TEXT])


def test_a_number_or_a_heading_of_a_later_page_is_no_title() -> None:
    assert head_of([part("14", 30), TEXT, part("Costs", 18, page=2)], "").title == ""


def test_a_line_below_the_title_that_tells_place_and_date_is_no_text() -> None:
    assert head_of([part("Small steps", 18), part("Helsinki, 3 May 2020"), TEXT], "").text == [TEXT]


def test_a_number_is_no_title() -> None:
    head = head_of([part("Learning in later life", 20), TEXT], "0000764478-19-000009")
    assert head.title == "Learning in later life"
