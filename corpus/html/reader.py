"""Web pages: the article without menus, banners and comments. What a page says about itself: corpus.html.facts."""

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace

import trafilatura
from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from corpus.document import Link
from corpus.draft import Composer, Draft, Reading, web_address
from corpus.errors import ReadError
from corpus.formats import LARGEST_PAGE
from corpus.html.anchors import links_in
from corpus.html.facts import facts_of, says_it_lists
from corpus.html.teasers import show_dates
from corpus.posts.documents import documents_of
from corpus.posts.icons import drop_icons
from corpus.posts.listings import REASON
from corpus.posts.placeholders import checked
from corpus.text import decode

HIDDEN = "//*[@hidden or @aria-hidden='true' or self::template]"
HIDING_STYLE = re.compile(
    r"display:none|visibility:hidden|font-size:(?:0(?:px|pt|r?em|%)?|0?\.\d+p[xt]|1(?:\.\d+)?p[xt])(?:[;!]|$)"
    r"|text-indent:-\d{3}|clip:rect\((?:(?:0|0px|1px),?)+\)"
)
"""In a `style` without white space: ways to keep text from people and show it to programs. Not among them are colours
and opacity, which sites give to text that they show a moment later or on a dark ground.
"""
PLACED, OUTSIDE = re.compile(r"position:(?:absolute|fixed)"), re.compile(r"(?<![\w-])(?:left|top|right):-\d{3}")
"""Together they put text beside the window."""
FORBIDDEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
    r"|&#0*(?:[0-8]|1[124-9]|2\d|3[01]|6553[45])(?!\d);?"
    r"|&#[xX]0*(?:[0-8bBcCeEfF]|1[\da-fA-F]|[fF]{3}[eEfF])(?![\da-fA-F]);?"
)
"""Signs that XML 1.0 (2.2) forbids, and lxml with it, as they are or by number; left in a page, they would cost all of
it.
"""
HEADING_LINKS = "//*[self::h1 or self::h2 or self::h3 or self::h4 or self::h5 or self::h6]//a"
"""A heading that is all link is taken for a menu by the extractor; the titles of teasers are such headings."""
PRECISE_SHARE = 0.5
"""Share of the generous extraction's length below which the precise one is taken to have lost the article. On the 181
pages of the article extraction benchmark F1 is .964 without it, .969 with 0.4 and 0.5, .968 with 0.6."""
SHORTEST_ARTICLE = 300
"""Characters; a page where even the generous extraction finds less is a menu or a notice."""


def read_html(data: bytes, name: str, address: str = "") -> Reading:
    """The post of a page, and the beginnings of others that are glued to it; `address` is where the page came from.

    Raises ReadError when the page is too large, no text, a listing of posts or a placeholder, or
    holds no article.
    """
    if len(data) > LARGEST_PAGE:
        raise ReadError(f"{name} is larger than 5 MB; save the article alone.")
    page, note = parse_page(data, name)
    if says_it_lists(page):
        raise ReadError(f"{name} {REASON}")
    body = _article(page, name)
    facts = facts_of(page, address)
    base = facts.url or address
    composer = composed(body, base)
    draft = Draft(
        composer.text,
        tuple(composer.blocks),
        title=facts.title,
        published=facts.published,
        modified=facts.modified,
        authors=facts.authors,
        language=facts.language,
        topics=facts.topics,
        url=facts.url,
        alternates=facts.alternates,
        links=links_in(composer.text, page, base),
    )
    own, *glued = documents_of(draft, name) or (None,)
    if own is None:
        return Reading((), note)
    if facts.timeless and own.kind == "post" and own.published is None:
        own = replace(own, kind="page")
    return checked((own, *glued), name, note)


def parse_page(data: bytes, name: str) -> tuple[HtmlElement, str]:
    """A page without icons and what it hides, and a note when its encoding had to be guessed. Raises ReadError."""
    declared = re.search(rb"<meta[^>]{0,80}charset\s*=\s*[\"']?([\w-]{3,20})", data[:4096], re.IGNORECASE)
    text, note = _decoded(data, declared[1].decode("ascii") if declared else "", name)
    text = FORBIDDEN.sub(" ", text)
    # Comments go at once: the extractor would lose the words after one.
    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        page = document_fromstring(text.encode("utf-8"), parser=parser)
    except etree.ParserError:
        raise ReadError(f"{name} holds no HTML; nothing to read.") from None
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        raise ReadError(f"{name} nests its elements over 2,000 deep, and text would be lost; save the article alone.")
    for element in [*page.xpath(HIDDEN), *(e for e in page.xpath("//*[@style]") if _hides(e.get("style", "")))]:
        if element.getparent() is not None:
            element.drop_tree()
    drop_icons(page)
    for inline in page.xpath("//q"):  # its marks are the browser's
        _mark(inline)
    for line_break in page.xpath("//td//br | //th//br"):  # the extractor would join the words around it
        line_break.tail = f" {line_break.tail or ''}"
    show_dates(page)
    for link in page.xpath(HEADING_LINKS):
        link.drop_tag()
    return page, note


