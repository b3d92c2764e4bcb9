"""What a collection lacks, found and sent in batches: no more than one is held in memory, however much there is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from index.milvus.cluster import Cluster, Record
from index.milvus.ledger import Ledger
from index.milvus.records import Facts, Library, factors, record
from index.reports.report import Progress

SENT_TOGETHER = 500
"""Passages of one request: some 1.3 MB (docs/scale.md); a server takes 64 MB."""


@dataclass(frozen=True, slots=True)
class Change:
    """A passage that a collection lacks or has otherwise, with what is to be sent; None for one to remove. `done` is
    how many passages of the library are as they should be once it was sent.
    """

    row: int
    facts: Facts | None
    done: int


def bring_up_to_date(cluster: Cluster, collection: str, library: Library, ledger: Ledger, progress: Progress) -> None:
    """Have a collection hold the passages of a library, and its ledger tell so. Where that ends early, what was
    confirmed is not sent again by the next time.

    Raises ClusterError.
    """
    means, total = ledger.basis().means, len(library)
    todo = changes(library.facts(), ledger.forms())
    progress("Uploading", 0, total)
    while batch := list(islice(todo, SENT_TOGETHER)):
        if gone := [one.row for one in batch if one.facts is None]:
            cluster.delete(collection, gone)
            ledger.forget(gone)
        if sent := [one.facts for one in batch if one.facts is not None]:
            cluster.upsert(collection, _records(library, ledger, sent, means))
            ledger.confirm((facts.row, facts.form) for facts in sent)
        progress("Uploading", batch[-1].done, total)
    progress("Uploading", total, total)


def changes(wanted: Iterator[Facts], held: Iterator[tuple[int, str]]) -> Iterator[Change]:
    """What makes a collection that holds some (row, form) hold what is wanted; all three ascend by rows."""
    known, done = next(held, None), 0
    for done, facts in enumerate(wanted, 1):
        while known and known[0] < facts.row:
            yield Change(known[0], None, done - 1)
            known = next(held, None)
        if known != (facts.row, facts.form):
            yield Change(facts.row, facts, done)
        if known and known[0] == facts.row:
            known = next(held, None)
    while known:
        yield Change(known[0], None, done)
        known = next(held, None)


def _records(library: Library, ledger: Ledger, batch: Sequence[Facts], means: Mapping[str, float]) -> list[Record]:
    rows = [facts.row for facts in batch]
    placed = library.placed(rows)
    weights = [factors(one, means) for one in placed]
    numbers = ledger.intend({row: list(stems) for row, stems in zip(rows, weights, strict=True)})
    vectors = library.vectors(rows)
    return [
        record(facts, vector, {numbers[stem]: weight for stem, weight in stems.items()}, fields)
        for facts, vector, stems, fields in zip(batch, vectors, weights, placed, strict=True)
    ]
