"""A library with people, programs, documents for staff and planted secrets, served as it is for others to visit."""

import asyncio
import http.client
import re
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fastapi import FastAPI

from assistant.accounts.keys import Key, Keys
from assistant.accounts.passwords import Passwords
from assistant.accounts.people import Role
from assistant.desk_file import DeskFile
from assistant.library import LiveLibrary
from assistant.settings import Settings
from assistant.web.app import create_app
from assistant.web.serve import Server, address_of, listening_socket
from assistant.wire import signing_in_of, users_of
from corpus.drawing import Drawer
from index.models.encoder import Encoder
from tests.assistant.accounts.given import QUICK, WORDS
from tests.conftest import ToyEncoder, sync_folder
from tests.internal_documents import with_internal

DAY = date(2026, 11, 25)
PLANTED = "planted-8c1f52"
"""Stands in files that nobody may be shown, and in what an error says."""
BROKEN = "/privacy/broken"
"""An address at which the application fails as it does where there is a mistake in it."""
NAMED_SITE = "https://www.example.org"
COUNTED, OF_SESSIONS = ('INSERT INTO "gaps"', 'INSERT INTO "keys"'), 'INSERT INTO "sessions"'
MOMENTS = re.compile(r"\b\d{10},\d{10}\b")
"""When a session began and was used."""
PEOPLE: tuple[tuple[str, Role], ...] = (("maria", "staff"), ("jo", "member"))
PROGRAMS: tuple[tuple[str, Role], ...] = (("archive", "staff"), ("news", "member"))


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; names of headers in small letters, `cookies` each as it was set."""

    status: int
    headers: Mapping[str, str]
    cookies: tuple[str, ...]
    body: bytes

    @property
    def all_told(self) -> str:
        """Headers and body as text, without the number of the request: it is drawn, and may hold any other number."""
        heads = "\n".join(f"{name}: {value}" for name, value in self.headers.items() if name != "x-request-id")
        return f"{heads}\n" + "\n".join(self.cookies) + "\n" + self.body.decode("utf-8", "replace")


@dataclass
class Site:
    """The server, its application, and the tokens and keys by which people and programs are known there."""

    library: Path
    app: FastAPI
    address: str
    tokens: Mapping[str, str]
    keys: Mapping[str, str]
    asked: int = 0
    _line: http.client.HTTPConnection | None = field(default=None, repr=False)

    @property
    def folder(self) -> Path:
        """Where the library lies, beside what it was made of."""
        return self.library.parent

    @property
    def host(self) -> str:
        """As in Host."""
        return self.address.partition("://")[2]

    def ask(self, method: str, target: str, headers: Mapping[str, str] | None = None, body: bytes = b"") -> Answer:
        """Send a request to the letter: nothing in `target` is put in order first. Each comes from another address
        behind a web server, so that none is refused for asking too often.
        """
        self.asked += 1
        whence = f"198.18.{self.asked // 250 % 250}.{self.asked % 250}"
        told = {"X-Forwarded-For": whence, "Content-Length": str(len(body))} | dict(headers or {})
        if self._line is not None:
            try:
                return self._sent(self._line, method, target, told, body)
            except ConnectionError:  # the server ended it after the answer before
                self.hang_up()
        self._line = http.client.HTTPConnection(self.host, timeout=60)
        return self._sent(self._line, method, target, told, body)

    def _sent(
        self, line: http.client.HTTPConnection, method: str, target: str, headers: Mapping[str, str], body: bytes
    ) -> Answer:
        line.putrequest(method, target, skip_accept_encoding=True)
        for name, value in headers.items():
            line.putheader(name, value)
        line.endheaders(body)
        got = line.getresponse()
        endless = _streams(target, got.status)
        heads = {name.lower(): value for name, value in got.getheaders()}
        cookies = tuple(value for name, value in got.getheaders() if name.lower() == "set-cookie")
        answer = Answer(got.status, heads, cookies, b"" if endless else got.read())
        if endless:
            self.hang_up()
        return answer

    def hang_up(self) -> None:
        """End the connection; the next request opens another one."""
        if self._line is not None:
            self._line.close()
            self._line = None

    def cookie_of(self, name: str) -> dict[str, str]:
        """What the browser of a person sends; "" is nobody's."""
        return {"Cookie": f"assistant_session={self.tokens[name]}"} if name else {}

    def desk(self) -> tuple[str, ...]:
        """All that is kept of people's work and of who may enter, but for what is counted of questions and keys, and
        when a session was used.
        """
        with closing(sqlite3.connect(DeskFile(self.library).path)) as connection:
            lines = [line for line in connection.iterdump() if not line.startswith(COUNTED)]
        return tuple(MOMENTS.sub("", line) if line.startswith(OF_SESSIONS) else line for line in lines)


