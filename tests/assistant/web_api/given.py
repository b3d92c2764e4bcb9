"""The REST interface behind the guard, as a server has it, and programs that ask it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse
from starlette.testclient import TestClient

from assistant.accounts.keys import Key, Keys
from assistant.accounts.people import Person, Role
from assistant.answer import Answer
from assistant.desk_file import DeskFile
from assistant.library import Edition, LiveLibrary
from assistant.web.api.application import add_api
from assistant.web.api.door import Access
from assistant.web.api.views import ApiViews
from assistant.web.guard import Guard
from assistant.web.rate import RateLimit
from assistant.web.render import Pages
from assistant.web.visitor import Introducing
from index.query import Query
from tests.assistant.accounts.given import DAY, Clock, door_of

SITE = "https://www.example.org"
OTHER = "https://evil.example"


class Audience(LiveLibrary):
    """A library of which staff see one edition, and everybody else another; remembers who asked."""

    def __init__(self, everybody: Edition, staff: Edition) -> None:
        self.editions = {True: staff, False: everybody}
        self.asked = list[Person]()

    def seen_by(self, person: Person) -> Edition:
        self.asked.append(person)
        return self.editions[person.is_staff]


@dataclass
class Programs:
    """A server with the interface, the clock of its limits, and its keys."""

    library: LiveLibrary
    desk: DeskFile
    without_key: bool = True
    widget_origins: tuple[str, ...] = ()
    most: int = 240
    clock: Clock = field(default_factory=Clock)
    noted: list[tuple[Query, Answer]] = field(default_factory=list)
    today: date = DAY

    def __post_init__(self) -> None:
        self.keys = Keys(self.desk)
        by_address = RateLimit(self.most, 60.0, self.clock)
        self.access = Access(
            self.keys, by_address, self.without_key, frozenset(self.widget_origins), RateLimit(60, 60.0, self.clock),
            today=lambda: self.today,
        )  # fmt: skip
        self.views = ApiViews(self.library, "EAEA", Pages(), self._note, self.without_key)
        self.app = FastAPI()
        sessions = door_of(self.desk.library).sessions
        self.app.add_middleware(Introducing, sessions=sessions, by_header=None, ways_in=lambda: True)
        self.app.add_middleware(Guard, rate=by_address)
        self.app.get("/find")(_elsewhere)
        add_api(self.app, self.views, self.access)
        self.client = TestClient(self.app, base_url="https://own.example", raise_server_exceptions=False)

    def _note(self, query: Query, answer: Answer, seconds: float) -> None:
        self.noted.append((query, answer))

    def key(self, name: str = "site", role: Role = "member", per_minute: int = 60, *origins: str) -> dict[str, str]:
        """The headers of a program with a new key."""
        return bearer(self.keys.add(Key(name, role, per_minute, origins, DAY)))

    def get(self, path: str, headers: Mapping[str, str] | None = None, **query: Any) -> Any:
        return self.client.get(f"/api/v1{path}", params=query, headers=dict(headers or {}))

    def post(self, path: str, body: Any, headers: Mapping[str, str] | None = None) -> Any:
        return self.client.post(f"/api/v1{path}", json=body, headers=dict(headers or {}))


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def desk_in(folder: Path) -> DeskFile:
    """A desk beside an index, as far as it looks."""
    (folder / "current").write_text("000001\n")
    return DeskFile(folder)


def problem_of(answer: Any, status: int, code: str) -> str:
    """The sentence of a problem of this status and code, which has the form of all."""
    told = answer.json()
    assert (answer.status_code, told["code"]) == (status, code), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert told.keys() == {"type", "title", "status", "detail", "code", "errors"} and told["status"] == status
    return str(told["detail"])


def _elsewhere(_: Request) -> PlainTextResponse:
    return PlainTextResponse("a page")
