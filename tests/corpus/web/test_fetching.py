"""Servers that are slow, broken, lying or hostile: every answer ends as a page or as one plain sentence."""

import gzip
import re
import socket
import threading
import tracemalloc
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

import httpx
import pytest

from corpus.errors import FetchError, SourceError
from corpus.web.fetching import Validators
from tests.corpus.servers import BEGAN, FakeTime, Page, fetcher_of, pages, raw_server, serving

HOME = "https://site.example/"


def mocked(*answers: httpx.Response | Exception, robots: httpx.Response | None = None) -> httpx.MockTransport:
    """Answers one after the other, after robots.txt."""
    waiting: Iterator[httpx.Response | Exception] = iter(answers)

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/robots.txt":
            return robots or httpx.Response(404)
        told = next(waiting)
        if isinstance(told, Exception):
            raise told
        return told

    return httpx.MockTransport(answer)


@pytest.mark.parametrize(
    ("status", "said", "transient"),
    [(404, "is not there", False), (410, "is not there", False), (401, "without a login", False),
     (403, "without a login", False), (418, "refused by its server", False)],
)  # fmt: skip
def test_statuses_are_told_at_once(status: int, said: str, transient: bool) -> None:
    time = FakeTime()
    with pytest.raises(FetchError, match=said) as told:
        fetcher_of(HOME, time, mocked(httpx.Response(status))).get(HOME)
    assert (told.value.status, told.value.transient) == (status, transient)
    assert max(time.pauses, default=0) <= 0.1


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_server_that_recovers_is_asked_again(status: int) -> None:
    time = FakeTime()
    transport = mocked(httpx.Response(status), httpx.TransportError("broke"), httpx.Response(200, content=b"hello"))
    assert fetcher_of(HOME, time, transport).get(HOME).body == b"hello"
    assert [pause for pause in time.pauses if pause >= 1] == [1, 2]


@pytest.mark.parametrize(("status", "said"), [(429, "come back later"), (500, "fails on its server")])
def test_a_server_that_does_not_recover_is_given_up(status: int, said: str) -> None:
    time = FakeTime()
    fetcher = fetcher_of(HOME, time, mocked(*[httpx.Response(status) for _ in range(9)]))
    with pytest.raises(FetchError, match=said):
        fetcher.get(HOME)
    assert fetcher.requests == 1 + 4
    assert [pause for pause in time.pauses if pause >= 1] == [1, 2, 4]


@pytest.mark.parametrize("told", ["30", "Sun, 01 Mar 2026 12:00:30 GMT"])
def test_retry_after_is_honoured(told: str) -> None:
    time = FakeTime()
    transport = mocked(httpx.Response(429, headers={"Retry-After": told}), httpx.Response(200, content=b"hello"))
    assert fetcher_of(HOME, time, transport).get(HOME).body == b"hello"
    assert max(time.pauses) == pytest.approx(30, abs=0.2)


@pytest.mark.parametrize("told", ["99999999999", "3600", "Sun, 01 Mar 2099 12:00:30 GMT"])
def test_a_server_that_asks_to_wait_long_is_not_waited_for(told: str) -> None:
    time = FakeTime()
    with pytest.raises(FetchError, match="come back later"):
        fetcher_of(HOME, time, mocked(httpx.Response(429, headers={"Retry-After": told}))).get(HOME)
    assert time.seconds < 1


@pytest.mark.parametrize("told", ["soon", "-5", "1e9", "Sun, 99 Foo 2026", "Sun, 01 Mar 1999 12:00:30 GMT", "", "²"])
def test_a_retry_after_that_cannot_be_meant_changes_nothing(told: str) -> None:
    time = FakeTime()
    busy = httpx.Response(503, headers=[(b"Retry-After", told.encode("latin-1"))])
    transport = mocked(busy, httpx.Response(200, content=b"hello"))
    assert fetcher_of(HOME, time, transport).get(HOME).body == b"hello"
    assert [pause for pause in time.pauses if pause >= 1] == [1]


def test_requests_keep_their_distance() -> None:
    time = FakeTime()
    fetcher = fetcher_of(HOME, time, mocked(*[httpx.Response(200) for _ in range(3)]))
    for _ in range(3):
        fetcher.get(HOME)
    assert time.pauses == [pytest.approx(0.1)] * 3


def test_a_crawl_delay_is_honoured_up_to_a_bound() -> None:
    for told, expected in (("3", 3), ("86400", 10), ("nonsense", 0.1)):
        time = FakeTime()
        robots = httpx.Response(200, content=f"User-agent: *\nCrawl-delay: {told}\n".encode())
        fetcher_of(HOME, time, mocked(httpx.Response(200), robots=robots)).get(HOME)
        assert time.pauses == [pytest.approx(expected)]


