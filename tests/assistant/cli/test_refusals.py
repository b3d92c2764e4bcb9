"""Indexes, folders and disks that cannot be used: every command says why, and nothing is lost."""

import json
from pathlib import Path

import pytest

from tests.assistant.cli.commands import POST, assistant, refused


@pytest.mark.parametrize(
    "command", [("ask", "funding"), ("search", "funding"), ("status",), ("documents",), ("serve",)]
)
def test_without_an_index_it_says_how_to_make_one(tmp_path: Path, command: tuple[str, ...]) -> None:
    assert "assistant sync SOURCE --index" in refused(assistant(*command, "--index", tmp_path / "none"))


def test_an_index_of_another_model_is_not_searched(library: Path, tmp_path: Path) -> None:
    """A manifest that names another fingerprint, sealed as if it had been published so."""
    from index.library.generation import MANIFEST, _seal

    path = library / "generations" / "000001" / MANIFEST
    told = json.loads(path.read_text(encoding="utf-8"))
    del told["seal"]
    told["recipe"] |= {"fingerprint": "0" * 64, "model": "another-model"}
    path.write_text(json.dumps(told | {"seal": _seal(told)}), encoding="utf-8")
    said = refused(assistant("ask", "funding", "--index", library))
    assert 'built with the model "another-model"' in said and "assistant sync" in said
    assert assistant("sync", "--index", library).returncode == 0
    assert assistant("ask", "fair share of funding", "--index", library).returncode == 0


def test_a_damaged_index_is_not_served(library: Path) -> None:
    vectors = library / "generations" / "000001" / "vectors.faiss"
    data = bytearray(vectors.read_bytes())
    data[len(data) // 2] ^= 1
    vectors.write_bytes(data)
    assert "differs from what was published" in refused(assistant("ask", "funding", "--index", library))


def test_a_folder_without_permission(bound: tuple[str, ...], posts: Path, tmp_path: Path) -> None:
    posts.chmod(0)
    said = refused(assistant("sync", posts, "--index", tmp_path / "library", prefix=bound))
    posts.chmod(0o700)
    assert "may not be read" in said


def test_files_and_folders_without_permission_are_skipped_with_the_reason(
    bound: tuple[str, ...], posts: Path, tmp_path: Path
) -> None:
    (posts / "secret.txt").write_text(POST, encoding="utf-8")
    (posts / "closed").mkdir()
    for path in (posts / "secret.txt", posts / "closed"):
        path.chmod(0)
    run = assistant("sync", posts, "--index", tmp_path / "library", "--json", prefix=bound)
    for path in (posts / "secret.txt", posts / "closed"):
        path.chmod(0o700)
    reasons = {item["source"]: item["reason"] for item in json.loads(run.stdout)["items"] if item["reason"]}
    assert reasons.keys() == {"secret.txt", "closed"}
    assert all("Permission denied. Give this user read permission." in reason for reason in reasons.values())


def test_no_settings_are_missed_where_the_working_directory_may_not_be_looked_into(
    bound: tuple[str, ...], library: Path, tmp_path: Path
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    closing = ("sh", "-c", 'chmod 000 . && exec "$@"', "sh", *bound)
    run = assistant("status", "--index", library, cwd=closed, prefix=closing)
    closed.chmod(0o700)
    assert (run.returncode, run.stderr) == (0, "") and str(library) in run.stdout


def test_an_index_that_may_not_be_written_stays_as_it_was(bound: tuple[str, ...], posts: Path, library: Path) -> None:
    (posts / "new.txt").write_text(POST.replace("A fair share", "Another share"), encoding="utf-8")
    folders = [library, *(path for path in library.rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o500)
    said = refused(assistant("sync", posts, "--index", library, prefix=bound))
    asked = assistant("ask", "a fair share of funding?", "--index", library, prefix=bound)
    for folder in folders:
        folder.chmod(0o700)
    assert "may read and write there" in said
    assert "EAEA calls for a fair share" in asked.stdout


def test_a_full_disk_loses_nothing(small_disk: Path, posts: Path) -> None:
    library = small_disk / "library"
    assert assistant("sync", posts, "--index", library).returncode == 0
    for number in range(300):
        text = f"{POST}\nSentence {number} of many says what no other sentence says. " + f"It repeats {number}. " * 60
        (posts / f"{number}.txt").write_text(text.replace("A fair share", f"Share {number}"), encoding="utf-8")
    assert "disk is full" in refused(assistant("sync", posts, "--index", library))
    assert "EAEA calls for a fair share" in assistant("ask", "a fair share of funding?", "--index", library).stdout
    assert not list(library.glob("building-*"))
