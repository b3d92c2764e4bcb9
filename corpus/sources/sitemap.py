"""Site maps and feeds: lists of addresses that a site keeps for programs. Entities in them are never expanded."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

LARGEST_MAP = 50_000_000
"""Bytes of one map once it is unpacked, as sitemaps.org has it."""
MOST_ENTRIES = 50_000


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
    """The entries of a sitemap or sitemap index, of an RSS or an Atom feed; none for anything else."""
    pages, maps = list[Entry](), list[Entry]()
    for element in _elements(parts):
        match etree.QName(element).localname:
            case "url":
                pages.append(Entry(_text(element, "loc"), _text(element, "lastmod")))
            case "sitemap":
                maps.append(Entry(_text(element, "loc"), _text(element, "lastmod")))
            case "item":
                pages.append(Entry(_text(element, "link")))
            case "entry":
                pages.append(Entry(_atom_link(element), _text(element, "updated")))
        if len(pages) + len(maps) >= MOST_ENTRIES:
            break
    return SiteMap(tuple(e for e in pages if e.address), tuple(e for e in maps if e.address))


def _elements(parts: Iterable[bytes]) -> Iterator[etree._Element]:
    """Entries as they are read; each is emptied afterwards, so that a long list costs no memory."""
    parser = etree.XMLPullParser(
        events=("end",), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True,
        tag=("{*}url", "{*}sitemap", "{*}item", "{*}entry"),
    )  # fmt: skip
    try:
        for part in parts:
            parser.feed(part)
            for _, element in parser.read_events():
                yield element
                element.clear()
                above = element.getparent()
                while above is not None and element.getprevious() is not None:  # the outermost has comments beside it
                    del above[0]
        parser.close()
    except etree.XMLSyntaxError:
        return


def _text(element: etree._Element, name: str) -> str:
    found = element.find(f"{{*}}{name}")
    return (found.text or "").strip() if found is not None else ""


def _atom_link(element: etree._Element) -> str:
    links = element.findall("{*}link")
    chosen = [link for link in links if link.get("rel", "alternate") == "alternate"] or links
    return str(chosen[0].get("href") or "") if chosen else ""
