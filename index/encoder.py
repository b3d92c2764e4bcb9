"""Texts to unit vectors. The `Encoder` protocol is one of the three seams; `OpenVinoEncoder` is what runs by default.

sentence-transformers loads a model once and converts it (index.conversion, in a process of its own); afterwards
neither torch nor sentence-transformers is imported: that import alone takes some six seconds.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import openvino
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.conversion import DESCRIPTION, converted

Vectors = NDArray[np.float32]
Progress = Callable[[int], None]
"""Called with the number of items done since the last call."""

TOKENS_PER_BATCH = 4096
"""Padded tokens a batch may hold. Passages a second on 2 cores: 132 with 1,024, 151 with 4,096, 120 with 16,384."""
TEXTS_PER_WINDOW = 2048
"""Texts that are tokenised and sorted by length together; this bounds memory and keeps padding low."""


class Encoder(Protocol):
    """Turns texts into vectors whose inner product is their similarity."""

    @property
    def name(self) -> str:
        """The model as the settings name it."""

    @property
    def fingerprint(self) -> str:
        """sha256 of the model's files: vectors of different fingerprints are never compared."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    def encode_passages(self, texts: Sequence[str], progress: Progress) -> Vectors:
        """Unit vectors, float32 of shape (len(texts), dimension)."""

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, float32 of shape (len(texts), dimension)."""


class OpenVinoEncoder:
    """A sentence-transformers model, converted once and run by OpenVINO on the CPU.

    Vectors agree with sentence-transformers' own to 2e-3 (bfloat16) or 1e-6 (float32).
    """

    def __init__(self, folder: Path, name: str) -> None:
        told: dict[str, Any] = json.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))
        self.name = name
        self.fingerprint: str = told["fingerprint"]
        self.dimension: int = told["dimension"]
        self._query_prompt: str = told["prompts"]["query"]
        self._passage_prompt: str = told["prompts"]["passage"]
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(told["tokens"])
        self._tokenizer.no_padding()
        self._padding: int = told["padding"]
        self._model = _compiled(folder)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of questions, shape (len(texts), dimension)."""
        return self._encode([self._query_prompt + text for text in texts], _silent)

    def encode_passages(self, texts: Sequence[str], progress: Progress) -> Vectors:
        """Unit vectors of passages, shape (len(texts), dimension)."""
        return self._encode([self._passage_prompt + text for text in texts], progress)

    def _encode(self, texts: Sequence[str], progress: Progress) -> Vectors:
        vectors = np.empty((len(texts), self.dimension), np.float32)
        for first in range(0, len(texts), TEXTS_PER_WINDOW):
            ids = [e.ids for e in self._tokenizer.encode_batch_fast(texts[first : first + TEXTS_PER_WINDOW])]
            for batch in _batches([len(row) for row in ids]):
                vectors[batch + first] = self._infer([ids[at] for at in batch])
                progress(len(batch))
        return vectors

    def _infer(self, ids: Sequence[Sequence[int]]) -> Vectors:
        longest = max(len(row) for row in ids)
        tokens = np.full((len(ids), longest), self._padding, np.int64)
        mask = np.zeros((len(ids), longest), np.int64)
        for at, row in enumerate(ids):
            tokens[at, : len(row)] = row
            mask[at, : len(row)] = 1
        request = self._model.create_infer_request()  # one a call: requests may not be shared between threads
        found: Vectors = request.infer({"input_ids": tokens, "attention_mask": mask})[0]
        unit: Vectors = found / np.linalg.norm(found, axis=1, keepdims=True)
        return unit


def open_encoder(model: str, cache: Path) -> OpenVinoEncoder:
    """The encoder of a model, by name or path; converts it into `cache` when it was not yet.

    Raises SettingsError when there is no such model on this machine.
    """
    return OpenVinoEncoder(converted(model, cache), model)


def _compiled(folder: Path) -> Any:
    core = openvino.Core()
    precise = "bf16" if "BF16" in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES") else "f32"
    core.set_property({"CACHE_DIR": str(folder / "compiled")})
    return core.compile_model(
        str(folder / "model.xml"), "CPU", {"INFERENCE_PRECISION_HINT": precise, "PERFORMANCE_HINT": "LATENCY"}
    )


def _batches(lengths: Sequence[int]) -> Iterator[NDArray[np.int64]]:
    """Positions of texts of like length, each batch within TOKENS_PER_BATCH padded tokens."""
    order = np.argsort(lengths, kind="stable")
    first = 0
    for at in range(1, len(order) + 1):
        if at == len(order) or (at + 1 - first) * lengths[order[at]] > TOKENS_PER_BATCH:
            yield order[first:at]
            first = at


def _silent(_done: int) -> None:
    pass
