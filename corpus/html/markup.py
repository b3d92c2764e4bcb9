"""HTML that is an article already, in the few tags that `corpus.html.reader` composes documents from.

No part of it is judged: what a site's own interface gives as a post's content is the post. Only what can never be text
of it is left out: scripts, forms, players, and the buttons that plug-ins add.
"""

import re
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from corpus.errors import ReadError

LEFT_OUT = frozenset(
    """script style noscript template iframe object embed form button input select textarea nav svg math canvas audio
    video map dialog head link meta""".split()  # noqa: SIM905
)
PLUG_INS = re.compile(
    r"(?:^|\s)(?:sharedaddy|sd-sharing\S*|addtoany\S*|a2a_kit\S*|jp-relatedposts|yarpp\S*|wp-block-social-links|"
    r"social-share\S*|share-buttons?\S*|heateor\S*|essb_\S*|wp-block-latest-posts\S*|wp-block-query\S*|"
    r"screen-reader-text|wp-block-buttons?__hidden|crp_related\S*|post-navigation|ez-toc\S*|lwptoc\S*)(?:\s|$)"
)
"""Classes of what plug-ins put into the content: buttons, other posts, tables of contents."""
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
PARAGRAPHS = frozenset({"p", "figcaption", "caption", "address", "pre", "summary", "dt", "dd"})
LISTS = frozenset({"ul", "ol"})
BLOCKS = HEADINGS | PARAGRAPHS | LISTS | {"table", "blockquote", "div", "section", "article", "figure", "hr", "dl"}
PLACES = frozenset({"body", "main", "tbody", "thead", "tfoot", "tr", "td", "th", "li"})
Tree = Any
"""An lxml element; lxml has no types of its own."""


def as_article(page: HtmlElement, name: str) -> Tree:
    """A `body` of blocks in the order of the page; text that stands in no block becomes paragraphs.

    Raises ReadError when elements are nested deeper than can be followed; `name` is that of the item.
    """
    body = etree.Element("body")
    try:
        _Blocks(body).take_content(page)
    except RecursionError:
        raise ReadError(f"{name} nests its elements too deeply to be read; simplify the page.") from None
    return body


class _Blocks:
    """Fills an element with blocks; what stands loose between them gathers in a paragraph."""

    def __init__(self, out: Tree) -> None:
        self._out = out
        self._loose: Tree | None = None

    def take_content(self, element: Tree) -> None:
        """Everything below an element."""
        self._say(element.text)
        for child in element:
            if isinstance(child.tag, str) and not _left_out(child):
                self._take(child)
            self._say(child.tail)

    def _take(self, element: Tree) -> None:
        tag = element.tag
        if tag in HEADINGS:
            _fill(self._add("head"), element)
        elif tag in LISTS:
            _fill_list(self._add("list"), element)
        elif tag == "table" and not _is_layout(element):
            _fill_table(self._add("table"), element)
        elif tag == "blockquote":
            _Blocks(self._add("quote")).take_content(element)
            self._loose = None
        elif tag == "br":
            self._break()
        elif tag in BLOCKS or tag in PLACES or _holds_blocks(element):
            self._loose = None
            self.take_content(element)
            self._loose = None
        else:
            _inline(self._paragraph(), element)

    def _add(self, tag: str) -> Tree:
        self._loose = None
        return etree.SubElement(self._out, tag)

    def _paragraph(self) -> Tree:
        if self._loose is None:
            self._loose = etree.SubElement(self._out, "p")
        return self._loose

    def _say(self, words: str | None) -> None:
        if words and (words.strip() or self._loose is not None):
            _append(self._paragraph(), words)

    def _break(self) -> None:
        """One break is one; two in a row part paragraphs."""
        if self._loose is None:
            return
        last = self._loose[-1] if len(self._loose) else None
        if last is not None and last.tag == "lb" and not (last.tail or "").strip():
            self._loose = None
        else:
            etree.SubElement(self._loose, "lb")


def _fill(out: Tree, element: Tree) -> None:
    """The words below an element, on one line but for its breaks."""
    _append(out, element.text)
    for child in element:
        if isinstance(child.tag, str) and not _left_out(child):
            if child.tag == "br":
                etree.SubElement(out, "lb")
            elif child.tag in LISTS and out.tag == "item":
                _fill_list(etree.SubElement(out, "list"), child)
            elif child.tag == "blockquote":
                _fill(etree.SubElement(out, "quote"), child)
            elif child.tag in BLOCKS or child.tag in ("tr", "td", "th", "li"):
                _append(out, " ")
                _fill(out, child)
                _append(out, " ")
            else:
                _inline(out, child)
        _append(out, child.tail)


def _inline(out: Tree, element: Tree) -> None:
    if element.tag == "a" and element.get("href"):
        _fill(etree.SubElement(out, "ref", target=_plain(element.get("href"))), element)
    else:
        _fill(out, element)


def _fill_list(out: Tree, element: Tree) -> None:
    for child in element:
        if child.tag in LISTS:
            _fill_list(out, child)
        elif isinstance(child.tag, str) and not _left_out(child):
            _fill(etree.SubElement(out, "item"), child)


def _fill_table(out: Tree, element: Tree) -> None:
    for part in element.iter("caption", "tr"):
        if part.tag == "caption":
            _fill(etree.SubElement(out, "p"), part)
            continue
        row = etree.SubElement(out, "row")
        for cell in part:
            if cell.tag in ("td", "th"):
                _fill(etree.SubElement(row, "cell"), cell)


def _is_layout(table: Tree) -> bool:
    """Whether a table only places blocks on the page."""
    cells = list(table.iter("td", "th"))
    rows = sum(1 for _ in table.iter("tr"))
    heavy = any(sum(1 for _ in cell.iter("p", "h1", "h2", "h3", "h4", "ul", "ol", "table")) > 1 for cell in cells)
    return heavy or len(cells) <= rows


def _holds_blocks(element: Tree) -> bool:
    return next(element.iterdescendants(*BLOCKS, "li", "tr"), None) is not None


def _left_out(element: Tree) -> bool:
    return element.tag in LEFT_OUT or PLUG_INS.search(element.get("class", "")) is not None


def _append(out: Tree, words: str | None) -> None:
    if not words:
        return
    if len(out):
        out[-1].tail = (out[-1].tail or "") + words
    else:
        out.text = (out.text or "") + words


def _plain(address: str) -> str:
    return re.sub(r"[\x00-\x1f]", "", address)
