"""What comes after the readers: made characters become the paragraphs of a PDF, texts become sentences; and what a
child process may answer.
"""

import json
from contextlib import suppress
from itertools import pairwise

from benchmarks.fuzzing.sound import sound
from benchmarks.fuzzing.target import Target, needed
from corpus.believed import reading_of
from corpus.drawing import pictures_of
from corpus.errors import ReadError
from corpus.isolate import answered
from corpus.pdf.layout import LIGATURES, paragraphs
from corpus.pdf.line import Line
from corpus.pdf.quoted import Part
from corpus.pdf.reader import Pages, draft_of
from corpus.pdf.traced import NOWHERE, PAGE, Traced
from corpus.posts.documents import documents_of
from corpus.records import from_record, to_record
from index.texts.passages import passages_of
from index.texts.sentences import sentences

NAME = "a.pdf"
LANGUAGES = ("en", "de", "fr", "fi", "es", "el", "ja", "ar", "hy", "xx")
"""Of those that split in ways of their own, and none."""
PARTS = (Part(1, ()),)
SPELLED = {**LIGATURES, "\x02": "-", "\ufffe": "-"}
"""How signs of a page are written in its text: these two are hyphens of PDFium's own."""


def _made(data: bytes) -> tuple[list[list[Line]], dict[int, str]]:
    """Pages of lines: of each line four bytes say where it stands and how; and the sign at every place."""
    signs = dict[int, str]()
    pages = [list[Line](), list[Line](), list[Line]()]
    counts = [0, 0, 0]
    for row in data.split(b"\n"):
        head, text = row[:4].ljust(4, b"\0"), row[4:].decode("utf-8", "replace").strip()
        number = head[0] % 3 + 1
        if not text:  # as the engines have it
            continue
        words = Traced.read(text, number, counts[number - 1])
        signs.update(zip(words.places, text, strict=True))
        counts[number - 1] += len(text)
        left, top, size = head[1] * 2.0, head[2] * 3.0, head[3] % 40 / 2
        pages[number - 1].append(Line(words, number, left, left + 5 * len(text), top, size, head[3] > 127))
    return pages, signs


def _layout(data: bytes) -> None:
    """Each word that a quotation is traced to stands there, on the page that is told for it."""
    lines, signs = _made(data)
    found = paragraphs(lines)
    if found:
        draft, _ = draft_of(found, Pages(lines))
        for document in documents_of(draft, NAME):
            sound(document)
            for origin in document.origins:
                page = "".join(signs[origin.page * PAGE + at] for at in range(origin.first, origin.last))
                spelled = "".join(SPELLED.get(sign, sign) for sign in page)
                needed(document.text[origin.start : origin.end] == spelled, "a place that holds other words")
                needed(document.page_at(origin.start) == origin.page != NOWHERE, "words on another page")


def _sentences(data: bytes) -> None:
    """Sentences are in order, begin and end with a sign that is seen, and nothing but bullets lies outside of them."""
    language, text = LANGUAGES[data[0] % len(LANGUAGES)] if data else "", data[1:].decode("utf-8", "replace")
    spans = sentences(text, language)
    needed(all(one.end <= other.start for one, other in pairwise(spans)), "sentences overlap")
    words = [text[one.start : one.end] for one in spans]
    needed(all(one and one == one.strip() for one in words), "a sentence of white space")
    at = [0, *(edge for one in spans for edge in (one.start, one.end)), len(text)]
    outside = "".join(text[first:last] for first, last in zip(at[::2], at[1::2], strict=True))
    needed(not any(sign.isalnum() for sign in outside), "a word in no sentence")


def _reader(data: bytes) -> None:
    """A reader that a file took over may say anything, and is refused unless it makes sense."""
    with suppress(ValueError, ReadError):
        reading = reading_of(answered(data), NAME)
        needed(isinstance(reading.note + reading.cause, str), "a note that is no text")
        for document in reading.documents:
            written = json.dumps(to_record(document), ensure_ascii=False).encode()
            needed(from_record(json.loads(written)) == document, "a document does not come back")
            needed(all(document.text[one.start : one.end] for one in passages_of(document)), "an empty passage")


def _drawer(data: bytes) -> None:
    with suppress(ValueError, ReadError):
        (picture,) = pictures_of(answered(data), PARTS, NAME)
        needed(len(picture.pixels) == picture.width * picture.height * len(picture.mode), "a picture of another size")


TARGETS = (
    Target("layout", "the lines of a PDF", _layout, ("pdf",)),
    Target("sentences", "a text that is split into sentences", _sentences, ("sentences",)),
    Target("reader-answer", "what a reader's process answers", _reader, ("answers", "json")),
    Target("drawer-answer", "what the drawing process answers", _drawer, ("answers", "json")),
)
