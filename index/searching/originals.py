"""The files that documents were read from, fetched again from their sources: a library keeps texts, not files."""

import hashlib
from pathlib import Path
from typing import Self

from corpus.document import Document, Origin
from corpus.envelope import Envelope
from corpus.errors import ReadError
from corpus.sources.kept import kept_bytes
from corpus.web.mirror import MIRROR
from index.library.generation import STORE, Generation, open_current
from index.library.store import Store
from index.searching.mentions import check_versions

SELECT = """
SELECT d.source, d.item, i.digest, i.refusal
FROM documents d JOIN items i ON i.source = d.source AND i.name = d.item WHERE d.id = ?
"""


class Originals:
    """The documents that a store of a generation shows, and their files; safe to share between threads."""

    def __init__(self, generation: Generation, store: Store) -> None:
        self._store = store
        self._mirror = generation.folder.parent.parent / MIRROR

    @classmethod
    def open(cls, library: Path) -> Self:
        """Those of the current generation of a library, internal ones too. Raises LibraryError."""
        generation = open_current(library)
        check_versions(generation, library)
        return cls(generation, Store.read(generation.folder / STORE))

    def document(self, name: str) -> Document:
        """The document of an id, as shown. Raises KeyError."""
        return self._store.document_named(name)

    def origins_of(self, name: str) -> tuple[Origin, ...]:
        """Where the text of a PDF comes from. Raises KeyError."""
        return self._store.origins_of(name)

    def file_of(self, name: str) -> bytes:
        """The bytes of the file that the document of an id was read from, to the bit, without the network.

        Raises ReadError when there is no such document, or its file is gone or differs from what was read.
        """
        found = self._store.connection.execute(SELECT, (name,)).fetchone()
        if found is None:
            raise ReadError(f"{name} is not in the library; `assistant documents` lists what is.")
        source, item, digest, refusal = found
        try:
            data = kept_bytes(source, item, self._mirror)
        except ReadError as error:
            raise ReadError(f"The file of {name} cannot be had: {error}") from None
        # What was refused is not what is held: "the version read before stays".
        if refusal or hashlib.sha256(data).hexdigest() != digest:
            raise ReadError(
                f"{item} is no longer the file that {name} was read from; run `assistant sync`, then look again."
            )
        return Envelope.opened(data)[1] if source.lower().startswith(("http://", "https://")) else data
