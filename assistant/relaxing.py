"""What to say when no document passes the filters, or none holds a quoted phrase: what to relax.

Nothing is relaxed by itself: an answer from outside of what was asked for is no answer.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import Protocol

from assistant.filtering import LISTS, told_filters
from corpus.message import Message, counted, joined, noted, quoted, strung
from index.library.selection import folded, means
from index.query import Filters, Query

NEAREST = 3
"""Known values that are offered for one that is not known."""
NONE_HAS = {
    "kind": noted("No document has the kind “{value}”"), "topic": noted("No document has the topic “{value}”"),
    "language": noted("No document has the language “{value}”"),
    "status": noted("No document has the status “{value}”"),
    "publisher": noted("No document has the publisher “{value}”"),
}  # fmt: skip


class Counting(Protocol):
    """What is asked about a library; a searcher knows it."""

    def matching_documents(self, filters: Filters, phrases: Sequence[str] = ()) -> int:
        """How many documents pass, and hold each of the phrases."""

    def values_of(self, field: str) -> tuple[str, ...]:
        """The values that documents have in a field of Filters."""


def nothing_passes(query: Query, library: Counting) -> str:
    """What keeps every document out, and what would let some in; "" when some document passes."""
    if not query.phrases and not query.allowed.narrow:
        return ""
    if _passing(query, library):
        return ""
    parts = [label for label, _ in _relaxed(replace(query, phrases=()))]
    values = {"filters": strung(parts), "phrases": told_phrases(query.phrases)}
    without_phrases = replace(query, phrases=())
    if parts and not _passing(without_phrases, library):
        none = Message("No document passes the filters ({filters}).", values)
        return joined([none, *_unknown(query.filters, library), *_advice(without_phrases, library)])
    none = Message("Nothing found: no passage holds {phrases}.", values)
    if parts:
        none = Message(
            "Nothing found: no passage in the documents that pass the filters ({filters}) holds {phrases}.", values
        )
    return joined([none, *_advice(query, library)])


def told_phrases(phrases: Sequence[str]) -> tuple[str, ...]:
    """Quoted phrases, to be told as a list."""
    return tuple(map(quoted, phrases))


def _relaxed(query: Query) -> Iterator[tuple[str, Query]]:
    """Each thing that narrows a query, in words, and the query without it."""
    for alone, rest in query.filters.parts:
        (label,) = told_filters(alone)
        yield label, replace(query, filters=rest)
    if query.period:
        yield query.period.words, replace(query, period=None)
    for phrase in query.phrases:
        yield phrase, replace(query, phrases=tuple(other for other in query.phrases if other != phrase))


def _advice(query: Query, library: Counting) -> list[str]:
    """How many documents pass without each thing alone: one sentence, or none when there is but one phrase."""
    relaxed = list(_relaxed(query))
    counts = [(label, _passing(one, library)) for label, one in relaxed if len(relaxed) > 1 or not query.phrases]
    passing = [(label, count) for label, count in counts if count]
    if passing:
        told = strung(_without(*one, first=one == passing[0]) for one in passing)
        return [Message("{sentence}.", {"sentence": told})]
    return [Message("To leave out one of these alone is not enough.")] if len(relaxed) > 1 else []


def _without(label: str, count: int, *, first: bool) -> Message:
    values = {"label": label}
    if first:
        return counted(
            "Without “{label}”, {number} document passes", "Without “{label}”, {number} documents pass", count, values
        )
    return counted(
        "without “{label}”, {number} document passes", "without “{label}”, {number} documents pass", count, values
    )


def _unknown(filters: Filters, library: Counting) -> Iterator[str]:
    """A sentence for each value that no document has, with those nearest to it."""
    for name, field in LISTS.items():
        known = library.values_of(field)
        for value in getattr(filters, field):
            if value and not any(means(one, [value]) for one in known):
                yield _offered(Message(NONE_HAS[name], {"value": value}), value, known)


def _offered(none: Message, value: str, known: Sequence[str]) -> Message:
    names = {folded(one): one for one in known if one}
    near = [names[one] for one in get_close_matches(folded(value), names, NEAREST, cutoff=0.4)]
    near += [one for key, one in names.items() if folded(value) in key and one not in near][:NEAREST]
    if near:
        nearest = joined(map(quoted, near[:NEAREST]), ", ")
        return Message("{none}; nearest: {values}.", {"none": none, "values": nearest})
    if 0 < len(names) <= 2 * NEAREST:
        few = joined(map(quoted, names.values()), ", ")
        return Message("{none}; there are: {values}.", {"none": none, "values": few})
    return Message("{sentence}.", {"sentence": none})


def _passing(query: Query, library: Counting) -> int:
    return library.matching_documents(query.allowed, query.phrases)
