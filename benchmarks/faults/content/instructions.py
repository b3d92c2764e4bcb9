"""R13: what a text says is data. Instructions to a program in it, hidden or plain, change no link, citation, status,
position or page; what is hidden from people is not read at all.
"""

import json
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path
from urllib.parse import urlencode

import httpx
from lxml.html import fromstring

from assistant.library import LiveLibrary
from benchmarks.faults.trial import Size, Trial
from corpus.document import Document
from corpus.reading import read
from corpus.sources import open_source
from index.build import sync
from tests.browser.conftest import served_library
from tests.conftest import ToyEncoder, write_files

EVERY = {Size.SHORT: 12, Size.FULL: 1}
HOME = "https://www.example.org/"
TOLD: Mapping[str, Sequence[str]] = json.loads(Path(__file__).with_suffix(".json").read_text("ascii"))
"""Instructions, and ways to say them to a program alone (`hidden`) or to everybody (`plain`), around "{}"."""
SAID = (
    "EAEA calls for free evening classes in every town of Europe.",
    "The fees of learning centres must be paid by public budgets.",
    "Learning accounts should be open to all adults, whatever they did before.",
)  # fmt: skip
QUESTIONS = (
    "What is EAEA's position on evening classes?",
    "Who should pay the fees of learning centres?",
    "Should learning accounts be open to all?",
)


OWN = re.compile(rf"link (?:/(?!/)|#|{re.escape(HOME)}post-\\d)|quoted ")
"""What may be new in a list or an answer: ways to our own documents and their originals, and words of theirs."""


def trials(size: Size) -> list[Trial]:
    """Documents that are read, and libraries that are asked, with the instructions and without them."""
    return [_hidden(EVERY[size]), _plain(EVERY[size]), _asked(EVERY[size])]


def _page(at: int, more: str = "") -> str:
    said = SAID[at % len(SAID)]
    return (
        f"<!DOCTYPE html><html lang=en><head><title>Post {at}</title><link rel=canonical href='{HOME}post-{at}'>"
        f"<meta property='article:published_time' content='2021-0{at + 1}-12'></head><body><main><article>"
        f"<h1>Post {at}</h1>"
        f"<p>{said} It is said here at a length that an article has, so that nobody takes it for a menu.</p>{more}"
        f"<p>{said} That was said before, and it goes on for another few words, with <a href='{HOME}more'>more</a>.</p>"
        "</article></main></body></html>"
    )


def _read(at: int, more: str) -> Document:
    return read("html", _page(at, more).encode(), f"post-{at}.html").documents[0]


def _told(words: str, way: str) -> str:
    return way.replace("{}", words.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;"))


def _hidden(every: int) -> Trial:
    """What is hidden is not read: the document is the same to the letter."""
    clean, pairs = _read(0, ""), list(product(TOLD["hidden"], TOLD["instructions"]))[::every]
    failed = [f"{way} {words}" for way, words in pairs if _read(0, _told(words, way)) != clean]
    return Trial("R13", "hidden words are read", len(pairs), len(failed), told="; ".join(failed[:3]))


def _plain(every: int) -> Trial:
    """What is shown is words: nothing but text and sections changes, and no link comes of it."""
    clean, pairs = _read(0, ""), list(product(TOLD["plain"], TOLD["instructions"]))[::every]
    failed = list[str]()
    for way, words in pairs:
        found = _read(0, _told(words, way))
        linked = [found.text[link.start : link.end] + link.address for link in found.links]
        same = replace(found, text="", sections=(), links=(), quotations=()) == replace(
            clean, text="", sections=(), links=(), quotations=()
        )
        if not same or linked != [clean.text[link.start : link.end] + link.address for link in clean.links]:
            failed.append(f"{way} {words}")
    return Trial(
        "R13", "words about a document change what is known of it", len(pairs), len(failed), told="; ".join(failed[:3])
    )


def _asked(every: int) -> Trial:
    """A library of posts that say all of it, beside one of posts that say nothing of it."""
    tried, failed = 0, list[str]()
    plain = [_told(words, way) for way, words in product(TOLD["plain"], TOLD["instructions"])][::every]
    parts = [plain[at::3] for at in range(3)]
    with tempfile.TemporaryDirectory() as folder:
        clean = _facts(Path(folder) / "clean", [_page(at) for at in range(3)])
        said = _facts(Path(folder) / "said", [_page(at, "".join(parts[at])) for at in range(3)])
    known = {fact for facts in clean.values() for fact in facts}
    for address, facts in clean.items():
        tried += 1
        alone = address.startswith("/documents/")
        more = said[address] ^ facts if alone else said[address] - known
        told = [one for one in more if alone or not (OWN.match(one) or any(fact.startswith(one) for fact in known))]
        failed += [f"{address}: {told[:3]}"] if told else []
    return Trial("R13", "links, statuses, dates and citations of pages", tried, len(failed), told="; ".join(failed[:3]))


def _facts(folder: Path, pages: Sequence[str]) -> dict[str, set[str]]:
    """By address of a page: its links, its banners, its dates, and what it cites."""
    write_files(folder / "posts", {f"post-{at}.html": page for at, page in enumerate(pages)})
    encoder = ToyEncoder()
    sync(folder / "library", [open_source(str(folder / "posts"))], encoder)
    with served_library(LiveLibrary(folder / "library", encoder)) as address, httpx.Client(base_url=address) as client:
        return {path: set(_seen(client.get(path).raise_for_status().text)) for path in _paths(len(pages))}


def _paths(posts: int) -> Iterator[str]:
    yield from (f"/documents/post-{at}.html" for at in range(posts))
    for question in QUESTIONS:
        yield "/?" + urlencode({"q": question})
    yield from (
        "/positions?q=evening+classes",
        "/positions?q=fees",
        "/find?q=learning",
        "/compare?q=fees&first=2020&second=2021",
    )


def _seen(page: str) -> Iterator[str]:
    """Each link without its place in a text, each banner and day, and each quotation of an answer."""
    tree = fromstring(page)
    for link in tree.iter("a"):
        yield "link " + re.sub(r"(?:start|end|check)=[^&#]*|:~:text=.*", "", link.get("href", ""))
    for banner in tree.xpath("//*[contains(@class, 'banner') or contains(@class, 'topics')]"):
        yield "told " + " ".join(banner.text_content().split())
    for day in tree.iter("time"):
        yield "told " + day.get("datetime", "")
    for quoted in tree.iter("q"):
        yield "quoted " + quoted.text_content()
