"""sha256 of the files of a generation: large ones in blocks, by all cores, and only what differs from a file before.

A block that has the bytes of the same block of the generation before keeps its digest. That is safe whatever happened
to the older file meanwhile: where both hold a wrong byte, the digest that was kept does not fit it, and opening finds
it. Where it is known that nothing wrote to a copy, it is not read at all: the digest is of what was to be copied.
"""

import hashlib
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

BLOCK = 1 << 22
"""Bytes that are read at once: the digest of a file that is no larger is its sha256."""
IN_BLOCKS = "blocks:"
"""Begins the digest of a larger file, before the sha256 of the sha256 of its blocks."""
THREADS = min(os.cpu_count() or 1, 8)
"""sha256 takes 1.2 GB/s of a core, its reading included 1.0; a disk may give more."""


@dataclass(frozen=True, slots=True)
class Digest:
    """What a file holds: `text` as manifests tell it, and the sha256 of each block."""

    text: str
    blocks: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Former:
    """A file of the generation before, which a new one may be a copy of, and its digest. So many bytes at the beginning
    of the new one are `copied`, and nothing wrote to them.
    """

    path: Path
    digest: Digest
    copied: int = 0


def digest_of(path: Path, former: Former | None = None) -> Digest:
    """The digest of a file. Raises OSError."""
    blocks = tuple(_blocks(path, path.stat().st_size, former))
    if len(blocks) == 1:
        return Digest(blocks[0].hex(), blocks)
    return Digest(IN_BLOCKS + hashlib.sha256(b"".join(blocks)).hexdigest(), blocks)


def agrees(path: Path, told: str) -> Digest | None:
    """The digest of a file if it is what a manifest tells. Raises OSError."""
    found = digest_of(path)
    if found.text == told:
        return found
    with path.open("rb") as file:  # of before files were read in blocks
        whole = hashlib.file_digest(file, "sha256").hexdigest() if not told.startswith(IN_BLOCKS) else ""
    return Digest(told, ()) if whole == told else None


def _blocks(path: Path, size: int, former: Former | None) -> Iterator[bytes]:
    known = former.digest.blocks if former else ()
    new = os.open(path, os.O_RDONLY)
    old = os.open(former.path, os.O_RDONLY) if former and known else -1
    try:

        def block(at: int) -> bytes:
            if former and at < len(known) and (at + 1) * BLOCK <= former.copied:
                return known[at]
            data = os.pread(new, BLOCK, at * BLOCK)
            if at < len(known) and data == os.pread(old, BLOCK, at * BLOCK):
                return known[at]
            return hashlib.sha256(data).digest()

        numbers = range(max(-(-size // BLOCK), 1))
        if len(numbers) == 1:
            yield block(0)
            return
        with ThreadPoolExecutor(THREADS) as pool:
            yield from pool.map(block, numbers)
    finally:
        os.close(new)
        if old >= 0:
            os.close(old)
