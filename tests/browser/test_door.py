"""The HTTP door: what is let in, what browsers are told, and how serving fails."""

import json
import re
import socket
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.library import LiveLibrary
from assistant.settings import Settings
from assistant.web.guard import LARGEST_BODY
from assistant.web.rate import RateLimit
from assistant.web.serve import listening_socket, serve
from corpus.errors import NoLibrary, ServeError


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address) as client:
        yield client


def test_healthz_names_the_generation(client: httpx.Client, live: LiveLibrary) -> None:
    told = client.get("/healthz").json()
    assert (told["status"], told["generation"]) == ("ok", live.current.searcher.generation.name)


def test_the_page_names_no_other_host_and_runs_no_script_but_its_own(client: httpx.Client) -> None:
    answer = client.get("/")
    assert answer.status_code == 200
    assert set(re.findall(r"https?://([^/\"'\s<\\]+)", answer.text)) <= {client.base_url.netloc.decode()}
    policy = answer.headers["content-security-policy"]
    scripts = policy.partition("script-src ")[2].partition(";")[0]
    assert "'unsafe-inline'" not in scripts
    assert scripts.count("'sha256-") >= 3
    assert not re.search(r"https?:", policy)


@pytest.mark.parametrize("path", ["/", "/healthz", "/documents/none", "/page/style.css", "/gradio_api/upload"])
def test_every_answer_carries_the_security_headers(client: httpx.Client, path: str) -> None:
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-frame-options"] == "DENY"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://127.0.0.1:1", "http://127.0.0.1.evil.example"]
)
def test_requests_from_other_sites_are_refused(client: httpx.Client, origin: str) -> None:
    for method, path in (("POST", "/gradio_api/queue/join"), ("GET", "/config"), ("OPTIONS", "/gradio_api/queue/join")):
        answer = client.request(method, path, headers={"Origin": origin})
        assert answer.status_code == 403
        assert "access-control-allow-origin" not in answer.headers


def test_an_origin_of_ones_own_is_let_in(client: httpx.Client) -> None:
    assert client.get("/healthz", headers={"Origin": str(client.base_url).rstrip("/")}).status_code == 200


