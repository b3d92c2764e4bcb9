"""R6, R7, R8: files that are damaged, protected or without words end with an outcome and harm no other."""

import io
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

from pypdf import PdfReader, PdfWriter

import corpus.sample
from assistant.drafts.reading import draft_of
from benchmarks.faults.content.bomb_files import WORD, docx, html, one_page, stream
from benchmarks.faults.trial import Size, Trial
from benchmarks.outcomes import REASONS, SEED, damaged, damaged_files, outcomes_of, pdfs_below
from corpus.errors import UserError
from corpus.isolate import Job, ReaderPool
from corpus.sources import open_source
from index.build import sync
from tests.conftest import ToyEncoder, post, write_files

TIMES = {Size.SHORT: 2, Size.FULL: 100}
"""Damaged forms of each file."""
SAID = "Adults learn for many reasons, and the fees of evening classes must be paid by public budgets."
STATEMENTS = corpus.sample.content() / "statements"


def trials(size: Size) -> list[Trial]:
    """Each file in some damaged forms; few of them for a short look."""
    return [_damaged_pdfs(size), _other_files(size), _gaps()]


def _damaged_pdfs(size: Size) -> Trial:
    """Whatever a reader raises is an outcome, and the process that asks lives."""
    found = outcomes_of(damaged_files(pdfs_below([STATEMENTS]), TIMES[size]))
    known = {*REASONS.values(), "read"}
    bad = sum(count for kind, count in found.classes.items() if kind not in known)
    told = ", ".join(f"{count:,} {kind}" for kind, count in found.classes.most_common())
    return Trial("R6, R7", "PDFs damaged in one to three ways", found.files, bad, SEED, told)


def _other_files(size: Size) -> Trial:
    """Pages, texts and lines, read by a process; drafts, read where they come in."""
    whole = {
        "html": html(f"<p>{SAID}</p><ul><li>{SAID}</li></ul>" * 20),
        "markdown": f"# Title\n\n> {SAID}\n\n- item\n".encode() * 20,
        "text": post("A title", *[SAID] * 20).encode(),
        "beir": b'{"_id": "a", "title": "b", "text": "%s"}' % SAID.encode(),
        "docx": docx(WORD.format(SAID)),
    }
    tried, failed = 0, list[str]()
    with ReaderPool(2) as pool:
        for form, data in whole.items():
            for number in range(4 * TIMES[size]):
                tried += 1
                try:
                    _read(pool, form, damaged(data, Random(f"{SEED} {form} {number}")))
                except UserError as error:
                    failed += [f"{form} {number}: {error}"] if "ended its reader" in str(error) else []
    return Trial("R6, R7", "other files, damaged likewise", tried, len(failed), SEED, "; ".join(failed[:3]))


def _read(pool: ReaderPool, form: str, data: bytes) -> None:
    if form == "docx":
        draft_of(data, "a.docx", ".docx")
    else:
        pool.read(Job(form, f"a.{form}", data))


def _gaps() -> Trial:
    """A folder with files that hold no words that can be read: each is told by its reason, and the others are read."""
    bad = dict(_without_words())
    with tempfile.TemporaryDirectory() as folder:
        posts = {f"{at}.txt": post(f"Post {at}", f"{SAID} That was said {at} times.") for at in range(5)}
        write_files(Path(folder) / "posts", posts | {name: data for name, (data, _) in bad.items()})
        report = sync(Path(folder) / "library", [open_source(str(Path(folder) / "posts"))], ToyEncoder())
    found = {item.name: item for item in report.items}
    failed = [name for name in posts if not found[name].documents]
    for name, (_, reason) in bad.items():
        if found[name].outcome != ("added" if not reason else "skipped") or reason not in found[name].reason:
            failed.append(f"{name}: {found[name].outcome} {found[name].reason}")
    return Trial(
        "R8", "files without words that can be read, beside others", len(bad), len(failed), told="; ".join(failed)
    )


def _without_words() -> Iterator[tuple[str, tuple[bytes, str]]]:
    """(contents, what is told of it) by name; "" for one that is read."""
    statement = next(iter(pdfs_below([STATEMENTS]))).read_bytes()
    yield "scan.pdf", (one_page(stream(b"0 0 m 500 500 l 500 0 l f")), "no text layer")
    yield "locked.pdf", (_encrypted(statement, "secret"), "password")
    yield "open.pdf", (_encrypted(statement, ""), "")
    yield "empty.pdf", (b"", "empty")
    yield "words.pdf", (b"These are words.", "not a PDF")
    yield "half.pdf", (statement[: len(statement) // 3], "damaged")
    yield "binary.txt", (bytes(range(256)) * 20, "known encoding")
    yield "menu.html", (b"<html><body><nav><a href=/>Home</a></nav></body></html>", "no text below its title")


def _encrypted(data: bytes, password: str) -> bytes:
    writer, out = PdfWriter(PdfReader(io.BytesIO(data))), io.BytesIO()
    writer.encrypt(password, "owner", algorithm="AES-256")
    writer.write(out)
    return out.getvalue()
