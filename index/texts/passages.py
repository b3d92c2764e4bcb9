"""From documents to passages: runs of whole sentences of one section, the unit that is searched.

A passage is a slice of its document, so a quotation cannot drift. Its id depends on the document, its words and how
often they came before, not on its place: text added elsewhere leaves it as it was.
"""

import hashlib
import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from corpus.document import Document, Section, Span
from index.texts.sentences import sentences

PASSAGE_CHARACTERS = 1100
"""What a passage may grow to, about the 256 tokens of English that the model reads; the passages of a section are
evenly filled. On Doc2Dial span hit@5 with 4 turns of history was .69 with 700, .76 with 1,000 and .80 with 1,150."""
OUTER = 2
"""Headings without a text of their own that a passage tells besides its own."""
LONGEST_NAME = 500
"""Characters of a heading or title that are told with each passage below it; half of what the model reads of both. A
title of megabytes would come again with each of thousands of passages."""
SPLITTER_VERSION = 6
"""Raised whenever the same document would give other passages: the library is then split anew."""


@dataclass(frozen=True, slots=True)
class Passage:
    """`text[start:end]` of a document, inside one section; `sentences` are the spans of the document that it holds.

    `heading` is that of the section, after those right above it that stand alone ("Demands. Funding").
    """

    id: str
    document: str
    heading: str
    start: int
    end: int
    sentences: tuple[Span, ...] = ()


def passages_of(document: Document) -> list[Passage]:
    """The passages of a document in order; together they hold every sentence exactly once."""
    spans = sentences(document.text, document.language)
    seen: Counter[str] = Counter()
    passages = []
    headings = _headings(document)
    for section, heading in zip(document.sections, headings, strict=True):
        first, last = (bisect_left(spans, at, key=lambda span: span.start) for at in (section.start, section.end))
        inside = spans[first:last]
        parts = _parted(document, _without_heading(section, inside))
        for run in (run for part in parts for run in _runs(part)):
            start, end = run[0].start, run[-1].end
            words = document.text[start:end]
            seen[words] += 1
            name = _id(document.id, words, seen[words])
            passages.append(Passage(name, document.id, heading, start, end, tuple(run)))
    return passages


def _headings(document: Document) -> list[str]:
    """What each section stands under: its heading, after those right above it that have no text of their own."""
    found, outer = list[str](), list[str]()
    for section in document.sections:
        heading = section.heading[:LONGEST_NAME]
        found.append(". ".join((*outer, heading)))
        empty = not document.text[section.start + len(section.heading) : section.end].strip()
        outer = [*outer, heading][-OUTER:] if heading and empty else []
    return found


def _without_heading(section: Section, spans: Sequence[Span]) -> Sequence[Span]:
    """A section's heading is its name, not one of its sentences; kept when the section holds nothing else."""
    end = section.start + len(section.heading)
    below = [span for span in spans if span.start >= end]
    return below if section.heading and below else spans


def _parted(document: Document, spans: Sequence[Span]) -> Iterator[list[Span]]:
    """Sentences in a row that begin on one page, and all stand in the text or all in one footnote: a passage is cited
    with the page on which it begins, and a note is no part of what it breaks.
    """
    for _, run in groupby(spans, key=lambda span: (document.page_at(span.start), _note_at(document, span.start))):
        yield list(run)


def _note_at(document: Document, offset: int) -> int:
    """Number of the footnote that holds `offset`; -1 for the text."""
    at = bisect_right(document.notes, offset, key=lambda note: note.start) - 1
    return at if at >= 0 and offset < document.notes[at].end else -1


def _runs(spans: Sequence[Span]) -> list[Sequence[Span]]:
    """Consecutive sentences of about PASSAGE_CHARACTERS, evenly filled; one longer sentence stands alone."""
    if not spans:
        return []
    whole = spans[-1].end - spans[0].start
    target = whole / math.ceil(whole / PASSAGE_CHARACTERS)
    runs: list[list[Span]] = [[]]
    for span in spans:
        run = runs[-1]
        if run and span.end - run[0].start - target > target - (run[-1].end - run[0].start):
            runs.append([])
        runs[-1].append(span)
    return list(runs)


def _id(document: str, words: str, occurrence: int) -> str:
    return hashlib.sha256(f"{document}\0{words}\0{occurrence}".encode()).hexdigest()[:16]