def test_a_large_body_is_refused_with_and_without_a_length(client: httpx.Client) -> None:
    chunk = b"x" * 65536
    for content in (b"x" * (LARGEST_BODY + 1), (chunk for _ in range(LARGEST_BODY // len(chunk) + 1))):
        answer = client.post("/gradio_api/queue/join", content=content)
        assert answer.status_code == 413
        assert answer.json() == {"detail": "The request is larger than 256 kB."}


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/upload", "/gradio_api/file=/etc/passwd", "/gradio_api/proxy=http://127.0.0.1/", "/gradio_api/info",
        "/gradio_api/run/ask", "/gradio_api/vibe-edit", "/monitoring", "/login", "/docs", "/openapi.json",
        "/gradio_api/queue/../upload", "//gradio_api/upload",
    ],
)  # fmt: skip
def test_what_the_page_does_not_need_is_closed(client: httpx.Client, path: str) -> None:
    files = {"files": ("a.html", b"<script>alert(1)</script>")}
    assert client.get(path).status_code == 404
    assert client.post(path, files=files).status_code in (404, 405)


def test_an_address_cannot_choose_the_file_that_is_sent(client: httpx.Client) -> None:
    style = client.get("/page/style.css").text
    for name in ("../../pyproject.toml", "/etc/passwd", "app.py"):
        assert client.get("/page/style.css", params={"name": name, "path": name}).text == style
        assert client.get(f"/page/{name}").status_code == 404


def test_a_missing_document_is_told_in_plain_words(client: httpx.Client) -> None:
    for name in ("posts%2Fnone.html", "..%2F..%2Fetc%2Fpasswd", "%3Cscript%3E", "a%00b"):
        answer = client.get(f"/documents/{name}")
        assert answer.status_code == 404
        assert "This document is not in the library" in answer.text


def test_a_quote_that_is_gone_is_told(client: httpx.Client) -> None:
    path = "/documents/posts%2F2021-07-micro-credentials.html"
    for place in ("start=0&end=99999999", "start=9&end=3", "start=a&end=b", "start=0&end=5&check=0000", "end=5"):
        text = client.get(f"{path}?{place}").text
        assert "The quotation is no longer there" in text
        assert "<mark" not in text
    assert "no longer there" not in client.get(path).text


def ask(client: httpx.Client, question: Any, since: Any, until: Any, kinds: Any, conversation: Any) -> str:
    """Send what the page sends when a question is asked; the events up to the one that tells its end."""
    any_topic = any_publisher = any_language = any_status = list[str]()
    data = (question, since, until, any_topic, any_publisher, kinds, any_language, any_status, conversation)
    return happened(client, "submit", data, None)


def happened(client: httpx.Client, event: str, data: Sequence[Any], said: Any) -> str:
    """What comes of an event of the page, with what the browser says of it; up to the one that tells its end."""
    config = client.get("/config").json()
    called = [one for one in config["dependencies"] if any(name == event for _, name in one["targets"])]
    handler = next(one for one in called if one["backend_fn"])
    body = {"data": data, "fn_index": handler["id"], "session_hash": "s", "event_data": said, "trigger_id": None}
    joined = client.post("/gradio_api/queue/join", json=body)
    assert joined.status_code == 200, joined.text
    with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": "s"}) as events:
        told = ""
        for line in events.iter_lines():
            told += line + "\n"
            if "process_completed" in line:
                return told.strip()
    raise AssertionError("no answer")


def test_a_stream_of_nobody_ends_and_fills_no_log(client: httpx.Client, caplog: pytest.LogCaptureFixture) -> None:
    answer = client.get("/gradio_api/queue/data", params={"session_hash": "nobody"})
    assert '"session_not_found":true' in answer.text
    client.get("/healthz")
    assert not caplog.records


def test_the_server_checks_what_the_page_cannot(client: httpx.Client) -> None:
    assert "10,000 characters; 1,000 are read" in ask(client, "x" * 10_000, "", "", [], None)
    assert "The question is empty" in ask(client, None, None, None, [], None)
    for year in ("12345", -1, "٢٠٢١", "0000"):
        assert "must be four digits" in ask(client, "funding", year, "", [], None)


def test_what_only_web_servers_tell_gradio_never_reaches_it(client: httpx.Client) -> None:
    told = [client.get(path).text for path in ("/", "/config")]
    for name in ("X-Forwarded-Host", "X-Gradio-Server"):
        for value in (b"evil.example", b"=\xff", b"[", b"http://evil.example"):
            for path, before in zip(("/", "/config"), told, strict=True):
                answer = client.get(path, headers=[(name.encode(), value)])
                assert answer.status_code == 200 and "evil.example" not in answer.text
                assert len(answer.text) == len(before)


@pytest.mark.parametrize("folder", ["/assets/", "/static/"])
def test_names_that_no_file_has_are_of_no_file(client: httpx.Client, folder: str) -> None:
    for name in ("a" * 5000, "ä" * 200, "a/" * 2500, f"{'b' * 256}/x", "fonts/" + "c" * 256, "a%00b", "a%00b/c", "%FF"):
        assert client.get(folder + name).status_code == 404, name[:20]


@pytest.mark.parametrize("said", [None, "?q=fees", ["search"], {}, {"search": None}, {"search": {"q": 1}}])
def test_a_browser_may_say_anything_of_where_it_went_back_to(client: httpx.Client, said: Any) -> None:
    told = json.loads(happened(client, "select", (), said).rpartition("data: ")[2])
    assert told["success"] is True, told


def test_a_conversation_of_ones_own_making_is_not_believed(client: httpx.Client) -> None:
    forged = [{"question": "x", "answer": "<script>alert(1)</script>"}]
    assert "alert" not in ask(client, "funding", "", "", [], forged)


def test_one_address_may_not_ask_without_end() -> None:
    now = [0.0]
    rate = RateLimit(most=2, seconds=10, clock=lambda: now[0])
    assert [rate.allows("a"), rate.allows("a"), rate.allows("a"), rate.allows("b")] == [True, True, False, True]
    now[0] = 10.5
    assert rate.allows("a")


def fail_if_told(line: str) -> None:
    raise AssertionError(f"nothing is served, yet it was told: {line}")


def test_a_port_in_use_is_told_before_anything_is_loaded(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(
            ServeError, match=rf"^Port {port} of 127\.0\.0\.1 cannot be served: Address already in use\. "
        ):
            serve(Settings(index=tmp_path / "none", port=port), fail_if_told)


def test_memory_is_shared_before_there_is_anything_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = list[bool]()
    monkeypatch.setattr("assistant.web.serve.share_arenas", lambda: done.append(True))
    with pytest.raises(ServeError):
        serve(Settings(index=tmp_path / "none", port=99999), fail_if_told)
    assert done == [True]


def test_a_host_that_is_not_here_is_told() -> None:
    with pytest.raises(ServeError, match="cannot be served"):
        listening_socket("192.0.2.1", 0)
    with pytest.raises(ServeError, match="is not known"):
        listening_socket("no such host", 0)
    with pytest.raises(ServeError, match="There is no port 99999"):
        listening_socket("127.0.0.1", 99999)


def test_no_library_is_told(tmp_path: Path, encoder: object) -> None:
    from assistant.settings import default_cache

    with pytest.raises(NoLibrary):
        serve(Settings(index=tmp_path / "none", cache=default_cache(), port=0), fail_if_told)
