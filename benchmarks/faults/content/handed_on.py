"""Files that are handed on with payloads in them: opened in a browser, and read as their programs read them."""

import csv
import io
import json
import re
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import httpx
from lxml import etree
from markdown_it import MarkdownIt

from assistant.basket.export import FORMS
from assistant.drafts.checking import check_draft
from assistant.drafts.page import check_page
from assistant.drafts.reading import draft_of
from assistant.report_page import report_page
from benchmarks.faults.content.hostile_library import SAID
from benchmarks.faults.content.hostile_ways import MANY, Place

FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
"""How a cell begins that a spreadsheet may take for a formula (OWASP, CSV Injection), but for numbers."""


def files(place: Place) -> None:
    """In files that are handed on: opened in a browser, a spreadsheet's cells, Word's parts, BibTeX's braces"""
    cookies = {one["name"]: one["value"] for one in place.browser.tab.context.cookies()}
    with tempfile.TemporaryDirectory() as folder, httpx.Client(base_url=place.address, cookies=cookies) as client:
        for name, data in _written(place, client):
            path = Path(folder) / name
            path.write_bytes(data)
            place.browser.open(path.as_uri())
            place.browser.made += [f"{name}: {one[:200]}" for one in _faults(name, data)]


def _written(place: Place, client: httpx.Client) -> Iterator[tuple[str, bytes]]:
    """Names and contents; what a browser would not show is opened as a text, Markdown as its reader makes it."""
    yield "report.html", report_page(place.hostile.report).encode(errors="replace")
    searcher = place.hostile.library.current.searcher
    for number, text in enumerate(place.together(MANY)):
        said = f"“{SAID}”\n\n“{text} must be paid.”\n\n{text}".replace("\0", "")
        draft = draft_of(said.encode(errors="replace"), f"{text[:60]}.txt", ".txt")
        yield f"check-{number}.html", check_page(check_draft(draft, searcher, "EAEA")).encode()
    yield "mentions.csv.txt", client.get("/find.csv?q=wombats").raise_for_status().content
    for ending in FORMS:
        data = client.get("/basket/export", params={"form": ending}).raise_for_status().content
        yield (f"quotations{ending}" if ending == ".docx" else f"quotations{ending}.txt"), data
        if ending == ".md":
            yield "markdown.html", MarkdownIt("commonmark", {"html": True}).render(data.decode()).encode()


def _faults(name: str, data: bytes) -> Iterator[str]:
    """What a program would take for more than words."""
    if ".csv" in name:
        for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")):
            yield from (f"a formula: {cell}" for cell in row if FORMULA.match(cell))
    elif ".docx" in name:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for part in (one for one in package.namelist() if one.endswith((".xml", ".rels"))):
                text = etree.fromstring(package.read(part))
                yield from (f"a field: {one.text}" for one in text.iter("{*}instrText"))
                targets = [one.get("Target", "") for one in text.iter("{*}Relationship") if one.get("TargetMode")]
                yield from (f"a target: {one}" for one in targets if not one.startswith(("http://", "https://")))
    elif ".json" in name:
        json.loads(data)
    elif ".bib" in name and _depth(data.decode()):
        yield "braces that are not balanced"


def _depth(text: str) -> int:
    """How many braces are open at the end."""
    depth = 0
    for sign in re.findall(r"\\.|[{}]", text, re.DOTALL):
        depth += {"{": 1, "}": -1}.get(sign, 0)
    return depth
