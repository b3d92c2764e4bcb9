"""What may differ between a text and a quotation of it that is still exact, and nothing else may.

The same words are set in different ways: a line is broken elsewhere, a site shows « » where somebody types " ", a PDF
draws "fi" as one sign. So, and only so, are two texts folded before they are compared:

- runs of white space (line breaks, tabs, no-break and thin spaces) become one space; none is put in or left out;
- soft hyphens are left out: they are seen only where a line happens to break;
- ligatures become their letters;
- double quotation marks of any shape become ", single ones and apostrophes become ', and the two are not mixed.

Case, accents, dashes, digits and every other sign stay: a changed one is another word, or another meaning. Signs
without width stay too, since nobody sees that they are there, and so do letters of other alphabets that only look the
same, and letters whose accent is a sign of its own. Primes (5′), grave and acute accents are no quotation marks.
"""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from corpus.document import Span

SOFT_HYPHEN = "\u00ad"
LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
QUOTE_GLYPHS = dict.fromkeys("“”„‟«»", '"') | dict.fromkeys("‘’‚‛‹›", "'")
VARIED = re.compile(f"[{SOFT_HYPHEN}{''.join(LIGATURES)}]")
"""Signs inside a word for which others, or none, may stand."""
_WHITE = re.compile(r"[^\S ]")
_LONGER = re.compile(f"[ {SOFT_HYPHEN}]{{2,}}|{VARIED.pattern}")


@dataclass(frozen=True, slots=True)
class Change:
    """`[start, end)` of a folded text stands for `[first, last)` of its source, which is not as long."""

    start: int
    end: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text, and where each of its characters comes from. Offsets count from 0, `end` exclusive."""

    text: str
    changes: tuple[Change, ...]
    """Ascending; between them source and folded text are equally long."""

    def source(self, start: int, end: int) -> Span:
        """The span of the source that `text[start:end]`, which is not empty, stands for. A sign that is cut is taken
        whole; soft hyphens before the first and after the last character are not.
        """
        return Span(self._first(start), self._last(end))

    def _first(self, start: int) -> int:
        at = bisect_right(self.changes, start, key=lambda change: change.start) - 1
        if at < 0:
            return start
        change = self.changes[at]
        return change.first if start < change.end else change.last + start - change.end

    def _last(self, end: int) -> int:
        at = bisect_left(self.changes, end, key=lambda change: change.start) - 1
        if at < 0:
            return end
        change = self.changes[at]
        return change.last + max(end - change.end, 0)


def fold(text: str) -> str:
    """A text in the form in which it is compared, without white space at its ends. Quick: signs are not traced."""
    for sign, plain in (QUOTE_GLYPHS | LIGATURES | {SOFT_HYPHEN: ""}).items():
        text = text.replace(sign, plain)
    return " ".join(text.split())


def folded(text: str) -> Folded:
    """What `fold` gives, but for white space at the ends, with the place of each sign in the text as it was."""
    even = _WHITE.sub(" ", text)
    for glyph, plain in QUOTE_GLYPHS.items():
        even = even.replace(glyph, plain)
    parts, changes = list[str](), list[Change]()
    at = length = 0
    for match in _LONGER.finditer(even):
        sign = LIGATURES.get(match[0]) or (" " if " " in match[0] else "")
        parts += (even[at : match.start()], sign)
        start = length + match.start() - at
        length, at = start + len(sign), match.end()
        changes.append(Change(start, length, match.start(), at))
    parts.append(even[at:])
    return Folded("".join(parts), tuple(changes))
