"""Vectors of sentences, remembered: popular documents answer many questions."""

import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np

from index.encoder import Encoder, Vectors

HELD = 8192
"""Sentences remembered: 12 MB of vectors."""


class SentenceVectors:
    """Embeds sentences together, each once while it is remembered; safe to share between threads."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._held: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, sentences: Sequence[str]) -> Vectors:
        """Unit vectors of shape (len(sentences), dimension)."""
        with self._lock:
            known = {words: self._held[words] for words in sentences if words in self._held}
        fresh = [words for words in dict.fromkeys(sentences) if words not in known]
        if fresh:
            known |= zip(fresh, self._encoder.encode_passages(fresh, lambda _done: None), strict=True)
        with self._lock:
            for words in dict.fromkeys(sentences):
                self._held[words] = known[words]
                self._held.move_to_end(words)
            while len(self._held) > HELD:
                self._held.popitem(last=False)
        return np.stack([known[words] for words in sentences])
