"""Texts to unit vectors. The `Encoder` protocol is one of the three seams; `OpenVinoEncoder` is what runs by default.

sentence-transformers loads a model once and converts it (index.models.conversion, in a process of its own); afterwards
neither torch nor sentence-transformers is imported: that import alone takes some six seconds.
"""

import json
import logging
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from tokenizers import Tokenizer

from corpus.document import Span
from corpus.errors import OtherVersion, StorageError
from index.library.generation import Recipe
from index.models.batches import Batch, batched
from index.models.conversion import converted
from index.models.cores import cores_here
from index.models.kept_model import DESCRIPTION
from index.models.model_files import OWN, Prompts, model_folder
from index.models.network import Network
from index.models.part_means import part_means
from index.models.shared_batches import SharedBatches
from index.ranking import Vectors

LOG = logging.getLogger(__name__)
Progress = Callable[[int], None]
"""Called with the number of items done since the last call."""


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
        """The usual cosine of texts that have nothing to do with each other; see index.models.unrelated."""

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
        self._marks: bool = told["marks"]
        self._means: bool = told["means"]
        self._opened = partial(Network, folder, told["precision"], told["padding"])
        self._shared = SharedBatches(lambda texts: self._encode(texts, self.of_questions))

    @cached_property
    def of_passages(self) -> Network:
        """Each core reads a batch of its own: two that share one wait for each other after each of its 80 steps."""
        return self._opened(batches=cores_here(), cores=cores_here())

    @cached_property
    def of_questions(self) -> Network:
        """All cores read one batch: few tokens take as long as the weights take to come from memory, and two cores
        get them sooner (2.9 instead of 4.2 ms for 13 tokens, when something else was in the caches).
        """
        return self._opened(batches=1, cores=cores_here())

    def hold(self) -> None:
        """Open what is else opened when it is first needed: then the files may go."""
        _ = self.of_passages, self.of_questions

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of questions, shape (len(texts), dimension). Threads that ask at once share a batch."""
        return self._shared.vectors([self._query_prompt + text for text in texts])

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
        for batch, found, states in self.of_passages.run(self.batches([prompt + text for text in texts])):
            whole[batch.positions] = found
            for at, encoding, tokens in zip(batch.positions.tolist(), batch.encodings, states, strict=True):
                if self._means and parts[at]:
                    inner[at] = part_means(tokens, np.array(encoding.offsets).reshape(-1, 2) - len(prompt), parts[at])
            progress(len(batch.positions))
        return whole, self._completed(inner, texts, parts)

    def batches(self, texts: Sequence[str]) -> Iterator[Batch]:
        """What the model reads of texts that have their prompts, in the batches in which it does."""
        return batched(texts, self._tokenizer, self._marks)

    def _completed(self, inner: list[Vectors], texts: Sequence[str], parts: Sequence[Sequence[Span]]) -> list[Vectors]:
        """The vectors of parts, with those of the parts that follow the known ones."""
        left = [
            (at, self._passage_prompt + texts[at][span.start : span.end])
            for at, known in enumerate(inner)
            for span in parts[at][len(known) :]
        ]
        owners = np.array([at for at, _ in left], np.int64)
        found = self._encode([words for _, words in left], self.of_passages)
        for at in np.unique(owners).tolist():
            inner[at] = np.concatenate([inner[at], found[owners == at]])
        return inner

    def _encode(self, texts: Sequence[str], network: Network) -> Vectors:
        vectors = np.empty((len(texts), self.dimension), np.float32)
        for batch, found, _ in network.run(self.batches(texts)):
            vectors[batch.positions] = found
        return vectors


def encoder_here(model: str, cache: Path, prompts: Prompts = OWN, multilingual: bool | None = None) -> Encoder:
    """What `open_encoder` opens; where OpenVINO is not installed, sentence-transformers itself, several times slower.

    Raises SettingsError when there is no such model on this machine, or it cannot be used.
    """
    if find_spec("openvino") is not None:
        return open_encoder(model, cache, prompts, multilingual)
    from index.models.transformers_encoder import TransformersEncoder  # brings torch, which takes seconds to import

    LOG.warning("OpenVINO is not installed: the model is run by sentence-transformers, which is slower.")
    return TransformersEncoder(model_folder(model), model, prompts, multilingual)


def open_encoder(model: str, cache: Path, prompts: Prompts = OWN, multilingual: bool | None = None) -> OpenVinoEncoder:
    """The encoder of a model, by name or path, with other prompts than its own where these are told; converts it into
    `cache` when it was not yet, or for this process alone where that cannot be written. Whether it is multilingual is
    told by its card where it is not told here.

    Raises SettingsError when there is no such model on this machine, or it cannot be used.
    """
    try:
        return OpenVinoEncoder(converted(model, cache, prompts), model, multilingual)
    except StorageError as error:
        LOG.warning("%s The model is converted for this run alone, which takes some 10 seconds each time.", error)
    with tempfile.TemporaryDirectory() as folder:
        encoder = OpenVinoEncoder(converted(model, Path(folder), prompts), model, multilingual)
        encoder.hold()
        return encoder


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
