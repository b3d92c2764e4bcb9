"""A folder of posts and statements, or one such file."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from corpus.catalogue import FILE_NAME, Catalogue, read_catalogue
from corpus.errors import ReadError, SourceError
from corpus.formats import ENDINGS, format_of, is_export
from corpus.sources.item import Item, Names, Source, storable
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
        names = Names()
        for item in self._all_items():
            name = names.free(item.name)
            if name == item.name:
                yield item
            else:  # an "_id" that is a file's name, or one in two corpus.jsonl
                yield Item(name, "", "", bytes, f"{item.name} comes twice in the folder; only the first is read.")

    def _all_items(self) -> Iterator[Item]:
        unlisted: list[OSError] = []
        for folder, subfolders, files in os.walk(self.root, onerror=unlisted.append):
            subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
            for link in (path for path in (Path(folder) / name for name in subfolders) if _is_link(path)):
                name = link.relative_to(self.root).as_posix()
                yield replace(_skipped(name, "is a link to a folder; copy the folder in."), hides=f"{name}/")
            below = Path(folder).relative_to(self.root).as_posix()
            prefix = "" if below == "." else f"{below}/"  # thousands of paths that are made one by one take long
            for file in sorted(files):
                if file.startswith(".") or prefix + file == FILE_NAME:
                    continue
                if _holds_many(file):
                    yield from _many_items(Path(folder, file), prefix + file, self.root)
                else:
                    yield file_item(Path(folder, file), prefix + file, self.root, walked=True)
        for error in unlisted:
            path = Path(error.filename)
            if path == self.root:
                raise SourceError(f"{path} cannot be listed: {error.strerror}. Give this user read permission.")
            why = f"cannot be listed: {error.strerror}. Give this user read permission."
            name = path.relative_to(self.root).as_posix()
            yield replace(_skipped(name, why), hides=f"{name}/")


def _many_items(path: Path, name: str, root: Path) -> Iterator[Item]:
    """The items of a file that holds more than one."""
    item = file_item(path, name, root)
    if item.skipped:
        yield item
        return
    try:
        yield from _opened(path, name, root).items()
    except SourceError as error:
        yield Item(name, "", "", bytes, str(error))


def _opened(path: Path, name: str, root: Path) -> Source:
    if not is_export(path):
        return BeirFile(path)
    from corpus.sources.export import Export  # see corpus.sources.opening

    return Export(path, name, {file.name.casefold() for file in root.rglob("*") if format_of(file) == "pdf"})


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
    many = _holds_many(name.rsplit("/", 1)[-1])
    if not form and not many:
        return f"is of a format that is not read; {ENDINGS} and {BEIR_NAME} are."
    if not stat.S_ISREG(told.st_mode):
        return "is no file (a pipe or a device); remove it."
    too_large = told.st_size > LARGEST_FILE and not many  # these are never held as a whole
    return f"is larger than {LARGEST_FILE // 1_000_000} MB; split it." if too_large else ""


def _is_link(path: Path) -> bool:
    """Whether a folder is a link; not where its path is too long for the system, which the walk tells of by itself."""
    try:
        return path.is_symlink()
    except OSError:
        return False


def _holds_many(name: str) -> bool:
    """Whether a file of this name holds more than one item."""
    return name == BEIR_NAME or is_export(name)


def _skipped(name: str, why: str) -> Item:
    """An item that is told and not read; its name as it can be shown."""
    shown = name.encode("utf-8", "backslashreplace").decode()
    return Item(shown, "", "", bytes, f"{shown} {why}")


def _load(path: Path, name: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ReadError(f"{name} cannot be opened: {error.strerror}. Give this user read permission.") from None
