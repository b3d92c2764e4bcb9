"""A server with the guard and the sign-in alone, and a program that calls it as a browser would."""

import asyncio
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse

from assistant.accounts.by_header import ByHeader
from assistant.accounts.by_openid import ByOpenId
from assistant.basket.store import QuoteDesk
from assistant.web.guard import Guard
from assistant.web.openid_sign_in import OpenIdViews
from assistant.web.rate import RateLimit
from assistant.web.render import Pages
from assistant.web.serve import Server, address_of, listening_socket
from assistant.web.sign_in import SignInViews
from assistant.web.visitor import person_of, require_staff
from assistant.web.whose_basket import Baskets
from tests.assistant.accounts.given import WORDS, Door

PROXY = "127.0.0.1"
HTTPS = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.9"}
PLAIN, SECURE = "assistant_session", "__Host-assistant_session"


def views_of(door: Door, by_header: ByHeader | None = None, by_openid: ByOpenId | None = None) -> FastAPI:
    """The guard and the sign-in, with a page for everybody and one for staff."""
    app = FastAPI()
    baskets = Baskets(QuoteDesk(door.desk))
    views = SignInViews(door.accounts, Pages(), baskets, "open", by_header, by_openid is not None)
    views.add_to(app)
    if by_openid:
        OpenIdViews(by_openid, views).add_to(app)
    app.add_middleware(Guard, rate=RateLimit())

    @app.get("/positions")
    def everybody(request: Request) -> PlainTextResponse:
        person = person_of(request)
        return PlainTextResponse(f"{person.name}|{person.role}|{request.client.host if request.client else ''}")

    @app.get("/library/sources")
    @app.post("/library/sources")
    def staff(request: Request) -> PlainTextResponse:
        return PlainTextResponse(f"for {require_staff(request).name}")

    @app.post("/check")
    async def check(request: Request) -> PlainTextResponse:
        return PlainTextResponse(str(len(await request.body())))

    below = FastAPI()
    below.get("/who")(everybody)
    app.mount("/page", below)
    return app


@contextmanager
def served(app: FastAPI, *proxies: str) -> Iterator[str]:
    ready, running = threading.Event(), list[Server]()

    def started(server: Server) -> None:
        running.append(server)
        ready.set()

    with listening_socket("127.0.0.1", 0) as listening:
        server = Server(app, proxies, started)
        thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listening])))
        thread.start()
        try:
            assert ready.wait(30), "the server did not start"
            yield address_of(listening)
        finally:
            server.should_exit = True
            thread.join()


@dataclass
class Caller:
    """A program that sends what a browser would send, and keeps the cookies that it is told to keep by hand."""

    client: httpx.Client
    origin: str

    def get(self, path: str, token: str = "", cookie: str = PLAIN, headers: Mapping[str, str] | None = None) -> Any:
        sent = dict(headers or {}) | ({"Cookie": f"{cookie}={token}"} if token else {})
        return self.client.get(path, headers=sent)

    def post(
        self, path: str, form: Mapping[str, str], token: str = "", cookie: str = PLAIN,
        headers: Mapping[str, str] | None = None,
    ) -> Any:  # fmt: skip
        sent = {"Origin": self.origin} if headers is None else dict(headers)
        sent |= {"Cookie": f"{cookie}={token}"} if token else {}
        answer = self.client.post(path, data=dict(form), headers=sent)
        self.client.cookies.clear()
        return answer

    def sign_in(self, name: str = "Maria", password: str = WORDS, **more: Any) -> Any:
        return self.post("/sign-in", {"name": name, "password": password, "next": more.pop("onward", "")}, **more)

    def token(self) -> str:
        return token_in(self.sign_in())

    def person(self, token: str, **more: Any) -> str:
        return str(self.get("/positions", token, **more).text).rpartition("|")[0]


def token_in(answer: Any) -> str:
    name, _, rest = answer.headers["set-cookie"].partition("=")
    assert name in (PLAIN, SECURE)
    return str(rest.partition(";")[0])


@contextmanager
def calling(
    door: Door, *proxies: str, by_header: ByHeader | None = None, by_openid: ByOpenId | None = None
) -> Iterator[Caller]:
    with served(views_of(door, by_header, by_openid), *proxies) as address, httpx.Client(base_url=address) as client:
        yield Caller(client, address)
