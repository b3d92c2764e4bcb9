"""Who is signed in by a web server in front of this one."""

import pytest

from assistant.accounts.by_header import ByHeader
from assistant.accounts.people import ANONYMOUS, Person, Role
from assistant.accounts.signing_in import WRONG
from tests.assistant.accounts.given import DAY, Door
from tests.browser.callers import PROXY, calling

HEADER = "X-Remote-User"


def by_header(door: Door, *trusted: str, role: Role | None = None) -> ByHeader:
    return ByHeader(HEADER, trusted, door.users, role or "")


def test_a_trusted_web_server_says_who_is_there_in_the_role_that_they_have_here(door: Door) -> None:
    with calling(door, PROXY, by_header=by_header(door, PROXY)) as caller:
        assert caller.person("", headers={HEADER: "maria"}) == "Maria|staff"
        assert caller.person("", headers={HEADER: "Ann"}) == "Ann|member"
        assert caller.get("/library/sources", headers={HEADER: "maria"}).text == "for Maria"
        door.users.change_role("Maria", "member")
        assert caller.get("/library/sources", headers={HEADER: "maria"}).status_code == 403
        assert caller.person("") == "|"


def test_who_was_not_added_is_what_the_settings_say(door: Door) -> None:
    with calling(door, PROXY, by_header=by_header(door, PROXY)) as caller:
        assert caller.person("", headers={HEADER: "stranger"}) == "|"
    with calling(door, PROXY, by_header=by_header(door, "127.0.0.0/8", role="member")) as caller:
        assert caller.person("", headers={HEADER: "stranger"}) == "stranger|member"
        assert caller.person("", headers={HEADER: "maria"}) == "Maria|staff"


@pytest.mark.parametrize("trusted", [("192.0.2.1",), ("10.0.0.0/8", "2001:db8::/32"), ()])
def test_the_header_of_anybody_else_is_not_looked_at(door: Door, trusted: tuple[str, ...]) -> None:
    # The machine that sends it is believed about addresses, and says to be the trusted one.
    with calling(door, PROXY, by_header=by_header(door, *trusted, role="member")) as caller:
        for told in ({}, {"X-Forwarded-For": "192.0.2.1"}, {"X-Forwarded-For": "10.0.0.1"}, {"X-Real-IP": "192.0.2.1"}):
            assert caller.person("", headers={HEADER: "maria", **told}) == "|"
            assert caller.get("/library/sources", headers={HEADER: "maria", **told}).status_code == 303


def test_without_the_setting_no_header_signs_in(door: Door) -> None:
    with calling(door, PROXY) as caller:
        assert caller.person("", headers={HEADER: "maria"}) == "|"


def test_a_trusted_web_server_is_known_by_its_own_address(door: Door) -> None:
    with calling(door, PROXY, by_header=by_header(door, PROXY)) as caller:
        assert caller.person("", headers={HEADER: "maria", "X-Forwarded-For": "192.0.2.9"}) == "Maria|staff"


@pytest.mark.parametrize("named", ["", " ", "maria, ann", "a b", "x" * 65, "maria\x00", "ma\tria"])
def test_what_names_nobody_is_nobody(door: Door, named: str) -> None:
    told = by_header(door, PROXY, role="member")
    assert not told.person(PROXY, [named]).signed_in
    assert told.person(PROXY, ["maria"]).is_staff


def test_two_names_are_none(door: Door) -> None:
    told = by_header(door, PROXY)
    assert not told.person(PROXY, ["maria", "ann"]).signed_in
    assert not told.person(PROXY, []).signed_in


@pytest.mark.parametrize("peer", ["", "testclient", "127.0.0.1.evil.example", "0.0.0.0"])
def test_a_peer_without_an_address_is_not_believed(door: Door, peer: str) -> None:
    assert not by_header(door, PROXY, "127.0.0.0/8").person(peer, ["maria"]).signed_in


def test_addresses_are_known_in_either_form(door: Door) -> None:
    assert by_header(door, PROXY).person("::ffff:127.0.0.1", ["maria"]).is_staff


def test_the_header_counts_before_a_session(door: Door) -> None:
    with calling(door, PROXY, by_header=by_header(door, PROXY)) as caller:
        token = door.enter("Maria")
        assert caller.person(token, headers={HEADER: "Ann"}) == "Ann|member"
        assert caller.person(token) == "Maria|staff"


def test_letters_of_any_alphabet_come_through(door: Door) -> None:
    door.add("Žofie")
    with calling(door, PROXY, by_header=by_header(door, PROXY)) as caller:
        answer = caller.client.get("/positions", headers=[(HEADER.encode(), "žofie".encode())])
        assert answer.text.startswith("Žofie|staff")


def test_who_was_added_without_a_password_has_none_that_is_right(door: Door) -> None:
    door.users.add("Eva", "staff", "", DAY)
    assert by_header(door, PROXY).person(PROXY, ["eva"]).is_staff
    with calling(door) as caller:
        for password in ("", " ", "any password"):
            answer = caller.sign_in("Eva", password)
            assert answer.status_code == 403 and WRONG in answer.text
            door.clock.now += 3600


def test_a_name_that_can_be_taken_for_another_is_nobody_and_the_log_says_so(
    door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    door.add("staff")
    signed_in = by_header(door, PROXY, role="member")
    assert signed_in.person(PROXY, ["STAFF"]) == Person("staff", "staff")
    assert signed_in.person(PROXY, ["\u017ftaff"]) == ANONYMOUS
    assert "The name \u017ftaff can be taken for that of somebody else." in caplog.text
