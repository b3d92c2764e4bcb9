"""Who may use the pages at all."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import httpx
import pytest

from assistant.accounts.passwords import Passwords
from assistant.library import LiveLibrary
from assistant.settings import Settings
from assistant.wire import users_of
from tests.assistant.accounts.given import DAY, QUICK, WORDS
from tests.browser.test_internal_documents import PAGES
from tests.conftest import ToyEncoder, sync_folder
from tests.internal_documents import without_internal

OPEN = (
    "/healthz", "/sign-in", "/sign-out", "/page/style.css", "/page/workbench.css", "/page/report.css", "/page/icon.svg",
    "/page/sync.js", "/page/language.js", "/page/page.js", "/page/look.css", "/favicon.ico", "/theme.css",
    "/metrics", "/widget.js",
)  # fmt: skip
OF_LIBRARY = ("evening", "rooms", "learning accounts", "charter")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> LiveLibrary:
    folder = tmp_path_factory.mktemp("access")
    sync_folder(folder / "library", ToyEncoder(), without_internal(folder / "posts"))
    users = users_of(Settings(index=folder / "library"))
    users.add("maria", "staff", Passwords(QUICK).hashed(WORDS), DAY)
    users.add("jo", "member", Passwords(QUICK).hashed(WORDS), DAY)
    return LiveLibrary(folder / "library", ToyEncoder())


@pytest.fixture(scope="module", params=["members", "staff"])
def shut(
    request: pytest.FixtureRequest, library: LiveLibrary, serving: Callable[..., AbstractContextManager[str]]
) -> Iterator[tuple[str, str]]:
    """(access, address of a server with it)."""
    with serving(library, access=request.param) as address:
        yield request.param, address


@contextmanager
def client_of(address: str, name: str = "") -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, headers={"Origin": address}, timeout=30) as client:
        if name:
            assert client.post("/sign-in", data={"name": name, "password": WORDS}).status_code == 303
        yield client


def test_who_may_not_enter_is_led_to_the_form_or_refused(shut: tuple[str, str]) -> None:
    access, address = shut
    for name in ("", *(["jo"] if access == "staff" else [])):
        with client_of(address, name) as client:
            for method, path in PAGES:
                if path.partition("?")[0] in (*OPEN, "/page/logo"):  # open, and there is none
                    continue
                answer = client.request(method, path)
                if method == "GET" and not name:
                    assert answer.status_code == 303, path
                    assert answer.headers["location"].startswith("/sign-in?next="), path
                else:
                    assert answer.status_code == 403, path
                assert not [word for word in OF_LIBRARY if word in answer.text.casefold()], path


def test_who_may_enter_is_served(shut: tuple[str, str]) -> None:
    access, address = shut
    for name in ("maria", *(["jo"] if access == "members" else [])):
        with client_of(address, name) as client:
            for path in ("/", "/config", "/find?q=evening", "/documents/rooms.txt", "/basket"):
                assert client.get(path).status_code == 200, path


def test_what_signing_in_needs_is_open(shut: tuple[str, str]) -> None:
    with client_of(shut[1]) as client:
        for path in OPEN:
            assert client.get(path).status_code == 200, path


@pytest.mark.parametrize("path", ["/page/", "/static/", "/assets/", "/page", "/page/../config", "/static/../config"])
def test_a_folder_of_styles_is_no_way_around(shut: tuple[str, str], path: str) -> None:
    with client_of(shut[1]) as client:
        answer = client.get(path)
        assert answer.status_code in (303, 400, 404)
        assert not [word for word in OF_LIBRARY if word in answer.text.casefold()]


def test_questions_are_not_let_into_the_queue(shut: tuple[str, str]) -> None:
    with client_of(shut[1]) as client:
        for path in ("/gradio_api/queue/join", "/gradio_api/reset", "/gradio_api/cancel"):
            assert client.post(path, json={"data": []}).status_code == 403
        assert client.get("/gradio_api/queue/data?session_hash=x").status_code == 303


def test_a_desk_that_is_damaged_lets_nobody_in(
    tmp_path: Path, serving: Callable[..., AbstractContextManager[str]]
) -> None:
    sync_folder(tmp_path / "library", ToyEncoder(), without_internal(tmp_path / "posts"))
    with serving(LiveLibrary(tmp_path / "library", ToyEncoder()), access="members") as address:
        (tmp_path / "library" / "desk.sqlite").write_bytes(b"no database" * 100)
        with client_of(address) as client:
            client.cookies.set("assistant_session", "x")
            assert client.get("/find").status_code == 503
