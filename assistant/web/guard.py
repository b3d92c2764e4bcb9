"""What stands between the network and the page: refuses what the page never sends.

Gradio as it comes answers any Origin on a named host and takes uploads from anybody; both end here.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from urllib.parse import unquote_plus

from python_multipart.multipart import parse_options_header
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.api.problems import problem
from assistant.web.api.verbs import ROOT
from assistant.web.rate import AtOnce, RateLimit, asker_of
from assistant.web.sending import FILES, Sending, has_forms, policy_of

LARGEST_BODY = 256 * 1024
LARGEST_DRAFT = 12 * 1024 * 1024
"""Bytes that are sent to DRAFTS, a Word file among them."""
DRAFTS_AT_ONCE = 8
"""Drafts that are held at the same time, some 100 MB."""
DRAFTS_OF_ONE = 4
"""Of these, those of one address: nobody keeps all others from checking."""
PICTURES_AT_ONCE, PICTURES_OF_ONE = 16, 4
"""Pages of PDFs that are drawn, wait for that or are packed, each in one of the 40 threads that answer everybody; and
those of one address.
"""
PICTURES_WAIT = 10.0
"""Seconds in which a place must become free: a browser asks for six at a time, and behind an address sits an office."""
COMPARED_AT_ONCE, COMPARED_OF_ONE = 2, 1
"""Comparisons of two documents that are made, and those of one address: two long reports take a second or two of a core
and some 100 MB. A place is waited for as with pages of PDFs.
"""
PATIENCE = 120.0
"""Seconds in which a request must have come whole: a large draft on a slow line takes one."""
START, SLOWEST = 15.0, 4096
"""Seconds in which a request of a few bytes must have come, and the bytes for which one more second is given:
who sends a byte at a time holds nothing for minutes.
"""
MOST_PARAMETERS = 300
"""Of an address: a filter of the interface for programs may have 50 values, and there are five of them."""
SEARCHES = 600
"""Pages that search, for one address in a minute: some 30 ms of a core each."""
PICTURES = 120
"""Pages of PDFs that are drawn, for one address in a minute: some 140 ms of a core each, so as much as searches."""
DRAFTS = ("/check", f"{ROOT}/check", f"{ROOT}/check/file")
QUESTIONS = "/gradio_api/queue/join"
CANCELS = "/gradio_api/cancel"
"""What a page no longer waits for; each message is answered by one that the page has to fetch."""
RESETS = "/gradio_api/reset"
ANSWERS = "/gradio_api/queue/data"
"""The stream on which a browser is told what becomes of its questions."""
WIDGET = "/widget.js"
"""The one file that every site may load: nothing in it is of a visitor or a document."""
MCP = "/mcp"
OPEN_PATHS = (
    "/", "/config", "/theme.css", "/favicon.ico", "/robots.txt", "/healthz", "/metrics", "/find.csv", "/widget", WIDGET,
    QUESTIONS, CANCELS, ANSWERS, RESETS, "/gradio_api/startup-events",
)  # fmt: skip
SEARCHING = ("/", "/find", "/find.csv", "/positions", "/compare", "/feedback")
"""Pages that search where their address says what for."""
COMPARED = "/compare"
"""Where two documents are compared whose names its address tells; times on a topic are few sentences."""
PICTURED = ("/sheets/", "/page-images/")
OPEN_FOLDERS = (*FILES, "/page/", "/sheets/", "/gradio_api/heartbeat/")
OF_GRADIO = ("page", "deep_link")
"""What Gradio would read from the address of its page: other pages of an application, and files of kept states. There
are none, and it fails over those that somebody makes up.
"""
OF_SERVERS = (b"x-forwarded-host", b"x-gradio-server")
"""Headers by which Gradio would find the address of its page, and fail over one that is none. The Host header tells it:
requests whose Origin differs from that are refused.
"""
LONGEST_FILE, LONGEST_PATH = 255, 1000
"""Bytes of the name of a file of Gradio's and of the folders that lead to it; a file system fails over longer names."""
PLAIN = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Not possible</title>'
    '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">'
    '<link rel="icon" href="/page/icon.svg" type="image/svg+xml"><link rel="stylesheet" href="/page/style.css">'
    '<link rel="stylesheet" href="/page/workbench.css"><link rel="stylesheet" href="/page/look.css"></head>'
    '<body class="reading"><main><h1>Not possible</h1><p class="banner" role="alert">{sentence}</p>'
    '<p><a href="/">Ask a question</a></p></main></body></html>'
)
"""What a person is shown who is refused: nothing is looked up for it."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request is not let in: a status and a sentence, and where trying again helps, after how many seconds."""

    status: int
    sentence: str
    again: int = 0

    @property
    def headers(self) -> dict[str, str]:
        """What programs are told besides."""
        return {"Retry-After": str(self.again)} if self.again else {}


