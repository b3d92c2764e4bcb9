"""JSON, TOML and signs of HTML of others: their values, or what tells that they are none."""

import html
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.parsing import parse_json, parse_toml, unescaped


def test_what_is_json_or_toml_is_read() -> None:
    assert parse_json('{"a": [1, "é"]}') == parse_json('{"a": [1, "é"]}'.encode()) == {"a": [1, "é"]}
    assert parse_toml('a = [1, "é"]') == {"a": [1, "é"]}


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"a":' * 100_000, "nothing", "9" * 5000], ids=["lists", "objects", "words", "a number"]
)
def test_json_that_cannot_be_read_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError):  # JSON's own, Python's own, or ours
        parse_json(text)


@pytest.mark.parametrize(
    "text", ["a = " + "[" * 100_000, "nothing", "a = " + "9" * 5000], ids=["lists", "words", "a number"]
)
def test_toml_that_cannot_be_read_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError):  # TOML's own, Python's own, or ours
        parse_toml(text)


def test_what_is_deep_within_reason_is_read() -> None:
    deep = "[" * 200 + "]" * 200
    assert json.dumps(parse_json(deep)) == deep


SIGNS = st.sampled_from(["&", "#", "0", "9", "x", "F", ";", "amp", "&#", "&#x", "é", "00"])


@given(st.lists(SIGNS, max_size=12).map("".join))
def test_signs_that_are_written_by_number_are_those_of_html(words: str) -> None:
    assert unescaped(words) == html.unescape(words)


def test_a_number_of_thousands_of_digits_is_a_sign_that_is_not_known() -> None:
    assert unescaped(f"a&#{'9' * 5000};b&#{'0' * 5000}65;") == "a\ufffdbA"
