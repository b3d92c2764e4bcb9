"""Site maps and feeds: lists of addresses that a site keeps for programs. Entities in them are never expanded."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

LARGEST_MAP = 50_000_000
"""Bytes of one map once it is unpacked, as sitemaps.org has it."""
MOST_ENTRIES = 50_000
ENTRIES = frozenset({"url", "sitemap", "item", "entry"})
TOLD = frozenset({"loc", "lastmod", "link", "updated"})
"""What is read of an entry."""
MOST_TOLD = 10
"""Elements of one entry that are looked at."""
LONGEST_TOLD = 4_000
"""Characters of an address that are kept; one of more than 1,000 is followed nowhere."""
LONGEST_MOMENT = 100
NUMBERED = re.compile(rb"&#(?:[xX]0*([0-9a-fA-F]{1,6})|0*([0-9]{1,7}));")
DEEPEST = 100
"""Elements in each other; a feed has five. What comes behind is not read."""
MOST_ELEMENTS = 1_000_000
"""Twenty for each entry; what comes after them is not read. They take some seconds."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An address, and when what is there was changed; "" when the list does not say."""

    address: str
    modified: str = ""


@dataclass(frozen=True, slots=True)
class SiteMap:
    """What one list names: pages, and further maps."""

    pages: tuple[Entry, ...]
    maps: tuple[Entry, ...]


def read_map(parts: Iterable[bytes]) -> SiteMap:
    """The entries of a sitemap or sitemap index, of an RSS or an Atom feed; none for anything else.

    None either for a list that declares a document type: no list needs one, and entities come with it. Raises
    UnicodeDecodeError where half of a character is told by its number, and not in ASCII.
    """
    listed = _List()
    parser = etree.XMLParser(
        target=listed, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True
    )
    try:
        for part in _of_whole_characters(parts):
            parser.feed(part)
            if listed.is_full:
                break
        else:
            parser.close()
    except _DeclaresType:
        return SiteMap((), ())
    except etree.XMLSyntaxError:
        pass
    return SiteMap(tuple(listed.pages), tuple(listed.maps))


def _of_whole_characters(parts: Iterable[bytes]) -> Iterator[bytes]:
    """The parts without numbers of half a character, which editors write for emoji ("&#55357;&#56832;"), and which
    libxml2 hands on as bytes that nobody can read.
    """
    held = b""
    for part in parts:
        held += part
        begun = held.rfind(b"&", max(len(held) - 64, 0))
        end = begun if begun >= 0 and b";" not in held[begun:] else len(held)
        yield NUMBERED.sub(_whole, held[:end])
        held = held[end:]
    yield NUMBERED.sub(_whole, held)


def _whole(told: re.Match[bytes]) -> bytes:
    number = int(told[1], 16) if told[1] else int(told[2])
    return b"&#65533;" if 0xD800 <= number <= 0xDFFF else told[0]


class _DeclaresType(Exception):
    """Ends the reading of a list; a parser without a tree would unfold the entities of its document type."""


@dataclass(slots=True)
class _Told:
    """A part of an entry: what its attributes say, and its words up to the first element in it."""

    name: str
    relation: str
    target: str
    words: str = ""


@dataclass(slots=True)
class _List:
    """What a parser meets, of which nothing but entries is kept.

    No tree is built. One that was given up while it was read (`etree.iterparse` and its likes) let libxml2 2.14 write
    on into the memory of elements that were gone: their text went on in the next part of the file. Fuzzing found it.
    """

    pages: list[Entry] = field(default_factory=list)
    maps: list[Entry] = field(default_factory=list)
    elements: int = 0
    opened: list[str] = field(default_factory=list)
    """Names of the elements that are open, outermost first."""
    entries: list[list[_Told]] = field(default_factory=list)
    """What was told of each entry that is open."""
    heard: _Told | None = None
    """What is being told; None where words are of no interest."""

    @property
    def is_full(self) -> bool:
        """Whether there is enough of it, or too much."""
        many = len(self.pages) + len(self.maps) >= MOST_ENTRIES or self.elements >= MOST_ELEMENTS
        return many or len(self.opened) > DEEPEST

    def doctype(self, _name: str, _public: str | None, _system: str | None) -> None:
        """A document type is declared: its entities have not been read yet."""
        raise _DeclaresType

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        name = tag[tag.rfind("}") + 1 :]
        self.elements += 1
        self.heard = None
        told = self.entries[-1] if self.opened and self.opened[-1] in ENTRIES else None
        if told is not None and name in TOLD and len(told) < MOST_TOLD:
            relation, target = attributes.get("rel", "alternate"), attributes.get("href", "")
            told.append(_Told(name, relation[:LONGEST_TOLD], target[:LONGEST_TOLD]))
            self.heard = told[-1]
        if name in ENTRIES:
            self.entries.append([])
        self.opened.append(name)

    def data(self, words: str) -> None:
        """Words, as many as the parser has."""
        if self.heard is not None and len(self.heard.words) < LONGEST_TOLD:
            self.heard.words = (self.heard.words + words).lstrip()[:LONGEST_TOLD]

    def end(self, _tag: str) -> None:
        """An element ends, and with it what was told of an entry."""
        self.heard = None
        name = self.opened.pop()
        if name not in ENTRIES:
            return
        entry = _entry(name, self.entries.pop())
        if entry.address and not self.is_full:
            (self.maps if name == "sitemap" else self.pages).append(entry)

    def close(self) -> None:
        """The list ends; a parser calls this."""


def _entry(name: str, told: list[_Told]) -> Entry:
    match name:
        case "item":
            return Entry(_text(told, "link"))
        case "entry":
            return Entry(_atom_link(told), _text(told, "updated")[:LONGEST_MOMENT])
    return Entry(_text(told, "loc"), _text(told, "lastmod")[:LONGEST_MOMENT])


def _text(told: list[_Told], name: str) -> str:
    return next((one.words.rstrip() for one in told if one.name == name), "")


def _atom_link(told: list[_Told]) -> str:
    links = [one for one in told if one.name == "link"]
    chosen = [link for link in links if link.relation == "alternate"] or links
    return chosen[0].target if chosen else ""
