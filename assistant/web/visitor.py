"""Who sends a request: what views ask before they show or do what is not for everybody.

::

    person = person_of(request)       # ANONYMOUS where nobody is signed in
    person = require_staff(request)   # raises NotAllowed, which becomes a page or the way to /sign-in
"""

from collections.abc import Callable
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.accounts.by_header import ByHeader
from assistant.accounts.people import ANONYMOUS, Access, Person
from assistant.accounts.sessions import Sessions
from corpus.errors import DamagedDesk, NotAllowed, StorageError
from corpus.message import Message

SESSIONS, BY_HEADER, WAYS_IN = "assistant_sessions", "assistant_by_header", "assistant_ways_in"
PERSON = "assistant_person"
"""Where a request's state holds what is looked up in, and what was found."""
PEER = "assistant_peer"
"""Where a request's scope holds the address of the machine that sent it itself, whatever headers say."""
OPEN_PATHS = (
    "/healthz", "/metrics", "/sign-in", "/sign-out", "/favicon.ico", "/robots.txt", "/theme.css", "/widget.js", "/mcp",
)  # fmt: skip
OPEN_FOLDERS = ("/sign-in/", "/page/", "/static/", "/assets/", "/api/")
"""What everybody needs to sign in, what tells nothing of the library, and what has a door of its own: open whoever may
enter."""

MEMBERS_ONLY = Message("These pages are for members. Sign in, and try again.")
STAFF_ONLY = Message("These pages are for staff. Sign in, and try again.")

Refusing = Callable[[Request, Exception], Response]


@dataclass(frozen=True, slots=True)
class Visit:
    """What every page shows of the request that is being answered."""

    request: HTTPConnection

    @property
    def name(self) -> str:
        """Who is signed in; "" for nobody, and where it cannot be known."""
        try:
            return person_of(self.request).name
        except (StorageError, DamagedDesk):
            return ""

    @property
    def may_sign_in(self) -> bool:
        """Whether there is anybody who could sign in, by whatever way."""
        try:
            return bool(self.request.scope["state"][WAYS_IN]())
        except (StorageError, DamagedDesk):
            return False


class Introducing:
    """Gives every request the sessions to look up in; also those that go on to Gradio, an application of its own."""

    def __init__(
        self, app: ASGIApp, sessions: Sessions, by_header: ByHeader | None, ways_in: Callable[[], bool]
    ) -> None:
        self._app = app
        self._known = {SESSIONS: sessions, BY_HEADER: by_header, WAYS_IN: ways_in}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] == "http":
            scope.setdefault("state", {}).update(self._known)
        await self._app(scope, receive, send)


class Admitting:
    """Lets in who may use the pages at all; stands within `Introducing`. `refuse` answers everybody else."""

    def __init__(self, app: ASGIApp, access: Access, refuse: Refusing) -> None:
        self._app = app
        self._access = access
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if self._access == "open" or scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})  # no page needs one
        elif _is_open(scope["path"]):
            await self._app(scope, receive, send)
        else:
            answer = await run_in_threadpool(self._refusal, Request(scope))
            await (answer or self._app)(scope, receive, send)

    def _refusal(self, request: Request) -> Response | None:
        """The answer to who may not enter; None for who may."""
        try:
            if person_of(request).may_enter(self._access):
                return None
            told = MEMBERS_ONLY if self._access == "members" else STAFF_ONLY
            return self._refuse(request, NotAllowed(told))
        except (StorageError, DamagedDesk) as error:
            return self._refuse(request, error)


def _is_open(path: str) -> bool:
    return path in OPEN_PATHS or path.startswith(OPEN_FOLDERS)


def person_of(request: HTTPConnection) -> Person:
    """Who is signed in, looked up once a request, in the role of this moment.

    Raises StorageError and DamagedDesk where that cannot be known: nobody is taken for somebody else, or for nobody.
    """
    state = request.scope["state"]
    if PERSON not in state:
        state[PERSON] = _by_header(request) or _by_session(request)
    person: Person = state[PERSON]
    return person


def _by_header(request: HTTPConnection) -> Person | None:
    """Whom a web server in front signed in, which counts before any session; None where none did."""
    by_header: ByHeader | None = request.scope["state"][BY_HEADER]
    if by_header is None:
        return None
    person = by_header.person(
        request.scope.get(PEER, ""), [_utf8(one) for one in request.headers.getlist(by_header.header)]
    )
    return person if person.signed_in else None


def _by_session(request: HTTPConnection) -> Person:
    token = token_of(request)
    sessions: Sessions = request.scope["state"][SESSIONS]
    return sessions.person(token) if token else ANONYMOUS


def _utf8(value: str) -> str:
    """A header's value, which is bytes that were read as Latin-1; "" where they are no UTF-8."""
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return ""


def require_staff(request: HTTPConnection) -> Person:
    """The staff member who asks. Raises NotAllowed for everybody else, and as `person_of` does."""
    person = person_of(request)
    if person.is_staff:
        return person
    if person.signed_in:
        values = {"name": person.name, "role": Message(person.role)}
        raise NotAllowed(Message("This is for staff, and {name} is signed in as a {role}.", values))
    raise NotAllowed(Message("This is for staff. Sign in, and try again."))


def is_secure(request: HTTPConnection) -> bool:
    """Whether the request came encrypted, to this program or to a web server that the settings trust."""
    return bool(request.scope["scheme"] == "https")


def cookie_name(request: HTTPConnection) -> str:
    """The session's cookie. Where it can be, one that no other host, and nobody on an unencrypted way, can plant."""
    return "__Host-assistant_session" if is_secure(request) else "assistant_session"


def token_of(request: HTTPConnection) -> str:
    """What the browser says is the token of its session; "" where it says nothing."""
    return request.cookies.get(cookie_name(request), "")
