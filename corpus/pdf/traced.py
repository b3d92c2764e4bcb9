"""Text that knows where each of its characters comes from.

Mending a line (a broken word, a ligature, a footnote mark) takes signs away or puts white space in; it never changes a
letter. Each character keeps the place it was read from, so that is checked in the tests and a quotation can be shown on
its page.
"""

from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Self

from corpus.document import Origin

NOWHERE = -1
"""Place of white space that was put in, and of text whose engine tells no places."""
PAGE = 1 << 24
"""A place is the page's number times this, plus the number of the character on the page. No page has 16 million."""


@dataclass(frozen=True, slots=True)
class Traced:
    """Words, and the place of each of their characters: `places[n]` belongs to `text[n]`."""

    text: str
    places: "array[int]"

    @classmethod
    def read(cls, text: str, page: int, first: int) -> Self:
        """Words that stand in a row on a page, the first of them at `first`."""
        start = page * PAGE + first
        return cls(text, array("q", range(start, start + len(text))))

    @classmethod
    def nowhere(cls, text: str) -> Self:
        """Words without places."""
        return cls(text, array("q", (NOWHERE,)) * len(text))

    def __add__(self, other: "Traced") -> "Traced":
        return Traced(self.text + other.text, self.places + other.places)

    def cut(self, start: int, end: int) -> "Traced":
        """`text[start:end]` with its places."""
        return Traced(self.text[start:end], self.places[start:end])

    def stripped(self) -> "Traced":
        """Without white space at both ends."""
        start = len(self.text) - len(self.text.lstrip())
        return self.cut(start, max(start, len(self.text.rstrip())))

    def without(self, signs: str) -> "Traced":
        """Without these signs."""
        if not any(sign in self.text for sign in signs):
            return self
        kept = [at for at, sign in enumerate(self.text) if sign not in signs]
        return Traced("".join(self.text[at] for at in kept), array("q", (self.places[at] for at in kept)))

    def spelled(self, letters: Mapping[str, str]) -> "Traced":
        """With the signs that are keys of `letters` spelled out; all letters of one sign have its place."""
        if not any(sign in self.text for sign in letters):
            return self
        pairs = [(letter, place) for sign, place in zip(self.text, self.places, strict=True)
                 for letter in letters.get(sign, sign)]  # fmt: skip
        return Traced("".join(letter for letter, _ in pairs), array("q", (place for _, place in pairs)))

    def spaced_as(self, text: str) -> "Traced":
        """`text`, which differs from this one in white space alone, with the places of this one."""
        places = (place for sign, place in zip(self.text, self.places, strict=True) if not sign.isspace())
        return Traced(text, array("q", (NOWHERE if sign.isspace() else next(places) for sign in text)))


def origins_of(words: Traced, offset: int) -> Iterator[Origin]:
    """Where the words come from, in stretches as long as can be; `offset` is where they stand in the document."""
    places, at = words.places, 0
    while at < len(places):
        place, end = places[at], _end_of_stretch(places, at)
        if place != NOWHERE:
            page, first = divmod(place, PAGE)
            signs = 1 if places[end - 1] == place else end - at
            yield Origin(offset + at, offset + end, page, first, first + signs)
        at = end


def _end_of_stretch(places: "array[int]", at: int) -> int:
    """Where the stretch ends that begins at `at`: white space, the letters of one sign, or signs in a row."""
    length, end = len(places), at + 1
    step = 0 if end < length and places[end] == places[at] else 1
    while end < length and places[end] == places[at] + step * (end - at):
        if step and end + 1 < length and places[end + 1] == places[end] != NOWHERE:
            break  # the next sign is a ligature and a stretch of its own
        end += 1
    return end
