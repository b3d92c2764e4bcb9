"""Contact blocks are kept to the letter and are neither headings nor titles."""

import pytest

from corpus.draft import Style
from corpus.html.reader import read_html
from corpus.posts.contacts import holds_address
from corpus.posts.documents import documents_of
from corpus.text import read_text
from index.texts.sentences import sentences
from tests.corpus.html.test_reader import TEXT, page
from tests.corpus.posts.test_documents import SENTENCE, draft

ADDRESSES = [
    "gina(at)sample.example",
    "gina [at] sample.example",
    "gina@sample.example",
    "g.e {at} s.example",
    "g @ s.example",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_is_told_by_its_shape(address: str) -> None:
    assert holds_address(f"Write to {address}.")


@pytest.mark.parametrize("words", ["Call us at home", "A [sic] at B", "50 @", "look at (this)"])
def test_words_that_are_no_address(words: str) -> None:
    assert not holds_address(words)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_contact_block_of_plain_text_is_text(address: str) -> None:
    block = f"More information\n\nGina Example\n\nSecretary General\n\n{address}"
    (document,) = read_text(f"{SENTENCE}\n\n{block}\n\n{SENTENCE}".encode(), "a.txt").documents
    assert [section.heading for section in document.sections] == ["", "More information"]
    assert document.text == f"{SENTENCE}\n\n{block}\n\n{SENTENCE}"


@pytest.mark.parametrize("heading", ["Gina Example", "gina(at)sample.example", "Project manager"])
def test_a_heading_of_a_contact_block_is_none(heading: str) -> None:
    parts: list[str | tuple[str, Style]] = [SENTENCE, (heading, "heading"), "e-mail: gina(at)sample.example"]
    (document,) = documents_of(draft(*parts, title="Own title"), "p")
    assert [section.heading for section in document.sections] == [""]


@pytest.mark.parametrize(
    "parts",
    [
        (("How to take part", "heading"), "Write to gina(at)sample.example before Friday."),
        (("Learning Accounts", "heading"), "Write to gina(at)sample.example before Friday."),
        (("More information", "heading"), "Gina Example, gina(at)sample.example"),
        (("Learning Accounts", "heading"), SENTENCE * 3, "gina(at)sample.example"),
    ],
)
def test_headings_of_texts_stay(parts: tuple[str | tuple[str, Style], ...]) -> None:
    (document,) = documents_of(draft(SENTENCE, *parts, title="Own title"), "p")
    assert len(document.sections) == 2


def test_an_address_below_a_date_line_is_no_title_of_another_post() -> None:
    (document,) = documents_of(
        draft(SENTENCE, "12.03.2021", "gina(at)sample.example", SENTENCE, title="Own title"), "p.txt"
    )
    assert document.text.count(SENTENCE) == 2
    (untitled,) = documents_of(draft(("gina(at)sample.example", "heading"), SENTENCE), "about.txt")
    assert untitled.title == "about"


def test_a_saved_page_keeps_its_contact_block_to_the_letter() -> None:
    block = "<h3>More information</h3><h4>Gina Example</h4><p>e-mail: gina(at)sample.example</p>"
    (document,) = read_html(page(TEXT + block).encode(), "p.html").documents
    assert document.text.endswith("More information\n\nGina Example\n\ne-mail: gina(at)sample.example")
    assert [section.heading for section in document.sections] == ["", "More information"]


@pytest.mark.parametrize("address", ADDRESSES[:4])
def test_an_address_splits_no_sentence(address: str) -> None:
    text = f"Answers go to {address} before 13 July. EAEA will read them."
    assert [text[span.start : span.end] for span in sentences(text, "en")] == [
        f"Answers go to {address} before 13 July.", "EAEA will read them."
    ]  # fmt: skip
