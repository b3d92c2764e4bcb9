"""Signing in at an OpenID Connect provider, which runs here and can be told to do wrong."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc.jwk import OctKey

from assistant.accounts.by_openid import OTHER_BROWSER, ByOpenId
from assistant.accounts.openid_provider import OpenIdClient
from assistant.accounts.openid_provider import Provider as Named
from assistant.accounts.people import Role
from assistant.accounts.sessions import Sessions
from tests.assistant.accounts.given import DAY, Door
from tests.browser.callers import PLAIN, Caller, calling
from tests.browser.openid_server import CLIENT, EC, OTHER, SECRET, Provider, providing, signed, unsigned

NOT_CONFIRMED = "The sign-in service did not confirm who you are. Try again."
PERSON = "maria@example.org"


@pytest.fixture
def provider() -> Iterator[Provider]:
    with providing() as made:
        yield made


@pytest.fixture
def member(door: Door) -> Door:
    door.users.add(PERSON, "staff", "", DAY)
    return door


@contextmanager
def offering(door: Door, provider: Provider, claim: str = "email", role: Role | None = None) -> Iterator[Caller]:
    """A server whose people may sign in at a provider."""
    named = Named(provider.issuer, CLIENT, SECRET, claim, role or "")
    door.sessions = Sessions(door.desk, door.clock, guests=role or "")
    door.accounts = replace(door.accounts, sessions=door.sessions)
    by_openid = ByOpenId(OpenIdClient(named), door.users, door.sessions, door.accounts.by_address)
    with calling(door, by_openid=by_openid) as caller:
        yield caller


@pytest.fixture
def caller(member: Door, provider: Provider) -> Iterator[Caller]:
    with offering(member, provider) as made:
        yield made


def begun(caller: Caller, onward: str = "/positions") -> tuple[str, str]:
    """(the address to which the provider sends the browser back, the cookie that the browser keeps)."""
    away = caller.get(f"/sign-in/openid?next={onward}")
    assert away.status_code == 303, away.text
    cookie = away.headers["set-cookie"]
    told = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert {"httponly", "samesite=lax", "path=/"} <= told
    caller.client.cookies.clear()
    back = httpx.get(away.headers["location"])
    assert back.status_code == 303
    return back.headers["location"], cookie.partition(";")[0]


def returned(caller: Caller, address: str, cookie: str) -> Any:
    parts = urlsplit(address)
    answer = caller.client.get(f"{parts.path}?{parts.query}", headers={"Cookie": cookie} if cookie else {})
    caller.client.cookies.clear()
    return answer


def token_of(answer: Any) -> str:
    """The session's token that an answer sets; "" where it begins none."""
    cookies = answer.headers.get_list("set-cookie")
    return next((one.partition(";")[0].partition("=")[2] for one in cookies if one.startswith(f"{PLAIN}=")), "")


def refused(caller: Caller, address: str, cookie: str) -> str:
    answer = returned(caller, address, cookie)
    assert answer.status_code in (403, 429) and not token_of(answer)
    assert "Traceback" not in answer.text
    return str(answer.text)


def test_who_is_confirmed_is_signed_in_and_led_on(caller: Caller) -> None:
    address, cookie = begun(caller, "/positions?q=a%26b")
    answer = returned(caller, address, cookie)
    assert answer.status_code == 200 and answer.headers["cache-control"] == "no-store"
    assert 'content="0; url=/positions?q=a&amp;b"' in answer.text
    (session,) = [one for one in answer.headers.get_list("set-cookie") if one.startswith(f"{PLAIN}=")]
    assert {part.strip().lower() for part in session.split(";")[1:]} == {"httponly", "samesite=strict", "path=/"}
    assert caller.person(token_of(answer)) == f"{PERSON}|staff"


def test_only_three_things_are_fetched_and_keys_once(caller: Caller, provider: Provider) -> None:
    for _ in range(2):
        assert token_of(returned(caller, *begun(caller)))
    assert provider.asked == [
        "/.well-known/openid-configuration", "/jwks", "/authorize", "/token", "/authorize", "/token",
    ]  # fmt: skip


def test_what_is_sent_leads_to_no_other_site(caller: Caller) -> None:
    for onward in ("https://evil.example/", "//evil.example", "/\\evil.example"):
        answer = returned(caller, *begun(caller, onward))
        assert "evil" not in answer.text and 'url=/"' in answer.text


@pytest.mark.parametrize("state", ["", "x", "0" * 64])
def test_a_wrong_state_is_refused(caller: Caller, provider: Provider, state: str) -> None:
    address, cookie = begun(caller)
    (right,) = parse_qs(urlsplit(address).query)["state"]
    assert OTHER_BROWSER in refused(caller, address.replace(right, state), cookie)
    assert "/token" not in provider.asked


