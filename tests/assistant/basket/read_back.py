"""Quotations as the reader of an exported file has them: what stands between the outermost marks, by other programs."""

import csv
import io
import json
import re
from collections.abc import Callable

import bibtexparser
from bibtexparser.middlewares import LatexDecodingMiddleware
from docx import Document
from markdown_it import MarkdownIt
from markdown_it.token import Token
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

ANNOTATED = re.compile(r"“(.*?)” \((?:page [^()]*(?:\([^()]*\))?, )?([0-9a-f]{16})\)", re.DOTALL)
KERNEL = {"textbraceleft": "{", "textbraceright": "}", "textasciicircum": "^"}
"""Macros of LaTeX itself that the reader of LaTeX does not know, or takes for an accent."""
FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")


def between_marks(text: str) -> str:
    assert text.startswith("“") and text.endswith("”"), text
    return text[1:-1]


def in_docx(data: bytes) -> list[str]:
    quotes, under_way = list[str](), list[str]()
    for paragraph in Document(io.BytesIO(data)).paragraphs:
        if paragraph.style is not None and paragraph.style.name == "Quote":
            under_way.append(paragraph.text)
            if paragraph._p.xpath("./w:r/w:footnoteReference"):
                quotes.append(between_marks("\n\n".join(under_way)))
                under_way = []
    assert not under_way
    return quotes


def in_markdown(data: bytes, reader: MarkdownIt | None = None) -> list[str]:
    quotes, depth, under_way = list[str](), 0, list[str]()
    for token in (reader or MarkdownIt("commonmark")).parse(data.decode()):
        depth += {"blockquote_open": 1, "blockquote_close": -1}.get(token.type, 0)
        if token.type == "inline" and depth:
            under_way.append(shown(token.children or []))
        elif depth:
            assert token.type in ("blockquote_open", "paragraph_open", "paragraph_close"), token
        elif token.type == "blockquote_close":
            quotes.append(between_marks(re.sub(r"\[\^\d+\]\Z", "", "\n\n".join(under_way))))
            under_way = []
    return quotes


def shown(tokens: list[Token]) -> str:
    """The text of a line; mark-up in it would be a sign that was lost."""
    assert {token.type for token in tokens} <= {"text", "softbreak", "hardbreak"}, tokens
    return "".join(token.content if token.type == "text" else "\n" for token in tokens)


def in_table(data: bytes) -> list[str]:
    rows = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    cells = [row["quote"] for row in rows]
    assert not any(FORMULA.match(cell) for cell in cells)
    return [cell[1:] if cell[:1] == "'" and FORMULA.match(cell[1:]) else cell for cell in cells]


def in_bibtex(data: bytes) -> list[str]:
    latex = get_default_latex_context_db()
    latex.add_context_category("kernel", [MacroTextSpec(*macro) for macro in KERNEL.items()], prepend=True)
    decoder = LatexNodes2Text(latex_context=latex)
    read = bibtexparser.parse_string(data.decode(), append_middleware=[LatexDecodingMiddleware(decoder=decoder)])
    assert not read.failed_blocks
    return [words for entry in read.entries for words, _ in ANNOTATED.findall(entry["annote"])]


def in_csl(data: bytes) -> list[str]:
    items = json.loads(data)
    annotated = [words for item in items for words, _ in ANNOTATED.findall(item["annote"])]
    assert annotated == [one["quote"] for item in items for one in item["custom"]["quotations"]]
    return annotated


READERS: dict[str, Callable[[bytes], list[str]]] = {
    ".docx": in_docx,
    ".md": in_markdown,
    ".csv": in_table,
    ".bib": in_bibtex,
    ".json": in_csl,
}
