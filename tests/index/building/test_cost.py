"""What a rebuild does for one post is the same in a small library and in a large one, and no published file is written.

What grows with the library: one look at each item and one line of the report for it; the files are copied, and the
store's is compared with what it is a copy of when the copy is sealed.
"""

import hashlib
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import astuple, dataclass
from pathlib import Path

import numpy as np
import pytest

import index.library.store
import index.library.stored
from benchmarks.made_posts import QuickEncoder, write_posts
from corpus.errors import DamagedLibrary
from corpus.isolate import Job, ReaderPool
from corpus.sources import open_source
from index.build import sync
from index.library.generation import KEYWORDS, SENTENCES, STORE, VECTORS, Generation, open_current
from index.library.store import Store
from index.local.vectors import FaissVectors
from index.search import Searcher
from tests.conftest import ToyEncoder, post, sync_folder, write_files
from tests.index.synced import agrees

SMALL, LARGE = 20, 80
MOST_BESIDE_TEXT = 1000
"""Bytes a passage in the tables of the store, of posts of three passages of nine sentences: 750 to 810, as long as the
name of their folder is. Their text takes 880, so it cannot be there twice."""


def posts_of(number: int) -> dict[str, str]:
    return {f"{at // 10}/p{at}.txt": post(f"Post {at}", f"Number {at} speaks of boats.") for at in range(number)}


@dataclass
class Work:
    """What one rebuild did: items read, documents decoded, rows written, passages embedded, vector files loaded."""

    read: int = 0
    decoded: int = 0
    rows: int = 0
    embedded: int = 0
    loaded: int = 0


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Work:
    """Counts what is done from now on."""
    found = Work()
    read, decode, close, load = ReaderPool.read, index.library.stored.from_json, Store.close, FaissVectors.load

    def counted_read(pool: ReaderPool, job: Job) -> object:
        found.read += 1
        return read(pool, job)

    def counted_decode(told: str) -> object:
        found.decoded += 1
        return decode(told)

    def counted_close(store: Store) -> None:
        found.rows += store.connection.total_changes
        close(store)

    def counted_load(path: Path) -> FaissVectors:
        found.loaded += 1
        return load(path)

    monkeypatch.setattr(ReaderPool, "read", counted_read)
    monkeypatch.setattr(index.library.store, "from_json", counted_decode)
    monkeypatch.setattr(Store, "close", counted_close)
    monkeypatch.setattr(FaissVectors, "load", counted_load)
    return found


def add(folder: Path) -> None:
    write_files(folder, {"new.txt": post("New", "It speaks of ships.")})


def delete_new(folder: Path) -> None:
    (folder / "new.txt").unlink()


def correct_new(folder: Path) -> None:
    write_files(folder, {"catalogue.toml": '[documents."0/p1.txt"]\nspeaker = "Others"\n'})


def change(folder: Path) -> None:
    write_files(folder, {"0/p3.txt": post("Post 3", "It speaks of ships.")})


def delete(folder: Path) -> None:
    (folder / "0/p3.txt").unlink()


def correct(folder: Path) -> None:
    write_files(folder, {"catalogue.toml": '[documents."0/p3.txt"]\nspeaker = "Others"\n'})


CHANGES = {"add": add, "change": change, "delete": delete, "correct": correct}


@pytest.mark.parametrize("name", CHANGES)
def test_one_change_costs_the_same_in_a_library_four_times_as_large(tmp_path: Path, work: Work, name: str) -> None:
    counts = []
    for number in (SMALL, LARGE):
        encoder, library = ToyEncoder(), tmp_path / f"library{number}"
        folder = write_files(tmp_path / f"posts{number}", posts_of(number))
        sync_folder(library, encoder, folder)
        CHANGES[name](folder)
        for field in ("read", "decoded", "rows", "loaded"):
            setattr(work, field, 0)
        work.embedded = sync_folder(library, encoder, folder).embedded
        counts.append(astuple(work))
        assert agrees(library, encoder)
    assert counts[0] == counts[1]
    read, decoded, rows, embedded, _ = counts[0]
    expected = (1, 1) if name in ("add", "change") else (0, 0)
    assert (read, embedded) == expected
    assert decoded <= 6 and rows <= 20


