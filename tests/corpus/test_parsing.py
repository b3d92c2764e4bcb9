"""JSON and TOML of others: their values, or a ValueError."""

import json

import pytest

from corpus.parsing import parse_json, parse_toml


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
