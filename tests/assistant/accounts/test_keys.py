"""The keys of other programs, in the desk's file."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta

import pytest

from assistant.accounts.keys import Key, Keys
from assistant.accounts.origins import is_origin
from assistant.accounts.people import Person
from corpus.errors import AccountError, DamagedDesk, KeyRefused
from tests.assistant.accounts.given import DAY, Door

SITE = Key("site", "member", 60, ("https://www.example.org", "http://localhost:8080"), DAY)


@pytest.fixture
def keys(door: Door) -> Keys:
    return Keys(door.desk)


def test_a_key_is_told_once_and_lets_its_program_in(keys: Keys) -> None:
    token = keys.add(SITE)
    assert token.startswith("aa_") and len(token) == 3 + 43
    assert keys.add(replace(SITE, name="other", role="staff")) != token
    held = keys.holder(token, DAY)
    assert held == SITE and held.person == Person("site", "member")
    assert token.encode() not in keys.desk.path.read_bytes() and token[3:].encode() not in keys.desk.path.read_bytes()


def test_the_day_of_its_last_use_is_kept(keys: Keys) -> None:
    token = keys.add(SITE)
    for day in (DAY, DAY, DAY + timedelta(days=1)):
        keys.holder(token, day)
        (listed,) = keys.listed()
        assert listed.used == day
    assert listed.as_record() == {
        "name": "site", "role": "member", "per_minute": 60, "origins": ["https://www.example.org", "http://localhost:8080"],
        "created": "2026-11-25", "used": "2026-11-26",
    }  # fmt: skip


@pytest.mark.parametrize("token", ["", "aa_", "x" * 100_000, "aa_\udc80", "' OR 1=1 --"])
def test_what_is_no_key_lets_nobody_in(keys: Keys, token: str) -> None:
    keys.add(SITE)
    with pytest.raises(KeyRefused, match="not known"):
        keys.holder(token, DAY)


def test_a_key_that_was_removed_lets_nobody_in(keys: Keys) -> None:
    token = keys.add(SITE)
    assert keys.remove("SITE").name == "site" and keys.listed() == ()
    with pytest.raises(KeyRefused, match="not known"):
        keys.holder(token, DAY)
    assert keys.add(SITE) != token


def test_a_limit_is_changed_for_the_next_request(keys: Keys) -> None:
    token = keys.add(SITE)
    assert keys.limit("site", 7).per_minute == keys.holder(token, DAY).per_minute == 7


def test_what_cannot_be_meant_is_told(keys: Keys) -> None:
    keys.add(SITE)
    for key, told in (
        (replace(SITE, name="Site"), "already a key called site"), (replace(SITE, name="two words"), "A name has 1 to"),
        (replace(SITE, name="x", per_minute=0), "not 0"), (replace(SITE, name="x", per_minute=100_001), "1 to 100,000"),
        (replace(SITE, name="x", origins=("www.example.org",)), "is no site"),
    ):  # fmt: skip
        with pytest.raises(AccountError, match=told):
            keys.add(key)
    for name in ("nobody", "", "\udc80"):
        with pytest.raises(AccountError, match=r"There is no key called|A name has 1 to"):
            keys.remove(name)
        with pytest.raises(AccountError, match=r"There is no key called|A name has 1 to"):
            keys.limit(name, 5)
    assert [one.name for one in keys.listed()] == ["site"]


def test_the_sites_of_all_keys_are_known(keys: Keys) -> None:
    assert keys.origins() == frozenset()
    keys.add(SITE)
    keys.add(replace(SITE, name="two", origins=("https://two.example",)))
    assert keys.origins() == {*SITE.origins, "https://two.example"}


@pytest.mark.parametrize("column", ["role", "origins", "created", "used"])
def test_a_damaged_row_lets_nobody_in(keys: Keys, column: str) -> None:
    token = keys.add(SITE)
    with closing(sqlite3.connect(keys.desk.path)) as connection, connection:
        connection.execute(f"UPDATE keys SET {column} = 'never'")
    with pytest.raises(DamagedDesk):
        keys.holder(token, date(2026, 12, 1))


@pytest.mark.parametrize(
    ("told", "right"),
    [
        ("https://www.example.org", True), ("http://localhost:8080", True), ("https://xn--bcher-kva.example", True),
        ("http://[::1]:80", True), ("https://192.0.2.1", True), ("https://www.example.org/", False), ("null", False),
        ("https://WWW.example.org", False), ("*", False), ("https://*.example.org", False), ("ftp://a.example", False),
        ("https://a.example:0", False), ("https://user@a.example", False), ("https://a.example\n", False), ("", False),
    ],
)  # fmt: skip
def test_an_origin_is_what_browsers_send(told: str, right: bool) -> None:
    assert is_origin(told) is right
