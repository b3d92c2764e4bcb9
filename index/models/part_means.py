"""Vectors of parts of a text: means of the states of their tokens, as these were read inside the whole."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.document import Span

Vectors = NDArray[np.float32]


def unit(vectors: Vectors) -> Vectors:
    """Vectors of length 1; one of length 0, of a text that a model knows no word of, stays."""
    found: Vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    return found


def part_means(states: Vectors, offsets: NDArray[np.int64], parts: Sequence[Span]) -> Vectors:
    """Unit means of the states of the tokens that lie in each part, of the parts before the first that holds none.

    `states` has the shape (tokens or more, width), `offsets` (tokens, 2); special tokens are of no length. A token lies
    where it ends: in vocabularies of SentencePiece it begins with the space before its word.
    """
    real = np.flatnonzero(offsets[:, 1] > offsets[:, 0])
    sums = np.concatenate([np.zeros((1, states.shape[1]), np.float32), np.cumsum(states[real], axis=0)])
    firsts = np.searchsorted(offsets[real, 1], [part.start for part in parts], side="right")
    lasts = np.searchsorted(offsets[real, 1], [part.end for part in parts], side="right")
    known = int(np.argmax(lasts <= firsts)) if (lasts <= firsts).any() else len(parts)
    return unit(sums[lasts[:known]] - sums[firsts[:known]])
