"""Crowds of connections that take a place and do not use it: the ways of Slowloris and its kin, on raw sockets."""

import resource
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from threading import Event, Thread

SOURCE = "127.0.0.1"
"""The address that all of a crowd come from."""
STEP = 0.2
"""Seconds from one byte of each to the next."""
HOST = b"Host: 127.0.0.1\r\n"


@dataclass(frozen=True, slots=True)
class Manner:
    """How a crowd behaves: what each says at once, what it says a byte at a time ever after, and whether it reads."""

    name: str
    at_once: bytes = b""
    slowly: bytes = b""
    window: int = 0
    """Bytes that its kernel takes of an answer; 0 for as many as it likes."""


MANNERS = (
    Manner("that say nothing"),
    Manner("that send a head a byte at a time", b"GET / HTTP/1.1\r\n" + HOST + b"X-Slow: ", b"a"),
    Manner(
        "that send a body a byte at a time",
        b"POST /api/v1/ask HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\nContent-Length: 200000\r\n\r\n",
        b" ",
    ),
    Manner(
        "that send chunks of a draft a byte at a time",
        b"POST /check HTTP/1.1\r\n" + HOST + b"Content-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"1\r\na\r\n",
    ),
    Manner("that do not read", b"GET /config HTTP/1.1\r\n" + HOST + b"\r\n", window=2048),
)


@contextmanager
def crowd(port: int, number: int, manner: Manner) -> Iterator[None]:
    """So many connections, for as long as a block runs."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 2 * number + 512)), hard))
    stop = Event()
    with ExitStack() as stack:
        sockets = [stack.enter_context(_opened(port, manner)) for _ in range(number)]
        thread = Thread(target=_dribble, args=(sockets, manner.slowly, stop))
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()


def _opened(port: int, manner: Manner) -> socket.socket:
    one = socket.socket()
    if manner.window:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, manner.window)
    one.bind((SOURCE, 0))
    one.settimeout(30)
    one.connect(("127.0.0.1", port))
    with suppress(OSError):  # a server may refuse it at once
        one.sendall(manner.at_once)
    one.setblocking(False)
    return one


def _dribble(sockets: list[socket.socket], slowly: bytes, stop: Event) -> None:
    while slowly and not stop.wait(STEP):
        for one in sockets:
            with suppress(OSError):  # the server ended it, as it should
                one.send(slowly)
