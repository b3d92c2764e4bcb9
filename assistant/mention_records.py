"""Mentions for programs and for spreadsheets."""

import csv
import io
import re
from pathlib import Path
from typing import Any

from index.searching.mentions import Mentioning, Mentions

COLUMNS = (
    "document", "title", "kind", "published", "language", "status", "url", "page", "section", "start", "end",
    "sentence",
)  # fmt: skip
FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
"""How a text begins that some spreadsheet takes for a formula (OWASP, "CSV Injection"): also behind white space, and
with the wide signs of East Asian keyboards.
"""


def mentions_record(mentions: Mentions) -> dict[str, Any]:
    """Mentions in JSON, with every sentence."""
    return {
        "text": mentions.text,
        "by_year": mentions.by_year,
        "by_kind": mentions.by_kind,
        "documents": [_record(one) for one in mentions.documents],
    }


def write_csv(path: Path, mentions: Mentions) -> None:
    """A row for each sentence, and one without a sentence for a document that mentions it in its title alone.

    UTF-8 with the mark by which Excel knows it. A text that a spreadsheet would take for a formula begins with "'";
    `start` and `end` are those of the sentence in the document, without it. Raises OSError.
    """
    path.write_bytes(mentions_csv(mentions))


def mentions_csv(mentions: Mentions) -> bytes:
    """The table that `write_csv` writes."""
    file = io.StringIO(newline="")
    rows = csv.DictWriter(file, COLUMNS, restval="")
    rows.writeheader()
    for one in mentions.documents:
        record = _record(one)
        facts = {name: record[name] or "" for name in COLUMNS[:7]}
        for sentence in record["sentences"] or [{}]:
            told = {name: value for name, value in sentence.items() if name in COLUMNS}
            rows.writerow({name: harmless(value) for name, value in (facts | told).items()})
    return file.getvalue().encode("utf-8-sig")


def _record(one: Mentioning) -> dict[str, Any]:
    document = one.document
    sentences = [
        {
            "start": sentence.start,
            "end": sentence.end,
            "page": document.page_at(sentence.start),
            "section": document.section_at(sentence.start).heading,
            "sentence": document.text[sentence.start : sentence.end],
            "matches": [[match.start, match.end] for match in sentence.matches],
        }
        for sentence in one.sentences()
    ]
    return {
        "document": document.id,
        "title": document.title,
        "kind": document.kind,
        "published": document.published.isoformat() if document.published else None,
        "language": document.language,
        "status": document.status,
        "url": document.url,
        "in_title": [[match.start, match.end] for match in one.in_title],
        "sentences": sentences,
    }


def harmless(value: object) -> object:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value
