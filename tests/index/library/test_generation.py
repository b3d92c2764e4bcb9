import errno
import fcntl
import io
import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import DamagedLibrary, LibraryBusy, NoLibrary, OtherVersion, StorageError
from index.library.generation import Contents, Generation, Recipe, disk_errors, open_current, publish, rebuilding
from tests.conftest import write_files

RECIPE = Recipe("toy", "toy-1", 32, 1, 1)
CONTENTS = Contents(RECIPE, "2026-01-01T00:00:00+00:00", 3, 7)
FILES = {"library.sqlite": "documents", "vectors.faiss": "vectors", "keywords/meta.json": "{}"}


def built(library: Path, words: str = "first", fallback: str = "") -> str:
    with rebuilding(library) as staging:
        write_files(staging, {name: f"{words} {content}" for name, content in FILES.items()})
        return publish(library, staging, CONTENTS, fallback)


def folders(library: Path) -> list[str]:
    return sorted(path.name for path in (library / "generations").iterdir())


def test_what_was_published_is_opened(tmp_path: Path) -> None:
    assert built(tmp_path) == "000001"
    folder = tmp_path / "generations" / "000001"
    assert open_current(tmp_path) == Generation(folder, CONTENTS)
    assert (folder / "keywords" / "meta.json").read_text() == "first {}"


def test_the_newest_is_current_and_old_ones_are_dropped(tmp_path: Path) -> None:
    names = [built(tmp_path, words, f"{number:06d}") for number, words in enumerate(("first", "second", "third"))]
    assert open_current(tmp_path).name == names[-1] == "000003"
    assert folders(tmp_path) == ["000002", "000003"]


