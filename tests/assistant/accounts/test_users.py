"""People in the desk's file."""

import sqlite3
from pathlib import Path

import pytest

from assistant.accounts.people import ANONYMOUS, Person
from assistant.accounts.users import User, Users
from assistant.desk_file import DeskFile
from corpus.errors import AccountError, DamagedDesk, NoLibrary, SignInRefused
from tests.assistant.accounts.given import DAY, WORDS, Door


def test_people_are_kept_with_their_role_and_without_their_password(door: Door) -> None:
    assert door.users.listed() == () and not door.desk.path.exists()
    door.add("maria")
    door.add("Ångström", "member")
    assert Users(DeskFile(door.desk.library)).listed() == (User("maria", "staff", DAY), User("Ångström", "member", DAY))
    assert door.users.named("MARIA").as_record() == {"name": "maria", "role": "staff", "created": "2026-11-25"}
    assert WORDS.encode() not in door.desk.path.read_bytes()


@pytest.mark.parametrize("again", ["maria", "MARIA", " Maria "])
def test_a_name_is_given_once(door: Door, again: str) -> None:
    door.add("Maria")
    for use in (lambda: door.add(again, "member"), lambda: door.users.check_free(again)):
        with pytest.raises(AccountError, match="There is already somebody called Maria"):
            use()
    assert [user.role for user in door.users.listed()] == ["staff"]
    door.users.check_free("Mario")


@pytest.mark.parametrize("name", ["Nobody", "a b", "\udc80", ""])
def test_who_is_not_there_cannot_be_changed(door: Door, name: str) -> None:
    door.add("Maria")
    uses = (
        lambda: door.users.named(name),
        lambda: door.users.remove(name),
        lambda: door.users.change_role(name, "staff"),
        lambda: door.users.change_password(name, "$hash"),
    )
    for use in uses:
        with pytest.raises(AccountError, match=r"nobody called Nobody|A name has"):
            use()
    assert len(door.users.listed()) == 1


def test_without_an_index_nobody_is_added(tmp_path: Path) -> None:
    users = Users(DeskFile(tmp_path / "none"))
    assert users.listed() == ()
    with pytest.raises(NoLibrary):
        users.add("Maria", "staff", "$hash", DAY)


@pytest.mark.parametrize("change", ["role = 'king'", "created = 'once'"])
def test_a_row_that_was_altered_is_damage_and_makes_nobody_staff(door: Door, change: str) -> None:
    token = door.enter(door.add("Maria", "member"))
    with sqlite3.connect(door.desk.path) as connection:
        connection.execute(f"UPDATE users SET {change}")
    connection.close()
    with pytest.raises(DamagedDesk):
        door.users.listed()
    if "role" in change:
        with pytest.raises(DamagedDesk):
            door.sessions.person(token)


@pytest.mark.parametrize(
    ("kept", "told"), [("staff", "ſtaff"), ("weiss", "weiß"), ("kim", "\u212aim"), ("ſtaff", "staff")]
)
def test_nobody_is_taken_for_somebody_else_by_a_name_that_others_confirm(door: Door, kept: str, told: str) -> None:
    door.add(kept)
    assert door.users.person_told(kept) == Person(kept, "staff")
    with pytest.raises(SignInRefused, match=f"The name {told} can be taken for that of somebody else"):
        door.users.person_told(told)


def test_a_name_that_is_not_clear_is_that_of_a_person_to_the_letter(door: Door) -> None:
    with pytest.raises(SignInRefused):
        door.users.person_told("Νίκος")
    before = door.sessions.begin_named("weiss")
    for name in ("Νίκος", "Weiß"):
        door.add(name, "member")
        assert door.users.person_told(name) == Person(name, "member")
    assert door.sessions.person(before) == ANONYMOUS
    assert door.users.person_told("maria") == ANONYMOUS
    door.add("Maria")
    assert door.users.person_told("MARIA").name == "Maria"
    with pytest.raises(SignInRefused):
        door.users.person_told("WEISS")
