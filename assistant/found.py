"""What a search found, with how the question was read and, where it found nothing, what to relax."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.reading import Reading, reading_of
from assistant.relaxing import nothing_passes
from index.hit import Hit
from index.query import Query
from index.texts.copies import Copy

if TYPE_CHECKING:
    from index.search import Searcher


@dataclass(frozen=True, slots=True)
class Found:
    """Hits, best first. `nothing` says why there are none and what to relax; "" where there are some, or where nothing
    that narrows keeps them out.
    """

    question: str
    reading: Reading
    hits: Sequence[Hit]
    nothing: str

    def as_record(self) -> dict[str, Any]:
        """What was found, in JSON; its form is in docs/api.md."""
        told = {"question": self.question} | self.reading.as_record() | {"nothing": self.nothing}
        return told | {"hits": [_hit_record(hit) for hit in self.hits]}


def found_by(query: Query, searcher: "Searcher", k: int) -> Found:
    """The k best passages of a library."""
    hits = searcher.search(query, k)
    nothing = "" if hits else nothing_passes(query, searcher)
    return Found(query.question, reading_of(query, searcher), hits, nothing)


def place_record(place: Hit | Copy) -> dict[str, Any]:
    """Where a passage stands; `page` counts from 1, None for web text."""
    return {
        "document": place.document.id,
        "start": place.passage.start,
        "end": place.passage.end,
        "page": place.page,
    }


def _hit_record(hit: Hit) -> dict[str, Any]:
    copies = [place_record(copy) for copy in hit.copies]
    return place_record(hit) | {"score": round(hit.score, 6), "copies": copies, "text": hit.text}
