"""Runs the web server."""

import asyncio
import socket
import sys
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, suppress
from typing import Any, cast

import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from assistant.library import LiveLibrary
from assistant.logs import PrintedLines, configure_logs
from assistant.settings import Settings
from assistant.web.allocator import share_arenas
from assistant.web.connections import MOST_OPEN, Connections, descriptors_for
from assistant.web.visitor import PEER
from assistant.wire import live_library_of
from corpus.drawing import Drawer
from corpus.errors import ServeError
from index.library.coverage import Coverage

BACKLOG = 128
SWITCH_SECONDS = 0.0005
"""How long a thread that computes keeps the interpreter when others want it. With Python's 5 ms the event loop waits
for its turn at each step of a request: of 50 people asking, 95 in 100 answers took 4.3 s, with this .9 (busy cores).
"""
SWEEP = 10
"""Ticks of uvicorn, ten a second, from one look at the connections to the next."""
CLOSING_SECONDS = 3
"""How long open pages may hold up the end; each keeps a connection open for as long as it is shown."""


def serve(settings: Settings, tell: Callable[[str], None]) -> None:
    """Serve the page until interrupted; `tell` is called with one line once it listens.

    Raises ServeError when the address cannot be listened on, LibraryError when there is no library to serve.
    """
    share_arenas()
    configure_logs(settings.log_format, settings.log_level, sys.stderr)
    sys.setswitchinterval(SWITCH_SECONDS)
    with listening_socket(settings.host, settings.port) as listening:
        library = live_library_of(settings)
        told = f"Serving {address_of(listening)} ({_held(library.current.searcher.coverage())}) - stop with Ctrl+C"
        # Once uvicorn has closed what is open it raises the interrupt again.
        with suppress(KeyboardInterrupt), redirect_stderr(PrintedLines()):
            asyncio.run(run_server(library, settings, listening, lambda _: tell(told)))


async def run_server(
    library: LiveLibrary, settings: Settings, listening: socket.socket, started: Callable[["Server"], None]
) -> None:
    """Serve a library on a bound socket until the server is told to exit; `started` is called once it listens."""
    # Gradio takes seconds to import: not before it is known that there is something to serve. Its application is built
    # inside the running event loop, else it opens loops of its own and leaves them open.
    from assistant.web.app import create_app

    with Drawer(ahead=True) as drawer:
        app = create_app(library, settings, drawer)
        await Server(app, settings.trusted_proxies, started).serve(sockets=[listening])


def listening_socket(host: str, port: int) -> socket.socket:
    """A socket bound to the address. Raises ServeError when that is impossible."""
    if not 0 <= port < 65536:  # the resolver would wrap it round
        raise ServeError(f"There is no port {port}. Choose one between 1024 and 65535 with --port.")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (OSError, UnicodeError):
        raise ServeError(f"The host {host} is not known to this machine. Use 127.0.0.1 or 0.0.0.0.") from None
    opened = socket.socket(family, kind, protocol)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        opened.bind(address)
        opened.listen(BACKLOG)
    except OSError as error:
        opened.close()
        raise ServeError(
            f"Port {port} of {host} cannot be served: {error.strerror}. "
            "Stop what uses it, or choose another with --port."
        ) from None
    return opened


def address_of(listening: socket.socket) -> str:
    """The address to type into a browser."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class Server(uvicorn.Server):
    """uvicorn, telling once when it listens."""

    def __init__(self, app: FastAPI, proxies: Sequence[str], started: Callable[["Server"], None]) -> None:
        # Starlette and uvicorn write the same protocol in types that do not meet.
        trusting: Any = ProxyHeadersMiddleware(cast(Any, app), list(proxies))
        self._connections = Connections(descriptors_for(MOST_OPEN), lambda peer: peer in trusting.trusted_hosts)
        protocol: Any = self._connections.protocol  # it is called, and need not be a class
        config = uvicorn.Config(
            _peers_kept(trusting),
            http=protocol,
            ws="none",
            log_config=None,  # what it says goes where all goes
            proxy_headers=False,  # by itself it believes what comes from this machine
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=CLOSING_SECONDS,
            server_header=False,
        )
        super().__init__(config)
        self._tell = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """See uvicorn.Server."""
        await super().startup(sockets)
        if self.started:
            self._tell(self)

    async def on_tick(self, counter: int) -> bool:
        """See uvicorn.Server."""
        if counter % SWEEP == 0:
            self._connections.sweep(asyncio.get_running_loop().time())
        return await super().on_tick(counter)


def _peers_kept(app: ASGIApp) -> ASGIApp:
    """Notes who sent each request itself, before headers of web servers in front are believed."""

    async def noting(scope: Scope, receive: Receive, send: Send) -> None:
        client = scope.get("client")
        await app({**scope, PEER: client[0] if client else ""}, receive, send)

    return noting


def _held(coverage: Coverage) -> str:
    from assistant.web.render import years_of

    documents = f"{coverage.documents:,} document" + "s" * (coverage.documents != 1)
    years = years_of(coverage)
    return f"{documents}, {years}" if years else documents
