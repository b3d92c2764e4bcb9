"""Connections go to the address that was checked, and to no other (promise R11)."""

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterable
from typing import Any

import httpcore

from corpus.errors import FetchError

Resolve = Callable[[str, int], list[str]]
"""The addresses of a host, as texts; raises OSError."""
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
DOCUMENTATION = ipaddress.IPv6Network("3fff::/20")
"""Set aside by RFC 9637, which came after the table of Python 3.11."""


def resolve(host: str, port: int) -> list[str]:
    """What the system says a host's addresses are, in its order."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(place[0]) for *_, place in found))


def is_public(text: str) -> bool:
    """Whether an IP address is one of the open internet: not this machine, its network, or a disguise of those."""
    try:
        address: Address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(str(address.ipv4_mapped))
        disguised = address.sixtofour is not None or address.teredo is not None
        if disguised or address.is_site_local or address in DOCUMENTATION:
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved)


def checked_addresses(host: str, port: int, find: Resolve, allow_private: bool) -> list[str]:
    """The addresses of a host, all of them checked. Raises FetchError."""
    try:
        found = find(host, port)
    except (OSError, UnicodeError) as error:
        raise FetchError(f"{host} is not known to the network ({_reason(error)}).", transient=True) from None
    refused = [address for address in found if not (allow_private or is_public(address))]
    if refused or not found:
        where = f" ({refused[0]})" if refused else ""
        raise FetchError(
            f"{host} is a machine of this or a private network{where}, which is not asked. If it is meant, write "
            "allow_private_hosts = true below [web_sources] in the settings."
        )
    return found


class GuardedNetwork(httpcore.NetworkBackend):
    """Resolves a host once for each connection, checks what it got, and connects to exactly that."""

    def __init__(
        self, find: Resolve = resolve, allow_private: bool = False, plain: httpcore.NetworkBackend | None = None
    ) -> None:
        self._find = find
        self._allow_private = allow_private
        self._plain = plain or httpcore.SyncBackend()
        self.deadline = float("inf")
        """Moment of the monotonic clock after which nothing is read any more; against servers that drip."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first checked address that answers."""
        addresses = checked_addresses(host, port, self._find, self._allow_private)
        for address in addresses[:-1]:
            try:
                stream = self._plain.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
            return _Timed(stream, self)
        return _Timed(self._plain.connect_tcp(addresses[-1], port, timeout, local_address, socket_options), self)

    def left(self, timeout: float | None) -> float:
        """Seconds that a read may take. Raises httpcore.ReadTimeout when none are left."""
        seconds = self.deadline - time.monotonic()
        if seconds <= 0:
            raise httpcore.ReadTimeout("the answer took too long as a whole")
        return seconds if timeout is None else min(seconds, timeout)


class _Timed(httpcore.NetworkStream):
    """A stream whose reads end at the network's deadline."""

    def __init__(self, stream: httpcore.NetworkStream, network: GuardedNetwork) -> None:
        self._stream = stream
        self._network = network

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._network.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._network.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, self._network.left(timeout)), self._network)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
