"""What the organisation said of a topic over the years: of each document the one sentence that says most of it.

Nothing is summed up: a timeline is quotations in the order of their dates, and what can be counted of them.
"""

from dataclasses import dataclass
from typing import Any

from assistant.answer import Citation
from assistant.answering.candidates import Candidate
from assistant.answering.choice import cited, quote_of
from assistant.answering.elsewhere import Places
from assistant.positions.gathering import Gathered, gathered
from assistant.positions.spread import Spread, spread_of
from assistant.reading import Reading, reading_of
from assistant.relaxing import nothing_passes
from assistant.statements import body_reported, states_something
from corpus.message import Message, counted
from index.query import Query
from index.search import Searcher


@dataclass(frozen=True, slots=True)
class Position:
    """The one best sentence of a document on a topic. `states` says whether it takes a position or tells of the topic;
    `reported` names the body whose view it tells, "" where it tells none.
    """

    citation: Citation
    states: bool
    reported: str

    @property
    def year(self) -> str:
        """The year of its document; "" where that has no date."""
        day = self.citation.document.published
        return str(day.year) if day else ""

    def as_record(self) -> dict[str, Any]:
        """The position in JSON: the citation, with what is told of it."""
        return self.citation.as_record() | {"states": self.states, "reported": self.reported}


@dataclass(frozen=True, slots=True)
class Timeline:
    """Positions on a topic, the oldest first, those without a date last. `further` is how many documents mention the
    topic and have no sentence here; `nothing` says why there is no position, "" where there are some.
    """

    topic: str
    positions: tuple[Position, ...]
    further: int
    spread: Spread
    reading: Reading
    nothing: str

    def as_record(self) -> dict[str, Any]:
        """The timeline in JSON; its form is in docs/api.md."""
        told = {"topic": self.topic, "coverage": self.spread.sentence, "nothing": self.nothing, "further": self.further}
        counts = {"by_year": dict(self.spread.by_year), "by_kind": dict(self.spread.by_kind)}
        return told | counts | self.reading.as_record() | {"positions": [one.as_record() for one in self.positions]}


def timeline(query: Query, searcher: Searcher) -> Timeline:
    """What a library holds on the topic of a query. Raises QuestionError when the query names no topic."""
    found = gathered(query, searcher)
    positions = _positions(found)
    documents = [one.citation.document for one in positions]
    further = max(found.mentioned - _telling(positions), 0)
    nothing = "" if positions else nothing_passes(query, searcher) or _nothing(query, found.mentioned)
    spread = spread_of(documents, _years_looked_at(query, searcher))
    return Timeline(query.question, positions, further, spread, reading_of(query, searcher), nothing)


def _years_looked_at(query: Query, searcher: Searcher) -> list[int]:
    """The years of which the library holds documents, among those that the query allows."""
    since, until = query.allowed.since, query.allowed.until
    years = (int(year) for year, _ in searcher.coverage().by_year)
    return [year for year in years if (not since or year >= since.year) and (not until or year <= until.year)]


def _positions(found: Gathered) -> tuple[Position, ...]:
    """The best sentence of each document, by date, numbered in that order."""
    best: dict[str, Candidate] = {}
    for one in found.sentences:
        best.setdefault(one.hit.document.id, one)
    ordered, places = sorted(best.values(), key=_day), Places.of(found.hits)
    return tuple(
        Position(cited(number, quote_of(one), places), states_something(one.words), body_reported(one.words))
        for number, one in enumerate(ordered, start=1)
    )


def _day(one: Candidate) -> tuple[str, str]:
    document = one.hit.document
    return document.published.isoformat() if document.published else "9999", document.id


def _telling(positions: tuple[Position, ...]) -> int:
    """How many documents hold a sentence of the timeline."""
    places = [place for one in positions for place in (one.citation, *one.citation.elsewhere)]
    return len({place.document.id for place in places})


def _nothing(query: Query, mentioned: int) -> str:
    topic = {"topic": query.question}
    if not mentioned:
        return Message("Nothing found: the library holds no sentence about “{topic}”.", topic)
    return counted(
        "No sentence takes “{topic}” for its topic; {number} document mentions it.",
        "No sentence takes “{topic}” for its topic; {number} documents mention it.",
        mentioned,
        topic,
    )
