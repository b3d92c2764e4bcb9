"""Nearest vectors. `VectorIndex` is one of the three seams; exact search is the oracle of the others' tests."""

from contextlib import suppress
from pathlib import Path
from typing import Protocol, Self

import faiss
import numpy as np
from numpy.typing import NDArray

from index.local.inverted import BY_ROW, FORM, NO_MAP, inverted, made_for, probes, rows_in
from index.ranking import NOTHING, Ranking, Rows, Vectors

__all__ = ["ExactVectors", "FaissVectors", "Ranking", "Rows", "VectorIndex"]

FLAT_UNTIL = 100_000
"""Vectors from which a file is inverted: a search of as many flat ones takes 5 ms."""
GROWN = 3
"""Lists are made anew when there are so many times the vectors that they were made for."""
WIDE = 1000
"""Allowed rows from which a bitmap tells them sooner than a set."""
APART = 256
"""How many times fewer rows than all are sooner compared one by one than looked for in all lists: in a million
vectors 1,000 rows take 1.5 ms, and 11 ms in lists."""
COPIED = 65_536
"""Vectors that are put into another form in one go."""


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
    """FAISS's indexes of inner products under row numbers: flat up to FLAT_UNTIL vectors, inverted from there.

    Numbers are kept as bfloat16: half the memory, and half the time of a flat search, which is that of reading it all.
    On the vectors of MTRAG ClapNQ the first 10 of exact search are found at .9995, a cosine is off by .0005 at most.
    Rejected: bytes (.993 there and less in larger libraries, and clipped for models with a few large numbers).
    """

    def __init__(self, index: "faiss.Index", only: Rows | None = None, fixed: bool = False) -> None:
        self._index = index
        self._only = only
        self._fixed = fixed
        if only is not None:
            self._may = np.zeros(int(only.max(initial=-1)) + 1, bool)
            self._may[only] = True
            self._selector = _bitmap(self._may)

    @classmethod
    def empty(cls, dimension: int) -> Self:
        """An index without vectors."""
        return cls(_flat(dimension))

    @classmethod
    def load(cls, path: Path) -> Self:
        """The index in a file that was checked against its manifest: FAISS itself loads most damaged files silently."""
        return cls(faiss.deserialize_index(np.fromfile(path, np.uint8)))

    @classmethod
    def read(cls, path: Path) -> Self:
        """The index in such a file, for searching alone: its pages are read when they are needed, and shared by all
        processes. Raises OSError.
        """
        path.open("rb").close()  # FAISS would tell a missing file by a RuntimeError
        index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
        if isinstance(index, faiss.IndexIVF):
            index.set_direct_map_type(BY_ROW)
        return cls(index, fixed=True)

    def only(self, rows: Rows) -> "FaissVectors":
        """The same vectors, of which only these rows are found."""
        return FaissVectors(self._index, rows, self._fixed)

    def save(self, path: Path, flat_until: int = FLAT_UNTIL) -> None:
        """Write the index, in the form that suits its size. Raises OSError; FAISS's own writer would hide a full disk
        behind a RuntimeError.
        """
        self.settle(flat_until)
        if isinstance(self._index, faiss.IndexIVF):
            self._index.set_direct_map_type(NO_MAP)  # made anew by who reads it, and twice the rows
        with path.open("wb") as file:
            file.write(faiss.serialize_index(self._index).data)

    def __len__(self) -> int:
        return int(self._index.ntotal) if self._only is None else len(self._only)

    def add(self, rows: Rows, vectors: Vectors) -> None:
        """See VectorIndex."""
        self._check_open()
        if len(rows):
            self._index.add_with_ids(np.ascontiguousarray(vectors, np.float32), rows)

    def remove(self, rows: Rows) -> None:
        """See VectorIndex."""
        self._check_open()
        if len(rows):
            if isinstance(self._index, faiss.IndexIVF):
                self._index.set_direct_map_type(NO_MAP)
            self._index.remove_ids(faiss.IDSelectorBatch(rows))

    def search(self, vector: Vectors, k: int, allowed: Rows | None = None) -> Ranking:
        """See VectorIndex. Inverted, some of the nearest rows may be missing where many are allowed."""
        if self._only is not None and allowed is not None:
            allowed = allowed[allowed < len(self._may)]
            allowed = allowed[self._may[allowed]]
        count = len(self) if allowed is None else len(allowed)
        wanted = min(k, count)
        if not wanted:
            return NOTHING
        if allowed is not None and self.lists and APART * count <= self._index.ntotal:
            with suppress(RuntimeError):  # FAISS's, of a row that is not there
                return self._compared(vector, wanted, allowed)
        selector: faiss.IDSelector | None = None if self._only is None else self._selector
        if allowed is not None:
            selector = _selector(allowed)
        faiss.omp_set_num_threads(1)  # of this thread; two that wait for one another take 10 times as long under load
        scores, rows = self._index.search(vector.reshape(1, -1), wanted, params=self._parameters(selector, count))
        found = rows[0] >= 0
        return Ranking(rows[0][found], scores[0][found])

    def _compared(self, vector: Vectors, k: int, rows: Rows) -> Ranking:
        """The k nearest of these rows, all of which must be there."""
        scores = self.similarities(vector, rows)
        best = np.argsort(-scores, kind="stable")[:k]
        return Ranking(rows[best], scores[best])

    def similarities(self, vector: Vectors, rows: Rows) -> NDArray[np.float32]:
        """See VectorIndex."""
        return self.vectors_of(rows) @ vector

    def vectors_of(self, rows: Rows) -> Vectors:
        """The vectors of these rows, all of which must be there, as they are kept; shape (len(rows), dimension)."""
        if isinstance(self._index, faiss.IndexIVF) and self._index.direct_map.type == NO_MAP:
            self._index.set_direct_map_type(BY_ROW)
        found: Vectors = self._index.reconstruct_batch(rows)
        return found

    @property
    def lists(self) -> int:
        """How many lists the vectors lie in; 0 where the index is flat."""
        return int(self._index.nlist) if isinstance(self._index, faiss.IndexIVF) else 0

    def _parameters(self, selector: "faiss.IDSelector | None", count: int) -> "faiss.SearchParameters | None":
        # Only the constructors keep the selector alive, which the stubs do not know.
        if isinstance(self._index, faiss.IndexIVF):
            return faiss.SearchParametersIVF(sel=selector, nprobe=probes(self._index, count))  # type: ignore[call-arg]
        return faiss.SearchParameters(sel=selector) if selector is not None else None  # type: ignore[call-arg]

    def settle(self, flat_until: int = FLAT_UNTIL) -> None:
        """Put the vectors into the form that suits their number, where that is another one; lists are made for GROWN
        times fewer and more vectors than there are.
        """
        count = int(self._index.ntotal)
        if isinstance(self._index, faiss.IndexIVF):
            suits = flat_until <= GROWN * count and count <= GROWN * made_for(self._index)
        else:
            suits = count < flat_until
        if suits:
            return
        self._check_open()
        rows, dimension = self._rows(), int(self._index.d)
        if count >= flat_until:
            fresh: faiss.Index = inverted(count, dimension, lambda places: self.vectors_of(rows[places]))
        else:
            fresh = _flat(dimension)
        for first in range(0, count, COPIED):
            part = rows[first : first + COPIED]
            fresh.add_with_ids(self.vectors_of(part), part)
        self._index = fresh

    def _rows(self) -> Rows:
        """Rows of all vectors, ascending."""
        if isinstance(self._index, faiss.IndexIVF):
            return rows_in(self._index)
        assert isinstance(self._index, faiss.IndexIDMap2)
        found: Rows = np.sort(faiss.vector_to_array(self._index.id_map))
        return found

    def _check_open(self) -> None:
        if self._fixed:  # FAISS would write into the file's pages, and the process would be killed
            raise TypeError("these vectors were opened for searching alone")


def _flat(dimension: int) -> "faiss.IndexIDMap2":
    return faiss.IndexIDMap2(faiss.IndexScalarQuantizer(dimension, FORM, faiss.METRIC_INNER_PRODUCT))


def _selector(rows: Rows) -> "faiss.IDSelector":
    """What tells whether a row is among these."""
    if len(rows) < WIDE:
        return faiss.IDSelectorBatch(rows)
    may = np.zeros(int(rows.max()) + 1, bool)
    may[rows] = True
    return _bitmap(may)


def _bitmap(may: NDArray[np.bool_]) -> "faiss.IDSelectorBitmap":
    return faiss.IDSelectorBitmap(np.packbits(may, bitorder="little"))  # type: ignore[call-arg, arg-type]
