"""Where sentences begin and end in a document's text, to the character.

sentencex (Wikimedia) splits the lines of a text; it splits too often after ordinals and abbreviations that it does
not know, which `_belongs` undoes. A quotation may only ever be one or more of these sentences.
"""

import re
from collections.abc import Iterator

import sentencex

from corpus.document import BULLET, Span

LINE = re.compile(r"[^\n]+")
BULLETS = re.compile(rf"[ \t]*(?:[{BULLET}‣▪●◦·*–-][ \t]+)?")
CONTINUES = re.compile(r"[ \t]*[a-zà-öø-ÿ(]")
ORDINAL = re.compile(r"(?:^|\s)\d{1,2}\.$")
NUMBERED = re.compile(r"\d{1,2}\.$")
"""What stands before a numbered heading or list item."""
ORDINAL_LANGUAGES = frozenset(["cs", "da", "de", "et", "fi", "hr", "hu", "is", "lv", "no", "sk", "sl", "sr"])
"""Languages that write "the 3rd" as "3."."""
SHORT_FORM = re.compile(
    r"(?:^|[\s(])(?:Art|No|Nr|cf|ca|p|pp|vol|ed|al|i\.e|e\.g|z\.B|Mr|Mrs|Ms|M|MM|Mme|Dr|Prof|St|Fig|Sec|Ch)\.$"
)
LONGEST_END = 20
"""Signs at the end of a piece that tell whether it goes on; a short form has five and a point."""
ENDED = re.compile(r"[.!?:;…][\"”’»)\]]*\s*$")


def sentences(text: str, language: str = "en") -> list[Span]:
    """The sentences of `text` in order, without bullets and surrounding white space.

    Every character that is neither white space nor a bullet lies in exactly one sentence.
    """
    return [span for line in _lines(text) for span in _split(text, line, language)]


def _lines(text: str) -> Iterator[Span]:
    """Stretches that no sentence crosses: lines, but for a line break inside a sentence."""
    held, last = None, ""
    for match in LINE.finditer(text):
        if match[0].isspace():
            continue
        if held and _wraps(last, text[held.end : match.start()], match[0]):
            held = Span(held.start, match.end())
        else:
            if held:
                yield held
            held = Span(match.start(), match.end())
        last = match[0]
    if held:
        yield held


def _wraps(before: str, between: str, line: str) -> bool:
    """Whether a line break was only a wrapping of the line before."""
    return between.count("\n") == 1 and CONTINUES.match(line) is not None and ENDED.search(before) is None


def _split(text: str, line: Span, language: str) -> Iterator[Span]:
    bullet = BULLETS.match(text, line.start, line.end)
    offset = bullet.end() if bullet else line.start
    words = text[offset : line.end]
    start = 0
    pieces = sentencex.get_sentence_boundaries(language, words)
    for at, piece in enumerate(pieces):
        end = piece["end_index"]
        last = at + 1 == len(pieces)
        if last or not _belongs(words, start, end, language):
            span = _trimmed(text, offset + start, offset + (len(words) if last else end))
            if span.start < span.end:
                yield span
            start = end


def _belongs(text: str, start: int, end: int, language: str) -> bool:
    """Whether the piece `[start, end)` of a line and what follows are one sentence: it ends in an abbreviation or
    ordinal, or the other goes on. Of a piece, which may be a long one, only the end is looked at.
    """
    stop = end
    while stop > start and text[stop - 1].isspace():
        stop -= 1
    follows = CONTINUES.match(text, end)
    if follows and not follows[0].endswith("("):
        return text.endswith(".", start, stop)
    tail = text[max(start, stop - LONGEST_END) : stop]
    if language in ORDINAL_LANGUAGES and ORDINAL.search(tail):
        return True
    number = NUMBERED.search(tail)
    numbered = number is not None and not text[start : stop - len(number[0])].strip()
    return numbered or SHORT_FORM.search(tail) is not None


def _trimmed(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    return Span(start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip()))
