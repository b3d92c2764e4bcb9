"""What a web page says about itself: title, dates, authors, tags, language, its own address and its translations."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from corpus.draft import web_address
from corpus.html.json_ld import authors_of, days_of, nodes_of
from corpus.language import primary_code
from corpus.posts.authors import names_in
from corpus.posts.documents import DATE_LINE, date_in
from corpus.posts.listings import is_listing, is_one_post, lists_posts, name_of

META_DATES = (
    "//meta[@property='article:published_time']/@content",
    "//meta[@itemprop='datePublished']/@content",
    "//meta[@name='date' or @name='dcterms.created' or @name='DC.date.issued']/@content",
)
META_CHANGES = (
    "//meta[@property='article:modified_time']/@content",
    "//*[@itemprop='dateModified']/@content",
    "//*[@itemprop='dateModified']/@datetime",
)
META_AUTHORS = "//meta[@name='author' or @property='article:author']/@content"
ARTICLE = "(//article | //main)[1]"
LONGEST_HEAD = 100
"""Characters of paragraphs that may stand above an article's date: a caption, not text."""
TAG_BLOCKS = "//*[contains(@class, 'meta') or contains(@class, 'tags') or self::header][.//a[contains(@rel, 'tag')]]"
PAGE_CLASS = re.compile(r"(?:^|\s)page-id-\d+(?:\s|$)")
"""What WordPress writes into the body of a page, and not into that of a post."""


@dataclass(frozen=True, slots=True)
class PageFacts:
    """The page's own word; "" , () or None where it says nothing. Addresses are absolute, http(s) only."""

    title: str
    url: str
    language: str
    published: date | None
    modified: date | None
    authors: tuple[str, ...]
    topics: tuple[str, ...]
    alternates: tuple[str, ...]
    timeless: bool
    """Whether the page says that it is no article: a page of WordPress, or a part of the site."""


def facts_of(page: HtmlElement, address: str) -> PageFacts:
    """The facts of a page; `address` is where it came from, "" where that is not known."""
    nodes = nodes_of(page)
    url = web_address(address, first(page, "//link[@rel='canonical']/@href"))
    shared_as = first(page, "//meta[@property='og:type']/@content")
    return PageFacts(
        title=_title(page),
        url=url,
        language=primary_code(first(page, "/html/@lang")),
        published=_first_day([*_told(page, META_DATES), *days_of(nodes, "datePublished")]) or _shown_day(page),
        modified=_first_day([*_told(page, META_CHANGES), *days_of(nodes, "dateModified")]),
        authors=names_in([*_told(page, (META_AUTHORS,)), *authors_of(nodes), *_head_authors(page)]),
        topics=_topics(page),
        alternates=_alternates(page, url or address),
        timeless=shared_as == "website" or PAGE_CLASS.search(first(page, "//body/@class")) is not None,
    )


def says_it_lists(page: HtmlElement) -> bool:
    """Whether a page says that it is a listing of posts, by its class or by its own address.

    Either may mislead: folders on the way to a post are called "archive", and so are bodies of old posts. Where the
    page is shared as an article, which listings by Yoast are too, both must say it.
    """
    classes = first(page, "//body/@class")
    address = first(page, "//link[@rel='canonical']/@href") or first(page, "//meta[@property='og:url']/@content")
    if is_one_post(classes) or page.xpath(META_DATES[0]):
        return False
    by_class, by_address = lists_posts(classes), is_listing(name_of(address))
    if first(page, "//meta[@property='og:type']/@content") == "article":
        return by_class and (by_address or not address)
    return by_class or by_address


def first(page: HtmlElement, path: str) -> str:
    """The first of what an XPath finds, "" when it finds nothing."""
    found = page.xpath(path)
    return str(found[0]).strip() if found else ""


def iso_day(value: str) -> date | None:
    """The day of a moment in ISO 8601; None for anything else."""
    try:
        return date.fromisoformat(value.strip()[:10])
    except ValueError:
        return None


def _title(page: HtmlElement) -> str:
    """The article's heading; else what the page is to be called when shared; else its title without the site's name."""
    for path in ("//article//h1", "//main//h1", "//h1"):
        headings = [" ".join(h.text_content().split()) for h in page.xpath(path)]
        if len(headings) == 1 and headings[0]:
            return headings[0]
    shared = first(page, "//meta[@property='og:title']/@content")
    return shared or re.split(r"\s+[|–—]\s+", first(page, "//title/text()"))[0].strip()


def _told(page: HtmlElement, paths: tuple[str, ...]) -> list[str]:
    return [str(value) for path in paths for value in page.xpath(path)]


def _first_day(values: Iterable[str]) -> date | None:
    return next((day for day in map(iso_day, values) if day is not None), None)


def _shown_day(page: HtmlElement) -> date | None:
    """The date that an article shows. Dates found by searching the text are not taken: they may be a teaser's."""
    for element in _dated_elements(page):
        day = iso_day(element.get("datetime", "")) or _leading_day(element.text_content())
        if day is not None:
            return day
    return None


def _dated_elements(page: HtmlElement) -> Iterator[HtmlElement]:
    """Where an article tells its date: above its text, or in its footer. What is dated in between may be a teaser."""
    for article in page.xpath(ARTICLE):
        for element in _above_text(article):
            if element.tag == "time" or re.search("date|meta", element.get("class", "")):
                yield element
        yield from article.xpath("./footer//time | (.//article)[1]/footer//time")


def _above_text(article: HtmlElement) -> Iterator[HtmlElement]:
    above = 0
    for element in article.iter("*"):
        above += len(element.text_content().strip()) if element.tag == "p" else 0
        if above > LONGEST_HEAD:
            return
        yield element


def _leading_day(text: str) -> date | None:
    match = DATE_LINE.match(" ".join(text.split()))
    dated = date_in(f"{match['day']}.{match['month']}.{match['year']}") if match else None
    return dated[0] if dated else None


def _head_authors(page: HtmlElement) -> list[str]:
    """Authors that are linked above the text; those further down may be a teaser's."""
    heads = (element for article in page.xpath(ARTICLE) for element in _above_text(article))
    return [link.text_content() for link in heads if link.tag == "a" and "author" in link.get("rel", "").split()]


def _topics(page: HtmlElement) -> tuple[str, ...]:
    told = [str(value) for value in page.xpath("//meta[@property='article:tag']/@content")]
    blocks = page.xpath(TAG_BLOCKS)
    linked = [a.text_content() for a in blocks[0].xpath(".//a[contains(@rel, 'tag')]")] if blocks and not told else []
    return tuple(dict.fromkeys(" ".join(tag.split()) for tag in [*told, *linked] if tag.strip()))


def _alternates(page: HtmlElement, own: str) -> tuple[str, ...]:
    """Addresses of the page in other languages. Where its own is not known, its language tells which one that is."""
    language, found = first(page, "/html/@lang").casefold(), list[str]()
    for link in page.xpath("//link[@rel='alternate'][@hreflang][@href]"):
        spoken = link.get("hreflang").strip().casefold()
        address = web_address(own, link.get("href"))
        itself = _bare(address) == _bare(own) if own else spoken == language
        if address and spoken != "x-default" and not itself:
            found.append(address)
    return tuple(dict.fromkeys(found))


def _bare(address: str) -> tuple[str, str, str]:
    """What stays of an address when http or https, "www." and the closing slash do not count."""
    parts = urlsplit(address)
    return (parts.hostname or "").removeprefix("www."), parts.path.rstrip("/"), parts.query
