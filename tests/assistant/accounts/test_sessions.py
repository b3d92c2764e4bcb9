"""Sessions: begun, used, ended."""

import base64
import secrets
import sqlite3
from contextlib import closing

import pytest

from assistant.accounts.people import ANONYMOUS, Person
from assistant.accounts.sessions import IDLE, LONGEST, NOTED_EVERY
from corpus.errors import SignInRefused
from tests.assistant.accounts.given import DAY, WORDS, Door

HOUR = 3600
MARIA = Person("Maria", "staff")


def kept(door: Door) -> list[tuple[str, str, int, int]]:
    with closing(sqlite3.connect(door.desk.path)) as connection:
        return connection.execute("SELECT token, user, begun, used FROM sessions").fetchall()


def test_a_token_is_256_bits_and_only_its_digest_is_kept(door: Door) -> None:
    door.add("Maria")
    tokens = {door.enter("Maria") for _ in range(5)}
    assert {len(base64.urlsafe_b64decode(token + "=")) for token in tokens} == {32} and len(tokens) == 5
    data = door.desk.path.read_bytes()
    assert not any(token.encode() in data for token in tokens)
    assert all(len(bytes.fromhex(digest)) == 32 for digest, *_ in kept(door))


def test_what_is_kept_is_no_token(door: Door) -> None:
    door.enter(door.add("Maria"))
    ((digest, user, *_),) = kept(door)
    for forged in (digest, user, "", "x", "' OR 1=1 --", secrets.token_urlsafe(32), "\udc80", "é" * 5000):
        assert door.sessions.person(forged) == ANONYMOUS


def test_an_altered_token_is_nobody(door: Door) -> None:
    token = door.enter(door.add("Maria"))
    assert door.sessions.person(token) == MARIA
    for altered in (token[:-2], token + "A", token.swapcase(), f" {token}", token + "="):
        assert door.sessions.person(altered) == ANONYMOUS


def test_the_role_is_the_one_of_this_moment(door: Door) -> None:
    token = door.enter(door.add("Maria", "member"))
    assert door.sessions.person(token).role == "member"
    door.users.change_role("maria", "staff")
    assert door.sessions.person(token) == MARIA
    door.users.remove("maria")
    assert door.sessions.person(token) == ANONYMOUS
    door.add("Maria")
    assert door.sessions.person(token) == ANONYMOUS


def test_a_session_in_use_ends_after_a_week(door: Door) -> None:
    assert (IDLE, LONGEST) == (12 * HOUR, 7 * 24 * HOUR)
    token, begun = door.enter(door.add("Maria")), door.clock.now
    while door.clock.now + 11 * HOUR < begun + LONGEST:
        door.clock.now += 11 * HOUR
        assert door.sessions.person(token) == MARIA
    door.clock.now = begun + LONGEST - 1
    assert door.sessions.person(token) == MARIA
    door.clock.now += 1
    assert door.sessions.person(token) == ANONYMOUS


@pytest.mark.parametrize(("seconds", "who"), [(IDLE - 1, MARIA), (IDLE, ANONYMOUS), (LONGEST * 9, ANONYMOUS)])
def test_an_unused_session_ends_after_twelve_hours(door: Door, seconds: int, who: Person) -> None:
    token = door.enter(door.add("Maria"))
    door.clock.now += seconds
    assert door.sessions.person(token) == who


def test_use_is_noted_now_and_then_and_not_with_every_look(door: Door) -> None:
    token = door.enter(door.add("Maria"))
    first = kept(door)
    door.clock.now += NOTED_EVERY - 1
    assert door.sessions.person(token) == MARIA and kept(door) == first
    door.clock.now += 1
    assert door.sessions.person(token) == MARIA
    assert [used - before for (*_, used), (*_, before) in zip(kept(door), first, strict=True)] == [NOTED_EVERY]


def test_a_desk_that_cannot_be_written_signs_nobody_out(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    token = door.enter(door.add("Maria"))
    door.clock.now += NOTED_EVERY
    monkeypatch.setattr("assistant.desk_file.PATIENCE", 0.0)
    with closing(sqlite3.connect(door.desk.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert door.sessions.person(token) == MARIA


def test_ended_sessions_are_dropped_from_the_file(door: Door) -> None:
    door.enter(door.add("Maria"))
    door.clock.now += IDLE
    token = door.enter("Maria")
    assert len(kept(door)) == 1 and door.sessions.person(token) == MARIA


def test_signing_out_ends_one_session_and_everywhere_ends_all_of_one_person(door: Door) -> None:
    here, there, other = (door.enter(name) for name in (door.add("Maria"), "Maria", door.add("Ann")))
    door.sessions.end(here)
    assert [door.sessions.person(token).name for token in (here, there, other)] == ["", "Maria", "Ann"]
    door.sessions.end_everywhere(here)
    assert door.sessions.person(there) == MARIA
    door.sessions.end_everywhere(there)
    assert [door.sessions.person(token).name for token in (here, there, other)] == ["", "", "Ann"]


def test_a_new_password_ends_every_session_of_its_owner(door: Door) -> None:
    here, other = door.enter(door.add("Maria")), door.enter(door.add("Ann"))
    door.users.change_password("Maria", door.passwords.hashed("another horse battery"))
    assert [door.sessions.person(token).name for token in (here, other)] == ["", "Ann"]


def test_a_password_that_changes_while_it_is_checked_lets_nobody_in(door: Door) -> None:
    before = door.passwords.hashed(WORDS)
    door.users.add("Maria", "staff", before, DAY)
    door.users.change_password("Maria", door.passwords.hashed("another horse battery"))
    with pytest.raises(SignInRefused, match="The password was changed at this moment"):
        door.sessions.begin("maria", before)
    door.users.remove("Maria")
    with pytest.raises(SignInRefused):
        door.sessions.begin("maria", before)
    assert kept(door) == []
