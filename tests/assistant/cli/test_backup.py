"""`assistant backup` and `assistant restore`."""

import shutil
from pathlib import Path

from tests.assistant.backup.given import tables_of
from tests.assistant.cli.commands import assistant, refused

WORDS = "EAEA calls for a fair share of funding for adult education in every programme."


def test_a_library_is_moved_to_another_place(place: Path, tmp_path: Path) -> None:
    library, file = place / "my.library", tmp_path / "kept.tar.gz"
    assert assistant("sync", cwd=place).returncode == 0
    assert assistant("basket", "add", WORDS, cwd=place).returncode == 0
    made = assistant("backup", file, cwd=place)
    assert made.returncode == 0 and "it was read again" in made.stdout and "sources are not in it" in made.stdout
    other = tmp_path / "other.library"
    told = assistant("restore", file, "--index", other)
    assert told.returncode == 0, told.stderr
    assert f"Now run: assistant sync {place / 'posts'} --index {other}" in told.stdout
    assert f"{other / 'settings' / 'assistant.toml'} was {place / 'assistant.toml'}" in told.stdout
    assert tables_of(other / "desk.sqlite") == tables_of(library / "desk.sqlite")


def test_a_full_disk_loses_neither_the_older_backup_nor_a_library(small_disk: Path, place: Path) -> None:
    assert assistant("sync", cwd=place).returncode == 0
    assert assistant("basket", "add", WORDS, cwd=place).returncode == 0
    file = small_disk / "kept.tar.gz"
    assert assistant("backup", file, cwd=place).returncode == 0
    whole = file.read_bytes()
    (small_disk / "filler").write_bytes(bytes(shutil.disk_usage(small_disk).free - 8192))
    assert "disk is full" in refused(assistant("backup", file, cwd=place))
    assert file.read_bytes() == whole and {one.name for one in small_disk.iterdir()} == {"kept.tar.gz", "filler"}
    assert "Free some space" in refused(assistant("restore", file, "--index", small_disk / "library"))
    assert {one.name for one in small_disk.iterdir()} == {"kept.tar.gz", "filler"}


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    assert "nothing to back up" in refused(assistant("backup", "x.tar.gz", "--index", tmp_path / "none"))
    assert "No such file" in refused(assistant("restore", tmp_path / "x.tar.gz", "--index", tmp_path / "none"))
    assert not (tmp_path / "none").exists()
