"""Small servers on loopback that answer as a test wants, over real sockets; and a clock that no test waits for."""

import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx

from corpus.sources.website import WebAccess, WebSite, open_site
from corpus.web.addresses import site_at
from corpus.web.fetching import Clock, Fetcher, Manners
from corpus.web.guard import GuardedNetwork, Resolve, resolve
from corpus.web.transport import GuardedTransport

HTML = "text/html; charset=utf-8"
OPENED: list[Fetcher] = []
"""Closed after each test."""
BEGAN = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@dataclass
class FakeTime:
    """Time that passes only when somebody sleeps."""

    seconds: float = 0.0
    pauses: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.seconds += seconds

    @property
    def clock(self) -> Clock:
        return Clock(lambda: self.seconds, self.sleep, lambda: BEGAN + timedelta(seconds=self.seconds))


@dataclass(frozen=True)
class Page:
    """What a server answers."""

    body: bytes | str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": HTML})


Answers = Callable[[str, Mapping[str, str]], Page]


@dataclass
class LoopbackServer:
    """An HTTP server whose answers are a function of path and headers; `asked` and `heads` tell what came."""

    answers: Answers
    port: int = 0
    asked: list[str] = field(default_factory=list)
    heads: list[dict[str, str]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"


@contextmanager
def serving(answers: Answers) -> Iterator[LoopbackServer]:
    server = LoopbackServer(answers)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            server.asked.append(self.path)
            server.heads.append(dict(self.headers))
            page = server.answers(self.path, self.headers)  # type: ignore[arg-type]  # a message has no case, which is wanted
            body = page.body.encode() if isinstance(page.body, str) else page.body
            self.send_response(page.status)
            for name, value in {"Content-Length": str(len(body)), **page.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *words: object) -> None:
            pass

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            pass  # clients that leave in the midst of a bomb are meant to

    with Quiet(("127.0.0.1", 0), Handler) as http:
        server.port = http.server_address[1]
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            http.shutdown()
            thread.join()


@contextmanager
def raw_server(conversation: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server that does to every connection whatever it likes; its address."""
    listening = socket.create_server(("127.0.0.1", 0))

    def live() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            with connection:
                try:
                    connection.recv(65536)
                    conversation(connection)
                except OSError:
                    pass

    thread = threading.Thread(target=live, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(5)


def pages(told: Mapping[str, Page | str]) -> Answers:
    """Answers by path; everything else is not there."""

    def answer(path: str, headers: Mapping[str, str]) -> Page:
        page = told.get(path, Page("not there", 404))
        return Page(page) if isinstance(page, str) else page

    return answer


def article(title: str, text: str, links: str = "", head: str = "") -> str:
    """A page as a small site has it."""
    return (
        f"<!DOCTYPE html><html lang='en'><head><title>{title}</title>{head}</head><body><nav>{links}</nav>"
        f"<main><article><h1>{title}</h1><p>{text} It is said here at a length that an article has, so that nobody "
        "takes it for a menu, and it goes on for another few words.</p></article></main></body></html>"
    )


def fetcher_of(
    address: str, time: FakeTime | None = None, transport: httpx.BaseTransport | None = None,
    find: Resolve = resolve, private: bool = True,
) -> Fetcher:  # fmt: skip
    """A fetcher that may ask loopback and whose pauses take no time."""
    clock = (time or FakeTime()).clock
    network = GuardedNetwork(find, allow_private=private)
    OPENED.append(Fetcher(site_at(address), transport or GuardedTransport(network), Manners(), clock))
    return OPENED[-1]


def access_to(folder: Path, time: FakeTime | None = None, **changes: object) -> WebAccess:
    access = WebAccess(folder / "fetched.sqlite", allow_private_hosts=True, clock=(time or FakeTime()).clock)
    return replace(access, **changes)  # type: ignore[arg-type]


def site_of(address: str, folder: Path, time: FakeTime | None = None, **changes: object) -> WebSite:
    return open_site(address, access_to(folder, time, **changes))
