"""Footnotes: small print at the foot of a page, taken out of the sentences that run on over them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.pdf.line import Line
from corpus.pdf.paragraph import Paragraph

SMALL = 0.93
"""Share of the body's size up to which print is small."""
ALIKE = 0.5
"""Points by which the lines of one note may differ in size."""
LOWER_PART = 0.4
"""Share of a page's text above which no footnote begins."""
NOTE_BEGINS = re.compile(
    r"(?:\[\d{1,3}\]|\(?\d{1,3}[.)]?|[*†‡§]{1,3}|[¹²³⁰⁴-⁹]{1,3})\s*(?=[A-ZÀ-ÞĀ-Ž\"“‘«(]|https?:|www\.|[a-z]{2,}\W)"
)
ENDED = re.compile(r"[.!?:;)”\"]\s*$")


@dataclass(frozen=True, slots=True)
class Split:
    """The lines of a file without its footnotes, and the footnotes' lines, one list a note."""

    body: list[Line]
    notes: list[list[Line]]


def without_notes(lines: Sequence[Line], body_size: float) -> Split:
    """Take the footnotes out of the lines of a file."""
    feet = _feet(lines)
    split = Split([], [])
    before: Line | None = None
    in_note = False
    for line in lines:
        at_foot = 0 < line.size <= SMALL * body_size and line.top >= feet[line.page]
        if at_foot and NOTE_BEGINS.match(line.text) and not _runs_into(before, line, in_note):
            split.notes.append([line])
            in_note = True
        elif in_note and before is not None and _same_print(before, line) and line.top >= before.top:
            split.notes[-1].append(line)
        else:
            split.body.append(line)
            in_note = False
        before = line
    split.notes.sort(key=lambda note: (note[0].page, note[0].top))
    return split


def _runs_into(before: Line | None, line: Line, in_note: bool) -> bool:
    """Whether a sentence of the line before goes on with a number, such as "90 days"."""
    if before is None or not _same_print(before, line) or ENDED.search(before.text):
        return False
    told, mark = (re.match(r"\W*(\d+)", one.text) for one in (before, line))
    return not (in_note and told and mark and int(mark[1]) == int(told[1]) + 1)


def placed_among(body: Sequence[Paragraph], notes: Iterable[Paragraph]) -> list[Paragraph]:
    """Put each page's notes behind what ends on it, before the paragraph that runs on to the next page.

    So every offset still stands on the page that `page_starts` tells, and no sentence is broken by a note; but for a
    paragraph that fills the note's whole page and began before it, which is parted where the page ends.
    """
    placed = list(body)
    for note in notes:
        at = next((at for at, part in enumerate(placed) if part.last_page > note.page), len(placed))
        if at < len(placed) and placed[at].page < note.page:
            placed[at : at + 1] = _parted(placed[at], note.page)
            at += 1
        placed.insert(at, note)
    return placed


def _parted(paragraph: Paragraph, page: int) -> list[Paragraph]:
    """A paragraph that runs on behind `page`, parted where that page ends."""
    at, after = next((offset, later) for offset, later in paragraph.page_breaks if later > page)
    first = tuple(one for one in paragraph.page_breaks if one[0] < at)
    second = tuple((offset - at, later) for offset, later in paragraph.page_breaks if offset > at)
    traced = paragraph.traced
    return [
        replace(paragraph, traced=traced.cut(0, at).stripped(), page_breaks=first),
        replace(paragraph, traced=traced.cut(at, len(traced.text)), page=after, page_breaks=second),
    ]


def _feet(lines: Sequence[Line]) -> dict[int, float]:
    """By page, from where on a footnote may begin."""
    tops: dict[int, list[float]] = {}
    for line in lines:
        tops.setdefault(line.page, []).append(line.top)
    return {page: min(all_of) + LOWER_PART * (max(all_of) - min(all_of)) for page, all_of in tops.items()}


def _same_print(one: Line, other: Line) -> bool:
    return one.page == other.page and abs(one.size - other.size) <= ALIKE