def test_another_browser_cannot_come_back(caller: Caller, provider: Provider) -> None:
    address, _ = begun(caller)
    _, other = begun(caller)
    for cookie in ("", other, "assistant_openid=", "assistant_openid=x.y"):
        assert OTHER_BROWSER in refused(caller, address, cookie)
    assert "/token" not in provider.asked


def test_a_code_signs_in_once(caller: Caller) -> None:
    address, cookie = begun(caller)
    answer = returned(caller, address, cookie)
    assert token_of(answer)
    assert any(one.startswith('assistant_openid="";') for one in answer.headers.get_list("set-cookie"))
    assert NOT_CONFIRMED in refused(caller, address, cookie)


def test_a_code_of_another_attempt_is_refused(caller: Caller) -> None:
    address, cookie = begun(caller)
    stolen, _ = begun(caller)
    codes = [parse_qs(urlsplit(one).query)["code"][0] for one in (address, stolen)]
    assert NOT_CONFIRMED in refused(caller, address.replace(*codes), cookie)


def test_who_says_no_at_the_provider_is_told(caller: Caller) -> None:
    address, cookie = begun(caller)
    (state,) = parse_qs(urlsplit(address).query)["state"]
    denied = f"{address.partition('?')[0]}?error=access_denied&error_description=<b>no</b>&state={state}"
    told = refused(caller, denied, cookie)
    assert "The sign-in service did not let you in." in told and "<b>" not in told


WRONG_CLAIMS: list[dict[str, Any]] = [
    {"nonce": "another"},
    {"nonce": None},
    {"exp": int(time.time()) - 3600},
    {"exp": None},
    {"iat": None},
    {"sub": None},
    {"aud": "another"},
    {"aud": ["another", "third"]},
    {"aud": None},
    {"iss": "https://evil.example"},
    {"iss": None},
]


@pytest.mark.parametrize("said", WRONG_CLAIMS, ids=range(len(WRONG_CLAIMS)))
def test_a_token_for_something_else_is_refused(caller: Caller, provider: Provider, said: dict[str, Any]) -> None:
    provider.said = said
    assert NOT_CONFIRMED in refused(caller, *begun(caller))


@pytest.mark.parametrize("said", [{"azp": "another"}, {"aud": [CLIENT, "another"]}], ids=str)
def test_a_token_that_was_made_for_another_program_is_refused(
    caller: Caller, provider: Provider, said: dict[str, Any]
) -> None:
    provider.said = said
    assert "made for another program" in refused(caller, *begun(caller))
    provider.said = {"aud": [CLIENT, "another"], "azp": CLIENT}
    assert token_of(returned(caller, *begun(caller)))


SHARED = OctKey.import_key(SECRET * 4, {"kid": "rsa"})
FORGED: dict[str, Callable[[dict[str, Any]], str]] = {
    "no signature": unsigned,
    "another key of the same name": partial(signed, key=OTHER),
    "a shared secret": lambda claims: signed(claims, SHARED, "HS256"),
    "another algorithm": partial(signed, alg="RS512"),
    "no token": lambda _: "",
    "cut off": lambda claims: signed(claims)[:-20],
    "nonsense": lambda _: "a.b.c",
}


@pytest.mark.parametrize("forged", FORGED)
def test_a_forged_token_is_refused(caller: Caller, provider: Provider, forged: str) -> None:
    provider.sign = FORGED[forged]
    assert NOT_CONFIRMED in refused(caller, *begun(caller))


def test_both_kinds_of_keys_are_known(caller: Caller, provider: Provider) -> None:
    provider.sign = partial(signed, key=EC, alg="ES256")
    assert token_of(returned(caller, *begun(caller)))


def test_an_address_that_is_not_verified_is_nobodys(caller: Caller, provider: Provider) -> None:
    for verified in (False, None, "true", 1):
        provider.said = {"email_verified": verified}
        assert "does not know whether maria@example.org is your address" in refused(caller, *begun(caller))


@pytest.mark.parametrize("email", [None, "", 7, "two words", "<b>x</b>", "x" * 65])
def test_what_can_be_no_name_is_refused(caller: Caller, provider: Provider, email: object) -> None:
    provider.said = {"email": email}
    assert "tells no email that can be a name here" in refused(caller, *begun(caller))


def test_strangers_may_sign_in_only_where_the_settings_give_them_a_role(door: Door, provider: Provider) -> None:
    with offering(door, provider) as caller:
        assert "maria@example.org may not sign in here" in refused(caller, *begun(caller))
    with offering(door, provider, role="member") as caller:
        token = token_of(returned(caller, *begun(caller)))
        assert caller.person(token) == f"{PERSON}|member"
        assert caller.get("/library/sources", token).status_code == 403
    with offering(door, provider) as caller:
        assert caller.person(token) == "|"


