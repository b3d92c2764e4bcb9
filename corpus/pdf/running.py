"""Running heads and page numbers: lines at the edges of pages that are no part of the text."""

import re
from collections import Counter
from collections.abc import Sequence

from corpus.pdf.line import Line

PAGE_NUMBER = re.compile(r"(?:page|seite|sivu|p\.)?\s*\d{1,4}(?:\s*(?:/|of|sur|von)\s*\d{1,4})?", re.IGNORECASE)
EDGE_LINES = 3
"""Lines at the top and bottom of a page that may be running heads."""
SHARE = 2
"""One in so many pages must have a line for it to be a running head: left and right pages have heads of their own."""


def without_running_heads(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Drop lines at a page's edges that stand, but for their digits, on many pages, and bare page numbers."""
    edges = [_edges(page) for page in pages]
    times = Counter(pattern for page in edges for pattern in {_pattern(line) for line in page})
    often = max(2, len(pages) // SHARE)

    def runs(line: Line) -> bool:
        return times[_pattern(line)] >= often or PAGE_NUMBER.fullmatch(line.text.strip()) is not None

    heads = [{id(line) for line in page if runs(line)} for page in edges]
    bodies = [[line for line in page if id(line) not in heads[at]] for at, page in enumerate(pages)]
    return bodies if any(bodies) else [list(page) for page in pages]


def _edges(page: Sequence[Line]) -> list[Line]:
    ordered = sorted(page, key=lambda line: line.top)
    return [*ordered[:EDGE_LINES], *ordered[-EDGE_LINES:]]


def _pattern(line: Line) -> str:
    return re.sub(r"\d+", "#", " ".join(line.text.split()))
