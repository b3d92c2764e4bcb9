"""What is backed up comes back as it was."""

import shutil
import stat
import tarfile
import threading
from pathlib import Path

import pytest

from assistant.backup.restoring import restore
from assistant.backup.writing import Wanted, back_up
from assistant.desk_file import DeskFile
from corpus.errors import BackupError, DamagedDesk, LibraryBusy, NoLibrary
from index.library.generation import open_current, rebuilding
from index.reports.archive import kept_report
from tests.assistant.backup.given import COUNTED, count, counted, everything, library_in, tables_of
from tests.conftest import ToyEncoder, post, sync_folder, write_files
from tests.index.synced import ids


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return library_in(tmp_path)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "kept.tar.gz"


def test_the_desk_and_what_was_told_come_back_and_a_sync_makes_the_rest(
    library: Path, file: Path, tmp_path: Path
) -> None:
    settings = write_files(tmp_path / "etc", {"assistant.toml": "[web]\nport = 7000\n"}) / "assistant.toml"
    written = back_up(library, file, Wanted([settings]))
    other = tmp_path / "other" / "place.library"
    restored = restore(file, other)
    assert tables_of(other / "desk.sqlite") == tables_of(library / "desk.sqlite")
    assert (other / "settings" / "assistant.toml").read_bytes() == settings.read_bytes()
    assert (other / "settings" / "catalogue.toml").exists()
    assert restored.manifest.below("settings")[0].origin == str(settings)
    assert kept_report(other) == kept_report(library)
    assert restored.manifest == written.manifest and restored.kept is None and restored.generation == ""
    assert restored.manifest.sources == (str(tmp_path / "posts"),)
    with pytest.raises(NoLibrary):
        open_current(other)
    sync_folder(other, ToyEncoder(), tmp_path / "posts")
    assert ids(other, ToyEncoder()) == ids(library, ToyEncoder())
    assert counted(other) == [1]


def test_with_the_index_nothing_else_is_needed(library: Path, file: Path, tmp_path: Path) -> None:
    back_up(library, file, Wanted(index=True))
    restored = restore(file, tmp_path / "other")
    generation = open_current(tmp_path / "other")
    assert restored.generation == generation.name and generation.contents == open_current(library).contents
    assert ids(tmp_path / "other", ToyEncoder()) == ids(library, ToyEncoder())
    assert sync_folder(tmp_path / "other", ToyEncoder(), tmp_path / "posts").embedded == 0


def test_only_its_owner_may_read_it_and_an_older_one_is_replaced_whole(library: Path, file: Path) -> None:
    file.write_text("older")
    back_up(library, file, Wanted())
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with tarfile.open(file) as archive:
        assert archive.getnames()[:2] == ["manifest.json", "desk.sqlite"]
    assert [path.name for path in file.parent.iterdir() if path.name.startswith(".")] == []


def test_a_backup_is_of_one_moment_while_others_write(library: Path, file: Path, tmp_path: Path) -> None:
    """Each writer adds pairs of numbers in one transaction; half a pair would be half a moment."""
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            with DeskFile(library).changing(COUNTED) as connection:
                connection.executemany("INSERT INTO counted VALUES (?)", [(7,), (7,)])

    writers = [threading.Thread(target=write) for _ in range(2)]
    for writer in writers:
        writer.start()
    try:
        for number in range(3):
            back_up(library, file, Wanted())
            restore(file, tmp_path / f"{number}")
            assert len(counted(tmp_path / f"{number}")) % 2 == 1
    finally:
        stop.set()
        for writer in writers:
            writer.join()


def test_over_a_library_what_is_replaced_is_kept(library: Path, file: Path) -> None:
    back_up(library, file, Wanted())
    before = tables_of(library / "desk.sqlite")
    count(library, 2)
    after = tables_of(library / "desk.sqlite")
    with pytest.raises(BackupError, match=r"is not empty\. Name another folder"):
        restore(file, library)
    assert counted(library) == [1, 2]
    restored = restore(file, library, replace=True)
    assert tables_of(library / "desk.sqlite") == before
    assert restored.kept is not None and tables_of(restored.kept / "desk.sqlite") == after
    assert ids(library, ToyEncoder()) == {"a.txt"}
    assert not list(library.glob("building-*")) and not list(library.glob("desk.sqlite-*"))


