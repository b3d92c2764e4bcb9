"""Which sentences are quoted, from where to where, and which of them do not agree."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from assistant.answer import Citation
from assistant.answering.asked import Asked, denials, numbers_of
from assistant.answering.candidates import Candidate, touches
from assistant.answering.elsewhere import NOWHERE, Places
from assistant.speech import cuts, spoken_near
from assistant.statements import states_something
from corpus.document import Document, Span

QUOTES = 5
WEAKEST_QUOTE, WEAKEST_OF_MANY = 0.95, 0.8
"""Shares of the best sentence's score that a further one must reach to be quoted: where something specific is asked,
and where a position is asked for or a topic is named, which wants all that was said."""
ALIKE = 0.75
"""Share of common words from which two sentences say the same, or deny what the other says."""
SHORT, SHORT_STATEMENT = 100, 60
"""Characters below which a quotation goes on with the next sentence; one that takes a position says more by itself.
Token F1 on a quarter of Doc2Dial: .31 without, .33 with 60, .34 with 100 to 180."""
LONGEST_RUN = 5
"""Sentences of one quotation at most."""
LONGEST_CONTEXT = 1500
"""Characters before a quotation in a list that are shown, up to what leads in to the list."""
SPEAK_OF_THE_SAME = 0.5
"""Share of common words from which two sentences are compared."""
MARKS = " \t•‣▪●◦·*–-"
ITEM = re.compile(r"\n\s*(?:[•‣▪●◦·*–-]|\(?(?:\d{1,2}|[a-zA-Z])[.)])\s")
POINTS_BACK = re.compile(
    r"(?:it|its|they|their|them|this|that|these|those|such|he|she|his|her|here|there|both|he|therefore|however|but|and)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch of whole sentences of one passage, and the candidate that it was chosen for."""

    candidate: Candidate
    span: Span

    @property
    def words(self) -> str:
        """The stretch, sliced from its document."""
        return self.candidate.hit.document.text[self.span.start : self.span.end]


def chosen(asked: Asked, ranked: Sequence[Candidate]) -> list[Quote]:
    """The best sentence and what comes near it, none twice."""
    weakest = WEAKEST_OF_MANY if asked.broad else WEAKEST_QUOTE
    quotes: list[Quote] = []
    for one in ranked:
        if len(quotes) == QUOTES or one.score < weakest * ranked[0].score:
            break
        if not any(_repeats(one, quote) for quote in quotes):
            quotes.append(quote_of(one))
    return quotes


def quote_of(one: Candidate) -> Quote:
    """A sentence as it is quoted: with those that follow while it leads in to them or says little by itself."""
    return Quote(one, _stretch(one))


def _repeats(one: Candidate, quote: Quote) -> bool:
    """Whether a sentence lies in a quotation, or says the same with nearly the same words."""
    same = one.hit.document.id == quote.candidate.hit.document.id
    if same and one.span.start < quote.span.end and quote.span.start < one.span.end:
        return True
    return alike(one.words, quote.candidate.words) and not disagree(one.words, quote.candidate.words)


def _stretch(one: Candidate) -> Span:
    """A sentence with those that follow while it leads in to them ("We ask for:") or says little by itself."""
    text, sentences = one.hit.document.text, one.hit.passage.sentences
    spoken = spoken_near(text, one.hit.passage.start, one.hit.passage.end)
    first = last = sentences.index(one.span)
    enough = SHORT_STATEMENT if states_something(one.words) else SHORT
    leads_in = one.words.rstrip().endswith(":")
    for after in sentences[first + 1 : first + LONGEST_RUN]:
        goes_on = _is_item(text, sentences[last], after) if leads_in and last > first else leads_in
        same_paragraph = "\n\n" not in text[sentences[last].end : after.start]
        short = same_paragraph and sentences[last].end - one.span.start < enough
        if not (goes_on or short) or touches(after, one.hit.document.quotations) or cuts(after, spoken):
            break
        last += 1
    return Span(one.span.start, sentences[last].end)


def _is_item(text: str, before: Span, span: Span) -> bool:
    """Whether a sentence begins an item of a list."""
    return ITEM.search(text[before.end : span.start]) is not None


def alike(one: str, other: str) -> bool:
    """Whether two sentences have nearly the same words."""
    left, right = _words(one), _words(other)
    return len(left & right) >= ALIKE * min(len(left), len(right))


def disagree(one: str, other: str) -> bool:
    """Whether one sentence denies more than the other, or they give other numbers."""
    left, right = numbers_of(one), numbers_of(other)
    return denials(one) != denials(other) or bool(left and right and left != right)


def contrasts(citations: Sequence[Citation]) -> tuple[tuple[int, int], ...]:
    """Numbers of quotations from different years that speak of the same and do not agree, the older one first."""
    found = []
    for pair in combinations(citations, 2):
        years = {one.document.published.year for one in pair if one.document.published}
        left, right = (_words(one.quote) for one in pair)
        common = len(left & right) / max(min(len(left), len(right)), 1)
        if len(years) == len(pair) and common >= SPEAK_OF_THE_SAME and disagree(pair[0].quote, pair[1].quote):
            older, newer = sorted(pair, key=lambda one: str(one.document.published))
            found.append((older.number, newer.number))
    return tuple(found)


def cited(number: int, quote: Quote, places: Places = NOWHERE) -> Citation:
    """A quotation with what stands around it: its paragraph, and before it what it points back at or is a part of; and
    with the other places of its words among some passages.
    """
    document, span = quote.candidate.hit.document, quote.span
    hit = quote.candidate.hit
    words = hit.text[span.start - hit.passage.start : span.end - hit.passage.start]
    around = surroundings(document.text, span)
    copies = places.holding(words, number, document.id)
    return Citation(
        number, document, span.start, span.end, around.start, around.end, quote.candidate.terms, words, copies
    )


def surroundings(text: str, span: Span) -> Span:
    """The paragraph around a stretch of a text, and before it what it points back at or is a part of."""
    start, end = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.end)
    return Span(_context(text, start, span), len(text) if end < 0 else end)


def cited_alone(number: int, document: Document, span: Span) -> Citation:
    """A sentence with what stands around it."""
    around, words = surroundings(document.text, span), document.text[span.start : span.end]
    return Citation(number, document, span.start, span.end, around.start, around.end, words=words)


def _context(text: str, start: int, span: Span) -> int:
    """Where the context of a stretch begins whose line begins at `start`."""
    if not text[start : span.start].strip(MARKS) and POINTS_BACK.match(text, span.start):
        return _line_before(text, start)
    while ITEM.match("\n" + text[start : span.start + 1]) and span.start - start < LONGEST_CONTEXT:
        before = _line_before(text, start)
        if before == start:
            break
        start = before
    return start


def _line_before(text: str, start: int) -> int:
    """Where the line with words before the one that begins at `start` begins; `start` where there is none."""
    end = len(text[:start].rstrip())
    return text.rfind("\n", 0, end) + 1 if end else start


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))
