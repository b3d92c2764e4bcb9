"""No way into the application tells anybody but staff of an internal document (promise R18).

Every route of the application has its rows here; one that is added without any fails the first test.
"""

import asyncio
import html
import io
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from difflib import unified_diff
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

import httpx
import pytest
from fastapi.routing import APIRoute
from starlette.routing import Mount

from assistant.accounts.keys import Key, Keys
from assistant.accounts.passwords import Passwords
from assistant.accounts.people import Role
from assistant.basket.kept import KeptQuote, keep
from assistant.basket.store import QuoteDesk
from assistant.desk.pins import PinDesk, pin_of
from assistant.desk.signed import Signature
from assistant.desk_file import DeskFile
from assistant.library import LiveLibrary
from assistant.settings import Settings
from assistant.web.app import create_app
from assistant.web.links import fingerprint
from assistant.wire import users_of
from corpus.drawing import Drawer
from index.encoder import Encoder
from tests.assistant.accounts.given import QUICK
from tests.conftest import sync_folder
from tests.internal_documents import SAME, SECRETS, with_internal, without_internal

PASSWORD = "correct horse battery"
DAY = date(2026, 11, 25)
PROGRAMS: tuple[tuple[str, Role], ...] = (("newsletter", "member"), ("archive", "staff"))
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


PAGES = [
    ("GET", "/"), ("GET", "/config"), ("GET", "/gradio_api/startup-events"),
    *(tuple(route.replace("{name:path}", "rooms.txt").replace("{name}", "x").split(" ")) for route in ROUTES
      if route != "GRADIO" and route not in DOORS),
]  # fmt: skip
"""(method, path) of something at every route."""


def test_every_route_has_its_row(tmp_path: Path, encoder: Encoder) -> None:
    sync_folder(tmp_path / "library", encoder, without_internal(tmp_path / "posts"))  # type: ignore[arg-type]

    async def routes() -> list[Any]:
        library = LiveLibrary(tmp_path / "library", encoder)
        return list(create_app(library, Settings(index=library.path, mcp=True), Drawer()).routes)

    found = set[str]()
    for route in asyncio.run(routes()):
        if isinstance(route, APIRoute):
            found |= {f"{method} {route.path}" for method in route.methods if method != "HEAD"}
        elif isinstance(route, Mount) and route.path == API:
            verbs = [one for one in route.routes if isinstance(one, APIRoute)]
            found |= {f"{method} {API}{one.path}" for one in verbs for method in one.methods if method != "HEAD"}
        elif getattr(route, "path", "") == "/mcp":
            found.add("POST /mcp")
        else:
            assert isinstance(route, Mount) and route.path == "", route
            found.add("GRADIO")
    assert found == ROUTES.keys()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Place:
    """Quotations are kept, linked and pinned while every document is public; then some become internal."""
    folder = tmp_path_factory.mktemp("internal")
    posts, library = with_internal(folder / "posts"), folder / "library"
    told = (posts / "catalogue.toml").read_text("utf-8")
    (posts / "catalogue.toml").write_text(told.replace("internal = true", ""))
    sync_folder(library, encoder, posts)  # type: ignore[arg-type]
    searcher = LiveLibrary(library, encoder).current.searcher
    kept = [
        keep(document, (at := place_of(document, words)) and int(at["start"]), int(at["end"]), DAY, successor)
        for name, words, successor in (
            (BUDGET, "EAEA should spend its marmalade reserve on the quokka campaign of the board.", ""),
            ("old-fees.txt", "EAEA believes that fees for evening classes should be low.", "Zanzibar fees"),
        )
        for document in [searcher.document(name)]
    ]
    desk = DeskFile(library)
    for token in "ABC":
        basket = QuoteDesk(desk).change(f"page-{token * 22}", 0, lambda one: one.adding(kept[0]).adding(kept[1]))
        assert len(basket.quotes) == 2
    PinDesk(desk).pin(pin_of(PINNED, tuple(kept), Signature("maria", datetime.now(UTC))), 0)
    (posts / "catalogue.toml").write_text(told)
    sync_folder(library, encoder, posts)  # type: ignore[arg-type]
    sync_folder(folder / "twin", encoder, without_internal(folder / "public"))  # type: ignore[arg-type]
    people: tuple[tuple[str, Role], ...] = (("maria", "staff"), ("jo", "member"))
    for name, role in people:
        for one in (library, folder / "twin"):
            users_of(Settings(index=one)).add(name, role, Passwords(QUICK).hashed(PASSWORD), DAY)
    return Place(library, folder / "twin", kept[0], kept[1], place_of(searcher.document(BUDGET), kept[0].words))


@pytest.fixture(scope="module")
def clients(
    place: Place, encoder: Encoder, serving: Callable[..., AbstractContextManager[str]]
) -> Iterator[dict[str, httpx.Client]]:
    """Who asks: nobody, a member, staff; and whoever asks the library that has no internal documents."""
    libraries = (LiveLibrary(one, encoder) for one in (place.library, place.twin))
    with serving(next(libraries), mcp=True) as address, serving(next(libraries), mcp=True) as twin:
        made = {
            who: httpx.Client(base_url=url, headers={"Origin": url}, cookies={"basket": token * 22}, timeout=60)
            for who, url, token in (
                ("nobody", address, "A"), ("jo", address, "B"), ("maria", address, "C"), ("twin", twin, "D"),
            )
        }  # fmt: skip
        for who in ("jo", "maria"):
            signed = made[who].post("/sign-in", data={"name": who, "password": PASSWORD})
            assert signed.status_code == 303
        for who, role in PROGRAMS:
            key = Keys(DeskFile(place.library)).add(Key(who, role, 1000, (), DAY))
            made[who] = httpx.Client(base_url=address, headers={"Authorization": f"Bearer {key}"}, timeout=60)
        made["a program"] = httpx.Client(base_url=address, timeout=60)
        yield made
        for client in made.values():
            client.close()