@dataclass(frozen=True, slots=True)
class _Turn:
    """The places that a request needs one of, and what is told where there is none."""

    places: AtOnce
    full: Refusal


class Guard:
    """The outermost layer of the application. `is_full` tells whether more questions wait than may."""

    def __init__(
        self, app: ASGIApp, rate: RateLimit, *, mcp: bool = False, is_full: Callable[[], bool] = lambda: False
    ) -> None:
        self._app = app
        self._rate = rate
        self._searches = RateLimit(SEARCHES)
        self._cancels = RateLimit()
        self._mcp = mcp
        self._is_full = is_full
        self._pictures = RateLimit(PICTURES)
        self._drafts = AtOnce(DRAFTS_AT_ONCE, DRAFTS_OF_ONE)
        self._drawn = AtOnce(PICTURES_AT_ONCE, PICTURES_OF_ONE, PICTURES_WAIT)
        self._compared = AtOnce(COMPARED_AT_ONCE, COMPARED_OF_ONE, PICTURES_WAIT)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it in one sentence."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = scope["path"]
        scope["headers"] = [(name, value) for name, value in scope["headers"] if name not in OF_SERVERS]
        if path in ("/", "/config", "/config/"):
            scope["query_string"] = _without_gradios(scope["query_string"])
        sending = Sending(send, scope, page=path == "/", policy=policy_of(path))
        refusal = self._refusal(scope)
        if refusal is None:
            refusal = await self._in_turn(scope, receive, sending)
        if refusal is not None:
            await told(scope, refusal)(scope, receive, sending)

    async def _in_turn(self, scope: Scope, receive: Receive, sending: Sending) -> Refusal | None:
        """Let the application answer, where not too many of such requests are being answered."""
        turn = self._turn_of(scope)
        if turn is None:
            return await self._passed_on(scope, receive, sending, LARGEST_BODY)
        most = LARGEST_DRAFT if turn.places is self._drafts else LARGEST_BODY
        async with turn.places.place(asker_of(scope)) as let_in:
            return await self._passed_on(scope, receive, sending, most) if let_in else turn.full

    def _turn_of(self, scope: Scope) -> "_Turn | None":
        """What a request has to wait for; None for one that takes little."""
        if scope["method"] == "POST" and scope["path"] in DRAFTS:
            told = "Many drafts are being read at this moment. Try again in a minute."
            return _Turn(self._drafts, Refusal(503, told, 60))
        if scope["path"].startswith(PICTURED):
            told = "Many pages are being drawn at this moment. Try again in some seconds."
            return _Turn(self._drawn, Refusal(503, told, 5))
        if scope["path"] == COMPARED and "old" in _names_in(scope["query_string"]):
            told = "Many documents are being compared at this moment. Try again in some seconds."
            return _Turn(self._compared, Refusal(503, told, 5))
        return None

    async def _passed_on(self, scope: Scope, receive: Receive, sending: Send, most: int) -> Refusal | None:
        """Let the application answer, unless what is sent is too large or too slow."""
        if scope["method"] not in ("GET", "HEAD"):
            try:
                body = await _body(receive, most)
            except (TimeoutError, ClientDisconnect):
                return Refusal(408, "The request did not come to its end. Send it again.")
            if body is None:
                size = f"{most // 1024} kB" if most < 1024 * 1024 else f"{most // (1024 * 1024)} MB"
                return Refusal(413, f"The request is larger than {size}.")
            receive = replayed(body, receive)
        try:
            await self._app(scope, receive, sending)
        except RuntimeError as error:
            if scope["path"] != ANSWERS or not isinstance(error.__cause__, HTTPException):
                raise
            # Gradio tells on the stream that it knows no such session, and then fails: anybody could fill the log so.
            await sending({"type": "http.response.body", "body": b""})
        return None

    def _refusal(self, scope: Scope) -> Refusal | None:
        """Status and sentence for a request that is not let in. What programs ask has a door of its own."""
        path = scope["path"]
        if refusal := _unreadable(scope):
            return refusal
        if _is_api(path) or (self._mcp and path == MCP):
            return None
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        foreign = origin is not None and origin.partition("://")[2].lower() != headers.get("host", "").lower()
        if foreign and path != WIDGET:
            return Refusal(403, "Requests from other sites are refused.")
        if has_forms(path):
            known = "same-origin" if origin is not None else "nowhere"
            sent = scope["method"] not in ("GET", "HEAD")
            if sent and headers.get("sec-fetch-site", known) != "same-origin":
                return Refusal(403, "This was not sent by a page of this site. Open the page, and send it from there.")
        elif (path not in OPEN_PATHS and not path.startswith(OPEN_FOLDERS)) or _names_no_file(path):
            return Refusal(404, "There is no such page.")
        return self._too_much(path, scope)

    def _too_much(self, path: str, scope: Scope) -> Refusal | None:
        """Why a question or a search has to wait."""
        if path == QUESTIONS:
            if wait := self._rate.wait(asker_of(scope)):
                return Refusal(429, "Too many questions from this address. Wait a minute, then ask again.", wait)
            if self._is_full():
                return Refusal(503, "Many questions are being answered at this moment. Try again in some seconds.", 5)
        elif path == CANCELS and (wait := self._cancels.wait(asker_of(scope))):
            return Refusal(429, "Too many questions from this address. Wait a minute, then ask again.", wait)
        elif path in SEARCHING and scope.get("query_string") and (wait := self._searches.wait(asker_of(scope))):
            return Refusal(429, "Too many searches from this address. Wait a minute, then try again.", wait)
        elif path.startswith(PICTURED) and (wait := self._pictures.wait(asker_of(scope))):
            told = "Too many pages were drawn for this address. Wait a minute, then try again."
            return Refusal(429, told, wait)
        return None


