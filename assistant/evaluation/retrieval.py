"""What a library finds of a test collection, in the field's measures."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.evaluation.collection import TestCollection, listed
from assistant.evaluation.trec import Run
from corpus.errors import EvaluationError
from index.hit import Hit
from index.library.generation import STORE
from index.library.store import Store
from index.search import Searcher

DEPTH = 100
"""Documents of a ranking."""
PASSAGES = 1000
"""Passages that are asked for, to have that many documents; the search gives fewer."""
MEASURES = ("nDCG@10", "R@100", "RR@10", "Success@1", "Success@5")
"""By their names in ir_measures."""
STEP = 1e-6
"""By which a score in a run is below the one before it, at least."""


@dataclass(frozen=True, slots=True)
class Retrieval:
    """Means over the queries of a collection, by measure; the run that they were computed from."""

    measures: tuple[tuple[str, float], ...]
    run: Run
    notes: tuple[str, ...]

    def as_record(self) -> dict[str, Any]:
        """The figures in JSON."""
        measures = {name: round(value, 4) for name, value in self.measures}
        return {"queries": len(self.run), "measures": measures, "notes": list(self.notes)}


def measure_retrieval(collection: TestCollection, searcher: Searcher, tick: Callable[[], None]) -> Retrieval:
    """Search every query of a collection and measure what was found.

    A relevant document that the library does not hold counts as not found, and a note says so. Raises EvaluationError
    when it holds none of them.
    """
    notes = _about_missing(collection, searcher)
    run = dict[str, Sequence[tuple[str, float]]]()
    for name, query in collection.queries.items():
        run[name] = ranking_of(searcher.search(query, PASSAGES))
        tick()
    return Retrieval(measured(collection, run), run, (*collection.notes, *notes))


def ranking_of(hits: Sequence[Hit]) -> list[tuple[str, float]]:
    """(document, score) in the order of the documents' best hits, or copies of hits.

    Scores fall strictly: tools sort runs by score, and each has its own order for equal ones.
    """
    best: dict[str, float] = {}
    for hit in hits:
        for place in (hit.document, *(copy.document for copy in hit.copies)):
            best.setdefault(place.id, hit.score)
    ranking = list[tuple[str, float]]()
    for document, score in list(best.items())[:DEPTH]:
        below = ranking[-1][1] - STEP if ranking else score
        ranking.append((document, round(min(score, below), 6)))
    return ranking


def measured(collection: TestCollection, run: Run) -> tuple[tuple[str, float], ...]:
    """(measure, mean over the queries); a query for which nothing was found counts 0."""
    import ir_measures  # only here: it loads a compiled extension that nothing else needs

    measures = [ir_measures.parse_measure(name) for name in MEASURES]
    qrels = {query: dict(judged) for query, judged in collection.qrels.items()}
    found = ir_measures.calc_aggregate(measures, qrels, {query: dict(ranking) for query, ranking in run.items()})
    return tuple((name, float(found[measure])) for name, measure in zip(MEASURES, measures, strict=True))


def _about_missing(collection: TestCollection, searcher: Searcher) -> tuple[str, ...]:
    """What to tell of relevant documents that cannot be found."""
    store = Store.read(searcher.generation.folder / STORE)
    try:
        missing = collection.judged_documents() - {document.id for document in store.documents()}
        repeated = {name for name in missing if _is_held(searcher, name)}
    finally:
        store.close()
    unknown = missing - repeated
    if unknown == collection.judged_documents():
        raise EvaluationError(
            f"The index in {searcher.generation.folder.parent.parent} holds no relevant document of the collection, "
            f"such as {min(unknown)}. It was built from another corpus: sync the collection's own."
        )
    return (
        *listed(unknown, "of the relevant documents not in the index, counted as not found"),
        *listed(repeated, "of the relevant documents say what others say and are found as those, counted as not found"),
    )


def _is_held(searcher: Searcher, name: str) -> bool:
    try:
        searcher.document(name)
    except KeyError:
        return False
    return True
