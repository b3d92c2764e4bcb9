"""A passage as it is kept on a cluster: its vector, its stems with their weights, and what filters look at.

BM25 is a product of what a question brings (how rare a stem is, and how much its text counts) and of what a passage
brings (how often it holds the stem, for its length). The passage's factors are a sparse vector by the numbers of stems,
the question's another, and the score is their inner product, which every version of Milvus reckons alike. So words are
ranked in Milvus as tantivy ranks them, in every language, with weights for titles and for what was said before.
"""

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.library.store import Store
from index.local.stems import Stems
from index.milvus.cluster import Record
from index.milvus.expressions import row_of_stems
from index.milvus.pymilvus_alone import pymilvus_alone
from index.ranking import Rows, Vectors
from index.texts.above import field_above
from index.texts.analyzers import code_of

if TYPE_CHECKING:
    from pymilvus import CollectionSchema
    from pymilvus.milvus_client.index import IndexParams

K1, B = 1.2, 0.75
"""As tantivy has them."""
SAMPLED = 20_000
"""Passages of which the mean numbers of stems are taken, evenly over all."""
FACTS = (
    "SELECT p.row, p.document, p.digest, d.kind, d.language, d.status, ifnull(d.published, ''), d.internal, "
    "(SELECT json_group_array(topic) FROM (SELECT topic FROM main.topics WHERE document = d.row ORDER BY 1)), "
    "(SELECT json_group_array(publisher) FROM "
    "(SELECT publisher FROM main.publishers WHERE document = d.row ORDER BY 1)) "
    "FROM main.passages p JOIN main.documents d ON d.row = p.document "
)
MOST_VALUES = 1024
LONGEST_VALUE = 1024
LONGEST_STEMS = 65_535
"""Bytes of a text in Milvus."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What filters look at in a passage's document. `published` is ISO 8601 or "", `public_status` what everybody is
    told; `digest` is that of the passage's words.
    """

    row: int
    document: int
    digest: str
    kind: str
    language: str
    status: str
    public_status: str
    published: str
    internal: bool
    topics: tuple[str, ...]
    publishers: tuple[str, ...]

    @property
    def form(self) -> str:
        """Changes with anything that is kept of the passage."""
        told = (self.digest, self.kind, self.language, self.status, self.public_status, self.published, self.internal)
        return hashlib.sha256(repr((told, self.topics, self.publishers)).encode()).hexdigest()[:32]


