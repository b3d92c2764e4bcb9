"""The files of vectors while a generation is rebuilt: copies of those before, to which what is new is added."""

import os
import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Self

from index.library.generation import SENTENCES, Generation
from index.library.sentence_vectors import append, without_dead
from index.library.store import Store
from index.local.vectors import FaissVectors
from index.ranking import Rows, Vectors


class RebuiltVectors:
    """The vectors of a generation during a rebuild: those of the one before, read when they are to be changed."""

    def __init__(self, before: Path | None, dimension: int) -> None:
        self._before = before
        self._vectors = None if before else FaissVectors.empty(dimension)

    def remove(self, rows: Rows) -> None:
        """Forget these rows."""
        if len(rows):
            self._changed().remove(rows)

    def add(self, rows: Rows, vectors: Vectors) -> None:
        """Add vectors of shape (len(rows), dimension)."""
        if len(rows):
            self._changed().add(rows, vectors)

    def vectors_of(self, rows: Rows) -> Vectors:
        """The vectors of these rows, as they are kept; shape (len(rows), dimension)."""
        return self._changed().vectors_of(rows)

    def save(self, path: Path) -> None:
        """Write them to a file; where none changed, a copy of the one before."""
        if self._vectors is None and self._before is not None:
            shutil.copyfile(self._before, path)
        else:
            self._changed().save(path)

    def _changed(self) -> FaissVectors:
        if self._vectors is None:
            assert self._before is not None
            self._vectors = FaissVectors.load(self._before)
        return self._vectors


class RebuiltSentences:
    """The file of sentences' vectors during a rebuild. It may be the largest of all, so the copy is made, and flushed
    to the disk, while documents are read.
    """

    def __init__(self, staging: Path, dimension: int, before: Path | None = None) -> None:
        self._path, self._dimension = staging / SENTENCES, dimension
        self._pool = ThreadPoolExecutor(1)
        self._copy = self._pool.submit(_copied, before, self._path)
        self._anew = False

    @classmethod
    def of(cls, before: Generation, staging: Path) -> Self:
        """A copy of those of a generation."""
        return cls(staging, before.recipe.dimension, before.folder / SENTENCES)

    def add(self, store: Store, rows: Sequence[int], vectors: Sequence[Vectors]) -> None:
        """Append the vectors of the sentences of passages, shape (sentences, dimension) each. Raises OSError."""
        self._copy.result()
        with self._path.open("r+b") as file:
            append(store.connection, file, rows, vectors, self._dimension)

    def drop_dead(self, store: Store) -> None:
        """Write the file anew where too much of it is of passages that are gone. Raises OSError."""
        self._copy.result()
        self._anew |= without_dead(store.connection, self._path, self._dimension)

    @property
    def as_before(self) -> int:
        """Bytes at its beginning that are those of the file before, which nothing wrote to."""
        return 0 if self._anew else self._copy.result()

    def close(self) -> None:
        """Wait until nothing writes to the file."""
        self._pool.shutdown()


def _copied(before: Path | None, path: Path) -> int:
    """Copy a file, or make an empty one, and flush it; its bytes."""
    if before is None:
        path.touch()
        return 0
    shutil.copyfile(before, path)
    with path.open("rb") as file:
        os.fsync(file.fileno())
    return path.stat().st_size
