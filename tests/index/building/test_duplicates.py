from dataclasses import replace

import pytest

from corpus.document import Document, Section
from index.building.duplicates import SHORTEST_TEXT, Identity, body_of, originals

LONG = "Adults learn for many reasons, in many places. " * 10


def document(text: str, title: str = "Title") -> Document:
    return Document("d", title, text, (Section("", 0, len(text)),))


def identity(
    row: int, title: str = "", body: str = "", day: str | None = "2021-03-12", teaser: bool = False
) -> Identity:
    return Identity(row, f"id{row}", title or f"Title {row}", day, body or f"body {row}", teaser)


@pytest.mark.parametrize("other", [LONG.upper(), LONG.replace(" ", "\n"), LONG.replace(" ", "\u00a0"), f"  {LONG}  "])
def test_case_and_white_space_make_no_other_text(other: str) -> None:
    assert body_of(document(other)) == body_of(document(LONG))


def test_one_word_makes_another_text() -> None:
    assert body_of(document(LONG)) != body_of(document(LONG.replace("many places", "few places", 1)))


def test_a_long_text_is_the_same_under_another_title_and_a_short_one_is_not() -> None:
    assert len(LONG) > SHORTEST_TEXT
    assert body_of(document(LONG, "One")) == body_of(document(LONG, "Two"))
    assert body_of(document("Read it here.", "One")) != body_of(document("Read it here.", "Two"))
    assert body_of(document("Read it here.", "One")) == body_of(document("read it  here.", "ONE"))


def test_the_first_of_two_same_texts_is_kept() -> None:
    assert originals([identity(2, body="b"), identity(1, body="b"), identity(3)]) == {2: "id1"}


def test_a_whole_text_goes_before_a_teaser_that_came_first() -> None:
    teaser, whole = identity(1, "Same", teaser=True), identity(2, "same ")
    assert originals([teaser, whole]) == {1: "id2"}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2021-03-12", "2021-03-12", True),
        ("2021-03-12", "2021-03-13", False),
        (None, "2021-03-12", True),
        (None, None, True),
    ],
)
def test_a_teaser_repeats_the_post_of_its_title_and_day(one: str | None, other: str | None, same: bool) -> None:
    found = originals([identity(1, "Same", day=one), identity(2, "Same", day=other, teaser=True)])
    assert found == ({2: "id1"} if same else {})


def test_two_whole_texts_of_one_title_are_two_documents() -> None:
    assert originals([identity(1, "Same"), identity(2, "Same")]) == {}


def test_two_teasers_of_one_post_are_one_document() -> None:
    assert originals([identity(1, "Same", teaser=True), identity(2, "Same", teaser=True)]) == {2: "id1"}


def test_a_document_without_a_body_to_compare_repeats_nothing() -> None:
    told = [replace(identity(1, "Same"), body=""), replace(identity(2, "Same"), body="")]
    assert originals(told) == {}


def test_when_the_original_is_gone_the_next_one_is_kept() -> None:
    told = [identity(row, body="b") for row in (1, 2, 3)]
    assert originals(told) == {2: "id1", 3: "id1"}
    assert originals(told[1:]) == {3: "id2"}
