"""The catalogues hold a translation of every word of the pages, and of nothing else."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from assistant.setting_rules import LANGUAGES
from assistant.web.tongues import Tongue
from corpus.message import Message as Sentence

ROOT = Path(__file__).resolve().parents[3]
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "Message": None, "counted": (1, 2), "noted": None}
PLACE = re.compile(r"%\(\w+\)s|\{\w+\}")
MARK_UP = re.compile(r"</?\w+|[<>]")
every_language = pytest.mark.parametrize("code", LANGUAGES[1:])


@cache
def words() -> frozenset[str | tuple[str, ...]]:
    """What the templates and modules mark, as `make messages` finds it."""
    mappings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["babel"]["mappings"]
    methods = [(one["pattern"], one["method"]) for one in mappings]
    options = {one.pop("pattern"): one for one in mappings if one.pop("method")}
    found = set[str | tuple[str, ...]]()
    for package in ("assistant", "index", "corpus"):
        for _, _, message, _, _ in extract_from_dir(str(ROOT / package), methods, options, KEYWORDS):
            found.add(message if isinstance(message, str) else tuple(message))
    return frozenset(found)


@cache
def catalogue(code: str) -> Catalog:
    with (ROOT / "assistant/web/locale" / f"{code}.po").open("rb") as file:
        return read_po(file, locale=code, abort_invalid=True)


def entries(code: str) -> Iterator[Message]:
    return (one for one in catalogue(code) if one.id)


def texts(told: str | tuple[str, ...] | list[str]) -> list[str]:
    return [told] if isinstance(told, str) else list(told)


def test_words_are_found() -> None:
    assert {"Positions", "Skip to the content"} <= words()


@every_language
def test_every_word_is_there_and_no_other(code: str) -> None:
    known = {one.id if isinstance(one.id, str) else tuple(one.id) for one in entries(code)}
    assert known == words(), "make messages, and translate what is new"
    assert not catalogue(code).obsolete


@every_language
def test_every_word_is_translated_for_good(code: str) -> None:
    assert [one.id for one in entries(code) if one.fuzzy or not all(map(str.strip, texts(one.string)))] == []
    forms = catalogue(code).num_plurals
    assert [one.id for one in entries(code) if one.pluralizable and len(one.string) != forms] == []


@every_language
def test_a_translation_holds_the_values_and_the_mark_up_of_the_original(code: str) -> None:
    for one in entries(code):
        # "One document" need not say its number, but no form may name what nobody hands over.
        wanted = {place for text in texts(one.id) for place in PLACE.findall(text)}
        for text in texts(one.string):
            held = set(PLACE.findall(text))
            assert held <= wanted and wanted - held <= ({"{number}", "%(number)s"} if one.pluralizable else set()), (
                one.id
            )
            assert sorted(MARK_UP.findall(text)) == sorted(MARK_UP.findall(texts(one.id)[-1])), one.id


@every_language
def test_space_and_the_end_of_a_sentence_are_as_in_the_original(code: str) -> None:
    for one in entries(code):
        for text in texts(one.string):
            last = texts(one.id)[-1]
            assert (text[0].isspace(), text[-1].isspace()) == (last[0].isspace(), last[-1].isspace()), one.id
            assert (text[-1] in ".:?!") == (last[-1] in ".:?!"), one.id


@every_language
def test_every_sentence_can_be_said_with_any_value(code: str, tongues: Mapping[str, Tongue]) -> None:
    odd = "‹{0} %(x)s %›"
    for one in entries(code):
        forms = texts(one.id)
        names = {place.strip("{}") for form in forms for place in PLACE.findall(form) if place.startswith("{")}
        for number in (1, 2) if one.pluralizable else (1,):
            values = {name: number if name == "number" else odd for name in names}
            said = tongues[code].told(Sentence(forms[0], values, forms[-1] if one.pluralizable else "", number))
            assert said.count(odd) >= len(names - {"number"}), one.id