def test_nothing_changed_copies_nothing_and_decodes_no_document(tmp_path: Path, work: Work) -> None:
    folder = write_files(tmp_path / "posts", posts_of(SMALL))
    sync_folder(tmp_path / "library", ToyEncoder(), folder)
    for field in ("read", "decoded", "rows", "loaded"):
        setattr(work, field, 0)
    sync_folder(tmp_path / "library", ToyEncoder(), folder)
    assert astuple(work) == (0, 0, 0, 0, 0)


@pytest.mark.parametrize("name", CHANGES)
def test_no_statement_of_a_rebuild_goes_through_all_documents_or_passages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    statements, write = list[str](), Store.write

    def traced(path: Path) -> Store:
        store = write(path)
        store.connection.set_trace_callback(statements.append)
        return store

    folder = write_files(tmp_path / "posts", posts_of(SMALL))
    sync_folder(tmp_path / "library", ToyEncoder(), folder)
    monkeypatch.setattr(Store, "write", traced)
    CHANGES[name](folder)
    sync_folder(tmp_path / "library", ToyEncoder(), folder)
    told = [one for one in statements if one.startswith(("SELECT", "UPDATE", "DELETE", "INSERT"))]
    assert len(told) > 10
    with closing(sqlite3.connect(open_current(tmp_path / "library").folder / STORE)) as connection:
        plans = {one: [step[3] for step in connection.execute(f"EXPLAIN QUERY PLAN {one}")] for one in told}
    without_index = {"SCAN documents", "SCAN passages", "SCAN items"}
    assert {one for one, steps in plans.items() if not without_index.isdisjoint(steps)} == set()


