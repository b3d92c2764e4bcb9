"""A stretch of a text with some of its words marked, as a template shows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.document import Span


@dataclass(frozen=True, slots=True)
class Marked:
    """`parts` are (words, whether they are marked) and give `text[start:end]` when put together."""

    start: int
    end: int
    parts: tuple[tuple[str, bool], ...]


def marked(text: str, start: int, end: int, marks: Sequence[Span]) -> Marked:
    """`text[start:end]` with the marks that lie in it: offsets of the text, ascending, that do not overlap."""
    parts, at = list[tuple[str, bool]](), start
    for mark in marks:
        parts += [(text[at : mark.start], False), (text[mark.start : mark.end], True)]
        at = mark.end
    parts.append((text[at:end], False))
    return Marked(start, end, tuple(part for part in parts if part[0]))
