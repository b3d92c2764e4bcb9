"""A library in which payloads stand wherever a text of somebody else's may stand."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import quote

from assistant.library import LiveLibrary
from benchmarks.faults.content.payloads import Payload
from corpus.catalogue import FILE_NAME
from corpus.sources import open_source
from corpus.sources.jsonl import BEIR_NAME
from index.build import sync
from index.reports.report import Report
from tests.conftest import ToyEncoder
from tests.corpus.pdf.files import below, pdf_of

LONGEST_NAME = 120
"""Bytes of a file's name that are a payload's."""
SAID = "EAEA calls for more wombats in every town, and the keepers of wombats must be paid for their work."
EVERY_PDF = 6
"""A PDF for each so many payloads: they take the longest to read."""


@dataclass(frozen=True, slots=True)
class Hostile:
    """The library, and what its last sync said of it."""

    library: LiveLibrary
    report: Report

    @property
    def documents(self) -> tuple[str, ...]:
        """The ids of all its documents."""
        return tuple(name for item in self.report.items for name in item.documents)


def hostile_library(folder: Path, payloads: Sequence[Payload]) -> Hostile:
    """Build one below a folder: posts, a test collection, files named by payloads, and PDFs."""
    content, encoder = folder / "content", ToyEncoder()
    _write_posts(content, payloads)
    _write_names(content / "names", payloads)
    for payload in payloads[::EVERY_PDF]:
        (content / f"statement-{payload.number}.pdf").write_bytes(_pdf(payload))
    (folder / BEIR_NAME).write_text("\n".join(json.dumps(_row(one)) for one in payloads), encoding="ascii")
    sources = [open_source(str(content)), open_source(str(folder / BEIR_NAME))]
    report = sync(folder / "library", sources, encoder)
    return Hostile(LiveLibrary(folder / "library", encoder), report)


def _write_posts(content: Path, payloads: Sequence[Payload]) -> None:
    """A page for each payload, which holds it as mark-up and as text, and what staff would have noted of it."""
    content.mkdir()
    noted = list[str]()
    for one in payloads:
        name = f"post-{one.number}.html"
        (content / name).write_text(_page(one), encoding="utf-8", errors="replace")
        noted.append(_entry(name, one, f"post-{max(one.number - 1, 0)}.html"))
    (content / FILE_NAME).write_text("\n".join(noted), encoding="utf-8", errors="replace")


def _page(one: Payload) -> str:
    text, year = escape(one.text), 2016 + one.number % 9
    return (
        f"<!DOCTYPE html><html lang=en><head><title>{one.text}</title><meta property='article:tag' content='{text}'>"
        f"<meta name=author content='{text}'><meta property='og:title' content='{text}'>"
        f"<meta property='article:published_time' content='{year}-05-01'>"
        f"<link rel=canonical href='https://www.example.org/{quote(one.text, safe='')}'></head><body><main><article>"
        f"<h1>Wombats {one.number} {text}</h1><p>{SAID}</p><h2>{text}</h2><p>{text} It goes on as plain words.</p>"
        f"<ul><li>{text}</li></ul><p>The wombats of each town need a place. {one.text}</p></article></main></html>"
    )


def _entry(name: str, one: Payload, successor: str) -> str:
    """What catalogue.toml tells of a post."""
    told = json.dumps(one.text, ensure_ascii=False).replace("\x7f", "\\u007f")
    fields: Mapping[str, str] = {
        "topics": f"[{told}]", "authors": f"[{told}]", "signatories": f"[{told}, {told}]", "notice": told,
        **({"speaker": told} if one.number % 3 == 0 else {}),
        **({"status": '"superseded"', "superseded_by": json.dumps(successor)} if one.number % 4 == 1 else {}),
    }  # fmt: skip
    return "\n".join([f'[documents."{name}"]', *(f"{field} = {value}" for field, value in fields.items())])


def _write_names(folder: Path, payloads: Iterable[Payload]) -> None:
    """A file for each payload that can name one."""
    folder.mkdir()
    for one in payloads:
        name = one.text.replace("/", "\u2215").replace("\0", "")
        if len(name.encode(errors="replace")) <= LONGEST_NAME:
            said = f"01.05.2019\n\n{SAID}\n\nA file that is called so: {one.text}\n"
            (folder / f"{name}.txt").write_text(said, encoding="utf-8", errors="replace")


def _row(one: Payload) -> dict[str, str]:
    """A line of a test collection, where a text is kept to the letter."""
    text = f"EAEA calls for more kestrels{one.number} in every town. {one.text} The keepers of wombats must be paid."
    return {"_id": f"{one.text}#{one.number}", "title": f"kestrels{one.number} {one.text}", "text": text}


def _pdf(one: Payload) -> bytes:
    """A PDF whose metadata, links, actions and words are a payload."""
    words, told = one.text.encode("cp1252", "replace").decode("cp1252"), _hex(one.text)
    info = "".join(f"/{name}{told}" for name in ("Title", "Author", "Subject", "Keywords", "Producer"))
    script = f"<</S/JavaScript/JS{_hex(f'app.launchURL(String(1)); {one.text}')}>>"
    link = f"<</Type/Annot/Subtype/Link/Rect[50 600 300 720]/A<</S/URI/URI{told}>>/Contents{told}>>"
    actions = f"/OpenAction{script}/AA<</WC{script}>>/Names<</JavaScript<</Names[{told}{script}]>>>>"
    pages = below([SAID, f"The PDF {one.number} says: {' '.join(words.split())}", SAID])
    return pdf_of(pages, catalogue=actions, info=info).replace(b"/Contents ", f"/Annots[{link}]/Contents ".encode(), 1)


def _hex(text: str) -> str:
    """A string of a PDF, which may hold any sign."""
    return f"<FEFF{text.encode('utf-16-be', 'surrogatepass').hex()}>"
