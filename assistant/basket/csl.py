"""Quotations as CSL-JSON, which Zotero and other reference managers read (schema of citationstyles.org, 1.0.2).

Written without a library: the format is JSON, and what is kept of it for Python reads it only.
"""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from assistant.basket.citing import annotation_of, by_document, key_of, pages_of, remarks_of, web_address
from assistant.basket.kept import KeptQuote


def as_csl(quotes: Sequence[KeptQuote], organisation: str) -> str:
    """An item for each document. Its quotations are in `annote`, for people, and in `custom`, one by one."""
    items = [_item(ones, organisation) for ones in by_document(quotes)]
    return json.dumps(items, ensure_ascii=False, indent=1) + "\n"


def _item(quotes: Sequence[KeptQuote], organisation: str) -> dict[str, Any]:
    document = quotes[0]
    told: dict[str, Any] = {
        "id": key_of(document, organisation),
        "type": "webpage" if document.page is None else "report",
        "title": document.title or document.document,
        "author": [{"literal": document.speaker or organisation}],
        "genre": document.kind,
        "issued": _day(document.published) if document.published else None,
        "accessed": _day(max(quote.collected for quote in quotes)),
        "page": pages_of(quotes),
        "URL": web_address(document),
        "language": document.language,
        "status": document.status,
        "note": remarks_of(quotes),
        "annote": annotation_of(quotes),
        "custom": {"document": document.document, "quotations": [_quotation(quote) for quote in quotes]},
    }
    return {name: value for name, value in told.items() if value}


def _day(day: date) -> dict[str, Any]:
    return {"date-parts": [[day.year, day.month, day.day]]}


def _quotation(quote: KeptQuote) -> dict[str, Any]:
    return {
        "name": quote.name,
        "quote": quote.words,
        "page": quote.page,
        "section": quote.section,
        "accessed": quote.collected.isoformat(),
        "note": quote.note,
    }
