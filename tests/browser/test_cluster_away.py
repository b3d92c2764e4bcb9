"""What every door tells while the Milvus server that is searched is away, and that it answers again afterwards."""

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.cli import main
from assistant.library import LiveLibrary
from corpus.sources import open_source
from index.build import Beside, sync
from index.library.generation import pointed_at
from index.milvus.cluster import Cluster
from index.milvus.publishing import Place
from index.models.encoder import Encoder
from tests.assistant.model_context.talking import called, told
from tests.conftest import write_files
from tests.index.contract.conftest import Server
from tests.index.contract.proxy import Proxy
from tests.index.synced import ALPHA, BETA

SENTENCE = "The library cannot be searched at this moment. Try again in a minute."
QUESTION = "What does Alpha say of lighthouses?"
PAGES = [
    "/positions?q=lighthouses",
    "/find?q=lighthouses",
    "/find.csv?q=lighthouses",
    "/compare?q=trees&first=2020&second=2021",
]
PATIENCE, SILENCE = 30.0, 1.0
"""Seconds that a call may take: of a server that is there, whatever else the machine does; of one that says nothing."""


@dataclass(frozen=True)
class Away:
    """A server of a library that is searched at `proxy`, and its address."""

    url: str
    proxy: Proxy
    place: Place
    live: LiveLibrary
    cluster: Cluster

    def go_down(self) -> None:
        self.proxy.go_down()

    def fall_silent(self) -> None:
        self.cluster._seconds = SILENCE
        self.proxy.fall_silent()

    def come_back(self) -> None:
        self.cluster._seconds = PATIENCE
        self.proxy.come_back()
        self.proxy.go_on()


FAILURES = pytest.mark.parametrize("fails", [Away.go_down, Away.fall_silent])


