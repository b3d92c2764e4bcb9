"""Promise R15, load is bounded: crowds of connections, bodies and questions of any size, questions without end.

One server process, as a machine without a web server in front runs it. A member who asks from another address is
answered all the while, and whoever sends too much is told so.
"""

import json
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit

import httpx

from assistant.conversation import LONGEST_QUESTION
from assistant.web.guard import DRAFTS, LARGEST_BODY, LARGEST_DRAFT, QUESTIONS, SEARCHES
from benchmarks.asking_ways import Client, Way, ask, ask_by_address, ask_by_page, document_page, find_page
from benchmarks.faults.load.generations import TOPICS, name_of, write_generation
from benchmarks.faults.load.slow_clients import MANNERS, Manner, crowd
from benchmarks.faults.trial import Size, Trial
from benchmarks.running import Place, Running, running

CROWD = {Size.SHORT: 300, Size.FULL: 1500}
"""Connections of each manner; as many as one address may have open are 1,000."""
QUESTIONS_OF_MEMBER = {Size.SHORT: 1, Size.FULL: 10}
"""Of the member, by each way, while a crowd is there."""
MEMBER, MANY, LONG = "127.0.0.2", "127.0.0.3", "127.0.0.4"
"""The addresses of who is answered, of who asks without end, and of who sends too much."""
WAYS: tuple[Way, ...] = (ask_by_page, ask_by_address, ask, find_page, document_page)
TAKING = (
    QUESTIONS, "/gradio_api/reset", "/gradio_api/cancel", "/sign-in", "/sign-out", "/check", "/compare/verdict",
    "/basket/add", "/basket/change", "/quotes", "/feedback", "/library/document", "/library/pin", "/library/unpin",
    "/library/done", "/library/forget", "/library/sync", "/library/sync/cancel", "/api/v1/ask", "/api/v1/search",
    "/api/v1/check", "/api/v1/check/file", "/mcp",
)  # fmt: skip
"""Every address that something may be sent to; a test compares them with the application's."""
HUGE = 20_000_000
"""Characters that Gradio by itself took for a question."""
MOST = 240
"""Questions of one address in a minute."""


@dataclass(frozen=True, slots=True)
class Sent:
    """Something that must be refused: how it was sent, and the status and word that must come back."""

    name: str
    send: Callable[[httpx.Client], httpx.Response]
    statuses: tuple[int, ...]
    word: str = ""

    def broken(self, client: httpx.Client) -> str:
        """What is wrong with the answer; "" for nothing."""
        try:
            answer = self.send(client)
        except httpx.HTTPError as error:
            return f"{self.name}: {type(error).__name__}"
        if answer.status_code not in self.statuses or self.word not in answer.text:
            return f"{self.name}: {answer.status_code} {answer.text[:100]}"
        return ""


def trials(size: Size) -> list[Trial]:
    """See benchmarks.faults."""
    with tempfile.TemporaryDirectory() as folder:
        write_generation(Path(folder) / "posts", 1)
        with (
            running(Place(Path(folder)), [Path(folder) / "posts"], "mcp = true") as server,
            Client(server.address, server.token, 0, MEMBER) as member,
        ):
            crowds = [_crowded(server, member, manner, size) for manner in MANNERS]
            paths = TAKING if size is Size.FULL else ("/check", QUESTIONS, "/api/v1/ask", "/mcp")
            with _from(server, LONG) as client:
                bodies = _tried("bodies larger than may be sent are refused", list(_bodies(paths)), client)
                long = list(_long(member.handler))
                questions = _tried("questions longer than 1,000 characters are refused", long, client)
            endless = _without_end(server) if size is Size.FULL else []
            return [*crowds, bodies, questions, *endless, _alive(member)]


def _crowded(server: Running, member: Client, manner: Manner, size: Size) -> Trial:
    """A member asks while a crowd is there."""
    broken, took = list[str](), list[float]()
    with crowd(urlsplit(server.address).port or 0, CROWD[size], manner):
        for number in range(QUESTIONS_OF_MEMBER[size]):
            for way in WAYS:
                began = time.monotonic()
                broken += _unanswered(member, way, TOPICS[number % len(TOPICS)])
                took.append(time.monotonic() - began)
    told = "; ".join([*broken[:3], f"p50 {1000 * median(took):.0f} ms, longest {1000 * max(took):.0f} ms"])
    return Trial(
        "R15", f"a member asks beside {CROWD[size]:,} connections {manner.name}", len(took), len(broken), 0, told
    )


def _unanswered(member: Client, way: Way, topic: str) -> list[str]:
    try:
        text = way(member, topic, name_of(topic))
    except httpx.HTTPError as error:
        return [f"{way.__name__}: {type(error).__name__} {error}"]
    return [] if "generation one" in text else [f"{way.__name__}: no answer"]


def _alive(member: Client) -> Trial:
    broken = [one for way in WAYS for one in _unanswered(member, way, TOPICS[0])]
    return Trial("R15", "the server answers after all that", len(WAYS), len(broken), 0, "; ".join(broken[:3]))


