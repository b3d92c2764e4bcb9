import pytest

from corpus.pdf.layout import paragraphs
from corpus.pdf.line import Line
from corpus.pdf.paragraph import Paragraph
from corpus.pdf.traced import Traced


def line(text: str, number: int = 1, top: float = 0, size: float = 0, bold: bool = False) -> Line:
    return Line(Traced.nowhere(text), number, 50, 300, top, size, bold)


def page(*texts: str, number: int = 1, size: float = 10, top: float = 100, gap: float = 12) -> list[Line]:
    return [line(text, number, top + at * gap, size) for at, text in enumerate(texts)]


def words(pages: list[list[Line]]) -> list[str]:
    return [part.words for part in paragraphs(pages)]


FILLER = ["Something stands here that is", "text of a paragraph and goes on", "until it has come to an end."]


def test_lines_of_one_paragraph_are_joined() -> None:
    assert words([page(*FILLER)]) == [" ".join(FILLER)]


def test_a_wider_gap_parts_paragraphs() -> None:
    below = page("Another paragraph.", top=160)
    assert words([[*page(*FILLER), *below]]) == [" ".join(FILLER), "Another paragraph."]


def test_larger_or_bold_lines_are_headings() -> None:
    large = line("1. Summary", top=140, size=14)
    bold = line("Refugees", top=200, size=10, bold=True)
    found = paragraphs([[*page(*FILLER), large, *page(*FILLER, top=160), bold, *page(*FILLER, top=220)]])
    assert [part.words for part in found if part.style == "heading"] == ["1. Summary", "Refugees"]


@pytest.mark.parametrize(
    "words", ["2022", "December 3, 2021", "Three months ended June 30,", "(in millions)", "31 March", "3.4", "1st"]
)
def test_what_stands_over_the_columns_of_a_table_is_no_heading(words: str) -> None:
    found = paragraphs([[*page(*FILLER), line(words, top=140, size=14), *page(*FILLER, top=160)]])
    assert [part.style for part in found] == ["paragraph"] * 3


@pytest.mark.parametrize("words", ["EU", "Agenda 2030", "March of the learners", "3. Funding", "Demands (short)"])
def test_what_names_something_is_a_heading(words: str) -> None:
    found = paragraphs([[*page(*FILLER), line(words, top=140, size=14), *page(*FILLER, top=160)]])
    assert [part.words for part in found if part.style == "heading"] == [words]


def test_where_all_is_bold_bold_is_no_heading() -> None:
    lines = [line(text, top=100 + at * 12, size=10, bold=True) for at, text in enumerate(FILLER)]
    assert [part.style for part in paragraphs([lines])] == ["paragraph"]


def test_bullets_begin_items_and_are_left_out() -> None:
    found = paragraphs([page("EAEA asks for:", "• more money", "• more time;", "o less paper")])
    assert [(part.words, part.style) for part in found] == [
        ("EAEA asks for:", "paragraph"),
        ("more money", "item"),
        ("more time;", "item"),
        ("less paper", "item"),
    ]


def test_running_heads_and_page_numbers_are_left_out() -> None:
    pages = [
        [
            *page("EAEA reply", number=n, top=20),
            *page(f"Own text {word} ends.", number=n),
            *page(f"Page {n} of 3", number=n, top=800),
        ]
        for n, word in ((1, "one"), (2, "two"), (3, "three"))
    ]
    assert words(pages) == ["Own text one ends.", "Own text two ends.", "Own text three ends."]


def test_a_file_of_nothing_but_running_heads_keeps_them() -> None:
    pages = [page("The same line", number=n) for n in (1, 2, 3)]
    assert "The same line" in " ".join(words(pages))


def test_a_broken_word_is_mended() -> None:
    assert words([page("They support life\u00ad", "long learning with com-", "puters and so on.")]) == [
        "They support lifelong learning with computers and so on."
    ]


def test_a_hyphen_that_belongs_to_the_word_stays() -> None:
    lines = [
        "A non-formal course and another non-formal course are non-",
        "formal in name.",
        "Pages 10-",
        "12 as well.",
    ]
    assert words([page(*lines)])[0].startswith(
        "A non-formal course and another non-formal course are non-formal in name."
    )


def test_ligatures_are_written_out() -> None:
    assert words([page("The o\ufb03ce \ufb01nds a \ufb02at.")]) == ["The office finds a flat."]


def test_a_sentence_goes_on_over_the_page_and_tells_where() -> None:
    first = page("A sentence that began on the first page and", number=1, top=700)
    (part,) = paragraphs([first, page("ends on the second.", number=2)])
    assert part.page_breaks == ((part.words.index("ends"), 2),)


def test_a_sentence_that_ended_does_not_go_on_over_the_page() -> None:
    assert words([page("It has ended.", number=1, top=700), page("Another begins.", number=2)]) == [
        "It has ended.",
        "Another begins.",
    ]


def test_pages_without_lines_have_no_paragraphs() -> None:
    assert paragraphs([[], [line("  ", 2)]]) == list[Paragraph]()


def test_lines_without_places_are_parted_by_short_last_lines() -> None:
    texts = [
        "A paragraph that is long enough to be wrapped at the right edge",
        "and ends.",
        "The next one begins here and is long",
    ]
    assert words([[line(text) for text in texts]]) == [f"{texts[0]} {texts[1]}", texts[2]]


def test_pages_of_two_engines_are_read_together() -> None:
    """The second engine tells no sizes and places; its pages may be the most."""
    told = [line(text, number=1) for text in FILLER * 3]
    assert words([told, page(*FILLER, number=2)])[-1].endswith("until it has come to an end.")
    flat = [line(text, top=100 + 12 * at) for at, text in enumerate(FILLER)]
    assert " ".join(words([flat])) == " ".join(FILLER)


def test_a_page_of_nothing_but_a_hyphen_moves_no_other_page() -> None:
    assert words([page(*FILLER), page("\u00ad", number=2)]) == [" ".join(FILLER)]
    assert words([page("\x02"), page(*FILLER, number=2)]) == [" ".join(FILLER)]
    assert words([page("a) \ufffe")]) == []


def test_a_page_begins_behind_the_hyphens_that_are_not_printed() -> None:
    (found,) = paragraphs([page("In the years (12)\u00ad"), page("follow more words.", number=2)])
    assert (found.words, found.page_breaks) == ("In the years (12) follow more words.", ((18, 2),))
