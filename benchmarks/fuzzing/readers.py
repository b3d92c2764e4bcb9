"""The readers of files: whatever the bytes are, documents whose offsets hold, or a refusal in one sentence."""

import json
from contextlib import suppress
from functools import partial
from typing import get_args

from benchmarks.fuzzing.sound import sound
from benchmarks.fuzzing.target import Target, needed
from corpus.draft import Composer, Draft, Style
from corpus.envelope import Envelope
from corpus.errors import ReadError
from corpus.html.anchors import links_in
from corpus.html.reader import parse_page
from corpus.posts.documents import documents_of
from corpus.reading import read

NAME = "a/post.1"
ADDRESS = "https://www.example.org/a/post/"
STYLES: tuple[Style, ...] = get_args(Style)
POST = Envelope("wordpress", ADDRESS)
STORED = Envelope("raw wordpress", ADDRESS)
SENT = (
    Envelope("html", ADDRESS), Envelope("html", ADDRESS, charset="latin1"), Envelope("html", ADDRESS, charset="utf-7"),
    Envelope("text", ADDRESS, published="2021-07-12", language="fr", topics=("a", "b")), POST,
)  # fmt: skip
"""What a site may say of a file; envelopes are of our own making, and only what lies in them is anybody's."""


def _read(form: str, data: bytes) -> None:
    with suppress(ReadError):
        for document in read(form, data, NAME).documents:
            sound(document)


def _web(data: bytes) -> None:
    """The first byte tells what the site says of the others."""
    _sent(SENT[data[0] % len(SENT)] if data else POST, data[1:])


def _sent(envelope: Envelope, data: bytes) -> None:
    _read("web", envelope.around(data))


def _stored(data: bytes) -> None:
    """What a post of an export says; the record around it is of our own making."""
    record = {
        "content": data.decode("utf-8", "replace"),
        "title": data[:30].decode("utf-8", "replace"),
        "link": ADDRESS,
    }
    _sent(STORED, json.dumps(record).encode())


def _links(data: bytes) -> None:
    """The links of a page, found again in a text that an extractor made of it."""
    with suppress(ReadError):
        page, _ = parse_page(data, NAME)
        text = " ".join(page.text_content().split())
        for link in links_in(text, page, ADDRESS):
            needed(0 <= link.start < link.end <= len(text), "a link outside the text")
            needed(link.address.startswith("http"), "a link to no web address")


def _post(data: bytes) -> None:
    """Blocks as any reader may compose them, a line each: the first byte tells what one is."""
    composer = Composer()
    for line in data.split(b"\n\n"):
        words = line[1:].decode("utf-8", "replace")
        composer.add(words, STYLES[line[0] % len(STYLES)] if line else "paragraph")
    title = composer.text[:20].strip() if data[:1] == b"t" else ""
    for document in documents_of(Draft(composer.text, tuple(composer.blocks), title=title), NAME):
        sound(document)


TARGETS = (
    Target("html", "a web page", partial(_read, "html"), ("html", "post", "signs")),
    Target("links", "the links of a page", _links, ("html", "signs")),
    Target("text", "a text file", partial(_read, "text"), ("post", "signs")),
    Target("markdown", "a Markdown file with front matter", partial(_read, "markdown"), ("markdown", "post", "signs")),
    Target("post", "the shapes of a post", _post, ("post", "signs")),
    Target("record", "a post of WordPress", partial(_sent, POST), ("json", "html")),
    Target("stored", "a post of an export, as WordPress stores it", _stored, ("wordpress", "html", "post")),
    Target("web", "a file of a site", _web, ("html", "json", "post")),
    Target("beir", "a line of a test collection", partial(_read, "beir"), ("json", "signs")),
)
