"""What searching needs of vectors and keywords, wherever they are: in files of this machine, or on a cluster.

What may be found is told as one value, a `Scope`. An index of this machine turns it into rows, and a cluster into an
expression over what it keeps with each passage: rows of 10^8 passages are never sent anywhere. Whose eyes look (promise
R18) is settled when an index is opened, not by each search.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.query import Filters, Weighted
from index.ranking import Ranking, Rows, Vectors


@dataclass(frozen=True, slots=True)
class Scope:
    """What may be found: passages of documents that pass the filters, and that hold each of the phrases: its words one
    after the other, by their stems.
    """

    filters: Filters = Filters()  # noqa: RUF009 - frozen
    phrases: tuple[str, ...] = ()

    @property
    def narrow(self) -> bool:
        """Whether any passage is kept out."""
        return self.filters.narrow or bool(self.phrases)


ALL = Scope()


class PassageVectors(Protocol):
    """The unit vectors of passages, looked for by inner product."""

    def search(self, vector: Vectors, k: int, scope: Scope = ALL) -> Ranking:
        """The k rows nearest to a vector of shape (dimension,), of those that may be found."""

    def similarities(self, vector: Vectors, rows: Rows) -> NDArray[np.float32]:
        """Inner products of a vector with those of these rows, all of which must be there; shape (len(rows),)."""


class Stemmer(Protocol):
    """How words become stems, and how rare these are."""

    def terms(self, text: str, language: str) -> list[str]:
        """The stems of a text in order, function words and all."""

    def question_terms(self, text: str, language: str) -> list[str]:
        """The stems of a question's telling words in that language, each once, in order."""

    def rarity(self, term: str, language: str) -> float:
        """How telling a stem is: its inverse document frequency, 0 for one that every passage holds."""


class PassageWords(Stemmer, Protocol):
    """The words of passages and of what stands above them, looked for by BM25 and as phrases."""

    def search(self, texts: Sequence[Weighted], k: int, languages: Sequence[str], scope: Scope = ALL) -> Ranking:
        """The k best rows by BM25 of those that may be found; only rows that hold a word of the texts."""

    def holding(self, phrases: Sequence[str], languages: Sequence[str]) -> tuple[Rows, Rows]:
        """Rows of the passages that hold each of the phrases, ascending, and the row of each one's document."""

    def titled(self, phrase: str, languages: Sequence[str]) -> Rows:
        """Rows of the documents that may hold a phrase in their title or a heading, ascending."""

    def documents_holding(self, text: str, languages: Sequence[str]) -> set[int]:
        """Rows of the documents that hold the rarest stems of a text, in their passages or above them."""
