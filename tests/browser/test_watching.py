"""What is told of the server to whoever keeps it: health, counts, and the log, without anybody's words."""

import io
import json
import logging
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from assistant.desk.corrections import CorrectionDesk, Wanted
from assistant.desk.showing import show_corrections
from assistant.desk.values import documents_beneath
from assistant.desk_file import DeskFile
from assistant.library import LiveLibrary
from assistant.logs import configure_logs
from assistant.syncing.recording import Recorder
from assistant.web.metrics import Metrics
from assistant.web.views.health import HealthViews
from index.library.generation import STORE, open_current
from index.library.store import Store
from index.models.encoder import Encoder
from tests.assistant.desk.given import signed
from tests.assistant.syncing.test_recording import report_of
from tests.browser.callers import served
from tests.browser.conftest import Visit
from tests.conftest import copy_of

pytestmark = pytest.mark.usefixtures("looked_at_each_time")
SECRET = "xylophone"
"""A word of a question that nobody is to find in the log or the counts."""


@pytest.fixture(scope="module")
def library(sample_library: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_of(sample_library, tmp_path_factory.mktemp("watched") / "library")


@pytest.fixture(scope="module")
def watched(library: Path, encoder: Encoder, serving: Callable[..., AbstractContextManager[str]]) -> Iterator[str]:
    """A server that believes a web server on this machine, and lets one network fetch its counts."""
    proxies = {"trusted_proxies": ("127.0.0.1",), "metrics_from": ("192.0.2.0/24",), "log_addresses": "network"}
    with serving(LiveLibrary(library, encoder), **proxies) as address:
        yield address


def through(address: str) -> dict[str, str]:
    """What a web server in front says of where a request came from."""
    return {"X-Forwarded-For": address}


def counts(address: str) -> dict[str, float]:
    """Every sample of the counts, by its name and labels."""
    answer = httpx.get(f"{address}/metrics")
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/plain")
    found = re.findall(r"^([a-z_]+(?:\{[^}]*\})?) (\S+)$", answer.text, re.MULTILINE)
    return {name: float(value) for name, value in found}


def test_a_server_that_answers_says_so_and_this_machine_is_told_more(watched: str, library: Path) -> None:
    told = httpx.get(f"{watched}/healthz")
    assert told.status_code == 200 and told.json()["status"] == "ok" and told.json()["reasons"] == []
    assert told.json()["hours_since_sync"] is None
    Recorder(library).finish(report_of())
    assert httpx.get(f"{watched}/healthz").json()["hours_since_sync"] == 0.0
    other = httpx.get(f"{watched}/healthz", headers=through("203.0.113.9"))
    assert other.status_code == 200 and set(other.json()) == {"status", "generation"}


def test_a_desk_that_is_damaged_is_told_without_its_place(watched: str, library: Path) -> None:
    (library / "desk.sqlite").write_bytes(b"no database" * 100)
    try:
        here = httpx.get(f"{watched}/healthz")
        there = httpx.get(f"{watched}/healthz", headers=through("203.0.113.9"))
    finally:
        (library / "desk.sqlite").unlink()
    assert here.status_code == there.status_code == 200, "questions are answered all the same"
    assert here.json()["status"] == there.json()["status"] == "degraded"
    assert str(library) in here.json()["reasons"][0]
    assert there.json()["problems"] == ["desk"] and str(library) not in there.text


def test_a_desk_that_was_lost_is_told(watched: str, library: Path, encoder: Encoder) -> None:
    desk = CorrectionDesk(DeskFile(library))
    with closing(Store.read(open_current(library).folder / STORE)) as store:
        name = next(store.documents()).id
        desk.change(Wanted(name, {"internal": True}), 0, signed(), documents_beneath(store))
    show_corrections(library, desk, lambda: encoder)
    whole = desk.desk.path.read_bytes()
    desk.desk.path.unlink()
    told = httpx.get(f"{watched}/healthz").json()
    desk.desk.path.write_bytes(whole)
    assert (told["status"], told["problems"]) == ("degraded", ["desk"]) and name in told["reasons"][0]
    assert httpx.get(f"{watched}/healthz").json()["status"] == "ok"


def test_an_index_that_cannot_be_opened_is_told(watched: str, library: Path) -> None:
    pointer = library / "current"
    whole = pointer.read_text()
    pointer.write_text("000009\n")
    (library / "generations" / "000009").mkdir()
    (library / "generations" / "000009" / "manifest.json").write_text("{}")
    try:
        told = httpx.get(f"{watched}/healthz").json()
    finally:
        pointer.write_text(whole)
        shutil.rmtree(library / "generations" / "000009")
    assert told["status"] == "degraded" and told["problems"] == ["index"]


def test_a_server_that_cannot_search_says_so(library: Path, encoder: Encoder) -> None:
    live = LiveLibrary(library, encoder)
    app = FastAPI()
    HealthViews(live, Metrics(live, lambda: 0), ()).add_to(app)
    with served(app) as address:
        assert httpx.get(f"{address}/healthz").status_code == 200
        live.current.searcher._store.connection.close()
        told = httpx.get(f"{address}/healthz")
    assert told.status_code == 503 and (told.json()["status"], told.json()["problems"]) == ("failing", ["search"])


def test_only_this_machine_and_those_who_are_named_fetch_the_counts(watched: str) -> None:
    assert httpx.get(f"{watched}/metrics").status_code == 200
    assert httpx.get(f"{watched}/metrics", headers=through("192.0.2.5")).status_code == 200
    for address in ("203.0.113.9", "2001:db8::1", "127.0.0.1", "::1"):
        refused = httpx.get(f"{watched}/metrics", headers=through(address))
        assert refused.status_code == 403 and "assistant_" not in refused.text
    spoofed = httpx.get(f"{watched}/metrics", headers=through("127.0.0.1, 203.0.113.9"))
    assert spoofed.status_code == 403


def test_a_web_server_that_nobody_named_opens_the_counts_to_nobody(address: str) -> None:
    assert httpx.get(f"{address}/metrics").status_code == 200
    for header in ("X-Forwarded-For", "X-Real-IP", "Forwarded", "Via"):
        assert httpx.get(f"{address}/metrics", headers={header: "192.0.2.5"}).status_code == 403


@pytest.mark.browser
def test_questions_are_counted_and_logged_without_their_words(watched: str, visit_of: Callable[..., Visit]) -> None:
    root, stream = logging.getLogger(), io.StringIO()
    handlers, level = list(root.handlers), root.level
    configure_logs("json", "debug", stream)
    try:
        before = counts(watched)
        visit = visit_of(watched).open(f"/?q=What+about+{SECRET}+lessons")
        visit.tab.locator("#latest .exchange").wait_for()
        visit.ask(f"What does EAEA say about learning accounts and the {SECRET}?")
        for path in (f"/find?q={SECRET}", f"/positions?q={SECRET}", f"/{SECRET}", f"/documents/{SECRET}"):
            httpx.get(f"{watched}{path}", headers=through("203.0.113.77"))
        httpx.post(f"{watched}/check", data={"draft": f"EAEA wants {SECRET}s."}, headers={"Origin": watched})
        after = counts(watched)
    finally:
        logging.captureWarnings(False)
        root.handlers[:] = handlers
        root.setLevel(level)
    logged, exposed = stream.getvalue(), httpx.get(f"{watched}/metrics").text
    assert SECRET not in logged and SECRET not in exposed and "203.0.113.77" not in logged
    answered = {name: value - before.get(name, 0) for name, value in after.items() if "answers_total" in name}
    assert sum(answered.values()) == 2 and after["assistant_answer_seconds_count"] >= 2
    requests = [json.loads(line) for line in logged.splitlines() if '"event": "request"' in line]
    routes = {one["route"] for one in requests}
    assert {"/find", "/positions", "/documents/{name:path}", "/check", "none"} <= routes
    assert all(
        set(one) == {"time", "level", "event", "route", "status", "ms", "network", "request"} for one in requests
    )
    assert {one["network"] for one in requests} == {"127.0.0.0/24", "203.0.113.0/24"}
    assert httpx.get(f"{watched}/find").headers["x-request-id"] not in {one["request"] for one in requests}
    assert after['assistant_requests_total{route="/find",status="200"}'] >= 1
    assert len({name for name in after if name.startswith("assistant_requests_total")}) < 40


def test_the_counts_tell_of_the_index_and_the_last_sync(watched: str, library: Path) -> None:
    Recorder(library).finish(report_of("https://www.example.org"))
    told = counts(watched)
    assert told["assistant_documents"] > 20 and told["assistant_passages"] > told["assistant_documents"]
    assert told['assistant_sync_last_outcome{outcome="failed"}'] == 1
    assert told['assistant_sync_last_items{outcome="added"}'] == 1 and told["assistant_sync_last_failed_sources"] == 1
    assert told["assistant_questions_waiting"] == 0 and told["process_resident_memory_bytes"] > 1e7
