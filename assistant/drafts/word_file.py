"""The paragraphs of a .docx as a reader sees them: tracked deletions and hidden words left out, notes at the end."""

import re
from collections.abc import Iterator
from typing import Any, Literal

from docx.oxml.ns import qn

from assistant.drafts.draft import Paragraph, heading_of
from assistant.drafts.word_package import Styles, open_word_file
from corpus.document import Span

FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
"""A second form of what stands beside it, for older programs."""
UNSEEN = frozenset([FALLBACK, *map(qn, ("w:del", "w:moveFrom", "w:instrText", "w:delText", "w:pPr", "w:rPr"))])
"""Elements whose words nobody sees, or sees a second time, and properties."""
SIGNS = {
    qn("w:tab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
    qn("w:softHyphen"): "\u00ad",
}
RISES = re.compile(r"\+?[1-9]\d*(?:pt)?")
PARAGRAPH, RUN, TABLE, TEXT_BOX = map(qn, ("w:p", "w:r", "w:tbl", "w:txbxContent"))

Role = Literal["", "heading", "quotation"]
Found = tuple[str, tuple[Span, ...], str, Role]
"""Text, its superscript, the part that it belongs to, and its role."""


def paragraphs_of_docx(data: bytes, name: str) -> Iterator[Paragraph]:
    """Paragraphs of the body with lists, tables and text boxes where they stand, then footnotes and endnotes.

    Headers, footers and comments are left out. Raises DraftError.
    """
    file = open_word_file(data, name)
    number, heading = 0, ""
    for parent, outer in ((file.body, ""), *((note, part) for part, note in file.notes)):
        for text, marks, part, role in _blocks(parent, file.styles, outer):
            if not text.strip():
                continue
            number += 1
            yield Paragraph(number, text, heading, part, role == "quotation", role == "heading", marks)
            heading = heading_of(text) if role == "heading" and not part else heading


def _blocks(parent: Any, styles: Styles, part: str) -> Iterator[Found]:
    """The paragraphs below an element, in order. lxml reads no more than 256 elements within each other."""
    held, held_marks = "", list[Span]()
    for child in parent:
        if child.tag == PARAGRAPH:
            text, marks, boxes = _words(child, styles)
            held_marks += [Span(one.start + len(held), one.end + len(held)) for one in marks]
            held += text
            if not _goes_on(child):
                yield held, tuple(held_marks), part, _role(child, styles)
                held, held_marks = "", []
            for box in boxes:
                yield from _blocks(box, styles, "text box")
        elif child.tag not in UNSEEN:
            yield from _blocks(child, styles, part or ("table" if child.tag == TABLE else ""))
    if held:
        yield held, tuple(held_marks), part, ""


def _goes_on(paragraph: Any) -> bool:
    """Whether the end of a paragraph is a tracked deletion, so that the next one goes on in it."""
    return paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn('w:del')}") is not None


def _role(paragraph: Any, styles: Styles) -> Role:
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    name = "" if style is None else style.get(qn("w:val"))
    return "heading" if name in styles.headings else "quotation" if name in styles.quotations else ""


def _words(paragraph: Any, styles: Styles) -> tuple[str, tuple[Span, ...], list[Any]]:
    """The text of a paragraph, which of it is superscript, and the text boxes that hang on it."""
    text, marks, boxes = "", list[Span](), list[Any]()
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        if element.tag == TEXT_BOX:
            boxes.append(element)
        elif element.tag == RUN:
            words, inner = ("", []) if _hidden(element) else _run(element)
            if words and _raised(element, styles):
                marks.append(Span(len(text), len(text) + len(words)))
            text += words
            boxes += inner
        elif element.tag not in UNSEEN:
            waiting += reversed(element)
    return text, tuple(marks), boxes


def _run(run: Any) -> tuple[str, list[Any]]:
    """The words of a run, and the text boxes in it."""
    words, boxes, waiting = "", list[Any](), list(reversed(run))
    while waiting:
        element = waiting.pop()
        if element.tag == TEXT_BOX:
            boxes.append(element)
        elif element.tag == qn("w:t"):
            words += element.text or ""
        elif element.tag in SIGNS:
            words += SIGNS[element.tag]
        elif element.tag not in UNSEEN:
            waiting += reversed(element)
    return words, boxes


def _hidden(run: Any) -> bool:
    vanish = run.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
    return vanish is not None and vanish.get(qn("w:val")) not in ("0", "false")


def _raised(run: Any, styles: Styles) -> bool:
    place = run.find(f"{qn('w:rPr')}/{qn('w:vertAlign')}")
    if place is not None:
        return bool(place.get(qn("w:val")) == "superscript")
    lifted = run.find(f"{qn('w:rPr')}/{qn('w:position')}")  # as LibreOffice has it: half points above the line
    if lifted is not None and RISES.fullmatch(lifted.get(qn("w:val")) or ""):
        return True
    style = run.find(f"{qn('w:rPr')}/{qn('w:rStyle')}")
    return style is not None and style.get(qn("w:val")) in styles.raised
