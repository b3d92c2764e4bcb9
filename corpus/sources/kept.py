"""The bytes of one item again, without listing its source and without the network."""

import sqlite3
from pathlib import Path

from corpus.errors import ReadError
from corpus.sources.folder import file_item
from corpus.sources.item import Item


def kept_bytes(address: str, name: str, mirror: Path) -> bytes:
    """What the item of this name holds now: its file, or what the mirror keeps of a site as the last visit left it.

    `address` is that of its source, as a library remembers it. Raises ReadError when the item is gone or cannot be
    read, or is one line or post of a file.
    """
    if address.lower().startswith(("http://", "https://")):
        return _of_site(address, name, mirror)
    root = Path(address)
    if not root.is_file():
        return _loaded(file_item(root / name, name, root))
    if name != root.name:
        raise ReadError(f"{name} is a part of {root.name} and no file of its own.")
    return _loaded(file_item(root, name, root.parent))


def _of_site(address: str, name: str, mirror: Path) -> bytes:
    from corpus.sources.website import WebAccess, open_site  # the network's modules take a while to import

    try:
        item = open_site(address, WebAccess(mirror)).kept(name)
        if item is None:
            raise ReadError(f"{name} is no longer kept of {address}; sync again to fetch it anew.")
        return _loaded(item)
    except sqlite3.Error as error:
        raise ReadError(f"What was fetched of {address} cannot be read ({error}); sync again.") from None


def _loaded(item: Item) -> bytes:
    if item.skipped:
        raise ReadError(item.skipped)
    return item.load()
