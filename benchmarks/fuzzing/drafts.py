"""Drafts that are handed in: every quotation that is found stands in the draft as it is told."""

import io
import zipfile
from contextlib import suppress
from functools import partial

from assistant.drafts.draft import Draft
from assistant.drafts.quotations import quotations_of
from assistant.drafts.reading import draft_of
from benchmarks.fuzzing.target import Target, needed
from corpus.errors import DraftError

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
P = "http://schemas.openxmlformats.org/package/2006"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
FIXED = {
    "[Content_Types].xml": f"<Types xmlns='{P}/content-types'><Default Extension='rels' ContentType='application/vnd."
    "openxmlformats-package.relationships+xml'/>"
    + "".join(
        f"<Override PartName='/word/{name}.xml' ContentType='{MAIN}.{kind}+xml'/>"
        for name, kind in (("document", "document.main"), ("styles", "styles"), ("footnotes", "footnotes"))
    )
    + "</Types>",
    "_rels/.rels": f"<Relationships xmlns='{P}/relationships'><Relationship Id='a' Type='{R}/officeDocument' "
    "Target='word/document.xml'/></Relationships>",
    "word/_rels/document.xml.rels": f"<Relationships xmlns='{P}/relationships'>"
    + "".join(f"<Relationship Id='{name}' Type='{R}/{name}' Target='{name}.xml'/>" for name in ("styles", "footnotes"))
    + "</Relationships>",
}
"""The parts of a .docx that hold no words, so that what is made up reaches those that do."""


def _quotations(draft: Draft) -> None:
    texts = {paragraph.number: paragraph.text for paragraph in draft.paragraphs}
    for quotation in quotations_of(draft):
        parts = "\n\n".join(texts[one.paragraph][one.start : one.end] for one in quotation.stretches)
        needed(parts == quotation.text, "a quotation that its draft does not hold")


def _draft(ending: str, data: bytes) -> None:
    with suppress(DraftError):
        _quotations(draft_of(data, f"draft{ending}", ending))


def word_file(body: bytes, styles: bytes, notes: bytes) -> bytes:
    """A .docx of these parts, not packed, so that a changed sign in them is one in the file."""
    parts = {**{name: text.encode() for name, text in FIXED.items()}}
    for name, root, inner in (("document", "document", b"<w:body>%b</w:body>" % body), ("styles", "styles", styles),
                              ("footnotes", "footnotes", notes)):  # fmt: skip
        parts[f"word/{name}.xml"] = b"<w:%b xmlns:w='%b'>%b</w:%b>" % (root.encode(), W.encode(), inner, root.encode())
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return held.getvalue()


def _word(data: bytes) -> None:
    body, styles, notes = (*data.split(b"\x00", 2), b"", b"")[:3]
    _draft(".docx", word_file(body, styles, notes))


TARGETS = (
    Target("markdown-draft", "a draft in Markdown", partial(_draft, ".md"), ("signs", "markdown", "html")),
    Target("text-draft", "a draft in plain text", partial(_draft, ".txt"), ("signs",)),
    Target("word-draft", "the parts of a .docx", _word, ("word", "signs")),
    Target("docx", "a .docx as it is packed", partial(_draft, ".docx"), ("packed",)),
)
