"""No way into the application tells anybody but staff of an internal document (promise R18).

Every route of the application has its rows here; one that is added without any fails the first test.
"""

import asyncio
import html
import io
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
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
from assistant.desk_file import DeskFile
from assistant.library import LiveLibrary
from assistant.settings import Settings
from assistant.web.app import create_app
from assistant.wire import users_of
from corpus.drawing import Drawer
from index.models.encoder import Encoder
from tests.assistant.accounts.given import QUICK
from tests.browser.places import DAY, place_with_internal
from tests.browser.routes import API, DOORS, PINNED, ROUTES, Asked, Place
from tests.conftest import sync_folder
from tests.internal_documents import SECRETS, secrets_in, with_internal, without_internal

PASSWORD = "correct horse battery"
PROGRAMS: tuple[tuple[str, Role], ...] = (("newsletter", "member"), ("archive", "staff"))

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
    with ThreadPoolExecutor(1) as thread:  # a browser of other tests may have a loop in this one
        all_routes = thread.submit(lambda: asyncio.run(routes())).result()
    for route in all_routes:
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
    made = place_with_internal(tmp_path_factory.mktemp("internal"), encoder)
    people: tuple[tuple[str, Role], ...] = (("maria", "staff"), ("jo", "member"))
    for name, role in people:
        for one in (made.library, made.twin):
            users_of(Settings(index=one)).add(name, role, Passwords(QUICK).hashed(PASSWORD), DAY)
    return made


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


@pytest.mark.parametrize(
    "told",
    [
        "from 1987.",
        '"value": 1987,',
        "1987-09-09",
        "in 1987/09",
        "budget-1987",
        "9 september 1987",
        "on 09.09.1987",
        "9.9.1987",
    ],
)
def test_a_year_that_is_told_is_a_secret(told: str) -> None:
    assert secrets_in(told) == ["1987"]


@pytest.mark.parametrize(
    "told", ['"app_id": 15419873390240617044,', "app_id=1987339024", "d2a1987f", "0.1987 s", "13.1987"]
)
def test_a_number_that_holds_its_digits_by_chance_is_none(told: str) -> None:
    assert secrets_in(told) == []


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


def test_the_page_begins_with_what_everybody_may_see_now(
    tmp_path: Path, encoder: Encoder, serving: Callable[..., AbstractContextManager[str]]
) -> None:
    """What became internal while the server ran is told by no number of the page that it was built with."""
    posts, library = with_internal(tmp_path / "posts"), tmp_path / "library"
    hidden = (posts / "catalogue.toml").read_text("utf-8")
    (posts / "catalogue.toml").write_text(hidden.replace("internal = true", ""))
    sync_folder(library, encoder, posts)  # type: ignore[arg-type]
    with serving(LiveLibrary(library, encoder)) as address, httpx.Client(base_url=address, timeout=60) as client:
        before = client.get("/config").text
        assert "quokkanomics" in before and "1987" in secrets_in(before.casefold())
        (posts / "catalogue.toml").write_text(hidden)
        sync_folder(library, encoder, posts)  # type: ignore[arg-type]
        for path in ("/config", "/"):
            assert secrets_in(client.get(path).text.casefold()) == []
        now = client.get("/config").json()
    with serving(LiveLibrary(library, encoder)) as address:
        anew = httpx.get(f"{address}/config").json()
    numbered = {"app_id", "root", "components", "dependencies", "layout", "page"}  # by Gradio, on and on
    assert now.keys() == anew.keys() and {name for name in now if now[name] != anew[name]} <= numbered
    assert [one["props"] for one in now["components"]] == [one["props"] for one in anew["components"]]


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
