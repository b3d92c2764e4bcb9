"""The whole way: a sync sends what it publishes, and a searcher over the cluster finds what one over files finds."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from corpus.catalogue import EMPTY
from corpus.errors import ClusterError
from corpus.sources import open_source
from index.build import Beside, sync
from index.milvus.cluster import Cluster
from index.milvus.publishing import Place
from index.query import Filters, Query, Turn
from index.relabel import relabel
from index.reports.report import Report
from index.search import Searcher
from tests.conftest import ToyEncoder, write_files
from tests.index.contract.conftest import Server
from tests.index.synced import ALPHA, BETA

CATALOGUE = '[documents."secret.txt"]\ninternal = true\n[documents."a.txt"]\ntopics = ["Trees"]\n'
SECRET = BETA.replace("boats", "secret boats")
QUERIES = [
    Query("apples and trees"),
    Query("boats on the water", filters=Filters(topics=("trees",))),
    Query("what of the water?", (Turn("user", "Which boats?"), Turn("agent", "Beta speaks of boats.")), leans=True),
    Query("lighthouses", filters=Filters(since=date(2021, 3, 13))),
    Query("speaks", phrases=("speaks of secret boats",)),
    Query("nothing of this kind"),
]


@pytest.fixture(scope="module")
def posts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = {"a.txt": ALPHA, "b.txt": BETA, "secret.txt": SECRET, "catalogue.toml": CATALOGUE}
    return write_files(tmp_path_factory.mktemp("searching") / "posts", files)


@pytest.fixture(scope="module")
def place(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Place:
    return Place(Cluster(server.address), "searching", tmp_path_factory.mktemp("searching") / "library", "FLAT")


def synced(place: Place, *posts: Path, there: bool = True) -> Report:
    sources = [open_source(str(one)) for one in posts]
    return sync(place.library, sources, ToyEncoder(), beside=Beside(place=place if there else None))


def test_a_searcher_over_the_cluster_finds_what_one_over_files_finds(place: Place, posts: Path) -> None:
    assert synced(place, posts).published
    here, there = (Searcher.open(place.library, ToyEncoder(), place=one) for one in (None, place))
    for expected, found in ((here, there), (here.for_everybody(), there.for_everybody())):
        for query in QUERIES:
            assert [hit.passage.id for hit in found.search(query)] == [hit.passage.id for hit in expected.search(query)]
            assert [hit.terms for hit in found.search(query)] == [hit.terms for hit in expected.search(query)]
        assert found.mentions("boat") == expected.mentions("boat")
        assert found.rarity("boat", "en") == pytest.approx(expected.rarity("boat", "en"))
    assert "secret.txt" in {hit.document.id for hit in there.search(QUERIES[4])}
    assert not there.for_everybody().search(QUERIES[4])


def test_what_is_not_on_the_cluster_yet_is_sent_by_a_sync_that_finds_nothing_new(
    place: Place, posts: Path, tmp_path: Path
) -> None:
    place = replace(place, alias="later", library=tmp_path / "library")
    synced(place, posts, there=False)
    with pytest.raises(ClusterError, match="was not built for the Milvus collections later_"):
        Searcher.open(place.library, ToyEncoder(), place=place)
    told = synced(place)
    assert (told.published, told.embedded) == (True, 0)
    assert Searcher.open(place.library, ToyEncoder(), place=place).search(QUERIES[0])
    assert not synced(place).published


def test_corrections_of_the_desk_are_sent_too(place: Place, posts: Path, tmp_path: Path) -> None:
    place = replace(place, alias="desk", library=tmp_path / "library")
    synced(place, posts)
    corrected = replace(EMPTY, documents={"b.txt": {"topics": ("Boats",)}})
    relabel(place.library, corrected, ToyEncoder(), place=place)
    found = Searcher.open(place.library, ToyEncoder(), place=place).search(
        Query("boats", filters=Filters(topics=("boats",)))
    )
    assert {hit.document.id for hit in found} == {"b.txt"}


def test_a_server_that_is_down_leaves_the_index_that_is_served(place: Place, posts: Path, tmp_path: Path) -> None:
    library = tmp_path / "library"
    synced(replace(place, library=library), posts, there=False)
    down = Place(Cluster("http://127.0.0.1:9", seconds=0.5), "down", library)
    with pytest.raises(ClusterError, match=r"127\.0\.0\.1:9 failed while listing"):
        sync(library, [], ToyEncoder(), beside=Beside(place=down))
    assert Searcher.open(library, ToyEncoder()).search(QUERIES[0])
