"""Documents by year and kind as stacked bars: numbers in, places of rectangles out."""

from collections.abc import Callable
from dataclasses import dataclass

from assistant.positions.spread import Spread
from corpus.catalogue import KINDS
from corpus.message import Message, counted, one_of

YEAR, BAR, HEIGHT, BASE = 34, 24, 120, 22
"""Units of a year's column, of its bar, of the highest bar, and below the bars for the years."""
LEAST = 12
"""Units of a document, where there are few."""


@dataclass(frozen=True, slots=True)
class Segment:
    """The documents of one year and kind; `colour` counts the kinds, the commonest first."""

    x: float
    y: float
    height: float
    colour: int
    told: str
    address: str


@dataclass(frozen=True, slots=True)
class Plot:
    """`years` are (label, middle of the column), `kinds` (name, number of documents, address) in the colours' order."""

    width: int
    height: int
    bar: int
    segments: tuple[Segment, ...]
    years: tuple[tuple[str, float], ...]
    kinds: tuple[tuple[str, int, str], ...]


def plot_of(spread: Spread, address: Callable[[str, str], str]) -> Plot:
    """The bars of a spread; `address` leads from a year and a kind, "" for any, to what they narrow to."""
    kinds, years = list(spread.by_kind), spread.years
    highest = max(spread.by_year.values(), default=1)
    unit = min(LEAST, HEIGHT / highest)
    top = unit * highest
    segments = list[Segment]()
    for column, year in enumerate(years):
        y = top
        for colour, kind in enumerate(kinds):
            count = spread.by_both.get((year, kind), 0)
            if count:
                y -= unit * count
                values = {"year": year or Message("undated"), "kind": one_of(KINDS, kind)}
                told = counted("{year}, {kind}: {number} document", "{year}, {kind}: {number} documents", count, values)
                x = column * YEAR + (YEAR - BAR) / 2
                segments.append(Segment(x, y + 2, unit * count, colour, told, address(year, kind)))
    named = tuple((year or Message("undated"), column * YEAR + YEAR / 2) for column, year in enumerate(years))
    legend = tuple((kind, count, address("", kind)) for kind, count in spread.by_kind.items())
    return Plot(max(len(years), 1) * YEAR, round(top + BASE + 2), BAR, tuple(segments), named, legend)
