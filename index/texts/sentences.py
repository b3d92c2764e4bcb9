"""Where sentences begin and end in a document's text, to the character.

sentencex (Wikimedia) splits the lines of a text; it splits too often after ordinals and abbreviations that it does
not know, which `_belongs` undoes. A quotation may only ever be one or more of these sentences.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator

import sentencex

from corpus.document import BULLET, Span

BULLETS = re.compile(rf"[ \t]*(?:[{BULLET}‣▪●◦·*–-][ \t]+)?")
CONTINUES = re.compile(r"[ \t]*[a-zà-öø-ÿ(]")
ORDINAL = re.compile(r"(?:^|\s)\d{1,2}\.$")
NUMBERED = re.compile(r"\d{1,2}\.")
"""What stands before a numbered heading or list item."""
ORDINAL_LANGUAGES = frozenset(["cs", "da", "de", "et", "fi", "hr", "hu", "is", "lv", "no", "sk", "sl", "sr"])
"""Languages that write "the 3rd" as "3."."""
SHORT_FORM = re.compile(
    r"(?:^|[\s(])(?:Art|No|Nr|cf|ca|p|pp|vol|ed|al|i\.e|e\.g|z\.B|Mr|Mrs|Ms|M|MM|Mme|Dr|Prof|St|Fig|Sec|Ch)\.$"
)
TAIL = 8
"""Characters at the end of a sentence that hold all of an ordinal or short form, and what stands before it."""
AT_ONCE = 10_000
"""Characters of a line that sentencex is given at once: it compares each sign that may end a sentence with each
quotation mark, and takes 16 s for 200,000 of them. The longest line of the texts that quality is measured on has 7,000.
"""
MARGIN = 2_000
"""Characters before the end of such a part in which a quotation may have begun that ends beyond it."""
BEFORE_POINT = re.compile(r"(?<!\s)\s++(?=\.)")
WIDE = re.compile(r"[^\x00-\x7f]")
ENDED = re.compile(r"[.!?:;…][\"”’»)\]]*\s*$")


def sentences(text: str, language: str = "en") -> list[Span]:
    """The sentences of `text` in order, without bullets and surrounding white space.

    Every character that is neither white space nor a bullet lies in exactly one sentence.
    """
    return [span for line in _lines(text) for span in _split(text, line, language)]


def _lines(text: str) -> Iterator[Span]:
    """Stretches that no sentence crosses: lines, but for a line break inside a sentence."""
    held: Span | None = None
    above = ""
    for match in re.finditer(r"[^\n]+", text):
        if match[0].isspace():
            continue
        if held and _wraps(above, text[held.end : match.start()], match[0]):
            held = Span(held.start, match.end())
        else:
            if held:
                yield held
            held = Span(match.start(), match.end())
        above = match[0]
    if held:
        yield held


def _wraps(above: str, between: str, line: str) -> bool:
    """Whether a line break was only a wrapping of the line."""
    return between.count("\n") == 1 and CONTINUES.match(line) is not None and ENDED.search(above) is None


def _split(text: str, line: Span, language: str) -> Iterator[Span]:
    bullet = BULLETS.match(text, line.start, line.end)
    offset = bullet.end() if bullet else line.start
    words = text[offset : line.end]
    at = start = end = 0  # the sentence so far is words[start:end]
    for until in _ends(words, language):
        piece = words[at:until]
        if piece and not piece.isspace():
            start = start if start < end else until - len(piece.lstrip())
            end = at + len(piece.rstrip())
        if start < end and (until == len(words) or not _belongs(words, Span(start, end), until, language)):
            yield Span(offset + start, offset + end)
            start = end
        at = until


def _ends(words: str, language: str) -> Iterator[int]:
    """Where sentencex ends sentences, the last at the end of the words. What is longer than AT_ONCE is given in parts,
    each of which begins where a sentence does; without the end of one in a part, at a blank.
    """
    at = 0
    while len(words) - at > AT_ONCE:
        part = words[at : at + AT_ONCE]
        found = _ends_at_once(part, language)
        ends = found[: bisect_right(found, AT_ONCE - MARGIN)] or found[:1] or [part.rfind(" ") + 1 or AT_ONCE]
        yield from (at + end for end in ends)
        at += ends[-1]
    yield from (at + end for end in _ends_at_once(words[at:], language))
    yield len(words)


def _ends_at_once(words: str, language: str) -> list[int]:
    """Ends of all sentences but the last."""
    ends = [piece["end_index"] for piece in sentencex.get_sentence_boundaries(language, narrowed(words))]
    return [end for end in ends[:-1] if end > 0]


def narrowed(words: str) -> str:
    """The words with blanks for wide white space before points, sign for sign: at "A\u00a0." sentencex 1.0.32 goes back
    a byte from the point, into the middle of a sign, and panics.
    """
    return BEFORE_POINT.sub(lambda run: WIDE.sub(" ", run[0]), words)


def _belongs(words: str, held: Span, until: int, language: str) -> bool:
    """Whether two pieces are one sentence: the first ends in an abbreviation or ordinal, or the second goes on."""
    goes_on = CONTINUES.match(words, until)
    if goes_on and not goes_on[0].endswith("("):
        return words[held.end - 1] == "."
    tail = words[max(held.start, held.end - TAIL) : held.end]
    ordinal = language in ORDINAL_LANGUAGES and ORDINAL.search(tail) is not None
    return ordinal or NUMBERED.fullmatch(tail) is not None or SHORT_FORM.search(tail) is not None
