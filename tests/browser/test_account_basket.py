"""The basket of a person who is signed in: theirs on any machine, and nobody else's."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from datetime import date
from pathlib import Path

import httpx
import pytest

from assistant.accounts.passwords import Passwords
from assistant.basket.contents import MOST
from assistant.basket.kept import KeptQuote, keep
from assistant.basket.store import QuoteDesk
from assistant.desk_file import DeskFile
from assistant.library import LiveLibrary
from assistant.settings import Settings
from assistant.web.links import fingerprint
from assistant.wire import users_of
from tests.assistant.accounts.given import DAY, QUICK, WORDS
from tests.conftest import ToyEncoder, sync_folder
from tests.internal_documents import PUBLIC, without_internal

FEES, ACCOUNTS = "evening classes should be low", "individual learning accounts for every adult"


@pytest.fixture
def library(tmp_path: Path) -> LiveLibrary:
    sync_folder(tmp_path / "library", ToyEncoder(), without_internal(tmp_path / "posts"))
    users = users_of(Settings(index=tmp_path / "library"))
    for name in ("Maria", "Jo"):
        users.add(name, "member", Passwords(QUICK).hashed(WORDS), DAY)
    return LiveLibrary(tmp_path / "library", ToyEncoder())


@pytest.fixture
def quotes(library: LiveLibrary) -> QuoteDesk:
    return QuoteDesk(DeskFile(library.path))


Browser = Callable[[], httpx.Client]


@pytest.fixture
def browser(library: LiveLibrary, serving: Callable[..., AbstractContextManager[str]]) -> Iterator[Browser]:
    """Opens browsers, each with cookies of its own."""
    with serving(library) as address, ExitStack() as opened:
        headers = {"Origin": address, "Sec-Fetch-Site": "same-origin"}

        def new() -> httpx.Client:
            client = httpx.Client(base_url=address, headers=headers, follow_redirects=True, timeout=30)
            return opened.enter_context(client)

        yield new


def sign_in(client: httpx.Client, name: str) -> None:
    assert client.post("/sign-in", data={"name": name, "password": WORDS}).status_code == 200


def collect(client: httpx.Client, words: str) -> None:
    (name, text) = next((name, text) for name, text in PUBLIC.items() if words in text)
    library_text = text.split("\n\n", 2)[2].rstrip("\n")
    start = library_text.index(words)
    told = {"document": name, "start": str(start), "end": str(start + len(words)), "check": fingerprint(words)}
    assert client.post("/basket/add", data=told).status_code == 200


def held(client: httpx.Client) -> list[str]:
    page = client.get("/basket").text
    return [words for words in (FEES, ACCOUNTS) if f">{words}</blockquote>" in page]


def test_what_was_collected_before_signing_in_is_the_persons_on_any_machine(browser: Browser) -> None:
    here, there = browser(), browser()
    collect(here, FEES)
    assert held(here) == [FEES] and held(there) == []
    sign_in(here, "Maria")
    assert held(here) == [FEES]
    sign_in(there, "maria")
    assert held(there) == [FEES]
    collect(there, ACCOUNTS)
    assert held(here) == [FEES, ACCOUNTS]


def test_signing_out_leaves_it_with_the_account_and_not_in_the_browser(browser: Browser) -> None:
    client = browser()
    collect(client, FEES)
    sign_in(client, "Maria")
    client.post("/sign-out", data={})
    assert held(client) == []
    collect(client, ACCOUNTS)
    assert held(client) == [ACCOUNTS]
    sign_in(client, "Jo")
    assert held(client) == [ACCOUNTS]
    client.post("/sign-out", data={})
    sign_in(client, "Maria")
    assert held(client) == [FEES]


def test_what_the_account_has_already_is_not_taken_over_again(browser: Browser, quotes: QuoteDesk) -> None:
    first, second = browser(), browser()
    sign_in(first, "Maria")
    collect(first, FEES)
    first.post("/basket/change", data={"what": "note", "number": "1", "note": "mine", "revision": "1"})
    collect(second, FEES)
    sign_in(second, "Maria")
    (quote,) = quotes.basket("account-maria").quotes
    assert quote.note == "mine"
    assert [name for name, _ in quotes.names()] == ["account-maria"]


def test_a_full_basket_takes_what_it_has_room_for(library: LiveLibrary, browser: Browser, quotes: QuoteDesk) -> None:
    document = library.current.searcher.document("rooms.txt")
    ends = [at for at in range(1, len(document.text)) if not document.text[at : at + 1].isalnum()]
    starts = [0, *(at + 1 for at in ends if document.text[at] == " ")]
    kept = [kept for start in starts for end in ends if end > start for kept in _kept(document, start, end)][: MOST - 1]
    assert len(kept) == MOST - 1
    quotes.change("account-maria", 0, lambda one: type(one)(one.name, one.revision, tuple(kept)))
    client = browser()
    collect(client, FEES)
    collect(client, ACCOUNTS)
    sign_in(client, "Maria")
    assert len(quotes.basket("account-maria").quotes) == MOST
    client.post("/sign-out", data={})
    assert held(client) == [ACCOUNTS]


def _kept(document: object, start: int, end: int) -> list[KeptQuote]:
    from corpus.document import Document

    assert isinstance(document, Document)
    return [keep(document, start, end, date(2026, 11, 25))]


@pytest.mark.parametrize("planted", ["account-maria", "../account-maria", "A" * 21, "account-maria".ljust(22, "x")])
def test_a_cookie_opens_no_basket_of_an_account(browser: Browser, quotes: QuoteDesk, planted: str) -> None:
    owner, other = browser(), browser()
    sign_in(owner, "Maria")
    collect(owner, FEES)
    other.cookies.set("basket", planted)
    assert held(other) == []
    sign_in(other, "Jo")
    assert held(other) == [] and held(owner) == [FEES]
