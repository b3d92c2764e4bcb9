"""Render the sample statements from their sources: ``python -m corpus.sample.render``."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import BaseDocTemplate, Frame, FrameBreak, NextPageTemplate, PageTemplate, Paragraph

from corpus.sample import content


@dataclass(frozen=True)
class Source:
    """One statement as written: its front matter, its blocks and its footnotes."""

    meta: Mapping[str, str]
    blocks: tuple[str, ...]
    notes: Mapping[str, str]

    @property
    def day(self) -> date:
        """The day on which the statement is dated."""
        return date.fromisoformat(self.meta["date"])


@dataclass(frozen=True)
class Page:
    """What the page furniture needs: the source, the page count, the notes now due."""

    source: Source
    total: int
    due: list[str] = field(default_factory=list)

    def top(self, canvas: Any, _document: Any) -> None:
        """Draw the running head and set the document's metadata."""
        meta = self.source.meta
        canvas.setNamedCB("footnote", lambda _canvas, _kind, label: self.due.append(label))
        canvas.setTitle(meta["meta_title"])
        canvas.setAuthor(meta.get("meta_author", ""))
        canvas.setCreator(meta.get("meta_creator", ""))
        canvas.setSubject("")
        if "meta_date" in meta:
            stamp = date.fromisoformat(meta["meta_date"])
            canvas.setDateFormatter(lambda *_: f"D:{stamp:%Y%m%d}090000+00'00'")
        canvas.setFont("Vera", 8)
        canvas.drawString(25 * mm, A4[1] - 15 * mm, meta["running"])

    def bottom(self, canvas: Any, document: Any) -> None:
        """Draw the footnotes called on this page, the notice and the page number."""
        height = 22 * mm
        for label in reversed(self.due):
            note = paragraph(f"{label} {self.source.notes[label]}", "note")
            height += note.wrap(160 * mm, 40 * mm)[1]
            note.drawOn(canvas, 25 * mm, height - note.height)
        if self.due:
            canvas.line(25 * mm, height + 5, 65 * mm, height + 5)
        self.due.clear()
        canvas.setFont("Vera", 7)
        canvas.drawString(25 * mm, 14 * mm, notice())
        number = f"Page {document.page} of {self.total}"
        canvas.drawRightString(A4[0] - 25 * mm, 14 * mm, number)


def notice() -> str:
    """Return the label that every page carries."""
    return "Sample text written for the advocacy-assistant software. It is not a statement of EAEA."


def read(path: Path) -> Source:
    """Read a source file: front matter, then blocks parted by empty lines."""
    _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    meta = dict(line.split(": ", 1) for line in head.splitlines())
    notes = dict(re.findall(r"^\[\^(\d+)\]: (.+)$", body, re.M))
    text = re.sub(r"^\[\^\d+\]: .+$", "", body, flags=re.M)
    lines = re.sub(r"^- ", "\n- ", text, flags=re.M)
    blocks = tuple(block.strip() for block in lines.split("\n\n") if block.strip())
    return Source(meta, blocks, notes)


def typeset(text: str, meta: Mapping[str, str]) -> str:
    """Add soft hyphens, ligatures and the calls of footnotes to a block."""
    for parts in meta.get("hyphenate", "").split():
        word = parts.replace("-", "")
        text = re.sub(rf"\b{word}\b", parts.replace("-", "\u00ad"), text)
    if meta.get("ligatures") == "yes":
        text = text.replace("fi", "\ufb01").replace("fl", "\ufb02")
    call = r'<super size="7">\1</super><onDraw name="footnote" label="\1"/>'
    return re.sub(r"\[\^(\d+)\]", call, text)


