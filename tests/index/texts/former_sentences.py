"""How sentences were found before that was made linear: the oracle of test_sentences.py. Quadratic in long lines."""

import re
from collections.abc import Iterator

import sentencex

from corpus.document import Span
from index.texts.sentences import BULLETS, CONTINUES, ENDED, ORDINAL_LANGUAGES, narrowed

ORDINAL = re.compile(r"(?:^|\s)\d{1,2}\.\s*$")
NUMBERED = re.compile(r"\s*\d{1,2}\.\s*")
SHORT_FORM = re.compile(
    r"(?:^|[\s(])(?:Art|No|Nr|cf|ca|p|pp|vol|ed|al|i\.e|e\.g|z\.B|Mr|Mrs|Ms|M|MM|Mme|Dr|Prof|St|Fig|Sec|Ch)\.\s*$"
)


def former_sentences(text: str, language: str = "en") -> list[Span]:
    """The sentences of `text` in order, without bullets and surrounding white space.

    Every character that is neither white space nor a bullet lies in exactly one sentence.
    """
    return [span for line in _lines(text) for span in _split(text, line, language)]


def _lines(text: str) -> Iterator[Span]:
    """Stretches that no sentence crosses: lines, but for a line break inside a sentence."""
    held: Span | None = None
    for match in re.finditer(r"[^\n]*\S[^\n]*", text):
        if held and _wraps(text[held.start : held.end], text[held.end : match.start()], match[0]):
            held = Span(held.start, match.end())
            continue
        if held:
            yield held
        held = Span(match.start(), match.end())
    if held:
        yield held


def _wraps(before: str, between: str, line: str) -> bool:
    """Whether a line break was only a wrapping of the line."""
    return between.count("\n") == 1 and CONTINUES.match(line) is not None and ENDED.search(before) is None


def _split(text: str, line: Span, language: str) -> Iterator[Span]:
    bullet = BULLETS.match(text, line.start, line.end)
    offset = bullet.end() if bullet else line.start
    words = text[offset : line.end]
    start = 0
    pieces = sentencex.get_sentence_boundaries(language, narrowed(words))
    for at, piece in enumerate(pieces):
        end = piece["end_index"]
        last = at + 1 == len(pieces)
        if last or not _belongs(words[start:end], words[end:], language):
            span = _trimmed(text, offset + start, offset + (len(words) if last else end))
            if span.start < span.end:
                yield span
            start = end


def _belongs(before: str, after: str, language: str) -> bool:
    """Whether two pieces are one sentence: the first ends in an abbreviation or ordinal, or the second goes on."""
    if CONTINUES.match(after) and not after.lstrip().startswith("("):
        return before.rstrip()[-1:] == "."
    ordinal = language in ORDINAL_LANGUAGES and ORDINAL.search(before) is not None
    return ordinal or NUMBERED.fullmatch(before) is not None or SHORT_FORM.search(before) is not None


def _trimmed(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    return Span(start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip()))
