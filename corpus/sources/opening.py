"""From what a person typed to a source."""

import os
from pathlib import Path

from corpus.errors import SourceError
from corpus.formats import FORMATS, format_of
from corpus.sources.folder import Folder, SingleFile
from corpus.sources.item import Source
from corpus.sources.jsonl import BEIR_NAME, BeirFile


def open_source(address: str) -> Source:
    """The source at an address. Raises SourceError when there is none that can be read."""
    if address.startswith(("http://", "https://")):
        raise SourceError(f"{address}: web sites cannot be synced yet. Save its pages to a folder and sync that.")
    path = Path(address).expanduser().absolute()
    if not path.exists():
        raise SourceError(f"{path} does not exist. Check the spelling, or create the folder first.")
    if not os.access(path, os.R_OK | (os.X_OK if path.is_dir() else 0)):
        raise SourceError(f"{path} may not be read by this user. Give this user read permission.")
    if path.is_dir():
        return Folder(path)
    if path.suffix == ".jsonl":
        return BeirFile(path)
    if format_of(path):
        return SingleFile(path)
    raise SourceError(f"{path} is of a format that is not read; {' '.join(FORMATS)} and {BEIR_NAME} are.")
