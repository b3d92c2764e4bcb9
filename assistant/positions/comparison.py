"""What two times, or two documents, say in other words: the closest sentences side by side, with their word diff.

It tells of words alone: "wording differs", "new", "no longer said". Whether a position changed is for a person to say,
and is kept as that person's verdict (assistant/positions/verdicts.py).
"""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal

from assistant.answer import Citation
from assistant.answering.choice import cited_alone
from assistant.dates import last_day
from assistant.positions.closest import Said, closest, said_in
from assistant.positions.gathering import gathered
from assistant.positions.verdicts import Verdict
from assistant.reading import Reading, reading_of
from assistant.statements import body_reported, states_something
from corpus.document import Document
from corpus.errors import QuestionError
from corpus.folding import fold
from corpus.message import Message, joined, noted
from index.query import Query
from index.reports.changes import Piece, pieces_between
from index.search import Searcher

Kind = Literal["wording differs", "new", "no longer said", "same words"]
ORDER: tuple[Kind, ...] = (noted("wording differs"), noted("new"), noted("no longer said"), noted("same words"))
MOST = 60
"""Sentences of a topic that are compared on each side, the best ones."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence of the older side and the closest one of the newer side; of what one side alone says, that side's.
    `pieces` turn the older words into the newer ones.
    """

    kind: Kind
    old: Citation | None
    new: Citation | None
    pieces: tuple[Piece, ...]

    @property
    def states(self) -> bool:
        """Whether either sentence takes a position."""
        return any(one is not None and states_something(one.quote) for one in (self.old, self.new))

    @property
    def name(self) -> str:
        """A name by which a verdict finds its pair again, wherever a rebuild moves the words: 16 hex digits."""
        told = "\n".join(f"{one.document.id}\t{fold(one.quote)}" if one else "" for one in (self.old, self.new))
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def judged(self, verdict: str, note: str, by: str, day: date, seen: int) -> Verdict:
        """What a person who saw the verdict of revision `seen` (0 for none) says of it."""
        words = [one.quote if one else "" for one in (self.old, self.new)]
        return Verdict(self.name, seen, verdict, note.strip(), by.strip(), day, *words)

    def as_record(self) -> dict[str, Any]:
        """The pair in JSON."""
        sides = {"old": self.old and self.old.as_record(), "new": self.new and self.new.as_record()}
        return (
            {"name": self.name, "kind": self.kind, "states": self.states}
            | sides
            | {"diff": [[one.kind, one.text] for one in self.pieces]}
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """Pairs, what differs first. `older` and `newer` name the sides; `nothing` says why there is no pair."""

    older: str
    newer: str
    pairs: tuple[Pair, ...]
    reading: Reading | None = None
    nothing: str = ""

    @property
    def counts(self) -> Mapping[str, int]:
        """How many pairs there are of each kind."""
        found = Counter(one.kind for one in self.pairs)
        return {kind: found[kind] for kind in ORDER}

    def as_record(self) -> dict[str, Any]:
        """The comparison in JSON; its form is in docs/api.md."""
        told = {"older": self.older, "newer": self.newer, "counts": dict(self.counts), "nothing": self.nothing}
        read = self.reading.as_record() if self.reading else {}
        return told | read | {"pairs": [one.as_record() for one in self.pairs]}


def compare(query: Query | None, older: str, newer: str, searcher: Searcher) -> Comparison:
    """Two documents by their ids, or, for a query that names a topic, two times as people type them.

    Raises QuestionError when they are neither, or not in their order.
    """
    known = [name for name in (older, newer) if searcher.holds_document(name)]
    if query is None and len(known) == 2:
        return compare_documents(searcher.document(older), searcher.document(newer), searcher)
    if known:
        raise QuestionError("Name two documents, or two years or days with a topic.")
    if query is None:
        raise QuestionError(f"No document is called {older} or {newer}. To compare two times, name a topic.")
    return compare_times(query, last_day(older), last_day(newer), searcher)


def compare_times(query: Query, first: date, second: date, searcher: Searcher) -> Comparison:
    """What was said of a topic until one day, beside what was said after it until another: sentences that take a
    position, from documents that the query's filters let pass.

    Raises QuestionError when the days are not in their order, or the query names no topic.
    """
    if first >= second:
        days = {"first": first, "second": second}
        raise QuestionError(Message("{first} does not lie before {second}: name the earlier day first.", days))
    until = replace(query.filters, until=_earlier(query.filters.until, first))
    after = first + timedelta(days=1)
    since = replace(
        query.filters, since=_later(query.filters.since, after), until=_earlier(query.filters.until, second)
    )
    older, newer = (_on_topic(replace(query, filters=one, period=None), searcher) for one in (until, since))
    names = Message("until {day}", {"day": first}), Message("{first} to {last}", {"first": after, "last": second})
    topic = {"day": second, "topic": query.question}
    nothing = Message("Nothing found: no document until {day} takes a position on “{topic}”.", topic)
    pairs, reading = _pairs(older, newer, searcher), reading_of(replace(query, period=None), searcher)
    return Comparison(*names, pairs, reading, "" if older or newer else nothing)


def compare_documents(old: Document, new: Document, searcher: Searcher) -> Comparison:
    """All that two documents say in their own voice. Raises QuestionError when they are one and the same."""
    if old.id == new.id:
        raise QuestionError(
            Message("{document} cannot be compared with itself: name two documents.", {"document": old.id})
        )
    older, newer = said_in(old, searcher), said_in(new, searcher)
    empty = [one for one, side in ((old, older), (new, newer)) if not side]
    nothing = joined(
        Message("{document} holds no sentence of its own to compare.", {"document": _named(one)}) for one in empty
    )
    return Comparison(_named(old), _named(new), _pairs(older, newer, searcher), nothing=nothing)


def comparison_record(found: Comparison, verdicts: Mapping[str, Verdict]) -> dict[str, Any]:
    """A comparison in JSON, each pair with the verdict on it, null where there is none."""
    record = found.as_record()
    for pair in record["pairs"]:
        told = verdicts.get(pair["name"])
        pair["verdict"] = told.as_record() if told else None
    return record


def _on_topic(query: Query, searcher: Searcher) -> list[Said]:
    """The best sentences of a topic that take a position, none twice, in the order of their dates."""
    best: dict[str, Said] = {}
    for one in gathered(query, searcher, everywhere=False).sentences:
        if states_something(one.words) and not body_reported(one.words):
            best.setdefault(fold(one.words), Said(one.hit.document, one.span))
        if len(best) == MOST:
            break
    return sorted(best.values(), key=lambda one: (str(one.document.published or ""), one.document.id, one.span.start))


def _pairs(older: Sequence[Said], newer: Sequence[Said], searcher: Searcher) -> tuple[Pair, ...]:
    matched = closest(older, newer, searcher)
    lone = set(range(len(older))) - {left for left, _ in matched}
    new = set(range(len(newer))) - {right for _, right in matched}
    found = [_pair(older[left], newer[right]) for left, right in matched]
    found += [_pair(None, newer[at]) for at in sorted(new)] + [_pair(older[at], None) for at in sorted(lone)]
    return tuple(sorted(found, key=lambda one: (ORDER.index(one.kind), not one.states)))


def _pair(old: Said | None, new: Said | None) -> Pair:
    left = cited_alone(1, old.document, old.span) if old else None
    right = cited_alone(1, new.document, new.span) if new else None
    words = old.words if old else "", new.words if new else ""
    kind: Kind = "new" if not old else "no longer said" if not new else "wording differs"
    if fold(words[0]) == fold(words[1]):
        kind = "same words"
    return Pair(kind, left, right, pieces_between(*words))


def _named(document: Document) -> str:
    day = document.published or Message("undated")
    return Message("{document} ({day})", {"document": document.title or document.id, "day": day})


def _earlier(one: date | None, other: date) -> date:
    return min(one, other) if one else other


def _later(one: date | None, other: date) -> date:
    return max(one, other) if one else other
