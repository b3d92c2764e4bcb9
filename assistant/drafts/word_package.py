"""A .docx is opened within bounds, and what lxml and zipfile raise becomes one sentence.

Only the parts that hold words are unpacked, the document, its styles and notes, by the relations that lead to them
(ECMA-376, part 2). python-docx opens all others too, pictures of any size, whatever they are called.
"""

import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from docx.opc.packuri import PACKAGE_URI, PackURI
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml import etree

from corpus.errors import DraftError
from corpus.message import Message, noted

COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How files of the Compound File Binary Format begin: encrypted .docx ([MS-OFFCRYPTO] 2.3) and the .doc of old."""
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
ENTRY = b"PK\x01\x02"
"""What each entry of a zip file's directory begins with (APPNOTE.TXT 4.3.12)."""
MOST_ENTRIES = 5_000
LARGEST_XML = 16_000_000
"""Bytes of all parts that are parsed, unpacked."""
MOST_MARKS = 300_000
"""Of "<" and "=" in them, which tell how many elements, attributes and texts the tree has: of 17 shapes the largest,
words behind empty elements, took 300 bytes a mark, 90 MB in all. A page as Word writes it has some hundreds.
"""
ENCODING = re.compile(rb"(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)")
ENCODINGS = (b"utf-8", b"utf-16", b"us-ascii", b"iso-8859-", b"windows-125")
"""Those in which a "<" is seen as it is. Packages have the first two (ECMA-376, part 2)."""
BEGINNINGS = (b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
NOTES = {"footnote": "footnotes", "endnote": "endnotes"}
QUOTING = ("quote", "quotation", "zitat", "block text")
"""What the names of styles of block quotations hold; "Quote" and "Intense Quote" are so named in every language."""
LONGEST_CHAIN = 20
"""Styles that are based on each other; a damaged file may base one on itself."""
BROKEN = (
    zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, KeyError, ValueError, EOFError, OSError, AttributeError,
    TypeError, NotImplementedError, RuntimeError, lzma.LZMAError,
)  # fmt: skip
"""What they raise for damaged files; AttributeError and TypeError where a part or a name is missing."""


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
    if data.count(ENTRY) > MOST_ENTRIES:
        raise _too_large(name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return _word_file(_Parts(package, name))
    except BROKEN:
        raise DraftError(
            Message("{name} is damaged, or no .docx at all; open it in Word and save it again.", {"name": name})
        ) from None


def _of_old(data: bytes, name: str) -> str:
    if ENCRYPTED in data:
        return Message("{name} is protected by a password; save a copy without one.", {"name": name})
    told = noted("{name} is a .doc of old, or protected by a password; save it as .docx, without a password.")
    return Message(told, {"name": name})


def _too_large(name: str) -> DraftError:
    return DraftError(
        Message("{name} unpacks to more than any draft holds; save its text alone as a new .docx.", {"name": name})
    )


class _Parts:
    """The parts of a package that are asked for, within the bounds of all of them together."""

    def __init__(self, package: zipfile.ZipFile, name: str) -> None:
        self._package, self._name = package, name
        self._bytes, self._marks = LARGEST_XML, MOST_MARKS

    def tree(self, part: PackURI) -> Any:
        """The root of a part, whatever its name ends in.

        Raises DraftError where the parts hold more than any draft: their bytes are counted before they are unpacked,
        since no entry gives more than it says (zipfile stops there), and their marks before they are parsed.
        """
        self._bytes -= self._package.getinfo(part.membername).file_size
        if self._bytes < 0:
            raise _too_large(self._name)
        data = self._package.read(part.membername)
        declared = ENCODING.match(data)
        if not data.startswith(BEGINNINGS) or (declared and not declared[1].lower().startswith(ENCODINGS)):
            raise ValueError("an encoding in which marks cannot be counted")
        self._marks -= data.count(b"<") + data.count(b"=")
        if self._marks < 0:
            raise _too_large(self._name)
        return parse_xml(data)

    def related(self, source: PackURI) -> Mapping[str, PackURI]:
        """The first part of each kind, such as "styles", that another one leads to."""
        found = dict[str, PackURI]()
        if source.rels_uri.membername in self._package.NameToInfo:
            for relation in self.tree(source.rels_uri).iterchildren(RELATION):
                if relation.get("TargetMode") != "External":
                    kind = relation.get("Type").rpartition("/")[2]
                    found.setdefault(kind, PackURI.from_rel_ref(source.baseURI, relation.get("Target")))
        return found


def _word_file(parts: _Parts) -> WordFile:
    document = parts.related(PACKAGE_URI)["officeDocument"]
    body = parts.tree(document).find(qn("w:body"))
    if body is None:
        raise ValueError("no body")
    related = parts.related(document)
    return WordFile(body, tuple(_notes(parts, related)), _styles(parts, related))


def _notes(parts: _Parts, related: Mapping[str, PackURI]) -> Iterator[tuple[str, Any]]:
    """Footnotes, then endnotes; the lines that part notes from the text are none."""
    for part, kind in NOTES.items():
        for note in parts.tree(related[kind]).findall(qn(f"w:{part}")) if kind in related else ():
            if note.get(qn("w:type")) in (None, "normal"):
                yield part, note


def _styles(parts: _Parts, related: Mapping[str, PackURI]) -> Styles:
    headings, quotations, raised = set[str](), set[str](), set[str]()
    known = dict[str, Any]()
    for style in parts.tree(related["styles"]).iterchildren(qn("w:style")) if "styles" in related else ():
        known.setdefault(style.get(qn("w:styleId")), style)
    for name, style in known.items():
        names = [told.casefold() for told in _names(style, known)]
        if any("heading" in told or told == "title" for told in names):
            headings.add(name)
        elif any(word in told for told in names for word in QUOTING):
            quotations.add(name)
        place = style.find(f"{qn('w:rPr')}/{qn('w:vertAlign')}")
        if place is not None and place.get(qn("w:val")) == "superscript":
            raised.add(name)
    return Styles(frozenset(headings), frozenset(quotations), frozenset(raised))


def _names(style: Any, known: Mapping[str, Any]) -> Iterator[str]:
    """The names of a style and of those that it is based on."""
    for _ in range(LONGEST_CHAIN):
        yield _said(style, "w:name")
        style = known.get(_said(style, "w:basedOn"))
        if style is None:
            return


def _said(style: Any, what: str) -> str:
    told = style.find(qn(what))
    return "" if told is None else told.get(qn("w:val")) or ""
