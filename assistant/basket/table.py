"""Quotations as a table for spreadsheets."""

import csv
import io
from collections.abc import Sequence

from assistant.basket.citing import web_address
from assistant.basket.kept import KeptQuote
from assistant.mention_records import harmless

COLUMNS = (
    "number", "quote", "title", "speaker", "kind", "published", "page", "section", "address", "status", "superseded_by",
    "others_words", "accessed", "note", "language", "notice", "document", "start", "end", "name",
)  # fmt: skip


def as_table(quotes: Sequence[KeptQuote], organisation: str) -> str:
    """CSV, a row for each quotation. A cell that a spreadsheet would take for a formula begins with "'"; `start` and
    `end` are those of the words without it.
    """
    file = io.StringIO(newline="")
    rows = csv.writer(file)
    rows.writerow(COLUMNS)
    for number, quote in enumerate(quotes, start=1):
        rows.writerow([harmless(value) for value in _row(number, quote, organisation)])
    return file.getvalue()


def _row(number: int, quote: KeptQuote, organisation: str) -> tuple[object, ...]:
    return (
        number, quote.words, quote.title, quote.speaker or organisation, quote.kind, quote.published or "",
        quote.page_label or quote.page or "", quote.section, web_address(quote), quote.status,
        quote.successor or quote.superseded_by, "yes" if quote.others_words else "", quote.collected, quote.note,
        quote.language, quote.notice, quote.document, quote.start, quote.end, quote.name,
    )  # fmt: skip
