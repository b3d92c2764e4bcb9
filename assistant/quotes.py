"""Whether a quotation stands in the library, to the letter.

A quotation is exact when some document holds its words in one piece, whole words at both ends, and nothing differs but
what `corpus.folding` names. Nothing here measures likeness: a passage and its negation are alike to any such measure.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

from corpus.document import Document, Span
from corpus.folding import fold, folded

SHORTEST = 5
"""Words that a quotation must have: fewer stand in many texts, and prove nothing."""
JOINTS = frozenset("-‐‑–−'/&@*:·+()")
"""Signs that make one word of what stands on both sides: "non-formal", "isn't", "and/or", "(re)skilling"."""
BEFORE_NUMBERS = frozenset("-−+±<>≤≥≈~€$£")
AFTER_WORDS = frozenset("%‰°+€$£")
NEW_PARAGRAPH = re.compile(r"\n\s*\n")
AROUND = 64
"""Signs on each side of a place that tell whether it cuts a word."""
SURROGATE = re.compile("[\ud800-\udfff]")
"""Halves of signs, which broken programs send and no stored text holds."""

Status = Literal["exact", "not_exact", "too_short"]


class QuoteLibrary(Protocol):
    """What is asked of a library; a searcher knows it. `words` are folded."""

    def is_telling(self, words: str) -> bool:
        """Whether any of the words is more than a function word."""

    def documents_holding(self, words: str) -> Iterable[Document]:
        """Documents that the keyword index knows to hold the words: soon told, and some may be missing."""

    def documents_spelling(self, words: str) -> Iterable[Document]:
        """Documents that may hold the words to the letter: none is missing."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quotation stands: `document.text[start:end]`, or `document.title[start:end]` when `in_title`."""

    document: Document
    start: int
    end: int
    in_title: bool = False

    @property
    def words(self) -> str:
        """The words as they stand there."""
        return (self.document.title if self.in_title else self.document.text)[self.start : self.end]

    @property
    def page(self) -> int | None:
        """Page on which it begins; None for web text and titles."""
        return None if self.in_title else self.document.page_at(self.start)

    @property
    def paragraphs(self) -> int:
        """How many paragraphs and headings it runs through: with more than one, a quotation in one line joins them."""
        return 1 + len(NEW_PARAGRAPH.findall(self.words))

    @property
    def others_words(self) -> bool:
        """Whether some of it is somebody else's, whom the document quotes."""
        spans = () if self.in_title else self.document.quotations
        return any(span.start < self.end and self.start < span.end for span in spans)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a quotation. Only an "exact" one has places; one that is "too_short" was not looked for."""

    quote: str
    status: Status
    places: tuple[Place, ...] = ()

    @property
    def reason(self) -> str:
        """The verdict in a sentence."""
        if self.status == "too_short":
            return f"Too short to tell: a quotation is looked for from {SHORTEST} words on, not all of them small ones."
        if self.status == "not_exact":
            return "No document of the library holds these words, to the letter and in one piece."
        joined = min(place.paragraphs for place in self.places)
        told = f", where they run over {joined} paragraphs" if joined > 1 else ""
        return f"These words stand in {self.places[0].document.title or self.places[0].document.id}{told}."


def confirm(quote: str, library: QuoteLibrary) -> Verdict:
    """Whether a library holds a quotation, and where.

    "exact" is told with every place in the documents that the keyword index names. Only when none of them holds the
    words to the letter is every text looked through; "not_exact" is told after that.
    """
    words = fold(quote)
    if SURROGATE.search(words):
        return Verdict(quote, "not_exact")
    if sum(any(sign.isalnum() for sign in word) for word in words.split()) < SHORTEST or not library.is_telling(words):
        return Verdict(quote, "too_short")
    for candidates in (library.documents_holding, library.documents_spelling):
        places = tuple(place for document in candidates(words) for place in _places(document, words))
        if places:
            return Verdict(quote, "exact", places)
    return Verdict(quote, "not_exact")


def located(document: Document, quote: str) -> tuple[Span, ...]:
    """Every span of the document's text that holds the quotation exactly, ascending."""
    return tuple(_spans(document.text, fold(quote)))


def stands_at(document: Document, span: Span, quote: str) -> bool:
    """Whether `located` has this span for the words that it holds, told from the signs around it alone: a text is long,
    and a basket holds hundreds of quotations. False where these signs do not tell it.
    """
    text, first = document.text, max(span.start - AROUND, 0)
    before, after = text[first : span.start], text[span.end : span.end + AROUND]
    if text[span.start : span.end] != quote or (first and not _tell(before)):
        return False
    if span.end + AROUND < len(text) and not _tell(after):
        return False
    within = Span(span.start - first, span.end - first)
    return within in _spans(before + quote + after, fold(quote))


def _tell(signs: str) -> bool:
    """Whether there are enough that can be seen to tell whether a word goes on: as many as `_neighbours` takes."""
    return sum(not sign.isspace() and unicodedata.category(sign) != "Cf" for sign in signs) > 2


def _places(document: Document, words: str) -> Iterator[Place]:
    for span in _spans(document.text, words):
        yield Place(document, span.start, span.end)
    for span in _spans(document.title, words):
        yield Place(document, span.start, span.end, in_title=True)


def _spans(text: str, words: str) -> Iterator[Span]:
    """Where a text holds folded words, as spans of the text as it is."""
    if not words or words not in fold(text):
        return
    found = folded(text)
    start = found.text.find(words)
    while start >= 0:
        end = start + len(words)
        if not _cuts(found.text, start) and not _cuts(found.text, end):
            yield found.source(start, end)
        start = found.text.find(words, start + 1)


def _cuts(text: str, at: int) -> bool:
    """Whether a word or number goes on across an offset: "able" does not stand in "unable", nor "1,5" in "21,5"."""
    left, right = _neighbours(text, at)
    if not left or not right:
        return False
    before, after = left[-1], right[0]
    if _of_word(before):
        follows = len(right) > 1 and _of_word(right[1]) and _joins(before, after, right[1])
        return _of_word(after) or after in AFTER_WORDS or follows
    if before in BEFORE_NUMBERS and after.isdigit():
        return True
    return len(left) > 1 and _of_word(left[0]) and _of_word(after) and _joins(left[0], before, after)


def _joins(left: str, joint: str, right: str) -> bool:
    return joint in JOINTS or (joint in ".," and left.isdigit() and right.isdigit())


def _neighbours(text: str, at: int) -> tuple[str, str]:
    """The two signs on each side of an offset; signs that are not seen do not count."""
    left = right = ""
    back, on = at, at
    while back > 0 and len(left) < 2:
        back -= 1
        left = text[back] + left if unicodedata.category(text[back]) != "Cf" else left
    while on < len(text) and len(right) < 2:
        right += text[on] if unicodedata.category(text[on]) != "Cf" else ""
        on += 1
    return left, right


def _of_word(sign: str) -> bool:
    return sign.isalnum() or sign == "_" or unicodedata.category(sign).startswith("M")
