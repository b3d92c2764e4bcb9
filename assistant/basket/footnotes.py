"""Footnotes of a Word document, which python-docx has no words for: their part, and what must know of it.

ISO/IEC 29500-1, 17.11: a part of its own, related to the main one, begins with the two separators (-1 and 0, as Word
numbers them); the settings name these, and each reference in the text has the number of its note.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import OxmlElement, parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt
from docx.text.paragraph import Paragraph

SEPARATORS = (("separator", "-1"), ("continuationSeparator", "0"))
TEXT_STYLE, REFERENCE_STYLE = "footnote text", "footnote reference"
BEFORE_THEM = ("endnotePr", "compat", "docVars", "rsids")
"""What follows `footnotePr` in the settings, in the order of the schema; "compat" is in every file of python-docx."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a footnote. With an address it is a link."""

    text: str
    italic: bool = False
    address: str = ""


class Footnotes:
    """The footnotes of one document."""

    def __init__(self, document: Document) -> None:
        styles = document.styles
        text = styles.add_style(TEXT_STYLE, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        text.base_style = styles["Normal"]
        text.font.size = Pt(9)
        text.paragraph_format.space_after = Pt(0)
        reference = styles.add_style(REFERENCE_STYLE, WD_STYLE_TYPE.CHARACTER, builtin=True)
        reference.font.superscript = True
        self._text, self._reference = text.style_id, reference.style_id
        self._part = _part_of(document)
        self._count = 0

    def add(self, paragraph: Paragraph, pieces: Sequence[Piece]) -> None:
        """Put a reference at the end of a paragraph, and its footnote below the page."""
        self._count += 1
        mark = paragraph.add_run()
        mark._r.get_or_add_rPr().insert(0, _element("w:rStyle", {"w:val": self._reference}))
        mark._r.append(_element("w:footnoteReference", {"w:id": str(self._count)}))
        note = Paragraph(_element("w:p"), paragraph._parent)
        note._p.get_or_add_pPr().insert(0, _element("w:pStyle", {"w:val": self._text}))
        sign = note.add_run()
        sign._r.get_or_add_rPr().insert(0, _element("w:rStyle", {"w:val": self._reference}))
        sign._r.append(_element("w:footnoteRef"))
        note.add_run(" ")
        for piece in pieces:
            self._add_piece(note, piece)
        footnote = _element("w:footnote", {"w:id": str(self._count)})
        footnote.append(note._p)
        self._part.element.append(footnote)

    def _add_piece(self, note: Paragraph, piece: Piece) -> None:
        run = note.add_run(piece.text)
        run.italic = piece.italic or None
        if piece.address:
            related = self._part.relate_to(piece.address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            link = _element("w:hyperlink", {"r:id": related})
            run.underline = True
            note._p.append(link)
            link.append(run._r)


def _part_of(document: Document) -> XmlPart:
    """An empty footnotes part, known to the document and its settings."""
    separators = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:pPr><w:spacing w:after="0" w:line="240" '
        f'w:lineRule="auto"/></w:pPr><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for kind, number in SEPARATORS
    )
    root = parse_xml(f"<w:footnotes {nsdecls('w', 'r')}>{separators}</w:footnotes>")
    main = document.part
    part = XmlPart(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, root, main.package)
    main.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    told = _element("w:footnotePr")
    for _, number in SEPARATORS:
        told.append(_element("w:footnote", {"w:id": number}))
    settings = document.settings.element
    after = [one for one in settings if one.tag in {qn(f"w:{name}") for name in BEFORE_THEM}]
    after[0].addprevious(told)
    return part


def _element(name: str, attributes: dict[str, str] | None = None) -> BaseOxmlElement:
    element = OxmlElement(name)
    for attribute, value in (attributes or {}).items():
        element.set(qn(attribute), value)
    return element
