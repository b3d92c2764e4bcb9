"""From what a person typed to a source."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import SourceError
from corpus.formats import ENDINGS, format_of, is_export
from corpus.sources.folder import Folder, SingleFile
from corpus.sources.item import Source
from corpus.sources.jsonl import BEIR_NAME, BeirFile

if TYPE_CHECKING:
    from corpus.sources.website import WebAccess


def open_source(address: str, web: "WebAccess | None" = None) -> Source:
    """The source at an address; a web site needs `web`. Raises SourceError when there is none that can be read."""
    if address.lower().startswith(("http://", "https://")):
        if web is None:
            raise SourceError(f"{address}: a web site is read by `assistant sync {address} --index DIR` only.")
        from corpus.sources.website import open_site  # the network's modules take a while to import

        return open_site(address, web)
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
    if is_export(path):
        from corpus.sources.export import Export  # for the addresses of posts it needs what takes a while to import

        return Export(path)
    raise SourceError(f"{path} is of a format that is not read; {ENDINGS} and {BEIR_NAME} are.")
