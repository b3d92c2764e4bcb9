"""A generation on a cluster, open for reading: the ports over the collection that its folder names."""

from dataclasses import dataclass

from corpus.errors import ClusterError
from index.library.generation import Generation
from index.library.store import Store
from index.local.stems import Stems
from index.milvus.expressions import Expressions
from index.milvus.ledger import Ledger
from index.milvus.publishing import Place, told_in
from index.milvus.vectors import MilvusVectors
from index.milvus.words import MilvusWords


@dataclass(frozen=True, slots=True, eq=False)
class OnCluster:
    """What one generation finds on a cluster."""

    vectors: MilvusVectors
    words: MilvusWords


def on_cluster(generation: Generation, place: Place, store: Store, everybody: bool) -> OnCluster:
    """What a generation finds on a cluster, for staff or, with a store that hides internal documents, for everybody.

    Raises ClusterError when its collection is not there, is not the one that was published with it, or is not whole.
    """
    cluster, told = place.cluster, told_in(generation)
    if told is None or told.alias != place.alias:
        raise ClusterError(
            f"The index in {generation.library} was not built for the Milvus collections {place.alias}_*. "
            "Run `assistant sync` to send it there."
        )
    file = place.ledger_of(told.collection)
    if told.collection not in cluster.collections() or not file.exists():
        raise ClusterError(
            f"Milvus at {cluster.address} has no collection {told.collection} any more, which the index in "
            f"{generation.library} needs. Run `assistant sync` to send it again."
        )
    held, ledger = cluster.count(told.collection), Ledger.open(file)
    basis = ledger.basis()
    if held != told.passages or (basis.model, basis.dimension) != (
        generation.recipe.fingerprint,
        generation.recipe.dimension,
    ):
        raise ClusterError(
            f"The collection {told.collection} of Milvus at {cluster.address} is not what was published: {held} "
            f"passages of {told.passages}, {basis.dimension} numbers a vector. Run `assistant sync` to send it again."
        )
    expressions = Expressions(store.values_of, Stems(), everybody)
    return OnCluster(
        MilvusVectors(cluster, told.collection, expressions),
        MilvusWords(cluster, told.collection, expressions, ledger),
    )
