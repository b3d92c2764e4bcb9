"""Passages that say the same, sentence for sentence: one of them is shown, with the other places.

A statement stands in a PDF and in the post that presents it, a closing paragraph in every press release. Passages are
the same where each sentence of one stands in the other, to the letter but for what may differ in a quotation
(corpus/folding.py). Likeness is not enough: a text with "not" put in is nearly the same, and says the contrary.
"""

import hashlib
from collections.abc import Sequence

from corpus.document import Span
from corpus.folding import fold

DIGEST = 8
"""Bytes by which a sentence is known: of a million passages, two different sentences are taken for one in some ten
million libraries."""


def digests_of(text: str, sentences: Sequence[Span]) -> bytes:
    """The digests of the sentences, one behind the other, DIGEST bytes each."""
    words = (fold(text[one.start : one.end]).encode() for one in sentences)
    return b"".join(hashlib.blake2b(one, digest_size=DIGEST).digest() for one in words)


def gathered(passages: Sequence[bytes]) -> list[list[int]]:
    """Places of passages, by their digests and best first, in groups: the first of each holds all sentences of the
    others, and no better one does. Passages without a sentence are alone.
    """
    groups: list[list[int]] = []
    known: list[frozenset[bytes]] = []
    for place, told in enumerate(passages):
        sentences = frozenset(told[at : at + DIGEST] for at in range(0, len(told), DIGEST))
        first = next((at for at, held in enumerate(known) if sentences and sentences <= held), None)
        if first is None:
            groups.append([place])
            known.append(sentences)
        else:
            groups[first].append(place)
    return groups