def _mark(inline: HtmlElement) -> None:
    """Give an inline quotation the marks that a browser shows around it, where it has none of its own."""
    words = inline.text_content().strip()
    if words and words[0] not in '“„«»”"':
        inline.text = f"“{inline.text or ''}"
        if len(inline):
            inline[-1].tail = f"{inline[-1].tail or ''}”"
        else:
            inline.text += "”"
    inline.drop_tag()


def _hides(style: str) -> bool:
    told = re.sub(r"\s", "", style).casefold()
    beside = PLACED.search(told) is not None and OUTSIDE.search(told) is not None
    return beside or HIDING_STYLE.search(told) is not None


def _decoded(data: bytes, declared: str, name: str) -> tuple[str, str]:
    """By the page's own declaration where that holds, else as any text file.

    Browsers read Latin-1 and ASCII as cp1252 (WHATWG Encoding, 4.2), and so do authors.
    """
    encoding = declared.casefold()
    if not encoding.startswith(("iso-", "windows-", "cp12", "koi8-", "latin", "ascii", "us-ascii", "macintosh")):
        return decode(data, name)
    try:
        latin = encoding in ("iso-8859-1", "latin1", "latin-1", "ascii", "us-ascii")
        return data.decode("cp1252" if latin else encoding), ""
    except (LookupError, UnicodeDecodeError):
        return decode(data, name)


def _article(page: HtmlElement, name: str) -> HtmlElement:
    """The article by the precise extraction; by the generous one where the precise one threw most of it away."""
    precise, generous = (_extracted(page, favor) for favor in ("precision", "recall"))
    lost = _length(precise) < PRECISE_SHARE * _length(generous)
    body = generous if lost and _length(generous) >= SHORTEST_ARTICLE else precise
    if not _length(body):
        raise ReadError(f"{name} holds no article text (a menu, a listing or a login page?); nothing was indexed.")
    return body


def _extracted(page: HtmlElement, favor: str) -> HtmlElement:
    """The article's element, empty where none is found. Not asked for links: see corpus.html.anchors."""
    extracted = trafilatura.bare_extraction(
        deepcopy(page),
        favor_precision=favor == "precision",
        favor_recall=favor == "recall",
        include_comments=False,
        include_tables=True,
        with_metadata=False,
    )
    body = getattr(extracted, "body", None)  # a trafilatura Document, or None
    return HtmlElement() if body is None else body


def _length(body: HtmlElement) -> int:
    return sum(len(words.strip()) for words in body.itertext())


BLOCKS = frozenset({"p", "head", "list", "table", "quote", "code"})


def composed(body: HtmlElement, base: str) -> Composer:
    """The blocks of an article in the extractor's tags: head, p, list, item, table, row, cell, quote, ref, lb."""
    composer = Composer()
    for element in body:
        _compose(composer, element, base)
    return composer


def _compose(composer: Composer, element: HtmlElement, base: str, quoted: bool = False) -> None:
    """Append what an element of the article holds. `quote` may hold paragraphs, `list` items, `table` rows; `quoted`:
    it lies in a quote. Words beside a quote in one block, which only damaged pages have, count as quoted, too.
    """
    quoted = quoted or element.tag == "quote"
    if element.tag in ("list", "table") or (element.tag == "quote" and any(part.tag in BLOCKS for part in element)):
        composer.add((element.text or "").strip(), quoted=quoted)
        for child in element:
            _compose(composer, child, base, quoted)
            composer.add((child.tail or "").strip(), quoted=quoted)
        return
    if element.tag == "item":
        _compose_item(composer, element, base, quoted)
        return
    quoted = quoted or _holds_quote(element)
    if element.tag == "head":
        composer.add(_words(element)[0], "heading", quoted=quoted)
    elif element.tag == "row":
        cells = " | ".join(words for words in (_words(cell)[0] for cell in element) if words)
        composer.add(cells, "row", quoted=quoted)
    else:
        words, links = _words(element, base)
        composer.add(words, "paragraph", links, quoted)


def _compose_item(composer: Composer, element: HtmlElement, base: str, quoted: bool) -> None:
    """A list item; a list or quote inside it follows as items or a quotation of their own."""
    nested = [(inner, (inner.tail or "").strip()) for inner in element if inner.tag in ("list", "quote")]
    for inner, _ in nested:
        element.remove(inner)
    words, links = _words(element, base)
    composer.add(words, "item", links, quoted or _holds_quote(element))
    for inner, after in nested:
        _compose(composer, inner, base, quoted)
        composer.add(after, "item", quoted=quoted)


def _holds_quote(element: HtmlElement) -> bool:
    return element.find(".//quote") is not None


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
            links.append(Link(len(text), len(text), web_address(base, piece)))
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
        elif child.tag in ("p", "quote"):
            yield "text", " "
            yield from _pieces(child)
            yield "text", " "
        else:
            yield from _pieces(child)
        if child.tail:
            yield "text", child.tail
