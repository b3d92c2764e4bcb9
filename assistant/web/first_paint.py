"""The Ask page as it is before any script runs: rendered here, so that nobody waits for Gradio to read or to type.

Without JavaScript this is the page: its form leads to the address that holds the question, and the answer stands there.
page.js takes it away once Gradio shows the same.
"""

import logging
from dataclasses import dataclass

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.conversation import LONGEST_QUESTION
from assistant.library import LiveLibrary
from assistant.web.asked import HERE, View
from assistant.web.opening import Opening
from assistant.web.views.asking import Asking, fields_of
from assistant.web.visitor import person_of
from corpus.errors import UserError
from index.query import QUESTIONS

BEFORE = b"<gradio-app"


@dataclass(frozen=True, slots=True)
class FirstPaint:
    """Puts the page as it is first painted before Gradio's."""

    app: ASGIApp
    library: LiveLibrary
    opening: Opening

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; what comes back for "/" is changed."""
        if scope["type"] != "http" or scope["path"] != HERE or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        title, first = await run_in_threadpool(self._painted, Request(scope))
        await self.app(scope, receive, _Painting(send, title.encode(), first.encode()))

    def _painted(self, request: Request) -> tuple[Markup, Markup]:
        """The title and the page; nothing where it cannot be told: Gradio's own page says why."""
        try:
            edition = self.library.seen_by(person_of(request))
            opening = self.opening.to(request)
            view = View.of(request.query_params)
            conversation = opening.visited(edition, view)
            asking = Asking.of(HERE, request.query_params)
            coverage = edition.searcher.coverage()
            values = {
                "header": opening.header(edition),
                "welcome": opening.welcome(edition),
                "examples": opening.examples(edition),
                "asking": asking,
                "fields": fields_of(asking, coverage, opening.organisation, opening.pages.tongue),
                "question": view.question if len(view.question) <= LONGEST_QUESTION else "",
                "after": [*view.after, view.question][-QUESTIONS:] if view.question else [],
                "newest": conversation[-1] if conversation else None,
                "earlier": opening.earlier(conversation[:-1]),
            }
        except UserError as error:
            logging.getLogger(__name__).error("%s: %s", HERE, error)
            return Markup(), Markup()
        told = view.question[:LONGEST_QUESTION] or opening.pages.tongue.told(opening.title)
        return Markup("<title>{}</title>").format(told), opening.pages.page("first.html", values)


class _Painting:
    """Holds the page back until it is whole, and adds to it."""

    def __init__(self, send: Send, title: bytes, first: bytes) -> None:
        self._send = send
        self._title = title
        self._first = first
        self._start: Message = {}
        self._held = bytearray()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        self._held += message.get("body", b"")
        if message.get("more_body"):
            return
        body = bytes(self._held)
        if MutableHeaders(scope=self._start).get("content-type", "").startswith("text/html"):
            body = body.replace(b"</head>", self._title + b"</head>", 1).replace(BEFORE, self._first + BEFORE, 1)
            MutableHeaders(scope=self._start)["Content-Length"] = str(len(body))
        await self._send(self._start)
        await self._send({"type": "http.response.body", "body": body})
