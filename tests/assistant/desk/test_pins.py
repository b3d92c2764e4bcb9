"""Pinned answers in the desk's file, and how questions are recognised."""

import sqlite3
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.desk.pins import Pin, folded, pin_of
from corpus.errors import Conflict, DamagedDesk, DeskError
from tests.assistant.basket.given import kept
from tests.assistant.desk.given import Place, signed

ONE, TWO = kept("Sentence one of two says something.", "1.txt"), kept("Sentence two of two says more.", "2.txt")


def pin(question: str = "Does EAEA support accounts?", *wordings: str) -> Pin:
    return pin_of(question, (ONE, TWO), signed(), wordings)


@pytest.mark.parametrize(
    "other",
    ["does eaea SUPPORT accounts", " Does  EAEA\nsupport accounts ? ", "Does EAEA support accounts...", "do you? "],
)
def test_a_question_and_its_wordings_are_recognised(place: Place, other: str) -> None:
    kept_pin = place.desk.pins.pin(pin("Does EAEA support accounts?", "Do you"), 0)
    assert place.desk.pins.asked(other) == (kept_pin,) and kept_pin.revision == 1


@pytest.mark.parametrize(
    "other",
    [
        "Does EAEA not support accounts?",
        "Does EAEA support account?",
        "Does EAEA support accounts in 2016?",
        "",
        "\udc80",
    ],
)
def test_another_question_is_another_one(place: Place, other: str) -> None:
    place.desk.pins.pin(pin(), 0)
    assert place.desk.pins.asked(other) == ()


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_what_is_recognised_is_recognised_again(question: str) -> None:
    assert folded(folded(question)) == folded(question) == folded(f"  {question}?! ")


def test_a_pin_is_kept_changed_and_taken_away(place: Place) -> None:
    desk = place.desk.pins
    first = desk.pin(pin("Accounts?", "About accounts"), 0)
    assert desk.pins() == (first,)
    second = desk.pin(replace(pin("Accounts?", "On accounts"), quotes=(TWO,)), 1)
    assert (second.name, second.revision, second.quotes) == (first.name, 2, (TWO,))
    assert desk.asked("about accounts") == () and desk.asked("on accounts") == (second,)
    desk.unpin(second.name, 2)
    assert desk.pins() == () and desk.asked("Accounts?") == ()


def test_who_changes_what_somebody_else_changed_meanwhile_is_told(place: Place) -> None:
    desk = place.desk.pins
    first = desk.pin(pin(), 0)
    desk.pin(replace(pin(), quotes=(TWO,)), 1)
    with pytest.raises(Conflict, match="meanwhile by Maria"):
        desk.pin(pin(), 1)
    with pytest.raises(Conflict):
        desk.unpin(first.name, 1)
    desk.unpin(first.name, 2)
    with pytest.raises(Conflict, match="it is gone"):
        desk.pin(pin(), 2)
    assert desk.pins() == ()


def test_a_wording_has_one_answer(place: Place) -> None:
    desk = place.desk.pins
    first = desk.pin(pin("Accounts?", "About accounts"), 0)
    with pytest.raises(DeskError, match="is a wording of “Accounts\\?”"):
        desk.pin(pin("Learning accounts?", "about accounts!"), 0)
    assert desk.pins() == (first,)


def test_what_cannot_be_pinned_is_told() -> None:
    for question in (" ?! ", "x" * 1001, "\udc80"):
        with pytest.raises(DeskError, match="1 to 1,000 characters"):
            pin_of(question, (ONE,), signed())
    for quotes in ((), tuple(replace(ONE, document=str(at)) for at in range(21))):
        with pytest.raises(DeskError, match="1 to 20 quotations"):
            pin_of("Accounts?", quotes, signed())
    with pytest.raises(DeskError, match="50 wordings"):
        pin_of("Accounts?", (ONE,), signed(), tuple(f"wording {at}" for at in range(51)))


def test_a_quotation_whose_words_are_not_those_of_its_name_is_damage(place: Place) -> None:
    place.desk.pins.pin(pin(), 0)
    with sqlite3.connect(place.desk.pins.desk.path) as connection:
        connection.execute("UPDATE pins SET pin = replace(pin, 'says something', 'says nothing')")
    connection.close()
    with pytest.raises(DamagedDesk):
        place.desk.pins.asked("Does EAEA support accounts?")
