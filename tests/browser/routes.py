"""What is asked at every route of the application, to see that it tells of no internal document."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

import httpx

from assistant.basket.kept import KeptQuote
from assistant.web.links import fingerprint
from tests.internal_documents import SAME

FEES, BUDGET = "zanzibar-fees.txt", "zanzibar-budget.txt"
PINNED = "What does the board say of evening classes?"
BASKET = "A" * 22
BOUGHT = {"basket": BASKET}


@dataclass(frozen=True)
class Asked:
    """One request. `tells` says whether staff are told of internal documents by it; `twin` whether nobody is told what
    a library without them tells, to the letter; how rare words are may choose other sentences for a topic. `shared` are
    words that stand there whatever the library holds.
    """

    path: str
    form: Mapping[str, str] | None = None
    json: Mapping[str, Any] | None = None
    tells: bool = False
    twin: bool = True
    shared: tuple[str, ...] = ()

    @property
    def method(self) -> str:
        return "GET" if self.form is None and self.json is None else "POST"

    def sent(self, client: httpx.Client) -> httpx.Response:
        if self.json is not None:
            return client.post(self.path, json=dict(self.json), headers=ACCEPT)
        return client.request(self.method, self.path, data=dict(self.form) if self.form is not None else None)


@dataclass
class Place:
    """A library with internal documents, quotations of them that were kept, and one without them."""

    library: Path
    twin: Path
    kept: KeptQuote
    kept_public: KeptQuote
    internal_place: dict[str, str]


def place_of(document: Any, words: str) -> dict[str, str]:
    start = document.text.index(words)
    return {"document": document.id, "start": str(start), "end": str(start + len(words)), "check": fingerprint(words)}


def shown(name: str) -> str:
    return "/documents/" + quote(name, safe="")


def with_place(path: str, told: Mapping[str, str]) -> str:
    return f"{path}?start={told['start']}&end={told['end']}&check={told['check']}"


INTERNAL_PLACE = {"document": BUDGET, "start": "0", "end": "20", "check": "x"}
NONE: list[Asked] = [Asked("/healthz", twin=False)]
ACCEPT = {"Accept": "application/json, text/event-stream"}
API = "/api/v1"


def called(tool: str, **arguments: Any) -> Asked:
    """A call of the Model Context Protocol."""
    params = {"name": tool, "arguments": arguments}
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}
    return Asked("/mcp", json=call, tells=True, twin=False)


DOORS: dict[str, Callable[[Place], list[Asked]]] = {
    "GET /api/v1": lambda _: [Asked(API, twin=False)],
    "GET /api/v1/": lambda _: [Asked(f"{API}/", twin=False)],
    "GET /api/v1/openapi.json": lambda _: [Asked(f"{API}/openapi.json", shared=("historic",))],
    "GET /api/v1/ask": lambda _: [
        Asked(f"{API}/ask?q={quote_plus(PINNED)}", tells=True, twin=False),
        Asked(f"{API}/ask?q=fees&topic=quokkanomics", twin=False),
    ],
    "POST /api/v1/ask": lambda _: [
        Asked(f"{API}/ask", json={"question": "What is EAEA's position on its marmalade reserve?"}, tells=True,
              twin=False)
    ],
    "GET /api/v1/search": lambda _: [Asked(f"{API}/search?q=evening+classes", tells=True, twin=False)],
    "POST /api/v1/search": lambda _: [
        Asked(f"{API}/search", json={"question": "fees for evening classes", "k": 50}, tells=True, twin=False)
    ],
    "GET /api/v1/positions": lambda _: [Asked(f"{API}/positions?q=evening+classes", tells=True, twin=False)],
    "GET /api/v1/find": lambda _: [Asked(f"{API}/find?q=marmalade", tells=True, twin=False)],
    "POST /api/v1/check": lambda place: [
        Asked(f"{API}/check", json={"text": f"“{place.kept.words}”"}, tells=True, twin=False)
    ],
    "POST /api/v1/check/file": lambda _: [Asked(f"{API}/check/file", {}, twin=False)],
    "GET /api/v1/documents": lambda _: [Asked(f"{API}/documents?per_page=100", tells=True, twin=False)],
    "GET /api/v1/documents/{name:path}": lambda _: [
        Asked(f"{API}/documents/{name}", tells=True, twin=False) for name in (FEES, BUDGET, "old-fees.txt")
    ],
    "GET /api/v1/status": lambda _: [Asked(f"{API}/status", tells=True, twin=False)],
    "POST /mcp": lambda place: [
        called("ask", question=PINNED), called("search", question="evening classes"),
        called("positions", topic="evening classes"), called("find", text="marmalade"),
        called("check", text=f"“{place.kept.words}”"), called("documents"), called("document", document=BUDGET),
        called("document", document="old-fees.txt"), called("status"),
        Asked("/mcp", json={"jsonrpc": "2.0", "id": 1, "method": "resources/list", "params": {}}, twin=False),
        Asked("/mcp", json={"jsonrpc": "2.0", "id": 1, "method": "resources/read",
                            "params": {"uri": f"document://{BUDGET}"}}, tells=True, twin=False),
    ],
}  # fmt: skip
"""Of programs: their keys say who they are, not any session."""
ROUTES: dict[str, Callable[[Place], list[Asked]]] = {
    "GET /healthz": lambda _: NONE,
    **{f"GET /page/{name}": lambda _, name=name: [Asked(f"/page/{name}")]  # type: ignore[misc]
       for name in ("style.css", "workbench.css", "report.css", "icon.svg", "sync.js", "language.js", "page.js",
                    "look.css", "logo")},
    "GET /metrics": lambda _: [Asked("/metrics", twin=False)],
    "GET /favicon.ico": lambda _: [Asked("/favicon.ico")],
    "GET /sign-in": lambda _: [Asked("/sign-in?next=/find", twin=False)],
    "POST /sign-in": lambda _: [Asked("/sign-in", {"name": "x", "password": "y"}, twin=False)],
    "GET /sign-out": lambda _: [Asked("/sign-out", twin=False)],
    "GET /documents/{name:path}": lambda place: [
        *(Asked(shown(name), tells=True) for name in (FEES, BUDGET, "charter-fi.txt")),
        Asked(shown("a-zanzibar-rooms.txt"), tells=True),
        Asked(with_place(shown(BUDGET), place.internal_place), tells=True),
        Asked(shown("old-fees.txt"), tells=True), Asked(shown("charter-en.txt"), tells=True),
        Asked(shown("rooms.txt")),
    ],
    "GET /page-images/{name:path}": lambda place: [
        Asked(with_place(f"/page-images/{BUDGET}", place.internal_place), tells=True),
        Asked("/page-images/old-fees.txt?start=0&end=5"),
    ],
    "GET /sheets/{name:path}": lambda place: [
        Asked(with_place(f"/sheets/{BUDGET}", place.internal_place)),
        Asked("/sheets/old-fees.txt?start=0&end=5"),
    ],
    "GET /feedback": lambda _: [Asked(f"/feedback?q={quote_plus(PINNED)}", twin=False), Asked("/feedback")],
    "POST /feedback": lambda _: [Asked("/feedback", {"q": PINNED, "verdict": "wrong"}, twin=False)],
    "GET /privacy": lambda _: [Asked("/privacy")],
    "GET /widget": lambda _: [Asked("/widget", twin=False)],
    "GET /widget.js": lambda _: [Asked("/widget.js", shared=("historic",))],
    "GET /positions": lambda _: [
        Asked("/positions?q=evening+classes", tells=True, twin=False), Asked("/positions", tells=True),
        Asked("/positions?q=marmalade"), Asked("/positions?q=learning+accounts", tells=True),
        Asked("/positions?q=fees&until=1990"),
    ],
    "GET /compare": lambda _: [
        Asked(f"/compare?old=old-fees.txt&new={FEES}", tells=True), Asked("/compare"),
        Asked("/compare?q=evening+classes&first=2016&second=2024", tells=True, twin=False),
        Asked("/compare?old=old-fees.txt&new=rooms.txt"),
    ],
    "POST /compare/verdict": lambda _: [
        Asked("/compare/verdict", {"pair": "x", "verdict": "none", "address": "/compare"}, twin=False)
    ],
    "GET /find": lambda _: [
        Asked("/find?q=marmalade", tells=True), Asked("/find?q=evening+classes", tells=True),
        Asked("/find?q=rooms"), Asked("/find", tells=True), Asked("/find?q=fees&topic=quokkanomic"),
        Asked("/find?q=fees&publisher=Quokka&kind=statement"), Asked("/find?q=campaign&page=2", tells=True),
    ],
    "GET /find.csv": lambda _: [
        Asked("/find.csv?q=evening+classes", tells=True), Asked("/find.csv?q=marmalade", tells=True),
        Asked("/find.csv?q=light"),
    ],
    "GET /check": lambda _: [Asked("/check")],
    "POST /check": lambda place: [
        Asked("/check", {"words": "“EAEA should spend its marmalade reserve on the board.”"}, tells=True),
        Asked("/check", {"words": f"“{place.kept.words}”"}, tells=True),
        Asked("/check", {"words": "“EAEA believes that fees for evening classes should be doubled.”"}, tells=True),
        Asked("/check", {"words": f"“{SAME[:80]}”"}),
    ],
    "GET /basket": lambda _: [Asked("/basket", twin=False, tells=True)],
    "POST /basket/add": lambda place: [
        Asked("/basket/add", place.internal_place, twin=False),
        Asked("/basket/add", INTERNAL_PLACE, twin=False),
    ],
    "POST /basket/change": lambda _: [
        Asked("/basket/change", {"what": "note", "number": "1", "revision": "99"}, twin=False, tells=True)
    ],
    "GET /basket/export": lambda _: [
        Asked(f"/basket/export?form={form}", twin=False, tells=True)
        for form in (".docx", ".md", ".csv", ".bib", ".json")
    ],
    "POST /quotes": lambda place: [Asked("/quotes", place.internal_place, twin=False)],
    "GET /quotes/{name}": lambda place: [
        Asked(f"/quotes/{place.kept.name}", twin=False, tells=True),
        Asked(f"/quotes/{place.kept_public.name}", twin=False, tells=True),
    ],
    "GET /library": lambda _: [Asked("/library", twin=False, tells=True), Asked("/library?q=budget", twin=False)],
    "GET /library/document": lambda _: [Asked(f"/library/document?name={BUDGET}", twin=False, tells=True)],
    "POST /library/document": lambda _: [
        Asked("/library/document", {"name": BUDGET, "revision": "99", "field": "status"}, twin=False)
    ],
    "GET /library/report": lambda _: [Asked("/library/report", twin=False, tells=True)],
    "POST /library/pin": lambda _: [Asked("/library/pin", {"question": "", "quotes": ""}, twin=False)],
    "POST /library/unpin": lambda _: [Asked("/library/unpin", {"name": "x", "revision": "7"}, twin=False)],
    "POST /library/done": lambda _: [Asked("/library/done", {"number": "99"}, twin=False)],
    "POST /library/forget": lambda _: [Asked("/library/forget", {}, twin=False)],
    "GET /library/sync": lambda _: [Asked("/library/sync", twin=False)],
    "GET /library/sync.json": lambda _: [Asked("/library/sync.json", twin=False)],
    "POST /library/sync": lambda _: [],  # staff alone may, which the next test holds; it would start one
    "POST /library/sync/cancel": lambda _: [Asked("/library/sync/cancel", {}, twin=False)],
    **DOORS,
    "POST /sign-out": lambda _: [],  # last, and by its own test: it signs out
    "GRADIO": lambda _: [
        Asked(path, twin=False) for path in ("/", "/config", "/theme.css", "/gradio_api/startup-events")
    ],
}  # fmt: skip
