"""The entries of an XML file of posts, one after the other: WordPress exports (WXR), RSS 2.0 and Atom feeds.

Expat reads the file piece by piece and tells the byte at which every entry begins and ends, so that an entry is read
again from its own bytes and the file is never held as a whole. A document type declaration, which is what entities
need, ends the reading; nothing outside the file is ever opened.

Sources: RSS 2.0 (rssboard.org), RFC 4287 (Atom), and what WordPress itself writes (wp-admin/includes/export.php).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.parsers import expat

STEP = 1 << 18
"""Bytes that are read at once."""
LARGEST_TOKEN = 20_000_000
"""Bytes of one tag, comment or declaration; more is held by nothing that writes posts."""
DEEPEST = 100
"""Elements in each other; exports have five."""
LONGEST_NAME = 200
"""Characters of an element's name; what lies in an element is told by the names of all that it lies in."""
MOST_TERMS = 1_000
"""Categories and tags of an entry that are kept."""
LONGEST_FIELD = 10_000
"""Characters of a field other than the content."""
LONGEST_CONTENT = 5_000_001
"""Characters; one more than the reader of posts reads, so that it refuses the post and says why."""
CONTENTS = frozenset({"content:encoded", "content"})
FIELDS = CONTENTS | frozenset(
    """title link pubDate dc:creator wp:post_id wp:post_date wp:post_modified wp:status wp:post_type wp:post_password
    wp:attachment_url published updated author/name""".split()  # noqa: SIM905
)
"""What is kept of an entry, by the path below it; comments, custom fields and the rest are not."""
SITE = frozenset({"link", "wp:base_blog_url", "wp:wxr_version", "wp:author/wp:author_login"}) | {
    "wp:author/wp:author_display_name"
}
"""What is kept of the file, by the path below its channel."""
ENTRIES = frozenset({"rss/channel/item", "feed/entry"})
"""Paths of entries."""
# Signs that XML 1.0 (2.2) forbids, though editors leave them in posts and WordPress exports them.
FORBIDDEN = bytes(32 if sign < 32 and sign not in b"\t\n\r" else sign for sign in range(256))


class NotPosts(Exception):
    """The file is XML, but of another kind; or it declares a document type."""


class BrokenXml(Exception):
    """The file is no XML from some line on; the message says where and how."""


