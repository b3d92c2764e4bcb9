"""R9, R10 and R12: files, drafts, exports and sites that ask for much end with an outcome, within the limits."""

import re
import tempfile
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from assistant.drafts.quotations import quotations_of
from assistant.drafts.reading import draft_of
from benchmarks.children import peak_memory
from benchmarks.faults.content.bomb_files import DRAFTS, FILES, external, laughs, quadratic
from benchmarks.faults.trial import Size, Trial
from corpus.errors import ReadError, UserError
from corpus.isolate import Job, Limits, ReaderPool
from corpus.sources import open_source
from tests.corpus.servers import FakeTime, article, site_of

SCALE = {Size.SHORT: 4, Size.FULL: 1000}
LIMITS = {Size.SHORT: Limits(wall_seconds=5.0, cpu_seconds=5), Size.FULL: Limits()}
MOST_MEMORY = 100_000_000
"""Bytes that the program itself may take beside its readers (R12)."""
LATE = 10.0
"""Seconds beyond the limit in which a reader is ended and another one started, whatever else runs."""
GOOD = Job("text", "good.txt", b"12.03.2021\n\nA title\n\nAdults learn for many reasons.\n")


@dataclass(slots=True)
class Found:
    """What became of some bombs."""

    tried: int = 0
    failed: list[str] = field(default_factory=list)
    longest: tuple[float, str] = (0.0, "")
    memory: int = 0

    def trial(self, promise: str, fault: str) -> Trial:
        """The row."""
        told = f"longest {self.longest[0]:.1f} s ({self.longest[1]}), {self.memory / 1e6:.0f} MB"
        return Trial(promise, fault, self.tried, len(self.failed), told="; ".join([told, *self.failed[:3]]))


def trials(size: Size) -> list[Trial]:
    """Each kind of bomb once; small ones for a short look."""
    return [_files(size), _drafts(size), _exports(size), _sites(size)]


def _files(size: Size) -> Trial:
    """Files, each read by a process under limits, and after each a good one."""
    found, limits = Found(), LIMITS[size]
    with ReaderPool(1, limits) as pool:
        for name, (form, made) in FILES.items():
            data, began = made(SCALE[size]), time.monotonic()
            found.tried += 1
            try:
                pool.read(Job(form, name, data))
            except ReadError as error:
                if not str(error).startswith((name, "a ", '"_id"')):
                    found.failed.append(f"{name}: {error}")
            spent = time.monotonic() - began
            found.longest = max(found.longest, (spent, name))
            found.memory = max(found.memory, peak_memory())
            good = pool.read(GOOD).documents
            if spent > limits.wall_seconds + LATE or found.memory > limits.memory_bytes or not good:
                found.failed.append(f"{name}: {spent:.1f} s, {found.memory / 1e6:.0f} MB")
    return found.trial("R9, R10", "files that ask a reader for much")


def _drafts(size: Size) -> Trial:
    """Drafts, which are read where they come in."""
    found = Found()
    for name, (ending, made) in DRAFTS.items():
        data = made(SCALE[size])
        _measured(found, name, partial(_quoted, data, name, ending))
    return found.trial("R12", "drafts that unpack or unfold to much")


