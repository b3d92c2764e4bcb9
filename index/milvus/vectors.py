"""Nearest passages by meaning, on a cluster."""

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ClusterError
from index.milvus.cluster import Asked, Cluster
from index.milvus.expressions import Expressions
from index.ports import ALL, Scope
from index.ranking import Ranking, Rows, Vectors


class MilvusVectors:
    """The dense vectors of a collection; safe to share between threads."""

    def __init__(self, cluster: Cluster, collection: str, expressions: Expressions) -> None:
        self._cluster = cluster
        self._collection = collection
        self._expressions = expressions

    def search(self, vector: Vectors, k: int, scope: Scope = ALL) -> Ranking:
        """See PassageVectors. Raises ClusterError."""
        if k < 1:
            return Ranking(np.empty(0, np.int64), np.empty(0, np.float32))
        asked = Asked("vector", vector.astype(np.float32).tolist(), k, self._expressions.of(scope))
        return self._cluster.search(self._collection, asked)

    def similarities(self, vector: Vectors, rows: Rows) -> NDArray[np.float32]:
        """See PassageVectors. Raises ClusterError, also when a row is not there."""
        if not len(rows):
            return np.empty(0, np.float32)
        found = self._cluster.of_rows(self._collection, rows.tolist(), "vector")
        missing = set(rows.tolist()) - found.keys()
        if missing:
            raise ClusterError(
                f"The collection {self._collection} at {self._cluster.address} lacks passage {min(missing)}. "
                "Run `assistant sync` again."
            )
        vectors = np.array([found[row] for row in rows.tolist()], np.float32)
        similarities: NDArray[np.float32] = vectors @ vector.astype(np.float32)
        return similarities