def contents(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_no_rebuild_writes_to_a_published_file(tmp_path: Path) -> None:
    library, encoder = tmp_path / "library", ToyEncoder()
    folder = write_files(tmp_path / "posts", posts_of(SMALL))
    sync_folder(library, encoder, folder)
    for number in range(12):  # tantivy merges its files meanwhile
        before = open_current(library)
        held = contents(before.folder)
        steps: tuple[Callable[[Path], None], ...] = (add, change, delete, correct)
        steps[number % 4](folder)
        write_files(folder, {f"more{number}.txt": post(f"More {number}", f"It tells of {number} lamps.")})
        sync_folder(library, encoder, folder)
        now = open_current(library)
        assert now.name != before.name and now.warning == ""
        assert contents(before.folder) == held
        assert agrees(library, encoder)


@pytest.mark.parametrize("part", [STORE, SENTENCES, VECTORS, KEYWORDS])
def test_generations_share_no_file_so_damage_to_one_leaves_the_other(tmp_path: Path, part: str) -> None:
    library, encoder = tmp_path / "library", ToyEncoder()
    folder = write_files(tmp_path / "posts", posts_of(SMALL))
    sync_folder(library, encoder, folder)
    before = open_current(library)
    correct(folder)
    sync_folder(library, encoder, folder)
    path = open_current(library).folder / part
    for file in path.iterdir() if path.is_dir() else (path,):
        data = bytearray(file.read_bytes())
        data[len(data) // 2] ^= 1
        with file.open("r+b") as written:  # in place, as a failing disk does
            written.write(data)
    served = open_current(library)
    assert served.name == before.name and "differs from what was published" in served.warning


def test_the_catalogue_of_a_source_corrects_a_document_whose_id_was_taken(tmp_path: Path) -> None:
    library, encoder = tmp_path / "library", ToyEncoder()
    one = write_files(tmp_path / "one", {"a.txt": post("Alpha", "It speaks of apples.")})
    two = write_files(tmp_path / "two", {"a.txt": post("Beta", "It speaks of boats."), "b.txt": post("B", "It is B.")})
    sync_folder(library, encoder, one, two)
    for line, speaker in (('speaker = "Others"', "Others"), ('speaker = "Some"', "Some"), ("", "")):
        write_files(two, {"catalogue.toml": f'[documents."a.txt"]\n{line}\n[documents."b.txt"]\nkind = "page"\n'})
        sync_folder(library, encoder, one, two)
        searcher = Searcher.open(library, encoder)
        assert searcher.document("two/a.txt").speaker == speaker
        assert (searcher.document("a.txt").speaker, searcher.document("b.txt").kind) == ("", "page")


def test_the_file_of_sentences_grows_by_what_is_new_and_is_written_anew_without_what_is_gone(tmp_path: Path) -> None:
    library, encoder = tmp_path / "library", ToyEncoder()
    folder = write_files(tmp_path / "posts", posts_of(SMALL))
    sync_folder(library, encoder, folder)
    before = (open_current(library).folder / SENTENCES).read_bytes()
    change(folder)
    sync_folder(library, encoder, folder)
    held = (open_current(library).folder / SENTENCES).read_bytes()
    assert held.startswith(before) and len(held) > len(before)
    for number in range(SMALL // 2):
        (folder / f"{number // 10}/p{number}.txt").unlink()
    sync_folder(library, encoder, folder)
    assert len((open_current(library).folder / SENTENCES).read_bytes()) <= len(before) // 2
    assert agrees(library, encoder)
    assert_sentences_are_those_of(library, encoder)


def test_what_is_copied_of_a_damaged_file_of_sentences_is_not_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library, encoder = tmp_path / "library", ToyEncoder()
    monkeypatch.setattr("index.library.digests.BLOCK", 1 << 12)
    folder = write_files(tmp_path / "posts", posts_of(SMALL))
    sync_folder(library, encoder, folder)
    opened = open_current

    def opened_and_damaged(path: Path) -> Generation:
        found = opened(path)
        data = bytearray((found.folder / SENTENCES).read_bytes())
        data[5] ^= 1
        (found.folder / SENTENCES).write_bytes(data)
        return found

    with monkeypatch.context() as patched:
        patched.setattr("index.build.open_current", opened_and_damaged)
        correct(folder)
        sync_folder(library, encoder, folder)
    with pytest.raises(DamagedLibrary):
        open_current(library)


def assert_sentences_are_those_of(library: Path, encoder: ToyEncoder) -> None:
    """Each document's sentences have the vectors that a library built anew has of them."""
    generation, anew = Searcher.open(library, encoder), library.parent / "anew"
    sync_folder(anew, encoder, library.parent / "posts")
    other = Searcher.open(anew, encoder)
    for document in other.store.documents():
        for one, expected in zip(generation.sentences_of(document.id), other.sentences_of(document.id), strict=True):
            assert one[0] == expected[0]
            np.testing.assert_array_equal(one[1], expected[1])


def test_a_reader_is_started_while_items_are_looked_at_and_only_where_one_has_to_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told, start = list[str](), ReaderPool.start

    def noted(pool: ReaderPool) -> None:
        told.append("start")
        start(pool)

    def look(stage: str, done: int, whole: int, name: str = "") -> None:
        told.append(stage)

    monkeypatch.setattr(ReaderPool, "start", noted)
    folder, library, encoder = write_files(tmp_path / "posts", posts_of(3)), tmp_path / "library", ToyEncoder()
    for do, starts in ((add, 1), (delete_new, 0), (correct_new, 0)):
        do(folder)
        told.clear()
        sync(library, [open_source(str(folder))], encoder, look)
        assert told.count("start") == starts
        assert not starts or told.index("start") < told.index("Looking") < told.index("Reading")


def test_of_what_was_indexed_little_is_kept_beside_the_text(tmp_path: Path) -> None:
    write_posts(tmp_path / "posts", 40)
    sync(tmp_path / "library", [open_source(str(tmp_path / "posts"))], QuickEncoder())
    generation = open_current(tmp_path / "library")
    with closing(Store.read(generation.folder / STORE)) as store:
        (stored,) = store.connection.execute("SELECT sum(payload) FROM dbstat").fetchone()
        text = sum(len(document.text.encode()) for document in store.documents())
        (sentences,) = store.connection.execute("SELECT sum(length(sentences) / 8) FROM passages").fetchone()
    assert (stored - text) / generation.contents.passages <= MOST_BESIDE_TEXT
    assert (generation.folder / SENTENCES).stat().st_size == sentences * generation.recipe.dimension
