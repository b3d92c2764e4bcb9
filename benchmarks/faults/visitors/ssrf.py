"""R11: a sync connects to what it was told to read and to nothing else, however addresses, names and pages lie.

The reader is the real one down to where a socket would be opened. There each connection is noted, and led to a server
of this module, whatever its address: what is not refused before is answered, and counts.
"""

import os
import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from benchmarks.faults.trial import Size, Trial
from benchmarks.faults.visitors.hosts import ADDRESSES, NAMES, OUTSIDE, SPELLED_NAMES, SPELLINGS
from benchmarks.faults.visitors.luring import luring, with_interface
from benchmarks.faults.visitors.wire import Connection, Wire
from corpus.errors import FetchError, SourceError
from corpus.sources.website import WebAccess, open_site
from corpus.web.addresses import site_at
from corpus.web.fetching import REDIRECTS, Fetcher
from corpus.web.guard import GuardedNetwork, Resolve
from corpus.web.transport import GuardedTransport
from tests.corpus.servers import Answers, FakeTime, LoopbackServer, Page, pages, serving

PUBLIC, TWIN = "93.184.216.34", "93.184.216.35"
HOME = "http://site.example/"
ALLOWED = frozenset({(PUBLIC, 80), (TWIN, 80)})
PROXIES = ("http_proxy", "https_proxy", "all_proxy", "ws_proxy", "no_proxy", "ftp_proxy")
CONTEXT = httpx.create_ssl_context(trust_env=False)


@dataclass(frozen=True, slots=True)
class Found:
    """What came of one address: whether it was read, what was connected to, and which hosts were looked up."""

    read: bool
    opened: Sequence[Connection]
    asked: Sequence[str] = ()


Case = tuple[str, Callable[[], Found]]
"""What is tried, in words, and how."""


def look_up(host: str, port: int) -> list[str]:
    """What a host is: as the system reads numbers in every spelling, a name as NAMES has it. Raises OSError."""
    name = host.lower().rstrip(".")
    if name in ("site.example", "www.site.example"):
        return [PUBLIC if name == "site.example" else TWIN]
    if name in NAMES:
        return list(NAMES[name])
    if name.endswith(".example") and "%" not in name:
        return ["93.184.216.99"]
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    return list(dict.fromkeys(str(place[0]) for *_, place in found))


def visited(server: LoopbackServer, address: str, find: Resolve = look_up) -> Found:
    """Name an address as a site, and read it, robots.txt first."""
    wire, looked_up = Wire(server.port), list[str]()

    def finding(host: str, port: int) -> list[str]:
        looked_up.append(host)
        return find(host, port)

    try:
        site = site_at(address)
        transport = GuardedTransport(GuardedNetwork(finding, plain=wire), CONTEXT)
        with closing(Fetcher(site, transport, clock=FakeTime().clock)) as fetcher:
            fetcher.get(address)
    except (SourceError, FetchError):
        return Found(False, wire.opened, looked_up)
    return Found(True, wire.opened, looked_up)


def trials(size: Size) -> list[Trial]:
    """The whole table in both sizes; in the full one also every number of steps before a page leads outside."""
    return [made(size) for made in KINDS.values()]


def named(_: Size) -> Trial:
    """Addresses that a person names as a site."""
    hosts = [*SPELLINGS, *NAMES, *SPELLED_NAMES, *map(_in_address, ADDRESSES)]
    told = [f"http://{host}/" for host in hosts] + [f"https://{host}:8443/x?y#z" for host in hosts]
    told += [one for one in OUTSIDE if not one.lower().startswith("http://") or "10.0.0.1" in one]
    with serving(_page) as server:
        cases: list[Case] = [(one, partial(visited, server, one)) for one in told]
        return _trial("an address inside, or of no site, named as one", cases, frozenset())


def answered(_: Size) -> Trial:
    """A public name for which the look-up gives an address inside: alone, before a public one, and after it."""
    answers = [found for one in ADDRESSES for found in ([one], [one, PUBLIC], [PUBLIC, one])]
    with serving(_page) as server:
        cases: list[Case] = [
            (f"{found}", partial(visited, server, HOME, lambda *_, found=found: list(found))) for found in answers
        ]
        return _trial("a name whose look-up leads inside, alone or beside a public address", cases, frozenset())


def led(size: Size) -> Trial:
    """Pages that lead elsewhere at once, or after some steps within the site."""
    hops = range(1, REDIRECTS + 1) if size is Size.FULL else (1, REDIRECTS)
    inside = [f"http://{one}/" for one in (*map(_in_address, ADDRESSES), *SPELLINGS, *NAMES)]
    with serving(_page) as server:

        def tried(target: str, hop: int) -> Found:
            server.answers, server.asked = _leading(target, hop), []
            found = visited(server, HOME)
            led = _step(hop - 1) in server.asked
            return Found(found.read or not led, found.opened)

        cases: list[Case] = [
            (f"{target} at step {hop}", partial(tried, target, hop)) for hop in hops for target in (*OUTSIDE, *inside)
        ]
        return _trial(f"a page that leads outside, at once or by up to {REDIRECTS} steps", cases, ALLOWED)


