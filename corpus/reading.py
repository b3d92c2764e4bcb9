"""Which reader reads which format. A new one is a module of its own, a line here, and its ending in corpus.formats."""

import json
from collections.abc import Callable, Mapping
from pkgutil import resolve_name

from corpus.document import Document, Section
from corpus.draft import Reading
from corpus.errors import ReadError
from corpus.language import language_of
from corpus.parsing import parse_json
from corpus.records import to_record


def read_beir(line: bytes, _name: str) -> Reading:
    """One line of a BEIR corpus.jsonl; the text is kept to the letter, so that offsets into it hold.

    Raises ReadError when the line is no JSON object with `_id` and `text`.
    """
    try:
        row = parse_json(line)
        name, text, title = row["_id"], row["text"], row.get("title") or ""
    except (ValueError, KeyError, TypeError):
        raise ReadError('a line is no JSON object with "_id" and "text", as BEIR has it; mend or remove it.') from None
    if not (isinstance(name, str) and name and isinstance(text, str) and isinstance(title, str)):
        raise ReadError(f'"_id", "text" and "title" of {name!r} must be texts; mend or remove the line.')
    if not text.strip():
        raise ReadError(f"{name} has an empty text; nothing to index.")
    whole = Section("", 0, len(text))
    return Reading((Document(name, title, text, (whole,), kind="page", language=language_of(text)),))


READERS: Mapping[str, str] = {
    "html": "corpus.html.reader:read_html",
    "markdown": "corpus.text:read_markdown",
    "text": "corpus.text:read_text",
    "pdf": "corpus.pdf.reader:read_pdf",
    "beir": "corpus.reading:read_beir",
    "web": "corpus.web_file:read_web",
}
"""Where the reader of a format is. It is imported with the first file of its kind: importing them all takes longer than
reading a hundred posts.
"""


def reader_of(form: str) -> Callable[[bytes, str], Reading]:
    """The reader of a format. Raises KeyError for one that none reads."""
    reader: Callable[[bytes, str], Reading] = resolve_name(READERS[form])
    return reader


def read(form: str, data: bytes, name: str) -> Reading:
    """The documents in the bytes of one item. Raises ReadError with the outcome to be recorded."""
    if not data.strip():
        raise ReadError(f"{name} is empty (0 bytes of content); replace or remove it.")
    reading = reader_of(form)(data, name)
    try:
        json.dumps([to_record(document) for document in reading.documents], ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        sign = f"U+{ord(error.object[error.start]):04X}"
        raise ReadError(f"{name} holds {sign}, half of a character, which nothing can store; mend it.") from None
    return reading
