"""Nearest vectors. `VectorIndex` is one of the three seams; exact search is the oracle that the others are tested with.

Rows are the numbers of passages in the store; they are never used again, so a row always means the same passage.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Self, cast

import faiss
import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """Rows, best first, and their scores; both of shape (n,)."""

    rows: Rows
    scores: NDArray[np.float32]


class VectorIndex(Protocol):
    """Unit vectors by row, searched by inner product."""

    def __len__(self) -> int:
        """Number of vectors."""

    def add(self, rows: Rows, vectors: Vectors) -> None:
        """Add vectors of shape (len(rows), dimension)."""

    def remove(self, rows: Rows) -> None:
        """Forget these rows; rows that are not there are ignored."""

    def search(self, vector: Vectors, k: int, allowed: Rows | None = None) -> Ranking:
        """The k rows nearest to a vector of shape (dimension,), of the allowed ones alone; an empty `allowed` finds
        nothing, None allows all.
        """

    def similarities(self, vector: Vectors, rows: Rows) -> NDArray[np.float32]:
        """Inner products of a vector with those of these rows, all of which must be there; shape (len(rows),)."""


class ExactVectors:
    """Every inner product, by numpy. Slow, and right by inspection."""

    def __init__(self, dimension: int) -> None:
        self._rows: Rows = np.empty(0, np.int64)
        self._vectors: Vectors = np.empty((0, dimension), np.float32)

    def __len__(self) -> int:
        return len(self._rows)

    def add(self, rows: Rows, vectors: Vectors) -> None:
        """See VectorIndex."""
        self._rows = np.concatenate([self._rows, rows])
        self._vectors = np.concatenate([self._vectors, vectors])

    def remove(self, rows: Rows) -> None:
        """See VectorIndex."""
        kept = ~np.isin(self._rows, rows)
        self._rows, self._vectors = self._rows[kept], self._vectors[kept]

    def search(self, vector: Vectors, k: int, allowed: Rows | None = None) -> Ranking:
        """See VectorIndex."""
        kept = np.arange(len(self._rows)) if allowed is None else np.flatnonzero(np.isin(self._rows, allowed))
        scores = self._vectors[kept] @ vector
        best = np.argsort(-scores, kind="stable")[:k]
        return Ranking(self._rows[kept[best]], scores[best])

    def similarities(self, vector: Vectors, rows: Rows) -> NDArray[np.float32]:
        """See VectorIndex."""
        places = {row: at for at, row in enumerate(self._rows.tolist())}
        return self._vectors[[places[row] for row in rows.tolist()]] @ vector


class FaissVectors:
    """FAISS's flat index of inner products under row numbers; numbers are kept as bfloat16.

    Half the memory, and half the time of a search, which is that of reading it all. On the vectors of MTRAG ClapNQ the
    first 10 of exact search are found at .9995, a cosine is off by .0005 at most. Rejected: bytes (.993, and clipped
    for models with a few large numbers).
    """

    def __init__(self, index: "faiss.IndexIDMap2", only: Rows | None = None) -> None:
        self._index = index
        self._only = only
        if only is not None:
            self._may = np.zeros(int(only.max(initial=-1)) // 8 * 8 + 8, bool)
            self._may[only] = True
            bits = np.packbits(self._may, bitorder="little")
            self._selector = faiss.IDSelectorBitmap(bits)  # type: ignore[call-arg, arg-type]

    @classmethod
    def empty(cls, dimension: int) -> Self:
        """An index without vectors."""
        form = faiss.ScalarQuantizer.QT_bf16
        return cls(faiss.IndexIDMap2(faiss.IndexScalarQuantizer(dimension, form, faiss.METRIC_INNER_PRODUCT)))

    @classmethod
    def load(cls, path: Path) -> Self:
        """The index in a file that was checked against its manifest: FAISS itself loads most damaged files silently."""
        return cls(cast(faiss.IndexIDMap2, faiss.deserialize_index(np.fromfile(path, np.uint8))))

    def only(self, rows: Rows) -> "FaissVectors":
        """The same vectors, of which only these rows are found."""
        return FaissVectors(self._index, rows)

    def save(self, path: Path) -> None:
        """Write the index. Raises OSError; FAISS's own writer would hide a full disk behind a RuntimeError."""
        with path.open("wb") as file:
            file.write(faiss.serialize_index(self._index).data)

    def __len__(self) -> int:
        return int(self._index.ntotal) if self._only is None else len(self._only)

    def add(self, rows: Rows, vectors: Vectors) -> None:
        """See VectorIndex."""
        if len(rows):
            self._index.add_with_ids(np.ascontiguousarray(vectors, np.float32), rows)

    def remove(self, rows: Rows) -> None:
        """See VectorIndex."""
        if len(rows):
            self._index.remove_ids(faiss.IDSelectorBatch(rows))

    def search(self, vector: Vectors, k: int, allowed: Rows | None = None) -> Ranking:
        """See VectorIndex."""
        if self._only is not None and allowed is not None:
            allowed = allowed[allowed < len(self._may)]
            allowed = allowed[self._may[allowed]]
        wanted = min(k, len(self) if allowed is None else len(allowed))
        if not wanted:
            return Ranking(np.empty(0, np.int64), np.empty(0, np.float32))
        parameters = None
        selector: faiss.IDSelector | None = None if self._only is None else self._selector
        if allowed is not None:
            selector = faiss.IDSelectorBatch(allowed)
        if selector is not None:  # only the constructor keeps the selector alive, which the stubs do not know
            parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        faiss.omp_set_num_threads(1)  # of this thread; two that wait for one another take 10 times as long under load
        scores, rows = self._index.search(vector.reshape(1, -1), wanted, params=parameters)
        found = rows[0] >= 0
        return Ranking(rows[0][found], scores[0][found])

    def similarities(self, vector: Vectors, rows: Rows) -> NDArray[np.float32]:
        """See VectorIndex."""
        found: Vectors = self._index.reconstruct_batch(rows)
        return found @ vector
