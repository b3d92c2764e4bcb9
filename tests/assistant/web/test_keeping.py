"""How much is kept for people who are not signed in (promise R15)."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from assistant.basket.store import TABLES, QuoteDesk
from assistant.library import LiveLibrary
from assistant.web.keeping import DAY, Keeping
from assistant.web.links import fingerprint
from assistant.web.rate import RateLimit
from assistant.web.render import Pages
from assistant.web.views.baskets import BasketViews
from assistant.web.visitor import Introducing
from assistant.web.whose_basket import DAYS
from tests.assistant.accounts.given import Clock, Door, door_of
from tests.conftest import ToyEncoder, post, sync_folder, write_files

WORDS = "EAEA calls for a fair share of funding."
Sending = Callable[..., httpx.Response]


@pytest.fixture
def door(tmp_path: Path) -> Door:
    posts = write_files(tmp_path / "posts", {"one.txt": post("Funding", WORDS)})
    sync_folder(tmp_path / "library", ToyEncoder(), posts)
    return door_of(tmp_path / "library")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(door: Door) -> QuoteDesk:
    return QuoteDesk(door.desk)


@pytest.fixture
def sending(door: Door, desk: QuoteDesk, clock: Clock) -> Sending:
    """Sends a quotation from an address; two of one address are kept in a day, and three of all."""
    library = LiveLibrary(door.desk.library, ToyEncoder())
    keeping = Keeping(RateLimit(2, DAY, clock), RateLimit(3, DAY, clock))
    app = FastAPI()
    app.add_middleware(Introducing, sessions=door.sessions, by_header=None, ways_in=lambda: True)
    BasketViews(library, "EAEA", Pages(), desk, keeping).add_to(app)
    start = library.current.searcher.document("one.txt").text.index(WORDS)
    told = {"document": "one.txt", "start": start, "end": start + len(WORDS), "check": fingerprint(WORDS)}

    def sent(path: str, address: str = "192.0.2.1", token: str = "") -> httpx.Response:
        client = TestClient(app, "https://own.example", client=(address, 1), follow_redirects=False)
        return client.post(path, data=told, headers={"Cookie": f"__Host-assistant_session={token}"} if token else {})

    return sent


@pytest.mark.parametrize("path", ["/quotes", "/basket/add"])
def test_an_address_may_have_so_many_kept_in_a_day(sending: Sending, clock: Clock, path: str) -> None:
    assert sending("/quotes", "2001:db8::1").status_code == sending(path, "2001:db8::2").status_code == 303
    refused = sending(path, "2001:db8::3")
    assert refused.status_code == 429 and 0 < int(refused.headers["retry-after"]) <= DAY
    assert "Too many quotations were kept for this address today. Sign in, or go on tomorrow." in refused.text
    clock.now += DAY
    assert sending(path, "2001:db8::3").status_code == 303


@pytest.mark.parametrize("path", ["/quotes", "/basket/add"])
def test_all_who_are_not_signed_in_may_have_so_many_kept_and_others_more(
    sending: Sending, door: Door, path: str
) -> None:
    for number in range(3):
        assert sending(path, f"192.0.2.{number}").status_code == 303
    refused = sending(path, "192.0.2.9")
    assert refused.status_code == 429 and "kept today for people who are not signed in" in refused.text
    token = door.enter(door.add("Maria", "member"))
    assert {sending(path, "192.0.2.9", token).status_code for _ in range(5)} == {303}


def test_a_basket_whose_key_no_browser_holds_any_more_goes_with_the_next_that_is_begun(
    sending: Sending, desk: QuoteDesk
) -> None:
    sending("/basket/add")
    ((old, _),) = desk.names()

    def begun_when_unchanged_for(days: int) -> list[str]:
        day = (date.today() - timedelta(days=days)).isoformat()
        with desk.desk.changing(TABLES) as connection:
            connection.execute("UPDATE baskets SET changed = ? WHERE name = ?", (day, old))
        sending("/basket/add", f"192.0.2.{days % 200}")
        return [name for name, _ in desk.names()]

    assert old in begun_when_unchanged_for(DAYS - 1)
    assert old not in begun_when_unchanged_for(DAYS + 5)
