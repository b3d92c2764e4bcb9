"""Quotations that say by "..." that words are left out: each piece to the letter, in order, in one document."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.answering.asked import denies
from assistant.drafts.artefacts import Loose
from assistant.drafts.exactness import Confirmed, Words, confirmed
from assistant.drafts.quotations import words_in
from assistant.quotes import NEW_PARAGRAPH, SHORTEST, Place, QuoteLibrary, located
from corpus.document import Document, Span

MOST_PIECES = 20
"""Of one quotation, each of which is looked for like a quotation of its own."""
FEWEST = 2
"""Words of a piece. One of fewer than SHORTEST proves nothing by itself and must stand in the paragraph of another."""
ENDED = re.compile(r"[.!?;:][”’\"')»\]]*(?=\s)|\n\s*\n")
"""Where a sentence, or a part of one that could stand alone, ends."""


@dataclass(frozen=True, slots=True)
class Chain:
    """Where the pieces of a quotation stand, in order, what lies between them, and what of the draft was set aside."""

    pieces: tuple[Place, ...]
    left_out: tuple[Place, ...]
    set_aside: tuple[Loose, ...] = ()

    @property
    def extent(self) -> int:
        """Characters from the first piece to the last."""
        return self.pieces[-1].end - self.pieces[0].start

    @property
    def hides_denial(self) -> bool:
        """Whether a denial was left out of a sentence that is quoted, "We do [...] support it"."""
        return any(denies(words) for place in self.left_out for words in _of_quoted_sentences(place.words))


def chained(words: Words, pieces: Sequence[Span], library: QuoteLibrary) -> Chain | None:
    """The closest places of all pieces in one document, those that hold before those that were replaced; None where no
    document has them all.
    """
    parts = [words.part(span) for span in pieces]
    found = list[Confirmed | None]()
    for part in parts:
        long_enough = words_in(part.text) >= SHORTEST
        one = confirmed(part, library) if long_enough else None
        if words_in(part.text) < FEWEST or (long_enough and one is None):
            return None
        found.append(one)
    whole = [one for one in found if one]
    if not whole:
        return None
    documents = {place.document.id: place.document for place in whole[0].places if not place.in_title}
    chains = [chain for one in documents.values() for chain in _in_document(one, parts, found)]
    best = min(chains, key=lambda one: (one.pieces[0].document.status != "current", one.extent), default=None)
    set_aside = tuple(loose for one in whole for loose in one.set_aside)
    return Chain(best.pieces, best.left_out, set_aside) if best else None


def _in_document(document: Document, parts: Sequence[Words], found: Sequence[Confirmed | None]) -> Iterator[Chain]:
    """For each place of the first piece, the nearest places of the others behind it."""
    spans = [_spans(document, part, one) for part, one in zip(parts, found, strict=True)]
    for first in spans[0]:
        places = [Place(document, first.start, first.end)]
        for others in spans[1:]:
            at = bisect_left(others, places[-1].end, key=lambda one: one.start)
            if at == len(others):
                break
            places.append(Place(document, others[at].start, others[at].end))
        if len(places) == len(spans) and _held_together(document, places, found):
            gaps = (Place(document, one.end, other.start) for one, other in pairwise(places))
            yield Chain(tuple(places), tuple(gap for gap in gaps if gap.words.strip()))


def _spans(document: Document, part: Words, found: Confirmed | None) -> list[Span]:
    """Where a piece stands in a document, ascending."""
    return sorted(located(document, found.words if found else part.text), key=lambda one: one.start)


def _held_together(document: Document, places: Sequence[Place], found: Sequence[Confirmed | None]) -> bool:
    """Whether each short piece stands in the paragraph of its neighbour."""
    apart = [NEW_PARAGRAPH.search(document.text, one.end, other.start) is not None for one, other in pairwise(places)]
    beside = [*([True] if apart else []), *apart, True]
    return all(one or not (beside[at] and beside[at + 1]) for at, one in enumerate(found))


def _of_quoted_sentences(left_out: str) -> Iterator[str]:
    """What of some left out words belongs to sentences that are quoted in part: the end of one, another's beginning."""
    ends = list(ENDED.finditer(left_out))
    if not ends:
        yield left_out
        return
    yield left_out[: ends[0].start()]
    yield left_out[ends[-1].end() :]
