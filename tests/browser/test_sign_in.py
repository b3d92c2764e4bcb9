"""Signing in and out over a real server, and what is kept from those who did not."""

from pathlib import Path

import pytest

from assistant.accounts.sessions import IDLE
from tests.assistant.accounts.given import WORDS, Door, door_of
from tests.browser.callers import HTTPS, PLAIN, PROXY, SECURE, Caller, calling, token_in


def test_signing_in_sets_a_cookie_that_no_script_and_no_other_site_gets(caller: Caller) -> None:
    answer = caller.sign_in(onward="/positions?q=x")
    assert (answer.status_code, answer.headers["location"]) == (303, "/positions?q=x")
    told = {part.strip().lower() for part in answer.headers["set-cookie"].split(";")[1:]}
    assert told == {"httponly", "samesite=strict", "path=/"}
    assert answer.headers["cache-control"] == "no-store"
    assert caller.person(token_in(answer)) == "Maria|staff"
    assert caller.person("") == "|"


def test_who_is_not_signed_in_is_led_to_the_form_and_back(caller: Caller) -> None:
    answer = caller.get("/library/sources?a=1&b=x%20y")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?next=%2Flibrary%2Fsources%3Fa%3D1%26b%3Dx%2520y"
    form = caller.get(answer.headers["location"])
    assert 'name="next" value="/library/sources?a=1&amp;b=x%20y"' in form.text
    back = caller.sign_in(onward="/library/sources?a=1&b=x%20y")
    assert back.headers["location"] == "/library/sources?a=1&b=x%20y"
    assert caller.get(back.headers["location"], token_in(back)).text == "for Maria"


def test_members_and_those_who_would_change_something_are_told(caller: Caller) -> None:
    member = token_in(caller.sign_in("ann"))
    for answer in (
        caller.get("/library/sources", member),
        caller.post("/library/sources", {}, member),
        caller.post("/library/sources", {}),
    ):
        assert answer.status_code == 403 and "This is for staff" in answer.text and "for Maria" not in answer.text
        assert answer.headers["cache-control"] == "no-store"
    assert "Ann is signed in as a member" in caller.get("/library/sources", member).text
    assert caller.post("/library/sources", {}, caller.token()).text == "for Maria"


@pytest.mark.parametrize("forged", ["x", "A" * 43, "Maria", "staff", "'--", '"quoted"', "%00", "x" * 4000])
def test_a_forged_cookie_is_nobody(caller: Caller, forged: str) -> None:
    assert caller.person(forged) == "|"
    assert caller.get("/library/sources", forged).status_code == 303
    assert caller.post("/library/sources", {}, forged).status_code == 403


def test_a_cookie_that_was_copied_is_worth_nothing_after_signing_out(caller: Caller) -> None:
    token, elsewhere = caller.token(), caller.token()
    answer = caller.post("/sign-out", {}, token)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert answer.headers["set-cookie"].startswith(f'{PLAIN}=""; ') and "Max-Age=0" in answer.headers["set-cookie"]
    assert [caller.person(one) for one in (token, elsewhere)] == ["|", "Maria|staff"]
    assert caller.get("/library/sources", token).status_code == 303
    again = caller.token()
    caller.post("/sign-out", {"everywhere": "yes"}, again)
    assert [caller.person(one) for one in (again, elsewhere)] == ["|", "|"]


def test_an_expired_cookie_is_nobody(caller: Caller, door: Door) -> None:
    token = caller.token()
    door.clock.now += IDLE
    assert caller.person(token) == "|"
    assert caller.get("/library/sources", token).status_code == 303


def test_a_cookie_of_another_library_is_nobody(caller: Caller, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "current").write_text("000001\n")
    stranger = door_of(other)
    foreign = stranger.enter(stranger.add("Maria"))
    assert stranger.sessions.person(foreign).is_staff
    assert caller.person(foreign) == "|"


def test_what_happens_to_a_person_holds_with_the_next_request(caller: Caller, door: Door) -> None:
    token = caller.token()
    door.users.change_role("Maria", "member")
    assert caller.person(token) == "Maria|member" and caller.get("/library/sources", token).status_code == 403
    door.users.change_role("Maria", "staff")
    door.users.change_password("Maria", door.passwords.hashed("another horse battery"))
    assert caller.person(token) == "|"
    assert caller.sign_in().status_code == 403
    token = token_in(caller.sign_in(password="another horse battery"))
    door.users.remove("Maria")
    assert caller.person(token) == "|"


