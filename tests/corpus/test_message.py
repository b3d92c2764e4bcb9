"""A sentence that remembers what it was made of."""

import copy
import json
import pickle
from datetime import date

import pytest

from corpus.errors import UserError
from corpus.message import Message, counted, joined

YEARS = Message("No year lies between {first} and {last}.", {"first": "2016", "last": "2012"})


def test_it_is_a_string_in_english() -> None:
    assert YEARS == "No year lies between 2016 and 2012."
    assert json.dumps({"told": YEARS}) == '{"told": "No year lies between 2016 and 2012."}'
    assert f"{YEARS}" == "No year lies between 2016 and 2012." and hash(YEARS) == hash(f"{YEARS}")


def test_an_error_gives_it_back_whole() -> None:
    found = str(UserError(YEARS))
    assert isinstance(found, Message) and found.values == {"first": "2016", "last": "2012"}


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda one: pickle.loads(pickle.dumps(one))])  # noqa: S301
def test_a_copy_is_made_of_the_same(again: object) -> None:
    found = again(counted("{number} document of {day}", "{number} documents of {day}", 1200, {"day": date(2016, 4, 1)}))  # type: ignore[operator]
    assert found == "1,200 documents of 2016-04-01" and found.many and found.number == 1200


def test_one_is_counted_as_one() -> None:
    told = [counted("{number} document", "{number} documents", number) for number in (0, 1, 2)]
    assert told == ["0 documents", "1 document", "2 documents"]


def test_several_things_are_told_as_a_list() -> None:
    told = [Message("in {years}", {"years": years}) for years in (("2014",), ("2014", "2015"), ("1", "2", "3"), ())]
    assert told == ["in 2014", "in 2014 and 2015", "in 1, 2 and 3", "in "]


def test_braces_of_a_value_are_its_own() -> None:
    assert Message("about “{topic}”", {"topic": "{first} {0}"}) == "about “{first} {0}”"


def test_sentences_that_are_put_together_keep_theirs() -> None:
    found = joined([YEARS, "{x}"])
    assert found == "No year lies between 2016 and 2012. {x}"
    assert [one for one in found.values.values() if isinstance(one, Message)] == [YEARS]


def test_a_form_without_its_value_is_a_mistake_of_the_program() -> None:
    with pytest.raises(KeyError):
        Message("about {topic}")
