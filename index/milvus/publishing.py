"""A new generation on a cluster: only what changed is sent, and it becomes visible at once and whole.

::

    NAME_4f1c09ab    the collection of the generation that is served; the alias NAME points at it
    NAME_b2207e51    that of the generation before, for readers that have not moved on; the next one to be written
    NAME_building    the one that is written: under this name nobody reads it

A generation's folder names its collection in `milvus.json`, which its manifest seals, so a searcher reads one
collection or fails: never two. The folder decides and the alias follows. Each collection has a ledger beside the
index (`DIR/milvus/COLLECTION.sqlite`). Two collections take turns, so each change is sent twice.
"""

import json
import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from corpus.errors import ClusterError
from index.library.generation import STORE, Generation, Recipe
from index.library.store import Store
from index.milvus.cluster import Cluster
from index.milvus.ledger import Basis, Ledger
from index.milvus.records import Library, public_statuses, schema
from index.milvus.sending import bring_up_to_date
from index.ranking import Rows, Vectors
from index.reports.report import Progress

FILE = "milvus.json"
FOLDER = "milvus"


@dataclass(frozen=True, slots=True)
class Told:
    """What a generation's folder tells of its collection."""

    alias: str
    collection: str
    passages: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where generations of a library go: a cluster, the alias there, and the folder of the index here."""

    cluster: Cluster
    alias: str
    library: Path
    dense: str = "AUTOINDEX"
    """The kind of the index of vectors."""

    @property
    def building(self) -> str:
        """The collection that is written."""
        return f"{self.alias}_building"

    def ledger_of(self, collection: str) -> Path:
        """The file of a collection's ledger."""
        return self.library / FOLDER / f"{collection}.sqlite"


def told_in(generation: Generation) -> Told | None:
    """What a generation's folder tells of its collection; None where it has none."""
    file = generation.folder / FILE
    return Told(**json.loads(file.read_text(encoding="utf-8"))) if file.exists() else None


@dataclass(frozen=True, slots=True)
class Staged:
    """A generation that is about to be published: its folder, what it was built with, and its vectors by row; `current`
    is the generation that is served until then.
    """

    folder: Path
    recipe: Recipe
    vectors: Callable[[Rows], Vectors]
    current: Generation | None


@contextmanager
def published(place: Place, staged: Staged, progress: Progress) -> Iterator[Told]:
    """Have the cluster hold a staged generation whole, and the alias point at it; within the `with` the folder, which
    is told where that is, is to be published. Where this fails the alias points where it did.

    Raises ClusterError; what is served stays as it was, and what was sent already is not sent again the next time.
    """
    repair(place, staged.current)
    served = place.cluster.pointed_at(place.alias)
    with closing(Store.read(staged.folder / STORE)) as store:
        library = Library(store, public_statuses(staged.folder / STORE), staged.vectors)
        with closing(_opened(place, staged.recipe, library)) as ledger:
            bring_up_to_date(place.cluster, place.building, library, ledger, progress)
        passages = len(library)
    place.cluster.settle(place.building)
    _check(place, passages)
    told = Told(place.alias, f"{place.alias}_{secrets.token_hex(4)}", passages)
    (staged.folder / FILE).write_text(json.dumps(asdict(told)), encoding="utf-8")
    with ExitStack() as undoing:
        _move(place, place.building, told.collection)
        undoing.callback(_move, place, told.collection, place.building)
        place.cluster.settle(told.collection)
        place.cluster.point(place.alias, told.collection)
        undoing.callback(place.cluster.point, place.alias, served)
        yield told
        undoing.pop_all()


@contextmanager
def sent(place: Place | None, staged: Staged, progress: Progress) -> Iterator[None]:
    """As `published`; nothing where there is no place."""
    if place is None:
        yield
        return
    with published(place, staged, progress):
        yield


def is_there(place: Place, generation: Generation) -> bool:
    """Whether a generation's collection is at a place, with as many passages as were sent. Raises ClusterError."""
    told = told_in(generation)
    if told is None or told.alias != place.alias or told.collection not in place.cluster.collections():
        return False
    return place.ledger_of(told.collection).exists() and place.cluster.count(told.collection) == told.passages


def repair(place: Place, current: Generation | None) -> None:
    """Have the alias point at what the current generation names, and nothing be there that neither this generation nor
    the next one needs. For the beginning of a rebuild: one that was killed between both steps leaves them apart.

    Raises ClusterError.
    """
    told = told_in(current) if current else None
    served = told.collection if told and told.alias == place.alias else ""
    there = _collections(place)
    if place.cluster.pointed_at(place.alias) != (served if served in there else ""):
        place.cluster.point(place.alias, served if served in there else "")
    spare = [one for one in there if one not in (served, place.building)]
    kept = spare[:1] if place.building not in there else []
    for one in spare:
        if one not in kept:
            _drop(place, one)


def _opened(place: Place, recipe: Recipe, library: Library) -> Ledger:
    """The ledger of the collection that is written: begun before, else the spare one, else a new one."""
    there = _collections(place)
    served = place.cluster.pointed_at(place.alias)
    spare = [one for one in there if one not in (served, place.building)]
    if place.building not in there and spare:
        _move(place, spare[0], place.building)
        there = [*there, place.building]
    if place.building in there:
        ledger = _fitting(place, recipe)
        if ledger:
            return ledger
        _drop(place, place.building)
    made, indexes = schema(recipe.dimension, place.dense)
    place.cluster.create(place.building, made, indexes)
    basis = Basis(recipe.fingerprint, recipe.dimension, library.means())
    return Ledger.create(place.ledger_of(place.building), basis)


def _fitting(place: Place, recipe: Recipe) -> Ledger | None:
    """The ledger of the collection that is written, where it has one and rests on the same model."""
    file = place.ledger_of(place.building)
    if not file.exists():
        return None
    ledger = Ledger.open(file)
    basis = ledger.basis()
    if (basis.model, basis.dimension) == (recipe.fingerprint, recipe.dimension):
        return ledger
    ledger.close()
    return None


def _check(place: Place, passages: int) -> None:
    held = place.cluster.count(place.building)
    if held != passages:
        _drop(place, place.building)
        raise ClusterError(
            f"Milvus at {place.cluster.address} holds {held} passages of {passages} after all were sent. "
            "What it held of the new index was removed: run `assistant sync` again to send it all anew."
        )


def _collections(place: Place) -> list[str]:
    return [one for one in place.cluster.collections() if one.startswith(f"{place.alias}_")]


def _move(place: Place, collection: str, name: str) -> None:
    """Give a collection, and its ledger, another name."""
    place.cluster.rename(collection, name)
    file = place.ledger_of(collection)
    if file.exists():
        file.replace(place.ledger_of(name))


def _drop(place: Place, collection: str) -> None:
    place.cluster.drop(collection)
    place.ledger_of(collection).unlink(missing_ok=True)
