"""Whether a quotation stands in the library once the typesetting of the draft is taken off it.

`assistant.quotes.confirm` alone says "exact". What is looked for here are other readings of the same words of the
draft, each of which it then has to confirm.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.drafts.artefacts import Loose, loose_in, pattern_of, plainest, sure_words
from assistant.drafts.quotations import words_in
from assistant.quotes import SHORTEST, Place, QuoteLibrary, confirm
from corpus.document import Document, Span
from corpus.folding import fold, folded

LONGEST_LOOSE = 100_000
"""Characters of a quotation whose typesetting is looked at, some 15,000 words."""
MOST_READINGS = 8
"""Ways to read one quotation that are put to the test."""

Candidates = Callable[[str], Iterable[Document]]
"""Documents that may hold some words."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a quotation, with what of them the file sets as superscript; `source` as in `loose_in`."""

    text: str
    marks: tuple[Span, ...] = ()
    source: str = ""

    def part(self, span: Span) -> "Words":
        """Some of them."""
        inside = (one for one in self.marks if span.start <= one.start and one.end <= span.end)
        moved = tuple(Span(one.start - span.start, one.end - span.start) for one in inside)
        return Words(self.text[span.start : span.end], moved, self.source)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A reading that the library holds to the letter: its words, every place, and what of the draft is not in it."""

    words: str
    places: tuple[Place, ...]
    set_aside: tuple[Loose, ...] = ()


def confirmed(words: Words, library: QuoteLibrary) -> Confirmed | None:
    """The reading of a quotation that stands in the library; None where none does.

    Documents that the keyword index names are tried first, in every reading: looking through all texts takes longer.
    """
    if len(words.text) > LONGEST_LOOSE:
        return _as_it_stands(words.text, library)
    loose = loose_in(words.text, words.marks, library.is_telling, words.source)
    return (
        _loosely(words.text, loose, library, library.documents_holding)
        or _as_it_stands(words.text, library)
        or _loosely(words.text, loose, library, library.documents_spelling)
    )


def _as_it_stands(text: str, library: QuoteLibrary) -> Confirmed | None:
    verdict = confirm(text, library)
    return Confirmed(text, verdict.places) if verdict.status == "exact" else None


def _loosely(text: str, loose: Sequence[Loose], library: QuoteLibrary, candidates: Candidates) -> Confirmed | None:
    """The reading that leaves out least."""
    for reading, set_aside in sorted(_readings(text, loose, candidates), key=lambda one: len(one[1])):
        places = confirm(reading, library).places
        if any(one.kind == "stop" for one in set_aside):
            places = tuple(place for place in places if not _asks(place))
        if places:
            return Confirmed(reading, places, tuple(set_aside))
    return None


def is_too_short(words: Words, library: QuoteLibrary) -> bool:
    """Whether a quotation has too few words to prove anything, the marks of notes not counted."""
    if words_in(words.text) < SHORTEST or not library.is_telling(fold(words.text)):
        return True
    bare = plainest(words.text, loose_in(words.text[:LONGEST_LOOSE], words.marks, library.is_telling, words.source))
    return words_in(bare) < SHORTEST


def _readings(text: str, loose: Sequence[Loose], candidates: Candidates) -> Iterator[tuple[str, list[Loose]]]:
    """Readings that some of the documents hold, folded, and what each of them leaves out."""
    sure = fold(sure_words(text, loose))
    if not loose or not sure:
        return
    pattern, told = pattern_of(text, loose), set[str]()
    for folded_text in (folded_text for document in candidates(sure) for folded_text in _texts(document)):
        for match in pattern.finditer(folded_text):
            if match[0] not in told and len(told) < MOST_READINGS:
                told.add(match[0])
                pairs = zip(loose, match.groups(), strict=True)
                yield match[0], [one for one, held in pairs if held != folded(text[one.start : one.end]).text]


def _texts(document: Document) -> tuple[str, str]:
    return fold(document.text), fold(document.title)


def _asks(place: Place) -> bool:
    """Whether the words end in a question or a call there, which a draft turns into a statement by its own point."""
    text = place.document.title if place.in_title else place.document.text
    return text[place.end :].lstrip("”’\"')»›]")[:1] in ("?", "!")
