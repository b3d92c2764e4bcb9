"""Web pages: the article without menus, banners and comments, and what the page says about itself."""

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from typing import Any
from urllib.parse import urljoin, urlsplit

import trafilatura
from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from corpus.document import Link
from corpus.draft import Composer, Draft, Reading, Style
from corpus.errors import ReadError
from corpus.language import primary_code
from corpus.posts import DATE_LINE, date_in, documents_of
from corpus.text import decode

LARGEST_PAGE = 5_000_000
"""Bytes. A page of 25 MB took 49 s and 646 MB to extract; no post comes near 5 MB."""
HIDDEN = "//*[@hidden or @aria-hidden='true' or contains(translate(@style, ' ', ''), 'display:none')]"
HEADING_LINKS = "//*[self::h1 or self::h2 or self::h3 or self::h4 or self::h5 or self::h6]//a"
"""A heading that is all link is taken for a menu by the extractor; the titles of teasers are such headings."""
META_DATES = (
    "//meta[@property='article:published_time']/@content",
    "//meta[@itemprop='datePublished']/@content",
    "//meta[@name='date' or @name='dcterms.created' or @name='DC.date.issued']/@content",
)
DATE_ELEMENTS = "//*[self::time or contains(@class, 'date') or contains(@class, 'meta')]"
TAG_BLOCKS = "//*[contains(@class, 'meta') or contains(@class, 'tags') or self::header][.//a[contains(@rel, 'tag')]]"


def read_html(data: bytes, name: str, address: str = "") -> Reading:
    """The post of a page, and the beginnings of others that are glued to it; `address` is where the page came from.

    Raises ReadError when the page is too large, no text, or holds no article.
    """
    if len(data) > LARGEST_PAGE:
        raise ReadError(f"{name} is larger than 5 MB; save the article alone.")
    page, note = parse_page(data, name)
    body = _article(deepcopy(page), name)
    url = _first(page, "//link[@rel='canonical']/@href")
    title = _title(page)
    composer = composed(body, url or address)
    draft = Draft(
        composer.text,
        tuple(composer.blocks),
        title=title,
        published=_published(page),
        language=primary_code(_first(page, "/html/@lang")),
        topics=_topics(page),
        url=_absolute(address, url),
        links=tuple(composer.links),
    )
    return Reading(documents_of(draft, name), note)


def parse_page(data: bytes, name: str) -> tuple[HtmlElement, str]:
    """A page without what it hides, and a note when its encoding had to be guessed. Raises ReadError."""
    declared = re.search(rb"<meta[^>]{0,80}charset\s*=\s*[\"']?([\w-]{3,20})", data[:4096], re.IGNORECASE)
    text, note = _decoded(data, declared[1].decode("ascii") if declared else "", name)
    try:
        page = document_fromstring(text.encode("utf-8"), parser=HTMLParser(encoding="utf-8", huge_tree=True))
    except etree.ParserError:
        raise ReadError(f"{name} holds no HTML; nothing to read.") from None
    for element in page.xpath(HIDDEN):
        if element.getparent() is not None:
            element.drop_tree()
    for link in page.xpath(HEADING_LINKS):
        link.drop_tag()
    return page, note


def _decoded(data: bytes, declared: str, name: str) -> tuple[str, str]:
    """By the page's own declaration where that holds, else as any text file."""
    try:
        return data.decode(declared or "utf-8-sig"), ""
    except (LookupError, UnicodeDecodeError):
        return decode(data, name)


def _article(page: HtmlElement, name: str) -> HtmlElement:
    extracted = trafilatura.bare_extraction(
        page,
        favor_precision=True,
        include_comments=False,
        include_tables=True,
        include_links=True,
        with_metadata=False,
    )
    body = getattr(extracted, "body", None)  # a trafilatura Document, or None
    if body is None or not "".join(body.itertext()).strip():
        raise ReadError(f"{name} holds no article text (a menu, a listing or a login page?); nothing was indexed.")
    return body


def composed(body: HtmlElement, base: str) -> Composer:
    """The blocks of an article in the extractor's tags: head, p, list, item, table, row, cell, quote, ref, lb."""
    composer = Composer()
    for element in body:
        _compose(composer, element, base)
    return composer


def _compose(composer: Composer, element: HtmlElement, base: str, style: Style = "paragraph") -> None:
    """Append what an element of the article holds. `quote` may hold paragraphs, `list` items, `table` rows."""
    if element.tag == "head":
        composer.add(_words(element)[0], "heading")
    elif element.tag in ("list", "table", "quote") and len(element):
        inner: Style = "quotation" if element.tag == "quote" else style
        composer.add((element.text or "").strip(), inner)
        for child in element:
            _compose(composer, child, base, inner)
            composer.add((child.tail or "").strip(), inner)
    elif element.tag == "row":
        composer.add(" | ".join(words for words in (_words(cell)[0] for cell in element) if words), "row")
    elif element.tag == "item":
        _compose_item(composer, element, base)
    else:
        words, links = _words(element, base)
        composer.add(words, "quotation" if element.tag == "quote" else style, links)


