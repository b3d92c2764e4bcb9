"""The file of what staff keep, beside the index."""

import sqlite3
import threading
from pathlib import Path

import pytest

from assistant.desk_file import DeskFile, Tables
from corpus.errors import DamagedDesk, NoLibrary, StorageError
from index.library.generation import open_current
from tests.conftest import ToyEncoder, post, sync_folder, write_files

NUMBERS = Tables("numbers", ("CREATE TABLE numbers (n INTEGER NOT NULL) STRICT",))
WIDER = Tables("numbers", (*NUMBERS.statements, "ALTER TABLE numbers ADD COLUMN why TEXT NOT NULL DEFAULT ''"))
OTHERS = Tables("others", ("CREATE TABLE others (n INTEGER NOT NULL) STRICT",))


@pytest.fixture
def desk(tmp_path: Path) -> DeskFile:
    (tmp_path / "current").write_text("000001\n")
    return DeskFile(tmp_path)


def put(desk: DeskFile, number: int, tables: Tables = NUMBERS) -> None:
    with desk.changing(tables) as connection:
        connection.execute(f"INSERT INTO {tables.name} (n) VALUES (?)", (number,))


def numbers(desk: DeskFile, tables: Tables = NUMBERS) -> list[int]:
    with desk.reading(tables) as connection:
        return [n for (n,) in connection.execute(f"SELECT n FROM {tables.name} ORDER BY n")]


def test_reading_makes_no_file(desk: DeskFile) -> None:
    assert numbers(desk) == [] and not desk.path.exists()
    put(desk, 1)
    assert numbers(desk) == [1] and desk.path.exists()


def test_modules_have_their_own_tables_in_one_file(desk: DeskFile) -> None:
    put(desk, 1)
    put(desk, 2, OTHERS)
    assert (numbers(desk), numbers(desk, OTHERS)) == ([1], [2])


def test_a_later_version_adds_to_its_tables_and_an_earlier_one_leaves_them_alone(desk: DeskFile) -> None:
    put(desk, 1)
    with desk.reading(WIDER) as connection:
        assert connection.execute("SELECT n, why FROM numbers").fetchall() == [(1, "")]
    with pytest.raises(DamagedDesk, match="written by a newer version"):
        put(desk, 2)
    assert numbers(desk, WIDER) == [1]


def test_a_change_that_fails_is_undone(desk: DeskFile) -> None:
    put(desk, 1)
    with pytest.raises(ZeroDivisionError), desk.changing(NUMBERS) as connection:
        connection.execute("INSERT INTO numbers VALUES (2)")
        _ = 1 // 0
    assert numbers(desk) == [1]


def test_mistakes_in_statements_are_bugs_and_stay_visible(desk: DeskFile) -> None:
    with pytest.raises(sqlite3.OperationalError), desk.changing(NUMBERS) as connection:
        connection.execute("SELECT * FROM nowhere")
    with pytest.raises(sqlite3.IntegrityError), desk.changing(NUMBERS) as connection:
        connection.execute("INSERT INTO numbers VALUES (NULL)")


