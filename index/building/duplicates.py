"""Which documents say what another one says: the same text under two addresses, and teasers of whole posts."""

import hashlib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.document import Document

SHORTEST_TEXT = 200
"""Characters under which a text alone does not tell ("Read the statement here."); its title must be the same too."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What decides whether a document repeats another. `body` "" means: this one never does."""

    row: int
    id: str
    title: str
    published: str | None
    body: str
    teaser: bool
    internal: bool = False


def body_of(document: Document) -> str:
    """A digest that is equal for documents of the same words."""
    words = plain(document.text)
    title = "" if len(words) >= SHORTEST_TEXT else plain(document.title)
    return hashlib.sha256(f"{title}\0{words}".encode()).hexdigest()


def originals(documents: Iterable[Identity]) -> dict[int, str]:
    """Id of the document that is kept, by the row of each one that repeats it. The first whole text is kept, and of
    what is for everybody none ever repeats what is internal: it would be found by staff alone.
    """
    ordered = sorted(documents, key=lambda one: (one.internal, one.teaser, one.row))
    kept_bodies: dict[str, str] = {}
    kept_titles: dict[str, list[Identity]] = {}
    repeats: dict[int, str] = {}
    for one in ordered:
        if not one.body:
            continue
        title = plain(one.title)
        same = next((k.id for k in kept_titles.get(title, []) if one.teaser and _same_day(k, one)), "")
        original = kept_bodies.get(one.body) or same
        if original:
            repeats[one.row] = original
        else:
            kept_bodies[one.body] = one.id
            kept_titles.setdefault(title, []).append(one)
    return repeats


def _same_day(one: Identity, other: Identity) -> bool:
    return one.published == other.published or not (one.published and other.published)


def plain(text: str) -> str:
    """A text without what makes no other words: case, forms of characters, white space."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
