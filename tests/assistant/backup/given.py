"""A library with a desk that people used, and archives made by hand."""

import gzip
import hashlib
import io
import json
import sqlite3
import tarfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from assistant.desk_file import DeskFile, Tables
from assistant.settings import Settings
from assistant.wire import users_of
from tests.conftest import ToyEncoder, post, sync_folder, write_files

COUNTED = Tables("counted", ("CREATE TABLE counted (n INTEGER NOT NULL) STRICT",))


def library_in(folder: Path) -> Path:
    """A library of one post, with a person, and a table of the desk that counts."""
    library = folder / "eaea.library"
    text = post("A fair share", "EAEA asks for a fair share of funding.")
    sync_folder(library, ToyEncoder(), write_files(folder / "posts", {"a.txt": text, "catalogue.toml": ""}))
    users_of(Settings(index=library)).add("Maria", "staff", "$argon2id$not-looked-at", date(2026, 11, 25))
    count(library, 1)
    return library


def count(library: Path, number: int) -> None:
    with DeskFile(library).changing(COUNTED) as connection:
        connection.execute("INSERT INTO counted VALUES (?)", (number,))


def counted(library: Path) -> list[int]:
    with DeskFile(library).reading(COUNTED) as connection:
        return [n for (n,) in connection.execute("SELECT n FROM counted ORDER BY n")]


def tables_of(desk: Path) -> dict[str, list[Any]]:
    """Every table of a SQLite file with its statement and rows."""
    with closing(sqlite3.connect(desk)) as connection:
        names = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
        return {name: [sql, *connection.execute(f"SELECT * FROM {name} ORDER BY 1")] for name, sql in names}


def everything(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def told_of(files: Mapping[str, bytes], /, **more: Any) -> bytes:
    """A manifest that tells the truth, but for `more`."""
    listed = [
        {"name": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest(), "origin": ""}
        for name, data in files.items()
    ]
    facts = {"backup": 1, "written": "", "program": "", "generation": "", "sources": [], "files": listed}
    return json.dumps(facts | more).encode()


def member(name: str, data: bytes = b"", /, **more: Any) -> tuple[tarfile.TarInfo, bytes]:
    told = tarfile.TarInfo(name)
    told.size = len(data)
    for key, value in more.items():
        setattr(told, key, value)
    return told, data


def archive_of(path: Path, members: Sequence[tuple[tarfile.TarInfo, bytes]]) -> Path:
    with gzip.open(path, "wb") as packed, tarfile.TarFile(fileobj=packed, mode="w") as archive:
        for told, data in members:
            archive.addfile(told, io.BytesIO(data))
    return path
