"""From the lines of a paged file to its paragraphs: running heads and page numbers out, notes apart, words mended."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from corpus.draft import Style
from corpus.pdf.hyphens import UNPRINTED, Speller
from corpus.pdf.line import Line
from corpus.pdf.notes import placed_among, without_notes
from corpus.pdf.paragraph import Paragraph
from corpus.pdf.running import without_running_heads
from corpus.pdf.traced import Traced

LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
ITEM = re.compile(r"(?:[•‣▪●◦·–]|\(?[a-z]\)|o)\s+(?=\S)")
GOES_ON = re.compile(r"\b(?:of|the|to|and|or|in|at|for|with|by|from|an?|de|la|le|et|du|des|und|der|die|von|ja)$|,$")
"""Words that no paragraph ends with."""
HEADING_SIZE = 1.12
"""Times the size of the body text from which on a short line is a heading."""
OTHER_SIZE = 0.1
"""Share of the body's size from which a line in another size is no part of the same paragraph."""
LONGEST_HEADING = 120
NAMES_NOTHING = re.compile(
    r"\(.*\)"
    r"|(?:[\W\d_]|\b(?:of|to|and|the)\b|(?:st|nd|rd|th)\b|\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\b"
    r"|\b(?:fiscal|years?|months|quarters?|weeks|three|six|nine|twelve|as of|ended|ending|end)\b)*",
    re.IGNORECASE,
)
"""A line over the columns of a table: a day, a year, a unit in brackets. The heading of a section names something."""


def paragraphs(pages: Sequence[Sequence[Line]]) -> list[Paragraph]:
    """The paragraphs of the pages in order, without running heads and page numbers; a page's notes at its end."""
    bodies = without_running_heads([[line for line in page if _says(line)] for page in pages])
    lines = [line for page in bodies for line in page]
    if not lines:
        return []
    if 2 * sum(len(line.text) for line in lines if line.bold) > sum(len(line.text) for line in lines):
        lines = [replace(line, bold=False) for line in lines]  # where all is bold, bold tells no heading
    sizes = [line.size for line in lines if line.size for _ in range(max(len(line.text) // 20, 1))]
    body_size = median(sizes) if sizes else 0.0
    speller = Speller.of(line.text for line in lines)
    split = without_notes(lines, body_size)
    body = [_joined(group, _style(group, body_size), speller) for group in _grouped(split.body, body_size)]
    notes = [_joined(note, "note", speller) for note in split.notes]
    return placed_among([one for one in body if one.words.strip()], [one for one in notes if one.words.strip()])


def _says(line: Line) -> bool:
    """Whether a line holds more than white space and hyphens that are not printed."""
    return any(sign not in UNPRINTED and not sign.isspace() for sign in line.text)


def _grouped(lines: Sequence[Line], body_size: float) -> Iterator[list[Line]]:
    """Lines that belong to one paragraph."""
    gap = _usual_gap(lines)
    group = list(lines[:1])
    for line in lines[1:]:
        if _starts_paragraph(group, line, gap, body_size):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _starts_paragraph(group: Sequence[Line], line: Line, gap: float, body_size: float) -> bool:
    first, before = group[0], group[-1]
    if ITEM.match(line.text) or _is_heading(line, body_size) != _is_heading(before, body_size):
        return True
    if abs(line.size - before.size) > OTHER_SIZE * body_size:
        return True
    ended = before.text.rstrip()[-1] in '.!?:;”"'
    if ITEM.match(first.text) and line.page == first.page and _leaves_item(first, before, line, ended):
        return True
    if line.page != before.page or line.top < before.top:
        return ended  # a new page or column: the sentence goes on unless it had ended
    larger = max(1.0, line.size / body_size) if body_size else 1.0
    if gap and line.top - before.top > 1.35 * gap * larger:
        return True
    return not line.size and ended and len(before.text) < 0.75 * max(len(line.text), 60)


def _leaves_item(first: Line, before: Line, line: Line, ended: bool) -> bool:
    """Whether a line stands left of the list item's own text: further lines of an item are indented, or go on."""
    indent = line.left - first.left
    goes_on = not ended and (not line.text[:1].isupper() or GOES_ON.search(before.text) is not None)
    return (indent < -1 and not goes_on) or (abs(indent) <= 1 and ended)


def _usual_gap(lines: Sequence[Line]) -> float:
    """Distance of two lines of one paragraph, in points: the commonest, and of equals the least. Where paragraphs are
    short, the median is the distance of two paragraphs. 0 when the engine tells no places.
    """
    gaps = [b.top - a.top for a, b in pairwise(lines) if a.page == b.page and 0 < b.top - a.top < 60]
    times = Counter(round(gap) for gap in gaps)
    commonest = min(times, key=lambda gap: (-times[gap], gap), default=0)
    return median(gap for gap in gaps if round(gap) == commonest) if gaps else 0.0


def _is_heading(line: Line, body_size: float) -> bool:
    text = line.text.strip()
    larger = body_size > 0 and line.size >= HEADING_SIZE * body_size
    if len(text) > LONGEST_HEADING or not (larger or line.bold) or NAMES_NOTHING.fullmatch(text):
        return False
    return larger or text[-1] not in ".;,:"


def _style(group: Sequence[Line], body_size: float) -> Style:
    if ITEM.match(group[0].text):
        return "item"
    return "heading" if all(_is_heading(line, body_size) for line in group) else "paragraph"


def _joined(group: Sequence[Line], style: Style, speller: Speller) -> Paragraph:
    words, breaks, page = Traced.nowhere(""), list[tuple[int, int]](), group[0].page
    for line in group:
        mended = _mended(line.words)
        bullet = ITEM.match(mended.text) if style == "item" and line is group[0] else None
        if bullet:
            mended = mended.cut(bullet.end(), len(mended.text))
        words = speller.joined(words, mended)
        if line.page != page:
            page = line.page
            breaks.append((len(words.text) - len(mended.text), page))
    shown = words.without(UNPRINTED)
    breaks = [(len(words.cut(0, at).without(UNPRINTED).text), number) for at, number in breaks]
    return Paragraph(shown, style, group[0].page, tuple(breaks), group[0].size)


def _mended(words: Traced) -> Traced:
    """A line with its ligatures spelled out, and without the signs that are printed only where a line ends."""
    words = words.stripped().spelled(LIGATURES)
    last = len(words.text) - 1
    return words.cut(0, last).without(UNPRINTED) + words.cut(last, last + 1)
