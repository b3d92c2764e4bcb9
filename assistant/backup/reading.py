"""Reads a backup without believing it: only files that its manifest names, in its order, with their size and digest.

A tar file may hold links, devices, paths that lead elsewhere, and headers that unpack to gigabytes. Nothing is
extracted by the library that reads the format: a member is looked at, and its bytes are copied into a file that is
made here.
"""

import gzip
import hashlib
import os
import tarfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from assistant.backup.manifest import LARGEST_MANIFEST, NAME, Manifest, Member, manifest_of
from corpus.errors import BackupError

PIECE = 1 << 20
"""Bytes that are read at once, and that the header of a member may have."""
TRAILER = 64 * 1024
"""Bytes that may come after the last member; tar fills up to 10 kB."""
PLAIN = (tarfile.REGTYPE, tarfile.AREGTYPE)

Writer = Callable[[Member], BinaryIO]
"""Opens the file that takes the bytes of a member."""


def unpack(archive: Path, folder: Path, fits: Callable[[Manifest], None]) -> Manifest:
    """Write the files of a backup below an empty folder; `fits` may refuse it by raising once its manifest is known.

    Raises BackupError when the backup is damaged, of another program, or tries anything; OSError of the disk.
    """

    def made(member: Member) -> BinaryIO:
        path = folder / member.name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600), "wb")

    return _read(archive, made, fits)


def verify(archive: Path) -> Manifest:
    """Read a backup to its end, and write nothing. Raises as `unpack` does."""
    return _read(archive, lambda _: Path(os.devnull).open("wb"), lambda _: None)


def _read(archive: Path, made: Writer, fits: Callable[[Manifest], None]) -> Manifest:
    with archive.open("rb") as file, _damage(archive), gzip.open(file) as unpacked:
        bounded = _Bounded(unpacked)
        with tarfile.TarFile(fileobj=bounded) as members:  # type: ignore[arg-type] # it asks no more of a file
            manifest = manifest_of(_manifest(members))
            fits(manifest)
            for member in manifest.files:
                _copy(members, member, made)
            if members.next() is not None:
                raise BackupError("It holds a file that its list does not name; nothing of it was restored.")
        if len(unpacked.read(TRAILER + 1)) > TRAILER:  # to the end: gzip's digest comes last
            raise BackupError("Something was added behind its end; nothing of it was restored.")
    return manifest


def _manifest(members: tarfile.TarFile) -> bytes:
    found = members.next()
    if found is None or found.name != NAME or found.size > LARGEST_MANIFEST:
        raise BackupError("It does not begin with a list of its files: it is no backup of this program.")
    return b"".join(_pieces(members, found))


def _copy(members: tarfile.TarFile, member: Member, made: Writer) -> None:
    found = members.next()
    if found is None or found.name != member.name or found.size != member.bytes:
        raise BackupError(f"{member.name} is missing from it, or not as long as its list says.")
    digest = hashlib.sha256()
    with made(member) as file:
        for piece in _pieces(members, found):
            digest.update(piece)
            file.write(piece)
        file.flush()
    if digest.hexdigest() != member.sha256:
        raise BackupError(f"{member.name} in it is damaged.")


def _pieces(members: tarfile.TarFile, found: tarfile.TarInfo) -> Iterator[bytes]:
    """The bytes of a member that is a file, and stored as one."""
    plain = found.type in PLAIN and found.sparse is None
    stored = members.extractfile(found) if plain else None
    if stored is None:
        raise BackupError(f"{found.name!r} in it is no plain file; nothing of it was restored.")
    while piece := stored.read(PIECE):
        yield piece


class _Bounded:
    """A file for tarfile, which takes a whole header into memory, however long it says to be."""

    def __init__(self, file: gzip.GzipFile) -> None:
        self._file = file

    def read(self, size: int = -1) -> bytes:
        if not 0 <= size <= PIECE + tarfile.RECORDSIZE:
            raise BackupError("It says to hold a header of absurd size; nothing of it was restored.")
        return self._file.read(size)

    def seek(self, place: int) -> int:
        if not 0 <= place - self._file.tell() <= tarfile.RECORDSIZE:
            raise BackupError("Its parts do not follow each other; nothing of it was restored.")
        return self._file.seek(place)

    def tell(self) -> int:
        return self._file.tell()


@contextmanager
def _damage(archive: Path) -> Iterator[None]:
    """Maps what the formats' libraries say to a sentence with the archive's name; the one seam for it."""
    try:
        yield
    except BackupError as error:
        raise BackupError(f"{archive}: {error}") from None
    except (tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError, UnicodeError, ValueError) as error:
        raise BackupError(
            f"{archive} is damaged, or no backup of this program ({error}). Take another one; nothing was restored."
        ) from error