@pytest.fixture(scope="module")
def place(server: Server, encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Place:
    folder = tmp_path_factory.mktemp("away")
    place = Place(Cluster(server.address), "away", folder / "library", "FLAT")
    posts = write_files(folder / "posts", {"a.txt": ALPHA, "b.txt": BETA})
    sync(place.library, [open_source(str(posts))], encoder, beside=Beside(place=place))
    return place


@pytest.fixture(scope="module")
def away(
    place: Place, server: Server, encoder: Encoder, serving: Callable[..., AbstractContextManager[str]]
) -> Iterator[Away]:
    with Proxy(server.port) as proxy, pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.milvus.cluster.CONNECTING_SECONDS", PATIENCE)
        cluster = Cluster(proxy.address, seconds=PATIENCE)
        live = LiveLibrary(place.library, encoder, place=replace(place, cluster=cluster))
        with serving(live, mcp=True) as url:
            yield Away(url, proxy, place, live, cluster)


@pytest.fixture(autouse=True)
def back(away: Away) -> Iterator[None]:
    yield
    away.come_back()


def asked(away: Away) -> httpx.Response:
    return httpx.post(f"{away.url}/api/v1/ask", json={"question": QUESTION}, timeout=60)


@FAILURES
def test_rest_refuses_for_a_while(away: Away, fails: Callable[[Away], None], caplog: pytest.LogCaptureFixture) -> None:
    assert asked(away).json()["status"] == "answered"
    fails(away)
    for _ in range(2):
        answer = asked(away)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
        assert answer.headers["content-type"] == "application/problem+json"
        assert (answer.json()["code"], answer.json()["detail"]) == ("unavailable", SENTENCE)
    assert away.proxy.address not in answer.text and away.proxy.address in caplog.text
    away.come_back()
    assert asked(away).json()["status"] == "answered"


@FAILURES
def test_programs_with_a_language_model_are_told(away: Away, fails: Callable[[Away], None]) -> None:
    fails(away)
    result = called(f"{away.url}/mcp", "ask", question=QUESTION)
    assert (result.is_error, told(result)) == (True, SENTENCE)
    away.come_back()
    assert not called(f"{away.url}/mcp", "ask", question=QUESTION).is_error


@FAILURES
def test_the_page_keeps_the_question_and_says_why(away: Away, fails: Callable[[Away], None]) -> None:
    fails(away)
    shown = httpx.get(away.url, params={"q": QUESTION}, timeout=60)
    assert shown.status_code == 200
    assert SENTENCE in shown.text and shown.text.count(QUESTION) > 1
    assert httpx.get(away.url, timeout=60).status_code == 200
    away.come_back()
    assert SENTENCE not in httpx.get(away.url, params={"q": QUESTION}, timeout=60).text


@FAILURES
@pytest.mark.parametrize("page", PAGES)
def test_other_pages_say_it_too(away: Away, page: str, fails: Callable[[Away], None]) -> None:
    fails(away)
    shown = httpx.get(away.url + page, timeout=60)
    assert (shown.status_code, shown.headers["retry-after"]) == (503, "10")
    assert SENTENCE in shown.text and away.proxy.address not in shown.text
    assert page.endswith(".csv?q=lighthouses") or page.split("q=")[1].split("&", maxsplit=1)[0] in shown.text
    away.come_back()
    assert httpx.get(away.url + page, timeout=60).status_code == 200


def test_a_draft_is_not_half_checked(away: Away) -> None:
    draft = "They said “Beta speaks of boats and water.”"
    away.go_down()
    page = httpx.post(f"{away.url}/check", data={"words": draft}, headers={"Origin": away.url})
    assert page.status_code == 503 and SENTENCE in page.text and "Beta speaks of boats" in page.text
    assert httpx.post(f"{away.url}/api/v1/check", json={"text": draft}).status_code == 503
    away.come_back()
    assert httpx.post(f"{away.url}/api/v1/check", json={"text": draft}).status_code == 200


@FAILURES
@pytest.mark.usefixtures("looked_at_each_time")
def test_health_tells_it(away: Away, fails: Callable[[Away], None]) -> None:
    fails(away)
    answer = httpx.get(f"{away.url}/healthz", timeout=60)
    assert (answer.status_code, answer.json()["status"], answer.json()["problems"]) == (503, "failing", ["search"])
    assert away.proxy.address in answer.json()["reasons"][0]
    away.come_back()
    assert httpx.get(f"{away.url}/healthz", timeout=60).json()["status"] == "ok"


@FAILURES
def test_what_needs_no_search_goes_on(away: Away, fails: Callable[[Away], None]) -> None:
    fails(away)
    assert httpx.get(f"{away.url}/api/v1/documents").json()["total"] == 2
    assert "lighthouses" in httpx.get(f"{away.url}/documents/a.txt").text
    assert "lighthouses" in httpx.get(f"{away.url}/api/v1/documents/a.txt").json()["text"]
    assert httpx.get(f"{away.url}/api/v1/status").json()["documents"] == 2


def test_a_server_that_answers_with_an_error_is_told_likewise(away: Away, caplog: pytest.LogCaptureFixture) -> None:
    served = away.place.cluster.pointed_at("away")
    away.place.cluster.rename(served, "away_elsewhere")
    try:
        assert (asked(away).status_code, asked(away).json()["detail"]) == (503, SENTENCE)
        assert httpx.get(away.url + PAGES[0]).status_code == 503
    finally:
        away.place.cluster.rename("away_elsewhere", served)
        away.place.cluster.settle(served)
    assert served in caplog.text
    assert asked(away).json()["status"] == "answered"


def test_the_command_line_ends_with_the_sentence(
    away: Away, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = f'[library]\nindex = "{away.place.library}"\nmilvus = "{away.proxy.address}"\nmilvus_name = "away"\n'
    (tmp_path / "assistant.toml").write_text(settings)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["assistant", "ask", QUESTION])
    away.go_down()
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"assistant: Milvus at {away.proxy.address} failed while ") and "cannot be reached" in line


def test_a_generation_that_the_cluster_failed_is_opened_later(away: Away, monkeypatch: pytest.MonkeyPatch) -> None:
    live, newest = away.live, pointed_at(away.live.path)
    before = live.current
    away.go_down()
    monkeypatch.setattr(live, "_pointed", "000000")
    monkeypatch.setattr("assistant.library.AGAIN", -1.0)
    assert live.current is before and live._pointed == "000000"
    monkeypatch.setattr("assistant.library.AGAIN", 600.0)
    assert live.current is before
    away.come_back()
    assert live.current is before, "not yet: its files would be checked with each question"
    monkeypatch.setattr(live, "_not_before", 0.0)
    assert live.current is not before and live._pointed == newest


@pytest.mark.browser
def test_a_question_that_is_typed_is_answered_once_the_server_is_back(away: Away, visit_of: Callable[..., Any]) -> None:
    visit = visit_of(away.url).open()
    away.go_down()
    shown = visit.ask(QUESTION)
    assert SENTENCE in shown.text_content() and QUESTION in shown.text_content()
    away.come_back()
    assert "lighthouses" in visit.ask(QUESTION).text_content()
    assert visit.complaints == []
