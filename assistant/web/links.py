"""Addresses that the page may link to: its own documents, and http(s) originals at the quoted place."""

from hashlib import sha256
from urllib.parse import quote, urlencode, urlsplit

from assistant.answer import Citation
from corpus.document import Document

FRAGMENT_WORDS = 6
"""Words at each end of a long quote that a text fragment names; a browser finds what stands between them."""


def document_path(name: str) -> str:
    """Path of a document's page."""
    return "/documents/" + quote(name, safe="")


def citation_path(citation: Citation) -> str:
    """Path of a document's page with the quotation marked."""
    return place_path(citation.document, citation.start, citation.end)


def place_path(document: Document, start: int, end: int) -> str:
    """Path of a document's page with `text[start:end]` marked."""
    place = {"start": start, "end": end, "check": fingerprint(document.text[start:end])}
    return f"{document_path(document.id)}?{urlencode(place)}#quote"


def page_image_path(document: Document, start: int, end: int) -> str:
    """Path of the page that shows `text[start:end]` on the page of its PDF."""
    return _pictured("/page-images", document, start, end)


def sheet_path(document: Document, start: int, end: int) -> str:
    """Path of the picture alone."""
    return _pictured("/sheets", document, start, end)


def _pictured(folder: str, document: Document, start: int, end: int) -> str:
    place = {"start": start, "end": end, "check": fingerprint(document.text[start:end])}
    return f"{folder}/{quote(document.id, safe='')}?{urlencode(place)}"


def fingerprint(quoted: str) -> str:
    """A few characters that tell whether an older link still points at the same words."""
    return sha256(quoted.encode()).hexdigest()[:12]


def original_address(document: Document, start: int | None = None, end: int | None = None) -> str:
    """Address of the published original, at the page or the words of `[start, end)` when told; "" when it has none
    that a browser may safely follow.
    """
    if not _safe(document.url):
        return ""
    if start is None or end is None or not 0 <= start < end <= len(document.text):
        return document.url
    page = document.page_at(start)
    if page is not None:
        return f"{document.url.partition('#')[0]}#page={page}"
    return f"{document.url}{'' if '#' in document.url else '#'}:~:text={_text_fragment(document.text[start:end])}"


def _safe(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _text_fragment(quoted: str) -> str:
    """`text=` of the URL fragment text directive: the whole quote, or how it begins and ends."""
    words = quoted.split()
    if len(words) <= 2 * FRAGMENT_WORDS:
        return _directive(words)
    return f"{_directive(words[:FRAGMENT_WORDS])},{_directive(words[-FRAGMENT_WORDS:])}"


def _directive(words: list[str]) -> str:
    # "-" would be read as the mark of a prefix or suffix, and `quote` leaves it alone.
    return quote(" ".join(words), safe="").replace("-", "%2D")
