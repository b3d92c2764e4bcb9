"""What queries of tantivy find, as rows; of documents that may be found alone."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import tantivy
from numpy.typing import NDArray

from index.ranking import Ranking, Rows

NO_ROWS: Rows = np.empty(0, np.int64)
FEW_DOCUMENTS = 500
"""Allowed documents up to which tantivy is told each: 1 ms. It is told more as a set, for which it runs through all the
documents of the index, 3 ms for 60,000."""
LOOKED_AT, MOST_LOOKED_AT = 1.5, 20_000
"""The best rows of all are looked at instead: so many times those that should hold the wanted ones, as long as they are
no more than the latter, which takes 10 ms."""
MORE = 4
"""How many times more are looked at where too few of them may be found."""


class Hits:
    """Finds what queries match in an index, but for the hidden documents, by their rows.

    What may be found is told from the rows that were found: a query that tells it to tantivy visits every document.
    """

    def __init__(self, index: tantivy.Index, hidden: Rows = NO_ROWS) -> None:
        self._index = index
        self._hidden = np.sort(hidden)
        self._counted: tuple[int, int] = (0, 0)

    def best(self, query: tantivy.Query, k: int, documents: Rows | None = None) -> Ranking:
        """The k best rows of a query that are of the documents, one at least, which ascend."""
        if documents is None:
            return self._best(query, k)
        looked_at = max(k, int(LOOKED_AT * k * self._documents() / len(documents)) + 1)
        while len(documents) > FEW_DOCUMENTS and looked_at <= MOST_LOOKED_AT:
            found, whole = self._first(query, k, looked_at, documents)
            if whole:
                return found
            looked_at *= MORE
        return self._best(narrowed(query, [self._of_any(documents)]), k)

    def all_rows(self, query: tantivy.Query) -> tuple[Rows, Rows]:
        """All rows that match a query, ascending, and the row of each one's document; both of shape (n,)."""
        searcher = self._index.searcher()
        hits = searcher.search(query, limit=max(int(searcher.num_docs), 1), count=False).hits
        rows, documents = self._values("row", hits), self._values("document", hits)
        order = np.argsort(rows)
        order = order[self._open(documents)[order]]
        return rows[order], documents[order]

    def _best(self, query: tantivy.Query, k: int) -> Ranking:
        """The k best rows of a query that may be found."""
        looked_at = math.ceil(LOOKED_AT * k) if len(self._hidden) else k
        while True:
            found, whole = self._first(query, k, looked_at)
            if whole:
                return found
            looked_at *= MORE

    def _first(self, query: tantivy.Query, k: int, looked_at: int, allowed: Rows | None = None) -> tuple[Ranking, bool]:
        """Of the best rows, so many looked at, the first k that may be found, and whether there are no better ones."""
        hits = self._index.searcher().search(query, limit=looked_at, count=False).hits
        documents = self._values("document", hits)
        passing = self._open(documents)
        if allowed is not None:
            passing &= _held(documents, allowed)
        kept = [hits[at] for at in np.flatnonzero(passing)[:k].tolist()]
        found = Ranking(self._values("row", kept), np.array([score for score, _ in kept], np.float32))
        return found, len(kept) == k or len(hits) < looked_at

    def _open(self, documents: Rows) -> NDArray[np.bool_]:
        """Of each of these documents, whether it may be found; whatever is found goes through here."""
        return ~_held(documents, self._hidden)

    def _values(self, field: str, hits: Sequence[tuple[Any, tantivy.DocAddress]]) -> Rows:
        """What the passages of hits have in a field of numbers."""
        addresses = [address for _, address in hits]
        return np.array(self._index.searcher().fast_field_values(field, addresses), np.int64)

    def _of_any(self, documents: Rows) -> tantivy.Query:
        """What is of any of these documents."""
        schema, rows = self._index.schema, documents.tolist()
        if len(rows) > FEW_DOCUMENTS:
            return tantivy.Query.term_set_query(schema, "document", rows)
        each = [(tantivy.Occur.Should, tantivy.Query.term_query(schema, "document", row)) for row in rows]
        return tantivy.Query.boolean_query(each)

    def _documents(self) -> int:
        """How many documents the index holds, or nearly so many."""
        searcher = self._index.searcher()
        passages, counted = self._counted
        if passages != searcher.num_docs:
            counted = max(round(searcher.cardinality(tantivy.Query.all_query(), "document")), 1)
            self._counted = int(searcher.num_docs), counted
        return counted


def narrowed(query: tantivy.Query, others: Sequence[tantivy.Query]) -> tantivy.Query:
    """What matches a query, with its score, and all the others."""
    free = [(tantivy.Occur.Must, tantivy.Query.const_score_query(other, 0.0)) for other in others]
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, query), *free]) if free else query


def _held(rows: Rows, chosen: Rows) -> NDArray[np.bool_]:
    """Of each of these rows, whether it is among the chosen ones, which ascend."""
    places = np.searchsorted(chosen, rows)
    found: NDArray[np.bool_] = places < len(chosen)
    found[found] = chosen[places[found]] == rows[found]
    return found
