"""How a generation comes to a cluster, and what is served when it does not."""

import socket
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.document import Document
from corpus.errors import ClusterError, StorageError
from index.library.generation import POINTER, Contents, Generation, open_current
from index.milvus.cluster import Cluster
from index.milvus.ledger import Ledger
from index.milvus.opening import OnCluster, on_cluster
from index.milvus.publishing import Place, Told, told_in
from index.searching.opened import Opened
from tests.conftest import ToyEncoder
from tests.index.contract.conftest import DOCUMENTS, Server, built, document
from tests.index.contract.proxy import Proxy

NEW = document("new", "New", "Something new is told here.", "2024-01-01")
NEWER = document("newer", "Newer", "Something newer is told there.", "2024-02-01")
QUESTION = ToyEncoder().encode_queries(["training of teachers in prisons"])[0]


class Counting(Cluster):
    """Counts what is sent."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.sent: list[int] = []
        self.gone: list[int] = []

    def upsert(self, collection: str, records: object) -> None:
        super().upsert(collection, records)  # type: ignore[arg-type]
        self.sent += [one["row"] for one in records]  # type: ignore[attr-defined]

    def delete(self, collection: str, rows: object) -> None:
        super().delete(collection, rows)  # type: ignore[arg-type]
        self.gone += rows  # type: ignore[arg-type]


@pytest.fixture
def place(server: Server, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Place]:
    """An alias of this test's own, all of whose collections are gone afterwards."""
    alias = f"t{abs(hash(request.node.name)) % 10**8}"
    cluster = Counting(server.address)
    yield Place(cluster, alias, tmp_path / "library", "FLAT")
    cluster.point(alias, "")
    for one in cluster.collections():
        if one.startswith(alias):
            cluster.drop(one)


def sent(place: Place, documents: Sequence[Document], at: Cluster | None = None) -> Generation:
    """Build a generation of documents here and there; that generation."""
    return built(place.library, documents, replace(place, cluster=at or place.cluster)).generation


def found(place: Place, generation: Generation) -> list[int]:
    part = reading(place, generation)
    return sorted(part.vectors.search(QUESTION, 99).rows.tolist())


def told(generation: Generation) -> Told:
    found = told_in(generation)
    assert found
    return found


def reading(place: Place, generation: Generation) -> OnCluster:
    return on_cluster(generation, place, Opened.of(generation).store, everybody=False)


def rows_here(generation: Generation) -> list[int]:
    return sorted(Opened.of(generation).store.passage_owners()[0].tolist())


def counting(place: Place) -> Counting:
    assert isinstance(place.cluster, Counting)
    place.cluster.sent.clear()
    place.cluster.gone.clear()
    return place.cluster


def test_what_is_published_is_what_the_folder_holds_and_the_alias_points_there(place: Place) -> None:
    generation = sent(place, DOCUMENTS)
    assert place.cluster.pointed_at(place.alias) == told(generation).collection
    assert found(place, generation) == rows_here(generation)
    assert told(generation).passages == len(rows_here(generation))


def test_each_collection_is_sent_what_it_lacks_and_no_more(place: Place) -> None:
    first_rows = set(rows_here(sent(place, DOCUMENTS)))
    second = sent(place, (*DOCUMENTS, NEW))  # the second of two collections is new, and gets all
    all_rows = rows_here(second)
    cluster = counting(place)
    third = sent(place, (*DOCUMENTS, NEW, NEWER))
    assert set(cluster.sent) == set(rows_here(third)) - first_rows
    assert cluster.gone == []
    cluster = counting(place)
    fourth = sent(place, (*DOCUMENTS, NEWER))
    assert set(cluster.sent) == set(rows_here(fourth)) - set(all_rows)
    assert set(cluster.gone) == set(all_rows) - set(rows_here(fourth))
    assert found(place, fourth) == rows_here(fourth)
    assert len([one for one in place.cluster.collections() if one.startswith(place.alias)]) == 2


def test_a_changed_fact_is_sent_without_new_words(place: Place) -> None:
    sent(place, DOCUMENTS)
    sent(place, (*DOCUMENTS, NEW))
    corrected = [replace(one, topics=("Money",)) if one.id == "secret" else one for one in DOCUMENTS]
    cluster = counting(place)
    third = sent(place, (*corrected, NEW))
    store = Opened.of(third).store
    changed = {*store.rows_of("secret").tolist(), *store.rows_of("new").tolist()}
    assert set(cluster.sent) == changed


def test_readers_of_the_generation_before_go_on_until_its_collection_is_written(place: Place) -> None:
    first = sent(place, DOCUMENTS)
    old, rows = reading(place, first), rows_here(first)
    sent(place, (*DOCUMENTS, NEW))
    assert sorted(old.vectors.search(QUESTION, 99).rows.tolist()) == rows
    sent(place, (*DOCUMENTS, NEW, NEWER))
    with pytest.raises(ClusterError, match="failed while searching"):
        old.vectors.search(QUESTION, 99)