def _tried(fault: str, sent: Sequence[Sent], client: httpx.Client) -> Trial:
    broken = [told for one in sent if (told := one.broken(client))]
    return Trial("R15", fault, len(sent), len(broken), 0, "; ".join(broken[:3]))


def _from(server: Running, source: str) -> httpx.Client:
    transport = httpx.HTTPTransport(local_address=source)
    own = {"Origin": server.address, "Authorization": f"Bearer {server.token}"}
    return httpx.Client(base_url=server.address, headers=own, transport=transport, timeout=60)


def _bodies(paths: Sequence[str]) -> Iterator[Sent]:
    """With a length that is told beforehand, and in chunks without any."""
    for path in paths:
        most = LARGEST_DRAFT if path in DRAFTS else LARGEST_BODY
        own = {} if path.startswith("/api/") or path == "/mcp" else {"Sec-Fetch-Site": "same-origin"}
        drop = {"Origin": ""} if not own else {}
        for how in ("with a length", "in chunks"):
            yield Sent(
                f"{path} {how}", _body(path, most + 1, how == "in chunks", {**own, **drop}), (413,), "larger than"
            )


def _body(path: str, size: int, chunked: bool, headers: dict[str, str]) -> Callable[[httpx.Client], httpx.Response]:
    def send(client: httpx.Client) -> httpx.Response:
        chunks = (b"x" * 65536 for _ in range(size // 65536 + 1))
        return client.post(path, content=chunks if chunked else b"x" * size, headers=headers)

    return send


def _long(handler: int) -> Iterator[Sent]:
    """A question that is one character too long, and one of 20 MB, by every way."""
    said = f"{LONGEST_QUESTION:,}"
    for length in (LONGEST_QUESTION + 1, HUGE):
        question = "x" * length
        by_post = (413,) if length == HUGE else (400, 422)
        by_address = (400,) if length == HUGE else (400, 422)
        for verb in ("ask", "search"):
            yield Sent(f"REST {verb}, {length:,}", _json(f"/api/v1/{verb}", {"question": question}), by_post)
        if length < HUGE:  # an address cannot be that long: httpx sends none of more than 65,536 characters
            yield Sent(f"REST by address, {length:,}", _address("/api/v1/ask", question), by_address)
            yield Sent(f"page by address, {length:,}", _address("/", question), (200,), said)
            yield Sent(f"page, {length:,}", _page(handler, question), (200,), said)
        else:
            yield Sent(f"page, {length:,}", _json(QUESTIONS, {"data": [question], "fn_index": handler}), by_post)
        yield Sent(
            f"MCP, {length:,}", _mcp(question), (200,) if length < HUGE else (413,), said if length < HUGE else ""
        )


def _json(path: str, body: Any) -> Callable[[httpx.Client], httpx.Response]:
    own = {"Sec-Fetch-Site": "same-origin"} if path == QUESTIONS else {"Origin": ""}
    return lambda client: client.post(path, json=body, headers=own)


def _address(path: str, question: str) -> Callable[[httpx.Client], httpx.Response]:
    return lambda client: client.get(path, params={"q": question})


def _page(handler: int, question: str) -> Callable[[httpx.Client], httpx.Response]:
    def send(client: httpx.Client) -> httpx.Response:
        data: list[Any] = [question, "", "", [], [], [], [], [], None]
        body = {"data": data, "fn_index": handler, "session_hash": "long", "event_data": None, "trigger_id": None}
        client.post(QUESTIONS, json=body).raise_for_status()
        return client.get("/gradio_api/queue/data", params={"session_hash": "long"})

    return send


def _mcp(question: str) -> Callable[[httpx.Client], httpx.Response]:
    call = {"name": "ask", "arguments": {"question": question}}
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call}
    headers = {"Accept": "application/json, text/event-stream", "MCP-Protocol-Version": "2025-06-18"}
    return lambda client: client.post("/mcp", content=json.dumps(body), headers={
        **headers, "Content-Type": "application/json", "Origin": ""
    })  # fmt: skip


def _without_end(server: Running) -> list[Trial]:
    """One address asks until it is told to wait; another one is answered."""
    ways: dict[str, tuple[int, Callable[[httpx.Client], httpx.Response]]] = {
        "questions to the page": (MOST, lambda client: client.post(QUESTIONS, json={})),
        "searches": (SEARCHES, lambda client: client.get("/find", params={"from": "x"})),
    }
    told = list[Trial]()
    for name, (most, send) in ways.items():
        with httpx.Client(
            base_url=server.address, transport=httpx.HTTPTransport(local_address=MANY), timeout=60
        ) as client:
            answers = [send(client) for _ in range(most + 5)]
        early = [one for one in answers[:most] if one.status_code == 429]
        late = [one for one in answers[most:] if one.status_code != 429 or "Retry-After" not in one.headers]
        told.append(Trial("R15", f"{name} without end are told to wait", len(answers), len(early) + len(late)))
    return told
