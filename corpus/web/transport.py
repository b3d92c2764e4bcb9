"""An httpx transport over the guarded network: no proxies of the environment, no cookies, no redirects of its own."""

import math
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

import httpcore
import httpx

from corpus.web.guard import GuardedNetwork

MEANINGS: dict[type[Exception], str] = {
    httpcore.ConnectTimeout: "cannot be reached (no answer in time)",
    httpcore.ConnectError: "cannot be reached",
    httpcore.ReadTimeout: "took too long to answer",
    httpcore.WriteTimeout: "took too long to take the request",
    httpcore.PoolTimeout: "has no connection free",
    httpcore.RemoteProtocolError: "broke off its answer, or answers something that is no HTTP",
    httpcore.NetworkError: "broke the connection",
}
"""What the errors of the network mean; the first that fits is told."""


class GuardedTransport(httpx.BaseTransport):
    """One request at a time over the connections that a `GuardedNetwork` opens.

    Raises httpx.TransportError with a half sentence that follows the address, and FetchError from the guard. `context`
    is for whoever makes many: reading the certificates takes 20 ms.
    """

    def __init__(self, network: GuardedNetwork, context: ssl.SSLContext | None = None) -> None:
        self.network = network
        context = context or httpx.create_ssl_context(trust_env=False)
        self._pool = httpcore.ConnectionPool(context, max_connections=2, keepalive_expiry=15, network_backend=network)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None = None,
        exc_value: BaseException | None = None,
        traceback: TracebackType | None = None,
    ) -> None:
        self._pool.close()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request; the body of the answer is read as it is wanted, all of it within `extensions["total"]`."""
        self.network.deadline = time.monotonic() + request.extensions.get("total", math.inf)
        url = httpcore.URL(
            scheme=request.url.raw_scheme, host=request.url.raw_host, port=request.url.port, target=request.url.raw_path
        )
        headers = request.headers.raw
        with _told():
            answer = self._pool.handle_request(
                httpcore.Request(request.method, url, headers=headers, extensions=request.extensions)
            )
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer))

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        with _told():
            yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


@contextmanager
def _told() -> Iterator[None]:
    """Maps the errors of httpcore at one place."""
    try:
        yield
    except tuple(MEANINGS) as error:
        meaning = next(meaning for kind, meaning in MEANINGS.items() if isinstance(error, kind))
        detail = f" ({error})" if isinstance(error, httpcore.ConnectError) and str(error) else ""
        raise httpx.TransportError(meaning + detail) from error
