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
        mark, outside = REQUEST.set(request), scope.get("root_path", "")
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
            self._tell(scope, _route_of(scope, outside), status, answered or time.perf_counter() - began)
            REQUEST.reset(mark)

    def _tell(self, scope: Scope, route: str, status: int, seconds: float) -> None:
        self._metrics.request(route, status, seconds)
        facts: dict[str, object] = {"route": route, "status": status, "ms": round(seconds * 1000, 1)}
        client = scope.get("client")
        if self._networks and client:
            facts["network"] = told_network(client[0])
        log_event("request", facts)


def _route_of(scope: Scope, outside: str) -> str:
    """The route that answered, below where its application is mounted: pages and the interface for programs have some
    of the same name. What stands before all of them, `outside`, is no part of it.
    """
    route = getattr(scope.get("route"), "path", NO_ROUTE)
    mounted: str = scope.get("root_path", "").removeprefix(outside)
    return route if route == NO_ROUTE else mounted + route
