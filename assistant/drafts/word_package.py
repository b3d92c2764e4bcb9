"""A .docx is opened within bounds, and what python-docx, lxml and zipfile raise becomes one sentence."""

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import parse_xml
from docx.oxml.exceptions import InvalidXmlError
from docx.oxml.ns import qn
from lxml import etree

from corpus.errors import DraftError
from corpus.message import Message, noted

COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How files of the Compound File Binary Format begin: encrypted .docx ([MS-OFFCRYPTO] 2.3) and the .doc of old."""
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
MOST_ENTRIES = 5_000
LARGEST_WHOLE = 300_000_000
"""Bytes of all entries, unpacked; pictures are among them."""
LARGEST_XML = 16_000_000
"""Bytes of all entries that are parsed, unpacked: about 1,000 pages. The tree takes up to twenty times as much."""
NOTES = {"footnote": "footnotes", "endnote": "endnotes"}
QUOTING = ("quote", "quotation", "zitat", "block text")
"""What the names of styles of block quotations hold; "Quote" and "Intense Quote" are so named in every language."""
LONGEST_CHAIN = 20
"""Styles that are based on each other; a damaged file may base one on itself."""
BROKEN = (
    zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, PackageNotFoundError, KeyError, ValueError, EOFError, OSError,
    AttributeError, NotImplementedError, RuntimeError, InvalidXmlError, lzma.LZMAError,
)  # fmt: skip
"""What they raise for damaged files: python-docx checks little itself, and meets None where a part is missing."""


@dataclass(frozen=True, slots=True)
class Styles:
    """Ids of the styles that say something: of headings, of block quotations, of superscript."""

    headings: frozenset[str]
    quotations: frozenset[str]
    raised: frozenset[str]


@dataclass(frozen=True, slots=True)
class WordFile:
    """The elements of a .docx that hold words: its body, and its notes as (part, element) in order."""

    body: Any
    notes: tuple[tuple[str, Any], ...]
    styles: Styles


def open_word_file(data: bytes, name: str) -> WordFile:
    """What a .docx holds.

    Raises DraftError when it is damaged, protected by a password, or unpacks to more than any draft.
    """
    if data.startswith(COMPOUND_FILE):
        raise DraftError(_of_old(data, name))
    try:
        _check_size(data, name)
        document = docx.Document(io.BytesIO(data))
        body = document.element.body
        if body is None:
            raise ValueError("no body")
        return WordFile(body, tuple(_notes(document)), _styles(document))
    except BROKEN:
        raise DraftError(
            Message("{name} is damaged, or no .docx at all; open it in Word and save it again.", {"name": name})
        ) from None


def _of_old(data: bytes, name: str) -> str:
    if ENCRYPTED in data:
        return Message("{name} is protected by a password; save a copy without one.", {"name": name})
    told = noted("{name} is a .doc of old, or protected by a password; save it as .docx, without a password.")
    return Message(told, {"name": name})


def _check_size(data: bytes, name: str) -> None:
    """Refuse what would unpack to more than any draft. No entry gives more bytes than it says: zipfile stops there."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        entries = package.infolist()
    sizes = [one.file_size for one in entries]
    parsed = sum(one.file_size for one in entries if one.filename.lower().endswith((".xml", ".rels")))
    if len(entries) > MOST_ENTRIES or parsed > LARGEST_XML or sum(sizes) > LARGEST_WHOLE:
        raise DraftError(
            Message("{name} unpacks to more than any draft holds; save its text alone as a new .docx.", {"name": name})
        )


def _notes(document: WordDocument) -> Iterator[tuple[str, Any]]:
    """Footnotes, then endnotes; the lines that part notes from the text are none."""
    for part, kind in NOTES.items():
        for related in document.part.rels.values():
            if related.reltype.endswith(f"/{kind}") and not related.is_external:
                for note in parse_xml(related.target_part.blob).findall(qn(f"w:{part}")):
                    if note.get(qn("w:type")) in (None, "normal"):
                        yield part, note


def _styles(document: WordDocument) -> Styles:
    headings, quotations, raised = set[str](), set[str](), set[str]()
    for style in document.styles:
        names = [name.casefold() for name in _names(style)]
        if any("heading" in name or name == "title" for name in names):
            headings.add(style.style_id)
        elif any(word in name for name in names for word in QUOTING):
            quotations.add(style.style_id)
        place = style.element.find(f"{qn('w:rPr')}/{qn('w:vertAlign')}")
        if place is not None and place.get(qn("w:val")) == "superscript":
            raised.add(style.style_id)
    return Styles(frozenset(headings), frozenset(quotations), frozenset(raised))


def _names(style: Any) -> Iterator[str]:
    """The names of a style and of those that it is based on."""
    for _ in range(LONGEST_CHAIN):
        yield str(style.name or "")
        style = getattr(style, "base_style", None)
        if style is None:
            return