def test_a_planted_cookie_is_not_the_one_that_signs_in(caller: Caller) -> None:
    planted = caller.post("/sign-in", {"name": "Maria", "password": WORDS}, token="planted-by-somebody")
    assert token_in(planted) != "planted-by-somebody" and caller.person("planted-by-somebody") == "|"
    attackers = token_in(caller.sign_in("Ann"))
    victims = token_in(caller.post("/sign-in", {"name": "Maria", "password": WORDS}, token=attackers))
    assert [caller.person(one) for one in (victims, attackers)] == ["Maria|staff", "|"]
    first = caller.token()
    assert token_in(caller.sign_in(token=first)) != first and caller.person(first) == "|"


def test_unknown_names_and_wrong_passwords_look_the_same(caller: Caller, door: Door) -> None:
    answers = []
    for name, password in (("Maria", "a wrong password"), ("Nobody", WORDS), ("no name", ""), ("", "")):
        door.hasher.verified.clear()
        answer = caller.sign_in(name, password)
        assert len(door.hasher.verified) == 1 and "set-cookie" not in answer.headers
        shown = answer.text.replace(f'value="{name}"', "").replace(" autofocus", "")
        answers.append((answer.status_code, shown, sorted(answer.headers)))
    assert answers == [answers[0]] * 4
    assert "The name or the password is not right." in answers[0][1] and answers[0][0] == 403


def test_after_some_failures_the_next_attempt_waits(caller: Caller, door: Door) -> None:
    for name in ("Maria", "Nobody"):
        assert [caller.sign_in(name, "a wrong password").status_code for _ in range(5)] == [403] * 5
        answer = caller.sign_in(name)
        assert (answer.status_code, answer.headers["retry-after"]) == (429, "1")
        assert "Try again in 1 second." in answer.text
    door.clock.now += 1
    assert caller.sign_in().status_code == 303


def test_behind_a_trusted_web_server_the_cookie_is_bound_to_the_host_and_to_https(door: Door) -> None:
    with calling(door, PROXY) as caller:
        secure = {**HTTPS, "Origin": caller.origin}
        answer = caller.sign_in(headers=secure)
        assert answer.headers["set-cookie"].startswith(f"{SECURE}=")
        told = {part.strip().lower() for part in answer.headers["set-cookie"].split(";")[1:]}
        assert told == {"httponly", "samesite=strict", "path=/", "secure"}
        token = token_in(answer)
        assert caller.get("/positions", token, SECURE, HTTPS).text == "Maria|staff|192.0.2.9"
        assert caller.person(token, cookie=PLAIN, headers=HTTPS) == "|"
        assert caller.person(token, cookie=SECURE) == "|"
        ended = caller.post("/sign-out", {}, token, SECURE, secure)
        assert ended.headers["set-cookie"].startswith(f"{SECURE}=") and "Secure" in ended.headers["set-cookie"]
        assert caller.person(token, cookie=SECURE, headers=HTTPS) == "|"


@pytest.mark.parametrize("proxies", [(), ("192.0.2.1",), ("10.0.0.0/8",)])
def test_what_others_say_of_themselves_is_not_believed(door: Door, proxies: tuple[str, ...]) -> None:
    with calling(door, *proxies) as caller:
        answer = caller.sign_in(headers={**HTTPS, "Origin": caller.origin})
        assert answer.headers["set-cookie"].startswith(f"{PLAIN}=") and "ecure" not in answer.headers["set-cookie"]
        assert caller.get("/positions", headers=HTTPS).text == "||127.0.0.1"


def test_a_desk_that_is_damaged_shows_nobody_as_somebody_and_no_path(
    caller: Caller, door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    token = caller.token()
    door.desk.path.write_bytes(b"no database" * 100)
    for answer in (caller.get("/library/sources", token), caller.get("/positions", token), caller.sign_in()):
        assert answer.status_code == 503 and "Not possible now" in answer.text
        assert str(door.desk.library) not in answer.text
    assert "is damaged. Put a copy of it back" in caplog.text
    assert caller.person("") == "|"


def test_an_application_below_this_one_knows_who_asks_too(caller: Caller) -> None:
    assert caller.get("/page/who", caller.token()).text.startswith("Maria|staff|")
    assert caller.get("/page/who", "forged").text.startswith("||")
