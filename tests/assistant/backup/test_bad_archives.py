"""A backup that is damaged or made by somebody else changes nothing."""

import gzip
import os
import sqlite3
import tarfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.backup.restoring import restore
from assistant.backup.writing import Wanted, back_up
from corpus.errors import BackupError, StorageError
from tests.assistant.backup.given import archive_of, everything, library_in, member, tables_of, told_of

UNSEEN = {"name": "saved_answers.json", "sha256": "", "origin": ""}
Members = list[tuple[tarfile.TarInfo, bytes]]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup, beside its library."""
    folder = tmp_path_factory.mktemp("whole")
    library = library_in(folder)
    back_up(library, folder / "kept.tar.gz", Wanted(index=True))
    return folder / "kept.tar.gz"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "place" / "library"


def refused(archive: Path, place: Path) -> str:
    """The sentence, when nothing is left of the attempt."""
    with pytest.raises(BackupError) as told:
        restore(archive, place)
    assert not place.exists() and not any(place.parent.iterdir())
    return str(told.value)


def cut(whole: Path, tmp_path: Path, length: int) -> Path:
    path = tmp_path / "cut.tar.gz"
    path.write_bytes(whole.read_bytes()[:length])
    return path


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(part=st.floats(0, 0.999))
def test_a_backup_that_breaks_off_is_refused(whole: Path, tmp_path: Path, place: Path, part: float) -> None:
    assert str(tmp_path) in refused(cut(whole, tmp_path, int(part * whole.stat().st_size)), place)


def test_a_backup_without_its_last_byte_is_refused(whole: Path, tmp_path: Path, place: Path) -> None:
    refused(cut(whole, tmp_path, whole.stat().st_size - 1), place)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(part=st.floats(0, 0.9999), bit=st.integers(0, 7))
def test_a_flipped_bit_is_refused_or_harmless(whole: Path, tmp_path: Path, part: float, bit: int) -> None:
    """Some bits of gzip's own header, such as its time, mean nothing."""
    data = bytearray(whole.read_bytes())
    data[int(part * len(data))] ^= 1 << bit
    damaged = tmp_path / "flipped.tar.gz"
    damaged.write_bytes(data)
    place = tmp_path / os.urandom(8).hex()
    try:
        restore(damaged, place)
    except BackupError:
        assert not place.exists()
    else:
        assert tables_of(place / "desk.sqlite") == tables_of(whole.parent / "eaea.library" / "desk.sqlite")


OTHERS = {
    "nothing": b"", "another form": b"PK\x03\x04 not at all", "a beginning": b"\x1f\x8b",
    "an empty one": gzip.compress(b""), "no archive within": gzip.compress(b"x"),
}  # fmt: skip


@pytest.mark.parametrize("data", OTHERS.values(), ids=OTHERS.keys())
def test_other_files_are_refused(data: bytes, tmp_path: Path, place: Path) -> None:
    (tmp_path / "other.tar.gz").write_bytes(data)
    assert "no backup of this program" in refused(tmp_path / "other.tar.gz", place)


def listed(name: str, data: bytes = b"x") -> Members:
    return [member("manifest.json", told_of({name: data})), member(name, data)]


def linked(kind: bytes) -> Members:
    """A member that its list calls a file and that is none."""
    return [
        member("manifest.json", told_of({"saved_answers.json": b""})),
        member("saved_answers.json", type=kind, linkname="/etc/passwd"),
    ]


