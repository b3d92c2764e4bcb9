"""What a backup says of itself, and what may be in one.

A backup is a `.tar.gz` whose first member is `manifest.json`; after it come the files that this names, each with its
size and sha256, and nothing else::

    manifest.json
    desk.sqlite                    what staff keep, as it was at one moment
    saved_answers.json  reports/   what the last syncs told
    settings/                      the settings' file, and the files that it names
    index/  fetched.sqlite         by request: the current generation, and what was fetched of sites
"""

import json
import re
from dataclasses import asdict, dataclass
from typing import Any

from corpus.errors import BackupError
from corpus.parsing import parse_json

NAME = "manifest.json"
VERSION = 1
LARGEST_MANIFEST = 4 << 20
"""Bytes; each file takes some 200, and a library has some fifty."""
SETTINGS, INDEX = "settings", "index"
MAY_BE = re.compile(
    r"desk\.sqlite|fetched\.sqlite|saved_answers\.json|reports/\d{1,9}\.json|settings/[^/\\\x00-\x1f]{1,200}"
    r"|index/(?:[\w.-]{1,200}/){0,4}[\w.-]{1,200}"
)
"""Names of files that are restored; no other name is ever written to."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file of a backup. `origin` is where it lay, "" for what lies in the index's folder."""

    name: str
    bytes: int
    sha256: str
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """`written` is UTC, ISO 8601; `generation` the one that was current, "" where there was no index; `sources` are
    those that the library knew; `program` is the version of this software.
    """

    written: str
    program: str
    generation: str
    sources: tuple[str, ...]
    files: tuple[Member, ...]

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(one.bytes for one in self.files)

    def below(self, folder: str) -> tuple[Member, ...]:
        """The files of a folder."""
        return tuple(one for one in self.files if one.name.startswith(f"{folder}/"))

    def as_json(self) -> bytes:
        """What `manifest_of` reads."""
        return json.dumps({"backup": VERSION, **asdict(self)}, ensure_ascii=False, indent=1).encode()


def manifest_of(data: bytes) -> Manifest:
    """The manifest in JSON. Raises BackupError for anything that no backup says."""
    try:
        told = parse_json(data)
        if told["backup"] > VERSION:
            raise BackupError("It was written by a newer version of this software. Restore it with that version.")
        files = tuple(_member(one) for one in told["files"])
        manifest = Manifest(
            str(told["written"]), str(told["program"]), str(told["generation"]), tuple(map(str, told["sources"])), files
        )
    except (ValueError, KeyError, TypeError):
        raise BackupError("Its list of files cannot be read: it is damaged, or no backup of this program.") from None
    if len({one.name for one in files}) < len(files):
        raise BackupError("It names a file twice; this program writes no such backup.")
    return manifest


def _member(told: dict[str, Any]) -> Member:
    one = Member(str(told["name"]), told["bytes"], str(told["sha256"]), str(told["origin"]))
    if type(one.bytes) is not int or one.bytes < 0:
        raise ValueError(one.bytes)
    if not MAY_BE.fullmatch(one.name) or {".", ".."} & set(one.name.split("/")):
        raise BackupError(f"It holds {one.name!r}, which is no file of a backup; nothing of it was restored.")
    return one
