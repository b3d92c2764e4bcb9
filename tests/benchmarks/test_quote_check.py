"""The figures of the quote check hold, on a smaller number of cases of the same generator."""

from collections import Counter

import pytest

import corpus.sample
from benchmarks.quote_check import KINDS, judged, lines, recall
from index.library.generation import STORE
from index.library.store import Store
from index.search import Searcher
from tests.conftest import ToyEncoder, sync_folder

CASES = 480
LEAST_RECALL = 0.99


def test_exact_quotations_are_known_and_no_other_is_taken_for_one(tmp_path_factory: pytest.TempPathFactory) -> None:
    library = tmp_path_factory.mktemp("quote-check") / "library"
    sync_folder(library, ToyEncoder(), corpus.sample.content())
    searcher = Searcher.open(library, ToyEncoder())
    documents = list(Store.read(searcher.generation.folder / STORE).documents())
    found = judged(searcher, documents, CASES, seed=31)
    told = "\n".join(lines(found))
    assert [one for one in found if one.wrongly_exact] == [], told
    assert recall(found) >= LEAST_RECALL, told
    counts = Counter((one.case.kind, one.outcome) for one in found)
    assert set(KINDS) == {kind for kind, _ in counts}
    for kind in ("other word", "negated", "other number", "word left out"):
        assert all(outcome == "altered" for one, outcome in counts if one == kind), told
