"""What a search found, with how the question was read and, where it found nothing, what to relax."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.reading import Reading, reading_of
from assistant.relaxing import nothing_passes
from index.hit import Hit
from index.query import Query
from index.search import Searcher


@dataclass(frozen=True, slots=True)
class Found:
    """Hits, best first. `nothing` says why there are none and what to relax; "" where there are some, or where nothing
    that narrows keeps them out.
    """

    reading: Reading
    hits: Sequence[Hit]
    nothing: str


def found_by(query: Query, searcher: Searcher, k: int) -> Found:
    """The k best passages of a library."""
    hits = searcher.search(query, k)
    return Found(reading_of(query, searcher), hits, "" if hits else nothing_passes(query, searcher))
