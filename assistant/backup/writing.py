"""Writes a backup: whole, for its owner's eyes alone, and read again before it takes its name."""

import gzip
import hashlib
import os
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from io import BytesIO
from pathlib import Path

from assistant.backup.manifest import INDEX, NAME, SETTINGS, Manifest, Member
from assistant.backup.reading import verify
from assistant.backup.snapshots import copy_of
from assistant.desk.lost import refuse_a_lost_desk
from assistant.desk_file import FILE as DESK
from assistant.desk_file import DeskFile, damaged, desk_errors
from assistant.evaluation.kept_answers import FILE as ANSWERS
from corpus.catalogue import FILE_NAME as CATALOGUE
from corpus.errors import BackupError, NoLibrary, OtherVersion
from corpus.web.mirror import MIRROR
from index.library.generation import STORE, Generation, disk_errors, open_current
from index.library.store import Store
from index.reports.archive import FOLDER as REPORTS

ENDING = ".tar.gz"
QUICK = 1
"""gzip's level: vectors and fetched pages hardly become smaller, and the rest is small."""
DISTRIBUTION = "advocacy-assistant"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What goes into a backup beside the desk and the reports: files of the settings, and what can be had again."""

    settings: Sequence[Path] = ()
    index: bool = False
    fetched: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """A backup that was read again; `size` is that of its file in bytes, `notes` tell what is not in it."""

    path: Path
    size: int
    manifest: Manifest
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _File:
    """A file on its way into a backup, under the name that it has there."""

    name: str
    path: Path
    origin: str = ""


def back_up(library: Path, target: Path, wanted: Wanted) -> Written:
    """Write a backup of a library to a file, in the place of an older one of that name.

    Raises BackupError, StorageError, DamagedDesk (a damaged or lost desk takes no whole one's place), and LibraryError
    where the index is wanted and cannot be used; an older file is then as it was.
    """
    if not target.name.endswith(ENDING):
        raise BackupError(f"{target}: a backup is a {ENDING} file; name it so.")
    if not library.is_dir():
        raise NoLibrary(f"There is no index in {library}, so there is nothing to back up. Check --index.")
    notes = list[str]()
    with disk_errors(target), tempfile.TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as work:
        folder = Path(work)
        generation = _generation(library, wanted.index, notes)
        sources = _sources(generation)
        by_hand = [*wanted.settings, *(Path(one) / CATALOGUE for one in sources if (Path(one) / CATALOGUE).is_file())]
        files = [*_desk(library, folder, notes), *_told(library), *_settings(by_hand, notes)]
        if wanted.fetched:
            files += _fetched(library, folder, notes)
        if wanted.index and generation:
            parts = sorted(path for path in generation.folder.rglob("*") if path.is_file())
            files += [_File(f"{INDEX}/{one.relative_to(generation.folder).as_posix()}", one) for one in parts]
        name = generation.name if generation else ""
        manifest, made = _written(files, name, sources, folder)
        if verify(made) != manifest:
            raise BackupError(f"{target} could not be read again as it was written. Check the disk; nothing was kept.")
        size = made.stat().st_size
        made.replace(target)
        _flush(target.parent)
    return Written(target, size, manifest, tuple(notes))


def _generation(library: Path, needed: bool, notes: list[str]) -> Generation | None:
    """The current generation, checked; without it the sources that the library knows are not told."""
    try:
        generation = open_current(library)
    except (NoLibrary, OtherVersion) as error:
        if needed:
            raise
        notes.append(f"The names of the sources are not in it: {error}")
        return None
    if generation.warning:
        notes.append(generation.warning)
    return generation


def _desk(library: Path, folder: Path, notes: list[str]) -> Iterator[_File]:
    path, copy = library / DESK, folder / DESK
    refuse_a_lost_desk(DeskFile(library))
    if not path.exists():
        notes.append("Staff have kept nothing yet, so there is no desk.sqlite in it.")
        return
    with desk_errors(path):
        if copy_of(path, copy):
            raise damaged(path)
    yield _File(DESK, copy)


def _fetched(library: Path, folder: Path, notes: list[str]) -> Iterator[_File]:
    path, copy = library / MIRROR, folder / MIRROR
    try:
        problem = copy_of(path, copy) if path.exists() else "nothing was fetched yet"
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_FULL:
            raise
        problem = str(error)
    if problem:
        notes.append(f"{MIRROR} is not in it ({problem}); sites are fetched again when it is missing.")
    else:
        yield _File(MIRROR, copy)


def _told(library: Path) -> Iterator[_File]:
    """Reports, and the answers that the next sync compares with."""
    if (library / ANSWERS).is_file():
        yield _File(ANSWERS, library / ANSWERS)
    for path in sorted((library / REPORTS).glob("*.json")):
        if path.stem.isdigit():
            yield _File(f"{REPORTS}/{path.name}", path)


def _settings(paths: Sequence[Path], notes: list[str]) -> Iterator[_File]:
    """What was written by hand, each file under its own name, with a number where two have the same."""
    taken = set[str]()
    for path in dict.fromkeys(paths):
        if not path.is_file():
            notes.append(f"{path} is not there, so it is not in it.")
            continue
        names = (path.name, *(f"{number}-{path.name}" for number in range(2, len(taken) + 3)))
        name = next(one for one in names if one not in taken)
        taken.add(name)
        yield _File(f"{SETTINGS}/{name}", path, str(path))


def _written(files: Sequence[_File], generation: str, sources: tuple[str, ...], folder: Path) -> tuple[Manifest, Path]:
    """The archive of some files, flushed to disk, and its manifest."""
    held = {one.name: _held(one, folder) for one in files}
    now = datetime.now(UTC)
    members = tuple(
        Member(one.name, len(data) if isinstance(data, bytes) else data.stat().st_size, _digest(data), one.origin)
        for one, data in ((one, held[one.name]) for one in files)
    )
    manifest = Manifest(now.isoformat(timespec="seconds"), version(DISTRIBUTION), generation, sources, members)
    made = folder / "archive"
    with made.open("wb") as file:
        made.chmod(0o600)
        with gzip.GzipFile("", "wb", QUICK, file, 0) as packed, tarfile.TarFile(fileobj=packed, mode="w") as archive:
            _add(archive, NAME, manifest.as_json(), now)
            for member in members:
                _add(archive, member.name, held[member.name], now)
        file.flush()
        os.fsync(file.fileno())
    return manifest, made


def _held(file: _File, folder: Path) -> bytes | Path:
    """What others may write to while it is packed is taken into memory; it is small. Generations never change."""
    return file.path if file.path.parent == folder or file.name.startswith(f"{INDEX}/") else file.path.read_bytes()


def _add(archive: tarfile.TarFile, name: str, data: bytes | Path, now: datetime) -> None:
    told = tarfile.TarInfo(name)
    told.mode, told.mtime = 0o600, int(now.timestamp())
    told.size = len(data) if isinstance(data, bytes) else data.stat().st_size
    with BytesIO(data) if isinstance(data, bytes) else data.open("rb") as file:
        archive.addfile(told, file)


def _digest(data: bytes | Path) -> str:
    with BytesIO(data) if isinstance(data, bytes) else data.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sources(generation: Generation | None) -> tuple[str, ...]:
    if generation is None:
        return ()
    with closing(Store.read(generation.folder / STORE)) as store:
        return tuple(store.sources())


def _flush(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
