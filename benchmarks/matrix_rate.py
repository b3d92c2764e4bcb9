"""What the processor multiplies a second in matrices of a model's own shapes, and what reading texts takes of that."""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from index.models.openvino_alone import core, openvino_to_run

TOKENS = 4096
"""As many rows as a batch has tokens (index.models.batches)."""
REPEATS = 5


@dataclass(frozen=True, slots=True)
class Shapes:
    """The sizes of a transformer of the kind of BERT."""

    layers: int
    width: int
    inner: int

    def matrices(self) -> list[tuple[int, int]]:
        """Sizes of the matrices of one layer."""
        return [(self.width, self.width)] * 4 + [(self.width, self.inner), (self.inner, self.width)]

    def of_matrices(self, tokens: int) -> float:
        """Multiplications and additions of so many tokens with the matrices of all layers."""
        return 2.0 * self.layers * tokens * sum(before * after for before, after in self.matrices())

    def operations(self, lengths: Sequence[int]) -> float:
        """Multiplications and additions for texts of so many tokens: of each token with the four matrices of attention
        and the two of the feed-forward part, and of each pair of tokens twice. All else is left out.
        """
        pairs = sum(length * length for length in lengths)
        return self.of_matrices(sum(lengths)) + 2.0 * self.layers * 2 * pairs * self.width


def shapes_of(folder: Path) -> Shapes:
    """The sizes that a model's config.json tells."""
    told = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    return Shapes(told["num_hidden_layers"], told["hidden_size"], told["intermediate_size"])


class MatrixRate:
    """The model's matrices alone, one product after the other and nothing between, in the precision in which OpenVINO
    runs the model; on all cores.
    """

    def __init__(self, shapes: Shapes, precision: str) -> None:
        openvino = openvino_to_run()
        ops = openvino.opset13
        rows = ops.parameter([TOKENS, shapes.width], np.float32)
        values, random = rows, np.random.default_rng(1)
        for _ in range(shapes.layers):
            for before, after in shapes.matrices():
                matrix = random.standard_normal((before, after), np.float32) / np.float32(before**0.5)
                values = ops.matmul(values, ops.constant(matrix), transpose_a=False, transpose_b=False)
        told = {"INFERENCE_PRECISION_HINT": precision, "PERFORMANCE_HINT": "LATENCY"}
        self._compiled: Any = core().compile_model(openvino.Model([values], [rows]), "CPU", told)
        self._rows = random.standard_normal((TOKENS, shapes.width), np.float32)
        self._operations = shapes.of_matrices(TOKENS)

    def measured(self) -> float:
        """Operations a second: of the fastest of some repeats, since nothing makes a processor faster than it is."""
        request, seconds = self._compiled.create_infer_request(), []
        for _ in range(REPEATS):
            began = time.perf_counter()
            request.infer([self._rows])
            seconds.append(time.perf_counter() - began)
        return self._operations / min(seconds)
