"""Counts and logs every request, also those that the guard refuses; the outermost layer of the application."""

import time
from secrets import token_hex

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.logs import REQUEST, log_event, told_network
from assistant.web.metrics import Metrics

NO_ROUTE = "none"
"""What is told of a request that no page answered: its address may hold anything."""


class Watch:
    """Gives every request a number, and tells how it went. `networks` whether the log tells where it came from."""

    def __init__(self, app: ASGIApp, metrics: Metrics, networks: bool) -> None:
        self._app = app
        self._metrics = metrics
        self._networks = networks

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = token_hex(6)
        mark = REQUEST.set(request)
        began, answered, status = time.perf_counter(), 0.0, 500

        async def sending(message: Message) -> None:
            nonlocal answered, status
            if message["type"] == "http.response.start":
                answered, status = time.perf_counter() - began, message["status"]
                MutableHeaders(scope=message)["X-Request-ID"] = request
            await send(message)

        try:
            await self._app(scope, receive, sending)
        finally:
            self._tell(scope, status, answered or time.perf_counter() - began)
            REQUEST.reset(mark)

    def _tell(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", NO_ROUTE)
        self._metrics.request(route, status, seconds)
        facts: dict[str, object] = {"route": route, "status": status, "ms": round(seconds * 1000, 1)}
        client = scope.get("client")
        if self._networks and client:
            facts["network"] = told_network(client[0])
        log_event("request", facts)