def test_conditional_requests() -> None:
    heads: list[Mapping[str, str]] = []

    def answer(path: str, headers: Mapping[str, str]) -> Page:
        heads.append(dict(headers))
        return Page("", 304, {}) if "If-None-Match" in headers else Page("hello", headers={"ETag": '"1"'})

    with serving(answer) as server:
        fetcher = fetcher_of(server.address)
        first = fetcher.get(server.address)
        again = fetcher.get(server.address, held=first.validators)
    assert (again.status, again.body) == (304, b"")
    assert heads[-1]["If-None-Match"] == '"1"'
    assert Validators().as_headers() == {}


@pytest.mark.parametrize(
    "told", ['"\xe9"', '"\u20ac"', '"a\tb"', '"\x7f"', '"a\r\nX: y"', '" ', '"' + "a" * 1001 + '"']
)
def test_validators_that_no_header_can_carry_are_not_sent_back(told: str) -> None:
    assert Validators(told, "Sun, 01 Mar 2026 12:00:30 GMT").as_headers() == {
        "If-Modified-Since": "Sun, 01 Mar 2026 12:00:30 GMT"
    }
    assert Validators('W/"a b"', told).as_headers() == {"If-None-Match": 'W/"a b"'}


def test_no_cookie_is_kept() -> None:
    with serving(pages({"/": Page("hello", headers={"Set-Cookie": "who=you"})})) as server:
        fetcher = fetcher_of(server.address)
        fetcher.get(server.address)
        fetcher.get(server.address)
    assert all("Cookie" not in head for head in server.heads)


# Redirects.


def test_redirects_within_the_site_are_followed() -> None:
    told = {"/old": Page("", 301, {"Location": "/new/#part"}), "/new/": "hello"}
    with serving(pages(told)) as server:
        answer = fetcher_of(server.address).get(server.address + "old")
    assert (answer.body, answer.address) == (b"hello", server.address + "new/")


@pytest.mark.parametrize("location", ["/loop", "/loop?again=1", ""])
def test_redirects_that_never_end(location: str) -> None:
    def answer(path: str, headers: Mapping[str, str]) -> Page:
        return Page("", 404) if path == "/robots.txt" else Page("", 302, {"Location": location})

    with serving(answer) as server, pytest.raises(FetchError, match="on and on"):
        fetcher_of(server.address).get(server.address + "loop")
    assert len(server.asked) == 1 + 6


@pytest.mark.parametrize("location", ["http://[", "https://site.example:99999999/", "http://\x01/", "//xn--0/"])
def test_redirects_to_nonsense(location: str) -> None:
    transport = mocked(httpx.Response(302, headers={"Location": location}))
    with pytest.raises(FetchError, match=r"cannot be meant|not the site"):
        fetcher_of(HOME, transport=transport).get(HOME)


def test_a_redirect_to_a_login_is_told() -> None:
    transport = mocked(httpx.Response(302, headers={"Location": "/wp-login.php?redirect_to=x"}))
    with pytest.raises(FetchError, match="asks for a login"):
        fetcher_of(HOME, transport=transport).get(HOME + "members")


# robots.txt


def test_what_robots_txt_forbids_is_not_asked() -> None:
    told = {
        "/robots.txt": "User-agent: *\nDisallow: /private/\nAllow: /private/open",
        "/old": Page("", 301, {"Location": "/private/x"}),
    }
    with serving(pages(told)) as server:
        fetcher = fetcher_of(server.address)
        for path in ("private/x", "old"):
            with pytest.raises(FetchError, match=re.escape("robots.txt does not allow it")):
                fetcher.get(server.address + path)
    assert server.asked == ["/robots.txt", "/old"]


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_robots_txt_that_cannot_be_read_forbids_everything(status: int) -> None:
    transport = mocked(httpx.Response(200), robots=httpx.Response(status))
    with pytest.raises(SourceError, match="was left alone"):
        fetcher_of(HOME, transport=transport).get(HOME)


@pytest.mark.parametrize("status", [404, 401, 403, 410])
def test_no_robots_txt_allows_everything(status: int) -> None:
    transport = mocked(httpx.Response(200, content=b"hello"), robots=httpx.Response(status))
    assert fetcher_of(HOME, transport=transport).get(HOME).body == b"hello"


