"""Names: what one may be, and which are the same."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.accounts.people import ANONYMOUS, ROLES, Person, checked_name, is_clear, key_of
from corpus.errors import AccountError

GOOD = [
    "Maria", "a", "1", "x" * 64, "maria.lopez@eaea.org", "anna_k-2", "Ångström", "Ελένη", "Дарья", "مريم", "मारिया",
    "李", "ß",
]  # fmt: skip
BAD = [
    "", " ", "x" * 65, "Maria López", "a\tb", "a\0", "a/b", "<b>", "a'b", "a,b", "\udc80", "½", "²", "a\u200bb",
    "\u202ea", "🙂",
]  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_letters_of_any_alphabet_make_a_name(name: str) -> None:
    assert checked_name(f" {name}\n") == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize("name", BAD)
def test_other_signs_make_none(name: str) -> None:
    with pytest.raises(AccountError, match="A name has 1 to 64 letters or digits"):
        checked_name(name)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Maria", "MARIA"),
        ("Ångström", "A\u030angstro\u0308m"),
        ("Strauß", "STRAUSS"),
        ("ΜΑΡΊΑΣ", "μαρίας"),
        ("a", " a "),
    ],
)
def test_the_same_name_in_another_spelling_has_the_same_key(one: str, other: str) -> None:
    assert key_of(one) == key_of(other)


@pytest.mark.parametrize(
    "name", ["Maria", "maria.lopez@eaea.org", "Ångström", "A\u030a", "Ελένη", "Дарья", "मारिया", "李"]
)
def test_a_name_is_clear_where_only_capitals_are_left_out(name: str) -> None:
    assert is_clear(name) and is_clear(name.upper())


@pytest.mark.parametrize(
    "name", ["ſtaff@example.org", "weiß@example.org", "\u212aim", "Νίκος", "ｍaria", "ﬁn", "\u212bke"]
)
def test_a_name_with_a_letter_that_counts_as_another_is_not_clear(name: str) -> None:
    assert not is_clear(name)


@given(st.text(st.characters(categories=("L", "M", "Nd")), min_size=1, max_size=20), st.data())
def test_of_two_clear_names_that_are_compared_as_the_same_one_is_the_other_in_capitals(
    name: str, data: st.DataObject
) -> None:
    other = "".join(data.draw(st.sampled_from([sign, sign.upper(), sign.lower(), sign.casefold()])) for sign in name)
    if is_clear(name) and is_clear(other) and key_of(name) == key_of(other):
        one, two = (unicodedata.normalize("NFC", told.lower()) for told in (name, other))
        assert one == two


def test_likeness_is_not_sameness() -> None:
    assert len({key_of(name) for name in ("maria", "marіa", "mária", "maria.", "ｍaria")}) == 5  # one і is Cyrillic


@given(st.text(st.characters(categories=("L", "M", "Nd")), min_size=1, max_size=20))
def test_a_key_does_not_depend_on_case_or_composition(name: str) -> None:
    key = key_of(name)
    assert key_of(key) == key
    for form in ("NFC", "NFD"):
        told = unicodedata.normalize(form, name)
        assert key_of(told) == key
        assert key_of(told.casefold()) == key


def test_only_staff_are_staff() -> None:
    assert [Person("x", role).is_staff for role in ROLES] == [False, True]
    assert not ANONYMOUS.is_staff and not ANONYMOUS.signed_in and Person("x", "member").signed_in
