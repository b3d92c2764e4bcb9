"""Baskets as values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.basket.contents import LONGEST_NOTE, MOST, Basket, checked_name
from assistant.basket.kept import KeptQuote
from corpus.errors import BasketError, NotKept
from tests.assistant.basket.given import kept

QUOTES = tuple(kept(f"Sentence number {number} says something.", f"{number}.txt") for number in range(6))
FULL = Basket("reply", 3, QUOTES)


@given(st.integers(1, 6), st.integers(1, 6))
def test_moving_is_taking_out_and_putting_in(number: int, to: int) -> None:
    expected = list(QUOTES)
    expected.insert(to - 1, expected.pop(number - 1))
    assert FULL.moving(number, to).quotes == tuple(expected)


def test_adding_removing_and_clearing() -> None:
    last = kept("One more sentence says something.", "x.txt")
    assert FULL.adding(last).quotes == (*QUOTES, last)
    assert FULL.removing(2).quotes == QUOTES[:1] + QUOTES[2:]
    assert FULL.cleared().quotes == ()
    assert FULL.number_of(QUOTES[4].name) == 5


def test_what_is_there_already_is_renewed_at_its_place_and_keeps_its_note() -> None:
    noted = FULL.noting(2, " for the reply \n")
    renewed = noted.adding(kept(QUOTES[1].words, "1.txt", status="superseded"))
    assert [quote.name for quote in renewed.quotes] == [quote.name for quote in QUOTES]
    assert (renewed.quote(2).status, renewed.quote(2).note) == ("superseded", "for the reply")
    assert renewed.adding(kept(QUOTES[1].words, "1.txt", note="new")).quote(2).note == "new"


@pytest.mark.parametrize("number", [0, 7, -1])
def test_numbers_that_are_none_are_told(number: int) -> None:
    for change in (FULL.quote, FULL.removing, lambda n: FULL.moving(1, n), lambda n: FULL.noting(n, "x")):
        with pytest.raises(NotKept, match=f"no quotation {number}; it has 1 to 6"):
            change(number)
    with pytest.raises(NotKept, match="it has none"):
        Basket("empty").quote(1)
    with pytest.raises(NotKept, match="does not hold this quotation"):
        FULL.number_of("0" * 16)


def test_a_basket_and_a_note_have_an_end() -> None:
    full = Basket("full", 1, tuple[KeptQuote, ...](QUOTES[:1]) * MOST)
    with pytest.raises(BasketError, match=f"holds {MOST} quotations"):
        full.adding(QUOTES[2])
    with pytest.raises(BasketError, match="may have 5,000 characters; this one has 5,001"):
        FULL.noting(1, "x" * (LONGEST_NOTE + 1))


def test_half_of_a_character_is_no_note() -> None:
    for change in (
        lambda: FULL.noting(1, "a\ud800"),
        lambda: FULL.adding(kept(QUOTES[0].words, "x.txt", note="\udfff")),
    ):
        with pytest.raises(BasketError, match="The note holds signs that cannot be kept"):
            change()


def test_names_are_set_in_one_way() -> None:
    assert checked_name("  Maria\t K. ") == "Maria K."
    for name in ("", " \n", "x" * 81, "a\x00b", "a\u202eb"):
        with pytest.raises(BasketError, match="1 to 80 letters"):
            checked_name(name)
