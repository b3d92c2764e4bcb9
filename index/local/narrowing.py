"""What filters and quoted phrases leave: the documents and passages that may be found."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from index.library.selection import VALUES
from index.library.store import Store
from index.local.keywords import Keywords
from index.query import Filters
from index.ranking import Rows, among

HELD = 64
"""Filters whose documents are remembered: people narrow by the same few, and one question asks several times."""
PASSAGES_HELD = 8
"""Filters whose passages are remembered, of which a million take 8 MB."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """Rows of the documents and of the passages that may be found, int64 of shape (n,); None where all may."""

    documents: Rows | None
    passages: Rows | None


class Narrowing:
    """Tells what may be found in one generation; safe to share between threads."""

    def __init__(self, store: Store, keywords: Keywords) -> None:
        self._store = store
        self._keywords = keywords
        self._values = lru_cache(len(VALUES))(store.values_of)
        self._passing = lru_cache(HELD)(lambda filters: store.document_rows(filters, self._values))
        self._owners = lru_cache(1)(store.passage_owners)
        self._passages = lru_cache(PASSAGES_HELD)(lambda filters: self._passages_of(self._passing(filters)))

    def values_of(self, field: str) -> tuple[str, ...]:
        """The values that documents have in a field of Filters."""
        return self._values(field)

    def passing(self, filters: Filters) -> Rows:
        """Rows of the documents that pass, ascending, int64 of shape (n,)."""
        return self._passing(filters)

    def allowed(self, filters: Filters, phrases: Sequence[str] = ()) -> Allowed:
        """The documents that pass, and their passages; of these only such as hold each of the phrases."""
        documents = self._passing(filters) if filters.narrow else None
        if not phrases:
            return Allowed(documents, None if documents is None else self._passages(filters))
        rows, owners = self._keywords.holding(phrases, self._store.languages())
        if documents is not None:
            passing = among(owners, documents)
            rows, owners = rows[passing], owners[passing]
        return Allowed(np.unique(owners), rows)

    def passes(self, name: str, filters: Filters) -> bool:
        """Whether the document of an id can be found and passes."""
        found = self._store.connection.execute("SELECT row FROM documents WHERE id = ?", (name,)).fetchone()
        documents = self._passing(filters)
        return found is not None and found[0] in documents[np.searchsorted(documents, found[0]) :][:1]

    def matching_documents(self, filters: Filters, phrases: Sequence[str] = ()) -> int:
        """How many documents pass, and hold each of the phrases in one passage."""
        if not phrases:
            return len(self._passing(filters))
        found = self.allowed(filters, phrases).documents
        return 0 if found is None else len(found)

    def _passages_of(self, documents: Rows) -> Rows:
        rows, owners = self._owners()
        found: Rows = rows[among(owners, documents)]
        return found
