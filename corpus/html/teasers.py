"""Dates of other posts' beginnings on a page, put where `corpus.posts.documents` looks for them: above the title.

Themes set them in bare spans, which the extractor drops, or below the title; without its date a teaser would become a
part of the post that it is glued to.
"""

import re
from datetime import date
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from corpus.posts.documents import date_in

LINKED_HEADINGS = "//*[self::h2 or self::h3 or self::h4 or self::h5 or self::h6][.//a[@href] or ancestor::a[@href]]"
"""Titles of teasers lead to their posts; the headings of a programme, with days below them, lead nowhere."""
DATES = frozenset({"span", "time", "div", "p", "small", "em", "header", "footer", "li"})
LONGEST_LINE = 100
ISO = re.compile(r"\d{4}-\d\d-\d\d")
Tree = Any
"""An lxml element; lxml has no types of its own."""


def show_dates(page: HtmlElement) -> None:
    """Make a paragraph "dd.mm.yyyy tags" of each date beside the heading of a teaser, above that heading."""
    for heading in page.xpath(LINKED_HEADINGS):
        above, below = heading.getprevious(), heading.getnext()
        if _date_line(above) and _has_text(below):
            _set_above(heading, above)
        elif _date_line(below) and _has_text(below.getnext()):
            _set_above(heading, below)


def _set_above(heading: Tree, dated: Tree) -> None:
    line = etree.Element("p")
    line.text = _date_line(dated)
    dated.drop_tree()
    heading.addprevious(line)


def _date_line(element: Tree | None) -> str:
    """The date, and tags, that are all an element holds, as "dd.mm.yyyy tags"; "" for any other element."""
    if element is None or element.tag not in DATES:
        return ""
    words = " ".join(element.text_content().split())
    if not words or len(words) > LONGEST_LINE or (element.tail or "").strip():
        return ""
    if date_in(words):
        return words
    moments = [element, *element.iterdescendants("time")]
    told = [one for one in moments if one.tag == "time" and one.text_content().split() == words.split()]
    moment = ISO.match(told[0].get("datetime", "").strip()) if told else None
    try:
        return f"{date.fromisoformat(moment[0]):%d.%m.%Y}" if moment else ""
    except ValueError:
        return ""


def _has_text(element: Tree | None) -> bool:
    """Whether this is the paragraph, or the division, that a teaser's words stand in."""
    return element is not None and element.tag in ("p", "div", "a") and bool(element.text_content().strip())
