"""Where a kept quotation stands now: documents are corrected, moved, replaced and removed after it was collected."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, Protocol

from assistant.basket.kept import KeptQuote, kept_at, sentences_around
from assistant.quotes import QuoteLibrary, confirm, located, stands_at
from corpus.catalogue import STATUSES
from corpus.document import Document, Span
from corpus.errors import BasketError
from corpus.folding import fold
from corpus.message import Message, joined, noted, one_of, quoted

State = Literal["unchanged", "moved", "reworded", "changed", "gone", "withheld"]
"""The words at their place; at another place; within another sentence; no longer in the document; no document; no
document that whoever asks may see, as far as can be told: then nothing is said of it, and `kept` is empty too."""

PLACES: dict[State, str] = {
    "unchanged": noted("The words stand where they stood."),
    "moved": noted("The same words stand at another place of their document now."),
    "reworded": noted(
        "The words are there, but the sentence around them is another one now: read it, and collect them again if they "
        "still say the same."
    ),
    "changed": noted("The document no longer holds these words. They are shown as they were collected on {day}."),
    "gone": noted(
        "The library no longer holds the document of these words. They are shown as they were collected on {day}."
    ),
    "withheld": noted("The library holds no document of these words that everybody may read. They are not shown."),
}


class Library(QuoteLibrary, Protocol):
    """What is asked of a library; a searcher knows it."""

    def document(self, name: str) -> Document:
        """The document of an id. Raises KeyError."""

    def title_of(self, name: str) -> str:
        """The title of a document; "" when the library does not hold it."""

    @property
    def withholds(self) -> bool:
        """Whether there are documents that it can tell nothing of."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a kept quotation stands now: `document.text[start:end]`, or nowhere when it is "changed", "gone" or
    "withheld"; then start and end are 0.
    """

    kept: KeptQuote
    state: State
    document: Document | None = None
    start: int = 0
    end: int = 0
    successor: str = ""
    """Title of the document that replaced its document."""
    elsewhere: tuple[tuple[str, str], ...] = ()
    """(id, title) of other documents with the same sentence, for one that stands no longer where it stood."""

    @property
    def stands(self) -> bool:
        """Whether its document holds the words, in the sentence in which they were collected."""
        return self.state in ("unchanged", "moved")

    @property
    def words(self) -> str:
        """The words as they stand in the document now; "" where they do not."""
        return self.document.text[self.start : self.end] if self.document else ""

    @property
    def superseded_since(self) -> bool:
        """Whether its document was replaced after the quotation was collected."""
        return self.document is not None and self.document.status == "superseded" and not self.kept.is_superseded

    @property
    def sentence(self) -> str:
        """What a person must know, in a few sentences."""
        told = [self._place()]
        if self.elsewhere:
            titles = joined((quoted(title or name) for name, title in self.elsewhere), ", ")
            told.append(Message("The same sentence stands in {titles}.", {"titles": titles}))
        if self.document and self.document.status == "superseded":
            told.append(self._superseded(self.successor or self.document.superseded_by))
        elif self.document and self.document.status != self.kept.status:
            statuses = {"now": one_of(STATUSES, self.document.status), "then": one_of(STATUSES, self.kept.status)}
            told.append(Message("Its document is {now} now; it was {then} when it was collected.", statuses))
        return joined(told)

    @property
    def renewed(self) -> KeptQuote:
        """The quotation with the facts of today; the day it was collected and the note stay.

        Raises BasketError when it stands no longer.
        """
        if self.document is None or not self.stands:
            values = {"title": self.kept.title, "sentence": self.sentence}
            raise BasketError(Message("“{title}”: {sentence}", values))
        now = kept_at(self.document, Span(self.start, self.end), self.kept.collected, self.successor)
        return replace(now, note=self.kept.note)

    def as_record(self) -> dict[str, Any]:
        """Where it stands, in JSON. `start` and `end` are null where it does not."""
        nowhere = self.state in ("changed", "gone", "withheld")
        return {
            "state": self.state,
            "stands": self.stands,
            "start": None if nowhere else self.start,
            "end": None if nowhere else self.end,
            "superseded_since": self.superseded_since,
            "told": self.sentence,
            "elsewhere": [list(one) for one in self.elsewhere],
        }

    def _superseded(self, by: str) -> Message:
        values = {"title": by}
        if self.superseded_since and by:
            return Message("Its document was superseded since it was collected by “{title}”.", values)
        if self.superseded_since:
            return Message("Its document was superseded since it was collected.")
        if by:
            return Message("Its document was superseded by “{title}”.", values)
        return Message("Its document was superseded.")

    def _place(self) -> Message:
        return Message(PLACES[self.state], {"day": self.kept.collected})


def follow(kept: KeptQuote, library: Library) -> Standing:
    """Where a quotation stands in a library."""
    try:
        document = library.document(kept.document)
    except KeyError:
        if library.withholds:
            return withheld(kept)
        return Standing(kept, "gone", elsewhere=_elsewhere(kept, library))
    successor = library.title_of(document.superseded_by) if document.superseded_by else ""
    if library.withholds:  # what replaced it may be known to staff only by now
        kept = replace(kept, superseded_by=document.superseded_by, successor=successor)
    there = Span(kept.start, kept.end)
    if stands_at(document, there, kept.words) and _in_same_sentence(kept, document, there):
        return Standing(kept, "unchanged", document, kept.start, kept.end, successor)
    spans = located(document, kept.words)
    if not spans:
        return Standing(kept, "changed", document, successor=successor, elsewhere=_elsewhere(kept, library))
    same = [span for span in spans if _in_same_sentence(kept, document, span)]
    span = min(same or spans, key=lambda one: abs(one.start - kept.start))
    state: State = "moved" if same else "reworded"
    if same and span == there and document.text[span.start : span.end] == kept.words:
        state = "unchanged"
    return Standing(kept, state, document, span.start, span.end, successor)


def withheld(kept: KeptQuote) -> Standing:
    """What is told of a quotation to somebody who may not see its document: nothing but the note beside it."""
    return Standing(kept.withheld, "withheld")


def parted(quotes: Iterable[KeptQuote], library: Library) -> tuple[tuple[KeptQuote, ...], tuple[Standing, ...]]:
    """Quotations that still stand, with the facts of today, and those that do not: these must not be handed on."""
    standings: Sequence[Standing] = [follow(kept, library) for kept in quotes]
    return tuple(one.renewed for one in standings if one.stands), tuple(one for one in standings if not one.stands)


def _in_same_sentence(kept: KeptQuote, document: Document, span: Span) -> bool:
    around = sentences_around(document, span)
    return fold(document.text[around.start : around.end]) == fold(kept.sentence)


def _elsewhere(kept: KeptQuote, library: Library) -> tuple[tuple[str, str], ...]:
    places = confirm(kept.words, library).places
    holding = {
        place.document.id: place.document.title
        for place in places
        if not place.in_title and _in_same_sentence(kept, place.document, Span(place.start, place.end))
    }
    return tuple((name, title) for name, title in holding.items() if name != kept.document)
