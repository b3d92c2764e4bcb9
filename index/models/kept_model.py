"""Whether a converted model is what was written: its files are compared with what was noted of them.

A disk may cut or flip what it holds, and OpenVINO would compute with it. The folder is the user's own cache, so this is
against accidents and not against people.
"""

import contextlib
import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path

import numpy as np

DESCRIPTION, MODEL, WEIGHTS, TOKENIZER = "encoder.json", "model.xml", "model.bin", "tokenizer.json"
FILES = (DESCRIPTION, MODEL, WEIGHTS, TOKENIZER)
NOTED = "noted.json"
"""What was noted of the files, beside them."""
COMPILED = "compiled"
BLOCK = 512
"""Words of 8 bytes that are added up before they are hashed: 13 ms for 90 MB instead of 60, and still no flipped bit,
no cut and no block in another's place goes unseen.
"""


def note(folder: Path) -> None:
    """Note what the files of a model are, once they are written. Raises OSError."""
    _write(folder / NOTED, {name: _told(folder / name) for name in FILES})


def is_whole(folder: Path) -> bool:
    """Whether all files of a model are there as they were written."""
    return _as_noted(folder / NOTED, folder, FILES)


def compiled_cache(folder: Path, use: str) -> Path | None:
    """Where OpenVINO may look for what it compiled of a model for a use, after what is damaged was removed; None where
    that cannot be, or where nothing is kept and nothing can be written.
    """
    place = folder / COMPILED / use
    try:
        blobs = [path.name for path in place.glob("*.blob")]
        damaged = [name for name in blobs if not _as_noted(place / f"{name}.json", place, [name])]
        for name in damaged:
            (place / name).unlink()
        for noted in place.glob("*.blob.json"):
            if not noted.with_suffix("").exists():  # what is compiled anew has the name, and other bytes
                noted.unlink()
    except OSError:
        return None
    return place if len(damaged) < len(blobs) or os.access(folder, os.W_OK) else None


def note_compiled(folder: Path, use: str) -> None:
    """Note what OpenVINO just compiled for a use; where that cannot be written, it is compiled anew the next time."""
    place = folder / COMPILED / use
    with contextlib.suppress(OSError):
        for path in place.glob("*.blob"):
            if not (place / f"{path.name}.json").exists():
                _write(place / f"{path.name}.json", {path.name: _told(path)})


def _as_noted(noted: Path, folder: Path, names: Iterable[str]) -> bool:
    try:
        told = json.loads(noted.read_text(encoding="utf-8"))
        return bool(told == {name: _told(folder / name) for name in names})
    except (OSError, ValueError):  # not there, or no JSON any more
        return False


def _told(path: Path) -> str:
    """The size of a file, and sha256 over the sums of its blocks and over what is left behind them."""
    size = path.stat().st_size
    blocks = size // (8 * BLOCK)
    words = np.memmap(path, np.uint64, "r", shape=(blocks, BLOCK)) if blocks else np.empty((0, BLOCK), np.uint64)
    digest = hashlib.sha256(words.sum(axis=1, dtype=np.uint64).tobytes())
    with path.open("rb") as file:
        file.seek(blocks * 8 * BLOCK)
        digest.update(file.read())
    return f"{size} {digest.hexdigest()}"


def _write(path: Path, told: dict[str, str]) -> None:
    aside = path.with_suffix(f".{os.getpid()}")
    aside.write_text(json.dumps(told, indent=1), encoding="utf-8")
    aside.replace(path)