@contextmanager
def visited_site() -> Iterator[Site]:
    """A site of its own for as long as a block runs."""
    with TemporaryDirectory() as below:
        folder = Path(below)
        sync_folder(folder / "library", ToyEncoder(), with_internal(folder / "posts"))
        for place in (folder, folder / "posts", folder / "library"):
            for name in ("planted.txt", "assistant.toml"):
                (place / name).write_text(f"# {PLANTED}\n", encoding="utf-8")
        with site_over(folder / "library", ToyEncoder()) as site:
            yield site


@contextmanager
def site_over(library: Path, encoder: Encoder) -> Iterator[Site]:
    """A library, served for as long as a block runs, with its people and keys."""
    settings = Settings(index=library, cache=library.parent, **OPENED)
    tokens, keys = _let_in(settings)
    with _running(LiveLibrary(library, encoder), settings) as (app, address):
        site = Site(library, app, address, tokens, keys)
        yield site
        site.hang_up()


OPENED: dict[str, Any] = {
    "mcp": True, "trusted_proxies": ("127.0.0.1",), "widget_origins": (NAMED_SITE,), "keep_questions": False,
    "openid_issuer": "http://127.0.0.1:9", "openid_client": "assistant", "openid_secret": PLANTED,
}  # fmt: skip
"""Every door that can be opened is open; nobody answers as the provider."""


def _let_in(settings: Settings) -> tuple[dict[str, str], dict[str, str]]:
    users, sessions, tokens = users_of(settings), signing_in_of(settings).sessions, dict[str, str]()
    for name, role in PEOPLE:
        kept = Passwords(QUICK).hashed(WORDS)
        users.add(name, role, kept, DAY)
        tokens[name] = sessions.begin(name, kept)
    desk = Keys(DeskFile(settings.index))
    keys = {name: desk.add(Key(name, role, 100_000, (), DAY)) for name, role in PROGRAMS}
    return tokens, keys


@contextmanager
def _running(library: LiveLibrary, settings: Settings) -> Iterator[tuple[FastAPI, str]]:
    ready, made = threading.Event(), list[tuple[FastAPI, Server]]()

    def broken() -> None:
        raise RuntimeError(PLANTED)

    async def serve() -> None:
        with Drawer() as drawer:
            app = create_app(library, settings, drawer)
            known = list(app.router.routes)
            app.get(BROKEN)(broken)
            app.router.routes[:] = [*app.router.routes[len(known) :], *known]  # Gradio takes all that comes after it
            server = Server(app, settings.trusted_proxies, lambda _: ready.set())
            made.append((app, server))
            await server.serve(sockets=[listening])

    with listening_socket("127.0.0.1", 0) as listening:
        thread = threading.Thread(target=lambda: asyncio.run(serve()))
        thread.start()
        try:
            if not ready.wait(120):
                raise TimeoutError("the server did not start")
            yield made[0][0], address_of(listening)
        finally:
            for _, server in made:
                server.should_exit = True
            thread.join()


def _streams(target: str, status: int) -> bool:
    return status == 200 and ("/heartbeat/" in target or "/queue/data" in target)
