"""Passages that say the same, sentence for sentence: one of them is shown, with the other places.

A statement stands in a PDF and in the post that presents it, a closing paragraph in every press release. Passages are
the same where the sentences of one stand in the other, one after the other, to the letter but for what may differ in a
quotation (corpus/folding.py). Likeness is not enough: a text with "not" put in is nearly the same, and says the
contrary. Nor are the words alone: who says them counts, and of what a list is a list.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.document import Document, Span
from corpus.folding import fold
from index.texts.passages import Passage

DIGEST = 8
"""Bytes by which a sentence is known: of a million passages, two different sentences are taken for one in some ten
million libraries."""
PROSE = 8
"""Words of a sentence, on an average, from which it says something without its heading."""
WHOLE = re.compile(r"[.!?…][)\]\"']*$")
"""How a folded sentence ends that is no item of a list."""


@dataclass(frozen=True, slots=True)
class Copy:
    """Another place of what a hit says: a passage all of whose sentences the hit has."""

    document: Document
    passage: Passage

    @property
    def page(self) -> int | None:
        """Page on which the passage begins; None for web text."""
        return self.document.page_at(self.passage.start)

    @property
    def quoted(self) -> bool:
        """Whether some of it is somebody else's words, which the document shows and does not say."""
        start, end = self.passage.start, self.passage.end
        return any(span.start < end and start < span.end for span in self.document.quotations)

    @property
    def is_prose(self) -> bool:
        """Whether it is made of sentences that say something without their heading, as items of a list do not."""
        said = [fold(self.document.text[span.start : span.end]) for span in self.passage.sentences]
        words = sum(len(sentence.split()) for sentence in said)
        whole = all(WHOLE.search(sentence) for sentence in said)
        return bool(said) and whole and words >= PROSE * len(said) and said[0].lstrip("\"'(")[:1].isalpha()


def digests_of(text: str, sentences: Sequence[Span]) -> bytes:
    """The digests of the sentences, one behind the other, DIGEST bytes each."""
    words = (fold(text[one.start : one.end]).encode() for one in sentences)
    return b"".join(hashlib.blake2b(one, digest_size=DIGEST).digest() for one in words)


def gathered(passages: Sequence[bytes], apart: Callable[[int, int], bool] = lambda *_: False) -> list[list[int]]:
    """Places of passages, by their digests and best first, in groups: the first of each holds all sentences of the
    others in a row, and no better one does. Passages without a sentence are alone. `apart` says of two places, the
    better one first, whether what they say differs though their words do not.
    """
    groups: list[list[int]] = []
    holding = defaultdict[bytes, list[list[int]]](list)
    for place, told in enumerate(passages):
        may_hold = holding[told[:DIGEST]] if told else []
        group = next((one for one in may_hold if _in_a_row(told, passages[one[0]]) and not apart(one[0], place)), None)
        if group:
            group.append(place)
            continue
        groups.append([place])
        for digest in {told[at : at + DIGEST] for at in range(0, len(told), DIGEST)}:
            holding[digest].append(groups[-1])
    return groups


def say_otherwise(one: Copy, other: Copy) -> bool:
    """Whether a passage says something else than a better one with the same words: another speaks, the better one
    holds more and only shows these words, or they are items of lists under different headings.
    """
    if one.document.speaker != other.document.speaker:
        return True
    if one.quoted and not other.quoted and len(one.passage.sentences) > len(other.passage.sentences):
        return True
    return fold(one.passage.heading) != fold(other.passage.heading) and not other.is_prose


def lead_of(places: Sequence[Copy]) -> int:
    """Which of some passages with the same sentences, best first, is to be shown: one whose document says the words
    itself, and holds; else the best.
    """
    return min(range(len(places)), key=lambda at: (places[at].quoted, places[at].document.status != "current", at))


def _in_a_row(part: bytes, whole: bytes) -> bool:
    """Whether some digests stand in others, one behind the other."""
    at = whole.find(part)
    while at % DIGEST and at >= 0:
        at = whole.find(part, at + 1)
    return at >= 0
