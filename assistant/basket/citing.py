"""How the source of a quotation is told, in the same words in every file that is handed on."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.basket.kept import KeptQuote
from corpus.address import place_of
from corpus.catalogue import STATUSES
from corpus.message import Message, one_of

PARAGRAPHS = re.compile(r"\n\s*\n")
OPENING, CLOSING = "“", "”"
"""What a quotation stands between, whatever marks it holds itself."""


@dataclass(frozen=True, slots=True)
class Source:
    """The source of a quotation, in the pieces that files set differently."""

    speaker: str
    title: str
    details: str
    """Kind, day, page and section."""
    address: str
    """A web address, or "" where the document has none; then `details` name its file."""
    closing: str
    """Its status, when it was read, and what must be told beside its document."""


def source_of(quote: KeptQuote, organisation: str) -> Source:
    """The source as a footnote tells it."""
    address = web_address(quote)
    told = [quote.kind, told_day(quote.published) if quote.published else "undated", told_page(quote)]
    told.append(f"under “{quote.section}”" if quote.section and quote.section != quote.title else "")
    told.append("" if address else f"file {quote.document}")
    closing = f"Status: {quote.status}. Accessed {told_day(quote.collected)}."
    return Source(
        quote.speaker or organisation,
        quote.title or quote.document,
        ", ".join(one for one in told if one),
        address,
        f"{closing} {quote.notice}".rstrip(),
    )


def warnings_of(quote: KeptQuote) -> tuple[str, ...]:
    """What a reader must know before the words are used, told beside them and never in small print alone."""
    told = list[str]()
    if quote.internal:
        told.append(Message("From an internal document, for staff only. Do not publish it."))
    if quote.is_superseded:
        by = quote.successor or quote.superseded_by
        if by:
            told.append(Message("Superseded by “{title}”. Do not quote it as the position of today.", {"title": by}))
        else:
            told.append(Message("Superseded. Do not quote it as the position of today."))
    elif quote.status != "current":
        told.append(Message("The document is {status}.", {"status": one_of(STATUSES, quote.status)}))
    if quote.others_words:
        told.append(Message("The document itself quotes these words, or some of them, from somebody else."))
    return tuple(told)


def told_day(day: date) -> str:
    """A day in words, such as 12 July 2021."""
    return f"{day.day} {day:%B} {day.year}"


def told_page(quote: KeptQuote) -> str:
    """The page as it is printed, with its number in the file where that is another one; "" for web text."""
    if quote.page is None:
        return ""
    printed = quote.page_label or str(quote.page)
    if printed != str(quote.page):
        return Message("page {printed} (page {page} of the file)", {"printed": printed, "page": str(quote.page)})
    return Message("page {page}", {"page": printed})


def web_address(quote: KeptQuote) -> str:
    """Its document's address where that is one of the web, without signs that end an address in some formats."""
    if not place_of(quote.address):
        return ""
    return re.sub(r"[\s<>{}|\\^`\"]", lambda sign: "".join(f"%{byte:02X}" for byte in sign[0].encode()), quote.address)


def paragraphs_of(words: str) -> list[str]:
    """The paragraphs of a quotation; its other line breaks stay in them."""
    return PARAGRAPHS.split(words)


def by_document(quotes: Iterable[KeptQuote]) -> list[tuple[KeptQuote, ...]]:
    """Quotations of one document together, documents in the order of their first one: reference managers keep an entry
    for each document.
    """
    found: dict[str, list[KeptQuote]] = {}
    for quote in quotes:
        found.setdefault(quote.document, []).append(quote)
    return [tuple(ones) for ones in found.values()]


def annotation_of(quotes: Sequence[KeptQuote]) -> str:
    """Quotations of one document with their places and permanent names, a paragraph for each, and the notes on them."""
    told = []
    for quote in quotes:
        place = ", ".join(one for one in (told_page(quote), quote.name) if one)
        told.append(f"{OPENING}{quote.words}{CLOSING} ({place})")
        told += [f"Note: {quote.note}"] if quote.note else []
    return "\n\n".join(told)


def remarks_of(quotes: Sequence[KeptQuote]) -> str:
    """The status of a document and what must be told beside quotations of it, each thing once."""
    told = [f"Status: {quotes[0].status}.", *(one for quote in quotes for one in warnings_of(quote)), quotes[0].notice]
    return " ".join(dict.fromkeys(one for one in told if one))


def pages_of(quotes: Sequence[KeptQuote]) -> str:
    """The printed pages of quotations, such as "3, 5"."""
    printed = [quote.page_label or str(quote.page) for quote in quotes if quote.page is not None]
    return ", ".join(dict.fromkeys(printed))


def key_of(quote: KeptQuote, organisation: str) -> str:
    """A key for a document that no other one has, of ASCII letters and digits."""
    speaker = re.sub(r"[^a-z0-9]", "", (quote.speaker or organisation).lower())[:20] or "source"
    year = quote.published.year if quote.published else "undated"
    return f"{speaker}{year}-{hashlib.sha256(quote.document.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
