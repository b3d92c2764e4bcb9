"""The Model Context Protocol over HTTP: at one address, without sessions, each request answered with one JSON object.

Who asks is known by the key that is sent along, and how often one may ask is counted, as for the REST interface.
"""

from typing import Any

from fastapi import FastAPI
from mcp import MCPError
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp_types import INTERNAL_ERROR
from starlette.requests import HTTPConnection
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.api import Assistant
from assistant.mcp.answers import Source
from assistant.mcp.server import Manners, Work, server_over
from assistant.web.api.door import SITE, Access, Door
from assistant.web.api.problems import Refusal, RefusedError, refusal_of
from assistant.web.api.views import ApiViews
from assistant.web.guard import MCP
from assistant.web.visitor import person_of
from corpus.errors import UserError


def add_mcp(app: FastAPI, views: ApiViews, access: Access) -> None:
    """Make the protocol part of an application, behind the door of the REST interface."""
    app.router.routes.append(Route(MCP, _NoOwnPages(Door(_Protocol(views), access))))


class _NoOwnPages:
    """Refuses pages that seem to be of this server. It has none that ask here, and a page that was read under a name
    that then turned into this machine's address (DNS rebinding) seems to be one. Those of other sites are for the door.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = HTTPConnection(scope).headers
        own = headers.get("origin", "").partition("://")[2].lower() == headers.get("host", "").lower()
        await (Refusal(403, "site", SITE).response if own else self._app)(scope, receive, send)


class _Protocol:
    def __init__(self, views: ApiViews) -> None:
        self._views = views
        self._manners = Manners(self._run, _told)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "POST":  # GET would open a stream on which nothing is ever sent
            told = Refusal(405, "method", "Messages of the protocol are sent by POST.", {"Allow": "POST"})
            await told.response(scope, receive, send)
            return
        # Made for this request: it holds no session that could outlive it, and sees what its sender may see.
        person = person_of(HTTPConnection(scope))
        assistant = Assistant(self._views.library.seen_by(person), self._views.organisation)
        server = server_over(Source(assistant, self._views.note), self._manners)
        manager = StreamableHTTPSessionManager(server, json_response=True, stateless=True)
        async with manager.run():
            await manager.handle_request(scope, receive, send)

    async def _run(self, tool: str, work: Work) -> Any:
        turns = self._views.checking if tool == "check" else self._views.answering
        try:
            return await turns.run(work)
        except RefusedError as refused:
            raise MCPError(INTERNAL_ERROR, str(refused)) from None


def _told(error: UserError) -> str:
    return refusal_of(error).detail
