"""Answers with what staff chose for the question, before what was found for it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from assistant.answer import Answer, Citation
from assistant.answering.choice import QUOTES, contrasts, surroundings
from assistant.basket.following import Library, Standing, follow
from assistant.desk.pins import Pin, PinDesk
from assistant.extract import Answerer
from corpus.document import Span
from corpus.errors import DamagedDesk, StorageError
from corpus.message import Message, counted, joined
from index.query import Filters, Query

CANNOT_BE_READ = Message("What staff chose for questions cannot be read just now.")


class PinLibrary(Library, Protocol):
    """What is asked of a library; a searcher knows it."""

    @property
    def withholds(self) -> bool:
        """Whether there are documents that it can tell nothing of."""

    def passes(self, name: str, filters: Filters) -> bool:
        """Whether the document of an id can be found and passes."""

    def holds(self, phrases: Sequence[str], text: str, language: str) -> bool:
        """Whether a text holds each of the phrases."""


@dataclass(frozen=True, slots=True)
class PinStanding:
    """A pin, and where each of its quotations stands now."""

    pin: Pin
    standings: tuple[Standing, ...]

    @property
    def problems(self) -> tuple[str, ...]:
        """What staff should look at, a sentence each."""
        return tuple(
            Message(
                "“{words}” ({document}): {sentence}",
                {"words": one.kept.words, "document": one.kept.document, "sentence": one.sentence},
            )
            for one in self.standings
            if not one.stands or (one.document and one.document.status == "superseded")
        )

    def as_record(self) -> dict[str, Any]:
        """The pin in JSON, with the standing of each quotation."""
        record = self.pin.as_record()
        standings = [one.as_record() for one in self.standings]
        quotes = [kept | {"standing": one} for kept, one in zip(record["quotes"], standings, strict=True)]
        return record | {"quotes": quotes, "problems": list(self.problems)}


def standing_of(pin: Pin, library: Library) -> PinStanding:
    """Where the quotations of a pin stand in a library."""
    return PinStanding(pin, tuple(follow(quote, library) for quote in pin.quotes))


class PinnedAnswerer:
    """Answers as another answerer does, and shows first what staff chose for the question; safe to share between
    threads.

    The quotations are looked for in the library with each answer, to the letter and in their sentence. A question that
    leans on others is another one, whatever its words. Documents that filters or the question's years keep out are not
    quoted, nor words without the phrases that it puts in quotation marks.
    """

    def __init__(self, answerer: Answerer, library: PinLibrary, desk: PinDesk) -> None:
        self._answerer = answerer
        self._library = library
        self._desk = desk

    def answer(self, query: Query) -> Answer:
        """See Answerer."""
        found = self._answerer.answer(query)
        try:
            pins = () if query.earlier else self._desk.asked(query.question)
        except (StorageError, DamagedDesk):  # what was found is true without it
            return replace(found, opening=joined((CANNOT_BE_READ, found.opening)))
        return self._with_pin(found, pins[0], query) if pins else found

    def _with_pin(self, found: Answer, pin: Pin, query: Query) -> Answer:
        meant = [one for one in standing_of(pin, self._library).standings if self._may_answer(one, query)]
        chosen = [one for one in meant if one.stands]
        lost = _told_lost(len(meant) - len(chosen))
        if not chosen:
            return replace(found, opening=joined(filter(None, (lost, found.opening))))
        citations = [_cited(number, one) for number, one in enumerate(chosen, start=1)]
        others = [one for one in found.citations if not any(_overlap(one, pinned) for pinned in citations)]
        others = others[: max(QUOTES - len(citations), 0)]
        citations += [_renumbered(one, number) for number, one in enumerate(others, start=len(citations) + 1)]
        return replace(
            found,
            status="answered",
            confidence=1.0,
            opening=joined(filter(None, (lost, _opening(len(chosen), len(others))))),
            citations=tuple(citations),
            suggestions=(),
            contrasts=contrasts(citations),
            pinned=tuple(range(1, len(chosen) + 1)),
        )

    def _may_answer(self, one: Standing, query: Query) -> bool:
        """Whether nothing that narrows keeps a quotation out; for one that is gone nobody can tell. It may be there for
        staff only: then everybody else is not told that it was chosen.
        """
        if one.document is None:
            return not query.allowed.narrow and not self._library.withholds and not one.kept.internal
        passes = not query.allowed.narrow or self._library.passes(one.document.id, query.allowed)
        return passes and self._library.holds(query.phrases, one.kept.words, one.document.language)


def _cited(number: int, one: Standing) -> Citation:
    document, span = one.document, Span(one.start, one.end)
    assert document is not None, "what stands has a document"
    around = surroundings(document.text, span)
    return Citation(number, document, span.start, span.end, around.start, around.end, words=one.words)


def _renumbered(one: Citation, number: int) -> Citation:
    return replace(one, number=number, copies=tuple(replace(copy, number=number) for copy in one.copies))


def _overlap(one: Citation, other: Citation) -> bool:
    """Whether a quotation shows words that another one shows, there or at a place that it has too."""
    places = ((copy.document.id, copy.start, copy.end) for copy in (one, *one.copies))
    return any(name == other.document.id and start < other.end and other.start < end for name, start, end in places)


def _opening(chosen: int, others: int) -> str:
    told = counted(
        "{number} quotation was chosen by staff for this question",
        "{number} quotations were chosen by staff for this question",
        chosen,
    )
    if not others:
        return Message("{chosen}:", {"chosen": told})
    return Message(
        "{chosen}; {others}:",
        {"chosen": told, "others": counted("{number} more was found", "{number} more were found", others)},
    )


def _told_lost(count: int) -> str:
    if not count:
        return ""
    return counted(
        "A quotation that staff chose stands no longer in the library, and is not shown.",
        "{number} quotations that staff chose stand no longer in the library, and are not shown.",
        count,
    )
