"""A basket: quotations in the order that a person gave them. Values: each change gives another basket."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from assistant.basket.kept import KeptQuote
from corpus.errors import BasketError, NotKept
from corpus.message import Message
from corpus.sources.item import storable

MOST = 500
"""Quotations of a basket: far more than a reply needs, and few enough to be shown on a page."""
LONGEST_NOTE, LONGEST_NAME = 5000, 80
"""Characters."""


@dataclass(frozen=True, slots=True)
class Basket:
    """Quotations under a name, numbered from 1. `revision` counts its changes; 0 is of one that was never changed."""

    name: str
    revision: int = 0
    quotes: tuple[KeptQuote, ...] = ()

    def quote(self, number: int) -> KeptQuote:
        """The quotation with a number. Raises NotKept."""
        if not 1 <= number <= len(self.quotes):
            holds = Message("1 to {number}", {"number": len(self.quotes)}) if self.quotes else Message("none")
            values = {"name": self.name, "number": number, "holds": holds}
            raise NotKept(Message('The basket "{name}" has no quotation {number}; it has {holds}.', values))
        return self.quotes[number - 1]

    def number_of(self, name: str) -> int:
        """The number of the quotation with a permanent name. Raises NotKept."""
        for number, quote in enumerate(self.quotes, start=1):
            if quote.name == name:
                return number
        raise NotKept(f'The basket "{self.name}" does not hold this quotation. It may have been removed meanwhile.')

    def adding(self, quote: KeptQuote) -> "Basket":
        """With a quotation at the end. One that is there already stays at its place, with its note unless there is a
        new one, and gets the facts of today. Raises BasketError when the basket is full or the note too long.
        """
        _check_note(quote.note)
        for at, known in enumerate(self.quotes):
            if known.name == quote.name:
                renewed = replace(quote, note=quote.note or known.note)
                return replace(self, quotes=(*self.quotes[:at], renewed, *self.quotes[at + 1 :]))
        if len(self.quotes) >= MOST:
            values = {"name": self.name, "number": MOST}
            raise BasketError(
                Message('The basket "{name}" holds {number} quotations. Remove some, or begin another one.', values)
            )
        return replace(self, quotes=(*self.quotes, quote))

    def removing(self, number: int) -> "Basket":
        """Without a quotation. Raises NotKept."""
        self.quote(number)
        return replace(self, quotes=self.quotes[: number - 1] + self.quotes[number:])

    def moving(self, number: int, to: int) -> "Basket":
        """With a quotation at another place; those between move up or down. Raises NotKept for either number."""
        quote = self.quote(number)
        self.quote(to)
        others = self.quotes[: number - 1] + self.quotes[number:]
        return replace(self, quotes=(*others[: to - 1], quote, *others[to - 1 :]))

    def noting(self, number: int, note: str) -> "Basket":
        """With another note beside a quotation; "" for none. Raises NotKept, and BasketError for one too long."""
        _check_note(note)
        noted = replace(self.quote(number), note=note.strip())
        return replace(self, quotes=(*self.quotes[: number - 1], noted, *self.quotes[number:]))

    def without(self, names: Collection[str]) -> "Basket":
        """Without the quotations of some permanent names."""
        return replace(self, quotes=tuple(quote for quote in self.quotes if quote.name not in names))

    def cleared(self) -> "Basket":
        """Without any quotation."""
        return replace(self, quotes=())


def checked_name(name: str) -> str:
    """The name of a basket as it is kept. Raises BasketError for one that cannot be meant."""
    told = " ".join(name.split())
    if not told or len(told) > LONGEST_NAME or not told.isprintable():
        raise BasketError(f"A basket has a name of 1 to {LONGEST_NAME} letters. Choose another one.")
    return told


def _check_note(note: str) -> None:
    if not storable(note):
        raise BasketError(Message("The note holds signs that cannot be kept. Write it without them."))
    if len(note) > LONGEST_NOTE:
        sizes = {"most": LONGEST_NOTE, "number": len(note)}
        raise BasketError(Message("A note may have {most} characters; this one has {number}. Shorten it.", sizes))
