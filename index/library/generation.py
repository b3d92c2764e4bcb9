"""The index on disk: generations, of which one is current.

::

    DIR/current                    one line: the name of the current generation, and a digest of that; replaced, never
                                   written in place
    DIR/generations/000007/        never changes once it is published
        manifest.json              what it was built with, and the digest of every other file (index.library.digests)
        library.sqlite  sentences.int8  vectors.faiss  keywords/
    DIR/lock                       held by the one process that rebuilds
    DIR/building-*                 a rebuild under way; removed by the next one if it was killed

A generation is written whole beside the others, flushed to disk, and becomes current by one rename. It shares no file
with another one. Nothing that runs code when loaded is ever read from here (promise R16): SQLite, FAISS, tantivy and
JSON only.
"""

import errno
import fcntl
import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from corpus.errors import DamagedLibrary, LibraryBusy, NoLibrary, OtherVersion, StorageError
from corpus.parsing import parse_json
from index.library.digests import Digest, Former, agrees, digest_of

FORMAT = 7
"""Raised whenever files of older generations cannot be used; they are then built anew from their sources."""
POINTER, MANIFEST = "current", "manifest.json"
REFUSALS = tuple(map(os.strerror, (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EACCES, errno.EROFS, errno.EIO)))
"""The system's words for what the disk refuses, which tantivy repeats."""
LOST = (errno.EIO, errno.EISDIR)
"""What the system says of a file that nobody can read any more; who may not read it may be given leave."""
STORE, SENTENCES, VECTORS, KEYWORDS = "library.sqlite", "sentences.int8", "vectors.faiss", "keywords"


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a generation was built with; another recipe would have given another index."""

    model: str
    fingerprint: str
    dimension: int
    reader: int
    splitter: int
    format: int = FORMAT


@dataclass(frozen=True, slots=True)
class Contents:
    """What a manifest tells of a generation besides its files. `created` is UTC, ISO 8601."""

    recipe: Recipe
    created: str
    documents: int
    passages: int


@dataclass(frozen=True, slots=True)
class Generation:
    """A published generation whose files were checked. `warning` says what a person should know about it, `digests`
    what its files held, by their names.
    """

    folder: Path
    contents: Contents
    warning: str = ""
    digests: Mapping[str, Digest] = field(default_factory=dict, compare=False, repr=False)

    @property
    def recipe(self) -> Recipe:
        """What it was built with."""
        return self.contents.recipe

    @property
    def library(self) -> Path:
        """The folder of the index that it belongs to."""
        return self.folder.parent.parent

    @property
    def name(self) -> str:
        """Its number, as text."""
        return self.folder.name

    def file(self, name: str, copied: int = 0) -> Former | None:
        """One of its files as it was checked, of which so many bytes were copied; None where it has no such file."""
        return Former(self.folder / name, self.digests[name], copied) if name in self.digests else None


def open_current(library: Path) -> Generation:
    """The current generation; the one before, with a warning, when the current one is damaged.

    Raises NoLibrary when nothing was ever published here, OtherVersion when it was by another version of this
    software, DamagedLibrary when no generation is whole, StorageError when the folder cannot be read.
    """
    with disk_errors(library):
        names = sorted((path.name for path in (library / "generations").glob("[0-9]*")), reverse=True)
        problems = list[str]()
        current = pointed_at(library)
        if not current.isdigit():
            problems.append(f"{library / POINTER} is damaged.")
            current = names[0] if names else ""
        for name in [current, *(name for name in names if name < current)] if current else ():
            try:
                generation = _checked(library / "generations" / name)
            except DamagedLibrary as error:
                problems.append(str(error))
                continue
            warning = f"{problems[0]} The newest whole one is served." if problems else ""
            return replace(generation, warning=warning)
    raise DamagedLibrary(f"{problems[0]} No whole one is left: run `assistant sync` with your sources again.")


def open_folder(folder: Path) -> Generation:
    """The generation in a folder, wherever it lies, after every file was compared with its manifest.

    Raises OtherVersion and DamagedLibrary.
    """
    return _checked(folder)


def pointed_at(library: Path) -> str:
    """What the pointer says: the name of the current generation; something else than digits where it is damaged.

    Raises NoLibrary where none was published, StorageError when it cannot be read.
    """
    with disk_errors(library):
        try:
            told = (library / POINTER).read_text(encoding="ascii", errors="replace").strip()
        except (FileNotFoundError, NotADirectoryError):
            raise NoLibrary(
                f"There is no index in {library}. Make one with `assistant sync SOURCE --index {library}`."
            ) from None
        except OSError as error:
            if error.errno not in LOST:
                raise
            return "lost"
    name = told.partition(" ")[0]
    return name if told in (name, _pointer_to(name)) else told  # of before it was sealed, it is the name alone


@contextmanager
def rebuilding(library: Path) -> Iterator[Path]:
    """A folder to write a new generation into, alone; gone afterwards unless it was published.

    Raises LibraryBusy when another process is rebuilding, StorageError when the disk refuses.
    """
    with disk_errors(library):
        library.mkdir(parents=True, exist_ok=True)
        with (library / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise LibraryBusy(f"Another process is rebuilding {library}. Wait until it has ended.") from None
            for left in library.glob("building-*"):
                shutil.rmtree(left, ignore_errors=True)
            staging = Path(tempfile.mkdtemp(prefix="building-", dir=library))
            try:
                yield staging
            finally:
                shutil.rmtree(staging, ignore_errors=True)


def publish(
    library: Path,
    staging: Path,
    contents: Contents,
    fallback: str = "",
    before: Generation | None = None,
    copied: Mapping[str, int] = MappingProxyType({}),
) -> str:
    """Make a staged generation the current one and return its name; of the others only `fallback` is kept. Of the one
    `before`, no block that the staged files still have is digested again; of files that are named in `copied`, so many
    bytes at the beginning are its own and not even read.
    """
    for lock in staging.rglob("*.lock"):
        lock.unlink()
    files = _sealed(staging, before, copied)
    told = asdict(contents) | {"files": files}
    _write_flushed(staging / MANIFEST, json.dumps(told | {"seal": _seal(told)}, indent=1))
    generations = library / "generations"
    generations.mkdir(exist_ok=True)
    taken = sorted(path.name for path in generations.iterdir() if path.name.isdigit())
    name = f"{int(taken[-1]) + 1 if taken else 1:06d}"
    staging.rename(generations / name)
    for folder in (generations / name, generations):
        _flush_folder(folder)
    pointer = library / f"{POINTER}.new"
    _write_flushed(pointer, _pointer_to(name) + "\n")
    pointer.replace(library / POINTER)
    _flush_folder(library)
    for old in set(taken) - {fallback}:
        shutil.rmtree(generations / old, ignore_errors=True)
    return name


@contextmanager
def disk_errors(place: Path) -> Iterator[None]:
    """Maps what the disk refuses to StorageError; the one seam for it."""
    try:
        yield
    except OSError as error:
        raise StorageError(f"{error.filename or place}: {error.strerror or error}. {_advice(str(error))}") from error
    except sqlite3.OperationalError as error:
        if not any(sign in str(error) for sign in ("full", "readonly", "unable to open", "disk I/O")):
            raise
        raise StorageError(f"{place}: {error}. {_advice(str(error))}") from error
    except ValueError as error:  # tantivy wraps the disk's errors in it
        if not any(reason in str(error) for reason in REFUSALS):
            raise
        raise StorageError(f"{place}: {_advice(str(error))}") from error


def _advice(reason: str) -> str:
    if any(word in reason for word in ("space", "full", "quota", "large")):
        return "The disk is full: free some space and run the command again; the index is as it was before."
    return "Check that this user may read and write there, then run the command again; the index is as it was before."


def _checked(folder: Path) -> Generation:
    """The generation in a folder, after every file was compared with the manifest."""
    try:
        return _compared(folder)
    except OSError as error:
        if error.errno not in LOST:
            raise
        raise DamagedLibrary(f"{error.filename or folder}: {error.strerror}.") from error


def _compared(folder: Path) -> Generation:
    told = _manifest(folder)
    if told["recipe"].get("format") != FORMAT:
        raise OtherVersion(
            f"The index in {folder.parent.parent} was built by another version of this software. "
            "Run `assistant sync` to build it anew from its sources."
        )
    files: dict[str, str] = told["files"]
    digests = dict[str, Digest]()
    for name, digest in files.items():
        path = folder / name
        found = agrees(path, digest) if path.is_file() else None
        if found is None:
            raise DamagedLibrary(f"{path} differs from what was published.")
        digests[name] = found
    known = files.keys() | {MANIFEST}
    extra = {path.relative_to(folder).as_posix() for path in _files(folder)} - known
    if extra:
        raise DamagedLibrary(f"{folder / min(extra)} was not published with this index.")
    contents = Contents(Recipe(**told["recipe"]), told["created"], told["documents"], told["passages"])
    return Generation(folder, contents, digests=digests)


def _manifest(folder: Path) -> dict[str, Any]:
    """The manifest, which must have the digest that closes it."""
    path = folder / MANIFEST
    try:
        told = parse_json(path.read_text(encoding="utf-8"))
        seal = told.pop("seal")
    except (FileNotFoundError, NotADirectoryError, ValueError, KeyError, AttributeError):
        raise DamagedLibrary(f"{path} is damaged.") from None
    if seal != _seal(told):
        raise DamagedLibrary(f"{path} is damaged.")
    return dict(told)


def _seal(told: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _pointer_to(name: str) -> str:
    """What is written into the pointer. By the digest a flipped bit is not another generation, which may be there."""
    return f"{name} {hashlib.sha256(name.encode()).hexdigest()[:16]}"


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _sealed(staging: Path, before: Generation | None, copied: Mapping[str, int]) -> dict[str, str]:
    """Flush all staged files to disk, while their digests are made; these by the files' names."""
    files = dict[str, str]()
    with ThreadPoolExecutor(1) as pool:
        flushed = []
        for path in sorted(_files(staging)):
            name = path.relative_to(staging).as_posix()
            flushed.append(pool.submit(_flush_file, path))
            files[name] = digest_of(path, before.file(name, copied.get(name, 0)) if before else None).text
        for one in flushed:
            one.result()
    return files


def _flush_file(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _write_flushed(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