def test_a_long_robots_txt_is_read_for_500_kib_and_more() -> None:
    long = b"User-agent: *\n" + b"# filling\n" * 60_000 + b"Disallow: /late\n"
    assert 500 * 1024 < len(long) < 1_000_000
    robots = httpx.Response(200, content=long)
    with pytest.raises(FetchError, match="does not allow"):
        fetcher_of(HOME, transport=mocked(httpx.Response(200), robots=robots)).get(HOME + "late")


@pytest.mark.parametrize(
    "body",
    [b"\xff\xfe\x00\x01" * 100, b"<html><body>Not a robots.txt</body></html>", b"\x00" * 1000, b"Disallow: /\n" * 10],
)
def test_a_robots_txt_of_nonsense_forbids_nothing(body: bytes) -> None:
    transport = mocked(httpx.Response(200, content=b"hello"), robots=httpx.Response(200, content=body))
    assert fetcher_of(HOME, transport=transport).get(HOME).body == b"hello"


# Sockets.


def refused_port() -> str:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{one.getsockname()[1]}/"


def test_an_unreachable_server() -> None:
    with pytest.raises(SourceError, match="cannot be reached"):
        fetcher_of(refused_port()).get(HOME)


def speaking(*parts: bytes) -> Callable[[socket.socket], None]:
    def conversation(connection: socket.socket) -> None:
        for part in parts:
            connection.sendall(part)

    return conversation


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ((b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf of it",), "broke off"),
        ((b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",), "broke off"),
        ((b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n",), "broke off"),
        ((b"",), "broke off"),
        ((b"SSH-2.0-OpenSSH_9.2\r\n",), "broke off"),
        ((b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000 + b"\r\n\r\n",), "broke"),
        ((b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello",), "packing"),
        ((b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 5\r\n\r\nhello",), "packing"),
        ((b"HTTP/1.1 999 What\r\nContent-Length: 0\r\n\r\n",), "fails on its server"),
    ],
    ids=["half", "chunks end", "chunks lie", "silence", "not http", "huge header", "not gzip", "brotli", "status 999"],
)  # fmt: skip
def test_servers_that_break_the_protocol(parts: tuple[bytes, ...], said: str) -> None:
    with raw_server(speaking(*parts)) as address, pytest.raises((SourceError, FetchError), match=said):
        fetcher_of(address).get(address)


def test_a_server_that_never_answers() -> None:
    ended = threading.Event()
    with raw_server(lambda connection: (ended.wait(10), None)[1]) as address:
        fetcher = fetcher_of(address)
        fetcher.manners = replace(fetcher.manners, read=0.05, tries=1)
        with pytest.raises(SourceError, match="took too long"):
            fetcher.get(address)
        ended.set()


def test_a_server_that_drips_is_cut_off() -> None:
    """Each byte comes in time, the answer as a whole does not."""
    ended = threading.Event()

    def drip(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nX: ")
        while not ended.wait(0.02):
            connection.sendall(b"x")

    with raw_server(drip) as address:
        fetcher = fetcher_of(address)
        fetcher.manners = replace(fetcher.manners, read=5, total=0.2, tries=1)
        with pytest.raises(SourceError, match="took too long"):
            fetcher.get(address)
        ended.set()


# Bombs.


def bomb(megabytes: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    return b"".join([*(packer.compress(b"\0" * 1_000_000) for _ in range(megabytes)), packer.flush()])


def test_a_gzip_bomb_costs_little_memory() -> None:
    packed = bomb(200)  # what is read ends at the limit, so the rest is never seen, be it 200 MB or 10 GB
    page = Page(packed, headers={"Content-Encoding": "gzip", "Content-Type": "text/html"})
    with serving(pages({"/": page})) as server:
        fetcher = fetcher_of(server.address)
        tracemalloc.start()
        with pytest.raises(FetchError, match="larger than 5 MB"):
            fetcher.get(server.address)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 50_000_000


def test_an_answer_without_a_length_is_cut_off_at_the_limit() -> None:
    def endless(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
        while True:
            connection.sendall(b"User-agent: nobody\n" * 10_000)

    with raw_server(endless) as address, pytest.raises(SourceError, match="larger than 20 MB"):
        fetcher_of(address).get(address)


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda b: zlib.compress(b)[2:-4]),
        ("identity", bytes),
    ],
)
def test_packings_that_are_read(encoding: str, pack: Callable[[bytes], bytes]) -> None:
    body = b"hello" * 100_000
    page = Page(pack(body), headers={"Content-Encoding": encoding})
    with serving(pages({"/": page})) as server:
        assert fetcher_of(server.address).get(server.address).body == body


def test_the_moment_of_the_tests_is_the_clocks() -> None:
    assert FakeTime().clock.now() == BEGAN