def _exports(size: Size) -> Trial:
    """Files of posts and lines, which are listed where they lie."""
    found = Found()
    entry = "<item><title>&a9;</title><link>https://e.example/a</link><content>&a9;</content></item>"
    feed = f"<rss><channel>{entry}</channel></rss>"
    scale = SCALE[size]
    files: Mapping[str, tuple[str, Iterable[bytes]]] = {
        "entities in a feed": ("a.xml", [laughs(feed)]),
        "one long entity in a feed": ("b.xml", [quadratic(feed.replace("&a9;", "&a;" * 100 * scale), scale)]),
        "entities from elsewhere in a feed": ("c.xml", [external(feed)]),
        "elements in elements": ("d.xml", [b"<rss><channel>", b"<item>" * 1000 * scale]),
        "a tag of megabytes": ("e.xml", [b"<rss><channel><item ", *[b"a" * 1_000_000] * (scale // 20)]),
        "a field of megabytes": ("f.xml", [b"<rss><channel><item><title>", *[b"a" * 1_000_000] * (scale // 20)]),
        "lists in lists": ("corpus.jsonl", [b"[" * 1000 * scale, b"\n", b'{"_id": "a", "text": "b"}']),
    }
    for name, (file, parts) in files.items():
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / file
            with path.open("wb") as out:
                out.writelines(parts)
            _measured(found, name, partial(_listed, path))
    return found.trial("R12", "files of posts that unfold to much")


def _sites(size: Size) -> Trial:
    """A site of which one thing after the other is a bomb."""
    found, served = Found(), _Served()
    with _bombs_served(served) as address:
        for name, (path, bomb) in _answers(SCALE[size]).items():
            served.path, served.bomb = path, bomb
            with tempfile.TemporaryDirectory() as folder:
                _measured(found, name, partial(_visited, address, folder))
    return found.trial("R12", "sites that send bombs, and never come to an end")


def _quoted(data: bytes, name: str, ending: str) -> object:
    return quotations_of(draft_of(data, name, ending))


def _listed(path: Path) -> object:
    return [item.name for item in open_source(str(path)).items()]


def _visited(address: str, folder: str) -> object:
    site = site_of(address, Path(folder), FakeTime(), wordpress=False)
    return [item.load() for item in site.items() if not item.skipped]


def _measured(found: Found, name: str, work: Callable[[], object]) -> None:
    """Do it, and count the memory that this process takes for it at most (proc(5): clear_refs sets VmHWM back)."""
    found.tried += 1
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    before, began = _memory("VmRSS"), time.monotonic()
    try:
        work()
    except UserError:
        pass
    except (RecursionError, MemoryError, ValueError, OSError) as error:  # what is no sentence is a failure
        found.failed.append(f"{name}: {type(error).__name__} {error}"[:200])
    spent, taken = time.monotonic() - began, max(_memory("VmHWM") - before, 0)
    found.longest, found.memory = max(found.longest, (spent, name)), max(found.memory, taken)
    if taken > MOST_MEMORY:
        found.failed.append(f"{name}: {taken / 1e6:.0f} MB")


def _memory(name: str) -> int:
    told = re.search(rf"{name}:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="utf-8"))
    assert told is not None
    return 1024 * int(told[1])


@dataclass(slots=True)
class Bomb:
    """An answer: headers, the parts of its body, and how often the last of them comes again."""

    parts: tuple[bytes, ...] = ()
    times: int = 1
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 200
    follows: str = ""
    """Where it leads; "{}" is a number that is new each time."""


@dataclass(slots=True)
class _Served:
    """What a site answers at a path, and else that a small site answers; `{}` in a body becomes a new number."""

    path: str = ""
    bomb: Bomb = field(default_factory=Bomb)
    number: int = 0


def _gzip(first: bytes, megabytes: int) -> tuple[bytes, ...]:
    """Parts of a gzip stream, the last of which may come again and again: each is a megabyte of blanks, unpacked."""
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    head = packer.compress(first) + packer.flush(zlib.Z_FULL_FLUSH)
    return head, packer.compress(b" " * 1_000_000 * megabytes) + packer.flush(zlib.Z_FULL_FLUSH)


def _answers(scale: int) -> Mapping[str, tuple[str, Bomb]]:
    """(path, what is answered there and below) by what it is; at a scale of 1,000 a map unpacks to 10 GB."""
    packed = _gzip(b"<?xml version='1.0'?><urlset>", 10)
    inner = zlib.compress(b"".join(packed), 9)
    home = article("Home", "Words.").encode()
    pages = {"Content-Encoding": "gzip", "Content-Type": "text/html"}
    index = b"<sitemapindex><sitemap><loc>/sitemap.xml?{}</loc></sitemap><sitemap><loc>/sitemap.xml?a{}</loc></sitemap>"
    return {
        "a map of 10 GB": ("/sitemap.xml", Bomb(packed, scale)),
        "a map of 10 GB in its packing": ("/sitemap.xml", Bomb(packed, scale, {"Content-Encoding": "gzip"})),
        "a page of 10 GB": ("/", Bomb(_gzip(home, 10), scale, pages)),
        "robots.txt of 10 GB": (
            "/robots.txt",
            Bomb(_gzip(b"User-agent: *\n", 10), scale, {"Content-Encoding": "gzip"}),
        ),
        "robots.txt of 10 MB": ("/robots.txt", Bomb((b"Disallow: /a*b*c*d$\n" * 500,), scale)),
        "robots.txt of agents": (
            "/robots.txt",
            Bomb((b"".join(b"User-agent: %d\n" % n for n in range(3 * scale)), b"Disallow: /a\n" * 10), 3 * scale),
        ),
        "robots.txt without end": ("/robots.txt", Bomb((b"Allow: /\n" * 100_000,), 30 * scale)),
        "a packing in a packing": ("/sitemap.xml", Bomb((inner,), 1, {"Content-Encoding": "deflate"})),
        "a packing that is not read": ("/", Bomb((b"x" * 1000,), 1, {"Content-Encoding": "br"})),
        "a map that names maps without end": ("/sitemap.xml", Bomb((index,))),
        "a map of many addresses": (
            "/sitemap.xml",
            Bomb((b"<urlset>", b"<url><loc>/a{}</loc></url>" * 100), 10 * scale),
        ),
        "a map of one address": ("/sitemap.xml", Bomb((b"<urlset><url><loc>", b"a" * 10_000), 5 * scale)),
        "a map of elements": ("/sitemap.xml", Bomb((b"<urlset>", b"<url>" * 1000), scale)),
        "a map of no entries": ("/sitemap.xml", Bomb((b"<urlset>", b"<x a='' b='' c=''/>" * 1000), 3 * scale)),
        "entities in a map": ("/sitemap.xml", Bomb((laughs("<urlset><url><loc>&a9;</loc></url></urlset>"),))),
        "redirects without end": ("/", Bomb(status=302, follows="/?{}")),
        "redirects in a circle": ("/sitemap.xml", Bomb(status=301, follows="/sitemap.xml")),
        "a page without end": ("/", Bomb((b"<p>words</p>" * 1000,), 10 * scale, {"Content-Type": "text/html"})),
        "a page of links": (
            "/",
            Bomb((home, b"<a href='/{}'>a</a>" * 1000), 1 + scale // 10, {"Content-Type": "text/html"}),
        ),
        "a header without end": ("/", Bomb(headers={"X-Long": "x" * 500 * scale})),
    }


@contextmanager
def _bombs_served(served: _Served) -> Iterator[str]:
    """A server of the bombs; its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            bomb = served.bomb if path == served.path else _usual(path)
            self.send_response(bomb.status)
            for name, value in bomb.headers.items():
                self.send_header(name, value)
            served.number += 1
            if bomb.follows:
                self.send_header("Location", bomb.follows.replace("{}", str(served.number)))
            self.end_headers()
            for part in (*bomb.parts[:-1], *(bomb.parts[-1:] * bomb.times)):
                served.number += 1
                self.wfile.write(part.replace(b"{}", b"%d" % served.number))

        def log_message(self, *_: object) -> None:
            pass

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            pass  # who is sent a bomb leaves in the midst of it

    with Quiet(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


def _usual(path: str) -> Bomb:
    """What a small site answers."""
    if path == "/robots.txt":
        return Bomb(status=404)
    if path.endswith(".xml"):
        return Bomb(status=404)
    return Bomb((article("A page", "Words.").encode(),), headers={"Content-Type": "text/html"})
