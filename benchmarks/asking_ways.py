"""The ways in which a library is asked over the network, each as what a browser or a program sends."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import httpx

from assistant.web.links import fingerprint

PATIENCE = 60.0
STATEMENT, QUOTED = "statements/2021-micro-credentials.pdf", (581, 677)
"""A statement of the sample content, and where a sentence stands in it."""


@dataclass(slots=True)
class Client:
    """One person, whose program may have a key, with an address of their own: one that a web server in front would
    tell, or one of this machine. `handler` is the page's for a question, `asked` how often the page was opened anew.
    """

    address: str
    token: str
    number: int
    source: str = ""
    http: httpx.Client = field(init=False)
    handler: int = field(init=False)
    asked: int = 0

    def __post_init__(self) -> None:
        own = {"X-Forwarded-For": f"10.1.{self.number // 250}.{self.number % 250 + 1}"}
        transport = httpx.HTTPTransport(local_address=self.source or None)
        self.http = httpx.Client(base_url=self.address, headers=own, timeout=PATIENCE, transport=transport)
        self.handler = handler_of(self.http.get("/config").json())

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    @property
    def key(self) -> Mapping[str, str]:
        """What a program sends along."""
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}


Way = Callable[[Client, str, str], str]
"""Asks about a topic, or for a document; what came back. Raises httpx.HTTPError, of which a wrong status is one."""


def ask_by_page(client: Client, topic: str, _: str) -> str:
    """The Ask page, opened for this question: all events of Gradio's queue up to the end of the answer."""
    client.asked += 1
    session = f"person-{client.number}-{client.asked}"
    data: list[Any] = [f"What is the position on {topic}?", "", "", [], [], [], [], [], None]
    body = {"data": data, "fn_index": client.handler, "session_hash": session, "event_data": None, "trigger_id": None}
    client.http.post("/gradio_api/queue/join", json=body).raise_for_status()
    told = list[str]()
    with client.http.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}) as events:
        events.raise_for_status()
        for line in events.iter_lines():
            told.append(line)
            if "process_completed" in line:
                if not json.loads(line.removeprefix("data: "))["success"]:
                    raise httpx.RemoteProtocolError(line[:200])
                return "\n".join(told)
    raise httpx.RemoteProtocolError("The events ended before the answer.")


def ask_by_address(client: Client, topic: str, _: str) -> str:
    """The Ask page as it is before scripts run, with its answer."""
    return _got(client, "/", q=f"What is the position on {topic}?")


def ask(client: Client, topic: str, _: str) -> str:
    """REST."""
    return _sent(client, "/api/v1/ask", question=f"What is the position on {topic}?")


def search(client: Client, topic: str, _: str) -> str:
    """REST."""
    return _sent(client, "/api/v1/search", question=topic)


def find(client: Client, topic: str, _: str) -> str:
    """REST."""
    return _got(client, "/api/v1/find", q=topic)


def find_page(client: Client, topic: str, _: str) -> str:
    """The Find page."""
    return _got(client, "/find", q=topic)


def positions_page(client: Client, topic: str, _: str) -> str:
    """The Positions page."""
    return _got(client, "/positions", q=topic)


def check(client: Client, topic: str, _: str) -> str:
    """REST: a quotation that was altered, beside which the nearest stored words are shown."""
    words = f"\u201cEAEA calls on every Member State to abandon {topic}.\u201d"
    return _sent(client, "/api/v1/check", text=words)


def documents(client: Client, _: str, __: str) -> str:
    """REST: the list."""
    return _got(client, "/api/v1/documents")


def document(client: Client, _: str, name: str) -> str:
    """REST: a document with its text."""
    return _got(client, f"/api/v1/documents/{name}")


def document_page(client: Client, _: str, name: str) -> str:
    """The page of a document."""
    return _got(client, f"/documents/{name}")


def page_image(client: Client, _: str, __: str) -> str:
    """A quotation of the sample content, marked on the page of its PDF: the picture, and the page around it."""
    text: str = json.loads(_got(client, f"/api/v1/documents/{STATEMENT}"))["text"]
    begin, end = QUOTED
    place = {"start": str(begin), "end": str(end), "check": fingerprint(text[begin:end])}
    name = quote(STATEMENT, safe="")
    image = client.http.get(f"/sheets/{name}", params=place).raise_for_status()
    return _got(client, f"/page-images/{name}", **place) if image.content else ""


def _got(client: Client, path: str, **query: str) -> str:
    answer = client.http.get(path, params=query, headers=client.key if path.startswith("/api/") else None)
    return answer.raise_for_status().text


def _sent(client: Client, path: str, **words: str) -> str:
    return client.http.post(path, json=words, headers=client.key).raise_for_status().text


def handler_of(config: dict[str, Any]) -> int:
    """The handler that a submitted question goes to."""
    submitted = [one for one in config["dependencies"] if any(event == "submit" for _, event in one["targets"])]
    return next(int(one["id"]) for one in submitted if one["backend_fn"])
