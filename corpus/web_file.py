"""Files of a site, read by what they are and completed by what the site tells about them."""

from dataclasses import replace
from datetime import date

from corpus.document import Document
from corpus.draft import Reading
from corpus.envelope import Envelope
from corpus.errors import ReadError
from corpus.html.classic import shown_record
from corpus.html.reader import read_html
from corpus.html.wordpress import read_wordpress
from corpus.pdf.reader import read_pdf
from corpus.posts.documents import title_from
from corpus.text import read_text


def read_web(data: bytes, name: str) -> Reading:
    """The documents of a file of a site. Raises ReadError."""
    envelope, body = Envelope.opened(data)
    reading = _read(envelope, body, name)
    first, *teasers = reading.documents or (None,)
    documents = (_completed(first, envelope), *teasers) if first else ()
    return replace(reading, documents=documents, note="; ".join(filter(None, (envelope.note, reading.note))))


def _read(envelope: Envelope, body: bytes, name: str) -> Reading:
    if not body.strip():
        raise ReadError(f"{name} is empty (0 bytes of content).")
    match envelope.form:
        case "html":
            return read_html(_recoded(body, envelope.charset), name, envelope.url)
        case "text":
            return read_text(_recoded(body, envelope.charset), name)
        case "wordpress":
            return read_wordpress(body, name)
        case "raw wordpress":
            return read_wordpress(shown_record(body), name)
        case "pdf":
            return read_pdf(body, name)
    raise ValueError(f"no reader for the format {envelope.form!r}")


def _recoded(body: bytes, charset: str) -> bytes:
    """As UTF-8 with its mark where the server's word on the encoding holds, else as it is.

    A text that is UTF-8 is that, whatever its server says; a server's "iso-8859-1" means cp1252 (WHATWG Encoding, 4.2).
    """
    try:
        body.decode("utf-8-sig")
    except UnicodeDecodeError:
        latin = charset.lower() in ("iso-8859-1", "latin1", "us-ascii")
        try:
            return body.decode("cp1252" if latin else charset or "utf-8").encode("utf-8-sig")
        except (LookupError, UnicodeDecodeError):
            pass
    return body


def _completed(document: Document, envelope: Envelope) -> Document:
    """The document with what its envelope knows in the gaps."""
    published = document.published or (date.fromisoformat(envelope.published) if envelope.published else None)
    untitled = envelope.form == "pdf" and envelope.title and document.title == title_from(document.id)
    return replace(
        document,
        url=envelope.url,
        title=envelope.title if untitled else document.title,
        published=published,
        language=envelope.language or document.language,
        topics=document.topics or envelope.topics,
        presented_by=envelope.presented_by,
    )
