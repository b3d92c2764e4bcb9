"""One small library in several languages, and an embedded Milvus server that holds it."""

import importlib.util
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from benchmarks.embedded_milvus import embedded_milvus
from corpus.document import Document, Section
from corpus.formats import READER_VERSION
from index.building.parts import copied, empty, index_changes
from index.library.generation import VECTORS, Contents, Recipe, open_current, publish, rebuilding
from index.library.store import Store
from index.library.stored import shown_json
from index.milvus.cluster import Cluster
from index.milvus.publishing import Place, Staged, published
from index.reports.report import silent
from index.searching.opened import Opened
from index.texts.passages import SPLITTER_VERSION
from tests.conftest import ToyEncoder


def document(name: str, title: str, text: str, day: str = "", **facts: object) -> Document:
    """A document without headings."""
    published = date.fromisoformat(day) if day else None
    sections = (Section("", 0, len(text)),)
    return replace(Document(name, title, text, sections, published=published), **facts)  # type: ignore[arg-type]


DOCUMENTS = (
    document(
        "alpha",
        "Learning in prisons",
        "Learning behind bars helps prisoners after their release. Teachers in prisons need training.\n\n"
        "Training costs money, and small certificates are useful where training is short.",
        "2019-03-12",
        kind="statement",
        topics=("Prison education", "Skills"),
        signatories=("EAEA (European Association)", "Ligue de l'enseignement"),
    ),
    document(
        "beta",
        "Certificates",
        "Refugees gain from certificates. A host country recognises them.",
        "2021-01-01",
        topics=('Écoles "libres"', "Skills"),
        status="superseded",
        superseded_by="secret",
    ),
    document(
        "secret",
        "The budget",
        "Teachers and prisons are in the secret budget of training.",
        "2022-02-02",
        topics=("Budget",),
        internal=True,
    ),
    document(
        "gamma", "Grundbildung", "Die Erwachsenen lernen lesen, und Kurse kosten Geld.", "2020-12-31", language="de"
    ),
    document(
        "delta",
        "Élections",
        "Les citoyens apprennent à voter pendant toute leur vie.",
        "2020-05-05",
        language="fr",
        kind="statement",
    ),
    document("undated", "Undated", "Training of trainers: nobody knows when this was written."),
)


@dataclass(frozen=True)
class Server:
    """An embedded server on loopback."""

    address: str
    port: int


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    if not importlib.util.find_spec("pymilvus") or not importlib.util.find_spec("milvus_lite"):
        pytest.skip('the extra "milvus" or milvus-lite is not installed')
    with embedded_milvus(tmp_path_factory.mktemp("milvus")) as port:
        yield Server(f"http://127.0.0.1:{port}", port)


Publish = Callable[[Path, Path, Contents, str], str]


def built(
    library: Path, documents: Sequence[Document], place: Place | None = None, publishing: Publish = publish
) -> Opened:
    """A generation of these documents, without reading them from anywhere, here and at a place."""
    before = open_current(library) if library.exists() else None
    encoder = ToyEncoder()
    recipe = Recipe(encoder.name, encoder.fingerprint, encoder.dimension, READER_VERSION, SPLITTER_VERSION)
    with rebuilding(library) as staging, ExitStack() as ending:
        parts = copied(before, staging) if before else empty(staging, encoder.dimension)
        changed, gone = shown(parts.store, documents)
        index_changes(parts, changed, gone, encoder, silent)
        parts.store.connection.executemany("DELETE FROM documents WHERE row = ?", [(row,) for row in gone])
        parts.vectors.save(staging / VECTORS)
        parts.close()
        if place:
            ending.enter_context(published(place, Staged(staging, recipe, parts.vectors.vectors_of, before), silent))
        publishing(library, staging, Contents(recipe, "", len(documents), 0), before.name if before else "")
    return Opened.of(open_current(library))


def shown(store: Store, documents: Sequence[Document]) -> tuple[set[int], set[int]]:
    """Have a store show these documents and no others; rows of those that are shown differently, and of those gone."""
    known = dict(store.connection.execute("SELECT id, row FROM documents").fetchall())
    changed = set[int]()
    for one in documents:
        row = known.get(one.id) or store.insert_document(one, "made", one.id)
        if store.show(row, one):
            store.set_read(row, shown_json(one), one.id, "")
            changed.add(row)
    return changed, {row for name, row in known.items() if name not in {one.id for one in documents}}


@pytest.fixture(scope="session")
def contract(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Place:
    return Place(Cluster(server.address), "contract", tmp_path_factory.mktemp("contract") / "library", "FLAT")


@pytest.fixture(scope="session")
def opened(contract: Place) -> Opened:
    return built(contract.library, DOCUMENTS, contract)
