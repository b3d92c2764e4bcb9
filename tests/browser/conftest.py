"""A real server over a real library, and a real Chromium that may reach nothing else."""

import asyncio
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from assistant.library import LiveLibrary
from assistant.settings import Settings
from assistant.web.serve import Server, address_of, listening_socket, run_server
from assistant.web.views import health
from index.models.encoder import Encoder
from tests.assistant.accounts.given import Door, door_of
from tests.browser.callers import Caller, calling
from tests.conftest import PATIENT
from tests.index.contract import conftest as contract

CHROMIUM = "/usr/bin/chromium"
JOIN = "**/gradio_api/queue/join**"
"""Where the page sends what happens on it."""
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run",
]  # fmt: skip


server = contract.server
"""An embedded Milvus server."""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    if not Path(CHROMIUM).exists() and not shutil.which("chromium"):
        pytest.skip("chromium is not installed")
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with api.sync_playwright() as playwright:
        path = CHROMIUM if Path(CHROMIUM).exists() else shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def serving() -> Callable[..., AbstractContextManager[str]]:
    """Serves a library for as long as a block runs."""
    return served_library


@contextmanager
def served_library(library: LiveLibrary, **settings: Any) -> Iterator[str]:
    ready = threading.Event()
    with listening_socket("127.0.0.1", 0) as listening:
        server = _Server(library, replace(Settings(index=library.path), **settings), listening, ready)
        thread = threading.Thread(target=server.run)
        thread.start()
        try:
            assert ready.wait(60), "the server did not start"
            yield address_of(listening)
        finally:
            server.stop()
            thread.join()


@dataclass
class _Server:
    """Runs the application in a thread of its own."""

    library: LiveLibrary
    settings: Settings
    listening: socket.socket
    ready: threading.Event
    running: list[Server] = field(default_factory=list)

    def run(self) -> None:
        asyncio.run(run_server(self.library, self.settings, self.listening, self._started))

    def _started(self, server: Server) -> None:
        self.running.append(server)
        self.ready.set()

    def stop(self) -> None:
        for one in self.running:
            one.should_exit = True


@pytest.fixture(scope="session")
def live(sample_library: Path, encoder: Encoder) -> LiveLibrary:
    return LiveLibrary(sample_library, encoder)


@pytest.fixture(scope="session")
def address(live: LiveLibrary) -> Iterator[str]:
    with served_library(live) as url:
        yield url


@dataclass
class Visit:
    """A tab, with everything that it asked for and complained about."""

    tab: Any
    address: str
    requested: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def note_dialog(self, dialog: Any) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def open(self, path: str = "/") -> "Visit":
        self.tab.goto(self.address + path)
        if path == "/":
            # The examples come again with the load event: from then on the page is at rest.
            self.tab.locator("#question textarea").wait_for()
            self.tab.wait_for_function("document.querySelector('#header h1') !== null")
        return self

    def open_filters(self) -> None:
        """Open the panel, and let Gradio finish: it makes the filters now, and a frame later puts in what they held
        before, over what a test was quick enough to type.
        """
        self.tab.get_by_text("Narrow by year, kind or topic").click()
        self.tab.get_by_label("To year").wait_for()
        self.drawn()

    def drawn(self) -> None:
        """Wait until what the page has put off to its next frame is done."""
        self.tab.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")

    @contextmanager
    def holding(self, *patterns: str) -> Iterator[list[Any]]:
        """Requests to addresses that match wait in the list until the block ends."""
        held = list[Any]()

        def hold(route: Any) -> None:
            held.append(route)

        for pattern in patterns:
            self.tab.route(pattern, hold)
        yield held
        for route in held:
            route.continue_()
        for pattern in patterns:
            self.tab.unroute(pattern)

    def ask(self, question: str) -> Any:
        """Type a question, press Enter; the exchange that shows its answer."""
        before = self.tab.locator(".exchange").count()
        self.tab.locator("#question textarea").fill(question)
        self.tab.keyboard.press("Enter")
        self.tab.locator(".exchange").nth(before).wait_for()
        self.settle()
        return self.latest

    def settle(self) -> None:
        """Wait until what stands around an answer is there, too."""
        self.tab.wait_for_function("!document.body.classList.contains('asking')")

    @property
    def latest(self) -> Any:
        return self.tab.locator("#latest .exchange")

    @property
    def foreign(self) -> list[str]:
        """Requests to any other host."""
        own = urlsplit(self.address).netloc
        return [url for url in self.requested if urlsplit(url).scheme != "data" and urlsplit(url).netloc != own]

    @property
    def overflow(self) -> int:
        """Pixels by which the page is wider than the window."""
        wide: int = self.tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        return wide


@pytest.fixture
def visit_of(chromium: Any) -> Iterator[Callable[..., Visit]]:
    contexts: list[Any] = []

    def visit(address: str, width: int = 1280, height: int = 900, scheme: str = "light") -> Visit:
        context = chromium.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        context.set_default_timeout(2 * PATIENT * 1000)
        contexts.append(context)
        made = Visit(context.new_page(), address)
        context.on("request", lambda request: made.requested.append(request.url))
        made.tab.on("dialog", made.note_dialog)
        made.tab.on("pageerror", lambda error: made.complaints.append(str(error)))
        made.tab.on("console", lambda line: made.complaints.extend([line.text] if line.type == "error" else []))
        return made

    yield visit
    for context in contexts:
        context.close()


@pytest.fixture
def visit(visit_of: Callable[..., Visit], address: str) -> Visit:
    return visit_of(address).open()


@pytest.fixture
def looked_at_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """/healthz tells how things are, not how they were some seconds before."""
    monkeypatch.setattr(health, "KEPT_SECONDS", 0.0)


@pytest.fixture
def door(tmp_path: Path) -> Door:
    (tmp_path / "current").write_text("000001\n")
    made = door_of(tmp_path)
    made.add("Maria")
    made.add("Ann", "member")
    return made


@pytest.fixture
def caller(door: Door) -> Iterator[Caller]:
    with calling(door) as made:
        yield made
