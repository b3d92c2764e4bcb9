"""Words, days, numbers and lists in the languages of the pages."""

from collections.abc import Mapping
from datetime import date

from assistant.web.tongues import ENGLISH, Tongue
from corpus.message import Message, counted, joined

DAY = date(2021, 3, 1)


def test_each_language_has_its_own_name(tongues: Mapping[str, Tongue]) -> None:
    names = [one.own_name for one in tongues.values()]
    assert names == ["English", "Français", "Deutsch", "Español", "Suomi"]


def test_days_numbers_and_lists_are_written_as_each_language_does(tongues: Mapping[str, Tongue]) -> None:
    assert [one.day(DAY) for one in tongues.values()] == [
        "1 March 2021", "1 mars 2021", "1. März 2021", "1 de marzo de 2021", "1. maaliskuuta 2021",
    ]  # fmt: skip
    assert [one.listed(["a", "b", "c"]) for one in tongues.values()] == [
        "a, b and c", "a, b et c", "a, b und c", "a, b y c", "a, b ja c",
    ]  # fmt: skip
    assert tongues["de"].number(12500) == "12.500" and ENGLISH.number(12500) == "12,500"


def test_languages_are_named_and_what_is_none_stays(tongues: Mapping[str, Tongue]) -> None:
    assert [one.language("fi") for one in tongues.values()] == ["Finnish", "finnois", "Finnisch", "finés", "suomi"]
    assert [ENGLISH.language(code) for code in ("xx", "", "no such", "../fr")] == ["xx", "", "no such", "../fr"]


def test_english_is_told_as_it_stands() -> None:
    told = counted("{number} document", "{number} documents", 1200)
    assert ENGLISH.told(told) == told == "1,200 documents"


def test_values_of_a_message_are_told_too(tongues: Mapping[str, Tongue]) -> None:
    told = Message("{day}: {number}, {list}, {inner}", {
        "day": DAY, "number": 1200, "list": ("a", "b"), "inner": Message("Positions"),
    })  # fmt: skip
    assert tongues["de"].told(told) == "01.03.2021: 1.200, a und b, Positionen"
    assert tongues["de"].told(joined([Message("Positions"), "Positions"])) == "Positionen Positions"


def test_what_is_no_message_is_never_translated(tongues: Mapping[str, Tongue]) -> None:
    assert tongues["de"].told("Positions") == "Positions"
    assert [one.word("") for one in tongues.values()] == [""] * 5
    assert [one.told(Message("")) for one in tongues.values()] == [""] * 5
