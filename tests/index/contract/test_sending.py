"""What is found to be sent, and how much of it is held at once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.milvus.cluster import Cluster
from index.milvus.ledger import Basis, Ledger
from index.milvus.publishing import Place, told_in
from index.milvus.records import Facts, Library
from index.milvus.sending import changes
from tests.index.contract.conftest import DOCUMENTS, Server, built, document

FORMS = st.dictionaries(st.integers(1, 30), st.sampled_from(["a", "b"]))


def facts(row: int, words: str) -> Facts:
    return Facts(row, 1, words, "news", "en", "current", "current", "", False, (), ())


@given(wanted=FORMS, held=FORMS, pending=st.sets(st.integers(1, 30)))
def test_what_differs_is_found_in_the_order_of_rows(
    wanted: dict[int, str], held: dict[int, str], pending: set[int]
) -> None:
    needed = [facts(row, words) for row, words in sorted(wanted.items())]
    there = {row: "" if row in pending else facts(row, words).form for row, words in sorted(held.items())}
    found = list(changes(iter(needed), iter(there.items())))
    assert [(one.row, one.facts) for one in found] == sorted(
        [
            *((one.row, one) for one in needed if there.get(one.row) != one.form),
            *((row, None) for row in there if row not in wanted),
        ],
        key=lambda pair: pair[0],
    )
    assert [one.done for one in found] == [sum(row <= one.row for row in wanted) for one in found]


@given(rows=st.sets(st.integers(1, 10**6), min_size=1, max_size=40))
@settings(max_examples=20)
def test_forms_are_told_whole_while_they_are_noted_anew(
    rows: set[int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("index.milvus.ledger.READ_TOGETHER", 7)
        ledger = Ledger.create(tmp_path_factory.mktemp("ledger") / "one.sqlite", Basis("toy", 4, {}))
        ledger.intend({row: [("words_en", f"stem{row}")] for row in rows})
        told = []
        for row, form in ledger.forms():
            told.append((row, form))
            ledger.confirm([(row, "anew")])
            ledger.intend({row - 1: []})  # what lies behind is never told
    assert told == [(row, "") for row in sorted(rows)]
    ledger.close()


class Counting(Cluster):
    """Counts passages that were made ready and are not sent yet."""

    held = most = requests = 0

    def upsert(self, collection: str, records: object) -> None:
        super().upsert(collection, records)  # type: ignore[arg-type]
        self.held -= len(records)  # type: ignore[arg-type]
        self.requests += 1


def test_no_more_than_a_batch_is_held_at_once(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cluster, told = Counting(server.address), Library.facts
    place = Place(cluster, "bounded", tmp_path / "library", "FLAT")

    def counted(library: Library) -> Iterator[Facts]:
        for one in told(library):
            cluster.held += 1
            cluster.most = max(cluster.most, cluster.held)
            yield one

    monkeypatch.setattr(Library, "facts", counted)
    monkeypatch.setattr("index.milvus.sending.SENT_TOGETHER", 4)
    many = [document(f"{at}", f"Post {at}", f"The words of post {at} are few.") for at in range(30)]
    generation = built(place.library, (*DOCUMENTS, *many), place).generation
    assert cluster.most == 4 and cluster.held == 0
    told_there = told_in(generation)
    assert told_there and cluster.requests == -(-told_there.passages // 4)
    place.cluster.point(place.alias, "")
    for one in place.cluster.collections():
        if one.startswith("bounded"):
            place.cluster.drop(one)
