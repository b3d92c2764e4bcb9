import hashlib
import os
from pathlib import Path

import pytest

from index.library.digests import BLOCK, Former, agrees, digest_of

SIZES = [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK + 7]


def written(path: Path, size: int) -> bytes:
    data = hashlib.shake_128(b"seed").digest(size)
    path.write_bytes(data)
    return data


def flip(path: Path, at: int) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        byte = file.read(1)[0]
        file.seek(at)
        file.write(bytes([byte ^ 1]))


@pytest.mark.parametrize("size", SIZES)
def test_a_file_agrees_with_its_digest_and_with_the_sha256_that_older_manifests_tell(tmp_path: Path, size: int) -> None:
    data = written(tmp_path / "file", size)
    assert agrees(tmp_path / "file", digest_of(tmp_path / "file").text)
    assert agrees(tmp_path / "file", hashlib.sha256(data).hexdigest())


@pytest.mark.parametrize("at", [0, BLOCK - 1, BLOCK, 2 * BLOCK + 6])
def test_a_flipped_bit_in_any_block_is_found(tmp_path: Path, at: int) -> None:
    data = written(tmp_path / "file", 2 * BLOCK + 7)
    told = digest_of(tmp_path / "file").text
    flip(tmp_path / "file", at)
    assert agrees(tmp_path / "file", told) is None
    assert agrees(tmp_path / "file", hashlib.sha256(data).hexdigest()) is None


@pytest.mark.parametrize("size", [BLOCK + 1, 2 * BLOCK + 7, 3 * BLOCK])
@pytest.mark.parametrize("at", [0, BLOCK])
def test_a_changed_copy_has_the_digest_that_it_has_by_itself(tmp_path: Path, size: int, at: int) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    written(old, 2 * BLOCK + 7)
    former = Former(old, digest_of(old))
    new.write_bytes(old.read_bytes())
    os.truncate(new, size)
    flip(new, at)
    assert digest_of(new, former) == digest_of(new)


def test_what_was_damaged_before_it_was_copied_is_found_in_the_copy(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    written(old, 2 * BLOCK + 7)
    former = Former(old, digest_of(old))
    flip(old, 5)
    new.write_bytes(old.read_bytes())
    flip(new, BLOCK + 5)
    assert agrees(new, digest_of(new, former).text) is None


def test_bytes_that_were_copied_have_the_digest_of_what_was_to_be_copied(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    written(old, 2 * BLOCK + 7)
    new.write_bytes(old.read_bytes() + b"appended")
    former = Former(old, digest_of(old), copied=2 * BLOCK + 7)
    assert digest_of(new, former) == digest_of(new)
    flip(new, BLOCK + 5)  # while it was copied
    assert agrees(new, digest_of(new, former).text) is None


@pytest.mark.parametrize("copied", [0, BLOCK - 1, BLOCK, 2 * BLOCK + 6])
def test_what_was_written_after_the_copied_bytes_is_digested(tmp_path: Path, copied: int) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    data = written(old, 2 * BLOCK + 7)
    former = Former(old, digest_of(old), copied)
    new.write_bytes(data[:copied] + bytes(len(data) - copied))
    assert digest_of(new, former) == digest_of(new)
    new.write_bytes(data[:copied])  # shorter than the file before
    assert digest_of(new, former) == digest_of(new)
