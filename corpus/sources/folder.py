"""A folder of posts and statements, or one such file."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from corpus.catalogue import FILE_NAME, Catalogue, read_catalogue
from corpus.errors import ReadError, SourceError
from corpus.reading import FORMATS, format_of
from corpus.sources.item import Item
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
        """One item a file; a `corpus.jsonl` gives one a line. Unreadable folders and unknown formats are told."""
        unlisted: list[OSError] = []
        for folder, subfolders, files in os.walk(self.root, onerror=unlisted.append):
            subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
            for file in sorted(files):
                path = Path(folder) / file
                if path.name == BEIR_NAME:
                    yield from BeirFile(path).items()
                elif not file.startswith(".") and path != self.root / FILE_NAME:
                    yield file_item(path, path.relative_to(self.root).as_posix(), self.root)
        for error in unlisted:
            path = Path(error.filename)
            if path == self.root:
                raise SourceError(f"{path} cannot be listed: {error.strerror}. Give this user read permission.")
            name = path.relative_to(self.root).as_posix()
            yield Item(
                name, "", "", bytes, f"{name} cannot be listed: {error.strerror}. Give this user read permission."
            )


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


def file_item(path: Path, name: str, root: Path) -> Item:
    """A file as an item; its stamp is size and times, which only a write changes."""
    form = format_of(path)
    if not form:
        readable = " ".join(FORMATS)
        return Item(name, "", "", bytes, f"{name} is of a format that is not read; {readable} and {BEIR_NAME} are.")
    try:
        if not path.resolve().is_relative_to(root.resolve()):
            return Item(name, "", "", bytes, f"{name} is a link out of the folder; copy the file in.")
        told = path.stat()
    except OSError as error:
        return Item(name, "", "", bytes, f"{name} cannot be looked at: {error.strerror}.")
    if told.st_size > LARGEST_FILE:
        return Item(name, "", "", bytes, f"{name} is larger than {LARGEST_FILE // 1_000_000} MB; split it.")
    return Item(name, form, f"{told.st_size}-{told.st_mtime_ns}-{told.st_ctime_ns}", partial(_load, path, name))


def _load(path: Path, name: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ReadError(f"{name} cannot be opened: {error.strerror}. Give this user read permission.") from None
