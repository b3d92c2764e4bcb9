"""Which characters of which pages a quotation was read from, told by the origins that its document keeps."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from corpus.document import BULLET, Origin

Doubt = Literal["", "untraced", "other words", "unseen", "beside others"]
"""Why the words of a quotation cannot be marked; "" where they can.

"untraced": nothing is known of where some of them stand (pages read by OCR or by the second engine). "other words": at
their places the page holds others. "unseen": some are not to be seen on the page. "beside others": a mark would cover
words that are not quoted.
"""
_KNOWN: dict[str, Doubt] = {doubt: doubt for doubt in get_args(Doubt)}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that were read from the characters `[first, last)` of a page, as PDFium counts them."""

    words: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Part:
    """What of a quotation stands on one page, counted from 1."""

    page: int
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Quoted:
    """The parts of a quotation, in the order of its words; none where there is a doubt."""

    parts: tuple[Part, ...]
    doubt: Doubt = ""


def doubt_named(name: object) -> Doubt:
    """The doubt of this name, which may come from a child that was taken over. Raises KeyError for any that is none."""
    return _KNOWN[name if isinstance(name, str) else "none"]


def parts_of(text: str, origins: Sequence[Origin], start: int, end: int) -> Quoted:
    """The parts that `text[start:end]` was read from. `origins` are those of the whole document, ascending."""
    by_page: dict[int, list[Stretch]] = {}
    at = start
    for origin in _touching(origins, start, end):
        first, last = max(origin.start, start), min(origin.end, end)
        if not _put_in(text[at:first]) or (_is_sign(origin) and (first, last) != (origin.start, origin.end)):
            return Quoted((), "untraced")
        place = origin.first + first - origin.start
        stretch = Stretch(text[first:last], place, origin.last if _is_sign(origin) else place + last - first)
        by_page.setdefault(origin.page, []).append(stretch)
        at = last
    if not by_page or not _put_in(text[at:end]):
        return Quoted((), "untraced")
    return Quoted(tuple(Part(page, tuple(found)) for page, found in by_page.items()))


def _touching(origins: Sequence[Origin], start: int, end: int) -> Iterator[Origin]:
    at = max(bisect_right(origins, start, key=lambda origin: origin.start) - 1, 0)
    for origin in origins[at:]:
        if origin.start >= end:
            return
        if origin.end > start:
            yield origin


def _is_sign(origin: Origin) -> bool:
    """Whether one sign of the page stands for several letters of the text, which cannot be taken apart."""
    return origin.last - origin.first != origin.end - origin.start


def _put_in(words: str) -> bool:
    """Whether this was put in by the reader: white space, and the bullets of list items."""
    return not words.replace(BULLET, "").strip()
