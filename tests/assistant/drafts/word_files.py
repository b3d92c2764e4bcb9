"""Files of Word, made as Word makes them."""

import io
import zipfile
from collections.abc import Callable

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

WORDS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word_file(fill: Callable[[WordDocument], object]) -> bytes:
    document = docx.Document()
    fill(document)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def raw(document: WordDocument, xml: str) -> None:
    """Put a paragraph of raw XML at the end of the body."""
    namespaces = nsdecls("w", "wp", "a") + (
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
        ' xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    paragraph = parse_xml(f"<w:p {namespaces}>{xml}</w:p>")
    document.element.body.insert(len(document.element.body) - 1, paragraph)


def with_notes(document: WordDocument, kind: str, *texts: str) -> None:
    """Add the part that holds footnotes or endnotes, with the line that parts them from the text."""
    one = kind.removesuffix("s")
    notes = "".join(
        f'<w:{one} w:id="{n}"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:{one}>' for n, text in enumerate(texts, 1)
    )
    line = f'<w:{one} w:type="separator" w:id="-1"><w:p><w:r><w:t>no words</w:t></w:r></w:p></w:{one}>'
    blob = f"<w:{kind} {WORDS}>{line}{notes}</w:{kind}>".encode()
    content = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"
    part = Part(PackURI(f"/word/{kind}.xml"), content, blob, document.part.package)
    reltype = RELATIONSHIP_TYPE.FOOTNOTES if kind == "footnotes" else RELATIONSHIP_TYPE.ENDNOTES
    document.part.relate_to(part, reltype)


def with_entry(data: bytes, name: str, content: bytes) -> bytes:
    """A file of Word with one entry replaced or added."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, content)
    return file.getvalue()