def crawled(size: Size) -> Trial:
    """Everything on a site that a crawler may follow names addresses outside: none is asked, what is within is read."""
    targets = [*OUTSIDE, *(f"http://{one}/" for one in (*map(_in_address, ADDRESSES), *SPELLINGS, *NAMES))]
    with serving(_page) as server, TemporaryDirectory() as folder:

        def tried(answers: Answers, mirror: str, least: int) -> Found:
            server.answers = answers
            wire, read = Wire(server.port), 0
            transport = GuardedTransport(GuardedNetwork(look_up, plain=wire), CONTEXT)
            access = WebAccess(Path(folder) / mirror, clock=FakeTime().clock, transport=transport)
            with suppress(SourceError):
                read = len(list(open_site(HOME, access).items()))
            return Found(read < least, wire.opened)

        cases: list[Case] = [("all hints at once", partial(tried, luring(HOME, targets), "all", 2))]
        cases += [
            (f"WordPress at {one}", partial(tried, with_interface(one), f"{at}", 0))
            for at, one in enumerate(targets[:: 1 if size is Size.FULL else 8])
        ]
        return _trial("links, feeds, maps and hints of a site that name addresses outside", cases, ALLOWED)


def turned(_: Size) -> Trial:
    """A name that is public when it is first looked up and leads inside from then on, while the server closes its
    connection after each answer: the first goes to the address that was checked, and there is no second.
    """
    closed = {"Content-Type": "text/html", "Connection": "close"}
    with serving(lambda path, _: Page("x", 404 if path == "/robots.txt" else 200, closed)) as server:

        def tried(inside: str) -> Found:
            answers = iter([[PUBLIC]])
            found = visited(server, HOME, lambda *_: next(answers, [inside]))
            once = len(found.opened) == 1 and len(found.asked) == 2
            return Found(found.read or not once, found.opened)

        cases: list[Case] = [(one, partial(tried, one)) for one in ADDRESSES]
        return _trial("a name that leads inside after it was checked (DNS rebinding)", cases, ALLOWED)


def told_names(_: Size) -> Trial:
    """Servers are told whom they are for by name, in Host and (SNI) before anything is encrypted; never an address."""
    with serving(_page) as server:

        def host(name: str) -> Found:
            server.heads = []
            found = visited(server, f"http://{name}/")
            return Found({head["Host"] for head in server.heads} != {name.lower()}, found.opened)

        def sni(name: str) -> Found:
            found = visited(server, f"https://{name}/")
            told = {one for one, port in found.opened if port == 0}
            return Found(found.read or told != {f"TLS for {name.lower()}"}, found.opened)

        names = ("site.example", "www.site.example", "SITE.example")
        cases: list[Case] = [(f"Host {one}", partial(host, one)) for one in names]
        cases += [(f"SNI {one}", partial(sni, one)) for one in names]
        ports = {(one, 443) for one, _ in ALLOWED} | {(f"TLS for {one.lower()}", 0) for one in names}
        return _trial("the name of a site in Host and SNI", cases, ALLOWED | ports)


def proxies(_: Size) -> Trial:
    """Proxies that the environment names are not asked, and what was named is read."""
    with serving(_page) as proxy, serving(_page) as server:

        def tried(name: str) -> Found:
            with _environment(name, proxy.address):
                found = visited(server, HOME)
            return Found(bool(proxy.asked) or not found.read, found.opened)

        cases: list[Case] = [(one, partial(tried, one)) for name in PROXIES for one in (name, name.upper())]
        return _trial("a proxy that the environment names", cases, ALLOWED)


def _trial(fault: str, cases: Sequence[Case], allowed: frozenset[Connection]) -> Trial:
    """What came of all cases: none is read, and no connection is opened but those that are allowed."""
    wrong = list[str]()
    for told, tried in cases:
        found = tried()
        if found.read or set(found.opened) - allowed:
            wrong.append(f"{told!a} {sorted(set(found.opened) - allowed)}")
    return Trial("R11", fault, len(cases), len(wrong), told="; ".join(wrong[:5]))


def _page(path: str, _: object) -> Page:
    return Page("not there", 404) if path == "/robots.txt" else Page("<p>What must not be read.</p>")


def _step(number: int) -> str:
    return f"/{number or ''}"


def _leading(target: str, hop: int) -> Answers:
    """A site whose page leads on step by step, and at the last one to `target`."""
    as_sent = target.encode().decode("latin-1")  # the bytes of UTF-8, as the server writes them
    ways = [*(_step(step) for step in range(1, hop)), as_sent]
    return pages({_step(step): Page("", 302, {"Location": way}) for step, way in enumerate(ways)})


def _in_address(address: str) -> str:
    return f"[{address}]" if ":" in address else address


@contextmanager
def _environment(name: str, value: str) -> Iterator[None]:
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        del os.environ[name]
        if before is not None:
            os.environ[name] = before


KINDS: Mapping[str, Callable[[Size], Trial]] = {
    made.__name__: made for made in (named, answered, led, crawled, turned, told_names, proxies)
}
"""What is tried, by name."""
