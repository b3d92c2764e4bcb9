"""Site maps and feeds: lists of addresses that a site keeps for programs. Entities in them are never expanded."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

LARGEST_MAP = 50_000_000
"""Bytes of one map once it is unpacked, as sitemaps.org has it."""
MOST_ENTRIES = 50_000
ENTRIES = frozenset({"url", "sitemap", "item", "entry"})
TOLD = frozenset({"loc", "lastmod", "link", "updated"})
"""What is read of an entry."""
MOST_TOLD = 10
"""Elements of one entry that are kept until its end."""
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
    """The entries of a sitemap or sitemap index, of an RSS or an Atom feed; none for anything else."""
    pages, maps = list[Entry](), list[Entry]()
    for element in _elements(parts):
        match _name(element):
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
    """Entries as they are read. Whatever was read is given up at once, so that no list costs memory."""
    read = 0
    parser = etree.XMLPullParser(
        events=("end",), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        for part in parts:
            parser.feed(part)
            if read >= MOST_ELEMENTS:
                return
            for _, element in parser.read_events():
                read += 1
                above = element.getparent()
                inside = above is not None and _name(above) in ENTRIES
                if inside and _is_told(element):
                    continue
                if _name(element) in ENTRIES:
                    yield element
                element.clear()
                if above is not None and inside:
                    above.remove(element)
                elif above is not None:
                    while element.getprevious() is not None:
                        del above[0]
        parser.close()
    except etree.XMLSyntaxError:
        return


def _is_told(element: etree._Element) -> bool:
    """Whether a part of an entry is read with it: one of the first that have such a name."""
    before = element.itersiblings(preceding=True)
    return _name(element) in TOLD and sum(1 for _ in before) < MOST_TOLD


def _name(element: etree._Element) -> str:
    tag = element.tag
    return tag[tag.rfind("}") + 1 :] if isinstance(tag, str) else ""


def _text(element: etree._Element, name: str) -> str:
    found = element.find(f"{{*}}{name}")
    return (found.text or "").strip() if found is not None else ""


def _atom_link(element: etree._Element) -> str:
    links = element.findall("{*}link")
    chosen = [link for link in links if link.get("rel", "alternate") == "alternate"] or links
    return str(chosen[0].get("href") or "") if chosen else ""
