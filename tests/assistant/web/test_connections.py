"""Connections that ask nothing, or take nothing: real sockets, a server of a few lines."""

import asyncio
import re
import resource
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress

import pytest
from fastapi import FastAPI
from fastapi.responses import PlainTextResponse

from assistant.web import connections, serve
from assistant.web.connections import OTHERS, descriptors_for
from assistant.web.serve import Server, listening_socket

LARGE = b"x" * 20_000_000
"""More than the kernel's buffers hold."""
LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
ASKED = b"GET / HTTP/1.1\r\nHost: own.example\r\n\r\n"


class Client:
    """One connection, from an address of loopback."""

    def __init__(self, port: int, source: str = "127.0.0.1") -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), 30, (source, 0))

    def says(self, words: bytes) -> "Client":
        self.socket.sendall(words)
        return self

    def told(self) -> bytes:
        """What came next; nothing where the connection was ended."""
        with suppress(ConnectionError):
            return self.socket.recv(65536)
        return b""

    def answer(self) -> bytes:
        """A small answer, whole."""
        whole = self.told()
        while whole and len(whole.partition(b"\r\n\r\n")[2]) < int(LENGTH.findall(whole)[0]):
            whole += self.told()
        return whole

    def is_answered(self) -> bool:
        return self.says(ASKED).answer().endswith(b"fine")


Opening = Callable[..., Client]


@pytest.fixture
def opened(request: pytest.FixtureRequest) -> Iterator[Opening]:
    """Opens connections to a server, which trusts the web servers that the test names as its parameter."""
    app = FastAPI()
    app.get("/")(lambda: PlainTextResponse("fine"))
    app.get("/large")(lambda: PlainTextResponse(LARGE))
    app.get("/open")(lambda: PlainTextResponse(f"{len(running[0].server_state.connections)}"))
    ready, running = threading.Event(), list[Server]()

    def started(server: Server) -> None:
        running.append(server)
        ready.set()

    with listening_socket("127.0.0.1", 0) as listening, ExitStack() as stack:

        def client(source: str = "127.0.0.1") -> Client:
            made = Client(listening.getsockname()[1], source)
            stack.enter_context(made.socket)
            return made

        def run() -> None:
            asyncio.run(Server(app, getattr(request, "param", ()), started).serve(sockets=[listening]))

        thread = threading.Thread(target=run)
        thread.start()
        try:
            assert ready.wait(60)
            yield client
        finally:
            stack.close()
            running[0].should_exit = True
            thread.join()


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Eight connections at most, four of one address."""
    monkeypatch.setattr(serve, "MOST_OPEN", 8)


@pytest.mark.parametrize("said", [b"", b"GET / HTTP/1.1\r\nHost: own.exa", ASKED + b"GE"])
def test_who_asks_nothing_more_loses_the_connection(
    opened: Opening, monkeypatch: pytest.MonkeyPatch, said: bytes
) -> None:
    client = opened().says(said)
    assert not said.startswith(ASKED) or client.answer().endswith(b"fine")
    monkeypatch.setattr(connections, "HEAD_SECONDS", -1.0)
    assert client.told() == b""


def test_who_sends_what_nobody_reads_loses_the_connection(opened: Opening, monkeypatch: pytest.MonkeyPatch) -> None:
    """The body of a GET, which the application does not wait for."""
    client = opened().says(ASKED.replace(b"\r\n\r\n", b"\r\nContent-Length: 99999999\r\n\r\n"))
    assert client.answer().endswith(b"fine")
    monkeypatch.setattr(connections, "HEAD_SECONDS", -1.0)
    with pytest.raises(ConnectionError):
        for _ in range(30_000_000):
            client.says(b"x")


def test_who_takes_nothing_of_an_answer_loses_the_connection(opened: Opening, monkeypatch: pytest.MonkeyPatch) -> None:
    client, other = opened().says(ASKED.replace(b" / ", b" /large ")), opened()
    assert client.told().startswith(b"HTTP/1.1 200 OK")
    monkeypatch.setattr(connections, "STALLED_SECONDS", -1.0)
    counts = (other.says(ASKED.replace(b" / ", b" /open ")).answer()[-1:] for _ in range(20_000))
    assert b"1" in counts
    rest = 0
    while taken := len(client.told()):
        rest += taken
    assert rest < len(LARGE)


def test_who_takes_a_large_answer_keeps_the_connection(opened: Opening) -> None:
    client = opened().says(ASKED.replace(b" / ", b" /large "))
    taken = 0
    while taken < len(LARGE):
        taken += len(client.told())
    assert client.is_answered()


@pytest.mark.usefixtures("few")
def test_whoever_waits_longest_makes_place_for_who_comes(opened: Opening) -> None:
    waiting = [opened(f"127.0.0.{number}") for number in range(2, 10)]
    assert waiting[0].is_answered()  # now the second one waits the longest
    assert opened("127.0.0.10").is_answered()
    assert waiting[1].told() == b"" and all(one.is_answered() for one in [waiting[0], *waiting[2:]])


@pytest.mark.usefixtures("few")
def test_one_address_has_half_of_the_places(opened: Opening) -> None:
    other = opened("127.0.0.2")
    waiting = [opened() for _ in range(6)]
    assert [one.told() for one in waiting[:2]] == [b"", b""]
    assert all(one.is_answered() for one in [other, *waiting[2:]])


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("opened", [("127.0.0.1",)], indirect=True)
def test_a_web_server_in_front_has_all_of_them(opened: Opening) -> None:
    clients = [opened() for _ in range(8)]
    assert all(one.is_answered() for one in clients)


@pytest.mark.usefixtures("few")
def test_where_none_waits_the_new_one_is_told_so(opened: Opening) -> None:
    busy = [opened().says(ASKED.replace(b" / ", b" /large ")) for _ in range(4)]
    assert all(one.told().startswith(b"HTTP/1.1 200 OK") for one in busy)
    told = opened().told()
    assert told.startswith(b"HTTP/1.1 503 ") and b"\r\nRetry-After: 10\r\n" in told
    head, _, body = told.partition(b"\r\n\r\n")
    assert b"Too many connections are open." in body and f"Content-Length: {len(body)}".encode() in head
    assert opened("127.0.0.2").is_answered()


def test_there_are_descriptors_for_as_many_connections_as_are_let_in(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = {"soft": 1024, "hard": 4096}
    monkeypatch.setattr(resource, "getrlimit", lambda _: (limits["soft"], limits["hard"]))
    monkeypatch.setattr(resource, "setrlimit", lambda _, told: limits.update(soft=told[0], hard=told[1]))
    assert (descriptors_for(2000), limits["soft"]) == (2000, 2000 + OTHERS)
    assert (descriptors_for(100_000), limits["soft"]) == (4096 - OTHERS, 4096)
    limits.update(soft=600, hard=600)
    assert (descriptors_for(2000), limits["soft"]) == (300, 600)
    limits.update(soft=resource.RLIM_INFINITY, hard=resource.RLIM_INFINITY)
    assert descriptors_for(2000) == 2000
