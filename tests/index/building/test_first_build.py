"""A first build holds little at a time, whatever the size of the library, and builds the same in any portions."""

import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

import index.building.intake
import index.building.parts
from corpus.document import Span
from corpus.isolate import Job, ReaderPool
from index.models.encoder import Progress
from index.ranking import Vectors
from index.search import Searcher
from tests.conftest import ToyEncoder, post, sync_folder, write_files

POSTS = 40
LITTLE = 7
"""Passages that are encoded together here."""


class Noting(ToyEncoder):
    """Notes how many passages it is given together."""

    def __init__(self) -> None:
        super().__init__()
        self.given = list[int]()

    def encode_passages(
        self, texts: Sequence[str], parts: Sequence[Sequence[Span]], progress: Progress
    ) -> tuple[Vectors, list[Vectors]]:
        self.given.append(len(texts))
        return super().encode_passages(texts, parts, progress)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    texts = {f"{at}.txt": post(f"Post {at}", f"Number {at} speaks of boats.", "And of lamps.") for at in range(POSTS)}
    return write_files(tmp_path / "posts", texts)


def test_few_documents_are_in_memory_at_a_time(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock, held, most = threading.Lock(), 0, 0
    read, settle = ReaderPool.read, index.building.intake._settle

    def noted(by: int) -> None:
        nonlocal held, most
        with lock:
            held += by
            most = max(most, held)

    def counted_read(pool: ReaderPool, job: Job) -> object:
        noted(1)
        return read(pool, job)

    def counted_settle(*what: object) -> None:
        settle(*what)  # type: ignore[arg-type]
        noted(-1)

    monkeypatch.setattr(ReaderPool, "read", counted_read)
    monkeypatch.setattr(index.building.intake, "_settle", counted_settle)
    sync_folder(tmp_path / "library", ToyEncoder(), folder)
    workers = ReaderPool()._workers
    assert held == 0 and 1 < most <= 2 * workers + 1


def test_passages_are_encoded_a_part_at_a_time_and_the_library_is_the_same(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    together, parted = Noting(), Noting()
    sync_folder(tmp_path / "together", together, folder)
    monkeypatch.setattr(index.building.parts, "ENCODED_TOGETHER", LITTLE)
    sync_folder(tmp_path / "parted", parted, folder)
    assert together.given == [sum(parted.given)] and len(parted.given) > 1 and max(parted.given) == LITTLE
    one, other = (Searcher.open(tmp_path / name, ToyEncoder()) for name in ("together", "parted"))
    rows, _ = one.store.passage_owners()
    np.testing.assert_array_equal(one._opened.vectors.vectors_of(rows), other._opened.vectors.vectors_of(rows))
    np.testing.assert_array_equal(one._opened.sentences.kept, other._opened.sentences.kept)
    assert [*one.store.connection.iterdump()] == [*other.store.connection.iterdump()]
