"""An encoder for machines without OpenVINO: sentence-transformers itself, in float32."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer

from corpus.document import Span
from index.models.conversion import fingerprint_of, makes_means
from index.models.model_files import Prompts, parts_of, prompts_of, reads_many_languages
from index.models.part_means import part_means
from index.models.unrelated import QUESTIONS, TEXTS, unrelated

Vectors = NDArray[np.float32]
TEXTS_AT_ONCE = 256
"""Whose tokens' states are held in memory: 100 MB of 384 numbers for 256 tokens each."""


class TransformersEncoder:
    """The same vectors as OpenVinoEncoder, within its tolerance, so both have the same fingerprint. See Encoder."""

    def __init__(self, folder: Path, name: str, prompts: Prompts, multilingual: bool | None) -> None:
        self.name = name
        self._query_prompt, self._passage_prompt = prompts_of(folder, prompts)
        self.fingerprint = fingerprint_of(folder, (self._query_prompt, self._passage_prompt))
        self.multilingual = reads_many_languages(folder) if multilingual is None else multilingual
        self._model: Any = SentenceTransformer(
            str(folder), device="cpu", trust_remote_code=False, local_files_only=True,
            model_kwargs={"use_safetensors": True},
        ).float().eval()  # fmt: skip
        self.dimension = int(self._model.get_embedding_dimension() or 0)
        static = parts_of(folder)[0][0].endswith("StaticEmbedding")  # keeps no states of its tokens
        self._means = makes_means(folder) and not static
        self.unrelated = unrelated(self.encode_queries(QUESTIONS), self._encode(TEXTS, self._passage_prompt))

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of questions, shape (len(texts), dimension)."""
        return self._encode(texts, self._query_prompt)

    def encode_passages(
        self, texts: Sequence[str], parts: Sequence[Sequence[Span]], progress: Callable[[int], None]
    ) -> tuple[Vectors, list[Vectors]]:
        """See Encoder, and OpenVinoEncoder.encode_passages for what a part's vector is."""
        whole, inner = np.empty((len(texts), self.dimension), np.float32), list[Vectors]()
        for first in range(0, len(texts), TEXTS_AT_ONCE):
            some = slice(first, first + TEXTS_AT_ONCE)
            whole[some] = self._encode(texts[some], self._passage_prompt)
            inner += self._parts(texts[some], parts[some])
            progress(len(texts[some]))
        return whole, inner

    def _parts(self, texts: Sequence[str], parts: Sequence[Sequence[Span]]) -> list[Vectors]:
        known = [np.empty((0, self.dimension), np.float32)] * len(texts)
        if self._means and any(parts):
            read = [self._passage_prompt + text for text in texts]
            states = self._model.encode(read, output_value="token_embeddings", show_progress_bar=False)
            for at, (text, state) in enumerate(zip(read, states, strict=True)):
                told = self._model.tokenizer(text, truncation=True, max_length=len(state), return_offsets_mapping=True)
                offsets = np.array(told["offset_mapping"]).reshape(-1, 2) - len(self._passage_prompt)
                known[at] = part_means(state.numpy(), offsets, parts[at])
        return [
            np.concatenate(
                [one, self._encode([text[at.start : at.end] for at in spans[len(one) :]], self._passage_prompt)]
            )
            for one, text, spans in zip(known, texts, parts, strict=True)
        ]

    def _encode(self, texts: Sequence[str], prompt: str) -> Vectors:
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        read = [prompt + text for text in texts]
        found: Vectors = self._model.encode(read, normalize_embeddings=True, show_progress_bar=False)
        return found
