"""A generation, open for reading: as staff see it, or as everybody may see it (promise R18).

What everybody sees is the same files without internal documents: the store hides them (`index.library.audience`), and
vectors and keywords know the rows that they may find. How rare a word is, is counted in all documents.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from index.library.generation import KEYWORDS, SENTENCES, STORE, VECTORS, Generation, open_current
from index.library.sentence_vectors import SentenceVectors
from index.library.store import Store
from index.local.keywords import Keywords
from index.local.narrowing import Narrowing
from index.local.opening import LocalVectors, LocalWords
from index.local.vectors import FaissVectors
from index.models.encoder import Encoder, check_model
from index.ports import PassageVectors, PassageWords
from index.searching.mentions import check_versions

if TYPE_CHECKING:
    from index.milvus.publishing import Place


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """The parts of one generation; `withholds` says whether it has documents that these parts know nothing of. What is
    searched may be at a `place` elsewhere.
    """

    generation: Generation
    store: Store
    sentences: SentenceVectors
    vectors: FaissVectors
    keywords: Keywords
    withholds: bool = False
    place: "Place | None" = None

    @classmethod
    def of(cls, generation: Generation, place: "Place | None" = None) -> Self:
        """All of a generation."""
        folder = generation.folder
        store = Store.read(folder / STORE)
        return cls(
            generation,
            store,
            SentenceVectors.open(folder / SENTENCES, store.connection, generation.recipe.dimension),
            FaissVectors.read(folder / VECTORS),
            Keywords.read(folder / KEYWORDS),
            place=place,
        )

    def ports(self, narrowing: Narrowing) -> tuple[PassageVectors, PassageWords]:
        """What is searched: here, with what `narrowing` tells, or elsewhere. Raises ClusterError."""
        if self.place is None:
            return LocalVectors(self.vectors, narrowing), LocalWords(self.keywords, narrowing)
        from index.milvus.opening import on_cluster  # few libraries lie on a server

        there = on_cluster(self.generation, self.place, self.store, everybody=self.withholds)
        return there.vectors, there.words

    def for_everybody(self) -> "Opened":
        """What everybody may see of it; itself where nothing is internal."""
        internal = self.store.internal_rows()
        if self.withholds or not len(internal):
            return self
        store = Store.for_everybody(self.generation.folder / STORE)
        rows, _ = store.passage_owners()
        vectors, keywords = self.vectors.only(rows), self.keywords.without(internal)
        sentences = SentenceVectors(store.connection, self.sentences.kept)
        return Opened(self.generation, store, sentences, vectors, keywords, withholds=True, place=self.place)


def open_with(library: Path, encoder: Encoder, place: "Place | None" = None) -> Opened:
    """All of the current generation of a library.

    Raises LibraryError when there is none that is whole and was built with this encoder and version.
    """
    generation = open_current(library)
    check_model(generation.recipe, encoder, library)
    check_versions(generation, library)
    return Opened.of(generation, place)
