"""Remembered sentence vectors."""

import numpy as np

from assistant.sentence_vectors import SentenceVectors
from tests.conftest import ToyEncoder


def test_they_are_what_the_encoder_gives_in_the_order_asked() -> None:
    encoder = ToyEncoder()
    words = ["one sentence", "another one", "one sentence", "a third"]
    held = SentenceVectors(encoder)
    held.of(["a third"])
    assert np.array_equal(held.of(words), encoder.encode_passages(words, lambda _done: None))


def test_what_is_remembered_is_not_embedded_again() -> None:
    encoder = ToyEncoder()
    held = SentenceVectors(encoder)
    held.of(["one", "two"])
    held.of(["two", "one", "two", "three"])
    assert encoder.embedded == ["one", "two", "three"]