def test_over_a_library_that_is_used_nothing_is_half(library: Path, file: Path) -> None:
    """A program that has the desk open, and one in the midst of a change, see one state or the other."""
    back_up(library, file, Wanted())
    count(library, 2)
    told = threading.Event()
    with DeskFile(library).reading(COUNTED) as connection:
        assert connection.execute("SELECT count(*) FROM counted").fetchone() == (2,)

        def put_back() -> None:
            told.set()
            restore(file, library, replace=True)

        restoring = threading.Thread(target=put_back)
        restoring.start()
        told.wait()
        assert connection.execute("SELECT count(*) FROM counted").fetchone() == (2,)
    restoring.join()
    count(library, 3)
    assert counted(library) == [1, 3]


def test_an_index_that_is_put_back_becomes_the_current_one(library: Path, file: Path, tmp_path: Path) -> None:
    back_up(library, file, Wanted(index=True))
    write_files(tmp_path / "posts", {"b.txt": post("Rooms", "Municipalities should give rooms to learners.")})
    sync_folder(library, ToyEncoder(), tmp_path / "posts")
    assert ids(library, ToyEncoder()) == {"a.txt", "b.txt"}
    assert restore(file, library, replace=True).generation == "000003"
    assert ids(library, ToyEncoder()) == {"a.txt"} and open_current(library).warning == ""


def test_a_damaged_desk_is_moved_away_and_never_backed_up(library: Path, file: Path) -> None:
    back_up(library, file, Wanted())
    kept = file.read_bytes()
    (library / "desk.sqlite").write_bytes(b"no database at all" * 100)
    with pytest.raises(DamagedDesk):
        back_up(library, file, Wanted())
    assert file.read_bytes() == kept
    restored = restore(file, library, replace=True)
    assert restored.kept and (restored.kept / "desk.sqlite").read_bytes().startswith(b"no database")
    assert counted(library) == [1]


def test_while_a_sync_runs_nothing_is_replaced(library: Path, file: Path) -> None:
    back_up(library, file, Wanted())
    before = everything(library)
    with rebuilding(library), pytest.raises(LibraryBusy):
        restore(file, library, replace=True)
    assert everything(library) == before


def test_what_was_fetched_comes_along_by_request(library: Path, file: Path, tmp_path: Path) -> None:
    from corpus.web.mirror import Mirror, Piece

    mirror = Mirror.open(library / "fetched.sqlite")
    mirror.put("https://www.example.org", [(Piece("1", "a.html", "html", "v1"), b"<p>Hello</p>")])
    back_up(library, file, Wanted(fetched=True))  # while it is open
    mirror.close()
    restore(file, tmp_path / "other")
    read = Mirror.read(tmp_path / "other" / "fetched.sqlite")
    assert read.data("https://www.example.org", "1") == b"<p>Hello</p>"
    read.close()
    (library / "fetched.sqlite").write_bytes(b"damaged" * 1000)
    written = back_up(library, file, Wanted(fetched=True))
    assert "fetched.sqlite is not in it" in written.notes[0]


def test_what_cannot_be_backed_up_is_told(library: Path, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match=r"a backup is a \.tar\.gz file"):
        back_up(library, tmp_path / "notes.docx", Wanted())
    with pytest.raises(NoLibrary, match="nothing to back up"):
        back_up(tmp_path / "none", tmp_path / "kept.tar.gz", Wanted())
    written = back_up(library, tmp_path / "kept.tar.gz", Wanted([tmp_path / "gone.toml"]))
    assert written.notes == (f"{tmp_path / 'gone.toml'} is not there, so it is not in it.",)
    shutil.rmtree(library / "generations")
    with pytest.raises(Exception, match="No whole one is left"):
        back_up(library, tmp_path / "kept.tar.gz", Wanted(index=True))
