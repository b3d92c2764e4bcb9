"""What tests ask of a library after a sync."""

from pathlib import Path

from index.query import Query
from index.reports.report import Report
from index.search import Searcher
from tests.conftest import ToyEncoder, post

ALPHA = post("Alpha", "Alpha speaks of apples and trees.", "A second paragraph of alpha tells of lighthouses.")
BETA = post("Beta", "Beta speaks of boats and water.", day="13.03.2021")
LONG = "Adults learn for many reasons, and most of them have little to do with work or certificates. " * 4


def outcomes(report: Report) -> dict[str, str]:
    assert len({(item.source, item.name) for item in report.items}) == len(report.items)
    assert sum(report.counts.values()) == len(report.items)
    for holding in report.holdings:
        counts = report.counts_of(holding.source)
        assert counts.total() - counts["removed"] == holding.holds
    return {item.name: item.outcome for item in report.items}


def reasons(report: Report) -> dict[str, str]:
    return {item.name: item.reason for item in report.items}


def ids(library: Path, encoder: ToyEncoder) -> set[str]:
    store = Searcher.open(library, encoder)._store
    return {document.id for document in store.documents()}


def found(library: Path, encoder: ToyEncoder, text: str) -> list[str]:
    """Ids of the documents that hold a word of the text, best first."""
    hits = Searcher.open(library, encoder).search(Query(text))
    return [hit.document.id for hit in hits if hit.by_keywords]


def agrees(library: Path, encoder: ToyEncoder) -> bool:
    """Store, vectors, keywords and sentences hold the same passages."""
    searcher = Searcher.open(library, encoder)
    rows = [row for (row,) in searcher._store.connection.execute("SELECT row FROM passages ORDER BY row")]
    everything = searcher._vectors.search(encoder.encode_queries(["x"])[0], len(rows) + 10)
    sentences = searcher._store.connection.execute("SELECT passage FROM sentence_vectors ORDER BY passage")
    whole = sorted(everything.rows.tolist()) == rows == [row for (row,) in sentences]
    return whole and len(searcher._opened.keywords) == len(rows)
