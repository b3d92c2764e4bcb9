"""Passages by their words, on a cluster: BM25 as an inner product of stems, phrases as rows of stems."""

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from index.local.keywords import MOST_TERMS, RAREST, TITLE_WEIGHT
from index.local.stems import Stems
from index.milvus.cluster import Asked, Cluster
from index.milvus.expressions import NOTHING, Expressions
from index.milvus.ledger import Ledger
from index.ports import ALL, Scope
from index.query import Weighted
from index.ranking import Ranking, Rows
from index.texts.analyzers import code_of

STEMS_HELD = 65_536
"""Stems whose frequency is remembered."""


class MilvusWords:
    """The words of a collection, with the ledger that tells how rare they are; safe to share between threads."""

    def __init__(self, cluster: Cluster, collection: str, expressions: Expressions, ledger: Ledger) -> None:
        self._cluster = cluster
        self._collection = collection
        self._expressions = expressions
        self._stems = Stems()
        self._passages = len(ledger)
        self._frequency = lru_cache(STEMS_HELD)(ledger.frequency)

    def search(self, texts: Sequence[Weighted], k: int, languages: Sequence[str], scope: Scope = ALL) -> Ranking:
        """See PassageWords. Raises ClusterError."""
        sought = dict[int, float]()
        for code in sorted({code_of(language) for language in languages}):
            for term, weight in self._telling(texts, code):
                for field, share in self._fields(code):
                    number, passages = self._frequency(field, term)
                    if passages:
                        sought[number] = weight * share * self._inverse(passages)
        if not sought or k < 1:
            return Ranking(np.empty(0, np.int64), np.empty(0, np.float32))
        return self._cluster.search(self._collection, Asked("stems", sought, k, self._expressions.of(scope, languages)))

    def holding(self, phrases: Sequence[str], languages: Sequence[str]) -> tuple[Rows, Rows]:
        """See PassageWords. Raises ClusterError."""
        return self._rows(*(self._expressions.phrase(phrase, languages) for phrase in phrases))

    def titled(self, phrase: str, languages: Sequence[str]) -> Rows:
        """See PassageWords. Raises ClusterError."""
        found: Rows = np.unique(self._rows(self._expressions.phrase(phrase, languages, "title"))[1])
        return found

    def documents_holding(self, text: str, languages: Sequence[str]) -> set[int]:
        """See PassageWords. Raises ClusterError."""
        found = set[int]()
        for code in {code_of(language) for language in languages}:
            rarest = sorted(set(self.terms(text, code)), key=lambda term: (-self.rarity(term, code), term))
            held = [self._documents_with(term, code) for term in rarest[:RAREST]]
            found |= set.intersection(*held) if held else set()
        return found

    def terms(self, text: str, language: str) -> list[str]:
        """See Stemmer."""
        return self._stems.terms(text, language)

    def question_terms(self, text: str, language: str) -> list[str]:
        """See Stemmer."""
        return self._stems.question_terms(text, language)

    def rarity(self, term: str, language: str) -> float:
        """See Stemmer."""
        return math.log((max(self._passages, 1) + 1) / (self._frequency(f"words_{code_of(language)}", term)[1] + 1))

    def _telling(self, texts: Sequence[Weighted], code: str) -> list[tuple[str, float]]:
        """(stem that the library holds, its weight), of the MOST_TERMS that tell most; as `index.local.keywords`."""
        weights: dict[str, float] = {}
        for one in texts:
            for term in self.question_terms(one.text, code):
                if any(self._frequency(field, term)[1] for field, _ in self._fields(code)):
                    weights[term] = max(weights.get(term, 0.0), one.weight)
        telling = list(weights.items())
        if len(telling) > MOST_TERMS:
            telling.sort(key=lambda pair: -pair[1] * self.rarity(pair[0], code))
        return telling[:MOST_TERMS]

    def _fields(self, code: str) -> tuple[tuple[str, float], ...]:
        return (f"words_{code}", 1.0), (f"title_{code}", TITLE_WEIGHT)

    def _inverse(self, passages: int) -> float:
        """The inverse document frequency of BM25, as tantivy has it."""
        return math.log(1 + (self._passages - passages + 0.5) / (passages + 0.5))

    def _documents_with(self, term: str, code: str) -> set[int]:
        clauses = [
            f'(stemmer == "{code}" and {field} like "% {term} %")'
            for field, _ in (("words", 1.0), ("title", TITLE_WEIGHT))
            if self._frequency(f"{field}_{code}", term)[1]
        ]
        return set(self._rows(" or ".join(clauses) or NOTHING)[1].tolist())

    def _rows(self, *expressions: str) -> tuple[Rows, Rows]:
        """Rows of the passages that pass, ascending, and of their documents."""
        if NOTHING in expressions:
            return np.empty(0, np.int64), np.empty(0, np.int64)
        passing = self._expressions.together(*expressions) or "row >= 0"
        found = sorted(
            (one["row"], one["document"])
            for one in self._cluster.records(self._collection, passing, ("row", "document"))
        )
        rows, documents = np.array(found, np.int64).reshape(-1, 2).T
        return rows, documents
