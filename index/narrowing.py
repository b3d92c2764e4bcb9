"""What filters and quoted phrases leave: the documents and passages that may be found."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.keywords import Keywords
from index.query import Filters
from index.store import Store
from index.vectors import Rows


@dataclass(frozen=True, slots=True)
class Allowed:
    """Rows of the documents and of the passages that may be found, int64 of shape (n,); None where all may."""

    documents: Rows | None
    passages: Rows | None


def allowed(store: Store, keywords: Keywords, filters: Filters, phrases: Sequence[str]) -> Allowed:
    """The documents that pass, and their passages; of these only such as hold each of the phrases."""
    documents = store.document_rows(filters) if filters.narrow else None
    if not phrases:
        return Allowed(documents, None if documents is None else store.passage_rows(documents))
    rows, owners = keywords.holding(phrases, store.languages())
    if documents is not None:
        passing = np.isin(owners, documents)
        rows, owners = rows[passing], owners[passing]
    return Allowed(np.unique(owners), rows)


def matching_documents(store: Store, keywords: Keywords, filters: Filters, phrases: Sequence[str]) -> int:
    """How many documents pass, and hold each of the phrases in one passage."""
    if not phrases:
        return len(store.document_rows(filters))
    found = allowed(store, keywords, filters, phrases).documents
    return 0 if found is None else len(found)