def test_the_alias_goes_back_where_publishing_here_fails(place: Place) -> None:
    first = sent(place, DOCUMENTS)
    before = place.cluster.pointed_at(place.alias)

    def refused(*_: object) -> str:
        assert place.cluster.pointed_at(place.alias) != before
        raise StorageError("The disk is full.")

    with pytest.raises(StorageError):
        built(place.library, (*DOCUMENTS, NEW), place, refused)
    assert place.cluster.pointed_at(place.alias) == before
    assert open_current(place.library) == first
    assert found(place, first) == rows_here(first)
    assert place.building in place.cluster.collections()
    cluster = counting(place)
    second = sent(place, (*DOCUMENTS, NEW))
    assert cluster.sent == []
    assert found(place, second) == rows_here(second)


def test_an_alias_that_was_left_elsewhere_follows_the_folder(place: Place) -> None:
    first = sent(place, DOCUMENTS)
    sent(place, (*DOCUMENTS, NEW))
    (place.library / POINTER).write_text(first.name)  # killed before the folder was published
    assert found(place, first) == rows_here(first)
    third = sent(place, (*DOCUMENTS, NEWER))
    assert place.cluster.pointed_at(place.alias) == told(third).collection
    assert found(place, third) == rows_here(third)
    assert len([one for one in place.cluster.collections() if one.startswith(place.alias)]) == 2


def test_a_connection_that_is_lost_in_the_middle_leaves_what_is_served(
    place: Place, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.milvus.sending.SENT_TOGETHER", 2)
    first = sent(place, DOCUMENTS)
    rows = rows_here(first)
    many = [document(f"{at}", f"Post {at}", f"The words of post {at} are many. " * 60) for at in range(20)]
    with Proxy(server.port, cut_after=60_000) as cut, pytest.raises(ClusterError, match="failed while") as error:
        sent(place, (*DOCUMENTS, *many), Cluster(cut.address, seconds=1))
    assert "\n" not in str(error.value)
    assert place.cluster.pointed_at(place.alias) == told(first).collection
    assert sorted(reading_rows(place, first)) == rows
    ledger = Ledger.open(place.ledger_of(place.building))
    confirmed = {row for row, form in ledger.forms() if form}
    ledger.close()
    assert confirmed
    cluster = counting(place)
    second = sent(place, (*DOCUMENTS, *many))
    assert not set(cluster.sent) & confirmed
    assert found(place, second) == rows_here(second)


def reading_rows(place: Place, generation: Generation) -> list[int]:
    return [one["row"] for one in place.cluster.records(told(generation).collection, "row >= 0", ("row",))]


def test_a_server_that_is_down_is_told_in_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(
        ClusterError, match=f"Milvus at http://127.0.0.1:{port} failed while listing collections"
    ) as error:
        Cluster(f"http://127.0.0.1:{port}", seconds=0.5).collections()
    assert "\n" not in str(error.value)


def test_a_collection_that_was_removed_is_told_and_sent_again(place: Place) -> None:
    first = sent(place, DOCUMENTS)
    served, open_still = place.cluster.pointed_at(place.alias), reading(place, first)
    place.cluster.point(place.alias, "")
    place.cluster.drop(served)
    with pytest.raises(ClusterError, match=f"has no collection {served} any more"):
        reading(place, first)
    with pytest.raises(ClusterError, match="failed while searching"):
        open_still.vectors.search(QUESTION, 3)
    again = sent(place, DOCUMENTS)
    assert found(place, again) == rows_here(again)


def test_a_collection_of_another_content_or_model_is_refused(place: Place) -> None:
    first = sent(place, DOCUMENTS)
    recipe = replace(first.recipe, dimension=16)
    other = replace(first, contents=Contents(recipe, "", 1, 1))
    with pytest.raises(ClusterError, match="is not what was published"):
        on_cluster(other, place, Opened.of(first).store, everybody=False)
    place.cluster.delete(place.cluster.pointed_at(place.alias), rows_here(first)[:1])
    with pytest.raises(ClusterError, match=r"is not what was published: [0-9]+ passages of [0-9]+"):
        reading(place, first)


def test_another_model_gets_another_collection(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    sent(place, DOCUMENTS)
    sent(place, (*DOCUMENTS, NEW))
    cluster = counting(place)
    monkeypatch.setattr("tests.index.contract.conftest.ToyEncoder", lambda: ToyEncoder(fingerprint="toy-2"))
    third = sent(place, (*DOCUMENTS, NEW))
    assert sorted(cluster.sent) == rows_here(third)
