"""What sources hold and sites tell programs: exports and feeds, lists, rules."""

import atexit
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from benchmarks.fuzzing.sound import sound
from benchmarks.fuzzing.target import Target, needed
from corpus.errors import ReadError, SourceError
from corpus.reading import read
from corpus.sources.export import Export
from corpus.sources.item import Item, storable
from corpus.sources.jsonl import BeirFile
from corpus.sources.sitemap import read_map
from corpus.web.addresses import site_at
from corpus.web.inflate import NotPacked, TooLarge, counted, unpacked
from corpus.web.robots import read_rules

HOME = "https://www.example.org/"
MOST_UNPACKED = 1_000_000


@cache
def folder() -> Path:
    """Where files are put for parsers that take a path; this process alone writes there. With TMPDIR=/dev/shm they
    stay in memory.
    """
    made = Path(mkdtemp(prefix="fuzzing-"))
    atexit.register(rmtree, made, ignore_errors=True)
    return made


def written(data: bytes, name: str) -> Path:
    """A file that holds the bytes."""
    path = folder() / name
    path.write_bytes(data)
    return path


def _export(data: bytes) -> None:
    with suppress(SourceError):
        each(Export(written(data, "posts.xml")).items())


def _lines(data: bytes) -> None:
    with suppress(SourceError):
        each(BeirFile(written(data, "corpus.jsonl")).items())


def each(items: Iterable[Item]) -> None:
    """Every item has a name of its own that can be stored, and is read or refused."""
    names = set[str]()
    for item in items:
        needed(storable(item.name) and storable(item.skipped), "an item that no report can hold")
        needed(item.name not in names, f"two items are called {item.name}")
        names.add(item.name)
        if not item.skipped:
            with suppress(ReadError):
                for document in read(item.form, item.load(), item.name).documents:
                    sound(document)


def _list(data: bytes) -> None:
    told = read_map([data[at : at + 50] for at in range(0, len(data), 50)])
    needed(
        all(one.address.strip() == one.address != "" for one in (*told.pages, *told.maps)), "an entry without address"
    )
    site = site_at(HOME)
    for one in told.pages:
        address = site.resolved(HOME, one.address)
        needed(not address or bool(site.name_of(address)), "an address without a name")


def _robots(data: bytes) -> None:
    rules = read_rules(data)
    needed(rules.delay >= 0 and len(rules.sitemaps) <= 100, "a delay that nobody can wait")
    rules.allow(f"{HOME}a/b?c=d")


def _packed(data: bytes) -> None:
    with suppress(NotPacked, TooLarge):
        total = sum(map(len, counted(unpacked([data[:9], data[9:]]), MOST_UNPACKED)))
        needed(total <= MOST_UNPACKED, "more was unpacked than is allowed")


def _addresses(data: bytes) -> None:
    address = data.decode("utf-8", "replace")
    with suppress(SourceError):
        site = site_at(address)
        needed(bool(site.host) and site.scheme in ("http", "https"), "a site without a host")
        resolved = site.resolved(site.root, address)
        if resolved:
            needed(site.resolved(site.root, resolved) == resolved, "an address that is cleaned twice is another one")
            needed(bool(site.name_of(resolved)), "an address without a name")
            site.covers(resolved)


TARGETS = (
    Target("export", "an export of WordPress, RSS or Atom", _export, ("xml", "export")),
    Target("sitemap", "a site map or feed", _list, ("xml", "lists")),
    Target("robots", "a robots.txt", _robots, ("robots",)),
    Target("packed", "gzip of a site map", _packed, ("packed",)),
    Target("addresses", "addresses of a site", _addresses, ("addresses",)),
    Target("lines", "a test collection", _lines, ("json",)),
)
