"""The pages of staff in five languages: with something in every list."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.accounts.passwords import Passwords
from assistant.library import LiveLibrary
from assistant.setting_rules import LANGUAGES
from assistant.settings import Settings
from assistant.wire import users_of
from corpus.sample import content
from index.library.generation import STORE
from index.library.store import Store
from index.models.encoder import Encoder
from tests.browser.conftest import Visit
from tests.browser.test_languages import assert_translated
from tests.browser.test_library_page import OLD, PASSWORD, WORDS, signed_in
from tests.conftest import copy_of

pytestmark = pytest.mark.browser
WHY = "the board of May"
PAGES = (
    "/library", f"/library/document?name={OLD}", "/library/report", "/library/sync", "/library?q=zeppelin",
)  # fmt: skip


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory, sample_library: Path, encoder: Encoder) -> LiveLibrary:
    library = copy_of(sample_library, tmp_path_factory.mktemp("staff") / "library")
    users_of(Settings(index=library)).add("maria", "staff", Passwords().hashed(PASSWORD), date(2026, 11, 25))
    return LiveLibrary(library, encoder)


@pytest.fixture(scope="module")
def maria(live: LiveLibrary, serving: Callable[..., AbstractContextManager[str]]) -> Iterator[httpx.Client]:
    with serving(live, keep_questions=True) as address, signed_in(address, "maria") as client:
        told = {"name": OLD, "revision": "0", "field": "status", "value": "historic", "note": WHY}
        assert client.post("/library/document", data=told).status_code == 200
        assert client.post("/library/pin", data={"question": "Why?", "quotes": WORDS}).status_code == 200
        yield client


@pytest.fixture(scope="module")
def known(live: LiveLibrary) -> str:
    store = Store.read(live.current.searcher.generation.folder / STORE)
    told = [(one.title, one.id, one.text, *one.topics) for one in store.documents()]
    return (
        " ".join(" ".join("\n".join(map("\n".join, told)).split()).split())
        + f" maria Why? {WHY} {content()} keep_questions"
    )


@pytest.mark.parametrize("path", PAGES)
def test_the_pages_of_staff_come_in_every_language(path: str, maria: httpx.Client, known: str) -> None:
    pages = {code: maria.get(path, headers={"Accept-Language": code}) for code in LANGUAGES}
    assert len({page.status_code for page in pages.values()}) == 1
    for code in LANGUAGES[1:]:
        assert_translated(pages["en"].text, pages[code].text, code, known)


def test_how_a_sync_is_doing_is_told_in_the_language(maria: httpx.Client) -> None:
    told = maria.get("/library/sync.json", headers={"Accept-Language": "de"}).json()
    assert told["heading"] == "Noch ist kein Abgleich gelaufen"


@pytest.mark.parametrize("code", ["de", "fi"])
def test_the_pages_of_staff_fit_a_narrow_window(code: str, maria: httpx.Client, visit_of: Callable[..., Visit]) -> None:
    address = str(maria.base_url).rstrip("/")
    visit = visit_of(address, width=320)
    cookies: list[dict[str, Any]] = [
        {"name": name, "value": value, "url": address} for name, value in maria.cookies.items()
    ]
    visit.tab.context.add_cookies(cookies)
    visit.tab.set_extra_http_headers({"Accept-Language": code})
    for path in PAGES:
        visit.tab.goto(address + path)
        assert visit.tab.locator("html").get_attribute("lang") == code
        assert visit.overflow == 0, path
    assert visit.complaints == []