def _unreadable(scope: Scope) -> Refusal | None:
    """Why a request is not even read."""
    if scope.get("query_string", b"").count(b"&") >= MOST_PARAMETERS:
        return Refusal(400, f"The address has more than {MOST_PARAMETERS} parts. Leave some out.")
    media_type, told = parse_options_header(Headers(scope=scope).get("content-type", ""))
    # Starlette decodes with any codec of Python that is named here; some make halves of characters.
    if media_type == b"multipart/form-data" and told.get(b"charset", b"utf-8").lower() not in (b"utf-8", b"utf8"):
        return Refusal(415, "Forms are read as UTF-8 alone. Send it so.")
    return None


def _names_no_file(path: str) -> bool:
    """Whether a path among those of Gradio's files cannot be one's."""
    names = path.encode("utf-8", "replace").split(b"/")
    odd = len(path) > LONGEST_PATH or b"\0" in names[-1] or max(map(len, names)) > LONGEST_FILE
    return path.startswith(FILES) and odd


def _without_gradios(query: bytes) -> bytes:
    pairs = zip(query.split(b"&"), _names_in(query), strict=True)
    return b"&".join(pair for pair, name in pairs if name not in OF_GRADIO)


def _names_in(query: bytes) -> list[str]:
    """What the parts of an address are called."""
    return [unquote_plus(pair.partition(b"=")[0].decode("latin-1")) for pair in query.split(b"&")]


def _is_api(path: str) -> bool:
    return path == ROOT or path.startswith(f"{ROOT}/")


def told(scope: Scope, refusal: Refusal) -> Response:
    """A refusal as whoever asked can read it: a page, or JSON."""
    if _is_api(scope["path"]):
        return problem(refusal.status, refusal.sentence, refusal.headers)
    if "text/html" in Headers(scope=scope).get("accept", ""):
        return HTMLResponse(PLAIN.format(sentence=escape(refusal.sentence)), refusal.status, refusal.headers)
    return JSONResponse({"detail": refusal.sentence}, refusal.status, refusal.headers)


async def _body(receive: Receive, most: int) -> bytes | None:
    """The whole body; None when it has more than `most` bytes. Raises ClientDisconnect when it breaks off: half of a
    form is another form; TimeoutError when it comes too slowly.
    """
    body, began = bytearray(), asyncio.get_running_loop().time()
    async with asyncio.timeout(PATIENCE) as patience:
        while True:
            patience.reschedule(began + min(PATIENCE, START + len(body) / SLOWEST))
            message = await receive()
            if message["type"] == "http.disconnect":
                raise ClientDisconnect
            body += message.get("body", b"")
            if len(body) > most:
                return None
            if not message.get("more_body"):
                return bytes(body)


def replayed(body: bytes, receive: Receive) -> Receive:
    """A `receive` that gives the body again, then what comes after it."""
    waiting = [body]

    async def again() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return again
