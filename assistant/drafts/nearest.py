"""The stored words that come nearest to a quotation which no document holds. They are shown beside it, never as it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, islice

from assistant.drafts.alignment import nearest_window
from assistant.drafts.differences import differences_between, most_shared
from assistant.drafts.outcomes import Nearest
from assistant.quotes import Place
from corpus.document import Document
from index.query import Query
from index.search import Searcher
from index.texts.words import words_of

SAMPLE = 60
"""Words of a quotation that are searched at once; the model reads no more than some hundred."""
MOST_SAMPLES = 4
PASSAGES = 6
"""Passages taken of each search."""
PARTS = 3
"""Parts of a quotation by whose rarest words documents are looked up: a changed word is in one of them."""
MOST_OF_PART = 4
MOST_DOCUMENTS = 12
STEPS = 120_000_000
"""Pairs of words that are compared for one quotation: about a second. The first document may take as much again."""
LONGEST = 10_000
"""Words of a quotation that is compared; a longer one is a copy of a document, and told as not found."""
DOCUMENTS_HELD = 64
ALIKE = 0.5
"""Likeness from which a quotation was made of the words found."""
CLOSE = 0.9
"""Likeness from which no others are looked at: a word or two of a sentence differ."""
LONG_RUN = 9
"""Or words in a row that both have: two joined halves are as unlike each other as can be."""
AT_END = re.compile(r"[^\w\s]+$")
CORE = re.compile(r"\W*(.*\w)?", re.DOTALL)
"""A word between the signs around it: greedy from both sides, so that each sign is looked at once."""


@dataclass(frozen=True, slots=True)
class _Text:
    """A document's words without case and signs, for comparing, and where each of them stands."""

    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


class NearestFinder:
    """Finds nearest words in one library; remembers the words of the documents that it looked at."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        self._text = lru_cache(DOCUMENTS_HELD)(_text_of)

    def nearest(self, quotation: str) -> Nearest | None:
        """The nearest stored words; None where no document has half of the words or nine of them in a row, or where the
        quotation is too long to be compared.
        """
        words = [_plain(word) for word in quotation.split()]
        if len(words) > LONGEST:
            return None
        best, likeness, left = None, -1.0, STEPS
        for document in self._candidates(quotation):
            text = self._text(document)
            left -= len(words) * len(text.words)
            if not text.words or (left < 0 and (best is not None or left < -STEPS)):
                continue
            window = nearest_window(words, text.words)
            if window.end > window.start and window.likeness > likeness:
                place = Place(document, text.spans[window.start][0], text.spans[window.end - 1][1])
                best, likeness = place, window.likeness
            if likeness >= CLOSE:
                break  # what comes later is found by meaning, and at best as near
        if best is None:
            return None
        best = _ended_as(best, quotation)
        found = differences_between(best.words, quotation)
        alike = likeness >= ALIKE or most_shared(found.differences) >= LONG_RUN
        return Nearest(best, found.differences, found.coarse) if alike else None

    def _candidates(self, quotation: str) -> Iterator[Document]:
        """Documents that may hold the words, each once, the likeliest first."""
        seen = set[str]()
        for document in chain(self._by_rare_words(quotation), self._by_search(quotation)):
            if document.id not in seen and len(seen) < MOST_DOCUMENTS:
                seen.add(document.id)
                yield document

    def _by_rare_words(self, quotation: str) -> Iterator[Document]:
        words = quotation.split()
        size = max(1, min(len(words) // PARTS, SAMPLE))
        for first in range(0, size * PARTS, size):
            part = " ".join(words[first : first + size])
            yield from islice(self._searcher.documents_holding(part), MOST_OF_PART)

    def _by_search(self, quotation: str) -> Iterator[Document]:
        words = quotation.split()
        every = max(SAMPLE, len(words) // MOST_SAMPLES)
        for first in islice(range(0, len(words), every), MOST_SAMPLES):
            asked = Query(" ".join(words[first : first + SAMPLE]))
            yield from (hit.document for hit in self._searcher.search(asked, PASSAGES))


def _ended_as(place: Place, quotation: str) -> Place:
    """A place without the signs behind its last word, where a quotation ends in a word."""
    words = place.words
    if not quotation.rstrip()[-1:].isalnum():
        return place
    return replace(place, end=place.start + (len(AT_END.sub("", words)) or len(words)))


def _text_of(document: Document) -> _Text:
    found = words_of(document.text)
    return _Text(tuple(map(_plain, found.texts)), found.spans)


def _plain(word: str) -> str:
    """A word without case and the signs around it; signs alone stay."""
    core = CORE.match(word.replace("\u00ad", ""))
    return core[1].casefold() if core and core[1] else word