HOSTILE: dict[str, Callable[[], Members]] = {
    "another archive": lambda: [member("notes.txt", b"hello")],
    "an absolute path": lambda: listed("/tmp/planted"),
    "a path that leads out": lambda: listed("settings/../../planted"),
    "a path that leads out at once": lambda: listed("../planted"),
    "dots alone": lambda: listed("settings/.."),
    "dots within the index": lambda: listed("index/../desk.sqlite"),
    "a name with a line break": lambda: listed("settings/a\nb"),
    "a backslash": lambda: listed("settings\\planted"),
    "a file of the index's folder": lambda: listed("current"),
    "a program": lambda: listed("index.pkl"),
    "a symbolic link": lambda: linked(tarfile.SYMTYPE),
    "a hard link": lambda: linked(tarfile.LNKTYPE),
    "a device": lambda: linked(tarfile.CHRTYPE),
    "a pipe": lambda: linked(tarfile.FIFOTYPE),
    "a folder": lambda: linked(tarfile.DIRTYPE),
    "a file that the list does not name": lambda: [*listed("saved_answers.json"), member("desk.sqlite", b"x")],
    "a file that is not there": lambda: listed("saved_answers.json")[:1],
    "a file that is longer": lambda: [listed("saved_answers.json")[0], member("saved_answers.json", b"xy")],
    "a file with other bytes": lambda: [listed("saved_answers.json")[0], member("saved_answers.json", b"y")],
    "a name twice": lambda: [member("manifest.json", told_of({}, files=[UNSEEN | {"bytes": 1}] * 2))],
    "a negative size": lambda: [member("manifest.json", told_of({}, files=[UNSEEN | {"bytes": -1}]))],
    "no list of files": lambda: [member("manifest.json", b'{"backup": 1}')],
    "a list of lists": lambda: [member("manifest.json", b"[" * 100_000)],
    "a list that is a link": lambda: [member("manifest.json", type=tarfile.SYMTYPE, linkname="/etc/passwd")],
    "a list of absurd size": lambda: [member("manifest.json", b" " * (5 << 20))],
    "a desk that is none": lambda: listed("desk.sqlite", b"no database" * 100),
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_archive_is_refused_and_leaves_nothing(what: str, tmp_path: Path, place: Path) -> None:
    refused(archive_of(tmp_path / "hostile.tar.gz", HOSTILE[what]()), place)
    assert {path.name for path in tmp_path.iterdir()} == {"hostile.tar.gz", "place"}


def test_a_header_of_gigabytes_is_not_taken_into_memory(tmp_path: Path, place: Path) -> None:
    header = tarfile.TarInfo("pax")
    header.type, header.size = tarfile.XHDTYPE, 4 << 30
    packed = gzip.compress(header.tobuf() + bytes(4 << 20))
    (tmp_path / "bomb.tar.gz").write_bytes(packed)
    assert "absurd size" in refused(tmp_path / "bomb.tar.gz", place)


def test_more_than_the_disk_holds_is_refused_before_it_is_unpacked(tmp_path: Path, place: Path) -> None:
    told = told_of({}, files=[UNSEEN | {"bytes": 10**18}])
    archive = archive_of(tmp_path / "large.tar.gz", [member("manifest.json", told)])
    with pytest.raises(StorageError, match="Free some space; nothing was restored"):
        restore(archive, place)
    assert not place.exists()


def test_what_was_added_behind_the_end_is_refused(whole: Path, tmp_path: Path, place: Path) -> None:
    (tmp_path / "more.tar.gz").write_bytes(whole.read_bytes() + gzip.compress(bytes(1 << 20)))
    assert "added behind its end" in refused(tmp_path / "more.tar.gz", place)


def test_a_backup_of_a_later_version_is_refused(tmp_path: Path, place: Path) -> None:
    archive = archive_of(tmp_path / "later.tar.gz", [member("manifest.json", told_of({}, backup=2))])
    assert "newer version" in refused(archive, place)


def test_a_desk_that_does_something_by_itself_is_refused(tmp_path: Path, place: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "desk.sqlite")) as connection:
        connection.execute("CREATE TABLE users (name)")
        connection.execute("CREATE TRIGGER planted AFTER INSERT ON users BEGIN DELETE FROM users; END")
    archive = archive_of(tmp_path / "x.tar.gz", listed("desk.sqlite", (tmp_path / "desk.sqlite").read_bytes()))
    assert "planted, which this program never makes" in refused(archive, place)


def test_a_refused_archive_leaves_a_library_as_it_was(tmp_path: Path) -> None:
    library = library_in(tmp_path)
    before = everything(library)
    for members in HOSTILE.values():
        with pytest.raises(BackupError):
            restore(archive_of(tmp_path / "hostile.tar.gz", members()), library, replace=True)
    assert everything(library) == before
