"""Who may ask through the REST interface, how often, and from the pages of which sites."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.accounts.keys import Key, Keys
from assistant.accounts.people import ANONYMOUS, Person
from assistant.web.api.problems import Refusal, RefusedError, refusal_of
from assistant.web.api.turns import Turns, looking_up
from assistant.web.api.verbs import ROOT
from assistant.web.rate import RateLimit, asker_of
from assistant.web.visitor import PERSON
from corpus.errors import KeyRefused, UserError

ASKED_FROM_PAGES = "/ask"
"""What pages of `widget_origins` may ask without a key."""
OPEN = ("", "/", "/openapi.json")
"""Addresses that tell nothing of the library."""
METHODS = "GET, POST"
REMEMBERED = 600
"""Seconds for which a browser need not ask again whether a page may ask; Chromium keeps it for 7,200 at most."""
SITE = "Pages of this site may not ask here. Those who run this server can name it, with the key or in the settings."


@dataclass(frozen=True, slots=True)
class Access:
    """What is asked of those who come. Rates are for one event loop; a key's name is no address, so they are two."""

    keys: Keys
    by_address: RateLimit
    without_key: bool = True
    widget_origins: frozenset[str] = frozenset()
    by_key: RateLimit = field(default_factory=RateLimit)
    turns: Turns = field(default_factory=looking_up)
    today: Callable[[], date] = date.today


class Door:
    """Tells who asks, as `person_of` has it, or refuses. No cookie counts here, so no other page can use one."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app = app
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        visit, sending = _Visit.of(scope), _Sending(send)
        try:
            if visit.preflight:
                await self._preflight(visit, sending)
                await Response(status_code=204, headers=_preflight_headers())(scope, receive, sending)
                return
            if visit.path not in OPEN:
                scope.setdefault("state", {})[PERSON] = await self._person(visit, sending)
        except RefusedError as refused:
            await refused.refusal.response(scope, receive, sending)
            return
        except UserError as error:
            await refusal_of(error).response(scope, receive, sending)
            return
        await self._app(scope, receive, sending)

    async def _preflight(self, visit: "_Visit", sending: "_Sending") -> None:
        """A browser asks whether a page may ask; it does not say with which key."""
        named = self._access.widget_origins if visit.path == ASKED_FROM_PAGES else frozenset[str]()
        if visit.site not in named and visit.site not in await self._access.turns.run(self._access.keys.origins):
            raise RefusedError(Refusal(403, "site", SITE))
        sending.site = visit.site

    async def _person(self, visit: "_Visit", sending: "_Sending") -> Person:
        """Who asks. Raises RefusedError, and as `Keys.holder` does."""
        open_here = visit.site in self._access.widget_origins and visit.path == ASKED_FROM_PAGES
        key = await self._key(visit) if visit.token else None
        if visit.site:
            if not open_here and (key is None or visit.site not in key.origins):
                raise RefusedError(Refusal(403, "site", SITE))
            sending.site = visit.site
        if key is None and not open_here and not self._access.without_key:
            told = "Send a key, as Authorization: Bearer KEY; /api/v1/ says where to get one."
            raise RefusedError(Refusal(401, "key", told, {"WWW-Authenticate": "Bearer"}))
        wait = (
            self._access.by_key.wait(key.name, key.per_minute) if key else self._access.by_address.wait(visit.address)
        )
        if wait:
            raise RefusedError(_too_often(wait, "with this key" if key else "from this address"))
        return key.person if key else ANONYMOUS

    async def _key(self, visit: "_Visit") -> Key:
        """The key that was sent. A wrong one counts as a request of its address, so none can be sought without end."""
        try:
            return await self._access.turns.run(partial(self._access.keys.holder, visit.token, self._access.today()))
        except KeyRefused as error:
            if wait := self._access.by_address.wait(visit.address):
                raise RefusedError(_too_often(wait, "from this address")) from None
            told = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
            raise RefusedError(Refusal(401, "key", str(error), told)) from None


@dataclass(frozen=True, slots=True)
class _Visit:
    """What a request says of who sends it. `site` is the origin of a page of another site, "" for none."""

    path: str
    address: str
    token: str
    site: str
    preflight: bool

    @classmethod
    def of(cls, scope: Scope) -> "_Visit":
        headers = Headers(scope=scope)
        origin = headers.get("origin", "")
        own = origin.partition("://")[2].lower() == headers.get("host", "").lower()
        scheme, _, token = headers.get("authorization", "").partition(" ")
        asks = scope["method"] == "OPTIONS" and bool(origin) and "access-control-request-method" in headers
        return cls(
            scope["path"].removeprefix(ROOT),
            asker_of(scope),
            token.strip() if scheme.lower() == "bearer" else "",
            "" if own else origin,
            asks,
        )


class _Sending:
    """Adds what caches and browsers are told; `site` is the one whose pages may read the answer."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.site = ""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            # What is told depends on the key, and what staff pin holds at once.
            headers.setdefault("Cache-Control", "no-store")
            headers.add_vary_header("Origin")
            if self.site:
                headers["Access-Control-Allow-Origin"] = self.site
                headers["Access-Control-Expose-Headers"] = "Retry-After"
        await self._send(message)


def _preflight_headers() -> dict[str, str]:
    return {
        "Access-Control-Allow-Methods": METHODS,
        "Access-Control-Allow-Headers": "Authorization, Content-Type",
        "Access-Control-Max-Age": str(REMEMBERED),
    }


def _too_often(wait: int, whence: str) -> Refusal:
    told = f"Too many requests {whence}. Try again in {wait} second" + "s" * (wait != 1) + "."
    return Refusal(429, "too_often", told, {"Retry-After": str(wait)})
