"""A folder of posts and statements, or one such file."""

import os
import stat
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from corpus.catalogue import FILE_NAME, Catalogue, read_catalogue
from corpus.errors import ReadError, SourceError
from corpus.formats import ENDINGS, format_of, is_export
from corpus.sources.item import Item, storable
from corpus.sources.jsonl import BEIR_NAME, BeirFile

LARGEST_FILE = 200_000_000
"""Bytes; a larger file is reported, not read into memory."""


@dataclass(frozen=True, slots=True)
class Folder:
    """Every file below `root`; hidden files and folders are left alone, links out of the folder are not followed."""

    root: Path

    @property
    def address(self) -> str:
        """The folder's absolute path."""
        return str(self.root)

    @property
    def catalogue(self) -> Catalogue:
        """`catalogue.toml` at the top of the folder."""
        return read_catalogue(self.root / FILE_NAME)

    def items(self) -> Iterator[Item]:
        """One item a file; a `corpus.jsonl` gives one a line, an export one a post.

        Unreadable folders and unknown formats are told.
        """
        times: Counter[str] = Counter()
        for item in self._all_items():
            times[item.name] += 1
            if times[item.name] == 1:
                yield item
            else:  # an "_id" that is a file's name, or one in two corpus.jsonl
                again = f"{item.name} ({times[item.name]})"
                yield Item(again, "", "", bytes, f"{item.name} comes twice in the folder; only the first is read.")

    def _all_items(self) -> Iterator[Item]:
        unlisted: list[OSError] = []
        for folder, subfolders, files in os.walk(self.root, onerror=unlisted.append):
            subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
            for link in (path for path in (Path(folder) / name for name in subfolders) if path.is_symlink()):
                name = link.relative_to(self.root).as_posix()
                yield replace(_skipped(name, "is a link to a folder; copy the folder in."), hides=f"{name}/")
            below = Path(folder).relative_to(self.root).as_posix()
            prefix = "" if below == "." else f"{below}/"  # thousands of paths that are made one by one take long
            for file in sorted(files):
                if file == BEIR_NAME:
                    yield from _beir_items(Path(folder, file), self.root)
                elif file.startswith(".") or prefix + file == FILE_NAME:
                    continue
                elif is_export(file):
                    yield from _export_items(Path(folder, file), self.root)
                else:
                    yield file_item(Path(folder, file), prefix + file, self.root, walked=True)
        for error in unlisted:
            path = Path(error.filename)
            if path == self.root:
                raise SourceError(f"{path} cannot be listed: {error.strerror}. Give this user read permission.")
            why = f"cannot be listed: {error.strerror}. Give this user read permission."
            name = path.relative_to(self.root).as_posix()
            yield replace(_skipped(name, why), hides=f"{name}/")


def _beir_items(path: Path, root: Path) -> Iterator[Item]:
    try:
        yield from BeirFile(path).items()
    except SourceError as error:
        yield Item(path.relative_to(root).as_posix(), "", "", bytes, str(error))


def _export_items(path: Path, root: Path) -> Iterator[Item]:
    from corpus.sources.export import Export  # see corpus.sources.opening

    name = path.relative_to(root).as_posix()
    item = file_item(path, name, root)
    if item.skipped:
        yield item
        return
    beside = {file.name.casefold() for file in root.rglob("*") if format_of(file) == "pdf"}
    try:
        yield from Export(path, name, beside).items()
    except SourceError as error:
        yield Item(name, "", "", bytes, str(error))


@dataclass(frozen=True, slots=True)
class SingleFile:
    """One post or statement, named by itself."""

    path: Path

    @property
    def address(self) -> str:
        """The file's absolute path."""
        return str(self.path)

    @property
    def catalogue(self) -> Catalogue:
        """`catalogue.toml` beside the file."""
        return read_catalogue(self.path.parent / FILE_NAME)

    def items(self) -> Iterator[Item]:
        """The one file."""
        yield file_item(self.path, self.path.name, self.path.parent)


def file_item(path: Path, name: str, root: Path, walked: bool = False) -> Item:
    """A file as an item; its stamp is size and times, which only a write changes. `walked`: no folder between it and
    the root is a link, which is known of those that were listed one below the other, and long to find out.
    """
    try:
        told = os.lstat(path)
        if not walked or stat.S_ISLNK(told.st_mode):
            if not path.resolve().is_relative_to(root.resolve()):
                return _skipped(name, "is a link out of the folder; copy the file in.")
            told = path.stat()
        form = format_of(name)
        why = _why_not(form, name, told)
        if why:
            return _skipped(name, why)
    except OSError as error:
        return _skipped(name, f"cannot be looked at: {error.strerror}.")
    except RuntimeError:  # what Path.resolve makes of a loop before Python 3.13
        return _skipped(name, "is a link that leads back to itself; remove it.")
    stamp = f"{told.st_size}-{told.st_mtime_ns}-{told.st_ctime_ns}"
    return Item(name, form, stamp, partial(_load, path, name))


def _why_not(form: str, name: str, told: os.stat_result) -> str:
    """Why a file is not read, by its format, name and status; "" when it is."""
    if not storable(name):
        return "has a name that is not UTF-8; rename it."
    if not form and not is_export(name):
        return f"is of a format that is not read; {ENDINGS} and {BEIR_NAME} are."
    if not stat.S_ISREG(told.st_mode):
        return "is no file (a pipe or a device); remove it."
    too_large = told.st_size > LARGEST_FILE and not is_export(name)  # an export is never held as a whole
    return f"is larger than {LARGEST_FILE // 1_000_000} MB; split it." if too_large else ""


def _skipped(name: str, why: str) -> Item:
    """An item that is told and not read; its name as it can be shown."""
    shown = name.encode("utf-8", "backslashreplace").decode()
    return Item(shown, "", "", bytes, f"{shown} {why}")


def _load(path: Path, name: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ReadError(f"{name} cannot be opened: {error.strerror}. Give this user read permission.") from None