class Library:
    """The passages of one generation, as they are to be kept; `public_statuses` are what everybody is told instead."""

    def __init__(self, store: Store, public_statuses: Mapping[int, str], vectors: Callable[[Rows], Vectors]) -> None:
        self._store = store
        self._public_statuses = public_statuses
        self._vectors = vectors
        self._stems = Stems()

    def __len__(self) -> int:
        return int(self._connection.execute("SELECT count(*) FROM main.passages").fetchone()[0])

    @property
    def _connection(self) -> sqlite3.Connection:
        return self._store.connection

    def facts(self) -> Iterator[Facts]:
        """Of every passage, in the order of rows."""
        for found in self._connection.execute(FACTS + "ORDER BY p.row"):
            row, document, digest, kind, language, status, published, internal, topics, publishers = found
            told = self._public_statuses.get(document, status)
            values = (tuple(json.loads(topics)), tuple(json.loads(publishers)))
            yield Facts(row, document, digest, kind, language, status, told, published, bool(internal), *values)

    def means(self) -> dict[str, float]:
        """The mean number of stems of a passage in each field; passages of other languages count as empty, as they do
        for tantivy.
        """
        step = max(len(self) // SAMPLED, 1)
        told = self._connection.execute("SELECT row FROM main.passages ORDER BY row")
        rows = [row for (row,) in islice(told, 0, None, step)]
        stems = Counter[str]()
        for first in range(0, len(rows), 500):
            for fields in self.placed(rows[first : first + 500]):
                for field, terms in fields.items():
                    stems[field] += sum(map(bool, terms))
        return {field: count / len(rows) for field, count in sorted(stems.items())}

    def placed(self, rows: Sequence[int]) -> list[dict[str, list[str]]]:
        """The stems of passages by field ("words_en", "title_en"), each at its place."""
        found = []
        for document, passage in self._store.passages_with_documents(rows):
            code, words = code_of(document.language), document.text[passage.start : passage.end]
            texts = {f"words_{code}": words, f"title_{code}": field_above(document, passage)}
            found.append({field: self._stems.placed(text, code) for field, text in texts.items()})
        return found

    def vectors(self, rows: Sequence[int]) -> Vectors:
        """Of passages, shape (len(rows), dimension)."""
        return self._vectors(np.array(rows, np.int64))


def public_statuses(file: Path) -> dict[int, str]:
    """The status that everybody is told of a store's documents where staff are told another one, by row."""
    with closing(Store.for_everybody(file)) as store:
        return dict(store.connection.execute("SELECT row, status FROM temp.told").fetchall())


def factors(placed: Mapping[str, Sequence[str]], means: Mapping[str, float]) -> dict[tuple[str, str], float]:
    """What a passage brings to the BM25 of each of its (field, term)."""
    found = {}
    for field, terms in placed.items():
        stems = Counter(part for term in terms for part in term.split())
        length = 1 - B + B * _rounded(stems.total()) / max(means.get(field, 0.0), 1e-9)
        for term, times in stems.items():
            found[field, term] = (1 + K1) * times / (times + K1 * length)
    return found


def record(facts: Facts, vector: Vectors, stems: Mapping[int, float], placed: Mapping[str, Sequence[str]]) -> Record:
    """A passage as Milvus takes it. A vector of stems must not be empty: number 0, which no stem has, stands in."""
    words, title = (row_of_stems(terms) for terms in placed.values())
    return {
        "row": facts.row,
        "document": facts.document,
        "kind": facts.kind,
        "language": facts.language,
        "status": facts.status,
        "public_status": facts.public_status,
        "published": int(facts.published.replace("-", "") or 0),
        "internal": facts.internal,
        "topics": list(facts.topics[:MOST_VALUES]),
        "publishers": list(facts.publishers[:MOST_VALUES]),
        "stemmer": code_of(facts.language),
        "words": _cut(words),
        "title": _cut(title),
        "vector": vector.tolist(),
        "stems": dict(stems) or {0: 1.0},
    }


def schema(dimension: int, dense: str) -> "tuple[CollectionSchema, IndexParams]":
    """The fields of a collection, and their indexes; `dense` is the kind of that of the vectors."""
    pymilvus_alone()
    from pymilvus import DataType, MilvusClient

    made = MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
    made.add_field("row", DataType.INT64, is_primary=True)
    for name in ("document", "published"):
        made.add_field(name, DataType.INT64)
    made.add_field("internal", DataType.BOOL)
    for name in ("kind", "language", "status", "public_status", "stemmer"):
        made.add_field(name, DataType.VARCHAR, max_length=LONGEST_VALUE)
    for name in ("topics", "publishers"):
        made.add_field(
            name,
            DataType.ARRAY,
            element_type=DataType.VARCHAR,
            max_capacity=MOST_VALUES,
            max_length=LONGEST_VALUE,
        )
    for name in ("words", "title"):
        made.add_field(name, DataType.VARCHAR, max_length=LONGEST_STEMS)
    made.add_field("vector", DataType.FLOAT_VECTOR, dim=dimension)
    made.add_field("stems", DataType.SPARSE_FLOAT_VECTOR)
    indexes = MilvusClient.prepare_index_params()
    indexes.add_index("vector", index_type=dense, metric_type="IP")
    indexes.add_index("stems", index_type="SPARSE_INVERTED_INDEX", metric_type="IP")
    return made, indexes


def _rounded(length: int) -> int:
    """A number of stems as tantivy keeps it in a byte: exact up to 40, then in steps that double every 8 (Lucene's
    SmallFloat), rounded down.
    """
    low, step = 40, 2
    while length >= low + 8 * step:
        low, step = low + 8 * step, 2 * step
    return length if length <= 40 else low + (length - low) // step * step


def _cut(stems: str) -> str:
    return stems.encode()[:LONGEST_STEMS].decode(errors="ignore")
