"""A Milvus server, and the one seam at which its failures become sentences.

Every call has a time limit. Within it pymilvus tries again what the network lost; all that is written here may be
written twice. Nothing is asked of a server before the first call. After a call that got no answer a single one at a
time waits for the next, and all others fail at once.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from corpus.errors import ClusterError
from index.milvus.doubt import Doubt
from index.milvus.failing import foreign_errors, is_silent, reason_of
from index.milvus.pymilvus_alone import client_of
from index.ranking import Ranking

if TYPE_CHECKING:
    from pymilvus import CollectionSchema, MilvusClient
    from pymilvus.client.iterator.query_iterator import QueryIterator
    from pymilvus.milvus_client.index import IndexParams

SECONDS = 10.0
"""How long a call may take, tries included: a page of answers waits for it."""
CONNECTING_SECONDS = 3.0
"""How long a connection may take to be made. pymilvus makes a lost one anew for one call after the other, each of
which waits for those before it."""
LOADING_SECONDS = 600.0
"""How long a collection may take to be read into memory, or to be flushed."""
READ_TOGETHER = 4096
"""Records that a query reads in one go; Milvus allows 16,384."""

Record = Mapping[str, Any]
Given = TypeVar("Given")


@dataclass(frozen=True, slots=True)
class Asked:
    """A search: a vector (dense, or sparse by dimension) of a field, and an expression that records must pass."""

    field: str
    vector: Sequence[float] | Mapping[int, float]
    k: int
    expression: str


class Cluster:
    """A Milvus server by its address; `token` is "user:password" or a key, "" for none."""

    def __init__(self, address: str, token: str = "", seconds: float = SECONDS) -> None:
        self.address = address
        self._token = token
        self._seconds = seconds
        self._doubt = Doubt()

    @cached_property
    def _client(self) -> "MilvusClient":
        return client_of(self.address, self._token, min(self._seconds, CONNECTING_SECONDS))

    def _ask(self, doing: str, call: "Callable[[MilvusClient], Given]") -> Given:
        """What the server says. Raises ClusterError for whatever it, pymilvus or the network refuse."""
        foreign = foreign_errors()
        with self._doubt.turn() as refused:
            if refused:
                raise self._failed(doing, refused)
            try:
                given = call(self._client)
            except foreign as error:
                why = reason_of(error, self._seconds)
                self._doubt.learn(why if is_silent(error) else "")
                raise self._failed(doing, why) from error
            self._doubt.learn("")
            return given

    def _failed(self, doing: str, why: str) -> ClusterError:
        return ClusterError(
            f"Milvus at {self.address} failed while {doing}: {why} "
            "Check that it runs and can be reached, then try again; what is published stays as it was."
        )

    # Reading.

    def search(self, collection: str, asked: Asked) -> Ranking:
        """The k best records by inner product, by their rows; equal ones in the order of rows. Raises ClusterError."""
        vector = asked.vector if isinstance(asked.vector, dict) else list(asked.vector)
        found = self._ask(
            f"searching {collection}",
            lambda client: client.search(
                collection,
                data=[vector],
                anns_field=asked.field,
                limit=asked.k,
                filter=asked.expression,
                output_fields=["row"],
                search_params={"metric_type": "IP"},
                consistency_level="Strong",
                timeout=self._seconds,
            ),
        )
        rows = np.array([one["row"] for one in found[0]], np.int64)
        scores = np.array([one["distance"] for one in found[0]], np.float32)
        order = np.lexsort((rows, -scores))
        return Ranking(rows[order], scores[order])

    def records(self, collection: str, expression: str, fields: Sequence[str]) -> Iterator[Record]:
        """Every record that passes an expression. Raises ClusterError."""
        doing = f"reading {collection}"
        told = {"filter": expression, "output_fields": list(fields), "timeout": self._seconds}

        def begun(client: "MilvusClient") -> "QueryIterator":
            client.describe_collection(collection, timeout=self._seconds)  # the iterator asks it without a limit
            return client.query_iterator(collection, batch_size=READ_TOGETHER, retry_times=0, **told)

        pages = self._ask(doing, begun)
        while page := self._ask(doing, lambda _: pages.next()):
            yield from page
        pages.close()

    def of_rows(self, collection: str, rows: Sequence[int], field: str) -> dict[int, Any]:
        """A field of the records of some rows, by row. Raises ClusterError."""
        found = self._ask(
            f"reading {collection}",
            lambda client: client.get(collection, ids=list(rows), output_fields=[field], timeout=self._seconds),
        )
        return {int(one["row"]): one[field] for one in found}

    def count(self, collection: str) -> int:
        """How many records there are. Raises ClusterError."""
        found = self._ask(
            f"counting {collection}",
            lambda client: client.query(
                collection, filter="", output_fields=["count(*)"], consistency_level="Strong", timeout=self._seconds
            ),
        )
        return int(found[0]["count(*)"])

    # Writing.

    def upsert(self, collection: str, records: Sequence[Record]) -> None:
        """Add records, or replace those of the same rows. Raises ClusterError."""
        given = [dict(one) for one in records]
        self._ask(
            f"writing {len(given)} passages to {collection}",
            lambda client: client.upsert(collection, given, timeout=self._seconds),
        )

    def delete(self, collection: str, rows: Sequence[int]) -> None:
        """Remove records by their rows; rows that are not there are ignored. Raises ClusterError."""
        self._ask(
            f"removing {len(rows)} passages from {collection}",
            lambda client: client.delete(collection, ids=list(rows), timeout=self._seconds),
        )

    # Collections.

    def collections(self) -> list[str]:
        """The names of all collections. Raises ClusterError."""
        return list(self._ask("listing collections", lambda client: client.list_collections(timeout=self._seconds)))

    def create(self, collection: str, schema: "CollectionSchema", indexes: "IndexParams") -> None:
        """Make a collection. Raises ClusterError."""
        self._ask(
            f"making {collection}",
            lambda client: client.create_collection(
                collection, schema=schema, consistency_level="Strong", timeout=self._seconds
            ),
        )
        self._ask(  # of an empty collection there is nothing to wait for
            f"making the indexes of {collection}",
            lambda client: client.create_index(collection, indexes, timeout=self._seconds, sync=False),
        )

    def drop(self, collection: str) -> None:
        """Remove a collection, if there is one. Raises ClusterError."""
        self._ask(f"removing {collection}", lambda client: client.drop_collection(collection, timeout=self._seconds))

    def rename(self, collection: str, name: str) -> None:
        """Give a collection another name; whoever asks by the old one is refused from then on. Raises ClusterError."""
        self._ask(
            f"renaming {collection}",
            lambda client: client.rename_collection(collection, name, timeout=self._seconds),
        )

    def settle(self, collection: str) -> None:
        """Have what was written kept, and the collection ready to be searched. Raises ClusterError."""
        self._ask(f"flushing {collection}", lambda client: client.flush(collection, timeout=LOADING_SECONDS))
        self._ask(f"loading {collection}", lambda client: client.load_collection(collection, timeout=LOADING_SECONDS))

    def pointed_at(self, alias: str) -> str:
        """The collection that an alias names, "" where there is no such alias. Raises ClusterError."""
        found = self._ask(f"reading the alias {alias}", lambda client: [
            name for name in client.list_collections(timeout=self._seconds)
            if alias in client.list_aliases(name, timeout=self._seconds)["aliases"]
        ])  # fmt: skip
        return found[0] if found else ""

    def point(self, alias: str, collection: str) -> None:
        """Have an alias name a collection from now on, in one step; "" removes it. Raises ClusterError."""
        before = self.pointed_at(alias)
        doing = f"pointing {alias} at {collection or 'nothing'}"
        if collection and before:
            self._ask(doing, lambda client: client.alter_alias(collection, alias, timeout=self._seconds))
        elif collection:
            self._ask(doing, lambda client: client.create_alias(collection, alias, timeout=self._seconds))
        elif before:
            self._ask(doing, lambda client: client.drop_alias(alias, timeout=self._seconds))
