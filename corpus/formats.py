"""Which formats are read, by the ending of a file's name. Light to import: the readers are in corpus.reading."""

from pathlib import PurePath

READER_VERSION = 9
"""Raised whenever the same bytes would give other documents: libraries then read everything again."""
FORMATS = {".html": "html", ".htm": "html", ".md": "markdown", ".txt": "text", ".pdf": "pdf"}

LARGEST_PAGE = 5_000_000
"""Bytes of a page of the web (promise R9). One of 25 MB took 49 s and 646 MB to extract; no post comes near 5 MB."""
EXPORT = ".xml"
"""Exports of WordPress and feeds: one file, many posts; corpus.sources.export lists them."""
ENDINGS = " ".join((*FORMATS, EXPORT))


def format_of(path: PurePath | str) -> str:
    """The format that a file's name tells; "" for one that no reader reads."""
    return FORMATS.get(PurePath(path).suffix.lower(), "")


def is_export(path: PurePath | str) -> bool:
    """Whether a file's name tells an export or a feed."""
    return PurePath(path).suffix.lower() == EXPORT
