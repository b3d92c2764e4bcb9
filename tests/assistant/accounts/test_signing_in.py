"""Signing in: who is let in, who is not, and what can be learned from it."""

import sqlite3
from contextlib import closing, suppress

import pytest

from assistant.accounts.people import Person
from corpus.errors import DamagedDesk, SignInRefused, StorageError
from tests.assistant.accounts.given import WORDS, Door


def refusal(door: Door, name: str, password: str = "a wrong password", address: str = "192.0.2.1") -> tuple[str, int]:
    with pytest.raises(SignInRefused) as refused:
        door.enter(name, password, address)
    return str(refused.value), refused.value.seconds


def test_the_right_password_lets_in_however_the_name_is_spelled(door: Door) -> None:
    door.add("Ångström")
    for name in ("Ångström", "ångSTRÖM", " A\u030angstro\u0308m "):
        assert door.sessions.person(door.enter(name)) == Person("Ångström", "staff")


@pytest.mark.parametrize("name", ["Nobody", "", " ", "a b", "x" * 300_000, "' OR 1=1 --", "\udc80"])
def test_an_unknown_name_and_a_wrong_password_are_told_and_weighed_alike(door: Door, name: str) -> None:
    door.add("Maria")
    told = set()
    for tried, password in (("Maria", "a wrong password"), (name, WORDS), (name, ""), ("Maria", "x" * 100_000)):
        door.hasher.verified.clear()
        told.add(refusal(door, tried, password))
        assert len(door.hasher.verified) == 1
    assert told == {("The name or the password is not right.", 0)}


def test_unknown_names_are_slowed_as_known_ones_are(door: Door) -> None:
    door.add("Maria")
    told = {name: [refusal(door, name, address=f"192.0.2.{at}") for at in range(8)] for name in ("Maria", "Nobody")}
    assert told["Maria"] == told["Nobody"]
    assert told["Maria"][5:] == [("Too many attempts failed. Try again in 1 second.", 1)] * 3


def test_a_slowed_attempt_costs_no_hash_and_the_right_password_waits_too(door: Door) -> None:
    door.add("Maria")
    for _ in range(5):
        refusal(door, "Maria")
    door.hasher.verified.clear()
    assert refusal(door, "MARIA", WORDS)[1] == 1
    assert door.hasher.verified == []
    door.clock.now += 1
    assert door.sessions.person(door.enter("Maria")).name == "Maria"
    assert [refusal(door, "Maria")[1] for _ in range(6)] == [0, 0, 0, 0, 0, 1]


def test_one_address_that_tries_many_names_is_slowed(door: Door) -> None:
    door.add("Maria")
    assert [refusal(door, f"name{at}")[1] for at in range(21)] == [0] * 20 + [1]
    assert refusal(door, "Maria", WORDS)[1] == 1
    assert door.enter("Maria", address="192.0.2.2")


def test_signing_in_rightly_does_not_wash_an_address_clean(door: Door) -> None:
    door.add("Maria")
    for at in range(20):
        refusal(door, f"name{at}")
        with suppress(SignInRefused):
            door.enter("Maria")
    assert refusal(door, "another")[1] > 0


def test_an_office_that_signs_in_rightly_is_never_slowed(door: Door) -> None:
    door.add("Maria")
    assert len({door.enter("Maria") for _ in range(60)}) == 60


def test_names_that_nobody_can_have_are_remembered_as_one(door: Door) -> None:
    waits = [refusal(door, f"{at} " * 1000, address=f"192.0.2.{at}")[1] for at in range(6)]
    assert waits == [0, 0, 0, 0, 0, 1]


def test_a_desk_that_fails_counts_against_nobody(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    door.add("Maria")
    with closing(sqlite3.connect(door.desk.path)) as connection, connection:
        (before,) = connection.execute("SELECT password FROM users").fetchone()
        connection.execute("UPDATE users SET password = 'no hash'")
    for _ in range(30):
        with pytest.raises(DamagedDesk):
            door.enter("Maria")
    with closing(sqlite3.connect(door.desk.path)) as connection, connection:
        connection.execute("UPDATE users SET password = ?", (before,))
    assert door.enter("Maria")
    monkeypatch.setattr("assistant.desk_file.PATIENCE", 0.0)
    with closing(sqlite3.connect(door.desk.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError):
            door.enter("Maria")
    assert door.enter("Maria")
