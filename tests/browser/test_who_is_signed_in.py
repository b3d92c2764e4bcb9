"""What every page shows of who is signed in."""

from tests.assistant.accounts.given import Door
from tests.browser.callers import Caller

SIGN_IN, NAMED = '<a href="/sign-in" aria-current="page">Sign in</a>', '<span class="unseen">Signed in as </span>'


def test_a_page_shows_who_is_signed_in_or_a_way_to(caller: Caller) -> None:
    assert SIGN_IN in caller.get("/sign-in").text and NAMED not in caller.get("/sign-in").text
    page = caller.get("/sign-in", caller.token()).text
    assert f"{NAMED}Maria</a>" in page and SIGN_IN not in page
    assert NAMED not in caller.get("/sign-in").text


def test_where_nobody_can_sign_in_no_page_offers_it(caller: Caller, door: Door) -> None:
    for name in ("Maria", "Ann"):
        door.users.remove(name)
    page = caller.get("/sign-in").text
    assert SIGN_IN not in page and NAMED not in page