def test_nothing_published_is_no_library(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(NoLibrary, match="assistant sync"):
            open_current(place)


EVERY_FILE = [*FILES, "manifest.json"]


def flip(path: Path, at: float) -> None:
    data = bytearray(path.read_bytes())
    data[int(at * (len(data) - 1))] ^= 1
    path.write_bytes(data)


def disk_fails(monkeypatch: pytest.MonkeyPatch, path: Path, number: int) -> None:
    """Let a file be opened by nobody."""

    def failing(opened: Callable[..., Any]) -> Callable[..., Any]:
        def check(name: Any, *how: Any) -> Any:
            if Path(name) == path:
                raise OSError(number, os.strerror(number), str(name))
            return opened(name, *how)

        return check

    monkeypatch.setattr(io, "open", failing(io.open))
    monkeypatch.setattr(os, "open", failing(os.open))


@pytest.mark.parametrize("at", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("name", EVERY_FILE)
def test_a_flipped_bit_is_never_served(tmp_path: Path, name: str, at: float) -> None:
    built(tmp_path)
    flip(tmp_path / "generations" / "000001" / name, at)
    with pytest.raises(DamagedLibrary, match="000001"):
        open_current(tmp_path)


@pytest.mark.parametrize("change", [('"documents": 3', '"documents": 4'), ('"toy-1"', '"toy-2"')])
def test_a_manifest_that_was_edited_is_damage(tmp_path: Path, change: tuple[str, str]) -> None:
    built(tmp_path)
    manifest = tmp_path / "generations" / "000001" / "manifest.json"
    edited = manifest.read_text().replace(*change)
    assert edited != manifest.read_text()
    manifest.write_text(edited)
    with pytest.raises(DamagedLibrary, match=r"manifest\.json is damaged"):
        open_current(tmp_path)


@pytest.mark.parametrize("name", EVERY_FILE)
def test_a_damaged_one_gives_way_to_the_one_before_with_a_warning(tmp_path: Path, name: str) -> None:
    built(tmp_path, "second", fallback=built(tmp_path))
    flip(tmp_path / "generations" / "000002" / name, 0.5)
    found = open_current(tmp_path)
    assert found.name == "000001"
    assert "000002" in found.warning
    assert "The newest whole one is served" in found.warning


@pytest.mark.parametrize("name", EVERY_FILE)
def test_a_missing_file_is_damage(tmp_path: Path, name: str) -> None:
    built(tmp_path)
    (tmp_path / "generations" / "000001" / name).unlink()
    with pytest.raises(DamagedLibrary):
        open_current(tmp_path)


@pytest.mark.parametrize("name", ["model.pkl", "keywords/x.bin", ".hidden", "keywords/full.lock"])
def test_a_planted_file_is_refused(tmp_path: Path, name: str) -> None:
    built(tmp_path)
    write_files(tmp_path / "generations" / "000001", {name: "x"})
    with pytest.raises(DamagedLibrary, match="was not published"):
        open_current(tmp_path)


@pytest.mark.parametrize("lost", [errno.EIO, errno.EISDIR])
@pytest.mark.parametrize("name", EVERY_FILE)
def test_a_file_that_the_disk_has_lost_is_damage(
    tmp_path: Path, name: str, lost: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    built(tmp_path, "second", fallback=built(tmp_path))
    disk_fails(monkeypatch, tmp_path / "generations" / "000002" / name, lost)
    found = open_current(tmp_path)
    assert found.name == "000001"
    assert "000002" in found.warning and os.strerror(lost) in found.warning


def test_a_file_that_may_not_be_read_is_no_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built(tmp_path, "second", fallback=built(tmp_path))
    disk_fails(monkeypatch, tmp_path / "generations" / "000002" / "manifest.json", errno.EACCES)
    with pytest.raises(StorageError, match=r"manifest\.json: Permission denied\. Check that this user"):
        open_current(tmp_path)


@pytest.mark.parametrize("lost", [errno.EIO, errno.EISDIR])
def test_a_pointer_that_the_disk_has_lost_is_damaged(
    tmp_path: Path, lost: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    built(tmp_path, "second", fallback=built(tmp_path))
    disk_fails(monkeypatch, tmp_path / "current", lost)
    found = open_current(tmp_path)
    assert found.name == "000002" and "current is damaged" in found.warning


def test_a_pointer_that_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built(tmp_path)
    disk_fails(monkeypatch, tmp_path / "current", errno.EACCES)
    with pytest.raises(StorageError, match="current: Permission denied"):
        open_current(tmp_path)


def test_a_newer_generation_that_was_never_made_current_is_not_opened(tmp_path: Path) -> None:
    built(tmp_path)
    shutil.copytree(tmp_path / "generations" / "000001", tmp_path / "generations" / "000002")
    assert open_current(tmp_path).name == "000001"
    assert built(tmp_path, "next") == "000003"
    assert open_current(tmp_path).name == "000003"


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"../../etc\n", b"six\n"])
def test_a_damaged_pointer_is_told_and_the_newest_whole_generation_served(tmp_path: Path, content: bytes) -> None:
    built(tmp_path, "second", fallback=built(tmp_path))
    (tmp_path / "current").write_bytes(content)
    found = open_current(tmp_path)
    assert found.name == "000002"
    assert "current is damaged" in found.warning


def test_no_flipped_bit_of_the_pointer_leads_to_another_generation(tmp_path: Path) -> None:
    built(tmp_path, "second", fallback=built(tmp_path))
    built(tmp_path, "third", fallback="000002")
    pointer = tmp_path / "current"
    whole = pointer.read_bytes()
    for bit in range(8 * len(whole)):
        data = bytearray(whole)
        data[bit // 8] ^= 1 << bit % 8  # one makes "000002" of "000003"
        pointer.write_bytes(data)
        found = open_current(tmp_path)
        assert found.name == "000003" and (found.warning or data.split() == whole.split())


@pytest.mark.parametrize("length", range(24))
def test_a_pointer_that_was_cut_short_leads_to_no_other_generation(tmp_path: Path, length: int) -> None:
    built(tmp_path, "second", fallback=built(tmp_path))
    (tmp_path / "current").write_bytes((tmp_path / "current").read_bytes()[:length])
    with suppress(DamagedLibrary):
        assert open_current(tmp_path).name == "000002"


def test_a_pointer_of_before_it_was_sealed_is_followed(tmp_path: Path) -> None:
    built(tmp_path, "second", fallback=built(tmp_path))
    (tmp_path / "current").write_text("000002\n")
    assert open_current(tmp_path) == Generation(tmp_path / "generations" / "000002", CONTENTS)


def test_after_a_fallback_the_damaged_generation_goes_and_the_whole_one_stays(tmp_path: Path) -> None:
    built(tmp_path, "second", fallback=built(tmp_path))
    flip(tmp_path / "generations" / "000002" / "library.sqlite", 0.5)
    assert built(tmp_path, "third", fallback=open_current(tmp_path).name) == "000003"
    assert folders(tmp_path) == ["000001", "000003"]


def test_a_pointer_to_nothing_is_damage_and_not_the_disk_s_fault(tmp_path: Path) -> None:
    built(tmp_path)
    shutil.rmtree(tmp_path / "generations")
    with pytest.raises(DamagedLibrary, match="assistant sync"):
        open_current(tmp_path)


def test_what_else_lies_among_the_generations_does_no_harm(tmp_path: Path) -> None:
    write_files(tmp_path / "generations", {".DS_Store": "x", "zzz/x": "x"})
    built(tmp_path)
    assert built(tmp_path, "second") == "000002"
    assert open_current(tmp_path).name == "000002"


def test_another_format_is_another_version(tmp_path: Path) -> None:
    other = Recipe("toy", "toy-1", 32, 1, 1, format=99)
    with rebuilding(tmp_path) as staging:
        publish(tmp_path, staging, Contents(other, "", 0, 0))
    with pytest.raises(OtherVersion):
        open_current(tmp_path)


def test_two_rebuilds_at_once_are_refused(tmp_path: Path) -> None:
    with rebuilding(tmp_path), pytest.raises(LibraryBusy, match="Another process"), rebuilding(tmp_path):
        pytest.fail("two rebuilds at once")
    with rebuilding(tmp_path) as staging:
        assert staging.is_dir()


def test_the_lock_of_another_process_is_respected(tmp_path: Path) -> None:
    with (tmp_path / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(LibraryBusy), rebuilding(tmp_path):
            pytest.fail("rebuilt under a lock")


def test_a_failed_rebuild_leaves_nothing_behind(tmp_path: Path) -> None:
    built(tmp_path)
    before = sorted(path.name for path in tmp_path.rglob("*"))
    with pytest.raises(ZeroDivisionError), rebuilding(tmp_path) as staging:
        write_files(staging, FILES)
        raise ZeroDivisionError
    assert sorted(path.name for path in tmp_path.rglob("*")) == before
    assert open_current(tmp_path).name == "000001"


def test_what_a_killed_rebuild_left_is_removed_by_the_next(tmp_path: Path) -> None:
    write_files(tmp_path, {"building-x7/library.sqlite": "half"})
    built(tmp_path)
    assert [path.name for path in tmp_path.glob("building-*")] == []


def test_what_the_disk_refuses_is_told_with_its_path(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"lib: .*disk is full"), disk_errors(tmp_path / "lib"):
        raise OSError(28, "No space left on device")
    with pytest.raises(StorageError, match="may read and write"), disk_errors(tmp_path):
        raise PermissionError(13, "Permission denied", "/x")
    with pytest.raises(ValueError, match="bug"), disk_errors(tmp_path):
        raise ValueError("bug")


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_full_disk_is_told_as_such_by_whatever_meets_it(tmp_path: Path, number: int) -> None:
    said = os.strerror(number)
    for error in (OSError(number, said), ValueError(f"An IO error occurred: '{said} (os error {number})'")):
        with pytest.raises(StorageError, match="free some space"), disk_errors(tmp_path):
            raise error


def test_a_disk_that_is_full_for_sqlite_is_told(tmp_path: Path) -> None:
    with (
        pytest.raises(StorageError, match=r"database or disk is full\. The disk is full"),
        disk_errors(tmp_path),
        closing(sqlite3.connect(tmp_path / "x.sqlite")) as connection,
    ):
        connection.execute("CREATE TABLE numbers (n)")
        connection.execute("PRAGMA max_page_count = 2")
        connection.executemany("INSERT INTO numbers VALUES (?)", [(n,) for n in range(10_000)])


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS, errno.EIO])
def test_what_else_the_disk_refuses_is_told_whoever_met_it(tmp_path: Path, number: int) -> None:
    with pytest.raises(StorageError, match="Check that this user"), disk_errors(tmp_path):
        raise ValueError(f"An IO error occurred: '{os.strerror(number)} (os error {number})'")


def test_a_library_that_is_a_file_is_told(tmp_path: Path) -> None:
    write_files(tmp_path, {"library": "x"})
    with pytest.raises(StorageError), rebuilding(tmp_path / "library"):
        pytest.fail("built in a file")


def test_the_manifest_names_every_file(tmp_path: Path) -> None:
    built(tmp_path)
    told = json.loads((tmp_path / "generations" / "000001" / "manifest.json").read_text())
    assert told["files"].keys() == FILES.keys()