def style(name: str) -> ParagraphStyle:
    """Return the paragraph style of one kind of block."""
    body = {"fontName": "Vera", "fontSize": 10.5, "leading": 16.5, "spaceAfter": 8}
    bold = {"fontName": "Vera-Bold", "keepWithNext": 1, "spaceBefore": 8}
    kinds: dict[str, dict[str, Any]] = {
        "body": {},
        "column": {"alignment": TA_JUSTIFY, "fontSize": 10, "leading": 15},
        "bullet": {"leftIndent": 12, "bulletIndent": 2, "spaceAfter": 5},
        "note": {"fontSize": 7.5, "leading": 9.5, "spaceAfter": 0},
        "title": {"fontName": "Vera-Bold", "fontSize": 16, "leading": 21},
        "heading": {**bold, "fontSize": 12},
        "subheading": bold,
    }
    return ParagraphStyle(name, **{**body, **kinds[name]})


def paragraph(text: str, name: str, bullet: str | None = None) -> Paragraph:
    """Return a paragraph in the named style."""
    return Paragraph(text, style(name), bulletText=bullet)


def flow(source: Source) -> Iterator[Any]:
    """Yield the statement's title block and then its blocks in reading order."""
    meta = source.meta
    name = "European Association for the Education of Adults (EAEA)"
    yield NextPageTemplate("later")
    yield paragraph(meta.get("association", name), "body")
    yield paragraph(meta["kind"], "body")
    yield paragraph(meta["title"], "title")
    day = f"{source.day.day} {source.day:%B %Y}"
    yield paragraph(f"{meta['place']}, {day}", "body")
    yield FrameBreak()
    plain = "column" if meta["columns"] == "2" else "body"
    for block in source.blocks:
        text = typeset(block, meta)
        mark, _, rest = text.partition(" ")
        if mark == "-":
            yield paragraph(rest, "bullet", "•")
        elif mark in ("##", "###"):
            yield paragraph(rest, "heading" if mark == "##" else "subheading")
        else:
            yield paragraph(text, plain)


def frames(source: Source, first: bool) -> list[Frame]:
    """Return the frames of a page, with room for the title on the first one."""
    columns = int(source.meta["columns"])
    gap, left, width = 7 * mm, 25 * mm, 160 * mm
    low = 45 * mm if source.notes else 24 * mm
    high = A4[1] - (75 * mm if first else 24 * mm)
    each = (width - gap * (columns - 1)) / columns
    rows = [(left + (each + gap) * at, low, each, high - low) for at in range(columns)]
    title = [(left, high, width, 50 * mm)] if first else []
    bare: dict[str, Any] = {f"{side}Padding": 0 for side in ("left", "right", "top", "bottom")}
    return [Frame(*row, **bare) for row in title + rows]


def build(source: Source, total: int) -> tuple[bytes, int]:
    """Return the statement as PDF bytes and its number of pages."""
    page = Page(source, total)
    buffer = BytesIO()
    document = BaseDocTemplate(buffer, pagesize=A4, invariant=1, lang="en")
    template = partial(PageTemplate, onPage=page.top, onPageEnd=page.bottom)
    document.addPageTemplates(
        [
            template(id="first", frames=frames(source, first=True)),
            template(id="later", frames=frames(source, first=False)),
        ]
    )
    document.build(list(flow(source)))
    return buffer.getvalue(), document.page


def render(path: Path) -> bytes:
    """Return one statement as PDF, its dates blanked where the source has none."""
    source = read(path)
    _, total = build(source, 0)
    data, _ = build(source, total)
    if "meta_date" in source.meta:
        return data
    dates = rb"/(?:Creation|Mod)Date \([^)]*\)"
    return re.sub(dates, lambda match: b" " * len(match[0]), data)


def main() -> None:
    """Write every statement to the content folder."""
    for name, file in (("Vera", "Vera"), ("Vera-Bold", "VeraBd")):
        pdfmetrics.registerFont(TTFont(name, f"{file}.ttf"))
    for path in sorted((Path(__file__).resolve().parent / "source").glob("*.md")):
        target = content() / "statements" / f"{path.stem}.pdf"
        target.write_bytes(render(path))


if __name__ == "__main__":
    main()