@dataclass(slots=True)
class Channel:
    """What a file says about itself; grows while it is read."""

    encoding: str | None = None
    told: dict[str, str] = field(default_factory=dict)
    authors: dict[str, str] = field(default_factory=dict)
    """Names to be shown, by the names people log in with."""

    @property
    def is_export(self) -> bool:
        """Whether WordPress exported it; else it is a feed."""
        return "wp:wxr_version" in self.told


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry, `file[start:end]` without its closing tag. `fields` are the first of each name."""

    tag: str
    start: int
    end: int
    fields: dict[str, str]
    terms: tuple[tuple[str, str, str], ...]
    """(domain, short name, name) of each category, tag or other term."""


def entries(file: BinaryIO, channel: Channel) -> Iterator[Entry]:
    """Every entry up to the end or the first mistake. Raises NotPosts or BrokenXml."""
    listener = _Listener(channel)
    fed = 0
    while part := file.read(STEP):
        fed += len(part)
        yield from listener.hear(part)
        if fed - max(listener.at, 0) > LARGEST_TOKEN:
            raise BrokenXml(f"from line {listener.line} on, a tag or comment is longer than 20 MB")
    yield from listener.hear(b"", last=True)


def entry_again(data: bytes, tag: str, encoding: str | None) -> Entry:
    """The entry of `file[start:end]`, read a second time. Raises NotPosts or BrokenXml."""
    around = "rss/channel" if tag == "item" else "feed"
    opening = "".join(f"<{name}>" for name in around.split("/"))
    closing = "".join(f"</{name}>" for name in [tag, *reversed(around.split("/"))])
    listener = _Listener(Channel(), encoding)
    found = list(listener.hear(opening.encode() + data + closing.encode(), last=True))
    if len(found) != 1:
        raise BrokenXml("the entry is no longer where it was")
    return found[0]


class _Listener:
    """What expat calls; entries gather in `_found`."""

    def __init__(self, channel: Channel, encoding: str | None = None) -> None:
        self._channel = channel
        self._path: list[str] = []
        self._start = -1
        self._base = ""
        self._login = ""
        self._key = ""
        self._room = 0
        self._words: list[str] = []
        self._term = ("", "")
        self._fields: dict[str, str] = {}
        self._terms: list[tuple[str, str, str]] = []
        self._found: list[Entry] = []
        self._parser = expat.ParserCreate(encoding)
        self._parser.buffer_text = True
        self._parser.XmlDeclHandler = self._declared
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartElementHandler = self._opened
        self._parser.EndElementHandler = self._closed
        self._parser.CharacterDataHandler = self._said

    @property
    def at(self) -> int:
        """The byte that expat has come to."""
        return self._parser.CurrentByteIndex

    @property
    def line(self) -> int:
        """The line that expat has come to, counted from 1."""
        return self._parser.CurrentLineNumber

    def hear(self, part: bytes, last: bool = False) -> Iterator[Entry]:
        """The entries that end in this part; those before a mistake come before the error."""
        trouble: BrokenXml | None = None
        try:
            self._parser.Parse(part.translate(FORBIDDEN), last)
        except expat.ExpatError as error:
            trouble = BrokenXml(f"it is no XML from line {error.lineno} on ({expat.ErrorString(error.code)})")
        except BrokenXml as error:
            trouble = error
        except (LookupError, ValueError) as error:  # an encoding that Python does not know, or not byte by byte
            trouble = BrokenXml(f"its encoding cannot be read ({error})")
        found, self._found = self._found, []
        yield from found
        if trouble is not None:
            raise trouble

    def _declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        self._channel.encoding = encoding

    def _doctype(self, *_: object) -> None:
        raise NotPosts("declares a document type, which exports and feeds do not need")

    def _opened(self, tag: str, told: dict[str, str]) -> None:
        if len(tag) > LONGEST_NAME:
            raise BrokenXml(f"in line {self.line} an element has a name of more than {LONGEST_NAME} characters")
        self._path.append(tag)
        path = "/".join(self._path)
        if len(self._path) == 1 and tag not in ("rss", "feed"):
            raise NotPosts(f"is no export of WordPress and no feed (its outermost element is <{tag[:40]}>)")
        if len(self._path) > DEEPEST:
            raise BrokenXml(f"in line {self.line} more than {DEEPEST} elements lie in each other")
        if path in ENTRIES:
            self._start, self._base = self.at, f"{path}/"
            self._fields, self._terms = {}, []
        elif self._start >= 0:
            self._listen_in_entry(path.removeprefix(self._base), told)
        else:
            key = path.removeprefix("rss/channel/").removeprefix("feed/")
            self._key, self._words, self._room = key if key in SITE else "", [], LONGEST_FIELD
            if key == "link" and told.get("rel", "alternate") == "alternate" and told.get("href"):
                self._channel.told.setdefault("link", told["href"])

    def _listen_in_entry(self, key: str, told: dict[str, str]) -> None:
        """Keep what the element will say, or what its attributes say already."""
        kept = key in FIELDS or (key == "category" and len(self._terms) < MOST_TERMS)
        self._key, self._words = key if kept else "", []
        self._room = LONGEST_CONTENT if key in CONTENTS else LONGEST_FIELD
        if kept and key == "category":
            self._term = (told.get("domain", ""), told.get("nicename", ""))
            if told.get("term"):
                self._terms.append(("", "", told.get("label") or told["term"]))
        elif key == "link" and told.get("href") and told.get("rel", "alternate") == "alternate":
            self._fields.setdefault("link", told["href"])

    def _said(self, words: str) -> None:
        if self._key and self._room > 0:
            self._words.append(words[: self._room])
            self._room -= len(words)

    def _closed(self, tag: str) -> None:
        path = "/".join(self._path)
        self._path.pop()
        if path in ENTRIES:
            self._found.append(Entry(tag, self._start, self.at, self._fields, tuple(self._terms)))
            self._start = -1
            return
        words, key = "".join(self._words), self._key
        self._key, self._words = "", []
        if self._start >= 0 and key == "category":
            self._terms.append((*self._term, words.strip()))
        elif self._start >= 0 and key and words.strip():
            self._fields.setdefault(key, words)
        elif key == "wp:author/wp:author_login":
            self._login = words.strip()
        elif key == "wp:author/wp:author_display_name":
            self._channel.authors[self._login] = words.strip()
        elif key and words.strip():
            self._channel.told.setdefault(key, words.strip())