def _compose_item(composer: Composer, element: HtmlElement, base: str) -> None:
    """A list item; a list inside it follows as items of its own."""
    nested = list(element.findall("list"))
    for inner in nested:
        element.remove(inner)
    words, links = _words(element, base)
    composer.add(words, "item", links)
    for inner in nested:
        _compose(composer, inner, base)


def _words(element: HtmlElement, base: str = "") -> tuple[str, tuple[Link, ...]]:
    """The text of an element on one line (`lb` breaks it), and where its links lie in it."""
    text, links = "", list[Link]()
    for kind, piece in _pieces(element):
        if kind == "text":
            words = re.sub(r"\s+", " ", piece)
            text += words.lstrip() if not text or text[-1] in " \n" else words
        elif kind == "break":
            text = text.rstrip() + "\n"
        elif kind == "open":
            links.append(Link(len(text), len(text), _absolute(base, piece)))
        else:
            links[-1] = Link(links[-1].start, len(text.rstrip()), links[-1].address)
    text = text.rstrip()
    kept = (link for link in links if link.start < link.end <= len(text) and link.address)
    return text, tuple(kept)


def _pieces(element: HtmlElement) -> Iterator[tuple[str, str]]:
    if element.text:
        yield "text", element.text
    for child in element:
        if child.tag == "lb":
            yield "break", ""
        elif child.tag == "ref":
            yield "open", str(child.get("target") or "")
            yield from _pieces(child)
            yield "close", ""
        else:
            yield from _pieces(child)
        if child.tail:
            yield "text", child.tail


def _title(page: HtmlElement) -> str:
    """The article's heading; else what the page is to be called when shared; else its title without the site's name."""
    for path in ("//article//h1", "//main//h1", "//h1"):
        headings = [" ".join(h.text_content().split()) for h in page.xpath(path)]
        if len(headings) == 1 and headings[0]:
            return headings[0]
    shared = _first(page, "//meta[@property='og:title']/@content")
    return shared or re.split(r"\s+[|–—]\s+", _first(page, "//title/text()"))[0].strip()


def _published(page: HtmlElement) -> date | None:
    """The page's own word about its date. Dates found by searching the text are not taken: they may be a teaser's."""
    candidates = [value for path in META_DATES for value in page.xpath(path)] + list(_json_ld_dates(page))
    for value in candidates:
        day = _iso_day(str(value))
        if day is not None:
            return day
    for element in page.xpath(f"(//article | //main)[1]{DATE_ELEMENTS}"):
        day = _iso_day(element.get("datetime", "")) or _leading_day(element.text_content())
        if day is not None:
            return day
        if len(element.text_content()) > LONGEST_DATE_ELEMENT:
            break
    return None


LONGEST_DATE_ELEMENT = 300
"""Characters. What is longer holds more than a date line: the search has left the article's head."""


def _json_ld_dates(page: HtmlElement) -> Iterator[str]:
    for script in page.xpath("//script[@type='application/ld+json']/text()"):
        try:
            told: Any = json.loads(script)
        except ValueError:
            continue
        nodes = (
            told if isinstance(told, list) else [told, *(told.get("@graph") or [])] if isinstance(told, dict) else []
        )
        yield from (str(node["datePublished"]) for node in nodes if isinstance(node, dict) and "datePublished" in node)


def _iso_day(value: str) -> date | None:
    try:
        return date.fromisoformat(value.strip()[:10])
    except ValueError:
        return None


def _leading_day(text: str) -> date | None:
    match = DATE_LINE.match(" ".join(text.split()))
    dated = date_in(f"{match['day']}.{match['month']}.{match['year']}") if match else None
    return dated[0] if dated else None


def _topics(page: HtmlElement) -> tuple[str, ...]:
    told = [str(value) for value in page.xpath("//meta[@property='article:tag']/@content")]
    blocks = page.xpath(TAG_BLOCKS)
    linked = [a.text_content() for a in blocks[0].xpath(".//a[contains(@rel, 'tag')]")] if blocks and not told else []
    return tuple(dict.fromkeys(" ".join(tag.split()) for tag in [*told, *linked] if tag.strip()))


def _first(page: HtmlElement, path: str) -> str:
    found = page.xpath(path)
    return str(found[0]).strip() if found else ""


def _absolute(base: str, address: str) -> str:
    """The web address that `address` names on a page at `base`; "" when it names none (a script, a mail address)."""
    try:
        joined = urljoin(base, address.strip())
        return joined if urlsplit(joined).scheme in ("http", "https") else ""
    except ValueError:
        return ""