@pytest.mark.parametrize("role", [None, "member"])
def test_a_name_that_can_be_taken_for_another_signs_nobody_in(
    door: Door, provider: Provider, role: Role | None
) -> None:
    door.users.add("staff@example.org", "staff", "", DAY)
    provider.said = {"email": "\u017ftaff@example.org"}
    with offering(door, provider, role=role) as caller:
        assert "can be taken for that of somebody else" in refused(caller, *begun(caller))


def test_the_role_here_is_that_of_this_moment(caller: Caller, member: Door) -> None:
    token = token_of(returned(caller, *begun(caller)))
    assert caller.get("/library/sources", token).status_code == 200
    member.users.change_role(PERSON, "member")
    assert caller.person(token) == f"{PERSON}|member"
    member.users.remove(PERSON)
    assert caller.person(token) == "|"


def test_another_claim_can_be_the_name(door: Door, provider: Provider) -> None:
    provider.said = {"preferred_username": "MARIA", "email": None, "email_verified": None}
    with offering(door, provider, claim="preferred_username") as caller:
        assert caller.person(token_of(returned(caller, *begun(caller)))) == "Maria|staff"


def test_signing_out_ends_such_a_session_too(caller: Caller) -> None:
    token = token_of(returned(caller, *begun(caller)))
    caller.post("/sign-out", {"everywhere": "yes"}, token)
    assert caller.person(token) == "|"


def test_a_provider_that_is_down_is_told_in_a_sentence(member: Door) -> None:
    with providing() as provider:
        pass
    with offering(member, provider) as caller:
        answer = caller.get("/sign-in/openid")
        assert answer.status_code == 403 and "does not answer just now" in answer.text
        assert "Traceback" not in answer.text and provider.issuer not in answer.text


def test_a_provider_that_goes_down_meanwhile_is_told_in_a_sentence(member: Door) -> None:
    with providing() as provider, offering(member, provider) as caller:
        address, cookie = begun(caller)
        provider.down = True
        assert "does not answer just now" in refused(caller, address, cookie)


@pytest.mark.parametrize(
    "told", [{"issuer": "https://evil.example"}, {"token_endpoint": "ftp://x/"}, {"jwks_uri": None}], ids=str
)
def test_a_provider_that_says_to_be_another_is_refused(member: Door, provider: Provider, told: dict[str, Any]) -> None:
    provider.told = told
    with offering(member, provider) as caller:
        assert NOT_CONFIRMED in caller.get("/sign-in/openid").text


def test_keys_that_were_changed_are_fetched_again(member: Door, provider: Provider) -> None:
    clock = [time.time()]
    named = Named(provider.issuer, CLIENT, SECRET)
    client = OpenIdClient(named, clock=lambda: clock[0])
    by_openid = ByOpenId(client, member.users, member.sessions, member.accounts.by_address)
    with calling(member, by_openid=by_openid) as caller:
        assert token_of(returned(caller, *begun(caller)))
        provider.keys, provider.sign = [OTHER], partial(signed, key=OTHER)
        assert NOT_CONFIRMED in refused(caller, *begun(caller))
        clock[0] += 61
        provider.said = {"exp": int(clock[0]) + 300, "iat": int(clock[0])}
        assert token_of(returned(caller, *begun(caller)))


def test_failures_are_slowed_with_those_of_passwords(caller: Caller) -> None:
    address, cookie = begun(caller)
    (state,) = parse_qs(urlsplit(address).query)["state"]
    denied = f"{address.partition('?')[0]}?error=access_denied&state={state}"
    answers = [returned(caller, denied, cookie).status_code for _ in range(21)]
    assert answers == [403] * 20 + [429]


@pytest.mark.parametrize("with_cookie", [False, True])
def test_what_a_page_elsewhere_makes_a_browser_send_slows_nobody_down(caller: Caller, with_cookie: bool) -> None:
    _, cookie = begun(caller)
    back = "/sign-in/openid/back?state=x&code=y"
    answers = {returned(caller, back, cookie if with_cookie else "").status_code for _ in range(30)}
    assert answers == {403} and token_of(returned(caller, *begun(caller)))


def test_without_the_setting_there_is_no_such_way(door: Door) -> None:
    with calling(door) as caller:
        assert caller.get("/sign-in/openid").status_code == 404
        assert "/sign-in/openid" not in caller.get("/sign-in").text


def test_the_form_shows_the_way(caller: Caller) -> None:
    assert '<a href="/sign-in/openid?next=%2Flibrary">' in caller.get("/sign-in?next=/library").text
