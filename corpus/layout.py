"""From the lines of a paged file to its paragraphs: running heads and page numbers out, broken words mended."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from corpus.draft import Style

LINE_END_HYPHENS = "-\u00ad\u2010\x02\ufffe"
"""Signs after which a word goes on in the next line; PDFium marks such a hyphen as U+0002 or U+FFFE."""
LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
ITEM = re.compile(r"(?:[•‣▪●◦·–]|\(?[a-z]\)|o)\s+(?=\S)")
GOES_ON = re.compile(r"\b(?:of|the|to|and|or|in|at|for|with|by|from|an?|de|la|le|et|du|des|und|der|die|von|ja)$|,$")
"""Words that no paragraph ends with."""
BROKEN_RANGE = re.compile(r"\d[-–]$")
PAGE_NUMBER = re.compile(r"(?:page|seite|sivu|p\.)?\s*\d{1,4}(?:\s*(?:/|of|sur|von)\s*\d{1,4})?", re.IGNORECASE)
EDGE_LINES = 3
"""Lines at the top and bottom of a page that may be running heads."""
HEADING_SIZE = 1.12
"""Times the size of the body text from which on a short line is a heading."""
OTHER_SIZE = 0.1
"""Share of the body's size from which a line in another size is no part of the same paragraph (a footnote)."""
LONGEST_HEADING = 120


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page, in points, `top` growing downwards; `size` 0 when the engine tells no places.

    PDFium joins a line that ends in a hyphen with the next one: `last_top` is where its last character stands.
    """

    text: str
    page: int
    left: float = 0.0
    top: float = 0.0
    last_top: float = 0.0
    size: float = 0.0
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words of one paragraph, heading or list item, the page it begins on, and where each later page begins in it."""

    words: str
    style: Style
    page: int
    page_breaks: tuple[tuple[int, int], ...] = ()
    """(offset in `words`, page) of each page that begins inside."""


def paragraphs(pages: Sequence[Sequence[Line]]) -> list[Paragraph]:
    """The paragraphs of the pages in order, without running heads and page numbers."""
    bodies = _without_running_heads([[line for line in page if line.text.strip()] for page in pages])
    lines = [line for page in bodies for line in page]
    if not lines:
        return []
    if 2 * sum(len(line.text) for line in lines if line.bold) > sum(len(line.text) for line in lines):
        lines = [replace(line, bold=False) for line in lines]  # where all is bold, bold tells no heading
    body_size = median(line.size for line in lines for _ in range(max(len(line.text) // 20, 1)))
    vocabulary = Counter(re.findall(r"\w+(?:-\w+)*", " ".join(line.text for line in lines).casefold()))
    groups = _grouped(lines, body_size)
    return [_joined(group, _style(group, body_size), vocabulary) for group in groups]


def _without_running_heads(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Drop lines at a page's edges that stand, but for their digits, on most pages, and bare page numbers."""
    edges: Counter[str] = Counter()
    for page in pages:
        edges.update({_pattern(line) for line in _edges(page)})
    often = max(2, len(pages) // 2)

    def runs(line: Line, at_edge: bool) -> bool:
        return at_edge and (edges[_pattern(line)] >= often or PAGE_NUMBER.fullmatch(line.text.strip()) is not None)

    bodies = [[line for line in page if not runs(line, line in _edges(page))] for page in pages]
    return bodies if any(bodies) else [list(page) for page in pages]


def _edges(page: Sequence[Line]) -> list[Line]:
    ordered = sorted(page, key=lambda line: line.top)
    return [*ordered[:EDGE_LINES], *ordered[-EDGE_LINES:]]


def _pattern(line: Line) -> str:
    return re.sub(r"\d+", "#", " ".join(line.text.split()))


def _grouped(lines: Sequence[Line], body_size: float) -> Iterator[list[Line]]:
    """Lines that belong to one paragraph."""
    gap = _usual_gap(lines)
    group = [lines[0]]
    for line in lines[1:]:
        if _starts_paragraph(group, line, gap, body_size):
            yield group
            group = []
        group.append(line)
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
    if line.page != before.page or line.top < before.last_top:
        return ended  # a new page or column: the sentence goes on unless it had ended
    if gap and line.top - before.last_top > 1.35 * gap * max(1.0, line.size / body_size):
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
    gaps = [b.top - a.last_top for a, b in pairwise(lines) if a.page == b.page and 0 < b.top - a.last_top < 60]
    times = Counter(round(gap) for gap in gaps)
    commonest = min(times, key=lambda gap: (-times[gap], gap), default=0)
    return median(gap for gap in gaps if round(gap) == commonest) if gaps else 0.0


def _is_heading(line: Line, body_size: float) -> bool:
    text = line.text.strip()
    larger = body_size > 0 and line.size >= HEADING_SIZE * body_size
    if len(text) > LONGEST_HEADING or not (larger or line.bold):
        return False
    return larger or text[-1] not in ".;,:"


def _style(group: Sequence[Line], body_size: float) -> Style:
    if ITEM.match(group[0].text):
        return "item"
    return "heading" if all(_is_heading(line, body_size) for line in group) else "paragraph"


def _joined(group: Sequence[Line], style: Style, vocabulary: Counter[str]) -> Paragraph:
    words, breaks, page = "", list[tuple[int, int]](), group[0].page
    for line in group:
        text = line.text.strip().translate(LIGATURES)
        if style == "item" and line is group[0]:
            text = ITEM.sub("", text, count=1)
        words = _with_line(words, text, vocabulary)
        if line.page != page:
            page = line.page
            breaks.append((len(words) - len(text), page))
    return Paragraph(re.sub(r"[\u00ad\x02\ufffe]", "", words), style, group[0].page, tuple(breaks))


def _with_line(words: str, text: str, vocabulary: Counter[str]) -> str:
    """`words` and the next line; a word that is broken over both is mended as the rest of the file writes it."""
    if not words:
        return text
    if BROKEN_RANGE.search(words) and text[:1].isdigit():
        return words + text
    if words[-1] not in LINE_END_HYPHENS or not text[:1].islower():
        return f"{words} {text}"
    head, tail = re.split(r"\s", words[:-1])[-1], re.split(r"\s", text)[0]
    bare = [re.sub(r"^\W+|\W+$", "", part).casefold() for part in (head + tail, f"{head}-{tail}")]
    hyphenated = words[-1] == "-" and vocabulary[bare[1]] > vocabulary[bare[0]]
    return (words[:-1] + "-" if hyphenated else words[:-1]) + text
