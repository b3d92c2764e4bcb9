"""The vectors and keywords of this machine behind the ports: what may be found becomes rows."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.local.keywords import Keywords
from index.local.narrowing import Narrowing
from index.local.vectors import VectorIndex
from index.ports import ALL, Scope
from index.query import Weighted
from index.ranking import Ranking, Rows, Vectors


class LocalVectors:
    """A VectorIndex whose rows are told by filters and phrases."""

    def __init__(self, index: VectorIndex, narrowing: Narrowing) -> None:
        self._index = index
        self._narrowing = narrowing

    def search(self, vector: Vectors, k: int, scope: Scope = ALL) -> Ranking:
        """See PassageVectors."""
        return self._index.search(vector, k, self._narrowing.allowed(scope.filters, scope.phrases).passages)

    def similarities(self, vector: Vectors, rows: Rows) -> NDArray[np.float32]:
        """See PassageVectors."""
        return self._index.similarities(vector, rows)


class LocalWords:
    """A tantivy index whose documents are told by filters."""

    def __init__(self, keywords: Keywords, narrowing: Narrowing) -> None:
        self._keywords = keywords
        self._narrowing = narrowing

    def search(self, texts: Sequence[Weighted], k: int, languages: Sequence[str], scope: Scope = ALL) -> Ranking:
        """See PassageWords."""
        documents = self._narrowing.passing(scope.filters) if scope.filters.narrow else None
        return self._keywords.search(texts, k, languages, documents, scope.phrases)

    def holding(self, phrases: Sequence[str], languages: Sequence[str]) -> tuple[Rows, Rows]:
        """See PassageWords."""
        return self._keywords.holding(phrases, languages)

    def titled(self, phrase: str, languages: Sequence[str]) -> Rows:
        """See PassageWords."""
        return self._keywords.titled(phrase, languages)

    def documents_holding(self, text: str, languages: Sequence[str]) -> set[int]:
        """See PassageWords."""
        return self._keywords.documents_holding(text, languages)

    def terms(self, text: str, language: str) -> list[str]:
        """See Stemmer."""
        return self._keywords.terms(text, language)

    def question_terms(self, text: str, language: str) -> list[str]:
        """See Stemmer."""
        return self._keywords.question_terms(text, language)

    def rarity(self, term: str, language: str) -> float:
        """See Stemmer."""
        return self._keywords.rarity(term, language)