def test_threads_that_begin_at_once_lose_nothing(desk: DeskFile) -> None:
    together = threading.Barrier(8)

    def work(first: int) -> None:
        together.wait()
        for number in range(first, first + 10):
            put(desk, number)

    threads = [threading.Thread(target=work, args=(10 * at,)) for at in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert numbers(desk) == list(range(80))


def test_without_an_index_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(NoLibrary, match="assistant sync"):
        put(DeskFile(tmp_path / "none"), 1)
    assert numbers(DeskFile(tmp_path / "none")) == [] and not (tmp_path / "none").exists()


@pytest.mark.parametrize("data", [b"no database at all, but words" * 50, b"SQLite format 3\0" + b"\xff" * 4080])
def test_a_damaged_file_is_told(desk: DeskFile, data: bytes) -> None:
    desk.path.write_bytes(data)
    for use in (numbers, lambda one: put(one, 1)):
        with pytest.raises(DamagedDesk, match=r"desk\.sqlite is damaged\. Put a copy of it back"):
            use(desk)
    assert desk.path.read_bytes() == data


def test_a_page_that_is_damaged_is_told(desk: DeskFile) -> None:
    put(desk, 1)
    data = bytearray(desk.path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    desk.path.write_bytes(data)
    with pytest.raises(DamagedDesk):
        numbers(desk)


@pytest.mark.parametrize(
    ("name", "now"),
    [(b"n INTEGER NOT", b"m INTEGER NOT"), (b"(n INTEGER NOT", b"(\xc5 INTEGER NOT")],
)
def test_a_name_in_a_table_that_is_damaged_is_told(desk: DeskFile, name: bytes, now: bytes) -> None:
    put(desk, 1)
    data = desk.path.read_bytes()
    desk.path.write_bytes(data.replace(name, now))
    for use in (numbers, lambda one: put(one, 1)):
        with pytest.raises(DamagedDesk):
            use(desk)


def test_a_text_that_is_damaged_is_told(desk: DeskFile) -> None:
    words = Tables("words", ("CREATE TABLE words (word TEXT NOT NULL) STRICT",))
    with desk.changing(words) as connection:
        connection.execute("INSERT INTO words VALUES ('lighthouse')")
    data = desk.path.read_bytes()
    desk.path.write_bytes(data.replace(b"lighthouse", b"l\xe9ghthouse"))
    with pytest.raises(DamagedDesk), desk.reading(words) as connection:
        connection.execute("SELECT word FROM words").fetchall()
    with pytest.raises(DamagedDesk), desk.changing(words) as connection:
        connection.execute("SELECT word FROM words").fetchall()


def test_who_waits_too_long_for_another_writer_is_told(desk: DeskFile, monkeypatch: pytest.MonkeyPatch) -> None:
    put(desk, 1)
    monkeypatch.setattr("assistant.desk_file.PATIENCE", 0.0)
    with desk.changing(NUMBERS), pytest.raises(StorageError, match="another program has been writing for 0 seconds"):
        put(desk, 2)
    assert numbers(desk) == [1]


def test_a_folder_in_its_place_is_told(desk: DeskFile) -> None:
    desk.path.mkdir()
    with pytest.raises(StorageError, match="unable to open database file"):
        numbers(desk)


def test_a_disk_that_is_full_keeps_what_was_there(desk: DeskFile) -> None:
    put(desk, 1)
    with pytest.raises(StorageError, match="disk is full"), desk.changing(NUMBERS) as connection:
        connection.execute("PRAGMA max_page_count = 5")
        connection.executemany("INSERT INTO numbers VALUES (?)", [(n,) for n in range(10_000)])
    assert numbers(desk) == [1]


def test_a_sync_leaves_it_alone_and_it_leaves_the_index_alone(tmp_path: Path) -> None:
    files = {"a.txt": post("A fair share", "EAEA asks for a fair share of funding.")}
    library = tmp_path / "library"
    sync_folder(library, ToyEncoder(), write_files(tmp_path / "posts", files))
    put(DeskFile(library), 1)
    first = open_current(library)
    more = {"b.txt": post("Rooms", "Municipalities should give rooms to learners.")}
    sync_folder(library, ToyEncoder(), write_files(tmp_path / "posts", more))
    second = open_current(library)
    assert (first.name, second.name, second.warning) == ("000001", "000002", "")
    assert numbers(DeskFile(library)) == [1]


def test_reading_tables_that_are_not_there_yet_writes_nothing(desk: DeskFile) -> None:
    put(desk, 1)
    before = desk.path.read_bytes()
    with desk.changing(NUMBERS):  # while somebody writes, nobody else could make tables
        assert numbers(desk, OTHERS) == []
    assert desk.path.read_bytes() == before
