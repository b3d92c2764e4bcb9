"""What a site tells about a file, carried in front of its bytes to the reader: one JSON line, then the bytes."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import date

from corpus.document import Document
from corpus.draft import Reading
from corpus.errors import ReadError
from corpus.html import read_html
from corpus.pdf import read_pdf
from corpus.posts import title_from
from corpus.text import read_text
from corpus.wordpress_post import read_wordpress


@dataclass(frozen=True, slots=True)
class Envelope:
    """What holds where the file itself says nothing; `url` always holds."""

    form: str
    """Of the bytes: "html", "text", "pdf" or "wordpress"."""
    url: str
    charset: str = ""
    """What the server says a text is encoded in."""
    title: str = ""
    published: str = ""
    """ISO 8601."""
    language: str = ""
    topics: tuple[str, ...] = ()
    presented_by: str = ""
    """Address of the post that presents this file."""
    note: str = ""

    def around(self, data: bytes) -> bytes:
        """The bytes of an item of the form "web"."""
        told = {name: value for name, value in asdict(self).items() if value}
        return json.dumps(told, ensure_ascii=False, sort_keys=True).encode() + b"\n" + data


def read_web(data: bytes, name: str) -> Reading:
    """The documents of a file of a site. Raises ReadError."""
    head, _, body = data.partition(b"\n")
    told = json.loads(head)
    envelope = Envelope(**(told | {"topics": tuple(told.get("topics", ()))}))
    reading = _read(envelope, body, name)
    first, *teasers = reading.documents or (None,)
    documents = (_completed(first, envelope), *teasers) if first else ()
    return Reading(documents, "; ".join(part for part in (envelope.note, reading.note) if part))


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