def answered(client: httpx.Client, asked: Asked) -> str:
    """All that is told, in small letters, without what was sent."""
    answer = asked.sent(client)
    assert answer.status_code < 500, answer.text
    told = answer.content.decode("utf-8", "replace")
    if answer.content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(answer.content)) as file:
            told = "\n".join(file.read(name).decode("utf-8", "replace") for name in file.namelist())
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items() if name != "set-cookie")
    told = f"{headers}\n{told}".casefold()
    _, _, query = asked.path.partition("?")
    sent = [asked.path, query, *httpx.QueryParams(query).values(), asked.path.rpartition("/")[2]]
    sent += [one.strip("“”") for one in [*(asked.form or {}).values(), *texts_in(asked.json or {})]]
    for one in sorted(filter(None, (one.casefold() for one in sent)), key=len, reverse=True):
        if any(secret in one for secret in SECRETS):
            for form in (
                one,
                html.escape(one),
                quote(one),
                quote(one, safe=""),
                quote_plus(one),
                html.escape(one, quote=False),
            ):
                told = told.replace(form.casefold(), "")
    return told


def texts_in(told: Any) -> Iterator[str]:
    """Every text of what was sent as JSON."""
    if isinstance(told, str):
        yield told.removeprefix("document://")
    elif isinstance(told, Mapping):
        for one in told.values():
            yield from texts_in(one)


def secrets_in(told: str) -> list[str]:
    return [secret for secret in SECRETS if secret in told]


@pytest.mark.parametrize("route", ROUTES)
def test_no_route_tells_of_an_internal_document(route: str, place: Place, clients: dict[str, httpx.Client]) -> None:
    public, staff = (("a program", "newsletter"), "archive") if route in DOORS else (("nobody", "jo"), "maria")
    for asked in ROUTES[route](place):
        for who in public:
            told = secrets_in(answered(clients[who], asked))
            assert set(told) <= set(asked.shared), (who, asked)
        told = secrets_in(answered(clients[staff], asked))
        assert told if asked.tells else True, asked
        if asked.twin:
            here, there = (asked.sent(clients[who]) for who in ("nobody", "twin"))
            assert "\n".join(unified_diff(there.text.splitlines(), here.text.splitlines(), n=0)) == ""
            assert here.status_code == there.status_code


def asked(client: httpx.Client, question: str, session: str) -> str:
    """What the page shows after a question, and what it keeps of the conversation, in small letters."""
    told = happened(client, "submit", 0, (question, "", "", [], [], [], [], [], None), session)
    return told.replace(question.casefold(), "")


def loaded(client: httpx.Client, session: str) -> str:
    """What the page shows when it is opened, in small letters."""
    return happened(client, "load", -1, (), session)


def happened(client: httpx.Client, event: str, which: int, data: tuple[Any, ...], session: str) -> str:
    """What comes of an event of the page."""
    config = client.get("/config").json()
    served = (one for one in config["dependencies"] if one["backend_fn"])
    handler = [one for one in served if any(name == event for _, name in one["targets"])][which]
    body = {"data": data, "fn_index": handler["id"], "session_hash": session, "event_data": None, "trigger_id": None}
    assert client.post("/gradio_api/queue/join", json=body).status_code == 200
    with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}) as events:
        for line in events.iter_lines():
            if "process_completed" in line:
                told = json.loads(line.removeprefix("data: "))["output"]["data"]  # beside it stand times
                return json.dumps(told, ensure_ascii=False).casefold()
    raise AssertionError("no answer")


QUESTIONS = (
    "What is EAEA's position on fees for evening classes?",
    "What is EAEA's position on its marmalade reserve?",
    "What is EAEA's position on individual learning accounts?",
    "What about the campaign of the board?",
    PINNED,
    "Budget",
    "the",
    "“marmalade reserve” campaign",
)


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_question_is_answered_from_an_internal_document(question: str, clients: dict[str, httpx.Client]) -> None:
    for who in ("nobody", "jo"):
        assert secrets_in(asked(clients[who], question, f"{who}-{question}")) == []


def test_staff_are_answered_from_internal_documents(clients: dict[str, httpx.Client]) -> None:
    for question in (*QUESTIONS[:2], PINNED):
        assert "quokka" in asked(clients["maria"], question, f"staff-{question}")


def test_a_conversation_of_staff_is_not_shown_to_who_comes_after(clients: dict[str, httpx.Client]) -> None:
    assert "quokka" in asked(clients["maria"], QUESTIONS[1], "one browser")
    assert "quokka" in asked(clients["maria"], QUESTIONS[4], "one browser")
    assert secrets_in(asked(clients["nobody"], "What of rooms in the evening?", "one browser")) == []


def test_the_page_names_its_own_visitor_and_nobody_else(clients: dict[str, httpx.Client]) -> None:
    for who, name in (
        ("maria", "maria</a>"),
        ("jo", "jo</a>"),
        ("nobody", '<a href=\\"/sign-in\\"'),
        ("maria", "maria</a>"),
    ):
        told = loaded(clients[who], f"header-{who}")
        assert name in told
        assert [other for other in ("maria</a>", "jo</a>") if other in told and other != name] == []
