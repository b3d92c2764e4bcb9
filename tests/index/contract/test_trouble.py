"""A server that is away, silent or slow: what is told, who waits, and what happens when it is back."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from queue import Queue

import pytest

from corpus.errors import ClusterError, UserError
from index.milvus.cluster import Asked, Cluster
from index.milvus.doubt import Doubt
from index.milvus.publishing import Place
from index.query import Query
from index.search import Searcher
from index.searching.opened import Opened
from tests.conftest import ToyEncoder
from tests.index.contract.conftest import DOCUMENTS, Server
from tests.index.contract.proxy import Proxy

AWAY, SILENT = "it cannot be reached, or refuses the token", "it gave no answer within 0.5 seconds"
FAILURES = pytest.mark.parametrize(("fails", "told"), [(Proxy.go_down, AWAY), (Proxy.fall_silent, SILENT)])


@pytest.fixture
def proxy(server: Server) -> Iterator[Proxy]:
    with Proxy(server.port) as between:
        yield between


def back(proxy: Proxy, fails: Callable[[Proxy], None]) -> None:
    if fails is Proxy.go_down:
        proxy.come_back()
    proxy.go_on()


def failed(work: Callable[[], object]) -> str:
    with pytest.raises(ClusterError) as error:
        work()
    assert "\n" not in str(error.value)
    return str(error.value)


@FAILURES
def test_a_server_that_is_not_there_at_first_is_told(
    proxy: Proxy, server: Server, fails: Callable[[Proxy], None], told: str
) -> None:
    fails(proxy)
    cluster = Cluster(proxy.address, seconds=0.5)
    assert f"Milvus at {proxy.address} failed while listing collections: {AWAY}" in failed(cluster.collections)
    back(proxy, fails)
    assert cluster.collections() == Cluster(server.address).collections()


@FAILURES
def test_a_server_that_fails_later_is_told_and_asked_again_once_it_is_back(
    proxy: Proxy, fails: Callable[[Proxy], None], told: str
) -> None:
    cluster = Cluster(proxy.address, seconds=0.5)
    for _ in range(2):
        there = cluster.collections()
        fails(proxy)
        assert [told in failed(cluster.collections) for _ in range(2)] == [True, True]
        back(proxy, fails)
        assert cluster.collections() == there


@FAILURES
def test_a_question_is_answered_as_soon_as_the_server_is_back(
    proxy: Proxy, contract: Place, opened: Opened, fails: Callable[[Proxy], None], told: str
) -> None:
    place = replace(contract, cluster=Cluster(proxy.address, seconds=0.5))
    searcher = Searcher.open(contract.library, ToyEncoder(), place=place)
    query = Query("training of teachers")
    expected = [hit.passage.id for hit in searcher.search(query)]
    fails(proxy)
    assert told in failed(lambda: searcher.search(query))
    assert searcher.matching_documents(query.allowed) == len(DOCUMENTS), "filters are a matter of files here"
    assert [one.id for one in searcher.documents_spelling("host country recognises")] == ["beta"]
    back(proxy, fails)
    assert [hit.passage.id for hit in searcher.search(query)] == expected


def test_others_do_not_wait_behind_one_that_waits(proxy: Proxy) -> None:
    cluster = Cluster(proxy.address, seconds=0.5)
    cluster.collections()
    proxy.fall_silent()
    failed(cluster.collections)
    gate, waiting, ended = threading.Event(), threading.Event(), Queue[object]()

    def waits(_: object) -> object:
        waiting.set()
        return gate.wait(60)

    first = threading.Thread(target=lambda: ended.put(cluster._ask("waiting", waits)))
    first.start()
    assert waiting.wait(60)
    assert SILENT in failed(lambda: cluster._ask("not waiting", lambda _: pytest.fail("this is not to be asked")))
    gate.set()
    first.join()
    assert ended.get() is True
    proxy.go_on()
    cluster.collections()


def test_what_a_server_refuses_is_no_reason_to_doubt_it(server: Server) -> None:
    cluster = Cluster(server.address)
    for _ in range(2):
        assert "none" in failed(lambda: cluster.search("none", Asked("vector", [1.0], 1, "")))
    with cluster._doubt.turn() as one, cluster._doubt.turn() as other:
        assert (one, other) == ("", "")


def test_one_at_a_time_tries_again_and_the_next_one_may_after_it() -> None:
    doubt = Doubt()
    with doubt.turn() as first, doubt.turn() as second:
        assert (first, second) == ("", "")
        doubt.learn("it is gone.")
    with doubt.turn() as first:
        with doubt.turn() as second, doubt.turn() as third:
            assert (first, second, third) == ("", "it is gone.", "it is gone.")
        with doubt.turn() as fourth:
            assert fourth == "it is gone.", "those who were refused do not let others in"
    with pytest.raises(ZeroDivisionError), doubt.turn() as first:
        raise ZeroDivisionError
    with doubt.turn() as first:
        assert first == "", "a bug while trying lets the next one try"
        doubt.learn("")
    with doubt.turn() as first, doubt.turn() as second:
        assert (first, second) == ("", "")


def test_what_the_network_said_is_told(proxy: Proxy) -> None:
    first, later = (Cluster(proxy.address, seconds=0.5) for _ in range(2))
    later.collections()
    proxy.go_down()
    assert all("Connection refused)." in failed(cluster.collections) for cluster in (first, later))


def test_a_library_whose_server_is_down_cannot_be_opened_and_is_told(
    proxy: Proxy, contract: Place, opened: Opened
) -> None:
    proxy.go_down()
    place = replace(contract, cluster=Cluster(proxy.address, seconds=0.5))
    with pytest.raises(UserError, match="cannot be reached"):
        Searcher.open(contract.library, ToyEncoder(), place=place)
