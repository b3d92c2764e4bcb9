"""Columns: lines that lie side by side are parted, and read one column after the other.

A file gives its text in the order in which it was set. That is mostly the order in which people read; where the lines
of two columns take turns instead, PDFium joins what lies side by side into one line, and no sentence is left whole.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

import pypdfium2 as pdfium

from corpus.pdf.line import Line
from corpus.pdf.traced import PAGE

NARROWEST_GUTTER = 8.0
"""Points between two columns."""
WIDER = 2.5
"""Times the usual space of a line that the gap between two columns is at least, so that justified lines stay whole."""
TRIED = 8
"""Longest lines of a page that are looked at for gaps before all of them are: a look costs as much as reading them."""
FEWEST_LINES = 6
"""Lines that a column has."""
LEAST_LETTERS = 18
"""Median of the characters of a column's lines; with fewer it is a column of a table."""
FULLNESS = 0.55
"""Share of its column's width that the median line of text fills; the cells of a table fill less."""
MOST_DIGITS = 0.2
"""Share of digits among the characters of a column of text."""
RUNS_ON = 0.3
"""Share of a column's lines that begin with a small letter, since a sentence runs on over them; of cells, few do."""
CROSSING = 0.02
"""Share of a page's lines that may lie across a gutter and still leave it one, besides wide ones."""
WIDE = 1.35
"""Times the median width of a page's lines from which a line may be a heading across columns."""
WIDEST_PAGE = 15_000.0
"""Points; ISO 32000-1 (annex C) allows 14,400. In damaged files characters stand anywhere."""
TURNS = 0.4
"""Share of a page's lines that stand in another column than the line before, from which it is set row by row."""
ACROSS = -1
"""Column of a line that lies across columns, or in none."""
Interval = tuple[float, float]
"""From left to right, in points."""


def in_reading_order(lines: list[Line], text_page: pdfium.PdfTextPage) -> list[Line]:
    """The lines of a page, column by column where they were set in turns; as they are elsewhere. No word is lost."""
    if len(lines) < FEWEST_LINES:
        return lines
    parted = [part for line in lines for part in _parted(line, text_page)] if _has_gaps(lines, text_page) else lines
    columns = _columns(parted)
    if len(columns) < 2:
        return lines
    where = [_column_of(line, columns) for line in parted]
    inside = [column for column in where if column != ACROSS]
    turns = sum(one != other for one, other in pairwise(inside))
    texts = [[line for line, column in zip(parted, where, strict=True) if column == at] for at in range(len(columns))]
    if turns < TURNS * len(inside) or not all(map(_is_text, texts, columns)):
        return lines
    return list(_column_by_column(parted, where))


def _has_gaps(lines: Sequence[Line], text_page: pdfium.PdfTextPage) -> bool:
    longest = sorted(lines, key=lambda line: len(line.text), reverse=True)[:TRIED]
    return 2 * sum(bool(_gaps(line, text_page)) for line in longest) >= len(longest)


def _parted(line: Line, text_page: pdfium.PdfTextPage) -> Iterator[Line]:
    """The parts of a line between its gaps."""
    start, left = 0, line.left
    for at, gap in _gaps(line, text_page):
        yield replace(line, words=line.words.cut(start, at).stripped(), left=left, right=gap[0])
        start, left = at + 1, gap[1]
    yield replace(line, words=line.words.cut(start, len(line.text)).stripped(), left=left)


def _gaps(line: Line, text_page: pdfium.PdfTextPage) -> list[tuple[int, Interval]]:
    """The spaces of a line that are as wide as the gap between columns: where in the line, and from where to where."""
    spaces = list[tuple[int, Interval]]()
    for at, sign in enumerate(line.text):
        if sign == " " and 0 < at < len(line.text) - 1:
            before, after = (line.words.places[at + step] % PAGE for step in (-1, 1))
            spaces.append((at, (text_page.get_charbox(before)[2], text_page.get_charbox(after)[0])))
    usual = median(right - left for _, (left, right) in spaces) if len(spaces) > 2 else 0.0
    least = max(NARROWEST_GUTTER, WIDER * usual)
    return [(at, (left, right)) for at, (left, right) in spaces if right - left >= least]


def _columns(lines: Sequence[Line]) -> list[Interval]:
    """The columns that a page's lines stand in, from left to right; fewer than two where it has none."""
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    if not 0 < right - left <= WIDEST_PAGE:
        return []
    widest = min(WIDE * median(line.right - line.left for line in lines), 0.7 * (right - left))
    covered = [0] * (int(right - left) + 1)
    for line in lines:
        if line.right - line.left <= widest:
            for point in range(int(line.left - left), int(line.right - left) + 1):
                covered[point] += 1
    free = [count <= CROSSING * len(lines) for count in covered]
    columns, start = list[Interval](), 0
    for point in range(len(free)):
        gutter = free[point] and all(free[point : point + int(NARROWEST_GUTTER)])
        if gutter and point > start and not free[point - 1]:
            columns.append((left + start, left + point))
        if free[point] and (point + 1 == len(free) or not free[point + 1]):
            start = point + 1 if columns and columns[-1][1] <= left + point else start
    columns.append((left + start, right))
    return [
        one
        for one in columns
        if one[1] > one[0] and sum(_column_of(line, [one]) == 0 for line in lines) >= FEWEST_LINES
    ]


def _column_of(line: Line, columns: Sequence[Interval]) -> int:
    """Number of the column that holds a line; ACROSS when none does."""
    inside = (at for at, (left, right) in enumerate(columns) if left - 1 <= line.left and line.right <= right + 1)
    return next(inside, ACROSS)


def _is_text(lines: Sequence[Line], column: Interval) -> bool:
    """Whether a column holds running text and not the cells of a table."""
    letters = sum(len(line.text) for line in lines)
    digits = sum(sign.isdigit() for line in lines for sign in line.text)
    full = median(line.right - line.left for line in lines) / (column[1] - column[0])
    long = median(len(line.text) for line in lines)
    run_on = sum(line.text[:1].islower() for line in lines) >= RUNS_ON * len(lines)
    return run_on and long >= LEAST_LETTERS and full >= FULLNESS and digits <= MOST_DIGITS * letters


def _column_by_column(lines: Sequence[Line], where: Sequence[int]) -> Iterator[Line]:
    """Between two lines that lie across, the columns one after the other."""
    band = list[tuple[int, float, float, Line]]()
    for line, column in sorted(zip(lines, where, strict=True), key=lambda pair: pair[0].top):
        if column == ACROSS:
            yield from (one for *_, one in sorted(band, key=lambda found: found[:3]))
            band.clear()
            yield line
        else:
            band.append((column, line.top, line.left, line))
    yield from (one for *_, one in sorted(band, key=lambda found: found[:3]))
