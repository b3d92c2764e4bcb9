"""What to say when no document passes the filters, or none holds a quoted phrase: what to relax.

Nothing is relaxed by itself: an answer from outside of what was asked for is no answer.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import Protocol

from assistant.filtering import LISTS, told_filters
from index.query import Filters, Query
from index.selection import folded, means

NEAREST = 3
"""Known values that are offered for one that is not known."""


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
    narrow = f" ({'; '.join(parts)})" if parts else ""
    without_phrases = replace(query, phrases=())
    if parts and not _passing(without_phrases, library):
        sentences = [f"No document passes the filters{narrow}.", *_unknown(query.filters, library)]
        return " ".join([*sentences, *_advice(without_phrases, library)])
    where = f"in the documents that pass the filters{narrow} " if parts else ""
    return " ".join(
        [f"Nothing found: no passage {where}holds {told_phrases(query.phrases)}.", *_advice(query, library)]
    )


def told_phrases(phrases: Sequence[str]) -> str:
    """Quoted phrases in words."""
    return " and ".join(f"“{phrase}”" for phrase in phrases)


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
    told = [f"without “{label}”, {_documents(count)}" for label, count in counts if count]
    if told:
        return [f"W{'; '.join(told)[1:]}."]
    return ["To leave out one of these alone is not enough."] if len(relaxed) > 1 else []


def _unknown(filters: Filters, library: Counting) -> Iterator[str]:
    """A sentence for each value that no document has, with those nearest to it."""
    for name, field in LISTS.items():
        known = library.values_of(field)
        for value in getattr(filters, field):
            if value and not any(means(one, [value]) for one in known):
                yield f"No document has the {name} “{value}”{_offered(value, known)}."


def _offered(value: str, known: Sequence[str]) -> str:
    names = {folded(one): one for one in known if one}
    near = [names[one] for one in get_close_matches(folded(value), names, NEAREST, cutoff=0.4)]
    near += [one for key, one in names.items() if folded(value) in key and one not in near][:NEAREST]
    if near:
        return "; nearest: " + ", ".join(f"“{one}”" for one in near[:NEAREST])
    few = list(names.values())
    return "; there are: " + ", ".join(f"“{one}”" for one in few) if 0 < len(few) <= 2 * NEAREST else ""


def _passing(query: Query, library: Counting) -> int:
    return library.matching_documents(query.allowed, query.phrases)


def _documents(count: int) -> str:
    return "1 document passes" if count == 1 else f"{count:,} documents pass"
