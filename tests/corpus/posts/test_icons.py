"""Names of icons are no text of a document; the words beside them are."""

import pytest

from corpus.text import read_text
from tests.corpus.html.test_reader import SENTENCE, TEXT, one
from tests.corpus.html.test_wordpress import document as wordpress


@pytest.mark.parametrize(
    "icon",
    [
        '<i class="material-icons">arrow_forward</i>',
        '<i class="material-icons md-18">home</i>',
        '<span class="material-symbols-outlined"> expand_more </span>',
        '<span class="icon">expand_more</span>',
        '<span class="icon">menu</span>',
        '<span class="dashicons dashicons-arrow-right">arrow-right</span>',
        '<i class="glyphicon glyphicon-envelope">envelope</i>',
        '<i class="fas fa-file-pdf">file-pdf</i>',
        '<i class="fa fa-download">Download</i>',
    ],
)
def test_an_icon_is_no_word(icon: str) -> None:
    expected = f"{SENTENCE} Read the statement of the board."
    assert one(f"{TEXT}<p>{SENTENCE} Read {icon} the statement of the board.</p>").text.endswith(expected)
    assert wordpress(f"<p>{SENTENCE} Read {icon} the statement of the board.</p>").text == expected


@pytest.mark.parametrize(
    "words",
    [
        '<i class="fa fa-download">Read the statement</i>',
        '<span class="icon">literacy</span>',
        '<span class="has-icon">home</span>',
        "<i>share</i>",
        '<span class="family">work</span>',
        '<span class="fact">fact</span>',
        '<span class="material-iconsets">home</span>',
        '<i class="material-icons">Words of a person</i>',
        '<i class="icon">open_minded <b>people</b></i>',
    ],
)
def test_words_that_only_look_like_icons_stay(words: str) -> None:
    plain = wordpress(f"<p>EAEA says {words} today.</p>").text
    assert plain == wordpress(f"<p>EAEA says {words.replace('class=', 'title=')} today.</p>").text


def test_lines_of_plain_text_that_are_icons() -> None:
    text = "EAEA calls for funds.\n\narrow_forward\n\nRead more\nexpand_more\nin the statement.\n\nnavigate_next"
    (document,) = read_text(text.encode(), "a.txt").documents
    assert document.text == "EAEA calls for funds.\n\nRead more\nin the statement."


@pytest.mark.parametrize(
    "line", ["share", "snake_case", "We use arrow_forward here.", "arrow_", "Arrow_Forward", "a_b"]
)
def test_lines_that_are_no_icons(line: str) -> None:
    text = f"EAEA calls for funds.\n\n{line}\n\nThat is all."
    assert read_text(text.encode(), "a.txt").documents[0].text == text
