"""Where a page's links lie in the text that was extracted from it.

Asked to keep links, the extractor loses words before them where text stands in bare divisions, so it is not asked; each
link is found again by its words and those around it in its paragraph. A link that is not found for certain is left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from corpus.document import Link
from corpus.draft import web_address

AROUND = 25
"""Characters before and after a link that must be the same, so that two links with the same words differ."""
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
PARAGRAPHS = frozenset(
    ("p", "li", "td", "th", "dd", "dt", "blockquote", "figcaption", "div", "section", "article", *HEADINGS)
)


@dataclass(frozen=True, slots=True)
class _Anchor:
    before: str
    words: str
    after: str
    address: str


def links_in(text: str, page: HtmlElement, base: str) -> tuple[Link, ...]:
    """The links of a page that stand in `text`, in order; addresses are absolute, http(s) only."""
    plain, places = _squeezed(text)
    links: dict[int, Link] = {}
    for anchor in _anchors(page, base):
        at = plain.find(anchor.before + anchor.words + anchor.after)
        if at >= 0:
            first = at + len(anchor.before)
            start, end = places[first], places[first + len(anchor.words) - 1] + 1
            links[start] = Link(start, end, anchor.address)
    return tuple(links[start] for start in sorted(links))


def _anchors(page: HtmlElement, base: str) -> Iterator[_Anchor]:
    for paragraph in page.iter(*PARAGRAPHS):
        if not any(child.tag == "a" or child.find(".//a") is not None for child in paragraph):
            continue
        parts = list(_parts(paragraph))
        whole, at = "".join(words for words, _ in parts), 0
        for words, href in parts:
            address = web_address(base, href) if href else ""
            if words and address:
                yield _Anchor(whole[max(0, at - AROUND) : at], words, whole[at + len(words) :][:AROUND], address)
            at += len(words)


def _parts(element: HtmlElement, href: str = "") -> Iterator[tuple[str, str]]:
    """(squeezed words, address or "") of an element's text in order, without that of the paragraphs inside it."""
    yield _squeezed(element.text or "")[0], href
    for child in element:
        if child.tag not in PARAGRAPHS:
            yield from _parts(child, str(child.get("href") or "") if child.tag == "a" else href)
        yield _squeezed(child.tail or "")[0], href


def _squeezed(text: str) -> tuple[str, list[int]]:
    """Text without any white space, and where each of its characters stands in `text`: spaces around tags differ."""
    places = [at for at, sign in enumerate(text) if not sign.isspace()]
    return "".join(text[at] for at in places), places
