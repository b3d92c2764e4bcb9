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
FAILURES = pytest.mark.parametrize("fails", [Proxy.go_down, Proxy.fall_silent])


@dataclass(frozen=True)
class Away:
    """A server of a library that is searched at `proxy`, and its address."""

    url: str
    proxy: Proxy
    place: Place
    live: LiveLibrary


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
    with Proxy(server.port) as proxy:
        live = LiveLibrary(place.library, encoder, place=replace(place, cluster=Cluster(proxy.address, seconds=2.0)))
        with serving(live, mcp=True) as url:
            yield Away(url, proxy, place, live)


@pytest.fixture(autouse=True)
def back(away: Away) -> Iterator[None]:
    yield
    come_back(away.proxy)


def come_back(proxy: Proxy) -> None:
    proxy.come_back()
    proxy.go_on()


def asked(away: Away) -> httpx.Response:
    return httpx.post(f"{away.url}/api/v1/ask", json={"question": QUESTION}, timeout=60)


@FAILURES
def test_rest_refuses_for_a_while(away: Away, fails: Callable[[Proxy], None], caplog: pytest.LogCaptureFixture) -> None:
    assert asked(away).json()["status"] == "answered"
    fails(away.proxy)
    for _ in range(2):
        answer = asked(away)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
        assert answer.headers["content-type"] == "application/problem+json"
        assert (answer.json()["code"], answer.json()["detail"]) == ("unavailable", SENTENCE)
    assert away.proxy.address not in answer.text and away.proxy.address in caplog.text
    come_back(away.proxy)
    assert asked(away).json()["status"] == "answered"


@FAILURES
def test_programs_with_a_language_model_are_told(away: Away, fails: Callable[[Proxy], None]) -> None:
    fails(away.proxy)
    result = called(f"{away.url}/mcp", "ask", question=QUESTION)
    assert (result.is_error, told(result)) == (True, SENTENCE)
    come_back(away.proxy)
    assert not called(f"{away.url}/mcp", "ask", question=QUESTION).is_error


@FAILURES
def test_the_page_keeps_the_question_and_says_why(away: Away, fails: Callable[[Proxy], None]) -> None:
    fails(away.proxy)
    shown = httpx.get(away.url, params={"q": QUESTION}, timeout=60)
    assert shown.status_code == 200
    assert SENTENCE in shown.text and shown.text.count(QUESTION) > 1
    assert httpx.get(away.url, timeout=60).status_code == 200
    come_back(away.proxy)
    assert SENTENCE not in httpx.get(away.url, params={"q": QUESTION}, timeout=60).text


@FAILURES
@pytest.mark.parametrize("page", PAGES)
def test_other_pages_say_it_too(away: Away, page: str, fails: Callable[[Proxy], None]) -> None:
    fails(away.proxy)
    shown = httpx.get(away.url + page, timeout=60)
    assert (shown.status_code, shown.headers["retry-after"]) == (503, "10")
    assert SENTENCE in shown.text and away.proxy.address not in shown.text
    assert page.endswith(".csv?q=lighthouses") or page.split("q=")[1].split("&", maxsplit=1)[0] in shown.text
    come_back(away.proxy)
    assert httpx.get(away.url + page, timeout=60).status_code == 200


def test_a_draft_is_not_half_checked(away: Away) -> None:
    draft = "They said “Beta speaks of boats and water.”"
    away.proxy.go_down()
    page = httpx.post(f"{away.url}/check", data={"words": draft}, headers={"Origin": away.url})
    assert page.status_code == 503 and SENTENCE in page.text and "Beta speaks of boats" in page.text
    assert httpx.post(f"{away.url}/api/v1/check", json={"text": draft}).status_code == 503
    come_back(away.proxy)
    assert httpx.post(f"{away.url}/api/v1/check", json={"text": draft}).status_code == 200


@FAILURES
@pytest.mark.usefixtures("looked_at_each_time")
def test_health_tells_it(away: Away, fails: Callable[[Proxy], None]) -> None:
    fails(away.proxy)
    answer = httpx.get(f"{away.url}/healthz", timeout=60)
    assert (answer.status_code, answer.json()["status"], answer.json()["problems"]) == (503, "failing", ["search"])
    assert away.proxy.address in answer.json()["reasons"][0]
    come_back(away.proxy)
    assert httpx.get(f"{away.url}/healthz", timeout=60).json()["status"] == "ok"


@FAILURES
def test_what_needs_no_search_goes_on(away: Away, fails: Callable[[Proxy], None]) -> None:
    fails(away.proxy)
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
    away.proxy.go_down()
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"assistant: Milvus at {away.proxy.address} failed while ") and "cannot be reached" in line


def test_a_generation_that_the_cluster_failed_is_opened_later(away: Away, monkeypatch: pytest.MonkeyPatch) -> None:
    live, newest = away.live, pointed_at(away.live.path)
    before = live.current
    away.proxy.go_down()
    monkeypatch.setattr(live, "_pointed", "000000")
    monkeypatch.setattr("assistant.library.AGAIN", -1.0)
    assert live.current is before and live._pointed == "000000"
    monkeypatch.setattr("assistant.library.AGAIN", 600.0)
    assert live.current is before
    come_back(away.proxy)
    assert live.current is before, "not yet: its files would be checked with each question"
    monkeypatch.setattr(live, "_not_before", 0.0)
    assert live.current is not before and live._pointed == newest


@pytest.mark.browser
def test_a_question_that_is_typed_is_answered_once_the_server_is_back(away: Away, visit_of: Callable[..., Any]) -> None:
    visit = visit_of(away.url).open()
    away.proxy.go_down()
    shown = visit.ask(QUESTION)
    assert SENTENCE in shown.text_content() and QUESTION in shown.text_content()
    come_back(away.proxy)
    assert "lighthouses" in visit.ask(QUESTION).text_content()
    assert visit.complaints == []
