"""Which reader reads which format. A new format is a reader in its own module and two lines here."""

import json
from pathlib import PurePath

from corpus.document import Document, Section
from corpus.draft import Reading
from corpus.envelope import read_web
from corpus.errors import ReadError
from corpus.html import read_html
from corpus.language import language_of
from corpus.pdf import read_pdf
from corpus.text import read_markdown, read_text

READER_VERSION = 1
"""Raised whenever the same bytes would give other documents: libraries then read everything again."""
FORMATS = {".html": "html", ".htm": "html", ".md": "markdown", ".txt": "text", ".pdf": "pdf"}


def format_of(path: PurePath | str) -> str:
    """The format that a file's name tells; "" for one that no reader reads."""
    return FORMATS.get(PurePath(path).suffix.lower(), "")


def read(form: str, data: bytes, name: str) -> Reading:
    """The documents in the bytes of one item. Raises ReadError with the outcome to be recorded."""
    if not data.strip():
        raise ReadError(f"{name} is empty (0 bytes of content); replace or remove it.")
    match form:
        case "html":
            return read_html(data, name)
        case "markdown":
            return read_markdown(data, name)
        case "text":
            return read_text(data, name)
        case "pdf":
            return read_pdf(data, name)
        case "web":
            return read_web(data, name)
        case "beir":
            return read_beir(data)
    raise ValueError(f"no reader for the format {form!r}")


def read_beir(line: bytes) -> Reading:
    """One line of a BEIR corpus.jsonl; the text is kept to the letter, so that offsets into it hold.

    Raises ReadError when the line is no JSON object with `_id` and `text`.
    """
    try:
        row = json.loads(line)
        name, text, title = row["_id"], row["text"], row.get("title") or ""
    except (ValueError, KeyError, TypeError):
        raise ReadError('a line is no JSON object with "_id" and "text", as BEIR has it; mend or remove it.') from None
    if not (isinstance(name, str) and isinstance(text, str) and isinstance(title, str)):
        raise ReadError(f'"_id", "text" and "title" of {name!r} must be texts; mend or remove the line.')
    if not text.strip():
        raise ReadError(f"{name} has an empty text; nothing to index.")
    whole = Section("", 0, len(text))
    return Reading((Document(name, title, text, (whole,), kind="page", language=language_of(text)),))
