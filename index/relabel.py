"""Staff's corrections shown at once: a new generation without a look at any source."""

import time
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from corpus.catalogue import Catalogue
from corpus.errors import OtherVersion
from corpus.formats import READER_VERSION
from index.building.overlay import desk_is_laid, lay_desk
from index.building.parts import copied, index_changes
from index.library.coverage import counts_of
from index.library.generation import STORE, VECTORS, Contents, Recipe, open_current, publish, rebuilding
from index.library.store import Store
from index.milvus.publishing import Place, Staged, sent
from index.models.encoder import Encoder
from index.reports.report import Progress, silent
from index.texts.passages import SPLITTER_VERSION


@dataclass(frozen=True, slots=True)
class Relabelled:
    """What came of it: the generation that is current now, the ids of the documents that are shown differently, how
    many passages were embedded, and the seconds that it took.
    """

    generation: str
    documents: tuple[str, ...]
    embedded: int
    seconds: float


def relabel(
    library: Path, desk: Catalogue, encoder: Encoder, progress: Progress = silent, place: Place | None = None
) -> Relabelled:
    """Show every document as the desk corrects it; nothing is published where all are shown so already.

    Raises LibraryError (LibraryBusy while another process rebuilds, OtherVersion where the index has to be built anew)
    and StorageError; the library is then as it was.
    """
    began = time.monotonic()
    recipe = Recipe(encoder.name, encoder.fingerprint, encoder.dimension, READER_VERSION, SPLITTER_VERSION)
    with rebuilding(library) as staging:
        before = open_current(library)
        if before.recipe != recipe:
            raise OtherVersion(
                f"The index in {library} was built with another model, other prompts of it or another version of this "
                f"software. Run `assistant sync --index {library}` to build it anew."
            )
        with closing(Store.read(before.folder / STORE)) as store:
            if desk_is_laid(store, desk):
                return Relabelled(before.name, (), 0, time.monotonic() - began)
        parts = copied(before, staging)
        with closing(parts):
            parts.store.connection.execute("BEGIN")
            rows = lay_desk(parts.store, desk)
            parts.store.connection.execute("COMMIT")
            names = tuple(sorted(parts.store.document(row).id for row in rows))
            embedded = index_changes(parts, rows, (), encoder, progress)
            documents, passages = counts_of(parts.store.connection)
        parts.vectors.save(staging / VECTORS)
        created = datetime.now(UTC).isoformat(timespec="seconds")
        contents = Contents(recipe, created, documents, passages)
        with sent(place, Staged(staging, recipe, parts.vectors.vectors_of, before), progress):
            name = publish(library, staging, contents, before.name, before, parts.as_before)
        return Relabelled(name, names, embedded, time.monotonic() - began)
