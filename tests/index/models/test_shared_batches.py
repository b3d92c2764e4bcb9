import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event

import numpy as np
import pytest

from index.models.encoder import OpenVinoEncoder
from index.models.shared_batches import SharedBatches
from index.ranking import Vectors

OTHERS = 7


@dataclass
class Counting:
    """A model that counts what it is asked, gives a text's length, and does not end its first work until told."""

    asked: list[list[str]] = field(default_factory=list)
    may_end: Event = field(default_factory=Event)

    def __call__(self, texts: Sequence[str]) -> Vectors:
        self.asked.append(list(texts))
        if len(self.asked) == 1:
            assert self.may_end.wait(30)
        if "bad" in texts:
            raise ValueError("no text")
        return np.array([[len(text)] for text in texts], np.float32).reshape(-1, 1)


def asked_meanwhile(shared: SharedBatches, model: Counting, texts: list[list[str]]) -> list[list[float] | str]:
    """What each thread is told that asks while the model is busy with another question."""

    def told(asked: list[str]) -> list[float] | str:
        try:
            return [float(value) for value in shared.vectors(asked)[:, 0]]
        except ValueError as error:
            return str(error)

    with ThreadPoolExecutor(len(texts) + 1) as pool:
        first = pool.submit(told, ["first"])
        while not model.asked:
            os.sched_yield()
        others = [pool.submit(told, asked) for asked in texts]
        while len(shared._waiting) < len(texts):
            os.sched_yield()
        model.may_end.set()
        assert first.result(30) == [5.0]
        return [one.result(30) for one in others]


def test_questions_that_wait_are_answered_by_one_inference_each_with_its_own_vectors() -> None:
    model = Counting()
    texts = [["x" * at] * (at % 3) for at in range(1, OTHERS + 1)]
    found = asked_meanwhile(SharedBatches(model), model, texts)
    assert found == [[float(len(text)) for text in asked] for asked in texts]
    assert len(model.asked) == 2
    assert sorted(model.asked[1]) == sorted(text for asked in texts for text in asked)


def test_one_alone_waits_for_nobody() -> None:
    model = Counting(may_end=Event())
    model.may_end.set()
    shared = SharedBatches(model)
    assert [float(shared.vectors([text])[0, 0]) for text in ("a", "bb", "ccc")] == [1, 2, 3]
    assert model.asked == [["a"], ["bb"], ["ccc"]]


def test_a_text_that_cannot_be_read_fails_whoever_asked_it_and_nobody_else() -> None:
    model = Counting()
    found = asked_meanwhile(SharedBatches(model), model, [["aa"], ["bad"], ["bbb"]])
    assert found == [[2.0], "no text", [3.0]]


def test_after_a_failure_the_next_one_is_answered() -> None:
    model = Counting()
    model.may_end.set()
    shared = SharedBatches(model)
    with pytest.raises(ValueError, match="no text"):
        shared.vectors(["bad"])
    assert shared.vectors(["aa"]).tolist() == [[2.0]]


def test_threads_that_ask_at_once_get_what_each_gets_alone(encoder: OpenVinoEncoder) -> None:
    texts = [f"What does paragraph {at} say of adult education?" for at in range(24)]
    alone = np.concatenate([encoder.encode_queries([text]) for text in texts])
    with ThreadPoolExecutor(8) as pool:
        together = np.concatenate(list(pool.map(lambda text: encoder.encode_queries([text]), texts)))
    assert (alone * together).sum(axis=1).min() > 0.999
    assert (alone @ together.T).argmax(axis=1).tolist() == list(range(24))
