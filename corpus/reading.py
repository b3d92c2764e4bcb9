"""Which reader reads which format. A new one is a module of its own, a line here, and its ending in corpus.formats."""

import json
from collections.abc import Callable, Mapping

from corpus.document import Document, Section
from corpus.draft import Reading
from corpus.errors import ReadError
from corpus.html.reader import read_html
from corpus.language import language_of
from corpus.pdf.reader import read_pdf
from corpus.records import to_record
from corpus.text import read_markdown, read_text
from corpus.web_file import read_web


def read_beir(line: bytes, _name: str) -> Reading:
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


READERS: Mapping[str, Callable[[bytes, str], Reading]] = {
    "html": read_html,
    "markdown": read_markdown,
    "text": read_text,
    "pdf": read_pdf,
    "beir": read_beir,
    "web": read_web,
}


def read(form: str, data: bytes, name: str) -> Reading:
    """The documents in the bytes of one item. Raises ReadError with the outcome to be recorded."""
    if not data.strip():
        raise ReadError(f"{name} is empty (0 bytes of content); replace or remove it.")
    reading = READERS[form](data, name)
    try:
        json.dumps([to_record(document) for document in reading.documents], ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        sign = f"U+{ord(error.object[error.start]):04X}"
        raise ReadError(f"{name} holds {sign}, half of a character, which nothing can store; mend it.") from None
    return reading
