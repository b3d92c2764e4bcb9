"""Words that are broken over two lines, mended as the rest of the file writes them.

PDFium tells of a hyphen at the end of a line only that there was one, not whether it was printed for good
("non-formal") or only because the line ended ("educa-tion").
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from corpus.pdf.traced import Traced

LINE_END_HYPHENS = "-\u00ad\u2010\x02\ufffe"
"""Signs after which a word goes on in the next line; PDFium marks such a hyphen as U+0002 or U+FFFE."""
UNPRINTED = "\u00ad\x02\ufffe"
"""Hyphens that are printed only where a line ends."""
WORD = re.compile(r"\w+(?:-\w+)*")
LAST_WORD = re.compile(r"\w+(?:-\w+)*$")
LONGEST_WORD = 60
BROKEN_RANGE = re.compile(r"\d[-–]$")
SUSPENDED = frozenset("und oder bzw et ou and or nor to en of och eller og ja tai e y o i a bis sowie".split())  # noqa: SIM905
"""Words before which a hyphen stands for what follows later: "Aus- und Weiterbildung"."""
LASTING = frozenset("non self co re pre post multi inter cross micro macro e long short well ex anti semi".split())  # noqa: SIM905
"""What a lasting hyphen often stands after."""
SHORTEST_PART = 3
"""Letters that both halves must have to be taken for words of their own."""


@dataclass(frozen=True, slots=True)
class Speller:
    """How a file writes its words. `breaks_words`: whether its lines break words that have no hyphen elsewhere."""

    vocabulary: Counter[str]
    breaks_words: bool

    @classmethod
    def of(cls, lines: Iterable[str]) -> "Speller":
        """The speller of a file's lines."""
        told = list(lines)
        vocabulary = Counter(WORD.findall("\n".join(told).casefold()))
        speller = cls(vocabulary, breaks_words=True)
        halves = (_halves(one, other) for one, other in pairwise(told) if one[-1:] in LINE_END_HYPHENS)
        known = [speller._known(*pair) for pair in halves if all(pair)]
        return cls(vocabulary, known.count("one word") >= known.count("hyphen"))

    def joined(self, words: Traced, line: Traced) -> Traced:
        """`words` and the next line of the same paragraph."""
        before, after = words.text, line.text
        if not before:
            return line
        if BROKEN_RANGE.search(before) and after[:1].isdigit():
            return words + line
        head, tail = _halves(before, after) if before[-1] in LINE_END_HYPHENS else ("", "")
        if not head or not tail or tail.casefold() in SUSPENDED:
            return _with_hyphen(words) + Traced.nowhere(" ") + line
        lasting = before[-1] != "\u00ad" and self._is_lasting(head, tail)
        return (_with_hyphen(words) if lasting else words.cut(0, len(before) - 1)) + line

    def _is_lasting(self, head: str, tail: str) -> bool:
        """Whether the hyphen between two halves of a word is printed wherever the word stands."""
        known = self._known(head, tail)
        if known:
            return known == "hyphen"
        first, second = head.rsplit("-", 1)[-1].casefold(), tail.split("-", 1)[0].casefold()
        if not tail[0].islower() or first in LASTING:
            return True
        words = min(len(first), len(second)) >= SHORTEST_PART and self.vocabulary[first] and self.vocabulary[second]
        return bool(words) and not self.breaks_words

    def _known(self, head: str, tail: str) -> str:
        """How the file writes the word elsewhere: "one word", "hyphen", or "" when it does not."""
        one, two = (self.vocabulary[word.casefold()] for word in (head + tail, f"{head}-{tail}"))
        return "one word" if one >= two and one else "hyphen" if two else ""


def _halves(before: str, after: str) -> tuple[str, str]:
    """The end of a broken word and its beginning on the next line; "" where there is no letter."""
    head, tail = LAST_WORD.search(before[-LONGEST_WORD:-1]), WORD.match(after)
    return head[0] if head else "", tail[0] if tail and tail[0][0].isalpha() else ""


def _with_hyphen(words: Traced) -> Traced:
    """Words whose last sign, where PDFium marks a hyphen by it, is one."""
    if words.text[-1:] not in ("\x02", "\ufffe"):
        return words
    return Traced(words.text[:-1] + "-", words.places)
