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
from tokenizers import Encoding, Tokenizer

from corpus.document import Span
from corpus.errors import OtherVersion
from index.conversion import DESCRIPTION, converted
from index.generation import Recipe
from index.model_files import OWN, Prompts

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
        """sha256 of the model's files and prompts: vectors of different fingerprints are never compared."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    @property
    def multilingual(self) -> bool:
        """Whether texts that say the same in different languages have like vectors."""

    @property
    def unrelated(self) -> float:
        """The usual cosine of texts that have nothing to do with each other; see index.unrelated."""

    def encode_passages(
        self, texts: Sequence[str], parts: Sequence[Sequence[Span]], progress: Progress
    ) -> tuple[Vectors, list[Vectors]]:
        """Unit vectors of passages, float32 of shape (len(texts), dimension), and of parts of each one, which are given
        as spans of characters in their order: for each text an array of shape (len(its parts), dimension).
        """

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, float32 of shape (len(texts), dimension)."""


class OpenVinoEncoder:
    """A sentence-transformers model, converted once and run by OpenVINO on the CPU.

    Vectors agree with sentence-transformers' own to 2e-3 (bfloat16) or 1e-6 (float32).
    """

    def __init__(self, folder: Path, name: str, multilingual: bool | None = None) -> None:
        told: dict[str, Any] = json.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))
        self.name = name
        self.fingerprint: str = told["fingerprint"]
        self.dimension: int = told["dimension"]
        self.multilingual: bool = told["multilingual"] if multilingual is None else multilingual
        self.unrelated: float = told["unrelated"]
        self._query_prompt: str = told["prompts"]["query"]
        self._passage_prompt: str = told["prompts"]["passage"]
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(told["tokens"])
        self._tokenizer.no_padding()
        self._padding: int = told["padding"]
        self._marks: bool = told["marks"]
        self._means: bool = told["means"]
        self._model = _compiled(folder)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of questions, shape (len(texts), dimension)."""
        return self._encode([self._query_prompt + text for text in texts])

    def encode_passages(
        self, texts: Sequence[str], parts: Sequence[Sequence[Span]], progress: Progress
    ) -> tuple[Vectors, list[Vectors]]:
        """See Encoder. A part is the mean of its tokens as they were read inside the whole text, so it is known at no
        cost and keeps what stands around it in mind (late chunking, Günther et al. 2024, arXiv:2409.04701). Parts
        behind the model's reach, and all parts where the model makes no means, are read by themselves.
        """
        prompt = self._passage_prompt
        whole = np.empty((len(texts), self.dimension), np.float32)
        inner: list[Vectors] = [np.empty((0, self.dimension), np.float32)] * len(texts)
        for batch, encodings in self._batched([prompt + text for text in texts]):
            whole[batch], states = self._infer([one.ids for one in encodings])
            for at, encoding, tokens in zip(batch.tolist(), encodings, states, strict=True):
                if self._means:
                    inner[at] = _means(tokens, np.array(encoding.offsets).reshape(-1, 2) - len(prompt), parts[at])
            progress(len(batch))
        return whole, self._completed(inner, texts, parts)

    def _completed(self, inner: list[Vectors], texts: Sequence[str], parts: Sequence[Sequence[Span]]) -> list[Vectors]:
        """The vectors of parts, with those of the parts that follow the known ones."""
        left = [
            (at, self._passage_prompt + texts[at][span.start : span.end])
            for at, known in enumerate(inner)
            for span in parts[at][len(known) :]
        ]
        owners = np.array([at for at, _ in left], np.int64)
        found = self._encode([words for _, words in left])
        for at in np.unique(owners).tolist():
            inner[at] = np.concatenate([inner[at], found[owners == at]])
        return inner

    def _encode(self, texts: Sequence[str]) -> Vectors:
        vectors = np.empty((len(texts), self.dimension), np.float32)
        for batch, encodings in self._batched(texts):
            vectors[batch] = self._infer([one.ids for one in encodings])[0]
        return vectors

    def _batched(self, texts: Sequence[str]) -> Iterator[tuple[NDArray[np.int64], list[Encoding]]]:
        """Positions of texts of like length, and what the model reads of them."""
        for first in range(0, len(texts), TEXTS_PER_WINDOW):
            window = texts[first : first + TEXTS_PER_WINDOW]
            encodings = self._tokenizer.encode_batch(window, add_special_tokens=self._marks)
            for batch in _batches([len(one.ids) for one in encodings]):
                yield batch + first, [encodings[at] for at in batch]

    def _infer(self, ids: Sequence[Sequence[int]]) -> tuple[Vectors, Vectors]:
        """Unit vectors of texts, shape (n, dimension), and their tokens' states, shape (n, longest, width)."""
        longest = max(1, *(len(row) for row in ids))  # an empty text may be of no token at all
        tokens = np.full((len(ids), longest), self._padding, np.int64)
        mask = np.zeros((len(ids), longest), np.int64)
        for at, row in enumerate(ids):
            tokens[at, : len(row)] = row
            mask[at, : len(row)] = 1
        request = self._model.create_infer_request()  # one a call: requests may not be shared between threads
        outputs = request.infer({"input_ids": tokens, "attention_mask": mask})
        found: Vectors = outputs[0]
        return _unit(found), outputs[1]


def open_encoder(model: str, cache: Path, prompts: Prompts = OWN, multilingual: bool | None = None) -> OpenVinoEncoder:
    """The encoder of a model, by name or path, with other prompts than its own where these are told; converts it into
    `cache` when it was not yet. Whether it is multilingual is told by its card where it is not told here.

    Raises SettingsError when there is no such model on this machine, or it cannot be used.
    """
    return OpenVinoEncoder(converted(model, cache, prompts), model, multilingual)


def check_model(recipe: Recipe, encoder: Encoder, library: Path) -> None:
    """Raises OtherVersion where an index has the vectors of another model, or of other prompts of it."""
    if recipe.fingerprint == encoder.fingerprint:
        return
    other = f'the model "{recipe.model}", not with "{encoder.name}"'
    same = f'other files or prompts of the model "{recipe.model}"'
    raise OtherVersion(
        f"The index in {library} was built with {same if recipe.model == encoder.name else other}. Run `assistant sync "
        f"--index {library}` to build it anew, or name what it was built with in the settings."
    )


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


def _unit(vectors: Vectors) -> Vectors:
    """Vectors of length 1; one of length 0, of a text that a model knows no word of, stays."""
    unit: Vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    return unit


def _means(states: Vectors, offsets: NDArray[np.int64], parts: Sequence[Span]) -> Vectors:
    """Unit means of the states of the tokens that lie in each part, of the parts before the first that holds none.

    `states` has the shape (tokens or more, width), `offsets` (tokens, 2); special tokens are of no length. A token lies
    where it ends: in vocabularies of SentencePiece it begins with the space before its word.
    """
    real = np.flatnonzero(offsets[:, 1] > offsets[:, 0])
    sums = np.concatenate([np.zeros((1, states.shape[1]), np.float32), np.cumsum(states[real], axis=0)])
    firsts = np.searchsorted(offsets[real, 1], [part.start for part in parts], side="right")
    lasts = np.searchsorted(offsets[real, 1], [part.end for part in parts], side="right")
    known = int(np.argmax(lasts <= firsts)) if (lasts <= firsts).any() else len(parts)
    return _unit(sums[lasts[:known]] - sums[firsts[:known]])
