"""Texts of like length together: what a model reads at once, with few tokens that only fill up."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

TOKENS_PER_BATCH = 2048
"""Padded tokens a batch may hold; what a core's cache takes in (see docs/decisions.md, 2026-11-26)."""
TEXTS_PER_WINDOW = 2048
"""Texts that are tokenised and sorted by length together; this bounds memory and keeps padding low."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Texts of like length: their positions among all, and what the model reads of each."""

    positions: NDArray[np.int64]
    encodings: Sequence[Encoding]

    def inputs(self, padding: int) -> dict[str, NDArray[np.int64]]:
        """Tokens, filled up with `padding`, and which of them are real: both of shape (texts, longest)."""
        longest = max(1, *(len(one) for one in self.encodings))  # an empty text may be of no token at all
        tokens = np.full((len(self.encodings), longest), padding, np.int64)
        mask = np.zeros((len(self.encodings), longest), np.int64)
        for at, one in enumerate(self.encodings):
            tokens[at, : len(one)] = one.ids
            mask[at, : len(one)] = 1
        return {"input_ids": tokens, "attention_mask": mask}


def batched(texts: Sequence[str], tokenizer: Tokenizer, marks: bool) -> Iterator[Batch]:
    """All texts, each in one batch; `marks` tells whether they stand between the tokens that mark begin and end."""
    for first in range(0, len(texts), TEXTS_PER_WINDOW):
        encodings = tokenizer.encode_batch(texts[first : first + TEXTS_PER_WINDOW], add_special_tokens=marks)
        for positions in by_length([len(one) for one in encodings]):
            yield Batch(positions + first, [encodings[at] for at in positions])


def by_length(lengths: Sequence[int]) -> Iterator[NDArray[np.int64]]:
    """Positions of texts of like length, the longest first, each batch within TOKENS_PER_BATCH padded tokens.

    The longest come first so that what is asked of memory is known at the beginning, and so that no long batch is
    waited for at the end.
    """
    order = np.argsort(lengths, kind="stable")[::-1]
    first = 0
    for at in range(1, len(order) + 1):
        if at == len(order) or (at + 1 - first) * lengths[order[first]] > TOKENS_PER_BATCH:
            yield order[first:at]
            first = at
