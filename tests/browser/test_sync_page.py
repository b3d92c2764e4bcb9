"""Bringing the library up to date from the page: a real sync, of a site that answers when it is told to."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.accounts.passwords import Passwords
from assistant.accounts.people import Role
from assistant.library import LiveLibrary
from assistant.settings import Settings
from assistant.syncing.state import FILE, kept_state
from assistant.wire import users_of
from corpus.sources import open_source
from index.build import sync
from index.library.generation import open_current
from tests.browser.conftest import Visit
from tests.browser.test_library_page import PASSWORD, signed_in
from tests.conftest import post, write_files
from tests.corpus.servers import FakeTime, LoopbackServer, Page, access_to, article, serving

SETTINGS = "[web_sources]\nallow_private_hosts = true\ndelay = 0\n"
WAIT = 60
"""Seconds after which a test gives up."""


@dataclass
class Site:
    """A site of posts whose newest one comes when it is let."""

    posts: dict[str, str] = field(default_factory=lambda: {"/one": "EAEA calls for one thing."})
    asked: threading.Event = field(default_factory=threading.Event)
    let: threading.Event = field(default_factory=threading.Event)

    def answer(self, path: str, _: Mapping[str, str]) -> Page:
        if path == "/sitemap.xml":
            return Page(f"<urlset>{''.join(f'<url><loc>{one}</loc></url>' for one in self.posts)}</urlset>")
        if path == "/":
            return Page("home")
        if path == "/slow":
            self.asked.set()
            self.let.wait(WAIT)
        return Page(article(f"Post {path}", self.posts[path])) if path in self.posts else Page("", 404)


@dataclass
class Place:
    library: Path
    address: str
    site: Site


@pytest.fixture
def slow() -> Iterator[tuple[Site, LoopbackServer]]:
    site = Site()
    with serving(site.answer) as server:
        yield site, server
        site.let.set()


@pytest.fixture
def place(
    tmp_path: Path, encoder: Any, slow: tuple[Site, LoopbackServer],
    serving: Callable[..., AbstractContextManager[str]],
) -> Iterator[Place]:  # fmt: skip
    """A served library of a folder and of a site, which has a new post by now."""
    site, server = slow
    library = tmp_path / "library"
    folder = write_files(tmp_path / "posts", {"a.txt": post("Rooms", "Municipalities should give rooms to learners.")})
    access = access_to(library, FakeTime())
    told = sync(library, [open_source(str(folder)), open_source(server.address, access)], encoder)
    assert not told.failed
    people: tuple[tuple[str, Role], ...] = (("maria", "staff"), ("jo", "member"))
    for name, role in people:
        users_of(Settings(index=library)).add(name, role, Passwords().hashed(PASSWORD), date(2026, 11, 25))
    settings = write_files(tmp_path, {"assistant.toml": SETTINGS}) / "assistant.toml"
    site.posts |= {"/slow": "EAEA calls for a second thing.", "/two": "EAEA calls for a third thing."}
    with serving(LiveLibrary(library, encoder), file=settings) as address:
        yield Place(library, address, site)


@contextmanager
def running(place: Place) -> Iterator[httpx.Client]:
    """Staff who have started a sync, which waits for the site."""
    with signed_in(place.address, "maria") as maria:
        started = maria.post("/library/sync")
        assert started.status_code == 200 and "A sync is" in started.text
        assert place.site.asked.wait(WAIT)
        yield maria


def told_when(maria: httpx.Client, active: bool) -> dict[str, Any]:
    """What is told once it is so."""
    for _ in range(20_000):
        told: dict[str, Any] = maria.get("/library/sync.json").json()
        if told["active"] is active:
            return told
    raise AssertionError(told)


def test_only_staff_see_start_and_stop_it_and_no_script_but_its_own_may_run(place: Place) -> None:
    with httpx.Client(base_url=place.address, headers={"Origin": place.address}) as stranger, signed_in(
        place.address, "jo"
    ) as jo:  # fmt: skip
        for path in ("/library/sync", "/library/sync.json"):
            assert stranger.get(path).status_code == 303 and jo.get(path).status_code == 403
        for path in ("/library/sync", "/library/sync/cancel"):
            assert stranger.post(path).status_code == 403 and jo.post(path).status_code == 403
    with signed_in(place.address, "maria") as maria:
        for path in ("/library/sync", "/library/sync/cancel"):
            assert maria.post(path, headers={"Origin": "https://evil.example"}).status_code == 403
            assert maria.post(path, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
        page = maria.get("/library/sync")
        policy = page.headers["content-security-policy"]
        assert "script-src 'self'" in policy and "unsafe" not in policy and page.text.count("<script") == 1
        for other in ("/library", "/library/report", "/library/sync/x", "/library/sync.json"):
            assert "script-src" not in maria.get(other).headers["content-security-policy"]
    assert kept_state(place.library) is None and not place.site.asked.is_set()


def test_it_runs_beside_the_server_and_its_outcome_is_told(place: Place) -> None:
    with running(place) as maria:
        told = told_when(maria, True)
        assert told["heading"] == "A sync is running" and "Fetching" in told["said"]
        again = maria.post("/library/sync")
        assert again.status_code == 409 and "A sync is running already" in again.text
        assert maria.get("/healthz").status_code == 200
        place.site.let.set()
        assert told_when(maria, False)["heading"] == "The last sync is done"
        page = maria.get("/library/sync").text
        assert "Everything is up to date. 2 added, 2 unchanged." in page and "/library/report" in page
        assert "second thing" in maria.get("/find?q=second+thing").text, "the server answers from it"


def test_one_that_is_cancelled_leaves_what_was_fetched_and_nothing_else(place: Place) -> None:
    before = open_current(place.library)
    with running(place) as maria:
        assert maria.post("/library/sync/cancel").status_code in (200, 303)  # it may have ended by then
        assert told_when(maria, False)["heading"] == "The last sync was stopped"
        assert open_current(place.library) == before
        left = {path.name for path in place.library.iterdir()} - {"fetched.sqlite-wal", "fetched.sqlite-shm"}
        assert left == {"current", "desk.sqlite", "fetched.sqlite", "generations", "lock", "reports", FILE}
        assert maria.get("/find?q=rooms").status_code == 200
        place.site.let.set()
        maria.post("/library/sync")
        assert told_when(maria, False)["heading"] == "The last sync is done"


def sign_in(visit: Visit) -> None:
    visit.tab.locator("input[name=name]").fill("maria")
    visit.tab.locator("input[name=password]").fill(PASSWORD)
    visit.tab.keyboard.press("Enter")


@pytest.mark.browser
def test_somebody_starts_it_reloads_and_sees_it_end(place: Place, visit_of: Callable[..., Visit]) -> None:
    visit = visit_of(place.address, width=320, scheme="dark").open("/sign-in?next=/library")
    sign_in(visit)
    visit.tab.get_by_role("button", name="Bring up to date").click()
    visit.tab.get_by_role("heading", name="A sync is").wait_for()
    assert place.site.asked.wait(WAIT)
    visit.tab.reload()
    visit.tab.get_by_role("heading", name="A sync is running").wait_for()
    assert visit.tab.get_by_role("progressbar").count() == 1 and visit.overflow == 0
    assert visit.tab.locator("#sync-look").count() == 0, "the script looks by itself"
    visit.tab.get_by_role("status").filter(has_text="Fetching").wait_for(state="attached")
    place.site.let.set()
    visit.tab.get_by_role("heading", name="The last sync is done").wait_for()
    visit.tab.locator("h2#sync-heading:focus").wait_for()
    assert "2 added" in visit.tab.locator("#sync").inner_text() and visit.overflow == 0
    requested = len(visit.requested)
    visit.tab.get_by_role("link", name="What it changed").click()
    visit.tab.get_by_role("heading", name="What changed in the library").first.wait_for()
    assert not any("sync.json" in one for one in visit.requested[requested:])
    assert visit.complaints == [] and visit.foreign == []


@pytest.mark.browser
def test_without_scripts_a_link_looks_again(place: Place, chromium: Any) -> None:
    context = chromium.new_context(java_script_enabled=False)
    visit = Visit(context.new_page(), place.address).open("/sign-in?next=/library/sync")
    sign_in(visit)
    visit.tab.get_by_role("button", name="Bring up to date").click()
    assert place.site.asked.wait(WAIT)
    visit.tab.get_by_role("link", name="See how far it is").click()
    visit.tab.get_by_role("heading", name="A sync is running").wait_for()
    visit.tab.get_by_role("button", name="Cancel").click()
    visit.tab.get_by_role("heading", name="The last sync").or_(visit.tab.get_by_role("link", name="See how")).wait_for()
    with signed_in(place.address, "maria") as maria:
        told_when(maria, False)
    visit.open("/library/sync")
    assert visit.tab.get_by_role("heading", name="The last sync was stopped").count() == 1
    context.close()
