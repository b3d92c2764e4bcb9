"""What a text sets in quotation marks: words that somebody else may have said.

A sentence that holds a whole quotation shows its marks, and mostly who speaks. One from the middle of a longer
quotation shows neither, and would be read as the organisation's own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.glyphs import CLOSERS, DOUBLE, may_close, may_open, opens_anew
from corpus.document import Span

REACH = 4_000
"""Characters before and behind a passage in which a quotation may begin or end that runs through it: two pages."""
DEEPEST = 6
"""Quotations within each other that are followed."""
PARAGRAPH = "\n\n"


def spoken_near(text: str, start: int, end: int) -> tuple[Span, ...]:
    """The quotations in marks, without these, that begin and end around `text[start:end]`; each one is closed."""
    first = text.rfind(PARAGRAPH, 0, max(start - REACH, 0))
    return tuple(_spoken(text, max(first, 0), min(end + REACH, len(text))))


def cuts(sentence: Span, spoken: Sequence[Span]) -> bool:
    """Whether a sentence holds some words of a quotation, and not all of them."""
    return any(
        one.start < sentence.end and sentence.start < one.end and (one.start < sentence.start or sentence.end < one.end)
        for one in spoken
    )


@dataclass(frozen=True, slots=True)
class _Open:
    glyph: str
    at: int


def _spoken(text: str, start: int, end: int) -> Iterator[Span]:
    opened: list[_Open] = []
    last = start
    for match in DOUBLE.finditer(text, start, end):
        at, glyph = match.start(), match[0]
        if opened and PARAGRAPH in text[last:at]:
            if _is_repeated(text, last, at, opened[0]):
                opened[1:], last = [], at
                continue
            if not _ends_what_went_on(text, at, opened[0]):
                opened.clear()
        last = at
        closed = next((n for n in range(len(opened) - 1, -1, -1) if glyph in CLOSERS[opened[n].glyph]), -1)
        if closed >= 0 and may_close(text, at) and not opens_anew(text, at):
            yield _without_space(text, opened[closed].at + 1, at)
            del opened[closed:]
        elif may_open(text, at) and len(opened) < DEEPEST:
            opened.append(_Open(glyph, at))


def _is_repeated(text: str, last: int, at: int, one: _Open) -> bool:
    """Whether a mark only says, at the beginning of the next paragraph, that a quotation goes on."""
    again = text[at] == one.glyph or (one.glyph, text[at]) == ("«", "»")
    return again and text.rfind(PARAGRAPH, last, at) == text.find(PARAGRAPH, last, at) == at - len(PARAGRAPH)


def _ends_what_went_on(text: str, at: int, one: _Open) -> bool:
    """Whether a mark in a later paragraph closes a quotation; a straight one rather opens the next."""
    return text[at] != '"' and text[at] in CLOSERS[one.glyph] and may_close(text, at) and not opens_anew(text, at)


def _without_space(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    return Span(start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip()))
